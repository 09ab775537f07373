package homework

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/programme"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// Felt is what a receiver says about a deed that was meant for them: that it was done is the doer's to say, whether it was
// felt the receiver's. What lies between the two is read by the counselor alone.
type Felt string

// The answers; each is complete and can be changed.
const (
	FeltYes    Felt = "yes"
	FeltPartly Felt = "partly"
	FeltNo     Felt = "no"
	FeltUnsaid Felt = "unsaid"
)

// Felts lists the answers in the order of the page.
func Felts() []Felt { return []Felt{FeltYes, FeltPartly, FeltNo, FeltUnsaid} }

// Known tells whether f is one of the answers.
func (f Felt) Known() bool { return slices.Contains(Felts(), f) }

// Together tells whether a kind is done by two, so that each is also its receiver.
func Together(k programme.Kind) bool { return k == programme.RIT || k == programme.LIS }

// Saying is one answer of a receiver. About is an assignment of their own, or a copy that was passed on to them.
type Saying struct {
	Person tenant.PersonID `db:"person_id"`
	About  uuid.UUID       `db:"about_id"`
	Says   Felt            `db:"says"`
	On     time.Time       `db:"said_on"`
}

const sqlSayFelt = `INSERT INTO felt (practice_id, couple_id, person_id, about_id, says, said_on, said_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (practice_id, couple_id, person_id, about_id) DO UPDATE SET says = excluded.says, said_on = excluded.said_on, said_at = excluded.said_at`

// SayFelt records what reached the partner of the scope. Whoever calls it has made sure that about is theirs to speak of.
func SayFelt(tx *db.Tx, about uuid.UUID, says Felt, today time.Time) error {
	if !says.Known() {
		return fault.Field("felt", "homework_felt_choose")
	}
	s := tx.Scope()
	tx.Audit(audit.FeltSaid, about, s.Couple())
	_, err := tx.Exec(sqlSayFelt, s.Practice(), s.Couple(), s.Person(), about, says, today, tx.Now())
	return err
}

const sqlMyFelt = `SELECT says FROM felt WHERE practice_id = $1 AND couple_id = $2 AND person_id = $3 AND about_id = $4`

// MyFelt answers what the partner of the scope said about something; empty when nothing.
func MyFelt(tx *db.Tx, about uuid.UUID) (says Felt, err error) {
	s := tx.Scope()
	_, err = tx.Find(&says, sqlMyFelt, s.Practice(), s.Couple(), s.Person(), about)
	return says, err
}

const sqlFeltOf = `SELECT f.person_id, coalesce(e.assignment_id, f.about_id) AS about_id, f.says, f.said_on FROM felt f
LEFT JOIN release_copy k ON k.practice_id = f.practice_id AND k.id = f.about_id
LEFT JOIN entry e ON e.practice_id = k.practice_id AND e.id = k.entry_id
WHERE f.practice_id = $1 AND f.couple_id = $2 AND f.said_on >= $3 ORDER BY f.said_on, f.person_id, f.about_id`

// FeltOf answers what a couple's partners said since a date, by the assignment it came from; for staff.
func FeltOf(tx *db.Tx, id couple.ID, since time.Time) ([]Saying, error) {
	var all []Saying
	err := tx.List(&all, sqlFeltOf, tx.Scope().Practice(), id, since)
	return all, err
}

// together tells whether the partner's part of it is done by two.
func (t task) together() bool {
	return slices.ContainsFunc(t.questions, func(q Question) bool { return Together(q.View.Kind) })
}

// feltOf asks what reached the partner, once the own part is done. Whether the other did anything is not looked at.
func (t task) feltOf(c *web.Context, says Felt) *OnePress {
	if !t.together() || !t.State.Done() || t.Over || t.circle.Other == "" {
		return nil
	}
	return FeltQuestion(c, says, WorkPath(t.ID)+"/felt", t.circle.Other, t.circle.counselor(c))
}

// FeltQuestion is the question as pages show it; action takes the answer in the field "felt".
func FeltQuestion(c *web.Context, says Felt, action, other, counselor string) *OnePress {
	v := &OnePress{Title: c.T("homework_felt_title", "Partner", other), Name: "felt", Action: action,
		Reader: c.T("homework_felt_reader", "Counselor", counselor, "Partner", other)}
	if says != "" {
		v.Said = c.T("homework_felt_said", "Words", c.T("homework_felt_"+string(says)))
	}
	for _, f := range Felts() {
		if f != says {
			v.Options = append(v.Options, web.Option{Value: string(f), Label: c.T("homework_felt_" + string(f))})
		}
	}
	return v
}

func (p Pages) felt(c *web.Context, s tenant.Partner) error {
	today := c.Today()
	return p.actOn(c, s, func(tx *db.Tx, id uuid.UUID, f *web.Form) error {
		t, err := p.taskOf(tx, id, c)
		switch {
		case err != nil:
			return err
		case t.Over:
			return fault.Stale("homework_care_over")
		case !t.together() || !t.State.Done():
			return fault.Stale("homework_moved_on_mine")
		}
		return SayFelt(tx, id, Felt(f.Text("felt")), today)
	})
}
