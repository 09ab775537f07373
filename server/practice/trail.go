package practice

import (
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"amends/server/audit"
	"amends/server/db"
	"amends/server/tenant"
)

// trailPage is how many events stand on a page.
const trailPage = 50

// Event is one line of the trail as a reader may see it.
type Event struct {
	Seq      int64         `db:"seq"`
	At       time.Time     `db:"at"`
	Audience string        `db:"audience"`
	Verb     string        `db:"verb"`
	Code     string        `db:"code"`
	Actor    uuid.NullUUID `db:"actor_id"`
	Name     string        `db:"name"`  // of the actor
	About    string        `db:"about"` // of the person the event names
}

// Sight is what a reader of the trail may know: the verbs of partners told plainly, and the objects that are not.
type Sight struct {
	plain  []string
	hidden []string
}

// safetyObjects are known to treating and cover counselors alone.
func safetyObjects() []string {
	return []string{"safety", "safety_alert", "safety_screen", "safety_hold", "confidence"}
}

// clinicalObjects would tell an owner without care what a couple is at; those with care know them.
func clinicalObjects() []string {
	return []string{"gate", "mandate", "discernment", "decision", "planner", "planned_step", "release", "felt"}
}

// SightOf answers what a role may know. What partners do alone, and whether they answered a safety question, is told to nobody;
// the owner learns that a partner signed in or used the portal, those with care of the couple also what was sent to them.
func SightOf(role tenant.Audience) Sight {
	s := Sight{plain: []string{string(audit.SignedIn), string(audit.SignedOut), string(audit.SeatChosen), string(audit.InvitationClaimed), string(audit.InvitationRevoked)}}
	if role != tenant.Owner {
		for _, v := range []audit.Verb{audit.CheckInSubmitted, audit.EntrySubmitted, audit.PromiseMade, audit.PromiseKept, audit.PromiseConfirmed, audit.PromiseNotYet, audit.PromiseEnded} {
			s.plain = append(s.plain, string(v))
		}
		s.plain = slices.DeleteFunc(s.plain, func(v string) bool { return strings.HasPrefix(v, "sign_in.") })
	}
	if role != tenant.Counselor {
		s.hidden = safetyObjects()
	}
	if role == tenant.Owner {
		s.hidden = append(s.hidden, clinicalObjects()...)
	}
	return s
}

// Asked is a part of the trail: events before a number (0: the newest), of one person, couple and kind of object where given.
type Asked struct {
	Before int64
	Actor  uuid.UUID
	Couple uuid.UUID
	Object string
}

// sqlTrail says portal.use for what a partner did on their own pages, and record.open for what the staff did in a hidden compartment,
// before anything is filtered: a filter must not tell what a line does not.
const sqlTrail = `SELECT e.seq, e.at, e.audience, x.verb, coalesce(c.code, '') AS code, e.actor_id, coalesce(p.chosen_name, '') AS name,
  CASE WHEN x.verb = e.verb AND o.id IS DISTINCT FROM e.actor_id THEN coalesce(o.chosen_name, '') ELSE '' END AS about
FROM audit_event e
CROSS JOIN LATERAL (SELECT CASE WHEN e.audience = 'partner' AND e.verb <> ALL($6::text[]) THEN 'portal.use'
  WHEN e.object = ANY($7::text[]) THEN 'record.open' ELSE e.verb END AS verb) x
LEFT JOIN person p ON p.practice_id = e.chain_id AND p.id = e.actor_id
LEFT JOIN person o ON o.practice_id = e.chain_id AND o.id = e.object_id
LEFT JOIN couple c ON c.practice_id = e.chain_id AND c.couple_id = e.couple_id
WHERE e.chain_id = $1 AND ($2::bigint = 0 OR e.seq < $2) AND ($3::uuid IS NULL OR e.actor_id = $3) AND ($4::uuid IS NULL OR e.couple_id = $4)
  AND ($5::text = '' OR split_part(x.verb, '.', 1) = $5)
ORDER BY e.seq DESC LIMIT $8`

// Trail answers a page of the trail, newest first, and the number to ask for earlier ones with; 0 when there are none. Which
// events there are at all is row security's: the owner has the practice's, the others those of couples in their care.
func Trail(tx *db.Tx, sight Sight, a Asked) (events []Event, earlier int64, err error) {
	err = tx.List(&events, sqlTrail, tx.Scope().Practice(), a.Before, uuid.NullUUID{UUID: a.Actor, Valid: a.Actor != uuid.Nil},
		uuid.NullUUID{UUID: a.Couple, Valid: a.Couple != uuid.Nil}, a.Object, db.Texts(sight.plain), db.Texts(sight.hidden), trailPage+1)
	tx.Audit(audit.AuditRead, a.Couple, tenant.CoupleID{UUID: a.Couple})
	if len(events) > trailPage {
		events = events[:trailPage]
		earlier = events[trailPage-1].Seq
	}
	return events, earlier, err
}

// Objects are the kinds of objects a reader may filter by: those of the verbs, without what is hidden, with what stands for it.
func (s Sight) Objects() []string {
	all := []string{"access", "agreement", "agreement_proposal", "assignment", "audit", "boundary", "care", "caseload", "check_in", "check_in_window", "confidence", "consent", "couple", "decision", "desk", "discernment", "entry", "felt", "gate", "injury",
		"invitation", "lines", "mandate", "one_time_link", "people", "person", "place", "planned_step", "planner", "policy", "portal", "practice", "programme", "progress_note", "progress_report", "promise",
		"question", "question_answer", "question_log", "release", "room",
		"safety", "safety_alert", "safety_hold", "safety_screen", "session_sheet", "setback", "settings", "sign_in", "staff", "step", "today", "tonight"}
	all = slices.DeleteFunc(all, func(o string) bool { return slices.Contains(s.hidden, o) })
	if len(s.hidden) > 0 {
		all = append(all, "record")
	}
	return all
}

const (
	sqlStaffNames = `SELECT id, chosen_name FROM person WHERE practice_id = $1 AND kind = 'staff' ORDER BY lower(chosen_name), id`
	sqlCodeOf     = `SELECT couple_id FROM couple WHERE practice_id = $1 AND upper(code) = $2`
	sqlCoupleName = `SELECT c.code, coalesce((SELECT array_agg(p.chosen_name ORDER BY m.position) FROM membership m JOIN person p ON p.practice_id = m.practice_id AND p.id = m.person_id
  WHERE m.practice_id = c.practice_id AND m.couple_id = c.couple_id), '{}') AS names FROM couple c WHERE c.practice_id = $1 AND c.couple_id = $2`
)

type named struct {
	ID   uuid.UUID `db:"id"`
	Name string    `db:"chosen_name"`
}

// staffNames are the people of the staff, whoever ever was.
func staffNames(tx *db.Tx) (people []named, err error) {
	err = tx.List(&people, sqlStaffNames, tx.Scope().Practice())
	return people, err
}

// coupleOf finds a couple by its code as it is typed: "r 14" is R-14.
func coupleOf(tx *db.Tx, code string) (id uuid.UUID, found bool, err error) {
	found, err = tx.Find(&id, sqlCodeOf, tx.Scope().Practice(), strings.ToUpper(strings.Join(strings.Fields(code), "-")))
	return id, found, err
}

type coupleNames struct {
	Code  string       `db:"code"`
	Names db.TextArray `db:"names"`
}

func namesOf(tx *db.Tx, couple tenant.CoupleID) (n coupleNames, err error) {
	err = tx.Get(&n, sqlCoupleName, tx.Scope().Practice(), couple)
	return n, err
}
