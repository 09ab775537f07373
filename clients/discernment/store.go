package discernment

import (
	"strconv"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/seal"
	"amends/server/tenant"
)

const sqlCourses = `SELECT id, couple_id, begun_on, ends_on, ended_on, version FROM discernment
WHERE practice_id = $1 AND couple_id = $2 ORDER BY made_at DESC`

// Courses answers the discernments of a couple, newest first: all of them to staff, to a partner those begun in their time.
func Courses(tx *db.Tx, id couple.ID) ([]Course, error) {
	var all []Course
	err := tx.List(&all, sqlCourses, tx.Scope().Practice(), id)
	return all, err
}

// Running answers the course that goes on; false when none does.
func Running(tx *db.Tx, id couple.ID) (Course, bool, error) {
	all, err := Courses(tx, id)
	if err != nil || len(all) == 0 || !all[0].Runs() {
		return Course{}, false, err
	}
	return all[0], true, nil
}

const sqlGlance = `SELECT EXISTS (SELECT 1 FROM discernment d WHERE d.practice_id = $1 AND d.couple_id = $2 AND d.ended_on IS NULL) AS runs,
  EXISTS (SELECT 1 FROM discernment_page p JOIN discernment d ON d.practice_id = p.practice_id AND d.id = p.discernment_id
    WHERE p.practice_id = $1 AND p.couple_id = $2 AND p.person_id = $3 AND d.ended_on IS NULL) AS written,
  EXISTS (SELECT 1 FROM discernment_page p WHERE p.practice_id = $1 AND p.couple_id = $2 AND p.person_id = $3) AS kept`

// Glance is a partner's own line about the room: a course runs, they wrote on its page, they wrote on the page of any.
type Glance struct {
	Runs    bool `db:"runs"`
	Written bool `db:"written"`
	Kept    bool `db:"kept"`
}

// Waits tells whether the own page was opened for them and they have kept nothing on it yet.
func (g Glance) Waits() bool { return g.Runs && !g.Written }

// There tells whether the page holds something for them: a course that runs, or what they wrote in an earlier one.
func (g Glance) There() bool { return g.Runs || g.Kept }

// GlanceOf answers the line of the partner of the scope. It moves by their own acts and the counselor's alone.
func GlanceOf(tx *db.Tx) (g Glance, err error) {
	s := tx.Scope()
	err = tx.Get(&g, sqlGlance, s.Practice(), s.Couple(), s.Person())
	return g, err
}

const sqlBegin = `INSERT INTO discernment (practice_id, couple_id, id, begun_on, ends_on, begun_by, made_at)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (practice_id, couple_id) WHERE ended_on IS NULL DO NOTHING`

// Begin begins a discernment that is to end on a day. It stands in place of repair, so the gate of the mandate must be closed.
func Begin(tx *db.Tx, id couple.ID, today, ends time.Time) error {
	if !MayEnd(today, ends) {
		return fault.Field("ends", "discernment_ends_form")
	}
	gates, err := couple.GatesOf(tx, id)
	if err != nil {
		return err
	}
	if gates.Open(couple.G2) {
		return fault.Stale("discernment_mandate_open")
	}
	course := uuid.New()
	n, err := tx.Exec(sqlBegin, tx.Scope().Practice(), id, course, today, ends, tx.Scope().Person(), tx.Now())
	if err == nil && n == 0 {
		return fault.Stale("discernment_runs")
	}
	tx.Audit(audit.DiscernmentBegun, course, id)
	return err
}

const sqlTalks = `SELECT on_date FROM discernment_talk WHERE practice_id = $1 AND discernment_id = $2 ORDER BY number`

// Talks answers the days of the conversations held in a course.
func Talks(tx *db.Tx, c Course) ([]time.Time, error) {
	var days []time.Time
	err := tx.List(&days, sqlTalks, tx.Scope().Practice(), c.ID)
	return days, err
}

const sqlTalk = `INSERT INTO discernment_talk (practice_id, couple_id, discernment_id, number, on_date, made_by, made_at)
SELECT $1::uuid, $2::uuid, $3::uuid, count(*) + 1, $4::date, $5::uuid, $6::timestamptz FROM discernment_talk
WHERE practice_id = $1 AND discernment_id = $3 HAVING count(*) < $7::integer`

