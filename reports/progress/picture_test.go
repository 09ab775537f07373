package progress

import (
	_ "embed"
	"strconv"
	"strings"
	"testing"
	"time"
)

// pictureTable holds 26 weeks of two people, invented: per week the seven
// shareable ratings of the first, then of the second; "." is no answer. The
// tests of the paper draw the same weeks.
//
//go:embed testdata/half_year.txt
var pictureTable string

// pictureInput is that table as the input of a couple report that both agreed
// to, with phases, sessions, work and promises.
func pictureInput(t testing.TB) Input {
	t.Helper()
	columns := []Rating{Rely, Heard, Calm, Close, Hope, KeptA, KeptP}
	first := mustDate(t, "2026-05-25")
	period := Span{From: first, To: mustDate(t, "2026-11-22")}
	in := Input{
		Reader: ReaderCouple, Period: period, Today: mustDate(t, "2026-11-23"),
		PreparedBy: "Ruth Alder, LMFT", Practice: "Linden Street Counseling", CoupleCode: "LS-0427",
		LinesAllowed: true,
	}
	for position, name := range []string{"Maya", "Tomas"} {
		p := Partner{
			Position: position, Name: name, Zone: "America/New_York", Care: Span{From: first},
			Schedule: []Window{{Design: Weekly, Span: Span{From: first}}},
		}
		for week, line := range strings.Split(strings.TrimSpace(pictureTable), "\n") {
			entry := Entry{Date: first.AddDays(7*week + 3 + position), Design: Weekly, Source: SourceSelf, Values: map[Rating]float64{}}
			for i, cell := range strings.Fields(strings.Split(line, "|")[position]) {
				if value, err := strconv.ParseFloat(cell, 64); err == nil {
					entry.Values[columns[i]] = value
				}
			}
			if len(entry.Values) > 0 {
				p.Entries = append(p.Entries, entry)
			}
		}
		in.Partners = append(in.Partners, p)
	}
	in.Phases = []Phase{
		{Name: "Facing it", Span: Span{From: first, To: mustDate(t, "2026-07-05")}},
		{Name: "Listening", Span: Span{From: mustDate(t, "2026-07-06"), To: mustDate(t, "2026-08-30")}},
		{Name: "Doing", Span: Span{From: mustDate(t, "2026-08-31")}},
	}
	in.Sessions = []Session{
		{Date: NewDate(2026, time.May, 28), Present: []int{0, 1}, Minutes: 50},
		{Date: NewDate(2026, time.June, 3), Present: []int{1}, Minutes: 50},
		{Date: NewDate(2026, time.October, 15), Cancelled: true, Reason: "illness"},
		{Date: NewDate(2026, time.August, 6), Present: []int{1, 0}, Minutes: 80},
		{Date: NewDate(2026, time.November, 26), Present: []int{0, 1}},
	}
	yes := true
	in.Promises = []Promise{
		{Keeper: 1, Text: "Call when I will be more than 30 minutes late", Starts: NewDate(2026, time.September, 7), Cadence: "daily", Deeds: []Deed{
			{Date: NewDate(2026, time.September, 9), SaidKept: &yes, Outcome: OutcomeConfirmed},
			{Date: NewDate(2026, time.September, 7), SaidKept: &yes, Outcome: OutcomeConfirmed},
			{Date: NewDate(2026, time.September, 8), SaidKept: &yes, Outcome: OutcomeNotYet},
			{Date: NewDate(2026, time.September, 10), SaidKept: &yes, Outcome: OutcomeNone},
			{Date: NewDate(2026, time.November, 24), SaidKept: &yes, Outcome: OutcomeConfirmed},
		}},
		{Keeper: 0, Text: "Say at breakfast what I need for the evening", Starts: NewDate(2026, time.September, 8), Cadence: "weekly"},
	}
	return in
}

// The sentences, counts and gaps of the pictures a2, a3 and b1, read off them.
func TestPictureSentences(t *testing.T) {
	r := Compute(pictureInput(t))
	type line struct {
		key              string
		from, to, around int
		n, gap           int
	}
	rose := func(from, to, n, gap int) line { return line{"rose_dip", from, to, 0, n, gap} }
	around := func(value, n, gap int) line { return line{"moved_dip", 0, 0, value, n, gap} }
	want := []struct {
		rating Rating
		lines  [2]line
	}{
		{Rely, [2]line{rose(3, 6, 24, 1), rose(5, 7, 21, 2)}},
		{Heard, [2]line{rose(3, 7, 24, 1), rose(4, 7, 22, 2)}},
		{Close, [2]line{around(4, 22, 1), {"rose", 4, 6, 0, 22, 2}}},
		{Calm, [2]line{around(5, 24, 1), around(6, 22, 2)}},
		{KeptA, [2]line{rose(6, 8, 24, 1), {"rose", 6, 8, 0, 22, 2}}},
		{KeptP, [2]line{rose(4, 7, 24, 1), around(7, 21, 2)}},
		{Hope, [2]line{rose(4, 6, 24, 1), around(6, 22, 2)}},
	}
	if len(r.Rows) != len(want) {
		t.Fatalf("%d rows, want %d: a rating without any answer has no row", len(r.Rows), len(want))
	}
	for i, row := range r.Rows {
		if row.Rating != want[i].rating {
			t.Errorf("row %d is %s, want %s", i, row.Rating, want[i].rating)
		}
		for j, p := range row.Panels {
			got := line{strings.TrimPrefix(p.Words.Key(), "progress.words."), p.Words.From, p.Words.To, p.Words.Around, p.N, p.LongestGap}
			if got != want[i].lines[j] || p.Expected != 26 || p.Words.N != p.N || p.Words.Expected != 26 {
				t.Errorf("%s of %d: %+v of %d, want %+v of 26", row.Rating, j, got, p.Expected, want[i].lines[j])
			}
		}
	}
}

