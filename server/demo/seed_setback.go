package demo

import (
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/setback"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/tenant"
)

// hardMoments writes the first couple's plan for hard moments: what each keeps, what became the plan of both, a newer version that
// waits, and the waves of one of them, with one line to the counselor.
func (s *seeder) hardMoments(c couple.Couple, sample sample) error {
	if sample.code != "NQ-01" {
		return nil
	}
	staff := s.staff[sample.counselor].Scope()
	first := s.seat(c.Partners[0])
	second := s.seat(c.Partners[1])
	plan := setback.Lines{Sign: "I go quiet and start to count back the dates.", Ask: "Do not explain. Sit next to me for ten minutes.",
		Partner: "Say: “I am here, and I am not going anywhere tonight.”", Return: "Tea in the kitchen, and one sentence each."}
	sent, err := s.sendsPlan(first, c.ID, s.week(8, 2), 0, plan)
	if err != nil {
		return err
	}
	if err := s.passesPlan(staff, c.ID, sent, s.week(8, 4)); err != nil {
		return err
	}
	sent, err = s.sendsPlan(second, c.ID, s.week(7, 5), 0, setback.Lines{Sign: "I hear myself defending.", Ask: "Tell me “stop”, and I stop.", Return: "I ask when it is a good time, and I come back then."})
	if err != nil {
		return err
	}
	if err := s.passesPlan(staff, c.ID, sent, s.week(6, 3)); err != nil {
		return err
	}
	for _, ours := range []struct {
		day  time.Time
		text string
	}{{s.week(4, 3), "Next morning we walk round the block before work."}, {s.week(2, 3), "Next morning we walk round the block, and nobody brings it up before the second corner."}} {
		err = s.do(staff, s.at(ours.day, "10:20"), func(tx *db.Tx) error {
			return setback.Record(tx, c, setback.Recording{Lines: setback.Lines{Return: ours.text}}, ours.day)
		})
		if err != nil {
			return err
		}
	}
	plan.Ask = "Do not explain. Put your phone away and sit next to me for ten minutes."
	if _, err := s.sendsPlan(first, c.ID, s.week(1, 4), 1, plan); err != nil {
		return err
	}
	return s.waves(first)
}

// sendsPlan lets a partner keep their plan and send it; from is the version it is made from.
func (s *seeder) sendsPlan(who tenant.Scope, id couple.ID, day time.Time, from int, l setback.Lines) (uuid.UUID, error) {
	sent := setback.Sent{ID: uuid.New(), Author: who.Person(), Lines: l, On: day}
	return sent.ID, s.do(who, s.at(day, "19:30"), func(tx *db.Tx) error {
		if err := setback.SavePlan(tx, l, from); err != nil {
			return err
		}
		tx.Audit(audit.SetbackSent, sent.ID, id)
		return setback.Send(tx, id, sent)
	})
}

func (s *seeder) passesPlan(staff tenant.Scope, id couple.ID, sent uuid.UUID, day time.Time) error {
	return s.do(staff, s.at(day, "16:10"), func(tx *db.Tx) error {
		return setback.Pass(tx, id, sent, setback.Names(), day)
	})
}

// waves are a partner's own, newest last; they grow rarer and not always smaller, as waves do.
func (s *seeder) waves(who tenant.Scope) error {
	for _, w := range []struct {
		day      time.Time
		strength int
		words    setback.Words
		told     string
	}{
		{s.week(10, 1), 8, setback.Words{Trigger: "His phone on the table, face down.", Helped: "Going out on the balcony."}, ""},
		{s.week(9, 4), 6, setback.Words{Trigger: "A song in the car."}, ""},
		{s.week(7, 6), 7, setback.Words{Trigger: "The date.", Helped: "He did not explain anything.", Stands: "That he stayed."}, "Sunday was the date. I would like to talk about dates."},
		{s.week(3, 2), 8, setback.Words{Trigger: s.plant("draft", "An envelope that was only the bank."), Helped: "The ten minutes.", Stands: "Six weeks of telling me the small things."}, ""},
		{s.week(1, 0), 4, setback.Words{Trigger: "Nothing I could name.", Helped: "Walking.", Next: "Ask for the walk earlier."}, ""},
	} {
		err := s.do(who, s.at(w.day, "22:05"), func(tx *db.Tx) error {
			wave := setback.Wave{ID: uuid.New(), On: w.day, Strength: &w.strength, Words: w.words}
			if err := setback.AddWave(tx, wave); err != nil || w.told == "" {
				return err
			}
			return setback.Tell(tx, setback.Told{ID: uuid.New(), Wave: wave.ID, Text: w.told, On: w.day})
		})
		if err != nil {
			return err
		}
	}
	return nil
}