// RecordTalk records that a conversation was held on a day.
func RecordTalk(tx *db.Tx, c Course, on time.Time) error {
	n, err := tx.Exec(sqlTalk, tx.Scope().Practice(), c.Couple, c.ID, on, tx.Scope().Person(), tx.Now(), TalksMost)
	if err == nil && n == 0 {
		return fault.Stale("discernment_talks_full", "Most", TalksMost)
	}
	tx.Audit(audit.DiscernmentTalked, c.ID, c.Couple)
	return err
}

const (
	sqlEnd    = `UPDATE discernment SET ended_on = $3, version = version + 1 WHERE practice_id = $1 AND id = $2 AND ended_on IS NULL`
	sqlEnding = `INSERT INTO discernment_outcome (practice_id, couple_id, discernment_id, outcome, told, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`
)

func endingRef(id uuid.UUID) seal.Ref {
	return seal.Ref{Table: "discernment_outcome.told", Row: id.String(), Version: 1}
}

// End ends a course with what it came to. on is the counselor's date.
func End(tx *db.Tx, c Course, e Ending, on time.Time) error {
	n, err := tx.Exec(sqlEnd, tx.Scope().Practice(), c.ID, on)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.Stale("discernment_over")
	}
	var told []byte
	if e.Told != "" {
		if told, err = tx.Seal(seal.OfRecord(c.Couple), endingRef(c.ID), []byte(e.Told)); err != nil {
			return err
		}
	}
	tx.Audit(audit.DiscernmentEnded, c.ID, c.Couple)
	_, err = tx.Exec(sqlEnding, tx.Scope().Practice(), c.Couple, c.ID, e.Outcome, told, tx.Scope().Person(), tx.Now())
	return err
}

const sqlEndings = `SELECT discernment_id, outcome, told FROM discernment_outcome WHERE practice_id = $1 AND couple_id = $2`

// Endings answers what the ended courses of a couple came to. For staff.
func Endings(tx *db.Tx, id couple.ID) (map[uuid.UUID]Ending, error) {
	var rows []struct {
		Course  uuid.UUID `db:"discernment_id"`
		Outcome Outcome   `db:"outcome"`
		Told    []byte    `db:"told"`
	}
	if err := tx.List(&rows, sqlEndings, tx.Scope().Practice(), id); err != nil {
		return nil, err
	}
	endings := make(map[uuid.UUID]Ending, len(rows))
	for _, r := range rows {
		e := Ending{Outcome: r.Outcome}
		if r.Told != nil {
			told, err := tx.Open(seal.OfRecord(id), endingRef(r.Course), r.Told)
			if err != nil {
				return nil, err
			}
			e.Told = string(told)
		}
		endings[r.Course] = e
	}
	return endings, nil
}

// pageRef names a page's text; its version is the row's. A copy that was sent keeps the number it was sent with.
func pageRef(course uuid.UUID, person tenant.PersonID, version int) seal.Ref {
	return seal.Ref{Table: "discernment_page.body", Row: course.String() + " " + person.String(), Version: version}
}

func sentRef(course uuid.UUID, person tenant.PersonID, number int) seal.Ref {
	return seal.Ref{Table: "discernment_sent.body", Row: course.String() + " " + person.String() + " " + strconv.Itoa(number), Version: 1}
}

const sqlMine = `SELECT p.body, p.version, (SELECT max(s.sent_at) FROM discernment_sent s
  WHERE s.practice_id = $1 AND s.discernment_id = $2 AND s.person_id = $3) AS sent_at
FROM discernment_page p WHERE p.practice_id = $1 AND p.discernment_id = $2 AND p.person_id = $3`

// Mine answers what the partner of the scope wrote in a course.
func Mine(tx *db.Tx, c Course) (Thoughts, error) {
	var row struct {
		Body    []byte     `db:"body"`
		Version int        `db:"version"`
		SentAt  *time.Time `db:"sent_at"`
	}
	s := tx.Scope()
	found, err := tx.Find(&row, sqlMine, s.Practice(), c.ID, s.Person())
	if err != nil || !found {
		return Thoughts{}, err
	}
	text, err := tx.Open(seal.OfPartner(c.Couple, s.Person()), pageRef(c.ID, s.Person(), row.Version), row.Body)
	if err != nil {
		return Thoughts{}, err
	}
	t, err := unpack(text)
	t.Version, t.SentAt = row.Version, row.SentAt
	return t, err
}

