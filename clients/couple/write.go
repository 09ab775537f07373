package couple

import (
	"log/slog"
	"time"

	"github.com/google/uuid"

	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/seal"
	"amends/server/tenant"
)

const sqlOpen = `SELECT couple_open($1, $2, $3, $4, $5)`

// Open takes a couple into care of the scope's counselor, with its people. A code in use and one address for two people
// are faults at their fields.
func Open(tx *db.Tx, o Opening) error {
	if SharedAddress(o.People) {
		return fault.Field("email2", "couple_shared_address")
	}
	if o.Cover != nil && *o.Cover == tx.Scope().Person() { // a second pair of eyes is somebody else's
		return fault.Field("cover", "couple_cover_unknown")
	}
	if _, err := tx.Exec(sqlOpen, o.ID, o.Code, o.CareFrom, o.Policy, o.Cover); err != nil {
		switch db.Constraint(err) {
		case "couple_practice_id_code_key":
			return fault.Field("code", "couple_code_taken", "Code", o.Code)
		case "couple_cover":
			return fault.Field("cover", "couple_cover_unknown")
		}
		return err
	}
	tx.Audit(audit.CoupleOpened, o.ID.UUID, o.ID)
	for _, p := range o.People {
		if err := Join(tx, o.ID, p); err != nil {
			return err
		}
	}
	return nil
}

const sqlJoin = `SELECT couple_join($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`

// Join puts a person into a place of a couple.
func Join(tx *db.Tx, id ID, p Joining) error {
	_, err := tx.Exec(sqlJoin, id, p.Person, p.Name, p.Pronouns, p.Legal, p.Locale, p.Zone, p.OnPaper, p.Position, p.From)
	if err != nil {
		if db.Constraint(err) == "membership_practice_id_couple_id_position_key" {
			return fault.Stale("couple_place_taken")
		}
		return err
	}
	if err := saveAddresses(tx, id, p); err != nil {
		return err
	}
	tx.Audit(audit.CoupleJoined, p.Person.UUID, id)
	return RefreshState(tx, id, p.Person)
}

const sqlSaveAddresses = `UPDATE contact SET email = $3, email_hash = $4, phone = $5, safe_contact = $6, version = version + 1
WHERE practice_id = $1 AND person_id = $2`

const sqlSharesAddress = `SELECT EXISTS (SELECT 1 FROM membership m JOIN contact c ON c.practice_id = m.practice_id AND c.person_id = m.person_id
WHERE m.practice_id = $1 AND m.couple_id = $2 AND m.person_id <> $3 AND c.email_hash = $4)`

// saveAddresses seals the addresses of a person. An address the other partner has is refused.
func saveAddresses(tx *db.Tx, id ID, p Joining) error {
	practice := tx.Scope().Practice()
	var hash []byte
	if p.Email != "" {
		hash = tx.HashAddress(p.Email)
		var shared bool
		if err := tx.Get(&shared, sqlSharesAddress, practice, id, p.Person, hash); err != nil {
			return err
		}
		if shared {
			return fault.Field("email", "couple_shared_address")
		}
	}
	sealed := make([][]byte, 3)
	for i, text := range []string{p.Email, p.Phone, p.SafeContact} {
		if text == "" {
			continue
		}
		var err error
		if sealed[i], err = tx.Seal(seal.OfPractice(practice), contactRef(p.Person, i), []byte(text)); err != nil {
			return err
		}
	}
	return tx.ExecOne(sqlSaveAddresses, practice, p.Person, sealed[0], hash, sealed[1], sealed[2])
}

// contactRef names the place of one sealed address: 0 e-mail, 1 phone, 2 safe contact.
func contactRef(person tenant.PersonID, which int) seal.Ref {
	return seal.Ref{Table: []string{"contact.email", "contact.phone", "contact.safe_contact"}[which], Row: person.String(), Version: 1}
}

const sqlSavePerson = `UPDATE person SET chosen_name = $3, pronouns = $4 WHERE practice_id = $1 AND id = $2`

