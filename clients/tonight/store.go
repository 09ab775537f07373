package tonight

import (
	"slices"
	"time"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
)

const sqlSheet = `SELECT c.care_from, s.couple_id IS NOT NULL AS chosen, coalesce(s.parts, '{}') AS parts FROM couple c
LEFT JOIN tonight_sheet s ON s.practice_id = c.practice_id AND s.couple_id = c.couple_id WHERE c.practice_id = $1 AND c.couple_id = $2`

// Get answers the sheet of a couple: with every part until the counselor chose. Who left has every part: what is chosen for the
// one who stays is newer than their last day.
func Get(tx *db.Tx, id couple.ID) (Sheet, error) {
	var row struct {
		CareFrom time.Time    `db:"care_from"`
		Chosen   bool         `db:"chosen"`
		Parts    db.TextArray `db:"parts"`
	}
	if err := tx.Get(&row, sqlSheet, tx.Scope().Practice(), id); err != nil {
		return Sheet{}, err
	}
	sheet := Sheet{CareFrom: row.CareFrom}
	left := !tx.Scope().Until().IsZero()
	for _, p := range Parts() {
		if left || !row.Chosen || slices.Contains(row.Parts, string(p)) {
			sheet.Parts = append(sheet.Parts, p)
		}
	}
	return sheet, nil
}

const sqlChoose = `INSERT INTO tonight_sheet (practice_id, couple_id, parts, made_by, made_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (practice_id, couple_id) DO UPDATE SET parts = excluded.parts, made_by = excluded.made_by, made_at = excluded.made_at`

// Choose records which parts stand on the sheet of a couple; none leaves whom to ring.
func Choose(tx *db.Tx, id couple.ID, parts []Part) error {
	texts := make([]string, len(parts))
	for i, p := range parts {
		texts[i] = string(p)
	}
	tx.Audit(audit.TonightChosen, id.UUID, id)
	_, err := tx.Exec(sqlChoose, tx.Scope().Practice(), id, db.Texts(texts), tx.Scope().Person(), tx.Now())
	return err
}
