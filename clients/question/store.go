package question

import (
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/seal"
	"amends/server/tenant"
)

const sqlLogs = `SELECT asker_id, open, weekly, version FROM question_log WHERE practice_id = $1 AND couple_id = $2`

// Logs answers who of a couple may ask; to a partner their own. Nobody's log is open before the counselor opens it.
func Logs(tx *db.Tx, id couple.ID) (map[tenant.PersonID]Log, error) {
	var rows []struct {
		Asker   tenant.PersonID `db:"asker_id"`
		Open    bool            `db:"open"`
		Weekly  int             `db:"weekly"`
		Version int             `db:"version"`
	}
	if err := tx.List(&rows, sqlLogs, tx.Scope().Practice(), id); err != nil {
		return nil, err
	}
	logs := make(map[tenant.PersonID]Log, len(rows))
	for _, r := range rows {
		logs[r.Asker] = Log{Open: r.Open, Weekly: r.Weekly, Version: r.Version}
	}
	return logs, nil
}

// sealedQuestion is a row of question or of question_passed.
type sealedQuestion struct {
	ID      uuid.UUID       `db:"id"`
	Asker   tenant.PersonID `db:"asker_id"`
	Text    []byte          `db:"text"`
	Why     []byte          `db:"why"`
	AgainOf *uuid.UUID      `db:"again_of"`
	State   State           `db:"state"`
	Source  string          `db:"source"`
	By      string          `db:"entered_name"`
	SavedAt time.Time       `db:"saved_at"`
	AskedOn *time.Time      `db:"asked_on"`
	Passed  time.Time       `db:"passed_on"`
	Resting bool            `db:"resting"`
	Version int             `db:"version"`
}

// sealedAnswer is a row of question_answer or of question_answered.
type sealedAnswer struct {
	Question uuid.UUID       `db:"question_id"`
	Number   int             `db:"number"`
	Author   tenant.PersonID `db:"author_id"`
	Body     []byte          `db:"body"`
	Unknown  bool            `db:"unknown"`
	State    State           `db:"state"`
	Source   string          `db:"source"`
	By       string          `db:"entered_name"`
	SavedAt  time.Time       `db:"saved_at"`
	SentOn   *time.Time      `db:"sent_on"`
	HeardOn  *time.Time      `db:"heard_on"`
	PassedOn *time.Time      `db:"passed_on"`
	Version  int             `db:"version"`
}

func textRef(id uuid.UUID, version int) seal.Ref {
	return seal.Ref{Table: "question.text", Row: id.String(), Version: version}
}

func whyRef(id uuid.UUID, version int) seal.Ref {
	return seal.Ref{Table: "question.why", Row: id.String(), Version: version}
}

func passedRef(id uuid.UUID, part string) seal.Ref {
	return seal.Ref{Table: "question_passed." + part, Row: id.String(), Version: 1}
}

func answerRef(id uuid.UUID, number, version int) seal.Ref {
	return seal.Ref{Table: "question_answer", Row: id.String() + " " + strconv.Itoa(number), Version: version}
}

func givenRef(id uuid.UUID, number int) seal.Ref {
	return seal.Ref{Table: "question_answered", Row: id.String() + " " + strconv.Itoa(number), Version: 1}
}

// openTwo opens the two texts of a question.
func openTwo(tx *db.Tx, o seal.Owner, q sealedQuestion, text, why seal.Ref) (string, string, error) {
	a, err := tx.Open(o, text, q.Text)
	if err != nil {
		return "", "", err
	}
	b, err := tx.Open(o, why, q.Why)
	return string(a), string(b), err
}

// folder gathers the threads of a couple while the tables are read.
type folder struct {
	tx  *db.Tx
	id  couple.ID
	all []*Thread
	of  map[uuid.UUID]*Thread
}

