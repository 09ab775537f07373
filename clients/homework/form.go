package homework

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"amends/clients/programme"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// Lengths in characters: of one answer, and of the counselor's reason for going on past an advice gate.
const (
	answerMost = 20000
	reasonMost = 1000
)

// field is the name of the one answer on a question's page.
const field = "text"

// readAnswer checks one answer against what was asked. An empty answer is always allowed: it may stay open.
func readAnswer(f *web.Form, q Question) (string, error) { return checkAnswer(f, field, q) }

func checkAnswer(f *web.Form, name string, q Question) (string, error) {
	kind := programme.AnswerText
	if q.Prompt != nil {
		kind = q.Prompt.Answer
	}
	text := f.Text(name)
	if kind == programme.AnswerText {
		text = f.Long(name)
	}
	if utf8.RuneCountInString(text) > answerMost {
		return "", fault.Field(name, "homework_answer_long", "Most", answerMost)
	}
	if text == "" {
		return "", nil
	}
	if q.Key == firstKey {
		return checkFirst(name, text)
	}
	switch kind {
	case programme.AnswerDate:
		if _, ok := f.Date(name); !ok {
			return "", fault.Field(name, "homework_date_form")
		}
	case programme.AnswerScale:
		if text == "skip" {
			return "", nil
		}
		if n, err := strconv.Atoi(text); err != nil || n < 0 || n > 10 {
			return "", fault.Field(name, "homework_scale_form")
		}
	case programme.AnswerChoice:
		if !slices.ContainsFunc(q.Prompt.Options, func(o programme.ViewOption) bool { return o.Key == text }) {
			return "", fault.Field(name, "homework_choice_form")
		}
	}
	return text, nil
}

// readSummary reads what somebody tells the counselor of a log.
func readSummary(f *web.Form) (string, error) {
	text := f.Long(field)
	switch {
	case text == "":
		return "", fault.Field(field, "homework_summary_empty")
	case utf8.RuneCountInString(text) > answerMost:
		return "", fault.Field(field, "homework_answer_long", "Most", answerMost)
	}
	return text, nil
}

// Wish is a step as the counselor wants it given, before it is held against gates and people.
type Wish struct {
	Code    programme.Code
	Step    programme.StepKey
	For     string // "both" or a person's id
	From    time.Time
	Due     *time.Time
	Reading Reading
	Reason  string
	Again   bool
}

// dates of an assignment lie near the day it is made.
const (
	pastMost   = 60  // days
	futureMost = 366 // days
)

func readGiven(f *web.Form, today time.Time) (Wish, error) {
	var faults fault.List
	g := Wish{Code: programme.Code(f.Text("step")), Step: programme.StepKey(f.Text("of")), For: f.Text("for"),
		Reading: Reading(f.Text("reading")), Reason: f.Text("reason"), Again: f.Has("again")}
	from, ok := f.Date("from")
	if !ok || from.Before(today.AddDate(0, 0, -pastMost)) || from.After(today.AddDate(0, 0, futureMost)) {
		faults = append(faults, fault.Field("from", "homework_from_form"))
	}
	g.From = from
	if f.Has("due") {
		due, ok := f.Date("due")
		if !ok || due.Before(from) || due.After(from.AddDate(0, 0, futureMost)) {
			faults = append(faults, fault.Field("due", "homework_due_form"))
		}
		g.Due = &due
	}
	if g.Reading != ReadBefore && g.Reading != ReadAsked {
		faults = append(faults, fault.Field("reading", "homework_reading_choose"))
	}
	if utf8.RuneCountInString(g.Reason) > reasonMost {
		faults = append(faults, fault.Field("reason", "homework_reason_long", "Most", reasonMost))
	}
	return g, faults.OrNil()
}

// decide holds an assigning form against what the couple's work allows now. It answers whom the work is for, or the fault
// that the page shows.
func (g Wish) decide(d desk) (map[tenant.PersonID]programme.Role, error) {
	people := map[tenant.PersonID]programme.Role{}
	for _, who := range d.may {
		if g.For == "both" || g.For == who.Person.String() {
			people[who.Person] = d.roles[who.Person]
		}
	}
	switch {
	case len(d.may) == 0:
		return nil, fault.Stale("homework_nobody_now")
	case len(people) == 0:
		return nil, fault.Field("for", "homework_choose_person")
	}
	var roles []programme.Role
	for _, role := range people {
		roles = append(roles, role)
	}
	hard, advice := d.closed(roles)
	if len(hard) > 0 {
		return nil, fault.Stale("homework_gate_closed")
	}
	if len(advice) > 0 && g.Reason == "" {
		return nil, fault.Field("reason", "homework_reason_missing")
	}
	if g.Due != nil && !slices.ContainsFunc(roles, d.unit.DueFor) {
		return nil, fault.Field("due", "homework_due_never")
	}
	for person := range people {
		if d.had(person) && !g.Again {
			return nil, fault.Field("again", "homework_again_missing")
		}
	}
	return people, nil
}

// readSheet reads what the counselor types in from paper: a date and, for each question, a field "part.key".
func readSheet(f *web.Form, qs []Question, today time.Time) (OnSheet, error) {
	var faults fault.List
	s := OnSheet{Answers: map[programme.PartKey]map[string]string{}}
	person, err := uuid.Parse(f.Text("person"))
	if err != nil {
		return s, fault.Absent()
	}
	s.Person = tenant.PersonID{UUID: person}
	day, ok := f.Date("done_on")
	if !ok || day.After(today) || day.Before(today.AddDate(-2, 0, 0)) {
		faults = append(faults, fault.Field("done_on", "homework_done_form"))
	}
	s.DoneOn = day
	for _, q := range qs {
		if q.Key == "" || q.Key == firstKey {
			continue
		}
		text, err := checkAnswer(f, sheetField(q), q)
		if e, is := fault.As(err); is {
			faults = append(faults, e)
		}
		if text == "" {
			continue
		}
		if s.Answers[q.Part] == nil {
			s.Answers[q.Part] = map[string]string{}
		}
		s.Answers[q.Part][q.Key] = text
	}
	return s, faults.OrNil()
}

func sheetField(q Question) string { return string(q.Part) + "." + q.Key }

// lines cuts a text for showing; empty lines part nothing.
func lines(text string) (out []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// firstLine is a text's beginning for a list.
func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}