const sqlKeep = `INSERT INTO discernment_page (practice_id, couple_id, discernment_id, person_id, body, saved_at, version)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (practice_id, discernment_id, person_id) DO UPDATE
SET body = excluded.body, saved_at = excluded.saved_at, version = excluded.version WHERE discernment_page.version = $8`

// Keep stores what the partner of the scope wrote; t.Version is the one the form was made from.
func Keep(tx *db.Tx, c Course, t Thoughts) error {
	s := tx.Scope()
	text, err := t.pack()
	if err != nil {
		return err
	}
	body, err := tx.Seal(seal.OfPartner(c.Couple, s.Person()), pageRef(c.ID, s.Person(), t.Version+1), text)
	if err != nil {
		return err
	}
	n, err := tx.Exec(sqlKeep, s.Practice(), c.Couple, c.ID, s.Person(), body, tx.Now(), t.Version+1, t.Version)
	if err == nil && n == 0 {
		return fault.Stale("discernment_stale")
	}
	tx.Audit(audit.DiscernmentKept, c.ID, c.Couple)
	return err
}

const (
	sqlNextNumber = `SELECT coalesce(max(number), 0) + 1 FROM discernment_sent WHERE practice_id = $1 AND discernment_id = $2 AND person_id = $3`
	sqlSend       = `INSERT INTO discernment_sent (practice_id, couple_id, discernment_id, person_id, number, body, sent_at, source) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`
)

// Send gives the counselor a copy of what the partner of the scope wrote. What they write later stays theirs.
func Send(tx *db.Tx, c Course, t Thoughts) error {
	tx.Audit(audit.DiscernmentSent, c.ID, c.Couple)
	return send(tx, c, tx.Scope().Person(), t, "self")
}

// send stores a copy of one person's page under the next number; source is "self" or "paper".
func send(tx *db.Tx, c Course, who tenant.PersonID, t Thoughts, source string) error {
	var number int
	if err := tx.Get(&number, sqlNextNumber, tx.Scope().Practice(), c.ID, who); err != nil {
		return err
	}
	text, err := t.pack()
	if err != nil {
		return err
	}
	body, err := tx.Seal(seal.OfPartner(c.Couple, who), sentRef(c.ID, who, number), text)
	if err != nil {
		return err
	}
	_, err = tx.Exec(sqlSend, tx.Scope().Practice(), c.Couple, c.ID, who, number, body, tx.Now(), source)
	return err
}

// Sent is the newest copy one partner sent in a course.
type Sent struct {
	Person   tenant.PersonID
	Thoughts Thoughts
	Paper    bool   // it came on paper
	By       string // who entered it then
}

const sqlSent = `SELECT DISTINCT ON (d.person_id) d.person_id, d.number, d.body, d.sent_at, d.source, coalesce(p.chosen_name, '') AS entered_name
FROM discernment_sent d LEFT JOIN person p ON p.practice_id = d.practice_id AND p.id = d.entered_by
WHERE d.practice_id = $1 AND d.discernment_id = $2 ORDER BY d.person_id, d.number DESC`

// SentIn answers the newest copy of each partner who sent one. For staff.
func SentIn(tx *db.Tx, c Course) ([]Sent, error) {
	var rows []struct {
		Person tenant.PersonID `db:"person_id"`
		Number int             `db:"number"`
		Body   []byte          `db:"body"`
		SentAt time.Time       `db:"sent_at"`
		Source string          `db:"source"`
		By     string          `db:"entered_name"`
	}
	if err := tx.List(&rows, sqlSent, tx.Scope().Practice(), c.ID); err != nil {
		return nil, err
	}
	sent := make([]Sent, 0, len(rows))
	for _, r := range rows {
		text, err := tx.Open(seal.OfPartner(c.Couple, r.Person), sentRef(c.ID, r.Person, r.Number), r.Body)
		if err != nil {
			return nil, err
		}
		t, err := unpack(text)
		if err != nil {
			return nil, err
		}
		t.SentAt = &r.SentAt
		sent = append(sent, Sent{Person: r.Person, Thoughts: t, Paper: r.Source == "paper", By: r.By})
	}
	return sent, nil
}
