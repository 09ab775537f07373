package promise

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/reports/progress"
	"amends/server/tenant"
)

func on(text string) time.Time {
	d, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return d
}

func ptr[T any](v T) *T { return &v }

func texts(days []time.Time) []string {
	all := []string{}
	for _, d := range days {
		all = append(all, dateText(d))
	}
	return all
}

func TestDueDays(t *testing.T) {
	for _, c := range []struct {
		name        string
		p           Promise
		first, last string
		want        []string
	}{
		{"once: by when", Promise{Cadence: Once, StartsOn: on("2026-06-01"), UntilOn: ptr(on("2026-06-05"))}, "2026-05-01", "2026-07-01", []string{"2026-06-05"}},
		{"once, looked at before the day", Promise{Cadence: Once, StartsOn: on("2026-06-01"), UntilOn: ptr(on("2026-06-05"))}, "2026-05-01", "2026-06-04", []string{}},
		{"once, ended before the day", Promise{Cadence: Once, StartsOn: on("2026-06-01"), UntilOn: ptr(on("2026-06-05")), EndedOn: ptr(on("2026-06-05"))}, "2026-05-01", "2026-07-01", []string{}},
		{"daily from its first day", Promise{Cadence: Daily, StartsOn: on("2026-06-01")}, "2026-05-30", "2026-06-03", []string{"2026-06-01", "2026-06-02", "2026-06-03"}},
		{"daily until its last day", Promise{Cadence: Daily, StartsOn: on("2026-06-01"), UntilOn: ptr(on("2026-06-02"))}, "2026-05-30", "2026-06-09", []string{"2026-06-01", "2026-06-02"}},
		{"daily, not on the day it ended", Promise{Cadence: Daily, StartsOn: on("2026-06-01"), EndedOn: ptr(on("2026-06-03"))}, "2026-05-30", "2026-06-09", []string{"2026-06-01", "2026-06-02"}},
		{"daily, the keeper left", Promise{Cadence: Daily, StartsOn: on("2026-06-01"), KeeperLeft: ptr(on("2026-06-02"))}, "2026-05-30", "2026-06-09", []string{"2026-06-01", "2026-06-02"}},
		{"weekly on the weekday of its first day", Promise{Cadence: Weekly, StartsOn: on("2026-06-07")}, "2026-06-01", "2026-06-28", []string{"2026-06-07", "2026-06-14", "2026-06-21", "2026-06-28"}},
		{"weekly over a change of clocks and of the year", Promise{Cadence: Weekly, StartsOn: on("2026-10-18")}, "2026-12-20", "2027-01-04", []string{"2026-12-20", "2026-12-27", "2027-01-03"}},
		{"a leap day", Promise{Cadence: Daily, StartsOn: on("2028-02-28"), UntilOn: ptr(on("2028-03-01"))}, "2028-02-01", "2028-04-01", []string{"2028-02-28", "2028-02-29", "2028-03-01"}},
	} {
		if got := texts(c.p.DueDays(on(c.first), on(c.last))); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

func TestWhatMayStillBeSaid(t *testing.T) {
	daily := Promise{Cadence: Daily, StartsOn: on("2026-06-01"), Deeds: []Deed{
		{On: on("2026-06-08"), Kept: ptr(true), Version: 1},
		{On: on("2026-06-09"), Kept: ptr(false), Version: 1},
		{On: on("2026-06-10"), Kept: ptr(true), Outcome: Confirmed, Version: 2},
		{On: on("2026-06-11"), Outcome: NotYet, Version: 1},
	}}
	once := Promise{Cadence: Once, StartsOn: on("2026-06-10"), UntilOn: ptr(on("2026-06-20"))}
	early := once
	early.Deeds = []Deed{{On: on("2026-06-20"), Kept: ptr(true), Version: 1}}
	for _, c := range []struct {
		name         string
		p            Promise
		day, today   string
		keep, answer bool
	}{
		{"today", daily, "2026-06-12", "2026-06-12", true, true},
		{"tomorrow", daily, "2026-06-13", "2026-06-12", false, false},
		{"seven days back", daily, "2026-06-05", "2026-06-12", true, true},
		{"eight days back", daily, "2026-06-04", "2026-06-12", false, false},
		{"before the first day", daily, "2026-05-31", "2026-06-02", false, false},
		{"said kept", daily, "2026-06-08", "2026-06-12", true, true},
		{"said not: no answer is asked", daily, "2026-06-09", "2026-06-12", true, false},
		{"confirmed stands", daily, "2026-06-10", "2026-06-12", false, false},
		{"not yet: the keeper may still speak", daily, "2026-06-11", "2026-06-12", true, false},
		{"once may be done early", once, "2026-06-20", "2026-06-11", true, false},
		{"once not before its first day", once, "2026-06-20", "2026-06-09", false, false},
		{"done early may be confirmed early", early, "2026-06-20", "2026-06-11", true, true},
		{"a day that is not the promise's", once, "2026-06-11", "2026-06-11", false, false},
	} {
		if got := c.p.MayKeep(on(c.day), on(c.today)); got != c.keep {
			t.Errorf("%s: keep %v", c.name, got)
		}
		if got := c.p.MayAnswer(on(c.day), on(c.today)); got != c.answer {
			t.Errorf("%s: answer %v", c.name, got)
		}
	}
}

func TestToLookAt(t *testing.T) {
	me, other := tenant.NewPersonID(), tenant.NewPersonID()
	today := on("2026-06-12")
	daily := Promise{ID: uuid.New(), Keeper: other, Cadence: Daily, StartsOn: on("2026-06-01"), Text: "daily", Deeds: []Deed{
		{On: on("2026-06-03"), Kept: ptr(true)}, // too long ago: it asks nothing any more
		{On: on("2026-06-09"), Kept: ptr(true)},
		{On: on("2026-06-10"), Kept: ptr(true), Outcome: Confirmed},
	}}
	weekly := Promise{ID: uuid.New(), Keeper: other, Cadence: Weekly, StartsOn: on("2026-05-31"), Text: "weekly"}
	mine := Promise{ID: uuid.New(), Keeper: me, Cadence: Daily, StartsOn: on("2026-06-01"), Text: "mine"}
	today2 := Promise{ID: uuid.New(), Keeper: other, Cadence: Once, StartsOn: today, UntilOn: ptr(today), Text: "today: not over yet"}
	var got []string
	for _, l := range ToLookAt([]Promise{weekly, mine, daily, today2}, me, today) {
		got = append(got, l.Promise.Text+" "+dateText(l.Deed.On))
	}
	want := []string{"daily 2026-06-09", "daily 2026-06-11", "weekly 2026-06-07"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestRunning(t *testing.T) {
	today := on("2026-06-12")
	once := Promise{Cadence: Once, StartsOn: on("2026-06-01"), UntilOn: ptr(on("2026-06-06")), State: Active}
	confirmed := once
	confirmed.Deeds = []Deed{{On: on("2026-06-06"), Outcome: Confirmed}}
	for _, c := range []struct {
		name string
		p    Promise
		want bool
	}{
		{"no last day", Promise{Cadence: Daily, State: Active}, true},
		{"ended", Promise{Cadence: Daily, State: Ended}, false},
		{"last day within a week", once, true},
		{"last day long ago", Promise{Cadence: Daily, State: Active, UntilOn: ptr(on("2026-06-04"))}, false},
		{"once and confirmed", confirmed, false},
	} {
		if got := c.p.Running(today); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

// A partner who left sees the joint record as it stood on their last day.
func TestAsSeenUntil(t *testing.T) {
	last := on("2026-06-05")
	before, after := last.Add(10*time.Hour), last.Add(30*time.Hour)
	p := Promise{State: Ended, EndedOn: ptr(on("2026-06-07")), Deeds: []Deed{
		{On: on("2026-06-03"), Kept: ptr(true), KeptAt: &before, Outcome: Confirmed, OutcomeAt: &after, How: InApp},
		{On: on("2026-06-04"), Kept: ptr(true), KeptAt: &after},
		{On: on("2026-06-05"), Outcome: NotYet, OutcomeAt: &before, How: InApp},
	}}
	got := p.asSeenUntil(last)
	if got.State != Active || got.EndedOn != nil {
		t.Error("the later ending shows")
	}
	if len(got.Deeds) != 2 || got.Deeds[0].Outcome != Silent || !got.Deeds[0].SaidKept() || got.Deeds[1].Outcome != NotYet {
		t.Errorf("deeds %+v", got.Deeds)
	}
	if p.Deeds[0].Outcome != Confirmed {
		t.Error("the promise itself was changed")
	}
}

// prom-1 of clinical.md: 10 due; the keeper says 9 kept; the partner confirmed 6, disputed 2, was silent on 1.
func TestFiguresOfProm1(t *testing.T) {
	keeper := tenant.NewPersonID()
	p := Promise{ID: uuid.New(), Keeper: keeper, Cadence: Daily, StartsOn: on("2026-06-01"), UntilOn: ptr(on("2026-06-10")), State: Active}
	for i := range 9 {
		d := Deed{On: on("2026-06-01").AddDate(0, 0, i), Kept: ptr(true), Version: 1}
		if i < 6 {
			d.Outcome = Confirmed
		} else if i < 8 {
			d.Outcome = NotYet
		}
		p.Deeds = append(p.Deeds, d)
	}
	partners := []couple.Partner{{Person: tenant.NewPersonID(), Position: 1, Zone: "UTC"}, {Person: keeper, Position: 2, Zone: "Pacific/Auckland"}}
	all := Figures([]Promise{p}, partners, on("2026-06-30"))
	if len(all) != 1 || all[0].Keeper != 2 || all[0].Cadence != "daily" || all[0].Ends != progress.DateOf(on("2026-06-10"), time.UTC) {
		t.Fatalf("figures %+v", all)
	}
	got := progress.TallyDeeds(all[0].Deeds, progress.DateOf(on("2026-06-30"), time.UTC))
	if want := (progress.PromiseTally{Due: 10, SaidKept: 9, Confirmed: 6, Disputed: 2, Silent: 1}); got != want {
		t.Errorf("tally %+v, want %+v", got, want)
	}
	// On 9 June 13:00 UTC it is 10 June in Auckland, where the keeper lives: that day has come for them.
	early := Figures([]Promise{p}, partners, time.Date(2026, 6, 9, 13, 0, 0, 0, time.UTC))
	if n := len(early[0].Deeds); n != 10 {
		t.Errorf("%d days due by the keeper's date, want 10", n)
	}
	early = Figures([]Promise{p}, partners, time.Date(2026, 6, 9, 11, 0, 0, 0, time.UTC))
	if n := len(early[0].Deeds); n != 9 {
		t.Errorf("%d days due by the keeper's date, want 9", n)
	}
}

// TestBothRead: what was made before one of them came, or after one of them left, stands on nothing that both get.
func TestBothRead(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2026, 3, d, 0, 0, 0, 0, time.UTC) }
	last := day(20)
	first := couple.Partner{StartsOn: day(1)}
	second := couple.Partner{StartsOn: day(10), EndsOn: &last}
	for made, want := range map[int]int{5: 0, 9: 0, 10: 1, 20: 1, 21: 0} {
		if got := BothRead([]Promise{{MadeOn: day(made), PassedOn: new(day(made))}}, []couple.Partner{first, second}); len(got) != want {
			t.Errorf("made on %d March: %d stand, want %d", made, len(got), want)
		}
	}
}
