package spreadsheet

import (
	"bytes"
	"testing"
	"unicode/utf8"
)

// FuzzRead gives any bytes to the reader. Whatever they hold: no panic, every row
// is counted once, entries hold answers within 0–10 on plausible dates, and two
// readings agree.
func FuzzRead(f *testing.F) {
	wide, longMap := fixture(f, "wide.json"), fixture(f, "long.json")
	last := long(f, "", `,"several_per_day":"last"`)
	plain := long(f, "", "")
	f.Add([]byte("coupleid,time,f_close,f_stress,m_close,m_stress\n1,0,7,0,1,10\n"))
	f.Add([]byte("dyad;role;start;PA1\r\n7;a;2026-03-02 08:00:02;50,5\r\n"))
	f.Add([]byte("c\tp\td\tx\ty\n1\t\"a\"\"\nb\"\t4 Mar 2026 07:00+01:00\t.\t-3\n"))
	f.Add([]byte("c,p,d,x,y\n\xe4,\"b,03/04/2026,1,\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		for _, m := range []Mapping{wide, longMap, last, plain} {
			entries := 0
			sum, err := Read(bytes.NewReader(file), m, func(e Entry) error {
				entries++
				if e.Answers.Len() == 0 || e.Couple == "" || e.Person == "" || e.Design == "" || !utf8.ValidString(e.Couple+e.Person) {
					t.Errorf("entry %+v", e)
				}
				if e.Date.Year() < firstYear || e.Date.Year() > lastYear+101 {
					t.Errorf("date %v", e.Date)
				}
				for code, v := range e.Answers.All() {
					if v < 0 || v > 10 {
						t.Errorf("%s = %v", code, v)
					}
				}
				return nil
			})
			if err != nil {
				if _, faults := err.(Faults); !faults {
					t.Errorf("error %T: %v", err, err)
				}
				continue
			}
			if sum.Entries != entries || sum.Empty+sum.RefusedRows > sum.Rows || m.Layout == Long && m.Several == Refuse && sum.Empty+sum.RefusedRows+entries != sum.Rows {
				t.Errorf("%s, emitted %d", counts(sum), entries)
			}
			for i, r := range sum.Refused {
				if english(t)(r.Why...) == "" || r.Line < 2 || i > 0 && sum.Refused[i-1].Line >= r.Line {
					t.Errorf("refusals %v", sum.Refused)
				}
			}
		}
	})
}

// FuzzParseMapping gives any text to the mapping parser: no panic, and what it
// lets through is a mapping that stands the check.
func FuzzParseMapping(f *testing.F) {
	f.Add([]byte(goodMapping))
	f.Add([]byte(`{"layout":"wide","couple_code":"K","day":{"column":"t","start":"2026-03-02","first":1},"partners":[{"label":"F","ratings":{"TRIG":{"column":"x","range":[0,1e2],"reverse":true}}}]}`))
	f.Add([]byte(`{"day":{"format":"DD.MM.YYYY hh:mm AMZ"},"partners":[null,[[]],{}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := ParseMapping(data)
		if err == nil {
			if faults := m.Faults(); len(faults) > 0 {
				t.Errorf("let through with %v", faults)
			}
			if _, err := newDayReader(m.Day, 0); err != nil {
				t.Errorf("day let through with %v", err)
			}
			return
		}
		faults, ok := err.(Faults)
		if !ok || len(faults) == 0 {
			t.Fatalf("error %T %v", err, err)
		}
		for _, fault := range faults {
			if english(t)(fault.Why) == "" {
				t.Errorf("a fault without a sentence: %+v", fault)
			}
		}
	})
}
