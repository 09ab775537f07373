package setback

import (
	"log/slog"
	"time"
	"unicode/utf8"

	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// lineMost and toldLength are lengths in characters: a plan is read in a hard moment, so its lines are short.
const (
	lineMost   = 600
	wordsMost  = 4000
	toldLength = 1000
)

// yearsBack is how long ago a wave may have been.
const yearsBack = 5

// readLines reads the four lines of a plan.
func readLines(f *web.Form) (l Lines, faults fault.List) {
	for _, name := range Names() {
		text := f.Long(name)
		if utf8.RuneCountInString(text) > lineMost {
			faults = append(faults, fault.Field(name, "setback_long", "Most", lineMost))
		}
		*l.at(name) = text
	}
	return l, faults
}

// readWave reads what somebody writes about a wave; only its day is needed. told is the line to the counselor, empty for none.
func readWave(f *web.Form, today time.Time) (w Wave, told string, err error) {
	var faults fault.List
	on, ok := f.Date("on")
	switch {
	case !ok:
		faults = append(faults, fault.Field("on", "setback_on_form"))
	case on.After(today):
		faults = append(faults, fault.Field("on", "setback_on_later"))
	case on.Before(today.AddDate(-yearsBack, 0, 0)):
		faults = append(faults, fault.Field("on", "setback_on_early"))
	}
	w.On = on
	if f.Has("strength") && f.Text("strength") != "skip" {
		n, ok := f.Int("strength")
		if !ok || n < 0 || n > Strongest {
			faults = append(faults, fault.Field("strength", "setback_strength_form", "Most", Strongest))
		}
		w.Strength = &n
	}
	w.Words = Words{Trigger: f.Long("trigger"), Helped: f.Long("helped"), Stands: f.Long("stands"), Next: f.Long("next")}
	for _, field := range []struct{ name, text string }{{"trigger", w.Words.Trigger}, {"helped", w.Words.Helped}, {"stands", w.Words.Stands}, {"next", w.Words.Next}} {
		if utf8.RuneCountInString(field.text) > wordsMost {
			faults = append(faults, fault.Field(field.name, "setback_long", "Most", wordsMost))
		}
	}
	if told = f.Long("told"); utf8.RuneCountInString(told) > toldLength {
		faults = append(faults, fault.Field("told", "setback_long", "Most", toldLength))
	}
	return w, told, faults.OrNil()
}

// Recording is lines of a plan that a counselor enters: written together in a session, or by one on paper.
type Recording struct {
	Author tenant.PersonID // nobody: both
	Lines  Lines
	Paper  bool
}

// LogValue keeps the words out of logs.
func (Recording) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// readRecording checks what a counselor records.
func readRecording(f *web.Form) (Recording, error) {
	lines, faults := readLines(f)
	r := Recording{Lines: lines}
	if lines.Empty() && len(faults) == 0 {
		faults = append(faults, fault.Field("sign", "setback_lines_missing"))
	}
	if f.Text("author") != "both" {
		if r.Author = (tenant.PersonID{UUID: f.ID("author")}); r.Author.IsZero() {
			faults = append(faults, fault.Field("author", "setback_author_choose"))
		}
	}
	switch f.Text("how") {
	case "session":
	case "paper":
		r.Paper = true
	default:
		faults = append(faults, fault.Field("how", "setback_how_choose"))
	}
	return r, faults.OrNil()
}
