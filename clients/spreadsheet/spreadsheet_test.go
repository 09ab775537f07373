package spreadsheet

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
)

// mapped parses a mapping that must be good.
func mapped(t testing.TB, text string) Mapping {
	t.Helper()
	m, err := ParseMapping([]byte(text))
	if err != nil {
		t.Fatalf("mapping: %v", err)
	}
	return m
}

func fixture(t testing.TB, name string) Mapping {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return mapped(t, string(data))
}

// show writes an entry as one line.
func show(e Entry) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d %s/%s %s %s", e.Line, e.Code, e.Person, e.Date.Format("2006-01-02"), e.Design)
	for code, v := range e.Answers.All() {
		fmt.Fprintf(&b, " %s=%v", code, v)
	}
	return b.String()
}

// readText reads a text and returns its entries, one line each.
func readText(t testing.TB, m Mapping, text string) ([]string, Summary) {
	t.Helper()
	var got []string
	sum, err := Read(strings.NewReader(text), m, func(e Entry) error {
		got = append(got, show(e))
		return nil
	})
	if err != nil {
		t.Fatalf("Read: %v", err)
	}
	if sum.Entries != len(got) {
		t.Errorf("Entries = %d, emitted %d", sum.Entries, len(got))
	}
	return got, sum
}

func expect(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("entries:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func counts(s Summary) string {
	return fmt.Sprintf("rows %d entries %d empty %d refused %d", s.Rows, s.Entries, s.Empty, s.RefusedRows)
}

func expectCounts(t *testing.T, s Summary, want string) {
	t.Helper()
	if counts(s) != want {
		t.Errorf("%s, want %s; refused %v", counts(s), want, s.Refused)
	}
}

// refusal is a line and words of its reasons.
type refusal struct {
	Line   int
	Reason string
}

// expectRefused wants exactly these lines refused, each for a reason that holds
// the words.
func expectRefused(t *testing.T, s Summary, want ...refusal) {
	t.Helper()
	if len(s.Refused) != len(want) {
		t.Fatalf("refused %v, want %v", s.Refused, want)
	}
	for i, r := range s.Refused {
		if got := english(t)(r.Why...); r.Line != want[i].Line || !strings.Contains(got, want[i].Reason) {
			t.Errorf("refused line %d: %s; want line %d: %s", r.Line, got, want[i].Line, want[i].Reason)
		}
	}
}

func TestWideExample(t *testing.T) {
	got, sum := readText(t, fixture(t, "wide.json"),
		"coupleid,time,f_close,f_stress,m_close,m_stress\n"+
			"1,0,7,0,1,10\n"+
			"1,1,4,2.5,NA,.\n"+
			"1,2,,,,\n"+
			"2,0,NA,na,3,\n")
	expect(t, got,
		"2 D1/F 2026-03-02 daily CLOSE=10 TRIG=10",
		"2 D1/M 2026-03-02 daily CLOSE=0 TRIG=0",
		"3 D1/F 2026-03-03 daily CLOSE=5 TRIG=7.5",
		"5 D2/M 2026-03-02 daily CLOSE=3.333")
	expectCounts(t, sum, "rows 4 entries 4 empty 1 refused 0")
	if len(sum.People) != 3 || sum.People[0].Label != "F" || sum.People[0].Entries != 2 || sum.People[0].Last.Day() != 3 {
		t.Errorf("people: %+v", sum.People)
	}
}

func TestLongExample(t *testing.T) {
	got, sum := readText(t, fixture(t, "long.json"),
		"dyad;role;start;PA1\r\n"+
			"7;woman;2026-03-02 08:00:02;50\r\n"+
			"7;man;2026-03-02 08:00:05;100\r\n"+
			"7;woman;2026-03-02 23:59:59;53,5\r\n"+
			"7;woman;2026-03-03 00:00:00;1\r\n"+
			"7;woman;2026-03-02 12:00:00;NA\r\n")
	// (50 + 53.5)/2 = 51.75 → 50.75/99·10 = 5.126…
	expect(t, got,
		"4 7/woman 2026-03-02 daily CALM=5.126",
		"5 7/woman 2026-03-03 daily CALM=0",
		"3 7/man 2026-03-02 weekly CALM=10")
	expectCounts(t, sum, "rows 5 entries 3 empty 1 refused 0")
}

const plainLong = `{"layout":"long","couple":"c","person":"p","design":"daily","day":{"column":"d"%s},
 "ratings":{"CALM":{"column":"x","range":[0,10]},"HOPE":{"column":"y","range":[-3,3]}}%s}`

// long makes a long mapping with more keys for the day and for the whole.
func long(t testing.TB, day, more string) Mapping {
	t.Helper()
	return mapped(t, fmt.Sprintf(plainLong, day, more))
}

func TestSeveralRowsOfOneDay(t *testing.T) {
	file := "c,p,d,x,y\n" +
		"1,a,2026-03-02 21:00,2,\n" +
		"1,b,2026-03-02 07:00,9,\n" +
		"1,a,2026-03-02 09:00,4,3\n" +
		"1,a,2026-03-02 22:00,,\n"
	t.Run("refused", func(t *testing.T) {
		got, sum := readText(t, long(t, "", ""), file)
		expect(t, got, "2 1/a 2026-03-02 daily CALM=2", "3 1/b 2026-03-02 daily CALM=9")
		expectRefused(t, sum, refusal{4, "A row above already holds ratings of “a” of couple “1” for 2026-03-02"})
	})
	t.Run("last by the clock, an empty row aside", func(t *testing.T) {
		got, sum := readText(t, long(t, "", `,"several_per_day":"last"`), file)
		expect(t, got, "2 1/a 2026-03-02 daily CALM=2", "3 1/b 2026-03-02 daily CALM=9")
		expectCounts(t, sum, "rows 4 entries 2 empty 1 refused 0")
	})
	t.Run("last of equal times is the lower row, taken whole", func(t *testing.T) {
		got, _ := readText(t, long(t, "", `,"several_per_day":"last"`), "c,p,d,x,y\n1,a,2026-03-02,2,3\n1,a,2026-03-02,4,\n")
		expect(t, got, "3 1/a 2026-03-02 daily CALM=4")
	})
	t.Run("mean for each rating", func(t *testing.T) {
		got, _ := readText(t, long(t, "", `,"several_per_day":"mean"`), file)
		expect(t, got, "2 1/a 2026-03-02 daily CALM=3 HOPE=10", "3 1/b 2026-03-02 daily CALM=9")
	})
	t.Run("wide refuses the whole row", func(t *testing.T) {
		got, sum := readText(t, fixture(t, "wide.json"),
			"coupleid,time,f_close,f_stress,m_close,m_stress\n1,1,7,0,,\n1,1,1,1,1,1\n")
		expect(t, got, "2 D1/F 2026-03-02 daily CLOSE=10 TRIG=10")
		expectRefused(t, sum, refusal{3, "“F” of couple “1”"})
	})
	t.Run("wide takes two rows that hold one partner each", func(t *testing.T) {
		got, _ := readText(t, fixture(t, "wide.json"),
			"coupleid,time,f_close,f_stress,m_close,m_stress\n1,1,7,0,,\n1,1,,,7,0\n")
		expect(t, got, "2 D1/F 2026-03-02 daily CLOSE=10 TRIG=10", "3 D1/M 2026-03-02 daily CLOSE=10 TRIG=10")
	})
}

func TestDesignOfEachPerson(t *testing.T) {
	m := mapped(t, `{"layout":"long","couple_code":"K","person":"p","day":{"column":"d"},"ratings":{"CALM":{"column":"x","range":[0,10]}}}`)
	// Gaps of a: 1 and 9, median 5. Gaps of b: 2 and 6, median 4.
	got, _ := readText(t, m, "p,d,x\na,2026-03-02,1\na,2026-03-03,1\na,2026-03-12,1\nb,2026-03-10,1\nb,2026-03-02,1\nb,2026-03-04,1\n")
	expect(t, got,
		"2 K/a 2026-03-02 weekly CALM=1", "3 K/a 2026-03-03 weekly CALM=1", "4 K/a 2026-03-12 weekly CALM=1",
		"5 K/b 2026-03-10 daily CALM=1", "6 K/b 2026-03-02 daily CALM=1", "7 K/b 2026-03-04 daily CALM=1")
}

func TestDaySetDesign(t *testing.T) {
	for _, c := range []struct {
		days []int32
		want Design
	}{
		{nil, Weekly},
		{[]int32{20000}, Weekly},
		{[]int32{20000, 20001, 20002}, Daily},
		{[]int32{20000, 20007, 20014, 20015}, Weekly},
		{[]int32{20000, 20001, 20010}, Weekly},       // gaps 1, 9: median 5
		{[]int32{20009, 20002, 20000}, Daily},        // gaps 2, 7: median 4.5
		{[]int32{-100, -93, -86, 70, 77}, Weekly},    // before 1970 too
		{[]int32{20000, 20004, 20008, 20100}, Daily}, // gaps 4, 4, 92
	} {
		var s daySet
		for _, d := range c.days {
			s.add(d)
		}
		if got := s.design(); got != c.want {
			t.Errorf("%v: %s, want %s", c.days, got, c.want)
		}
	}
}

func TestValues(t *testing.T) {
	for _, c := range []struct{ x, y, want string }{
		{"5", "", " CALM=5"},
		{"5.5", ".", " CALM=5.5"},
		{"5,5", "NA", " CALM=5.5"},
		{" 7 ", "na", " CALM=7"},
		{".5", "-3", " CALM=0.5 HOPE=0"},
		{"+1", "0", " CALM=1 HOPE=5"},
		{"0.0004", "1", " CALM=0 HOPE=6.667"},
		{"0.0005", "", " CALM=0.001"},
		{"10.000", "3,0", " CALM=10 HOPE=10"},
		{"0", "", " CALM=0"},
	} {
		got, _ := readText(t, long(t, "", ""), fmt.Sprintf("c\tp\td\tx\ty\n1\ta\t2026-03-02\t%s\t%s\n", c.x, c.y))
		expect(t, got, "2 1/a 2026-03-02 daily"+c.want)
	}
	for _, c := range []struct{ x, reason string }{
		{"10.001", "10.001 lies outside the range 0 to 10 (column “x”, CALM)"},
		{"-1", "-1 lies outside"},
		{"five", "“five” is not a number (column “x”, CALM)"},
		{"1e1", "“1e1” is not a number"},
		{"NaN", "“NaN” is not a number"},
		{"Inf", "not a number"}, {"0x1", "not a number"}, {"1_0", "not a number"}, {"--1", "not a number"},
		{"1.2.3", "not a number"}, {"-", "not a number"}, {"..", "not a number"}, {"N/A", "not a number"},
		{strings.Repeat("1", 33), "not a number"},
	} {
		got, sum := readText(t, long(t, "", ""), "c;p;d;x;y\n1;a;2026-03-02;"+c.x+";1\n")
		expect(t, got)
		expectRefused(t, sum, refusal{2, c.reason})
	}
}

func TestRowsRefused(t *testing.T) {
	const head = "c,p,d,x,y\n"
	for _, c := range []struct {
		name, rows string
		want       []refusal
	}{
		{"too few cells", "1,a,2026-03-02,1\n", []refusal{{2, "This row has 4 cells; the header has 5."}}},
		{"too many cells", "1,a,2026-03-02,1,1,1\n", []refusal{{2, "This row has 6 cells"}}},
		{"no couple", ",a,2026-03-02,1,1\n", []refusal{{2, "The couple is missing."}}},
		{"no person", "1,NA,2026-03-02,1,1\n", []refusal{{2, "The person is missing."}}},
		{"no day", "1,a,.,1,1\n", []refusal{{2, "The day is missing."}}},
		{"long name", "1," + strings.Repeat("n", 121) + ",2026-03-02,1,1\n", []refusal{{2, "not one line of at most 120 letters"}}},
		{"name of two lines", "1,\"a\nb\",2026-03-02,1,1\n", []refusal{{2, "The person “a b”"}}},
		{"third person", "1,a,2026-03-02,1,1\n1,b,2026-03-02,1,1\n1,c,2026-03-02,1,1\n", []refusal{{4, "third person of couple “1”"}}},
		{"several faults of one line are one", "1,,2026-02-30,11,1\n", []refusal{{2, "11 lies outside the range 0 to 10 (column “x”, CALM). The person is missing. “2026-02-30” is not a day of the calendar."}}},
		{"text behind a quote", "1,\"a\"b,2026-03-02,1,1\n1,a,2026-03-02,1,1\n", []refusal{{2, "text behind a closing quotation mark"}}},
		{"never closed", "1,a,2026-03-02,1,1\n1,\"a,2026-03-03,1,1\n1,a,2026-03-04,1,1\n", []refusal{{3, "never closed"}}},
		{"line after quoted line breaks", "1,a,\"2026\r\n-03\r\n-02\",1,1\r\n1,a,2026-03-02,11,1\r\n", []refusal{{2, "not a date"}, {5, "11 lies outside"}}},
		{"line after blank lines", "\n\n1,a,2026-03-02,11,1\n", []refusal{{4, "11 lies outside"}}},
		{"huge cell", "1,a,2026-03-02,1," + strings.Repeat("9", MaxCellBytes+1) + "\n1,a,2026-03-02,11,1\n", []refusal{{2, "longer than 64 KB"}, {3, "11 lies"}}},
		{"huge row", strings.Repeat("1234567,", MaxColumns+1) + "\n", []refusal{{2, "more than 4000 cells"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, sum := readText(t, long(t, "", ""), head+c.rows)
			expectRefused(t, sum, c.want...)
		})
	}
}

func TestRowWithoutRatingIsEmptyWhateverElseItHolds(t *testing.T) {
	got, sum := readText(t, long(t, "", ""), "c,p,d,x,y\n,,,,\n1,a,never,NA,.\n1,a,2026-03-02, ,na\n")
	expect(t, got)
	expectCounts(t, sum, "rows 3 entries 0 empty 3 refused 0")
}

func TestRefusalsAreAllCountedAndSomeListed(t *testing.T) {
	_, sum := readText(t, long(t, "", ""), "c,p,d,x,y\n"+strings.Repeat("1,a,2026-03-02,99,\n", MaxRefusalsListed+5))
	if sum.RefusedRows != MaxRefusalsListed+5 || len(sum.Refused) != MaxRefusalsListed {
		t.Errorf("counted %d, listed %d", sum.RefusedRows, len(sum.Refused))
	}
}

func TestReadStopsWhereEmitStops(t *testing.T) {
	stop := errors.New("enough")
	for _, several := range []string{"refuse", "last"} {
		n := 0
		_, err := Read(strings.NewReader("c,p,d,x,y\n1,a,2026-03-02,1,\n1,a,2026-03-03,1,\n"),
			long(t, "", `,"several_per_day":"`+several+`"`), func(Entry) error { n++; return stop })
		if !errors.Is(err, stop) || n != 1 {
			t.Errorf("%s: error %v after %d", several, err, n)
		}
	}
}

func TestLookingGivesTheSameSummary(t *testing.T) {
	file := "c,p,d,x,y\n1,a,2026-03-02,1,\n1,a,2026-03-03,1,\n2,a,2026-03-03,99,\n"
	_, want := readText(t, long(t, "", ""), file)
	got, err := Read(strings.NewReader(file), long(t, "", ""), nil)
	if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("looked: %+v, %v; read: %+v", got, err, want)
	}
}

// brokenFile fails after its first bytes.
type brokenFile struct {
	*strings.Reader
	left int
}

func (b *brokenFile) Read(p []byte) (int, error) {
	if b.left--; b.left < 0 {
		return 0, errors.New("the disk went away")
	}
	return b.Reader.Read(p)
}

func TestFileThatBreaksIsAnError(t *testing.T) {
	for left := range 6 {
		f := &brokenFile{strings.NewReader("c,p,d,x,y\n1,a,2026-03-02,1,\n"), left}
		_, err := Read(f, long(t, "", ""), nil)
		if err == nil || !strings.Contains(err.Error(), "the disk went away") {
			t.Errorf("after %d reads: %v", left, err)
		}
	}
}

var _ io.ReadSeeker = (*brokenFile)(nil)
