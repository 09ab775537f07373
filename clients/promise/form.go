package promise

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// Lengths in characters: a promise is small; a reason may take room.
const (
	textMost   = 200
	reasonMost = 4000
)

// ahead is how many days ahead a promise may begin or end.
const ahead = 366

// readPromise checks the form of the promise that is to have an id. earliest is the first day it may begin on.
func readPromise(f *web.Form, id uuid.UUID, today, earliest time.Time) (Promise, error) {
	var faults fault.List
	p := Promise{ID: id, Text: f.Text("text"), Cadence: Cadence(f.Text("cadence")), MadeOn: today}
	switch {
	case p.Text == "":
		faults = append(faults, fault.Field("text", "promise_text_missing"))
	case utf8.RuneCountInString(p.Text) > textMost:
		faults = append(faults, fault.Field("text", "promise_text_long", "Most", textMost))
	}
	if !p.Cadence.Known() {
		faults = append(faults, fault.Field("cadence", "promise_cadence_choose"))
	}
	last := today.AddDate(0, 0, ahead)
	starts, ok := f.Date("starts")
	switch {
	case !ok:
		faults = append(faults, fault.Field("starts", "promise_date_form"))
	case starts.Before(earliest):
		faults = append(faults, fault.Field("starts", "promise_starts_early"))
	case starts.After(last):
		faults = append(faults, fault.Field("starts", "promise_date_far"))
	}
	p.StartsOn = starts
	if f.Has("until") {
		until, is := f.Date("until")
		switch {
		case !is:
			faults = append(faults, fault.Field("until", "promise_date_form"))
		case ok && until.Before(starts):
			faults = append(faults, fault.Field("until", "promise_until_early"))
		case until.After(last):
			faults = append(faults, fault.Field("until", "promise_date_far"))
		}
		p.UntilOn = &until
	} else if p.Cadence == Once {
		faults = append(faults, fault.Field("until", "promise_until_missing"))
	}
	return p, faults.OrNil()
}

// readStep reads the step a promise is made in; a malformed id is absent like a foreign one.
func readStep(text string) (*uuid.UUID, error) {
	if text == "" {
		return nil, nil
	}
	id, err := uuid.Parse(text)
	if err != nil {
		return nil, fault.Absent()
	}
	return &id, nil
}

// readKeeper reads which partner promised on paper.
func readKeeper(f *web.Form) tenant.PersonID {
	id, err := uuid.Parse(f.Text("keeper"))
	if err != nil {
		return tenant.PersonID{}
	}
	return tenant.PersonID{UUID: id}
}

// readRecording checks what a counselor records. "day" carries the date and the version of the deed it was shown with.
func readRecording(f *web.Form) (Recording, error) {
	var faults fault.List
	r := Recording{Outcome: Outcome(f.Text("outcome")), How: How(f.Text("how"))}
	day, version, _ := strings.Cut(f.Text("day"), ".")
	on, err := time.Parse(time.DateOnly, day)
	n, bad := strconv.ParseInt(version, 10, 32)
	if err != nil || bad != nil || n < 0 {
		faults = append(faults, fault.Field("day", "promise_day_choose"))
	}
	r.Day, r.Version = on, int(n)
	if r.Outcome != Confirmed && r.Outcome != NotYet {
		faults = append(faults, fault.Field("outcome", "promise_outcome_choose"))
	}
	if r.How != InSession && r.How != OnPaper {
		faults = append(faults, fault.Field("how", "promise_how_choose"))
	}
	return r, faults.OrNil()
}

// readReason checks the words after "not yet".
func readReason(f *web.Form) (string, error) {
	text := f.Long("reason")
	switch {
	case text == "":
		return "", fault.List{fault.Field("reason", "promise_reason_missing")}
	case utf8.RuneCountInString(text) > reasonMost:
		return "", fault.List{fault.Field("reason", "promise_reason_long", "Most", reasonMost)}
	}
	return text, nil
}

// readDifferent checks the words of "it was different"; there may be none.
func readDifferent(f *web.Form) (string, error) {
	text := f.Long("words")
	if utf8.RuneCountInString(text) > reasonMost {
		return "", fault.Field("words", "promise_reason_long", "Most", reasonMost)
	}
	return text, nil
}
