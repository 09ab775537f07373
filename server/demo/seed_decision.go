package demo

import (
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/decision"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/tenant"
)

// decisions seals pairs: the first couple's values are opened and talked about, and of "decide together" one answer is in and the
// other a draft; the fourth couple has two answers in that wait for their session.
func (s *seeder) decisions(c couple.Couple, sample sample) error {
	switch sample.code {
	case "NQ-01":
		return s.valuesThenDecide(c, sample)
	case "NQ-04":
		return s.upkeep(c, sample)
	}
	return nil
}

func (s *seeder) valuesThenDecide(c couple.Couple, sample sample) error {
	staff := s.staff[sample.counselor].Scope()
	values := decision.Decision{ID: uuid.New(), Kind: decision.Values, Text: "Five each, as they come. You need not explain them."}
	decide := decision.Decision{ID: uuid.New(), Kind: decision.Decide, Text: "No hurry with these. Write on more than one evening."}
	if err := s.asksBoth(staff, c, values, s.week(5, 1)); err != nil {
		return err
	}
	for i, words := range []decision.Words{
		{Answers: map[string]string{"five": "That things are said. My sister. Sleep. Work I am proud of. Sunday mornings.", "shared": "Sunday mornings, I hope.", "act": "I make the coffee on Sunday and stay at the table."}},
		{Answers: map[string]string{"five": "Owing nobody. Amira’s laugh. My father’s tools. A full fridge. Being on time.", "act": "The bank letter is opened at the table, on the day it comes."}},
	} {
		if err := s.answersAlone(c, i, values, s.week(4, 2+i), words, true); err != nil {
			return err
		}
	}
	met := s.week(4, 4)
	err := s.do(staff, s.at(met, "09:50"), func(tx *db.Tx) error { return decision.Open(tx, c, values.ID, true, met) })
	if err != nil {
		return err
	}
	err = s.do(staff, s.at(met, "10:15"), func(tx *db.Tx) error {
		return decision.Conclude(tx, c.ID, values.ID, decision.Outcome{Text: "Sundays are ours. Letters are opened at the table."}, met)
	})
	if err != nil {
		return err
	}
	if err := s.asksBoth(staff, c, decide, s.week(2, 3)); err != nil {
		return err
	}
	in := decision.Words{Lean: decision.Stay, Answers: map[string]string{"willing": "Yes, every day I look.", "fears": "That you stay because of the flat. That you go because I was slow.", "need": "To be asked, not watched."}}
	if err := s.answersAlone(c, 1, decide, s.week(1, 5), in, true); err != nil {
		return err
	}
	draft := decision.Words{Answers: map[string]string{"willing": s.plant("draft", "On most mornings."), "fears": "That I will count letters for ever."}}
	return s.answersAlone(c, 0, decide, s.week(1, 6), draft, false)
}

func (s *seeder) upkeep(c couple.Couple, sample sample) error {
	set := decision.Decision{ID: uuid.New(), Kind: decision.Upkeep}
	if err := s.asksBoth(s.staff[sample.counselor].Scope(), c, set, s.week(2, 1)); err != nil {
		return err
	}
	for i, words := range []decision.Words{
		{Answers: map[string]string{"eased": "I can open the account without my stomach turning.", "keep": "The budget on the fridge.", "looks": "First Sunday of the month, at breakfast."}},
		{Lean: decision.NotNow},
	} {
		if err := s.answersAlone(c, i, set, s.week(1, 2+i), words, true); err != nil {
			return err
		}
	}
	return nil
}

func (s *seeder) asksBoth(staff tenant.Scope, c couple.Couple, d decision.Decision, day time.Time) error {
	return s.do(staff, s.at(day, "13:05"), func(tx *db.Tx) error { return decision.Ask(tx, c, d, day) })
}

// answersAlone lets the partner in a place write an answer, and with done give it.
func (s *seeder) answersAlone(c couple.Couple, i int, d decision.Decision, day time.Time, w decision.Words, done bool) error {
	who := s.seat(c.Partners[i])
	return s.do(who, s.at(day, "21:20"), func(tx *db.Tx) error {
		a, verb := decision.Answer{Words: w}, audit.DecisionSaved
		if done {
			a.In, verb = &day, audit.DecisionAnswered
		}
		tx.Audit(verb, d.ID, c.ID)
		return decision.Save(tx, d, a)
	})
}
