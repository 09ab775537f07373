package sessions

import (
	"time"

	"amends/clients/couple"
	"amends/server/db"
	"amends/server/tenant"
)

const sqlRows = `SELECT c.couple_id, c.code, c.care_from, c.care_to, c.next_at, m.person_id, m.position, m.state, m.ends_on, p.chosen_name, k.on_paper,
  s.last_on, coalesce(s.last_source, '') AS last_source, coalesce(s.unseen, 0) AS unseen, s.unseen_since, s.monday,
  coalesce(s.safe, '{}') AS safe, coalesce(s.to_read, 0) AS to_read, s.to_read_since, coalesce(s.open_work, 0) AS open_work,
  NOT EXISTS (SELECT 1 FROM couple_access a WHERE a.practice_id = c.practice_id AND a.couple_id = c.couple_id AND a.staff_person_id = $2
    AND a.kind <> 'cover' AND a.ends_on IS NULL) AS cover
FROM couple c
LEFT JOIN membership m ON m.practice_id = c.practice_id AND m.couple_id = c.couple_id
LEFT JOIN person p ON p.practice_id = m.practice_id AND p.id = m.person_id
LEFT JOIN contact k ON k.practice_id = m.practice_id AND k.person_id = m.person_id
LEFT JOIN partner_state s ON s.practice_id = m.practice_id AND s.couple_id = m.couple_id AND s.person_id = m.person_id
WHERE c.practice_id = $1 ORDER BY c.code, m.position`

// caseRow is one partner as the statement answers it; a couple without partners answers one row with nulls.
type caseRow struct {
	Couple     couple.ID        `db:"couple_id"`
	Code       string           `db:"code"`
	CareFrom   time.Time        `db:"care_from"`
	CareTo     *time.Time       `db:"care_to"`
	NextAt     *time.Time       `db:"next_at"`
	Person     *tenant.PersonID `db:"person_id"`
	Position   *int             `db:"position"`
	Seat       *couple.Seat     `db:"state"`
	EndsOn     *time.Time       `db:"ends_on"`
	Name       *string          `db:"chosen_name"`
	OnPaper    *bool            `db:"on_paper"`
	LastOn     *time.Time       `db:"last_on"`
	LastSource string           `db:"last_source"`
	Unseen     int              `db:"unseen"`
	UnseenAt   *time.Time       `db:"unseen_since"`
	Monday     *time.Time       `db:"monday"`
	Safe       db.FloatArray    `db:"safe"`
	ToRead     int              `db:"to_read"`
	ToReadAt   *time.Time       `db:"to_read_since"`
	OpenWork   int              `db:"open_work"`
	Cover      bool             `db:"cover"`
}

const sqlFacts = `SELECT 'safety' AS kind, couple_id, id AS object, person_id, raised_at AS at FROM safety_alert
  WHERE practice_id = $1 AND acknowledged_at IS NULL
UNION ALL SELECT 'unsigned', couple_id, id, NULL, held_on::timestamp AT TIME ZONE 'UTC' FROM progress_note
  WHERE practice_id = $1 AND state = 'draft' AND author_id = $2
UNION ALL SELECT 'read', e.couple_id, n.id, e.author_id, n.sent_at
  FROM (SELECT couple_id, assignment_id, person_id AS author_id FROM assignee WHERE practice_id = $1 AND state = 'submitted' AND read_at IS NULL) e
  JOIN assignment a ON a.practice_id = $1 AND a.id = e.assignment_id AND a.reading = 'before' AND a.set_aside_at IS NULL
  JOIN LATERAL (SELECT id, sent_at FROM entry x WHERE x.practice_id = $1 AND x.assignment_id = e.assignment_id AND x.author_id = e.author_id
    AND x.state = 'with_counselor' ORDER BY x.sent_at DESC LIMIT 1) n ON true
UNION ALL SELECT 'notyet', d.couple_id, d.promise_id, d.outcome_by, d.outcome_at FROM promise_deed d
  WHERE d.practice_id = $1 AND d.outcome = 'not_yet' AND NOT EXISTS (SELECT 1 FROM progress_note n
    WHERE n.practice_id = $1 AND n.couple_id = d.couple_id AND n.state = 'signed' AND n.held_on >= d.outcome_at::date)
UNION ALL SELECT 'release', couple_id, id, author_id, asked_at FROM entry e WHERE practice_id = $1 AND state = 'release_asked'
  AND NOT EXISTS (SELECT 1 FROM release_hold h WHERE h.practice_id = $1 AND h.entry_id = e.id AND h.ended_at IS NULL)
UNION ALL SELECT 'screen', a.couple_id, a.offer_id, a.person_id, a.at FROM screen_answer a WHERE a.practice_id = $1
  AND NOT EXISTS (SELECT 1 FROM screen_review r WHERE r.practice_id = a.practice_id AND r.offer_id = a.offer_id)
UNION ALL SELECT 'discern', couple_id, id, NULL, ends_on::timestamp AT TIME ZONE 'UTC' FROM discernment
  WHERE practice_id = $1 AND ended_on IS NULL AND ends_on <= app_now()::date
UNION ALL SELECT 'confided', couple_id, id, NULL, deadline::timestamp AT TIME ZONE 'UTC' FROM confidence
  WHERE practice_id = $1 AND closed_at IS NULL AND deadline <= app_now()::date + 3
UNION ALL SELECT 'held', couple_id, id, NULL, starts_at FROM safety_hold WHERE practice_id = $1 AND ended_at IS NULL`

