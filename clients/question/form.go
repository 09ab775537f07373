package question

import (
	"time"
	"unicode/utf8"

	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// Lengths in characters: a question is one thing, an answer may take room.
const (
	textMost   = 600
	whyMost    = 600
	answerMost = 4000
	reasonMost = 1000
)

// readDraft reads what somebody asks. A draft may be empty; what is sent says both.
func readDraft(f *web.Form, send bool) (Question, error) {
	var faults fault.List
	q := Question{Text: f.Long("text"), Why: f.Long("why")}
	switch {
	case send && q.Text == "":
		faults = append(faults, fault.Field("text", "question_text_missing"))
	case utf8.RuneCountInString(q.Text) > textMost:
		faults = append(faults, fault.Field("text", "question_text_long", "Most", textMost))
	}
	switch {
	case send && q.Why == "":
		faults = append(faults, fault.Field("why", "question_why_missing"))
	case utf8.RuneCountInString(q.Why) > whyMost:
		faults = append(faults, fault.Field("why", "question_text_long", "Most", whyMost))
	}
	if f.Has("again") { // an identity that is none is nobody's question
		id := f.ID("again")
		q.AgainOf = &id
	}
	return q, faults.OrNil()
}

// checkAgain holds "I asked this before" against the person's own questions.
func checkAgain(all []Thread, q Question, asker tenant.PersonID) error {
	if q.AgainOf == nil {
		return nil
	}
	t, err := find(all, *q.AgainOf)
	if err != nil || t.Asker != asker || t.ID == q.ID || t.Question == nil || t.Question.State != Asked {
		return fault.Field("again", "question_again_choose")
	}
	return nil
}

// readAnswer reads an answer: words, or "I don't know yet", which needs none.
func readAnswer(f *web.Form, send bool) (Answer, error) {
	a := Answer{Text: f.Long("text"), Unknown: f.Has("unknown")}
	switch {
	case send && a.Text == "" && !a.Unknown:
		return a, fault.List{fault.Field("text", "question_answer_missing")}
	case utf8.RuneCountInString(a.Text) > answerMost:
		return a, fault.List{fault.Field("text", "question_text_long", "Most", answerMost)}
	}
	return a, nil
}

// readOpening reads whose log opens, and how wide.
func readOpening(f *web.Form) (Opening, error) {
	var faults fault.List
	o := Opening{Asker: tenant.PersonID{UUID: f.ID("asker")}, Open: true, Reason: f.Text("reason")}
	weekly, ok := f.Int("weekly")
	if !ok || weekly < 1 || weekly > WeeklyMost {
		faults = append(faults, fault.Field("weekly", "question_weekly_form", "Most", WeeklyMost))
	}
	o.Weekly = weekly
	if utf8.RuneCountInString(o.Reason) > reasonMost {
		faults = append(faults, fault.Field("reason", "question_text_long", "Most", reasonMost))
	}
	return o, faults.OrNil()
}

// readHearing reads when an answer was heard.
func readHearing(f *web.Form, today time.Time) (Hearing, error) {
	h := Hearing{}
	h.Number, _ = f.Int("number")
	heard, ok := f.Date("heard")
	if !ok || heard.After(today) {
		return h, fault.List{fault.Field("heard", "question_heard_form")}
	}
	h.Heard = heard
	return h, nil
}
