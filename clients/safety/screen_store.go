package safety

import (
	"encoding/json"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/seal"
	"amends/server/tenant"
)

const sqlScreens = `SELECT o.id, o.couple_id, o.person_id, o.how, o.offered_at, o.withdrawn_at, a.at AS answered_at, r.made_at AS reviewed_at,
  coalesce(r.outcome, '') AS outcome, coalesce(p.chosen_name, '') AS chosen_name
FROM screen_offer o
LEFT JOIN screen_answer a ON a.practice_id = o.practice_id AND a.offer_id = o.id
LEFT JOIN screen_review r ON r.practice_id = o.practice_id AND r.offer_id = o.id
LEFT JOIN person p ON p.practice_id = r.practice_id AND p.id = r.made_by
WHERE o.practice_id = $1 AND o.couple_id = $2 ORDER BY o.offered_at DESC, o.id`

// Screens answers a couple's screens, newest first. For staff.
func Screens(tx *db.Tx, id couple.ID) ([]Screening, error) {
	var all []Screening
	err := tx.List(&all, sqlScreens, tx.Scope().Practice(), id)
	return all, err
}

// screenOf finds one screen of a couple.
func screenOf(tx *db.Tx, id couple.ID, screen uuid.UUID) (Screening, error) {
	all, err := Screens(tx, id)
	if err != nil {
		return Screening{}, err
	}
	for _, s := range all {
		if s.ID == screen {
			return s, nil
		}
	}
	return Screening{}, fault.Absent()
}

const sqlOffer = `INSERT INTO screen_offer (practice_id, couple_id, id, person_id, how, offered_by, offered_at)
SELECT $1::uuid, $2::uuid, $3::uuid, $4::uuid, $5::text, $6::uuid, $7::timestamptz
WHERE NOT EXISTS (SELECT 1 FROM screen_offer o WHERE o.practice_id = $1 AND o.couple_id = $2 AND o.person_id = $4 AND o.withdrawn_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM screen_answer a WHERE a.practice_id = o.practice_id AND a.offer_id = o.id))`

// OfferScreen offers a screen to one partner. Nobody has two that wait.
func OfferScreen(tx *db.Tx, id couple.ID, person tenant.PersonID, how How) (uuid.UUID, error) {
	screen := uuid.New()
	n, err := tx.Exec(sqlOffer, tx.Scope().Practice(), id, screen, person, how, tx.Scope().Person(), tx.Now())
	if err == nil && n == 0 {
		return screen, fault.Stale("safety_screen_waits_already")
	}
	tx.Audit(audit.ScreenOffered, screen, id)
	return screen, err
}

const sqlWithdraw = `UPDATE screen_offer o SET withdrawn_at = $3 WHERE o.practice_id = $1 AND o.id = $2 AND o.withdrawn_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM screen_answer a WHERE a.practice_id = o.practice_id AND a.offer_id = o.id)`

// WithdrawScreen takes an offer back that nobody has answered.
func WithdrawScreen(tx *db.Tx, s Screening) error {
	n, err := tx.Exec(sqlWithdraw, tx.Scope().Practice(), s.ID, tx.Now())
	if err == nil && n == 0 {
		return fault.Stale("safety_screen_stale")
	}
	tx.Audit(audit.ScreenWithdrawn, s.ID, s.Couple)
	return err
}

const sqlWaiting = `SELECT o.id FROM screen_offer o WHERE o.practice_id = $1 AND o.couple_id = $2 AND o.person_id = $3 AND o.how = 'app'
  AND o.withdrawn_at IS NULL AND NOT EXISTS (SELECT 1 FROM screen_answer a WHERE a.practice_id = o.practice_id AND a.offer_id = o.id) LIMIT 1`

// MyScreen answers the screen that waits for the partner of the scope; the nil id when none does.
func MyScreen(tx *db.Tx) (uuid.UUID, error) {
	var id uuid.UUID
	s := tx.Scope()
	_, err := tx.Find(&id, sqlWaiting, s.Practice(), s.Couple(), s.Person())
	return id, err
}

func screenRef(id uuid.UUID) seal.Ref {
	return seal.Ref{Table: "screen_answer.body", Row: id.String(), Version: 1}
}

func reviewRef(id uuid.UUID) seal.Ref {
	return seal.Ref{Table: "screen_review.told", Row: id.String(), Version: 1}
}