const sqlTallies = `SELECT couple_id, 'promises' AS what, count(*)::text AS said FROM promise WHERE practice_id = $1 AND state = 'active' GROUP BY couple_id
UNION ALL SELECT couple_id, 'joint', (count(*) FILTER (WHERE opened))::text FROM (SELECT DISTINCT ON (couple_id, gate) couple_id, gate, opened
  FROM gate_event WHERE practice_id = $1 AND gate IN ('G0', 'G1') ORDER BY couple_id, gate, made_at DESC, on_date DESC) g GROUP BY couple_id
UNION ALL (SELECT DISTINCT ON (a.couple_id) a.couple_id, 'step', a.step_key FROM assignment a
  WHERE a.practice_id = $1 AND a.set_aside_at IS NULL AND EXISTS (SELECT 1 FROM assignee e
    WHERE e.practice_id = $1 AND e.assignment_id = a.id AND e.state IN ('open', 'underway', 'later'))
  ORDER BY a.couple_id, a.given_at DESC)`

// What waits and the tallies in one statement; of a tally, object is what it says.
const sqlWaits = `SELECT kind, couple_id, CAST(object AS text) AS object, person_id, at, false AS tally FROM (` + sqlFacts + `) f
UNION ALL SELECT what, couple_id, said, NULL, NULL, true FROM (` + sqlTallies + `) t`

// The same for one couple: the planner takes the condition down into every part.
const (
	sqlRowsOf  = `SELECT * FROM (` + sqlRows + `) r WHERE couple_id = $3 ORDER BY position`
	sqlWaitsOf = `SELECT * FROM (` + sqlWaits + `) w WHERE couple_id = $3`
)

// factRow is one thing that waits, or a tally: a count, or the key of the newest step, of one couple.
type factRow struct {
	Kind   Kind             `db:"kind"`
	Couple couple.ID        `db:"couple_id"`
	Object string           `db:"object"`
	Person *tenant.PersonID `db:"person_id"`
	At     *time.Time       `db:"at"`
	Tally  bool             `db:"tally"`
}

// Load answers the couples in care of the scope, those whose care has ended among them, with what waits, in two statements however
// many couples there are.
func Load(tx *db.Tx) ([]Row, []Fact, error) {
	practice, person := tx.Scope().Practice(), tx.Scope().Person()
	var flat []caseRow
	var facts []factRow
	if err := tx.List(&flat, sqlRows, practice, person); err != nil {
		return nil, nil, err
	}
	if err := tx.List(&facts, sqlWaits, practice, person); err != nil {
		return nil, nil, err
	}
	return joined(flat, facts), factsOf(facts), nil
}

// LoadOne answers one couple's row and what waits, by the same two statements: a couple's own page gives the same reasons
// as the lists. A couple outside the scope's care has no partners here.
func LoadOne(tx *db.Tx, id couple.ID) (Row, []Fact, error) {
	practice, person := tx.Scope().Practice(), tx.Scope().Person()
	var flat []caseRow
	var facts []factRow
	if err := tx.List(&flat, sqlRowsOf, practice, person, id); err != nil {
		return Row{}, nil, err
	}
	if err := tx.List(&facts, sqlWaitsOf, practice, person, id); err != nil {
		return Row{}, nil, err
	}
	if rows := joined(flat, facts); len(rows) > 0 {
		return rows[0], factsOf(facts), nil
	}
	return Row{Couple: id}, factsOf(facts), nil
}

// joined puts the tallies to the rows of their couples.
func joined(flat []caseRow, facts []factRow) []Row {
	rows := fold(flat)
	at := make(map[couple.ID]*Row, len(rows))
	for i := range rows {
		at[rows[i].Couple] = &rows[i]
	}
	for _, t := range facts {
		if r := at[t.Couple]; t.Tally && r != nil {
			r.tally(string(t.Kind), t.Object)
		}
	}
	return rows
}

func factsOf(rows []factRow) []Fact {
	out := make([]Fact, 0, len(rows))
	for _, f := range rows {
		if f.Tally {
			continue
		}
		fact := Fact{Kind: f.Kind, Couple: f.Couple, Object: f.Object}
		if f.Person != nil {
			fact.Person = *f.Person
		}
		if f.At != nil {
			fact.At = *f.At
		}
		out = append(out, fact)
	}
	return out
}

// fold gathers the partners of each couple; the statement orders them.
func fold(flat []caseRow) []Row {
	var rows []Row
	for _, f := range flat {
		if len(rows) == 0 || rows[len(rows)-1].Couple != f.Couple {
			rows = append(rows, Row{Couple: f.Couple, Code: f.Code, CareFrom: f.CareFrom, CareTo: f.CareTo, NextAt: f.NextAt, Cover: f.Cover})
		}
		if f.Person == nil || f.Name == nil {
			continue
		}
		r := &rows[len(rows)-1]
		r.Partners = append(r.Partners, PartnerRow{Person: *f.Person, Position: *f.Position, Name: *f.Name, Seat: *f.Seat, LeftOn: f.EndsOn, OnPaper: f.OnPaper != nil && *f.OnPaper,
			LastOn: f.LastOn, LastSource: f.LastSource, Unseen: f.Unseen, UnseenAt: f.UnseenAt, Monday: f.Monday, Safe: f.Safe,
			ToRead: f.ToRead, ToReadAt: f.ToReadAt, OpenWork: f.OpenWork})
	}
	return rows
}

func (r *Row) tally(what, said string) {
	switch what {
	case "promises":
		for _, d := range said {
			r.Promises = r.Promises*10 + int(d-'0')
		}
	case "joint":
		r.JointOn = said == "2"
	case "step":
		r.StepKey = said
	}
}
