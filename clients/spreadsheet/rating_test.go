package spreadsheet

import (
	"io"
	"strings"
	"testing"

	"amends/reports/progress"
	"amends/server/fault"
)

func TestCodesAreTheRatingsOfTheReports(t *testing.T) {
	ratings, codes := progress.Ratings(), Codes()
	if len(ratings) != len(codes) {
		t.Fatalf("%d codes, %d ratings", len(codes), len(ratings))
	}
	for i, r := range ratings {
		if string(r) != codes[i] {
			t.Errorf("place %d: %s here, %s there", i, codes[i], r)
		}
	}
}

func TestAnswersGiveExactThousandths(t *testing.T) {
	var e Entry
	_, err := Read(strings.NewReader("c,p,d,x,y\n1,a,2026-03-02,5.084,NA\n"), long(t, "", ""), func(one Entry) error {
		e = one
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if v, given := e.Answers.Get("CALM"); !given || v != 5.084 {
		t.Errorf("CALM = %v, %v", v, given)
	}
	for _, code := range []string{"HOPE", "SAFE", "JOY", ""} {
		if v, given := e.Answers.Get(code); given {
			t.Errorf("%s = %v, but was not given", code, v)
		}
	}
	for range e.Answers.All() {
		break // a caller may stop early
	}
	if e.Answers.Len() != 1 {
		t.Errorf("Len = %d", e.Answers.Len())
	}
}

func TestMeanRoundsHalfUp(t *testing.T) {
	for _, c := range []struct {
		sum, count int64
		want       uint16
	}{
		{0, 1, 0}, {nanoTop, 1, 10_000}, {nanoTop * 3, 3, 10_000},
		{499_999, 1, 0}, {500_000, 1, 1}, {1_499_999, 1, 1}, {1_000_000, 2, 1}, {999_999, 2, 0},
		{5 * nanoPoints, 3, 1667}, {4 * nanoPoints, 3, 1333},
	} {
		if got := cellOf(c.sum, c.count) - 1; got != c.want {
			t.Errorf("%d of %d: %d, want %d", c.sum, c.count, got, c.want)
		}
	}
}

func TestWideMeanKeepsPartnersApart(t *testing.T) {
	m := fixture(t, "wide.json")
	m.Several = Mean
	got, _ := readText(t, m, "coupleid,time,f_close,f_stress,m_close,m_stress\n1,1,7,,,0\n1,1,4,,1,10\n2,1,,,7,\n")
	expect(t, got,
		"3 D1/F 2026-03-02 daily CLOSE=7.5",
		"3 D1/M 2026-03-02 daily CLOSE=0 TRIG=5",
		"4 D2/M 2026-03-02 daily CLOSE=10")
}

// pipe can be read but not rewound.
type pipe struct{ io.Reader }

func (pipe) Seek(int64, int) (int64, error) { return 0, io.ErrNoProgress }

func TestFileThatCannotBeRewoundIsAnError(t *testing.T) {
	_, err := Read(pipe{strings.NewReader("c,p,d,x,y\n")}, long(t, "", ""), nil)
	if err == nil || !strings.Contains(err.Error(), "going back to the start") {
		t.Errorf("error %v", err)
	}
}

func TestFaultsReadAsOneALine(t *testing.T) {
	faults := Faults{{Why: fault.Field("day", "one")}, {Why: fault.Field("", "two")}}
	if lines := strings.Split(faults.Error(), "\n"); len(lines) != 2 || !strings.Contains(lines[0], "day one") || !strings.Contains(lines[1], "two") {
		t.Errorf("%q", faults.Error())
	}
}
