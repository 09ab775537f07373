package programme_test

import (
	"slices"
	"strings"
	"testing"

	"amends/clients/programme"
)

// overlap is the design's table of themes: the rows of one theme place the same step of
// the library, so that a couple on two programmes is never asked the same thing twice.
// A2 stands with the letters because its second part begins one.
var overlap = []struct {
	step programme.StepKey
	rows string
}{
	{"impact", "A1 C1 C22 D1 E1 CP1"},
	{"ownership", "A2 B1 C2 D2 E3 CP2"},
	{"apology", "A2 B1 C3 D3 E3"},
	{"feelings-log", "A3 C4 EO1 B0"},
	{"listening-turn", "A4 B2 B2b B2c C12 C19 C22 D4 E2"},
	{"i-statements", "B2a C24 D9 E2 EO1"},
	{"question-log", "A5 C5 C8 CP2"},
	{"agreements", "A6 C9 D5 EO4 C26"},
	{"boundaries", "B4 C13 C18 D5 EO4"},
	{"promises", "A7 B3 C7 C15 C29 D6 E4 EO2 CP3"},
	{"pace", "B5 C6 C25 D7 E5 EF5"},
	{"setback-plan", "A8 C23 C27 C21"},
	{"ritual", "A9 C10 C11 C14 C20 D10 B7"},
	{"causes", "C17 C21 D1 EO3 CP1"},
	{"forgiveness", "C16 EO5 EF8 CP4"},
	{"self-forgiveness", "C28 EF7"},
	{"values", "C26 C30"},
	{"decide", "A10 EF3 CP4"},
	{"outside-help", "B6 D8 E6"},
	{"wins", "D9 EO2 C15 C27"},
}

func TestRowsOfOneThemePlaceTheSameStep(t *testing.T) {
	l := shipped(t)
	for _, theme := range overlap {
		for code := range strings.FieldsSeq(theme.rows) {
			if !slices.ContainsFunc(l.Parts(programme.Code(code)), func(p programme.Placed) bool { return p.Step == theme.step }) {
				t.Errorf("row %s places no part of the step %s", code, theme.step)
			}
		}
	}
}

// The design has nineteen kinds less the counselor's own, and every one is used.
func TestEveryKindOfTheDesignIsPlaced(t *testing.T) {
	l := shipped(t)
	used := map[programme.Kind]bool{}
	for _, p := range l.Programmes() {
		for _, pl := range p.Placements {
			for _, part := range l.Parts(pl.Code) {
				used[part.Part.Kind] = true
			}
		}
	}
	for _, k := range programme.Kinds() {
		if used[k] == (k == programme.OWN) {
			t.Errorf("kind %s placed: %v", k, used[k])
		}
	}
}

// No part of the library lies about unplaced: what a programme does not place, no
// couple is ever asked.
func TestEveryPartIsPlacedSomewhere(t *testing.T) {
	l := shipped(t)
	type name struct {
		step programme.StepKey
		part programme.PartKey
	}
	placed := map[name]bool{}
	for _, p := range l.Programmes() {
		for _, pl := range p.Placements {
			for _, part := range l.Parts(pl.Code) {
				placed[name{part.Step, part.Part.Key}] = true
			}
		}
	}
	for _, s := range l.Steps() {
		if s.Key == programme.Acknowledgement { // the counselor opens it beside a released statement
			continue
		}
		for _, p := range s.Parts {
			if !placed[name{s.Key, p.Key}] {
				t.Errorf("no programme places %s/%s", s.Key, p.Key)
			}
		}
	}
}
