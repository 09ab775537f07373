package question

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"amends/server/tenant"
)

func TestLoops(t *testing.T) {
	a, b := tenant.NewPersonID(), tenant.NewPersonID()
	ids := []uuid.UUID{uuid.New(), uuid.New(), uuid.New(), uuid.New(), uuid.New()}
	of := func(n int, who tenant.PersonID, text string, again *uuid.UUID) Thread {
		return Thread{ID: ids[n], Asker: who, Question: &Question{ID: ids[n], Asker: who, Text: text, State: Asked, AgainOf: again}}
	}
	for _, c := range []struct {
		name string
		all  []Thread
		want map[uuid.UUID]int
	}{
		{"twice is no loop", []Thread{of(0, a, "Why?", nil), of(1, a, "why", nil)}, nil},
		{"three in other dress", []Thread{of(0, a, "Why me?", nil), of(1, a, "why, me", nil), of(2, a, "WHY  ME!", nil)}, map[uuid.UUID]int{ids[2]: 3}},
		{"said to be the same", []Thread{of(0, a, "Who?", nil), of(1, a, "What name?", &ids[0]), of(2, a, "Tell me her name", &ids[1])}, map[uuid.UUID]int{ids[2]: 3}},
		{"both ways, and a fourth", []Thread{of(0, a, "Who?", nil), of(1, a, "Name?", &ids[0]), of(2, a, "who", nil), of(3, a, "name", nil)}, map[uuid.UUID]int{ids[2]: 3, ids[3]: 4}},
		{"two people", []Thread{of(0, a, "Why?", nil), of(1, b, "Why?", nil), of(2, a, "Why?", nil), of(3, b, "Why?", nil)}, nil},
		{"different words", []Thread{of(0, a, "Why?", nil), of(1, a, "When?", nil), of(2, a, "Where?", nil)}, nil},
		{"another script", []Thread{of(0, a, "为什么？", nil), of(1, a, "为什么", nil), of(2, a, "为什么!", nil)}, map[uuid.UUID]int{ids[2]: 3}},
	} {
		got := Loops(c.all)
		if len(got) != len(c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
		for id, n := range c.want {
			if got[id] != n {
				t.Errorf("%s: %d times, want %d", c.name, got[id], n)
			}
		}
	}
}

func TestTheWeekOfPassing(t *testing.T) {
	who := tenant.NewPersonID()
	day := func(d int) time.Time { return time.Date(2026, 6, d, 0, 0, 0, 0, time.UTC) }
	var all []Thread
	for _, d := range []int{1, 3, 7, 8} { // Monday, Wednesday, Sunday, the next Monday
		all = append(all, Thread{Asker: who, Passed: &Passed{On: day(d)}})
	}
	for d, want := range map[int]int{1: 3, 7: 3, 8: 1, 14: 1, 15: 0} {
		if got := PassedIn(all, who, day(d)); got != want {
			t.Errorf("on June %d: %d, want %d", d, got, want)
		}
	}
	if PassedIn(all, tenant.NewPersonID(), day(1)) != 0 {
		t.Error("another's questions count")
	}
}

func TestAnAnswerToHearIsTheNewestSent(t *testing.T) {
	on := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	sent := func(n int, passed bool) Answer {
		a := Answer{Number: n, State: Sent, SentOn: &on}
		if passed {
			a.PassedOn = &on
		}
		return a
	}
	for name, c := range map[string]struct {
		answers []Answer
		want    int
	}{
		"none":                 {nil, 0},
		"a draft":              {[]Answer{{Number: 1, State: Draft}}, 0},
		"one":                  {[]Answer{sent(1, false)}, 1},
		"passed back":          {[]Answer{sent(1, true)}, 0},
		"changed before":       {[]Answer{sent(1, false), sent(2, false)}, 2},
		"changed after":        {[]Answer{sent(1, true), sent(2, false)}, 2},
		"a draft after passed": {[]Answer{sent(1, true), {Number: 2, State: Draft}}, 0},
	} {
		a, waits := Thread{Answers: c.answers}.ToHear()
		if waits != (c.want > 0) || waits && a.Number != c.want {
			t.Errorf("%s: %d %v, want %d", name, a.Number, waits, c.want)
		}
	}
}
