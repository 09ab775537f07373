package agreement

import (
	"log/slog"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/civil"
	"amends/server/db"
	"amends/server/seal"
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

const sqlForSession = `SELECT CASE WHEN talk_on IS NULL THEN 'pass' ELSE 'talk' END AS what, id, version AS number, author_id, body, saved_at AS at
FROM agreement_proposal WHERE practice_id = $1 AND couple_id = $2 AND state = 'sent' AND passed_on IS NULL
UNION ALL SELECT CASE WHEN (SELECT count(*) FROM membership m WHERE m.practice_id = $1 AND m.couple_id = $2 AND m.ends_on IS NULL) BETWEEN 1 AND
    (SELECT count(*) FROM agreement_signature s JOIN membership m ON m.practice_id = $1 AND m.couple_id = $2 AND m.person_id = s.person_id AND m.ends_on IS NULL
      WHERE s.practice_id = $1 AND s.agreement_id = v.agreement_id AND s.number = v.number AND s.answer = 'signed') THEN 'force' ELSE 'sign' END,
  a.id, v.number, NULL, v.body, a.made_on::timestamp AT TIME ZONE 'UTC'
FROM agreement a JOIN LATERAL (SELECT x.agreement_id, x.number, x.body, x.in_force_on, x.dropped_on FROM agreement_version x
  WHERE x.practice_id = a.practice_id AND x.agreement_id = a.id ORDER BY x.number DESC LIMIT 1) v ON v.in_force_on IS NULL AND v.dropped_on IS NULL
WHERE a.practice_id = $1 AND a.couple_id = $2 AND a.ended_on IS NULL
UNION ALL SELECT 'review', a.id, v.number, NULL, v.body, a.made_on::timestamp AT TIME ZONE 'UTC'
FROM agreement a JOIN LATERAL (SELECT x.number, x.body, x.until_on, x.review_on, x.in_force_on FROM agreement_version x
  WHERE x.practice_id = a.practice_id AND x.agreement_id = a.id AND x.in_force_on IS NOT NULL ORDER BY x.number DESC LIMIT 1) v ON true
WHERE a.practice_id = $1 AND a.couple_id = $2 AND a.ended_on IS NULL AND (v.until_on IS NULL OR v.until_on >= $3)
  AND coalesce((SELECT r.next_on FROM agreement_review r WHERE r.practice_id = a.practice_id AND r.agreement_id = a.id AND r.on_date >= v.in_force_on
    ORDER BY r.on_date DESC LIMIT 1), v.review_on) <= $3
ORDER BY at, id`

// ForSession answers what of the register waits for the next session, for staff with care: in one statement, and only the words
// that stand on the list are opened. A review counts that is due within the coming week, or before the next session when one is
// agreed.
func ForSession(tx *db.Tx, cp couple.Couple) (a Agenda, err error) {
	by := tx.Now().AddDate(0, 0, 7)
	if cp.NextAt != nil && cp.NextAt.After(tx.Now()) {
		by = *cp.NextAt
	}
	var rows []struct {
		What   string          `db:"what"`
		ID     uuid.UUID       `db:"id"`
		Number int             `db:"number"` // of the version; of a proposal, how often it was saved
		Author tenant.PersonID `db:"author_id"`
		Body   []byte          `db:"body"`
		At     time.Time       `db:"at"`
	}
	if err := tx.List(&rows, sqlForSession, tx.Scope().Practice(), cp.ID, civil.Day(by, time.UTC)); err != nil {
		return a, err
	}
	lists := map[string]*[]Item{"pass": &a.Pass, "talk": &a.Talk, "sign": &a.Sign, "force": &a.Force, "review": &a.Review}
	for _, r := range rows {
		item, owner, ref := Item{Agreement: r.ID}, seal.OfCouple(cp.ID), versionRef(r.ID, r.Number)
		if r.What == "pass" || r.What == "talk" {
			item, owner, ref = Item{Proposal: r.ID}, seal.OfPartner(cp.ID, r.Author), proposalRef(r.ID, r.Number)
		}
		terms, err := openTerms(tx, owner, ref, r.Body)
		if err != nil {
			return a, err
		}
		item.Text = terms.Text
		*lists[r.What] = append(*lists[r.What], item)
	}
	return a, nil
}

// people are those who sign: everybody who belongs to the couple now.
func people(cp couple.Couple) (all []tenant.PersonID) {
	for _, p := range cp.Here() {
		all = append(all, p.Person)
	}
	return all
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