const sqlSaveContact = `UPDATE contact SET legal_name = $3, locale = $4, zone = $5, on_paper = $6, version = version + 1
WHERE practice_id = $1 AND person_id = $2 AND version = $7`

// SavePerson changes a person's names, addresses and preferences; version is the one the form was made from.
func SavePerson(tx *db.Tx, id ID, p Joining, version int) error {
	practice := tx.Scope().Practice()
	if err := tx.ExecOne(sqlSavePerson, practice, p.Person, p.Name, p.Pronouns); err != nil {
		return err
	}
	n, err := tx.Exec(sqlSaveContact, practice, p.Person, p.Legal, p.Locale, p.Zone, p.OnPaper, version)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.Stale("couple_person_stale")
	}
	if err := saveAddresses(tx, id, p); err != nil {
		return err
	}
	if err := setPaper(tx, id, p.Person, p.OnPaper); err != nil {
		return err
	}
	tx.Audit(audit.PersonSaved, p.Person.UUID, id)
	return nil
}

const sqlSetPaper = `UPDATE membership SET state = CASE WHEN $4 THEN 'paper' WHEN state = 'paper' THEN 'open' ELSE state END
WHERE practice_id = $1 AND couple_id = $2 AND person_id = $3 AND state IN ('open', 'invited', 'paper')`

func setPaper(tx *db.Tx, id ID, person tenant.PersonID, paper bool) error {
	_, err := tx.Exec(sqlSetPaper, tx.Scope().Practice(), id, person, paper)
	return err
}

const sqlDetails = `SELECT p.chosen_name, p.pronouns, c.legal_name, c.locale, c.zone, c.on_paper, c.email, c.phone, c.safe_contact, c.version
FROM membership m JOIN person p ON p.practice_id = m.practice_id AND p.id = m.person_id
JOIN contact c ON c.practice_id = m.practice_id AND c.person_id = m.person_id
WHERE m.practice_id = $1 AND m.couple_id = $2 AND m.person_id = $3`

// Details answers a person of a couple with opened addresses, and the version of the row.
func Details(tx *db.Tx, id ID, person tenant.PersonID) (Joining, int, error) {
	var row struct {
		Name     string `db:"chosen_name"`
		Pronouns string `db:"pronouns"`
		Legal    string `db:"legal_name"`
		Locale   string `db:"locale"`
		Zone     string `db:"zone"`
		OnPaper  bool   `db:"on_paper"`
		Email    []byte `db:"email"`
		Phone    []byte `db:"phone"`
		Safe     []byte `db:"safe_contact"`
		Version  int    `db:"version"`
	}
	practice := tx.Scope().Practice()
	if err := tx.Get(&row, sqlDetails, practice, id, person); err != nil {
		return Joining{}, 0, err
	}
	j := Joining{Person: person, Name: row.Name, Pronouns: row.Pronouns, Legal: row.Legal, Locale: row.Locale, Zone: row.Zone, OnPaper: row.OnPaper}
	for i, field := range []struct {
		sealed []byte
		to     *string
	}{{row.Email, &j.Email}, {row.Phone, &j.Phone}, {row.Safe, &j.SafeContact}} {
		if field.sealed == nil {
			continue
		}
		text, err := tx.Open(seal.OfPractice(practice), contactRef(person, i), field.sealed)
		if err != nil {
			return Joining{}, 0, err
		}
		*field.to = string(text)
	}
	return j, row.Version, nil
}

const sqlConsent = `INSERT INTO consent (practice_id, couple_id, person_id, how, signed_on, made_by, made_at)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (practice_id, couple_id, person_id, signed_on) DO NOTHING`

// RecordConsent records that a partner signed the consent, here or on paper, on a date.
func RecordConsent(tx *db.Tx, id ID, person tenant.PersonID, how string, on time.Time) error {
	_, err := tx.Exec(sqlConsent, tx.Scope().Practice(), id, person, how, on, author(tx), tx.Now())
	tx.Audit(audit.ConsentRecorded, person.UUID, id)
	return err
}

