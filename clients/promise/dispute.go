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

func disputeRef(promise uuid.UUID, day string) seal.Ref {
	return seal.Ref{Table: "promise_dispute", Row: promise.String() + " " + day, Version: 1}
}

const sqlDisputes = `SELECT promise_id, on_date, author_id, body, said_on, settled_on FROM promise_dispute
WHERE practice_id = $1 AND couple_id = $2 AND promise_id = $3 ORDER BY on_date, author_id`

// disputes reads what was said of one promise: to a partner their own, to staff with care all.
func disputes(tx *db.Tx, id couple.ID, promise uuid.UUID) ([]Dispute, error) {
	var all []Dispute
	if err := tx.List(&all, sqlDisputes, tx.Scope().Practice(), id, promise); err != nil {
		return nil, err
	}
	for i := range all {
		if err := all[i].open(tx, id); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// open opens the words, and hides from somebody who left what was recorded after their last day.
func (d *Dispute) open(tx *db.Tx, id couple.ID) error {
	text, err := tx.Open(seal.OfPartner(id, d.Author), disputeRef(d.Promise, dateText(d.On)), d.Sealed)
	d.Text = string(text)
	if until := tx.Scope().Until(); !until.IsZero() && d.Settled != nil && d.Settled.After(until) {
		d.Settled = nil
	}
	return err
}

const (
	sqlOwnTurn = `SELECT pg_advisory_xact_lock(hashtextextended('promise_dispute ' || CAST($1 AS text) || ' ' || CAST($2 AS text) || ' ' || CAST($3 AS text), 0))`
	sqlSaidIn  = `SELECT count(*) FROM promise_dispute WHERE practice_id = $1 AND couple_id = $2 AND author_id = $3 AND said_on BETWEEN $4 AND $5`
	sqlDispute = `INSERT INTO promise_dispute (practice_id, couple_id, promise_id, on_date, author_id, body, said_on, said_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (practice_id, promise_id, on_date, author_id) DO NOTHING`
	sqlSettle = `UPDATE promise_dispute SET settled_on = $4 WHERE practice_id = $1 AND promise_id = $2 AND on_date = $3 AND settled_on IS NULL`
)

// mayDispute asks whether the partner of the scope may still say it in the ISO week of their civil date today. Two of their own
// that are sent at once come one after the other, by a lock of this person alone: nothing the other writes ever waits for it.
func mayDispute(tx *db.Tx, today time.Time) error {
	s, monday := tx.Scope(), civil.Monday(today)
	if _, err := tx.Exec(sqlOwnTurn, s.Practice(), s.Couple(), s.Person()); err != nil {
		return err
	}
	var said int
	if err := tx.Get(&said, sqlSaidIn, s.Practice(), s.Couple(), s.Person(), monday, monday.AddDate(0, 0, 6)); err != nil {
		return err
	}
	if said >= DisputesMost {
		return fault.Stale("promise_different_week", "Most", DisputesMost)
	}
	return nil
}

// SayDifferent stores "it was different" of the partner of the scope on their civil date today, at most DisputesMost times in an
// ISO week. Saying it again about the same day changes nothing.
func SayDifferent(tx *db.Tx, p Promise, day time.Time, text string, today time.Time) error {
	if err := mayDispute(tx, today); err != nil {
		return err
	}
	s := tx.Scope()
	sealed, err := tx.Seal(seal.OfPartner(s.Couple(), s.Person()), disputeRef(p.ID, dateText(day)), []byte(text))
	if err != nil {
		return err
	}
	_, err = tx.Exec(sqlDispute, s.Practice(), s.Couple(), p.ID, day, s.Person(), sealed, today, tx.Now())
	tx.Audit(audit.PromiseDisputed, p.ID, p.Couple)
	return err
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
	if promise.Keeper == s.Person() || !mine.MayWrite(s, today) || parted(mine, promise) || !promise.MayAnswer(day, today) {
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
