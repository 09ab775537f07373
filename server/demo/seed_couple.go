package demo

import (
	"errors"
	"time"

	"github.com/google/uuid"

	"amends/clients/checkin"
	"amends/clients/couple"
	"amends/reports/progress"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/tenant"
)

// couple tells one couple's story from the first day of care to today.
func (s *seeder) couple(sample sample, user string) error {
	counselor := s.staff[sample.counselor]
	cover := s.staff[3-sample.counselor].Person()
	from := s.week(sample.weeksIn, 0)
	o := couple.Opening{ID: tenant.NewCoupleID(), Code: sample.code, CareFrom: from, Policy: couple.Policy(sample.policy), Cover: &cover}
	for i, p := range sample.partners {
		zone := p.zone
		if zone == "" {
			zone = Zone
		}
		j := couple.Joining{Person: tenant.NewPersonID(), Name: p.name, Legal: s.plant("legal", p.legal), Pronouns: p.pronouns, Locale: "en", Zone: zone, OnPaper: p.paper, Position: i + 1, From: from,
			Phone: s.plant("phone", "+1 555 0100"), SafeContact: s.plant("contact", "Text message on weekdays. Please no calls at home.")}
		if !p.paper {
			j.Email = address(sample, i)
		}
		o.People = append(o.People, j)
	}
	if err := s.do(counselor.Scope(), s.at(from, "10:00"), func(tx *db.Tx) error { return couple.Open(tx, o) }); err != nil {
		return err
	}
	var c couple.Couple
	err := s.db.View(s.ctx, counselor.Scope(), func(tx *db.Tx) (err error) { c, err = couple.Get(tx, o.ID); return err })
	if err != nil {
		return err
	}
	return errors.Join(s.joined(c, sample, user), s.agreed(c, sample), s.checkIns(c, sample), s.homework(c, sample), s.planned(c, sample), s.releases(c, sample), s.promises(c, sample), s.questions(c, sample), s.agreements(c, sample), s.hardMoments(c, sample), s.boundaries(c, sample), s.decisions(c, sample), s.notes(c, sample), s.lately(c, sample), s.gates(c, sample), s.ownProgramme(c, sample), s.leaving(c, sample))
}

// agreed records what was signed and judged in the first weeks.
func (s *seeder) agreed(c couple.Couple, sample sample) error {
	counselor := s.staff[sample.counselor]
	first := c.CareFrom.AddDate(0, 0, 3)
	if first.After(s.today) {
		first = s.today
	}
	return s.do(counselor.Scope(), s.at(first, "11:00"), func(tx *db.Tx) error {
		people := make([]tenant.PersonID, 0, 2)
		for i, p := range c.Partners {
			people = append(people, p.Person)
			if sample.closed && i == 1 {
				continue
			}
			if err := couple.RecordConsent(tx, c.ID, p.Person, "paper", first); err != nil {
				return err
			}
			if sample.closed {
				continue
			}
			if err := couple.RecordScreen(tx, c.ID, p.Person, couple.ScreenJoint, "paper", first); err != nil {
				return err
			}
		}
		if err := checkin.Agree(tx, c.ID, people, checkin.Weekly, c.CareFrom); err != nil {
			return err
		}
		if sample.told != "" {
			i := couple.Injury{ID: uuid.New(), Told: s.plant("injury", sample.told), Roles: map[tenant.PersonID]couple.Role{}}
			for n, p := range c.Partners {
				i.Roles[p.Person] = couple.Injured
				if n == sample.involved {
					i.Roles[p.Person] = couple.Involved
				}
			}
			if err := couple.RecordInjury(tx, c.ID, i); err != nil {
				return err
			}
		}
		if sample.closed {
			return nil
		}
		if err := couple.SignPolicy(tx, c, couple.Policy(sample.policy), first, c.Version); err != nil {
			return err
		}
		var open []couple.Judgement
		for _, g := range []couple.Gate{couple.G0, couple.G1, couple.G2, couple.G3} {
			open = append(open, couple.Judgement{Gate: g, Opened: true, On: first, Basis: "paper", Told: s.plant("gate", "Seen on paper.")})
		}
		return couple.Judge(tx, c, open)
	})
}

// lines a partner leaves for the counselor now and then.
func freeLines() []string {
	return []string{
		"The weekend was better than I feared.",
		"I slept badly before our talk, and then it was all right.",
		"I want to bring up the holidays next time.",
		"It helped that the answer came without me asking.",
		"Tuesday was hard. I stopped and we tried again later.",
		"I noticed I waited for the phone less.",
	}
}

// checkIns writes one weekly check-in on each answered week's Sunday: by the partner, or by the counselor from paper.
func (s *seeder) checkIns(c couple.Couple, sample sample) error {
	rng := random(sample.code)
	for i, p := range c.Partners {
		story := sample.partners[i]
		scope := s.seat(p)
		if p.OnPaper {
			scope = s.staff[sample.counselor].Scope()
		}
		last := min(sample.weeksIn, weeks)
		err := s.do(scope, s.at(s.today, "06:00"), func(tx *db.Tx) error {
			tx.Audit(audit.CheckInEntered, c.ID.UUID, c.ID)
			for ago := last; ago >= 1; ago-- {
				if !story.answers(ago - 1) {
					continue
				}
				ci := s.checkIn(c, p, story, ago, sample.weeksIn, rng)
				if err := checkin.Save(tx, ci); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *seeder) checkIn(c couple.Couple, p couple.Partner, story partner, ago, weeksIn int, rng interface{ IntN(int) int }) checkin.CheckIn {
	on := s.week(ago, 6)
	ci := checkin.CheckIn{Couple: c.ID, Person: p.Person, On: on, Design: checkin.Weekly, Ratings: checkin.Ratings{}, SentAt: s.at(on, "20:10"), Changed: s.at(on, "20:10")}
	r := random(c.Code + p.Name + on.Format(time.DateOnly))
	for _, rating := range progress.WeeklyCore() {
		if r.IntN(25) == 0 {
			continue // skipped
		}
		ci.Ratings[rating] = story.value(rating, ago-1, weeksIn, r)
	}
	if len(ci.Ratings) == 0 {
		ci.Ratings[progress.Safe] = story.value(progress.Safe, ago-1, weeksIn, r)
	}
	if story.tail != nil && ago <= len(story.tail) {
		ci.Ratings[progress.Safe] = story.value(progress.Safe, ago-1, weeksIn, r)
	}
	if p.OnPaper {
		by := s.staff[1].Person()
		ci.Source, ci.By = checkin.ByPaper, &by
		return ci
	}
	if r.IntN(4) == 0 {
		ci.Line = s.plant("line", freeLines()[rng.IntN(len(freeLines()))])
	}
	return ci
}
