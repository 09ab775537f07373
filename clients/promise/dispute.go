package promise

import (
	"log/slog"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/civil"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/seal"
	"amends/server/tenant"
	"amends/server/web"
)

// DisputesMost is how often in one ISO week a person may say "it was different".
const DisputesMost = 3

// Dispute is "it was different" about a day, said to the counselor by the partner who did not promise. The keeper never meets
// it: to them the day stays silent until something is recorded in a session.
type Dispute struct {
	Promise uuid.UUID       `db:"promise_id"`
	On      time.Time       `db:"on_date"`
	Author  tenant.PersonID `db:"author_id"`
	Sealed  []byte          `db:"body"`
	Text    string          `db:"-"` // may be empty
	SaidOn  time.Time       `db:"said_on"`
	Settled *time.Time      `db:"settled_on"`
}

// LogValue keeps the text out of logs.
func (Dispute) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Disputed finds what was said about a day to the counselor, as far as the reader may see: its author and staff.
func (p Promise) Disputed(day time.Time) (Dispute, bool) {
	for _, d := range p.Disputes {
		if d.On.Equal(day) {
			return d, true
		}
	}
	return Dispute{}, false
}

// waits tells whether a dispute about a day waits for the session.
func (p Promise) waits(day time.Time) bool {
	d, said := p.Disputed(day)
	return said && d.Settled == nil
}

// DisputesIn counts how often a person said it in the ISO week of a civil date.
func DisputesIn(all []Promise, who tenant.PersonID, day time.Time) (n int) {
	monday := civil.Monday(day)
	for _, p := range all {
		for _, d := range p.Disputes {
			if d.Author == who && civil.Monday(d.SaidOn).Equal(monday) {
				n++
			}
		}
	}
	return n
}

func disputeRef(promise uuid.UUID, day string) seal.Ref {
	return seal.Ref{Table: "promise_dispute", Row: promise.String() + " " + day, Version: 1}
}

const sqlDisputes = `SELECT promise_id, on_date, author_id, body, said_on, settled_on FROM promise_dispute
WHERE practice_id = $1 AND couple_id = $2 AND ($3::uuid IS NULL OR promise_id = $3) ORDER BY on_date, author_id`

// disputes reads what was said of a couple's promises, or of one: to a partner their own, to staff with care all.
func disputes(tx *db.Tx, id couple.ID, promise *uuid.UUID) ([]Dispute, error) {
	var all []Dispute
	if err := tx.List(&all, sqlDisputes, tx.Scope().Practice(), id, promise); err != nil {
		return nil, err
	}
	for i, d := range all {
		text, err := tx.Open(seal.OfPartner(id, d.Author), disputeRef(d.Promise, dateText(d.On)), d.Sealed)
		if err != nil {
			return nil, err
		}
		all[i].Text = string(text)
		if until := tx.Scope().Until(); !until.IsZero() && d.Settled != nil && d.Settled.After(until) {
			all[i].Settled = nil // recorded after they left
		}
	}
	return all, nil
}

const (
	sqlDispute = `INSERT INTO promise_dispute (practice_id, couple_id, promise_id, on_date, author_id, body, said_on, said_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (practice_id, promise_id, on_date, author_id) DO NOTHING`
	sqlSettle = `UPDATE promise_dispute SET settled_on = $4 WHERE practice_id = $1 AND promise_id = $2 AND on_date = $3 AND settled_on IS NULL`
)

// SayDifferent stores "it was different" of the partner of the scope on their civil date today, at most DisputesMost times in an
// ISO week. Saying it again about the same day changes nothing.
func SayDifferent(tx *db.Tx, p Promise, day time.Time, text string, today time.Time) error {
	s := tx.Scope()
	all, err := Mine(tx)
	if err != nil {
		return err
	}
	if DisputesIn(all, s.Person(), today) >= DisputesMost {
		return fault.Stale("promise_different_week", "Most", DisputesMost)
	}
	sealed, err := tx.Seal(seal.OfPartner(s.Couple(), s.Person()), disputeRef(p.ID, dateText(day)), []byte(text))
	if err != nil {
		return err
	}
	_, err = tx.Exec(sqlDispute, s.Practice(), s.Couple(), p.ID, day, s.Person(), sealed, today, tx.Now())
	tx.Audit(audit.PromiseDisputed, p.ID, p.Couple)
	return err
}

