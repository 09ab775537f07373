package decision

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"amends/server/tenant"
)

// Staying and parting come first equally often, both partners see the same order, and the other choices never move.
func TestStayingAndPartingAreEquals(t *testing.T) {
	first := map[Lean]int{}
	for i := range 256 {
		id := uuid.UUID{15: byte(i)}
		leans, outcomes := Leans(Decide, id), Outcomes(Decide, id)
		if !slices.Equal(leans, Leans(Decide, id)) || !slices.Equal(leans[2:], []Lean{Unsure, NotNow}) || leans[0] == leans[1] {
			t.Fatalf("%v", leans)
		}
		if !slices.Equal(leans[:2], outcomes[:2]) || outcomes[2] != NotNow {
			t.Errorf("another order of outcomes: %v and %v", leans, outcomes)
		}
		first[leans[0]]++
	}
	if first[Stay] != 128 || first[Part] != 128 {
		t.Errorf("first stand %v", first)
	}
	for _, k := range []Kind{Values, Upkeep, Enough} {
		if l := Leans(k, uuid.UUID{}); !slices.Equal(l, []Lean{NotNow}) || Outcomes(k, uuid.UUID{}) != nil {
			t.Errorf("%s leans %v", k, l)
		}
	}
}

func TestEmptyWords(t *testing.T) {
	for name, test := range map[string]struct {
		words Words
		want  bool
	}{
		"nothing":        {Words{}, true},
		"an empty field": {Words{Answers: map[string]string{"able": ""}}, true},
		"a word":         {Words{Answers: map[string]string{"able": "yes"}}, false},
		"not now":        {Words{Lean: NotNow}, false},
	} {
		if got := test.words.Empty(); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestReady(t *testing.T) {
	day := time.Date(2026, 6, 3, 0, 0, 0, 0, time.UTC)
	two := []Answer{{Person: tenant.PersonID{UUID: uuid.UUID{1}}}, {Person: tenant.PersonID{UUID: uuid.UUID{2}}}}
	for name, test := range map[string]struct {
		pair Pair
		want bool
	}{
		"nobody":   {Pair{Decision: Decision{Kind: Decide}}, false},
		"both":     {Pair{Decision: Decision{Kind: Values}, Answers: two}, true},
		"one":      {Pair{Decision: Decision{Kind: Decide}, Answers: two[:1]}, false},
		"opened":   {Pair{Decision: Decision{Kind: Decide, OpenedOn: &day}, Answers: two}, false},
		"closed":   {Pair{Decision: Decision{Kind: Decide, ClosedOn: &day}, Answers: two}, false},
		"for each": {Pair{Decision: Decision{Kind: Enough}, Answers: two}, false},
	} {
		if got := test.pair.Ready(); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// What the counselor did after somebody left has not happened for them.
func TestWhoLeftSeesNothingNewer(t *testing.T) {
	left := time.Date(2026, 6, 3, 0, 0, 0, 0, time.UTC)
	before, after := left.AddDate(0, 0, -1), left.AddDate(0, 0, 1)
	for name, test := range map[string]struct {
		opened  *time.Time
		until   time.Time
		running bool
	}{
		"before":    {&before, left, false},
		"that day":  {&left, left, false},
		"after":     {&after, left, true},
		"still one": {&after, time.Time{}, false},
	} {
		p := Pair{Decision: Decision{OpenedOn: test.opened}}
		if got := p.until(test.until).Running(); got != test.running {
			t.Errorf("%s: running %v", name, got)
		}
	}
}