func (f *folder) thread(id uuid.UUID, asker tenant.PersonID) *Thread {
	if t := f.of[id]; t != nil {
		return t
	}
	t := &Thread{ID: id, Asker: asker, Parked: map[tenant.PersonID]bool{}, Verdicts: map[int]Verdict{}}
	f.of[id], f.all = t, append(f.all, t)
	return t
}

// OfCouple answers a couple's threads, oldest first, as far as row security lets the scope see: to staff with care what was sent
// and passed, to a partner their own words and what was passed. The number of statements does not grow with the threads.
func OfCouple(tx *db.Tx, id couple.ID) ([]Thread, error) {
	f := &folder{tx: tx, id: id, of: map[uuid.UUID]*Thread{}}
	for _, read := range []func() error{f.questions, f.passed} {
		if err := read(); err != nil {
			return nil, err
		}
	}
	if len(f.all) == 0 {
		return nil, nil
	}
	for _, read := range []func() error{f.answers, f.given, f.words} {
		if err := read(); err != nil {
			return nil, err
		}
	}
	out := make([]Thread, 0, len(f.all))
	for _, t := range f.all {
		out = append(out, t.asSeenUntil(tx.Scope().Until()))
	}
	return out, nil
}

// asSeenUntil is what a partner who left sees: nothing that was passed on after their last day. last is zero while they belong.
func (t Thread) asSeenUntil(last time.Time) Thread {
	if last.IsZero() {
		return t
	}
	if t.Passed != nil {
		t.Passed.Resting = false // that is newer than the day somebody left, or may be
		if t.Question != nil && t.Passed.On.After(last) {
			t.Passed = nil
		}
	}
	t.Given = slices.DeleteFunc(t.Given, func(g Given) bool { return g.On.After(last) })
	for i, a := range t.Answers {
		if a.PassedOn != nil && a.PassedOn.After(last) {
			t.Answers[i].HeardOn, t.Answers[i].PassedOn = nil, nil
		}
	}
	return t
}

const sqlQuestions = `SELECT q.id, q.asker_id, q.text, q.why, q.again_of, q.state, q.source, q.saved_at, q.asked_on, q.version, coalesce(p.chosen_name, '') AS entered_name
FROM question q LEFT JOIN person p ON p.practice_id = q.practice_id AND p.id = q.entered_by
WHERE q.practice_id = $1 AND q.couple_id = $2 ORDER BY q.saved_at, q.id`

func (f *folder) questions() error {
	var rows []sealedQuestion
	if err := f.tx.List(&rows, sqlQuestions, f.tx.Scope().Practice(), f.id); err != nil {
		return err
	}
	for _, r := range rows {
		text, why, err := openTwo(f.tx, seal.OfPartner(f.id, r.Asker), r, textRef(r.ID, r.Version), whyRef(r.ID, r.Version))
		if err != nil {
			return err
		}
		f.thread(r.ID, r.Asker).Question = &Question{ID: r.ID, Asker: r.Asker, Text: text, Why: why, AgainOf: r.AgainOf, State: r.State,
			Paper: r.Source == "paper", By: r.By, AskedOn: r.AskedOn, SavedAt: r.SavedAt, Version: r.Version}
	}
	return nil
}

const sqlPassed = `SELECT question_id AS id, asker_id, text, why, passed_on, resting, version FROM question_passed
WHERE practice_id = $1 AND couple_id = $2 ORDER BY passed_at, question_id`

func (f *folder) passed() error {
	var rows []sealedQuestion
	if err := f.tx.List(&rows, sqlPassed, f.tx.Scope().Practice(), f.id); err != nil {
		return err
	}
	for _, r := range rows {
		text, why, err := openTwo(f.tx, seal.OfCouple(f.id), r, passedRef(r.ID, "text"), passedRef(r.ID, "why"))
		if err != nil {
			return err
		}
		f.thread(r.ID, r.Asker).Passed = &Passed{Question: r.ID, Asker: r.Asker, Text: text, Why: why, On: r.Passed, Resting: r.Resting, Version: r.Version}
	}
	return nil
}

