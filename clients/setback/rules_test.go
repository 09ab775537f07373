package setback

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"amends/server/tenant"
)

func person(n byte) tenant.PersonID { return tenant.PersonID{UUID: uuid.UUID{n}} }

func TestOnlyKeepsTheChosenLines(t *testing.T) {
	all := Lines{"a", "b", "c", "d"}
	for _, test := range []struct {
		names []string
		want  Lines
	}{
		{nil, Lines{}},
		{[]string{"ask"}, Lines{Ask: "b"}},
		{[]string{"return", "sign"}, Lines{Sign: "a", Return: "d"}},
		{[]string{"strength", "", "partner"}, Lines{Partner: "c"}},
		{Names(), all},
	} {
		if got := all.Only(test.names); got != test.want {
			t.Errorf("%v: %q %q %q %q", test.names, got.Sign, got.Ask, got.Partner, got.Return)
		}
	}
}

func TestTheNewestOfEachVoiceStands(t *testing.T) {
	ana, ben := person(1), person(2)
	all := []Part{{Author: &ana, Lines: Lines{Ask: "one"}}, {Author: &ben, Lines: Lines{Ask: "two"}}, {Lines: Lines{Ask: "three"}}, {Author: &ana, Lines: Lines{Ask: "four"}}}
	text := func(parts []Part) string {
		var words []string
		for _, p := range parts {
			words = append(words, p.Lines.Ask)
		}
		return strings.Join(words, " ")
	}
	now, earlier := Standing(all)
	if text(now) != "four three two" || text(earlier) != "one" {
		t.Errorf("stands %q, before %q", text(now), text(earlier))
	}
	if now, earlier := Standing(nil); now != nil || earlier != nil {
		t.Error("something stands in an empty plan")
	}
}

func TestWhatWaits(t *testing.T) {
	day := time.Date(2026, 6, 3, 0, 0, 0, 0, time.UTC)
	ana, ben := person(1), person(2)
	for name, test := range map[string]struct {
		all  []Sent
		want []tenant.PersonID
	}{
		"nothing":                    {nil, nil},
		"each one":                   {[]Sent{{Author: ana}, {Author: ben}}, []tenant.PersonID{ben, ana}},
		"passed":                     {[]Sent{{Author: ana, Passed: &day}}, nil},
		"kept for a session":         {[]Sent{{Author: ana, Talk: &day}}, nil},
		"a newer one after a passed": {[]Sent{{Author: ana, Passed: &day}, {Author: ana}}, []tenant.PersonID{ana}},
		"an older one before":        {[]Sent{{Author: ana}, {Author: ana, Passed: &day}}, nil},
	} {
		waits := Waiting(test.all)
		if len(waits) != len(test.want) {
			t.Errorf("%s: %d wait", name, len(waits))
			continue
		}
		for i, w := range waits {
			if w.Author != test.want[i] {
				t.Errorf("%s: %v at %d", name, w.Author, i)
			}
		}
	}
}

// A wave rises from the water line and comes back to it; the strongest reaches the top, and two days later the water is not
// lower than before any wave.
func TestTheSurfaceIsLevelButForTheWaves(t *testing.T) {
	level, one := surface(nil), surface(map[float64]float64{42: Strongest})
	if strings.Contains(level, "L0 12") || strings.Count(level, " "+pixels(waterLine)) != drawnWide/2+1 {
		t.Errorf("calm water is not level: %s", level)
	}
	if !strings.Contains(one, "L168 12L") {
		t.Errorf("the strongest wave does not reach the top: %s", one)
	}
	if !strings.HasPrefix(one, "M0 88L") || !strings.HasSuffix(one, " 88") {
		t.Errorf("the water does not come back to its line: %s", one)
	}
}
