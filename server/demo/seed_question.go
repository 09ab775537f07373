package demo

import (
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/question"
	"amends/server/db"
	"amends/server/tenant"
)

// questions writes the first couple's question log: one answered twice, one whose answer waits for the session, one that waits to
// be passed on, and a draft.
func (s *seeder) questions(c couple.Couple, sample sample) error {
	if sample.code != "NQ-01" {
		return nil
	}
	staff := s.staff[sample.counselor].Scope()
	asker := s.seat(c.Partners[0])
	other := s.seat(c.Partners[1])
	err := s.do(staff, s.at(s.week(6, 1), "11:30"), func(tx *db.Tx) error {
		return question.SetLog(tx, c, question.Opening{Asker: c.Partners[0].Person, Open: true, Weekly: question.Weekly, Reason: "Two questions are burning; the rest is agreed for later."})
	})
	if err != nil {
		return err
	}
	first, err := s.asks(asker, s.week(6, 3), question.Question{Text: "When did the first letter come?", Why: "I want to know which months were what I thought they were."})
	if err != nil {
		return err
	}
	answered := []struct {
		text  string
		sent  time.Time
		heard time.Time
	}{{"In March, I think. I put it in the car.", s.week(5, 2), s.week(5, 3)}, {"I looked it up: it was the second week of January. I said March because it sounded shorter.", s.week(3, 0), s.week(3, 3)}}
	if err := s.passesOn(staff, c.ID, first, s.week(6, 4)); err != nil {
		return err
	}
	for _, a := range answered {
		if err := s.answers(c.ID, other, first, a.sent, a.text); err != nil {
			return err
		}
		if err := s.hears(staff, c.ID, first, a.heard); err != nil {
			return err
		}
	}
	if err := s.do(asker, s.at(s.week(2, 6), "20:30"), func(tx *db.Tx) error { return question.Judge(tx, first, 2, question.Enough) }); err != nil {
		return err
	}
	second, err := s.asks(asker, s.week(2, 5), question.Question{Text: "Who else knew about it?", Why: "I do not want to be the last one at the table."})
	if err != nil {
		return err
	}
	if err := s.passesOn(staff, c.ID, second, s.week(1, 1)); err != nil {
		return err
	}
	if err := s.answers(c.ID, other, second, s.week(1, 5), "My brother, since spring. I asked him to say nothing. Nobody else."); err != nil {
		return err
	}
	if _, err := s.asks(asker, s.week(1, 6), question.Question{Text: "What would you have told me if I had not found the letters?", Why: "I try to see whether it would ever have come from you."}); err != nil {
		return err
	}
	return s.do(asker, s.at(s.week(1, 6), "22:10"), func(tx *db.Tx) error {
		id := uuid.New()
		if err := question.Begin(tx, id); err != nil {
			return err
		}
		return question.Save(tx, question.Question{ID: id, Text: s.plant("draft", "Is there anything")}, 1, nil)
	})
}

// asks lets a partner write a question and send it.
func (s *seeder) asks(who tenant.Scope, day time.Time, q question.Question) (uuid.UUID, error) {
	q.ID = uuid.New()
	return q.ID, s.do(who, s.at(day, "21:40"), func(tx *db.Tx) error {
		if err := question.Begin(tx, q.ID); err != nil {
			return err
		}
		return question.Save(tx, q, 1, &day)
	})
}

func (s *seeder) passesOn(staff tenant.Scope, id couple.ID, q uuid.UUID, day time.Time) error {
	return s.do(staff, s.at(day, "12:40"), func(tx *db.Tx) error { return question.Pass(tx, id, q, day) })
}

// answers lets the other write an answer and send it.
func (s *seeder) answers(id couple.ID, who tenant.Scope, q uuid.UUID, day time.Time, text string) error {
	return s.do(who, s.at(day, "20:15"), func(tx *db.Tx) error {
		t, err := question.Get(tx, id, q)
		if err != nil {
			return err
		}
		_, err = question.SaveAnswer(tx, t, question.Answer{Text: text}, 0, &day)
		return err
	})
}

// hears passes the waiting answer back after a session.
func (s *seeder) hears(staff tenant.Scope, id couple.ID, q uuid.UUID, day time.Time) error {
	return s.do(staff, s.at(day, "17:30"), func(tx *db.Tx) error {
		t, err := question.Get(tx, id, q)
		if err != nil {
			return err
		}
		a, _ := t.ToHear()
		return question.PassAnswer(tx, id, question.Hearing{Question: q, Number: a.Number, Heard: day}, day)
	})
}
