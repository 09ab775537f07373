package programme_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"amends/clients/programme"
)

// row is one line of the design table of a programme, typed by hand from it and not
// from the files. Every part reads "kind who, rhythm, sharing +gates of its own"; the
// order of the parts is free. kinds is the design's own column, so that a part which is
// missing here and in the file is still missed.
type row struct {
	kinds    string
	parts    []string
	recheck  string
	ratings  string
	gates    string
	cautions string
}

// design is every row of the five programmes. The tables stand in rows_a_test.go to
// rows_e_test.go. Gates, in all of them: G0 and G1 for caution 1 and for whatever may
// reach the partner; G3 for letters, questions and rituals; G4 for statements and
// questions; G5 for causes and self-forgiveness; G6 for values and closeness; G7 for
// the steps that reconnect; G8 for upkeep.
func design() map[programme.Tag]map[programme.Code]row {
	return map[programme.Tag]map[programme.Code]row{"A": rowsOfA, "B": rowsOfB, "C": rowsOfC, "D": rowsOfD, "E": rowsOfE}
}

// rowsInAll is how many rows the design has: 11, 11, 35, 11 and 21.
const rowsInAll = 89

func TestTheProgrammesHaveTheRowsOfTheDesignAndNoOthers(t *testing.T) {
	l := shipped(t)
	var want, got []programme.Code
	for _, rows := range design() {
		want = slices.AppendSeq(want, maps.Keys(rows))
	}
	if len(want) != rowsInAll {
		t.Errorf("the tables hold %d rows of %d", len(want), rowsInAll)
	}
	for _, p := range l.Programmes() {
		for _, pl := range p.Placements {
			got = append(got, pl.Code)
			if _, ok := design()[p.Tag][pl.Code]; !ok {
				t.Errorf("row %s is in programme %s and not in the design", pl.Code, p.Tag)
			}
		}
	}
	for _, code := range want {
		if !slices.Contains(got, code) {
			t.Errorf("row %s of the design is missing", code)
		}
	}
	if len(got) != rowsInAll {
		t.Errorf("the files hold %d rows of %d", len(got), rowsInAll)
	}
}

func TestEveryRowSaysWhatTheDesignSays(t *testing.T) {
	l := shipped(t)
	for _, tag := range slices.Sorted(maps.Keys(design())) {
		p, ok := l.Programme(tag)
		if !ok {
			t.Errorf("there is no programme %s", tag)
			continue
		}
		if got := words(p.Gates); got != "G2" {
			t.Errorf("programme %s looks at gates %q before a couple is placed, not at the mandate", tag, got)
		}
		for _, pl := range p.Placements {
			want := design()[tag][pl.Code]
			want.parts = slices.Sorted(slices.Values(want.parts))
			for _, d := range differences(read(l, pl), want) {
				t.Errorf("%s %s", pl.Code, d)
			}
		}
	}
}

// differences says each thing in which two rows differ.
func differences(got, want row) []string {
	var out []string
	add := func(what, got, want string) {
		if got != want {
			out = append(out, fmt.Sprintf("%s\n got  %s\n want %s", what, got, want))
		}
	}
	add("parts", strings.Join(got.parts, "\n      "), strings.Join(want.parts, "\n      "))
	add("recheck", got.recheck, want.recheck)
	add("ratings", got.ratings, want.ratings)
	add("gates", got.gates, want.gates)
	add("cautions", got.cautions, want.cautions)
	for kind := range strings.FieldsSeq(want.kinds) {
		if !slices.ContainsFunc(got.parts, func(p string) bool { return strings.HasPrefix(p, kind+" ") }) {
			out = append(out, "has no part of kind "+kind)
		}
	}
	return out
}

// read says a placement in the words of the table.
func read(l *programme.Library, pl programme.Placement) row {
	got := row{gates: words(pl.Gates), cautions: words(pl.Cautions)}
	for _, p := range l.Parts(pl.Code) {
		got.parts = append(got.parts, readPart(p, pl.Gates))
	}
	slices.Sort(got.parts)
	if r := pl.Recheck; r != nil {
		got.recheck = readRecheck(*r)
	}
	var ratings []string
	for _, r := range pl.Ratings {
		ratings = append(ratings, r.Code+" "+string(r.Who))
	}
	got.ratings = strings.Join(ratings, ", ")
	return got
}

func readRecheck(r programme.Recheck) string {
	var s []string
	if r.Weeks > 0 {
		s = append(s, fmt.Sprintf("%d weeks", r.Weeks))
	}
	if r.Repeats {
		s = append(s, "again")
	}
	if len(r.Months) > 0 {
		s = append(s, words(r.Months)+" months")
	}
	return strings.Join(s, " ")
}

func readPart(placed programme.Placed, rowGates []programme.Gate) string {
	p := placed.Part
	s := string(p.Kind) + " " + string(p.Who)
	if p.First != "" && len(p.Who.Roles()) > 1 {
		s += " first " + string(p.First)
	}
	if p.Optional {
		s += " optional"
	}
	if p.Opened != "" {
		s += " opened by " + p.Opened
	}
	s += ", " + readCadence(p.Cadence) + ", " + string(p.Sharing.Code)
	if p.Sharing.Then != "" {
		s += " then " + string(p.Sharing.Then)
	}
	if p.Sharing.When != "" {
		s += " when " + string(p.Sharing.When)
	}
	more := slices.DeleteFunc(slices.Clone(placed.Gates), func(g programme.Gate) bool { return slices.Contains(rowGates, g) })
	if len(more) > 0 {
		s += " +" + words(more)
	}
	return s
}

func readCadence(c programme.Cadence) string {
	s := string(c.Rhythm)
	if c.Most > 0 {
		s += fmt.Sprintf(" %d-%d", c.Least, c.Most)
	}
	for _, also := range c.Also {
		s += " or " + string(also)
	}
	if c.At != "" {
		s += " at " + c.At
	}
	return s
}

func words[T any](list []T) string {
	return strings.Trim(fmt.Sprint(list), "[]")
}
