package couple

import (
	"time"

	"amends/server/db"
	"amends/server/tenant"
	"amends/server/web"
)

// Mine is what a partner's page knows of its own couple.
type Mine struct {
	Code       string           `db:"code"`
	Policy     Policy           `db:"policy"` // what this partner signed; Unsigned before
	Lines      bool             `db:"lines_offered"`
	NextAt     *time.Time       `db:"next_at"`
	CareTo     *time.Time       `db:"care_to"`
	Joint      bool             `db:"joint"`     // joint work may stand
	Begun      bool             `db:"begun"`     // joint work was once open: a gate closed again or a hold changes nothing here
	Stopped    bool             `db:"stopped"`   // joint pages rest altogether: ShowResting stands in their place
	Cover      bool             `db:"cover"`     // a cover counselor is named
	Counselor  string           `db:"counselor"` // the treating counselor's name
	CoverName  string           `db:"cover_name"`
	Name       string           `db:"name"`  // the partner's own chosen name
	Other      string           `db:"other"` // the other's chosen name; empty while the second place is empty
	OtherID    *tenant.PersonID `db:"other_id"`
	OtherFrom  *time.Time       `db:"other_from"` // first day of the other's place; nil while it is empty
	OtherTo    *time.Time       `db:"other_to"`   // last day; nil while they belong to the couple
	MyPosition int              `db:"my_position"`
}

const sqlMine = `SELECT c.code, c.lines_offered, c.next_at, c.care_to, joint_open() AS joint, joint_begun() AS begun, joint_stopped() AS stopped, cover_named() AS cover,
  coalesce((SELECT k.policy FROM policy_consent k WHERE k.practice_id = $1 AND k.couple_id = $2 AND k.person_id = $3 AND k.policy = c.policy LIMIT 1), '') AS policy,
  coalesce((SELECT chosen_name FROM counselors_of_couple() WHERE kind = 'treating' LIMIT 1), '') AS counselor,
  coalesce((SELECT chosen_name FROM counselors_of_couple() WHERE kind = 'cover' LIMIT 1), '') AS cover_name,
  coalesce((SELECT chosen_name FROM person WHERE practice_id = $1 AND id = $3), '') AS name,
  coalesce(o.chosen_name, '') AS other, o.person_id AS other_id, o.starts_on AS other_from, o.ends_on AS other_to,
  (SELECT m.position FROM membership m WHERE m.practice_id = $1 AND m.couple_id = $2 AND m.person_id = $3) AS my_position
FROM couple c LEFT JOIN LATERAL (SELECT m.person_id, m.starts_on, m.ends_on, p.chosen_name
  FROM membership m JOIN person p ON p.practice_id = m.practice_id AND p.id = m.person_id
  WHERE m.practice_id = $1 AND m.couple_id = $2 AND m.person_id <> $3 ORDER BY m.position LIMIT 1) o ON true
WHERE c.practice_id = $1 AND c.couple_id = $2`

// GetMine answers the partner's own couple in one statement.
func GetMine(tx *db.Tx) (Mine, error) {
	var m Mine
	s := tx.Scope()
	err := tx.Get(&m, sqlMine, s.Practice(), s.Couple(), s.Person())
	return m, err
}

// MayWrite tells whether a partner still writes on their date today: not after leaving, not after care has ended. Pages ask it to
// show no form; what is sent nevertheless, web.Context.Update refuses.
func (m Mine) MayWrite(s tenant.Partner, today time.Time) bool {
	return s.Scope().Until().IsZero() && (m.CareTo == nil || !today.After(*m.CareTo))
}

// CounselorName is the name a partner knows; between two counselors it is "your counselor".
func (m Mine) CounselorName(c *web.Context) string {
	if m.Counselor == "" {
		return c.T("couple_your_counselor")
	}
	return m.Counselor
}

// OtherReads tells whether the other partner reads what is made joint on a civil date: from the first day of their place to
// its last.
func (m Mine) OtherReads(made time.Time) bool {
	return m.OtherFrom != nil && !made.Before(*m.OtherFrom) && (m.OtherTo == nil || !made.After(*m.OtherTo))
}

// JointLine is the visibility line of a promise that is made on a civil date (see WhoReadsJoint).
func (m Mine) JointLine(c *web.Context, made time.Time) string {
	r := WhoReadsJoint(m.OtherReads(made), m.counselorFirst(c), m.Other)
	return c.Words(r.Sentence, r.Args)
}

// counselorFirst is the counselor's name where a sentence may begin with it.
func (m Mine) counselorFirst(c *web.Context) string {
	if m.Counselor == "" {
		return c.T("couple_your_counselor_first")
	}
	return m.Counselor
}

// ReaderLine is the visibility line of a field in a partner's own page, with the names in it.
func (m Mine) ReaderLine(c *web.Context, sharing Sharing) string {
	r := WhoReads(sharing, m.Policy, m.counselorFirst(c), m.Other)
	return c.Words(r.Sentence, r.Args)
}