func TestPictureHardWeek(t *testing.T) {
	r := Compute(pictureInput(t))
	if r.Hard == nil {
		t.Fatal("no hard week")
	}
	h := *r.Hard
	if h.Monday != mustDate(t, "2026-08-03") || h.Rating != Calm ||
		h.Window != (Span{From: mustDate(t, "2026-07-06"), To: mustDate(t, "2026-09-27")}) {
		t.Errorf("hard week %s of %s in %v", h.Monday, h.Rating, h.Window)
	}
	for i, want := range []struct{ before, week, back float64 }{{5, 1, 5}, {6, 3, 6}} {
		p := h.Panels[i]
		if !p.HasBefore || p.Before != want.before || !p.HasWeek || p.Week != want.week || !p.Fell ||
			p.Back != mustDate(t, "2026-09-07") || p.BackValue != want.back || p.BackWeeks != 5 {
			t.Errorf("panel %d: %+v, want %+v and back on 7 September", i, p, want)
		}
	}
	if len(h.Panels[0].Values) != 11 || len(h.Panels[1].Values) != 10 {
		t.Errorf("values in the window: %d and %d", len(h.Panels[0].Values), len(h.Panels[1].Values))
	}
}

func TestPictureCoverageAndMedians(t *testing.T) {
	r := Compute(pictureInput(t))
	for i, want := range []struct{ n, gap int }{{24, 1}, {22, 2}} {
		c := r.Partners[i].Coverage
		if c.N != want.n || c.Expected != 26 || c.LongestGap != want.gap || len(c.Weeks) != 26 {
			t.Errorf("coverage of %d: %d of %d, gap %d", i, c.N, c.Expected, c.LongestGap)
		}
	}
	if c := r.Partners[0].Coverage.Weeks[7]; c != (CoverageWeek{mustDate(t, "2026-07-13"), WeekEmpty}) {
		t.Errorf("week of 13 July: %+v", c)
	}
	var levels []float64
	for _, piece := range r.Rows[0].Panels[0].Medians {
		levels = append(levels, piece.Value)
	}
	if len(levels) != 3 || levels[0] != 3.5 || levels[1] != 3 || levels[2] != 6 {
		t.Errorf("levels of the first panel: %v", levels)
	}
	if len(r.Weeks) != 26 || r.AxisFrom != mustDate(t, "2026-05-25") || r.AxisTo != mustDate(t, "2026-11-23") {
		t.Errorf("axis %s to %s, %d weeks", r.AxisFrom, r.AxisTo, len(r.Weeks))
	}
}

func TestPictureFileReport(t *testing.T) {
	in := pictureInput(t)
	in.Reader, in.LinesAllowed = ReaderFile, false
	r := Compute(in)
	if !r.Allowed || len(r.Sessions) != 4 || r.Met != 2 || r.Sessions[3].Reason != "illness" || !r.Sessions[3].Cancelled {
		t.Errorf("sessions of the file: %+v, met %d", r.Sessions, r.Met)
	}
	if got := *r.Partners[1].Promises; got != (PromiseTally{Due: 4, SaidKept: 4, Confirmed: 2, Disputed: 1, Silent: 1}) {
		t.Errorf("promises: %+v", got)
	}
	if *r.Partners[0].Promises != (PromiseTally{}) {
		t.Errorf("promises of the first: %+v", *r.Partners[0].Promises)
	}
	look := r.Partners[1].LookTwice
	if len(look) == 0 || len(r.Partners[0].LookTwice) != 0 {
		t.Fatalf("look twice: %+v and %+v", r.Partners[0].LookTwice, look)
	}
	for _, gap := range look {
		if gap.From != mustDate(t, "2026-08-17") || gap.To != mustDate(t, "2026-08-24") {
			t.Errorf("gap %+v, want the weeks of 17 and 24 August", gap)
		}
	}
}
