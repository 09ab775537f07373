package demo

import (
	"time"

	"github.com/google/uuid"

	"amends/clients/checkin"
	"amends/clients/couple"
	"amends/clients/homework"
	"amends/clients/programme"
	"amends/clients/promise"
	"amends/clients/safety"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/tenant"
	"amends/sessions/note"
)

// roleOf is the role whose wording a partner reads.
func roleOf(sample sample, i int) programme.Role {
	switch {
	case sample.involved < 0:
		return programme.Each
	case i == sample.involved:
		return programme.Involved
	}
	return programme.Injured
}

// homework places the couple on the ten steps and gives the steps of the story, oldest first; all but the newest are answered.
func (s *seeder) homework(c couple.Couple, sample sample) error {
	if len(sample.steps) == 0 {
		return nil
	}
	counselor := s.staff[sample.counselor]
	placed := c.CareFrom.AddDate(0, 0, 10)
	err := s.do(counselor.Scope(), s.at(placed, "11:00"), func(tx *db.Tx) error { return programme.Place(tx, s.library, c.ID, "A", placed) })
	if err != nil {
		return err
	}
	for n, code := range sample.steps {
		on := c.CareFrom.AddDate(0, 0, 14+n*7*max(1, (sample.weeksIn-4)/len(sample.steps)))
		newest := n == len(sample.steps)-1
		for _, unit := range homework.Units(s.library, programme.Code(code)) {
			if !unit.Open() {
				continue
			}
			if err := s.give(c, sample, unit, on, newest); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *seeder) give(c couple.Couple, sample sample, unit homework.Unit, on time.Time, newest bool) error {
	counselor := s.staff[sample.counselor]
	people := map[tenant.PersonID]programme.Role{}
	for i, p := range c.Partners {
		if role := roleOf(sample, i); len(unit.For(role)) > 0 {
			people[p.Person] = role
		}
	}
	if len(people) == 0 {
		return nil
	}
	var id uuid.UUID
	err := s.do(counselor.Scope(), s.at(on, "12:00"), func(tx *db.Tx) (err error) {
		version, err := programme.EnsureVersion(tx, s.library, "A")
		if err != nil {
			return err
		}
		g := homework.Giving{Couple: c.ID, Version: version, Unit: unit, People: people, From: on, Reading: homework.ReadBefore}
		due := on.AddDate(0, 0, 14)
		for _, role := range people {
			if unit.DueFor(role) {
				g.Due = &due
			}
		}
		id, err = homework.Assign(tx, g)
		return err
	})
	if err != nil {
		return err
	}
	for i, p := range c.Partners {
		role, ok := people[p.Person]
		if !ok {
			continue
		}
		if err := s.answer(sample, p, given{id, unit, role, on, i, newest}); err != nil {
			return err
		}
	}
	if unit.Code != programme.Code(sample.steps[0]) || sample.after == "" {
		return nil
	}
	return s.became(c, sample, unit, id, on.AddDate(0, 0, 10))
}

// became is what the counselor did with the first step: excused one partner, set it aside, or recorded what came on paper.
func (s *seeder) became(c couple.Couple, sample sample, unit homework.Unit, id uuid.UUID, day time.Time) error {
	return s.do(s.staff[sample.counselor].Scope(), s.at(day, "12:30"), func(tx *db.Tx) error {
		w, err := homework.Get(tx, id)
		if err != nil {
			return err
		}
		switch sample.after {
		case "excused":
			return homework.SetExcused(tx, w, c.Partners[1].Person, true)
		case "aside":
			return homework.SetAside(tx, w, true)
		}
		sheet := homework.OnSheet{Person: c.Partners[0].Person, DoneOn: day, Answers: map[programme.PartKey]map[string]string{}}
		for _, q := range homework.Questions(s.library, unit, roleOf(sample, 0), "en") {
			if q.Key == "" {
				continue
			}
			if sheet.Answers[q.Part] == nil {
				sheet.Answers[q.Part] = map[string]string{}
			}
			sheet.Answers[q.Part][q.Key] = s.plant("answer", answerTo(q.Key, c.Partners[0].Name))
		}
		return homework.RecordPaper(tx, w, sheet)
	})
}

// given is an assignment as one partner has it.
type given struct {
	id     uuid.UUID
	unit   homework.Unit
	role   programme.Role
	on     time.Time
	nth    int  // which of the two: the second answers a day later
	newest bool // the couple's last assignment
}

// answer lets one partner do the work: written and sent, or left in the state the story wants.
func (s *seeder) answer(sample sample, p couple.Partner, g given) error {
	letter := g.unit.Step == "apology"
	if g.newest && !letter {
		return nil // still open
	}
	if p.OnPaper {
		return nil
	}
	scope := s.seat(p)
	day := g.on.AddDate(0, 0, 6+g.nth)
	if letter && sample.sent {
		day = s.today.AddDate(0, 0, -2)
	}
	at := s.at(day, "21:05")
	if letter && !sample.sent && sample.code != "NQ-09" && sample.over == 0 {
		return s.halfLetter(scope, g, at, sample)
	}
	err := s.do(scope, at, func(tx *db.Tx) error {
		for _, q := range homework.Questions(s.library, g.unit, g.role, "en") {
			if q.Key == "" {
				continue
			}
			if err := homework.SaveAnswer(tx, g.id, homework.Answer{Part: q.Part, Key: q.Key, Text: s.plant("answer", answerTo(q.Key, p.Name)), Base: homework.Mark("")}); err != nil {
				return err
			}
		}
		return homework.Send(tx, s.library, g.id, day)
	})
	if err != nil || letter && sample.sent {
		return err
	}
	return s.read(s.staff[sample.counselor].Scope(), g.id, p.Person, at.AddDate(0, 0, 2))
}

// halfLetter leaves a letter begun, put off or declined.
func (s *seeder) halfLetter(scope tenant.Scope, g given, at time.Time, sample sample) error {
	return s.do(scope, at, func(tx *db.Tx) error {
		switch sample.code {
		case "NQ-04":
			return homework.Say(tx, g.id, homework.NotNow)
		case "NQ-05":
			return homework.Say(tx, g.id, homework.Decline)
		}
		for _, q := range homework.Questions(s.library, g.unit, g.role, "en") {
			if q.Key != "" {
				return homework.SaveAnswer(tx, g.id, homework.Answer{Part: q.Part, Key: q.Key, Text: s.plant("draft", "I want to say this plainly, and I am not there yet."), Base: homework.Mark("")})
			}
		}
		return nil
	})
}

// read marks sent work as read by the counselor.
func (s *seeder) read(scope tenant.Scope, id uuid.UUID, person tenant.PersonID, at time.Time) error {
	return s.do(scope, at, func(tx *db.Tx) error {
		w, err := homework.Get(tx, id)
		if err != nil {
			return err
		}
		tx.Audit(audit.EntryOpened, id, w.Couple)
		who, ok := w.Person(person)
		if !ok || who.Entry == nil {
			return nil // kept by its author
		}
		sent, err := homework.Read(tx, *who.Entry)
		if err != nil {
			return err
		}
		return homework.MarkRead(tx, sent)
	})
}

// answerTo is a believable text for a question.
func answerTo(key, name string) string {
	texts := []string{
		"I hid it because I was ashamed, and each week made the next week harder. That was my choice.",
		"What it cost: sleep, ease in the house, and the plan we had for spring. I see it in small things, like the door.",
		"I used to say it was only a phase. I leave that word out now.",
		"I would believe it has begun when I hear it without asking.",
		"I have stopped explaining. I say what happened, and then I listen.",
	}
	n := 0
	for _, r := range key + name {
		n += int(r)
	}
	return texts[n%len(texts)]
}

// promises makes the promises of the story and what was said about them day by day.
func (s *seeder) promises(c couple.Couple, sample sample) error {
	rng := random(sample.code + "promises")
	for n, v := range sample.promises {
		if err := s.vow(c, sample, v, rng, sample.notYet && n == 0); err != nil {
			return err
		}
	}
	return nil
}

func (s *seeder) vow(c couple.Couple, sample sample, v vow, rng interface{ Float64() float64 }, notYet bool) error {
	keeper, starts := c.Partners[v.keeper], s.week(v.weeks, 0)
	other, _ := c.Other(keeper.Person)
	p := promise.Promise{ID: uuid.New(), Couple: c.ID, Keeper: keeper.Person, Text: v.text, Cadence: promise.Cadence(v.cadence), StartsOn: starts, MadeOn: starts}
	if p.Cadence == promise.Once {
		until := starts.AddDate(0, 0, 10)
		p.UntilOn = &until
	}
	mine, theirs := s.partnerScope(sample, c, keeper), s.partnerScope(sample, c, other)
	if err := s.do(mine, s.at(starts, "19:00"), func(tx *db.Tx) error { return promise.Make(tx, p) }); err != nil {
		return err
	}
	through := s.today.AddDate(0, 0, -1)
	if last, ends := s.lastTogether(sample); ends {
		through = last
	}
	due := p.DueDays(starts, through)
	for i, day := range due {
		last := i == len(due)-1
		if rng.Float64() > v.kept && !(last && notYet) {
			continue // nobody said anything: silence is not kept
		}
		if err := s.deed(p, day, keeper, mine, theirs, last && notYet); err != nil {
			return err
		}
	}
	return nil
}

func (s *seeder) partnerScope(sample sample, c couple.Couple, p couple.Partner) tenant.Scope {
	if p.OnPaper {
		return s.staff[sample.counselor].Scope()
	}
	return s.seat(p)
}

// deed is one day of a promise: said by its keeper, answered by the other; of a couple on paper, recorded as heard in session.
func (s *seeder) deed(p promise.Promise, day time.Time, keeper couple.Partner, mine, theirs tenant.Scope, notYet bool) error {
	if keeper.OnPaper {
		return s.do(mine, s.at(day, "21:30"), func(tx *db.Tx) error {
			return promise.Record(tx, p, promise.Recording{Day: day, Outcome: promise.Confirmed, How: promise.InSession}, day)
		})
	}
	err := s.do(mine, s.at(day, "20:00"), func(tx *db.Tx) error { return promise.Keep(tx, p, day, true, day) })
	if err != nil {
		return err
	}
	return s.do(theirs, s.at(day, "21:30"), func(tx *db.Tx) error {
		fresh, err := promise.Get(tx, p.Couple, p.ID)
		if err != nil {
			return err
		}
		if !notYet {
			return promise.Answer(tx, fresh, day, promise.Confirmed, day)
		}
		if err := promise.Answer(tx, fresh, day, promise.NotYet, day); err != nil {
			return err
		}
		return promise.GiveReason(tx, fresh, day, s.plant("reason", "It was there on Monday, not on Sunday. I would like to talk about it."))
	})
}

// notes writes the session notes: every second Thursday, signed the same day; the newest may still be a draft.
func (s *seeder) notes(c couple.Couple, sample sample) error {
	counselor := s.staff[sample.counselor]
	var days []time.Time
	for ago := min(sample.weeksIn, weeks); ago >= 1; ago -= 2 {
		if day := s.week(ago, 3); day.Before(s.today) && !day.Before(c.CareFrom) && (sample.over == 0 || !day.After(s.lastDay(sample.over))) {
			days = append(days, day)
		}
	}
	if sample.unsigned > 0 {
		days = append(days, s.today.AddDate(0, 0, -sample.unsigned))
	}
	for i, day := range days {
		draft := sample.unsigned > 0 && i == len(days)-1
		n := s.note(c, sample, counselor, day, i)
		err := s.do(counselor.Scope(), s.at(day, "17:10"), func(tx *db.Tx) error { return note.Insert(tx, n) })
		if err == nil && !draft {
			err = s.do(counselor.Scope(), s.at(day, "17:52"), func(tx *db.Tx) error { return note.SignNow(tx, n) })
		}
		if err != nil {
			return err
		}
	}
	if s.planted && len(days) > 0 {
		return s.individual(c, sample, counselor, days[len(days)-1])
	}
	return nil
}

// individual is a note in one partner's own part, which the other never reads.
func (s *seeder) individual(c couple.Couple, sample sample, counselor tenant.Staff, day time.Time) error {
	n := s.note(c, sample, counselor, day, 0)
	about := c.Partners[0].Person
	n.About, n.Present, n.Starts, n.Ends = &about, []tenant.PersonID{about}, 17*60, 17*60+20
	n.Content.Sections[2].Text = s.plant("individual", "Told alone.")
	return s.do(counselor.Scope(), s.at(day, "18:00"), func(tx *db.Tx) error {
		if err := note.Insert(tx, n); err != nil {
			return err
		}
		return note.SignNow(tx, n)
	})
}

func (s *seeder) note(c couple.Couple, sample sample, counselor tenant.Staff, day time.Time, i int) note.Note {
	texts := [][3]string{
		{"How the week went, and what each of them would call a small safe sign.", "Both could stay in the room with it. Nothing new about safety was raised.", "One promise each, small and dated. At home either may stop for 20 minutes."},
		{"The evening talks. Who begins, how it ends, what helps to come back.", "Slower than last time, and calmer. The pace is set by the one who was hurt.", "Two talks of fifteen minutes. Both write down one thing they heard."},
		{"What was said about the money and the letters, without the reasons.", "Some waves. Neither spoke for the other.", "Go on with the promises. Bring one question each, no answer yet."},
	}
	text := texts[i%len(texts)]
	n := note.Note{ID: note.NewID(), Couple: c.ID, Author: counselor.Person(), Format: note.DAP, HeldOn: day, Starts: 16 * 60, Ends: 16*60 + 50, State: note.Draft,
		MadeAt: s.at(day, "17:10"), SavedAt: s.at(day, "17:10"), Version: 1, Zone: Zone}
	for _, p := range s.inRoom(c, sample, day) {
		n.Present = append(n.Present, p.Person)
	}
	if len(n.Present) < len(c.Partners) { // of somebody alone, and in their own part
		n.About = &n.Present[0]
	}
	for j, key := range note.Keys(note.DAP) {
		n.Content.Sections = append(n.Content.Sections, note.Section{Key: key, Title: []string{"Data", "Assessment", "Plan"}[j], Text: text[j]})
	}
	return n
}

// lately is what happened in the last days: lines allowed, a safety answer, what the counselor has seen, the next session.
func (s *seeder) lately(c couple.Couple, sample sample) error {
	counselor := s.staff[sample.counselor]
	yesterday := s.today.AddDate(0, 0, -1)
	if sample.lines {
		if err := s.bothLines(c, counselor); err != nil {
			return err
		}
	}
	if sample.safety {
		scope := s.seat(c.Partners[0])
		err := s.do(scope, s.at(yesterday, "21:40"), func(tx *db.Tx) error {
			return safety.Give(tx, yesterday, safety.Answer{Reply: safety.Contact, Reach: s.plant("reach", "Text message, weekdays before 15:00")})
		})
		if err != nil {
			return err
		}
	}
	return s.do(counselor.Scope(), s.at(s.today, "07:00"), func(tx *db.Tx) error {
		tx.Audit(audit.CoupleSaved, c.ID.UUID, c.ID)
		upTo := tx.Now()
		if sample.unseen {
			upTo = s.at(s.week(1, 0), "09:00") // the newest week is still to be seen
		}
		if err := checkin.See(tx, c.ID, c.CareFrom, upTo); err != nil {
			return err
		}
		return couple.SetNext(tx, c.ID, s.next(sample))
	})
}

func (s *seeder) next(sample sample) *time.Time {
	switch {
	case sample.today != "":
		at := s.at(s.today, sample.today)
		return &at
	case sample.inDays > 0:
		at := s.at(s.today.AddDate(0, 0, sample.inDays), "15:00")
		return &at
	}
	return nil
}

func (s *seeder) bothLines(c couple.Couple, counselor tenant.Staff) error {
	on := s.at(c.CareFrom.AddDate(0, 0, 20), "12:00")
	if err := s.do(counselor.Scope(), on, func(tx *db.Tx) error { return couple.OfferLines(tx, c.ID, true) }); err != nil {
		return err
	}
	for _, p := range c.Partners {
		scope := s.seat(p)
		if err := s.do(scope, on.Add(8*time.Hour), func(tx *db.Tx) error { return couple.SetLines(tx, true) }); err != nil {
			return err
		}
	}
	return nil
}

// seat is the scope of a partner who is in the couple now.
func (s *seeder) seat(p couple.Partner) tenant.Scope {
	return tenant.NewPartner(s.id, p.Person, p.Couple, p.StartsOn, time.Time{}).Scope()
}