const sqlScreen = `INSERT INTO safety_screen (practice_id, couple_id, person_id, on_date, outcome, how, made_by, made_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (practice_id, couple_id, person_id, on_date) DO UPDATE
  SET outcome = excluded.outcome, how = excluded.how, made_by = excluded.made_by, made_at = excluded.made_at`

// RecordScreen records the counselor's judgement after a partner's individual safety screen, on paper or in the app. A second one
// on the same day replaces the first.
func RecordScreen(tx *db.Tx, id ID, person tenant.PersonID, outcome Screen, how string, on time.Time) error {
	_, err := tx.Exec(sqlScreen, tx.Scope().Practice(), id, person, on, outcome, how, author(tx), tx.Now())
	tx.Audit(audit.ScreenRecorded, person.UUID, id)
	return err
}

const sqlEvidence = `SELECT m.person_id,
  (SELECT max(signed_on) FROM consent x WHERE x.practice_id = m.practice_id AND x.couple_id = m.couple_id AND x.person_id = m.person_id) AS consent_on,
  s.on_date AS screen_on, coalesce(s.outcome, '') AS outcome
FROM membership m LEFT JOIN LATERAL (SELECT on_date, outcome FROM safety_screen y
  WHERE y.practice_id = m.practice_id AND y.couple_id = m.couple_id AND y.person_id = m.person_id ORDER BY on_date DESC, made_at DESC LIMIT 1) s ON true
WHERE m.practice_id = $1 AND m.couple_id = $2 AND m.ends_on IS NULL ORDER BY m.position`

// EvidenceOf answers what the hard gates stand on.
func EvidenceOf(tx *db.Tx, c Couple) ([]Evidence, error) {
	var rows []struct {
		Person    tenant.PersonID `db:"person_id"`
		ConsentOn *time.Time      `db:"consent_on"`
		ScreenOn  *time.Time      `db:"screen_on"`
		Outcome   Screen          `db:"outcome"`
	}
	if err := tx.List(&rows, sqlEvidence, tx.Scope().Practice(), c.ID); err != nil {
		return nil, err
	}
	evidence := make([]Evidence, 0, len(rows))
	for _, r := range rows {
		p, _ := c.Partner(r.Person)
		evidence = append(evidence, Evidence{p, r.ConsentOn, r.ScreenOn, r.Outcome})
	}
	return evidence, nil
}

const sqlGateEvent = `INSERT INTO gate_event (practice_id, couple_id, id, gate, opened, on_date, basis, told, made_by, made_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`

// Judgement is a counselor's opening or closing of a gate.
type Judgement struct {
	Gate   Gate
	Opened bool
	On     time.Time
	Basis  string // paper, session, other
	Told   string // free text; sealed
}

// LogValue keeps what was written out of logs.
func (Judgement) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Judge records openings and closings of gates. A hard gate without its evidence stays closed.
func Judge(tx *db.Tx, c Couple, js []Judgement) error {
	evidence, err := EvidenceOf(tx, c)
	if err != nil {
		return err
	}
	for _, j := range js {
		if j.Opened && !MayOpen(j.Gate, evidence) {
			return fault.Field("gate_"+string(j.Gate), "couple_gate_evidence_"+string(j.Gate))
		}
		if err := judge(tx, c.ID, j); err != nil {
			return err
		}
	}
	return nil
}

func judge(tx *db.Tx, id ID, j Judgement) error {
	row := uuid.New()
	var told []byte
	if j.Told != "" {
		var err error
		if told, err = tx.Seal(seal.OfRecord(id), gateRef(row), []byte(j.Told)); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(sqlGateEvent, tx.Scope().Practice(), id, row, j.Gate, j.Opened, j.On, j.Basis, told, author(tx), tx.Now()); err != nil {
		return err
	}
	verb := audit.GateClosed
	if j.Opened {
		verb = audit.GateOpened
	}
	tx.Audit(verb, row, id)
	return nil
}

// author is who writes: the person of the scope; a command has none and stands as the nil id.
func author(tx *db.Tx) tenant.PersonID { return tx.Scope().Person() }
