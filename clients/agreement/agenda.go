package agreement

import (
	"log/slog"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/db"
	"amends/server/tenant"
)

// Item is one line of a session's agenda. Agreement or Proposal is nil where it is about the other.
type Item struct {
	Agreement uuid.UUID
	Proposal  uuid.UUID
	Text      string
}

// LogValue keeps the words out of logs.
func (Item) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Agenda is what the register brings to the next session.
type Agenda struct {
	Pass   []Item // proposals that wait for the counselor
	Talk   []Item // proposals kept for a session, not passed on since
	Sign   []Item // versions that wait for a signature
	Force  []Item // signed by both, not in force yet
	Review []Item // running, and due to be looked at by the day of the session
}

// ForSession answers what of the register waits for the next session, for staff with care. A review counts that is due within the
// coming week, or before the next session when one is agreed.
func ForSession(tx *db.Tx, id couple.ID) (Agenda, error) {
	cp, err := couple.Get(tx, id)
	if err != nil {
		return Agenda{}, err
	}
	all, err := OfCouple(tx, id)
	if err != nil {
		return Agenda{}, err
	}
	proposals, err := Proposals(tx, id)
	by := tx.Now().AddDate(0, 0, 7)
	if cp.NextAt != nil && cp.NextAt.After(tx.Now()) {
		by = *cp.NextAt
	}
	return agendaOf(all, proposals, people(cp), by), err
}

// people are those who sign: everybody who belongs to the couple now.
func people(cp couple.Couple) (all []tenant.PersonID) {
	for _, p := range cp.Partners {
		if p.EndsOn == nil {
			all = append(all, p.Person)
		}
	}
	return all
}

func agendaOf(all []Agreement, proposals []Proposal, signers []tenant.PersonID, by time.Time) (a Agenda) {
	for _, p := range proposals {
		item := Item{Proposal: p.ID, Text: p.Terms.Text}
		switch {
		case p.Waits():
			a.Pass = append(a.Pass, item)
		case p.State == Sent && p.PassedOn == nil:
			a.Talk = append(a.Talk, item)
		}
	}
	for _, g := range all {
		if v, open := g.ToSign(); open {
			item := Item{Agreement: g.ID, Text: v.Terms.Text}
			if v.SignedBy(signers) {
				a.Force = append(a.Force, item)
			} else {
				a.Sign = append(a.Sign, item)
			}
		}
		if v, _ := g.Running(); g.Next() != nil && !g.Over(by) && !g.Next().After(by) {
			a.Review = append(a.Review, Item{Agreement: g.ID, Text: v.Terms.Text})
		}
	}
	return a
}

const sqlGlance = `SELECT (SELECT count(*) FROM agreement_version v JOIN agreement a ON a.practice_id = v.practice_id AND a.id = v.agreement_id
    WHERE v.practice_id = $1 AND v.couple_id = $2 AND v.in_force_on IS NULL AND v.dropped_on IS NULL AND a.ended_on IS NULL
    AND NOT EXISTS (SELECT 1 FROM agreement_signature s WHERE s.practice_id = $1 AND s.agreement_id = v.agreement_id AND s.number = v.number AND s.person_id = $3)) AS waiting, NOT joint_stopped() AS there`

// Glance is what a partner's home says of the register.
type Glance struct {
	Waiting int  `db:"waiting"` // versions that wait for this person's answer
	There   bool `db:"there"`   // the register may be opened: joint pages do not rest
}

// GlanceOf answers it for the partner of the scope, in one statement. It moves by their own acts and the counselor's alone.
func GlanceOf(tx *db.Tx) (Glance, error) {
	var g Glance
	s := tx.Scope()
	err := tx.Get(&g, sqlGlance, s.Practice(), s.Couple(), s.Person())
	return g, err
}

const sqlOverdue = `SELECT count(*) FROM agreement a
JOIN LATERAL (SELECT v.until_on, v.review_on, v.in_force_on FROM agreement_version v
  WHERE v.practice_id = a.practice_id AND v.agreement_id = a.id AND v.in_force_on IS NOT NULL ORDER BY v.number DESC LIMIT 1) v ON true
WHERE a.practice_id = $1 AND a.couple_id = $2 AND a.ended_on IS NULL AND (v.until_on IS NULL OR v.until_on >= $3)
  AND coalesce((SELECT r.next_on FROM agreement_review r WHERE r.practice_id = a.practice_id AND r.agreement_id = a.id AND r.on_date >= v.in_force_on
    ORDER BY r.on_date DESC LIMIT 1), v.review_on) < $3`

// Overdue answers how many of a couple's running agreements should have been looked at before a civil date, in one statement.
func Overdue(tx *db.Tx, id couple.ID, today time.Time) (n int, err error) {
	err = tx.Get(&n, sqlOverdue, tx.Scope().Practice(), id, today)
	return n, err
}
