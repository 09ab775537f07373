package couple

import (
	"time"

	"github.com/google/uuid"

	"amends/server/audit"
	"amends/server/db"
	"amends/server/tenant"
)

// Stance is what one partner wants of the work, as the counselor heard it from that person alone. It is counselor knowledge.
type Stance string

// The stances. Unsure is a full answer: discernment is there for it.
const (
	In     Stance = "in"
	Unsure Stance = "unsure"
	Out    Stance = "out"
)

// Stances lists them in the order a form shows them.
func Stances() []Stance { return []Stance{In, Unsure, Out} }

// Known tells whether s is one of the three.
func (s Stance) Known() bool { return s == In || s == Unsure || s == Out }

// Mandate is the newest stance of one partner.
type Mandate struct {
	Person tenant.PersonID `db:"person_id"`
	Stance Stance          `db:"stance"`
	On     time.Time       `db:"on_date"`
}

const sqlMandates = `SELECT DISTINCT ON (person_id) person_id, stance, on_date FROM mandate
WHERE practice_id = $1 AND couple_id = $2 ORDER BY person_id, made_at DESC, on_date DESC`

// MandatesOf answers the newest stance of each partner who gave one.
func MandatesOf(tx *db.Tx, id ID) (map[tenant.PersonID]Mandate, error) {
	var rows []Mandate
	if err := tx.List(&rows, sqlMandates, tx.Scope().Practice(), id); err != nil {
		return nil, err
	}
	mandates := make(map[tenant.PersonID]Mandate, len(rows))
	for _, m := range rows {
		mandates[m.Person] = m
	}
	return mandates, nil
}

const sqlMandate = `INSERT INTO mandate (practice_id, couple_id, id, person_id, stance, on_date, made_by, made_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`

// RecordMandate records what one partner wants, as heard on a date. Earlier stances stay.
func RecordMandate(tx *db.Tx, id ID, m Mandate) error {
	row := uuid.New()
	_, err := tx.Exec(sqlMandate, tx.Scope().Practice(), id, row, m.Person, m.Stance, m.On, author(tx), tx.Now())
	tx.Audit(audit.MandateRecorded, row, id)
	return err
}