const sqlAnswers = `SELECT a.question_id, a.number, a.author_id, a.body, a.unknown, a.state, a.source, a.saved_at, a.sent_on, a.heard_on, a.passed_on, a.version,
  coalesce(p.chosen_name, '') AS entered_name
FROM question_answer a LEFT JOIN person p ON p.practice_id = a.practice_id AND p.id = a.entered_by
WHERE a.practice_id = $1 AND a.couple_id = $2 ORDER BY a.question_id, a.state = 'draft', a.saved_at, a.number`

func (f *folder) answers() error {
	var rows []sealedAnswer
	if err := f.tx.List(&rows, sqlAnswers, f.tx.Scope().Practice(), f.id); err != nil {
		return err
	}
	for _, r := range rows {
		body, err := f.tx.Open(seal.OfPartner(f.id, r.Author), answerRef(r.Question, r.Number, r.Version), r.Body)
		if err != nil {
			return err
		}
		if t := f.of[r.Question]; t != nil { // out of sight for who left before it was passed on
			t.Answers = append(t.Answers, Answer{Number: r.Number, Author: r.Author, Text: string(body), Unknown: r.Unknown, State: r.State, Paper: r.Source == "paper", By: r.By,
				SavedAt: r.SavedAt, SentOn: r.SentOn, HeardOn: r.HeardOn, PassedOn: r.PassedOn, Version: r.Version})
		}
	}
	return nil
}

const sqlGiven = `SELECT question_id, number, body, unknown, passed_on FROM question_answered WHERE practice_id = $1 AND couple_id = $2 ORDER BY question_id, number`

func (f *folder) given() error {
	var rows []sealedAnswer
	if err := f.tx.List(&rows, sqlGiven, f.tx.Scope().Practice(), f.id); err != nil {
		return err
	}
	for _, r := range rows {
		body, err := f.tx.Open(seal.OfCouple(f.id), givenRef(r.Question, r.Number), r.Body)
		if err != nil {
			return err
		}
		if t := f.of[r.Question]; t != nil {
			t.Given = append(t.Given, Given{Number: r.Number, Text: string(body), Unknown: r.Unknown, On: *r.PassedOn})
		}
	}
	return nil
}

const sqlSaid = `SELECT question_id, person_id, 0 AS number, '' AS verdict FROM question_park WHERE practice_id = $1 AND couple_id = $2 AND parked
UNION ALL SELECT question_id, person_id, number, verdict FROM question_verdict WHERE practice_id = $1 AND couple_id = $2`

// words reads the small words about questions: who laid one aside, and what the asker said of an answer.
func (f *folder) words() error {
	var rows []struct {
		Question uuid.UUID       `db:"question_id"`
		Person   tenant.PersonID `db:"person_id"`
		Number   int             `db:"number"`
		Verdict  Verdict         `db:"verdict"`
	}
	if err := f.tx.List(&rows, sqlSaid, f.tx.Scope().Practice(), f.id); err != nil {
		return err
	}
	for _, r := range rows {
		t := f.of[r.Question]
		switch {
		case t == nil:
		case r.Verdict == "":
			t.Parked[r.Person] = true
		default:
			t.Verdicts[r.Number] = r.Verdict
		}
	}
	return nil
}

// Get answers one thread in the scope's sight.
func Get(tx *db.Tx, id couple.ID, question uuid.UUID) (Thread, error) {
	all, err := OfCouple(tx, id)
	if err != nil {
		return Thread{}, err
	}
	return find(all, question)
}

// find answers one thread by its id; one out of sight does not exist.
func find(all []Thread, id uuid.UUID) (Thread, error) {
	i := slices.IndexFunc(all, func(t Thread) bool { return t.ID == id })
	if i < 0 {
		return Thread{}, fault.Absent()
	}
	return all[i], nil
}
