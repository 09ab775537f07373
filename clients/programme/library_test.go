package programme_test

import (
	"encoding/json"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"amends/clients/programme"
)

func TestViewShowsOnlyOnesOwnWords(t *testing.T) {
	l := shipped(t)
	involved, ok := l.View("A9", "ritual", "ten-minutes", programme.Involved, "en")
	injured, ok2 := l.View("A9", "ritual", "ten-minutes", programme.Injured, "en")
	if !ok || !ok2 {
		t.Fatal("A9 has no view")
	}
	if !strings.Contains(involved.Intro, "there is no second ask") || strings.Contains(injured.Intro, "second ask") {
		t.Errorf("the intros are mixed up:\n%s\n%s", involved.Intro, injured.Intro)
	}
	if involved.Title != "Ten calm minutes" || involved.Sharing.Code != programme.ShareJoint {
		t.Errorf("A9 for the involved partner: %+v", involved)
	}
	// One form, own questions: the hurt partner asks and the other answers.
	asks, _ := l.View("A5", "question-log", "log", programme.Injured, "en")
	answers, _ := l.View("A5", "question-log", "log", programme.Involved, "en")
	if got := keys(asks); !slices.Equal(got, []string{"question", "why", "match"}) {
		t.Errorf("asks: %v", got)
	}
	if got := keys(answers); !slices.Equal(got, []string{"answer"}) || answers.Prompts[0].Turn != programme.TurnReply {
		t.Errorf("answers: %v", got)
	}
}

func keys(v programme.View) []string {
	var out []string
	for _, p := range v.Prompts {
		out = append(out, p.Key)
	}
	return out
}

func TestNoViewForWhoTakesNoPart(t *testing.T) {
	l := shipped(t)
	for _, c := range []struct {
		code programme.Code
		step programme.StepKey
		part programme.PartKey
		role programme.Role
	}{
		{"A2", "ownership", "my-part", programme.Injured},
		{"A2", "apology", "letter", programme.Injured},
		{"A1", "impact", "cost-to-me", programme.Involved},
		{"A1", "impact", "statement", programme.Counselor},
		{"A1", "ownership", "my-part", programme.Involved}, // not placed in this row
		{"A99", "impact", "statement", programme.Involved},
		{"", "impact", "nothing", programme.Involved},
	} {
		if v, ok := l.View(c.code, c.step, c.part, c.role, "en"); ok || v.Intro != "" {
			t.Errorf("%+v has a view", c)
		}
	}
}

func TestNoticesOnAView(t *testing.T) {
	l := shipped(t)
	for _, c := range []struct {
		code              programme.Code
		step              programme.StepKey
		part              programme.PartKey
		role              programme.Role
		court, help, card bool
		due               bool
		words             string
	}{
		{"A0", "beginning", "reading", programme.Involved, false, true, true, true, "often, not always"},
		{"A0", "beginning", "reading", programme.Injured, false, true, true, false, "often, not always"},
		{"A1", "impact", "statement", programme.Involved, true, false, false, true, ""},
		{"A1", "impact", "smaller-words", programme.Involved, true, false, false, true, ""},
		{"A2", "ownership", "my-part", programme.Involved, false, false, false, true, ""},
		{"A2", "apology", "letter", programme.Involved, true, false, false, true, ""},
		{"A3", "feelings-log", "log", programme.Injured, false, true, false, false, ""},
		{"A7", "promises", "ledger", programme.Involved, false, false, false, false, ""},
		{"A10", "decide", "decision", programme.Involved, false, true, false, false, ""},
		{"", "apology", "letter", programme.Involved, true, false, false, true, ""},
	} {
		v, ok := l.View(c.code, c.step, c.part, c.role, "en")
		if !ok {
			t.Errorf("%s %s/%s: no view", c.code, c.step, c.part)
			continue
		}
		if v.Court != c.court || v.Help != c.help || v.Card != c.card || v.Due != c.due {
			t.Errorf("%s %s/%s for %s: court %v help %v card %v due %v", c.code, c.step, c.part, c.role,
				v.Court, v.Help, v.Card, v.Due)
		}
		if !strings.Contains(strings.Join(v.Reading, " "), c.words) {
			t.Errorf("%s: the reading does not say %q", c.code, c.words)
		}
	}
}

// Kinds that outlive an assignment have a room each; the others are done on the one engine.
func TestRoomsOfKinds(t *testing.T) {
	rooms := map[string]bool{}
	for _, k := range programme.Kinds() {
		if room := programme.Room(k); room != "" {
			if rooms[room] {
				t.Errorf("two kinds lead to %s", room)
			}
			rooms[room] = true
		}
	}
	if len(rooms) != 6 || len(programme.Kinds()) != 19 || !rooms["/promises"] || programme.Room(programme.APO) != "" {
		t.Errorf("rooms %v of %d kinds", rooms, len(programme.Kinds()))
	}
}

