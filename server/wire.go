package main

import (
	"time"

	"github.com/google/uuid"

	"amends/clients"
	"amends/clients/agreement"
	"amends/clients/boundary"
	"amends/clients/checkin"
	"amends/clients/decision"
	"amends/clients/discernment"
	"amends/clients/homework"
	"amends/clients/question"
	"amends/clients/release"
	"amends/clients/safety"
	"amends/clients/tonight"
	"amends/server/db"
)

// homeSources tells the partner's home where its rooms' answers come from: package clients composes, and knows neither.
func homeSources() clients.Sources {
	return clients.Sources{
		CheckIn: func(tx *db.Tx, today time.Time) (clients.CheckInDue, error) {
			t, err := checkin.MineToday(tx, today)
			var out clients.CheckInDue
			if d, ok := t.Due(); ok {
				out.Due = string(d)
			}
			if d, ok := t.Sent(); ok {
				out.Sent = string(d)
			}
			return out, err
		},
		Work: func(tx *db.Tx, lang string) ([]clients.WorkItem, error) {
			items, err := homework.MineOpen(tx)
			out := make([]clients.WorkItem, 0, len(items))
			for _, i := range items {
				out = append(out, clients.WorkItem{Title: i.Title(lang), Minutes: i.Minutes, DueOn: i.Due, UnderWay: i.State == homework.Underway, Href: i.Href()})
			}
			return out, err
		},
		Rooms: []func(tx *db.Tx, today time.Time) (clients.RoomLine, error){
			func(tx *db.Tx, _ time.Time) (clients.RoomLine, error) {
				ids, err := release.Waiting(tx)
				switch len(ids) {
				case 0:
					return clients.RoomLine{Title: "release_received_title", Href: "/received"}, err
				case 1:
					return clients.RoomLine{Title: "release_here", Waits: 1, Note: "release_here_note", Href: release.Path(ids[0])}, err
				}
				return clients.RoomLine{Title: "release_here", Waits: len(ids), Note: "release_here_note", Href: "/received"}, err
			},
			func(tx *db.Tx, today time.Time) (clients.RoomLine, error) {
				sheet, err := tonight.Get(tx, tx.Scope().Couple())
				if err != nil || !sheet.Fresh(today) {
					return clients.RoomLine{}, err
				}
				return clients.RoomLine{Title: "tonight_title", Href: "/tonight"}, nil
			},
			func(tx *db.Tx, _ time.Time) (clients.RoomLine, error) {
				_, runs, err := discernment.Running(tx, tx.Scope().Couple())
				if err != nil || !runs {
					return clients.RoomLine{}, err
				}
				return clients.RoomLine{Title: "discernment_title", Href: "/discernment"}, nil
			},
			func(tx *db.Tx, _ time.Time) (clients.RoomLine, error) {
				id, err := safety.MyScreen(tx)
				if err != nil || id == uuid.Nil {
					return clients.RoomLine{}, err
				}
				return clients.RoomLine{Title: "safety_screen_home", Waits: 1, Note: "safety_screen_home_note", Href: "/safety/screen"}, nil
			},
			func(*db.Tx, time.Time) (clients.RoomLine, error) {
				return clients.RoomLine{Title: "release_sent_title", Href: "/sent"}, nil
			},
			func(tx *db.Tx, _ time.Time) (clients.RoomLine, error) {
				g, err := question.GlanceOf(tx)
				if err != nil || !g.Any {
					return clients.RoomLine{}, err
				}
				return clients.RoomLine{Title: "question_title", Waits: g.Waiting, Note: "question_waiting", Href: "/questions"}, nil
			},
			func(tx *db.Tx, today time.Time) (clients.RoomLine, error) {
				g, err := boundary.GlanceOf(tx, today)
				if err != nil || !g.Any {
					return clients.RoomLine{}, err
				}
				return clients.RoomLine{Title: "boundary_title", Waits: g.Waiting, Note: "boundary_waiting", Href: "/boundaries"}, nil
			},
			func(tx *db.Tx, _ time.Time) (clients.RoomLine, error) {
				g, err := agreement.GlanceOf(tx)
				if err != nil || !g.There {
					return clients.RoomLine{}, err
				}
				return clients.RoomLine{Title: "agreement_title", Waits: g.Waiting, Note: "agreement_waiting", Href: "/agreements"}, nil
			},
			func(tx *db.Tx, _ time.Time) (clients.RoomLine, error) {
				g, err := decision.GlanceOf(tx)
				if err != nil || !g.Any {
					return clients.RoomLine{}, err
				}
				return clients.RoomLine{Title: "decision_title", Waits: g.Waiting, Note: "decision_waiting", Href: "/decisions"}, nil
			},
		},
	}
}
