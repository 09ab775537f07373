package promise

import (
	"fmt"
	"slices"
	"testing"
)

// TestStretches: the weeks of a promise that went alike are told as one; June 2026 begins on a Monday.
func TestStretches(t *testing.T) {
	said := func(day string, o Outcome) Deed { return Deed{On: on(day), Outcome: o} }
	weekly := Promise{Cadence: Weekly, StartsOn: on("2026-06-01")}
	daily := Promise{Cadence: Daily, StartsOn: on("2026-06-01")}
	for _, c := range []struct {
		name  string
		p     Promise
		deeds []Deed
		today string
		want  []string
	}{
		{"nothing said", weekly, nil, "2026-06-30", nil},
		{"a weekly one, always confirmed", weekly, []Deed{said("2026-06-01", Confirmed), said("2026-06-08", Confirmed), said("2026-06-15", Confirmed)}, "2026-06-16",
			[]string{"2026-06-01 2026-06-15 3+0/3"}},
		{"a silent week is no news, and is not kept", weekly, []Deed{said("2026-06-01", Confirmed), said("2026-06-15", Confirmed)}, "2026-06-16",
			[]string{"2026-06-01 2026-06-01 1+0/1", "2026-06-15 2026-06-15 1+0/1"}},
		{"the way changes", weekly, []Deed{said("2026-06-01", Confirmed), said("2026-06-08", NotYet), said("2026-06-15", Confirmed)}, "2026-06-16",
			[]string{"2026-06-01 2026-06-01 1+0/1", "2026-06-08 2026-06-08 0+1/1", "2026-06-15 2026-06-15 1+0/1"}},
		{"a daily one: silence is not kept", daily, []Deed{said("2026-06-01", Confirmed), said("2026-06-03", Confirmed), said("2026-06-04", NotYet), said("2026-06-09", Confirmed)}, "2026-06-10",
			[]string{"2026-06-01 2026-06-09 3+1/9"}},
		{"today counts once it is answered", daily, []Deed{said("2026-06-01", Confirmed)}, "2026-06-02", []string{"2026-06-01 2026-06-01 1+0/1"}},
		{"confirmed before its day", Promise{Cadence: Once, StartsOn: on("2026-06-01"), UntilOn: ptr(on("2026-06-20"))}, []Deed{said("2026-06-20", Confirmed)}, "2026-06-03",
			[]string{"2026-06-20 2026-06-20 1+0/1"}},
	} {
		c.p.Deeds = c.deeds
		var got []string
		for _, s := range c.p.Stretches(on(c.today)) {
			got = append(got, fmt.Sprintf("%s %s %d+%d/%d", dateText(s.From), dateText(s.To), s.Confirmed, s.NotYet, s.Due))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}
