package demo

import (
	"github.com/google/uuid"

	"amends/clients/confidence"
	"amends/clients/couple"
	"amends/clients/discernment"
	"amends/clients/safety"
	"amends/server/db"
)

// gates tells what the counselor holds beside the work of a couple: a safety hold that began after a session, screens, and
// a discernment.
func (s *seeder) gates(c couple.Couple, sample sample) error {
	if sample.told != "" && sample.screened {
		if err := s.confided(c, sample); err != nil {
			return err
		}
	}
	if sample.unsure {
		if err := s.discernment(c, sample); err != nil {
			return err
		}
	}
	if sample.screened {
		if err := s.screens(c, sample); err != nil {
			return err
		}
	}
	if !sample.hold {
		return nil
	}
	return s.do(s.staff[sample.counselor].Scope(), s.at(s.week(1, 2), "17:10"), func(tx *db.Tx) error {
		return couple.SetHold(tx, c.ID, couple.Hold{Kind: couple.Quiet, StartsAt: s.at(s.week(1, 3), "12:00"),
			Told: s.plant("hold", "Odile was frightened after Sunday. Both are seen alone before anything new passes between them.")})
	})
}

// confided is what the second partner told the counselor alone: one to be decided soon, and one that was closed.
func (s *seeder) confided(c couple.Couple, sample sample) error {
	counselor, second := s.staff[sample.counselor].Scope(), c.Partners[1].Person
	soon, then := s.today.AddDate(0, 0, 2), s.week(9, 3)
	early := confidence.Held{ID: uuid.New(), Couple: c.ID, Person: second, HeardOn: then, Told: s.plant("confidence", "He has not yet told her the full sum.")}
	late := confidence.Held{ID: uuid.New(), Couple: c.ID, Person: second, HeardOn: s.week(1, 2), Deadline: &soon, Told: s.plant("confidence", "He was offered a job in another town and wants to say it himself.")}
	err := s.do(counselor, s.at(then, "18:00"), func(tx *db.Tx) error { return confidence.Hold(tx, early) })
	if err != nil {
		return err
	}
	err = s.do(counselor, s.at(s.week(7, 3), "18:00"), func(tx *db.Tx) error {
		return confidence.Close(tx, c.ID, early.ID, confidence.BySelf, s.plant("confidence", "He said it in the session, with the papers."))
	})
	if err != nil {
		return err
	}
	return s.do(counselor, s.at(s.week(1, 2), "18:00"), func(tx *db.Tx) error { return confidence.Hold(tx, late) })
}

// discernment of a couple of whom one is unsure: begun five weeks ago and agreed until today, three conversations held. The first
// keeps what she writes, the second sent his.
func (s *seeder) discernment(c couple.Couple, sample sample) error {
	counselor, begun := s.staff[sample.counselor].Scope(), s.week(5, 1)
	err := s.do(counselor, s.at(begun, "17:00"), func(tx *db.Tx) error {
		for i, stance := range []couple.Stance{couple.Unsure, couple.In} {
			if err := couple.RecordMandate(tx, c.ID, couple.Mandate{Person: c.Partners[i].Person, Stance: stance, On: begun}); err != nil {
				return err
			}
		}
		shut := []couple.Judgement{{Gate: couple.G2, On: begun, Basis: "session", Told: s.plant("gate", "Clara does not know whether she wants to go on.")}}
		if err := couple.Judge(tx, c, shut); err != nil {
			return err
		}
		return discernment.Begin(tx, c.ID, begun, s.today)
	})
	if err != nil {
		return err
	}
	for _, ago := range []int{4, 3, 1} {
		on := s.week(ago, 2)
		err := s.do(counselor, s.at(on, "17:00"), func(tx *db.Tx) error {
			course, _, err := discernment.Running(tx, c.ID)
			if err != nil {
				return err
			}
			return discernment.RecordTalk(tx, course, on)
		})
		if err != nil {
			return err
		}
	}
	for i, t := range []discernment.Thoughts{
		{Lean: discernment.Open, Answers: map[string]string{"came": s.plant("draft", "I stopped asking, because I did not want to hear it."), "need": "A summer without a story that changes."}},
		{Lean: discernment.Repair, Answers: map[string]string{"part": s.plant("alone", "I said there was nothing when there was. That was mine alone."), "fear": "That it is too late, and that nobody says so."}},
	} {
		err := s.do(s.seat(c.Partners[i]), s.at(s.week(2, 4), "20:40"), func(tx *db.Tx) error {
			course, _, err := discernment.Running(tx, c.ID)
			if err != nil {
				return err
			}
			if err := discernment.Keep(tx, course, t); err != nil || i == 0 {
				return err
			}
			return discernment.Send(tx, course, t)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// screens of the first partner: one in the room in the second week, judged, and a new one answered lately that waits; the second
// partner is offered one and has not looked.
func (s *seeder) screens(c couple.Couple, sample sample) error {
	counselor, first := s.staff[sample.counselor].Scope(), c.Partners[0]
	early := s.week(sample.weeksIn, 8)
	told := safety.Told{Replies: map[string]string{"speak": "mostly", "hurt": "no", "free": "yes", "after": "no"}, Words: s.plant("screen", "It gets loud when we talk about money.")}
	err := s.do(counselor, s.at(early, "10:20"), func(tx *db.Tx) error {
		id, err := safety.OfferScreen(tx, c.ID, first.Person, safety.InRoom)
		if err != nil {
			return err
		}
		one := safety.Screening{ID: id, Couple: c.ID, Person: first.Person, How: safety.InRoom}
		if err := safety.EnterScreen(tx, one, told, early); err != nil {
			return err
		}
		at := tx.Now()
		one.AnsweredAt = &at
		return safety.Review(tx, one, couple.ScreenJoint, s.plant("screen", "Clear and calm. Money talks stay in sessions for now."), early)
	})
	if err != nil {
		return err
	}
	lately := s.today.AddDate(0, 0, -2)
	for _, p := range c.Partners {
		err := s.do(counselor, s.at(s.today.AddDate(0, 0, -5), "16:00"), func(tx *db.Tx) error {
			_, err := safety.OfferScreen(tx, c.ID, p.Person, safety.ByApp)
			return err
		})
		if err != nil {
			return err
		}
	}
	return s.do(s.seat(first), s.at(lately, "21:15"), func(tx *db.Tx) error {
		return safety.TellScreen(tx, told, lately)
	})
}
