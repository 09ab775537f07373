package spreadsheet

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// anyScale draws a declared range.
func anyScale(t *rapid.T) scale {
	low := rapid.Float64Range(-1000, 1000).Draw(t, "low")
	return scale{low: low, high: low + rapid.Float64Range(0.001, 1000).Draw(t, "width")}
}

func TestRescaleIsMonotoneAndStaysWithin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyScale(t)
		a := rapid.Float64Range(s.low, s.high).Draw(t, "a")
		b := rapid.Float64Range(s.low, s.high).Draw(t, "b")
		if a > b {
			a, b = b, a
		}
		na, nb := s.nano(a), s.nano(b)
		if na < 0 || nb > nanoTop || na > nb {
			t.Fatalf("%v → %d, %v → %d", a, na, b, nb)
		}
		if s.nano(s.low) != 0 || s.nano(s.high) != nanoTop {
			t.Fatalf("the ends became %d and %d", s.nano(s.low), s.nano(s.high))
		}
		want := (a - s.low) / (s.high - s.low) * 10
		if got := float64(cellOf(na, 1)-1) / 1000; math.Abs(got-want) > 0.000501 {
			t.Fatalf("%v became %v, want about %v", a, got, want)
		}
	})
}

func TestReverseTwiceIsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyScale(t)
		v := rapid.Float64Range(s.low, s.high).Draw(t, "v")
		back := scale{low: 0, high: nanoTop, reverse: true}
		turned := scale{low: s.low, high: s.high, reverse: true}.nano(v)
		if again := back.nano(float64(turned)); again != s.nano(v) {
			t.Fatalf("%v: %d, reversed %d, back %d", v, s.nano(v), turned, again)
		}
	})
}

func TestOrderOfRowsDoesNotMatterForTheMean(t *testing.T) {
	m := long(t, "", `,"several_per_day":"mean"`)
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(rt, "rows")
		rows := make([]string, n)
		for i := range rows {
			x := rapid.SampledFrom([]string{"NA", "0.1", "0.2", "0.3", "7", "9.9995", "3,3333"}).Draw(rt, "x")
			y := rapid.Float64Range(-3, 3).Draw(rt, "y")
			rows[i] = fmt.Sprintf("1;%s;2026-03-0%d;%s;%.6f\n", rapid.SampledFrom([]string{"a", "b"}).Draw(rt, "p"),
				rapid.IntRange(1, 3).Draw(rt, "d"), x, y)
		}
		read := func() []string {
			var got []string
			if _, err := Read(strings.NewReader("c;p;d;x;y\n"+strings.Join(rows, "")), m, func(e Entry) error {
				e.Line = 0
				got = append(got, show(e))
				return nil
			}); err != nil {
				rt.Fatal(err)
			}
			slices.Sort(got)
			return got
		}
		want := read()
		seed := rapid.Uint64().Draw(rt, "seed")
		rand.New(rand.NewPCG(seed, 0)).Shuffle(n, func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		if got := read(); !slices.Equal(got, want) {
			rt.Fatalf("%q, want %q", got, want)
		}
	})
}

// TestScannerReadsWhatAWriterWrites lets the standard library write any cells and
// wants them back.
func TestScannerReadsWhatAWriterWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		separator := rapid.SampledFrom([]rune(separators)).Draw(t, "separator")
		cell := rapid.StringOf(rapid.SampledFrom([]rune("ab ,;\t\"\në.")))
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, 2, 4), 1, 6).Draw(t, "rows")
		var file bytes.Buffer
		w := csv.NewWriter(&file)
		w.Comma, w.UseCRLF = separator, rapid.Bool().Draw(t, "crlf")
		if err := w.WriteAll(rows); err != nil {
			t.Fatal(err)
		}
		s := newScanner(&file, byte(separator))
		for _, want := range rows {
			rec, err := s.next()
			if err != nil || rec.problem != nil || !slices.Equal(rec.cells, want) {
				t.Fatalf("read %q (%s, %v), want %q", rec.cells, rec.problem, err, want)
			}
		}
		if _, err := s.next(); err != errEnd {
			t.Fatalf("more rows: %v", err)
		}
	})
}

func TestDaySetHoldsWhatWasAdded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		days := rapid.SliceOf(rapid.Int32Range(-25_567, 48_000)).Draw(t, "days")
		var s daySet
		for _, d := range days {
			s.add(d)
		}
		var got []int32
		s.each(func(d int32) { got = append(got, d) })
		slices.Sort(days)
		days = slices.Compact(days)
		if !slices.Equal(got, days) {
			t.Fatalf("%v, want %v", got, days)
		}
		probe := rapid.Int32Range(-25_567, 48_000).Draw(t, "probe")
		if s.has(probe) != slices.Contains(days, probe) {
			t.Fatalf("has(%d) = %v", probe, s.has(probe))
		}
	})
}