func TestRepeats(t *testing.T) {
	for want, cadences := range map[int][]programme.Cadence{
		0:                {{Rhythm: programme.Once}, {Rhythm: programme.Once, At: "review"}},
		1:                {{Rhythm: programme.Daily, Most: 1}, {Rhythm: programme.Weekly, Least: 3, Most: 5}, {Rhythm: programme.OnEvent, Also: []programme.Rhythm{programme.Daily}}},
		3:                {{Rhythm: programme.Weekly, Least: 2, Most: 2}},
		7:                {{Rhythm: programme.Weekly, Least: 1, Most: 1}, {Rhythm: programme.Once, Also: []programme.Rhythm{programme.Weekly}}},
		14:               {{Rhythm: programme.Every, Least: 2, Most: 2}},
		programme.AnyDay: {{Rhythm: programme.Wanted}, {Rhythm: programme.Once, Also: []programme.Rhythm{programme.OnEvent}}, {Rhythm: programme.OnDemand}},
	} {
		for _, c := range cadences {
			if got := c.Repeats(); got != want {
				t.Errorf("%+v comes round after %d days, want %d", c, got, want)
			}
		}
	}
}

func TestUnknownLanguageFallsBackToEnglish(t *testing.T) {
	l := shipped(t)
	v, ok := l.View("A7", "promises", "ledger", programme.Injured, "es")
	if !ok || v.Lang != programme.English || v.Intro == "" || len(v.Prompts) != 4 {
		t.Errorf("fallback: %+v", v)
	}
}

func TestSharedStepsKnowTheirRows(t *testing.T) {
	l := shipped(t)
	if got := len(l.StepsOf("A")); got != 12 {
		t.Errorf("programme A places %d steps", got)
	}
	if l.ProgrammeOf("A10") != "A" || l.ProgrammeOf("Z1") != "" {
		t.Error("ProgrammeOf is wrong")
	}
}

// TestCopyReadsBackTheSame: what is copied into a practice's tables as JSON has the
// same content, the same hash, and makes the same library.
func TestCopyReadsBackTheSame(t *testing.T) {
	l := shipped(t)
	var steps []programme.Step
	for _, s := range l.Steps() {
		back := roundTrip(t, s)
		if !reflect.DeepEqual(back, s) || back.Hash() != s.Hash() {
			t.Errorf("step %s comes back changed", s.Key)
		}
		steps = append(steps, back)
	}
	a, _ := l.Programme("A")
	back := roundTrip(t, a)
	if !reflect.DeepEqual(back, a) || back.Hash() != a.Hash() {
		t.Error("programme A comes back changed")
	}
	copied, err := programme.Assemble(l.Themes(), steps, []programme.Programme{back})
	if err != nil {
		t.Fatal(err)
	}
	one, _ := l.View("A1", "impact", "statement", programme.Involved, "en")
	two, _ := copied.View("A1", "impact", "statement", programme.Involved, "en")
	if !reflect.DeepEqual(one, two) || !reflect.DeepEqual(roundTrip(t, one), one) {
		t.Error("the copy shows another page")
	}
}

func roundTrip[T any](t *testing.T, v T) T {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var back T
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	return back
}

// A version's hash covers what a step says: an edit in place is seen, whatever its number.
func TestAStampFollowsTheText(t *testing.T) {
	l := shipped(t)
	s, _ := l.Step("promises")
	edited := roundTrip(t, s)
	if edited.Stamp() != s.Stamp() {
		t.Fatal("the same text has another stamp")
	}
	edited.Parts[0].Prompts[0].Text[programme.English][programme.Each] += " Today."
	if edited.Stamp() == s.Stamp() {
		t.Error("an edited text went unseen")
	}
}

// TestVoice reads every text of the library the way an editor would.
func TestVoice(t *testing.T) {
	l := shipped(t)
	bad := regexp.MustCompile(`(?i)["!]|\w'\w|\b(he|she|his|her|him|victim|offender|breach|betray\w*|cheat\w*|` +
		`therap\w+|client|homework|tasks?|injur\w+|involved partner|should|must)\b`)
	words, sentences := 0, 0
	for _, s := range l.Steps() {
		for _, p := range s.Parts {
			for _, role := range p.Who.Roles() {
				v, _ := l.View("", s.Key, p.Key, role, "en")
				texts := append([]string{v.Title, v.Intro}, v.Reading...)
				for _, q := range v.Prompts {
					texts = append(texts, q.Label, q.Text, q.Hint)
				}
				for _, text := range texts {
					if found := bad.FindString(text); found != "" {
						t.Errorf("%s/%s for %s: %q in %q", s.Key, p.Key, role, found, text)
					}
					words += len(strings.Fields(text))
					sentences += strings.Count(text, ".") + strings.Count(text, "?") + strings.Count(text, ":") + strings.Count(text, ";")
				}
			}
		}
	}
	if mean := float64(words) / float64(sentences); mean > 14 {
		t.Errorf("sentences have %.1f words on average; a reader of twelve tires after 14", mean)
	}
}
