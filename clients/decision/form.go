package decision

import (
	"slices"
	"unicode/utf8"

	"github.com/google/uuid"

	"amends/server/fault"
	"amends/server/web"
)

// Lengths in characters.
const (
	answerMost = 4000
	wordMost   = 600
)

// readWords reads an answer. A draft may be empty; what is done says something, and "not now" is enough.
func readWords(f *web.Form, d Decision, done bool) (Words, error) {
	var faults fault.List
	w := Words{Answers: map[string]string{}}
	for _, q := range d.Kind.Questions() {
		text := f.Long(q)
		if utf8.RuneCountInString(text) > answerMost {
			faults = append(faults, fault.Field(q, "decision_long", "Most", answerMost))
		}
		if text != "" {
			w.Answers[q] = text
		}
	}
	if w.Lean = Lean(f.Text("lean")); w.Lean != "" && !slices.Contains(Leans(d.Kind, d.ID), w.Lean) {
		faults = append(faults, fault.Field("lean", "decision_choose"))
	}
	if done && w.Empty() && len(faults) == 0 {
		faults = append(faults, fault.Field(d.Kind.Questions()[0], "decision_missing"))
	}
	return w, faults.OrNil()
}

// readAsked reads what a counselor opens for both.
func readAsked(f *web.Form) (Decision, error) {
	var faults fault.List
	d := Decision{ID: uuid.New(), Kind: Kind(f.Text("kind")), Text: f.Long("word")}
	if !d.Kind.Known() {
		faults = append(faults, fault.Field("kind", "decision_kind_choose"))
	}
	if utf8.RuneCountInString(d.Text) > wordMost {
		faults = append(faults, fault.Field("word", "decision_long", "Most", wordMost))
	}
	return d, faults.OrNil()
}

// readOutcome reads what came of it.
func readOutcome(f *web.Form) (Outcome, error) {
	var faults fault.List
	o := Outcome{Choice: Lean(f.Text("choice")), Text: f.Long("said")}
	switch {
	case o.Text == "":
		faults = append(faults, fault.Field("said", "decision_said_missing"))
	case utf8.RuneCountInString(o.Text) > answerMost:
		faults = append(faults, fault.Field("said", "decision_long", "Most", answerMost))
	}
	return o, faults.OrNil()
}
