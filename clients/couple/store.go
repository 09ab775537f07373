package couple

import (
	"time"

	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
)

const sqlGet = `SELECT c.couple_id, c.code, c.care_from, c.care_to, c.policy, c.policy_on, c.lines_offered, c.next_at, c.version,
  p.id AS person_id, coalesce(m.position, 0) AS position, coalesce(p.chosen_name, '') AS chosen_name, coalesce(p.pronouns, '') AS pronouns, coalesce(k.zone, 'UTC') AS zone,
  coalesce(k.locale, 'en') AS locale, coalesce(k.on_paper, false) AS on_paper, coalesce(m.state, '') AS state, m.starts_on, m.ends_on
FROM couple c LEFT JOIN membership m ON m.practice_id = c.practice_id AND m.couple_id = c.couple_id
LEFT JOIN person p ON p.practice_id = m.practice_id AND p.id = m.person_id
LEFT JOIN contact k ON k.practice_id = m.practice_id AND k.person_id = m.person_id
WHERE c.practice_id = $1 AND c.couple_id = $2 ORDER BY m.position`

// seated is a couple beside one of its people; one without people has one row that names nobody.
type seated struct {
	Couple
	Person   *tenant.PersonID `db:"person_id"`
	Position int              `db:"position"`
	Name     string           `db:"chosen_name"`
	Pronouns string           `db:"pronouns"`
	Zone     string           `db:"zone"`
	Locale   string           `db:"locale"`
	OnPaper  bool             `db:"on_paper"`
	State    Seat             `db:"state"`
	StartsOn *time.Time       `db:"starts_on"`
	EndsOn   *time.Time       `db:"ends_on"`
}

// Get answers one couple with its people in the order of their places, in one statement. A couple outside the scope's care does
// not exist; somebody whose name the scope may not read is not among the people. To a partner, the other's zone, language and
// paper mark read as defaults: row security hides them.
func Get(tx *db.Tx, id ID) (Couple, error) {
	var rows []seated
	if err := tx.List(&rows, sqlGet, tx.Scope().Practice(), id); err != nil {
		return Couple{}, err
	}
	if len(rows) == 0 {
		return Couple{}, fault.Absent()
	}
	c := rows[0].Couple
	for _, r := range rows {
		if r.Person != nil {
			c.Partners = append(c.Partners, Partner{Couple: c.ID, Person: *r.Person, Position: r.Position, Name: r.Name, Pronouns: r.Pronouns, Zone: r.Zone,
				Locale: r.Locale, OnPaper: r.OnPaper, State: r.State, StartsOn: *r.StartsOn, EndsOn: r.EndsOn})
		}
	}
	return c, nil
}

const sqlByCode = `SELECT couple_id FROM couple WHERE practice_id = $1 AND code = $2`

// ByCode finds a couple by its code within the scope's care.
func ByCode(tx *db.Tx, code string) (ID, error) {
	var id ID
	err := tx.Get(&id, sqlByCode, tx.Scope().Practice(), code)
	return id, err
}

const sqlGates = `SELECT DISTINCT ON (g.gate) g.gate, g.opened, g.on_date, g.basis, coalesce(p.chosen_name, '') AS chosen_name
FROM gate_event g LEFT JOIN person p ON p.practice_id = g.practice_id AND p.id = g.made_by
WHERE g.practice_id = $1 AND g.couple_id = $2 ORDER BY g.gate, g.made_at DESC, g.on_date DESC`

// GatesOf answers the state of a couple's gates, for staff.
func GatesOf(tx *db.Tx, id ID) (GateStates, error) {
	var events []GateEvent
	if err := tx.List(&events, sqlGates, tx.Scope().Practice(), id); err != nil {
		return nil, err
	}
	states := make(GateStates, len(events))
	for _, e := range events {
		states[e.Gate] = e
	}
	return states, nil
}

const sqlRoles = `SELECT r.person_id, r.role FROM injury_role r JOIN injury i ON i.practice_id = r.practice_id AND i.id = r.injury_id
WHERE r.practice_id = $1 AND r.couple_id = $2 ORDER BY i.made_at`

// Roles answers each partner's role in the couple's first injury, for choosing wording. A person without a role reads as Each.
func Roles(tx *db.Tx, id ID) (map[tenant.PersonID]Role, error) {
	var rows []struct {
		Person tenant.PersonID `db:"person_id"`
		Role   Role            `db:"role"`
	}
	if err := tx.List(&rows, sqlRoles, tx.Scope().Practice(), id); err != nil {
		return nil, err
	}
	roles := make(map[tenant.PersonID]Role, 2)
	for _, r := range rows {
		if _, seen := roles[r.Person]; !seen {
			roles[r.Person] = r.Role
		}
	}
	return roles, nil
}

const sqlRefresh = `SELECT state_refresh($1, $2)`

// RefreshState recomputes the state row of one partner from the facts, in the transaction that changed them.
func RefreshState(tx *db.Tx, id ID, person tenant.PersonID) error {
	_, err := tx.Exec(sqlRefresh, id, person)
	return err
}
