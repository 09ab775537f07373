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
	Stopped    bool             `db:"stopped"`   // joint pages rest altogether: ShowResting stands in their place
	Cover      bool             `db:"cover"`     // a cover counselor is named
	Counselor  string           `db:"counselor"` // the treating counselor's name
	CoverName  string           `db:"cover_name"`
	Name       string           `db:"name"`  // the partner's own chosen name
	Other      string           `db:"other"` // the other's chosen name; empty while the second place is empty
	OtherID    *tenant.PersonID `db:"other_id"`
	MyPosition int              `db:"my_position"`
}

const sqlMine = `SELECT c.code, c.lines_offered, c.next_at, c.care_to, joint_open() AS joint, joint_stopped() AS stopped, cover_named() AS cover,
  coalesce((SELECT k.policy FROM policy_consent k WHERE k.practice_id = $1 AND k.couple_id = $2 AND k.person_id = $3 AND k.policy = c.policy LIMIT 1), '') AS policy,
  coalesce((SELECT chosen_name FROM counselors_of_couple() WHERE kind = 'treating' LIMIT 1), '') AS counselor,
  coalesce((SELECT chosen_name FROM counselors_of_couple() WHERE kind = 'cover' LIMIT 1), '') AS cover_name,
  coalesce((SELECT chosen_name FROM person WHERE practice_id = $1 AND id = $3), '') AS name,
  coalesce((SELECT p.chosen_name FROM membership m JOIN person p ON p.practice_id = m.practice_id AND p.id = m.person_id
    WHERE m.practice_id = $1 AND m.couple_id = $2 AND m.person_id <> $3 ORDER BY m.position LIMIT 1), '') AS other,
  (SELECT m.person_id FROM membership m WHERE m.practice_id = $1 AND m.couple_id = $2 AND m.person_id <> $3 ORDER BY m.position LIMIT 1) AS other_id,
  (SELECT m.position FROM membership m WHERE m.practice_id = $1 AND m.couple_id = $2 AND m.person_id = $3) AS my_position
FROM couple c WHERE c.practice_id = $1 AND c.couple_id = $2`

// GetMine answers the partner's own couple in one statement.
func GetMine(tx *db.Tx) (Mine, error) {
	var m Mine
	s := tx.Scope()
	err := tx.Get(&m, sqlMine, s.Practice(), s.Couple(), s.Person())
	return m, err
}

// MayWrite tells whether a partner still writes on their date today: not after leaving, not after care has ended.
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

// ReaderLine is the visibility line of a field in a partner's own page, with the names in it.
func (m Mine) ReaderLine(c *web.Context, sharing Sharing) string {
	counselor := m.Counselor
	if counselor == "" {
		counselor = c.T("couple_your_counselor_first")
	}
	r := WhoReads(sharing, m.Policy, counselor, m.Other)
	return c.Words(r.Sentence, r.Args)
}
