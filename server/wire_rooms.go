package main

import (
	"time"

	"github.com/google/uuid"

	"amends/clients"
	"amends/clients/agreement"
	"amends/clients/boundary"
	"amends/clients/decision"
	"amends/clients/discernment"
	"amends/clients/question"
	"amends/clients/release"
	"amends/clients/safety"
	"amends/clients/tonight"
	"amends/server/db"
)

// roomLines are the lines by which the rooms show themselves on a partner's Today, in their order.
func roomLines() []func(tx *db.Tx, today time.Time) (clients.RoomLine, error) {
	return []func(tx *db.Tx, today time.Time) (clients.RoomLine, error){received, tonightLine, discerning, screened, sentLine, questions, agreements, decisions, boundaries}
}

// received leads to what was passed on to the partner.
func received(tx *db.Tx, _ time.Time) (clients.RoomLine, error) {
	ids, err := release.Waiting(tx)
	switch len(ids) {
	case 0:
		return clients.RoomLine{Title: "release_received_title", Href: "/received"}, err
	case 1:
		return clients.RoomLine{Title: "release_here", Waits: 1, Note: "release_here_note", Href: release.Path(ids[0])}, err
	}
	return clients.RoomLine{Title: "release_here", Waits: len(ids), Note: "release_here_note", Href: "/received"}, err
}

// tonightLine leads to the sheet for the first weeks.
func tonightLine(tx *db.Tx, today time.Time) (clients.RoomLine, error) {
	sheet, err := tonight.Get(tx, tx.Scope().Couple())
	if err != nil || !sheet.Fresh(today) {
		return clients.RoomLine{}, err
	}
	return clients.RoomLine{Title: "tonight_title", Href: "/tonight"}, nil
}

// discerning leads to the own page of discernment: as something to do from when the counselor opened it until something is
// kept on it, then as a place.
func discerning(tx *db.Tx, _ time.Time) (clients.RoomLine, error) {
	g, err := discernment.GlanceOf(tx)
	line := clients.RoomLine{Title: "discernment_title", Href: "/discernment"}
	switch {
	case err != nil || !g.There():
		return clients.RoomLine{}, err
	case g.Waits():
		line.Waits, line.Note = 1, "discernment_room_note"
	}
	return line, nil
}

// screened leads to an individual safety screen that is offered.
func screened(tx *db.Tx, _ time.Time) (clients.RoomLine, error) {
	id, err := safety.MyScreen(tx)
	if err != nil || id == uuid.Nil {
		return clients.RoomLine{}, err
	}
	return clients.RoomLine{Title: "safety_screen_home", Waits: 1, Note: "safety_screen_home_note", Href: "/safety/screen"}, nil
}

// sentLine leads to the partner's own sent work.
func sentLine(*db.Tx, time.Time) (clients.RoomLine, error) {
	return clients.RoomLine{Title: "release_sent_title", Href: "/sent"}, nil
}

// questions leads to the question log.
func questions(tx *db.Tx, _ time.Time) (clients.RoomLine, error) {
	g, err := question.GlanceOf(tx)
	if err != nil || !g.Any {
		return clients.RoomLine{}, err
	}
	return clients.RoomLine{Title: "question_title", Waits: g.Waiting, Note: "question_waiting", Href: "/questions"}, nil
}

// agreements leads to the register of agreements.
func agreements(tx *db.Tx, _ time.Time) (clients.RoomLine, error) {
	g, err := agreement.GlanceOf(tx)
	if err != nil || !g.There {
		return clients.RoomLine{}, err
	}
	return clients.RoomLine{Title: "agreement_title", Waits: g.Waiting, Note: "agreement_waiting", Href: "/agreements"}, nil
}

// decisions leads to sealed answers.
func decisions(tx *db.Tx, _ time.Time) (clients.RoomLine, error) {
	g, err := decision.GlanceOf(tx)
	if err != nil || !g.Any {
		return clients.RoomLine{}, err
	}
	return clients.RoomLine{Title: "decision_title", Waits: g.Waiting, Note: "decision_waiting", Href: "/decisions"}, nil
}

// boundaries leads to boundaries.
func boundaries(tx *db.Tx, today time.Time) (clients.RoomLine, error) {
	g, err := boundary.GlanceOf(tx, today)
	if err != nil || !g.Any {
		return clients.RoomLine{}, err
	}
	return clients.RoomLine{Title: "boundary_title", Waits: g.Waiting, Note: "boundary_waiting", Href: "/boundaries"}, nil
}
