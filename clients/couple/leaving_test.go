package couple

import (
	"testing"
	"time"

	"amends/server/fault"
	"amends/server/tenant"
)

func sentenceOf(err error) string {
	if err == nil {
		return ""
	}
	e, ok := fault.As(err)
	if !ok {
		return "not a fault: " + err.Error()
	}
	return e.Sentence
}

// A place ends on a day of its own time, once, and while care goes on.
func TestAPlaceEndsOnADayOfItsOwn(t *testing.T) {
	today, gone := day("2026-06-04"), day("2026-05-01")
	in := Couple{CareFrom: day("2026-01-05")}
	over := Couple{CareFrom: in.CareFrom, CareTo: &gone}
	p := Partner{StartsOn: day("2026-02-02")}
	left := Partner{StartsOn: p.StartsOn, EndsOn: &gone}
	for _, c := range []struct {
		name   string
		couple Couple
		place  Partner
		last   string
		want   string
	}{
		{"today", in, p, "2026-06-04", ""},
		{"a past day", in, p, "2026-05-10", ""},
		{"their first day", in, p, "2026-02-02", ""},
		{"tomorrow", in, p, "2026-06-05", "couple_date_future"},
		{"before they came", in, p, "2026-02-01", "couple_separate_before"},
		{"twice", in, left, "2026-05-20", "couple_separate_already"},
		{"care has ended", over, p, "2026-05-20", "couple_discharged_now"},
	} {
		if got := sentenceOf(c.couple.MaySeparate(c.place, day(c.last), today)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// An ended place is reopened as a mistake within a day, later only where nothing was made joint that its person would then read.
func TestAPlaceIsReopenedWhereNothingContradicts(t *testing.T) {
	now := time.Date(2026, 6, 4, 9, 0, 0, 0, time.UTC)
	at := func(ago time.Duration) *time.Time { x := now.Add(-ago); return &x }
	for _, c := range []struct {
		name     string
		recorded *time.Time
		newer    bool
		want     bool
	}{
		{"an hour ago", at(time.Hour), true, true},
		{"a day ago to the minute", at(24 * time.Hour), true, true},
		{"longer, nothing new", at(25 * time.Hour), false, true},
		{"longer, something new", at(25 * time.Hour), true, false},
		{"nobody knows when, something new", nil, true, false},
		{"nobody knows when, nothing new", nil, false, true},
	} {
		if got := MayReopen(c.recorded, now, c.newer); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestCareEndsForAReasonOnADayOfCare(t *testing.T) {
	today, gone := day("2026-06-04"), day("2026-05-01")
	in := Couple{CareFrom: day("2026-01-05")}
	over := Couple{CareFrom: in.CareFrom, CareTo: &gone}
	for _, c := range []struct {
		name   string
		couple Couple
		end    EndOfCare
		want   string
	}{
		{"today", in, EndOfCare{LastOn: today, Why: Reached}, ""},
		{"the first day", in, EndOfCare{LastOn: in.CareFrom, Why: Moved}, ""},
		{"in words", in, EndOfCare{LastOn: today, Why: OtherWhy, Told: "Both asked for it."}, ""},
		{"without words", in, EndOfCare{LastOn: today, Why: OtherWhy}, "couple_basis_missing"},
		{"without a reason", in, EndOfCare{LastOn: today}, "couple_discharge_choose"},
		{"another reason", in, EndOfCare{LastOn: today, Why: "tired"}, "couple_discharge_choose"},
		{"tomorrow", in, EndOfCare{LastOn: day("2026-06-05"), Why: Reached}, "couple_date_future"},
		{"before care", in, EndOfCare{LastOn: day("2026-01-04"), Why: Reached}, "couple_before_care"},
		{"twice", over, EndOfCare{LastOn: today, Why: Reached}, "couple_discharge_already"},
	} {
		if got := sentenceOf(c.couple.MayDischarge(c.end, today)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestWhoStaysAndBetweenWhomSomethingPasses(t *testing.T) {
	gone, today := day("2026-05-01"), day("2026-06-04")
	a, b := Partner{Person: tenant.NewPersonID(), Name: "Amira"}, Partner{Person: tenant.NewPersonID(), Name: "Jonas"}
	left := Partner{Person: b.Person, Name: "Jonas", EndsOn: &gone}
	for _, c := range []struct {
		name     string
		partners []Partner
		from     string // first day of care
		to       *time.Time
		staying  int
		both     bool
	}{
		{"nobody", nil, "2026-01-05", nil, 0, false},
		{"one place is empty", []Partner{a}, "2026-01-05", nil, 1, false},
		{"both", []Partner{a, b}, "2026-01-05", nil, 2, true},
		{"one left", []Partner{a, left}, "2026-01-05", nil, 1, false},
		{"before care", []Partner{a, b}, "2026-06-05", nil, 2, false},
		{"discharged today", []Partner{a, b}, "2026-01-05", &today, 2, false},
	} {
		cp := Couple{Partners: c.partners, CareFrom: day(c.from), CareTo: c.to}
		if len(cp.Here()) != c.staying || cp.Both(today) != c.both {
			t.Errorf("%s: %d stay, both %v", c.name, len(cp.Here()), cp.Both(today))
		}
		if cp.Both(today, a.Person) != c.both || cp.Both(today, tenant.NewPersonID()) {
			t.Errorf("%s: who is named is not asked for", c.name)
		}
	}
}