// Item is one line of a session's agenda.
type Item struct {
	Promise uuid.UUID
	Keeper  tenant.PersonID
	Text    string // of the promise
	On      time.Time
	Said    string // by the other, to the counselor; may be empty
}

// LogValue keeps the words out of logs.
func (Item) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Agenda is what promises bring to the next session.
type Agenda struct {
	Different []Item // "it was different", until an outcome is recorded
	Reasons   []Item // why "not yet", until the counselor has read them
}

// ForSession answers what of the promises waits for the next session, for staff with care.
func ForSession(tx *db.Tx, id couple.ID) (a Agenda, err error) {
	all, err := OfCouple(tx, id)
	if err != nil || len(all) == 0 {
		return a, err
	}
	reasons, err := Reasons(tx, id)
	if err != nil {
		return a, err
	}
	for _, p := range all {
		for _, d := range p.Disputes {
			if d.Settled == nil {
				a.Different = append(a.Different, Item{p.ID, p.Keeper, p.Text, d.On, d.Text})
			}
		}
		for _, r := range reasons {
			if r.Promise == p.ID && r.ReadAt == nil {
				a.Reasons = append(a.Reasons, Item{p.ID, p.Keeper, p.Text, r.On, r.Text})
			}
		}
	}
	return a, nil
}

// differentView is the page on which somebody says that a day was different.
type differentView struct{ Text, Day, Reader, Send, Action, Back string }

func (p Pages) differentForm(c *web.Context, s tenant.Partner) error {
	return p.showDifferent(c, s, 200, web.Fill{})
}

func (p Pages) showDifferent(c *web.Context, s tenant.Partner, status int, fill web.Fill) error {
	id, day, err := ids(c)
	if err != nil {
		return err
	}
	var mine couple.Mine
	var promise Promise
	err = c.View(s, func(tx *db.Tx) error {
		if mine, err = couple.GetMine(tx); err != nil {
			return err
		}
		promise, err = mayDiffer(tx, s, mine, id, day, c.Today())
		tx.Audit(audit.PromiseRead, id, s.Couple())
		return err
	})
	if err != nil {
		return err
	}
	if mine.Stopped {
		return couple.ShowResting(c, "promises", c.T("promise_title"), status, fill.Values.Get("words"))
	}
	v := differentView{Text: promise.Text, Day: c.T("promise_for", "Day", c.Ago(day)), Reader: mine.ReaderLine(c, couple.ToReader),
		Send: c.T("promise_reason_send", "Name", mine.CounselorName(c)), Action: promise.dayPath(day) + "/different", Back: promise.path()}
	return c.Render(status, web.Page{Name: "promise/different", Title: c.T("promise_different"), Place: "promises", Fill: fill, Data: v,
		Back: &web.Link{Text: c.T("promise_title"), Href: "/promises"}})
}

// mayDiffer answers the promise when this person may still say something about the day; no other page exists.
func mayDiffer(tx *db.Tx, s tenant.Partner, mine couple.Mine, id uuid.UUID, day, today time.Time) (Promise, error) {
	promise, err := Get(tx, s.Couple(), id)
	if err != nil {
		return Promise{}, err
	}
	if promise.Keeper == s.Person() || !mine.MayWrite(s, today) || !promise.MayAnswer(day, today) {
		return Promise{}, fault.Absent()
	}
	return promise, nil
}

func (p Pages) different(c *web.Context, s tenant.Partner) error {
	id, day, err := ids(c)
	if err != nil {
		return err
	}
	return c.Receive(s, "/promises?said=different&of="+id.String()+"&day="+dateText(day), func(tx *db.Tx, f *web.Form) error {
		mine, err := couple.GetMine(tx)
		if err != nil {
			return err
		}
		promise, err := mayDiffer(tx, s, mine, id, day, c.Today())
		if err != nil {
			return err
		}
		if mine.Stopped {
			return couple.Resting()
		}
		text, err := readDifferent(f)
		if err != nil {
			return err
		}
		return SayDifferent(tx, promise, day, text, c.Today())
	}, func(f *web.Form, why error) error { return p.showDifferent(c, s, web.Status(why), f.Fill(why)) })
}