const sqlTell = `INSERT INTO screen_answer (practice_id, couple_id, offer_id, person_id, body, source, entered_by, local_date, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (practice_id, offer_id) DO NOTHING`

// tell stores the answers of a screen, once. by is who entered them; nil for the partner alone.
func tell(tx *db.Tx, s Screening, told Told, by *tenant.PersonID, today time.Time) error {
	if utf8.RuneCountInString(told.Words) > WordsMost {
		return fault.Field("words", "safety_words_long", "Most", WordsMost)
	}
	text, err := told.pack()
	if err != nil {
		return err
	}
	body, err := tx.Seal(seal.OfPartner(s.Couple, s.Person), screenRef(s.ID), text)
	if err != nil {
		return err
	}
	source := "self"
	if by != nil {
		source = "room"
	}
	n, err := tx.Exec(sqlTell, tx.Scope().Practice(), s.Couple, s.ID, s.Person, body, source, by, today, tx.Now())
	if err == nil && n == 0 {
		return fault.Stale("safety_screen_stale")
	}
	return err
}

// TellScreen stores what a partner answered alone. today is their local date. Every answer, and none at all, runs the same statements.
func TellScreen(tx *db.Tx, told Told, today time.Time) error {
	id, err := MyScreen(tx)
	if err != nil {
		return err
	}
	if id == uuid.Nil {
		return fault.Stale("safety_screen_closed")
	}
	scope := tx.Scope()
	tx.Audit(audit.ScreenAnswered, id, scope.Couple())
	return tell(tx, Screening{ID: id, Couple: scope.Couple(), Person: scope.Person()}, told, nil, today)
}

// EnterScreen stores what a partner said to the counselor alone in the room.
func EnterScreen(tx *db.Tx, s Screening, told Told, today time.Time) error {
	if s.How != InRoom || !s.Waits() {
		return fault.Stale("safety_screen_stale")
	}
	by := tx.Scope().Person()
	tx.Audit(audit.ScreenEntered, s.ID, s.Couple)
	return tell(tx, s, told, &by, today)
}

const sqlToldOf = `SELECT body FROM screen_answer WHERE practice_id = $1 AND offer_id = $2`

const sqlReviewOf = `SELECT told FROM screen_review WHERE practice_id = $1 AND offer_id = $2`

// ToldOf opens the answers of a screen, and the words of its review; empty where there are none yet.
func ToldOf(tx *db.Tx, s Screening) (told Told, review string, err error) {
	var body, words []byte
	found, err := tx.Find(&body, sqlToldOf, tx.Scope().Practice(), s.ID)
	if err != nil || !found {
		return told, "", err
	}
	text, err := tx.Open(seal.OfPartner(s.Couple, s.Person), screenRef(s.ID), body)
	if err != nil {
		return told, "", err
	}
	if err := json.Unmarshal(text, &told); err != nil {
		return told, "", err
	}
	if found, err = tx.Find(&words, sqlReviewOf, tx.Scope().Practice(), s.ID); err != nil || !found || words == nil {
		return told, "", err
	}
	text, err = tx.Open(seal.OfRecord(s.Couple), reviewRef(s.ID), words)
	return told, string(text), err
}

const sqlReview = `INSERT INTO screen_review (practice_id, couple_id, offer_id, outcome, told, made_by, made_at)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (practice_id, offer_id) DO NOTHING`

// Review records the counselor's judgement of an answered screen, and with it what gate G1 stands on. on is the counselor's date.
func Review(tx *db.Tx, s Screening, outcome couple.Screen, words string, on time.Time) error {
	if !s.ToReview() {
		return fault.Stale("safety_screen_stale")
	}
	var told []byte
	if words != "" {
		var err error
		if told, err = tx.Seal(seal.OfRecord(s.Couple), reviewRef(s.ID), []byte(words)); err != nil {
			return err
		}
	}
	n, err := tx.Exec(sqlReview, tx.Scope().Practice(), s.Couple, s.ID, outcome, told, tx.Scope().Person(), tx.Now())
	if err == nil && n == 0 {
		return fault.Stale("safety_screen_stale")
	}
	if err != nil {
		return err
	}
	tx.Audit(audit.ScreenReviewed, s.ID, s.Couple)
	return couple.RecordScreen(tx, s.Couple, s.Person, outcome, "app", on)
}
