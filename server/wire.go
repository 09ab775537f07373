package main

import (
	"time"

	"amends/clients"
	"amends/clients/boundary"
	"amends/clients/checkin"
	"amends/clients/homework"
	"amends/clients/question"
	"amends/clients/release"
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
		},
	}
}
