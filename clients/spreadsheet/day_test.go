package spreadsheet

import (
	"strings"
	"testing"
)

// readDay reads one cell under a checked Day.
func readDay(t *testing.T, d Day, first int, cell string) (string, string) {
	t.Helper()
	r, err := newDayReader(d, first)
	if err != nil {
		t.Fatal(err)
	}
	at, why := r.read(cell)
	if why != nil {
		return "", english(t)(why)
	}
	return dateOf(at.day).Format("2006-01-02"), ""
}

func TestDatesThatNeedNoForm(t *testing.T) {
	for _, cell := range []string{
		"2026-03-04", "2026-3-4", "2026/03/04", "2026.03.04", "20260304",
		"2026-03-04T07:05", "2026-03-04 7:05", "2026-03-04 23:59:59", "2026-03-04T23:59:59.999", "20260304 10:00",
		"4 Mar 2026", "04-Mar-2026", "4 March 2026", "4. mar 2026", "Mar 4, 2026", "MARCH 4, 2026", "mar. 4 2026", "04/Mar/2026 08:00",
	} {
		if date, sentence := readDay(t, Day{}, 0, cell); date != "2026-03-04" {
			t.Errorf("%q: %q %s", cell, date, sentence)
		}
	}
}

func TestDatesRefused(t *testing.T) {
	for _, c := range []struct{ cell, reason string }{
		{"03/04/2026", "can be read in more than one way; name the date form"},
		{"25/12/2026", "can be read in more than one way"},
		{"3.4.2026", "can be read in more than one way"},
		{"3. 4. 2026", "can be read in more than one way"},
		{"26-03-04", "can be read in more than one way"},
		{"03/04/26 10:00", "can be read in more than one way"},
		{"2026-02-29", "not a day of the calendar"},
		{"2026-13-01", "not a day of the calendar"},
		{"2026-00-10", "not a day of the calendar"},
		{"2026-03-04 24:00", "not a time of day"},
		{"2026-03-04 10:60", "not a time of day"},
		{"1899-12-31", "lies outside 1900 to 2100"},
		{"2101-01-01", "lies outside 1900 to 2100"},
		{"2026032", "not a date that can be read"},
		{"46085", "not a date that can be read"},
		{"yesterday", "not a date that can be read"},
		{"2026-03-04x", "not a date that can be read"},
		{"2026-03-04 ", "not a date that can be read"},
		{"4 Brumaire 2026", "not a date that can be read"},
		{"2026-03-04T10:00Z", "name the writer’s time zone"},
		{"2026-03-04T10:00+01:00", "name the writer’s time zone"},
		{"NA", "The day is missing."}, {"", "The day is missing."},
	} {
		if date, sentence := readDay(t, Day{}, 0, c.cell); !strings.Contains(sentence, c.reason) {
			t.Errorf("%q: %q %q, want %q", c.cell, date, sentence, c.reason)
		}
	}
}

func TestNamedForms(t *testing.T) {
	for _, c := range []struct{ format, cell, want string }{
		{"DD.MM.YYYY", "03.04.2026", "2026-04-03"},
		{"DD.MM.YYYY", "3.4.2026", "2026-04-03"},
		{"MM/DD/YYYY", "03/04/2026", "2026-03-04"},
		{"M/D/YY", "3/4/26", "2026-03-04"},
		{"DDMMYYYY", "03042026", "2026-04-03"},
		{"D MMMM YYYY", "3 April 2026", "2026-04-03"},
		{"MM/DD/YYYY hh:mm AM", "03/04/2026 12:30 am", "2026-03-04"},
		{"MM/DD/YYYY hh:mm AM", "03/04/2026 11:30 PM", "2026-03-04"},
		{"YYYY-MM-DD hh:mm:ss", "2018-10-24 08:00:02", "2018-10-24"},
		{"YYYY-MM-DDThh:mm:ss.SSS", "2026-03-04T08:00:02.25", "2026-03-04"},
		{"hh:mm DD.MM.YYYY", "8:05 03.04.2026", "2026-04-03"},
	} {
		if date, sentence := readDay(t, Day{Format: c.format}, 0, c.cell); date != c.want {
			t.Errorf("%s of %q: %q %s, want %s", c.format, c.cell, date, sentence, c.want)
		}
	}
	for _, c := range []struct{ format, cell, reason string }{
		{"DD.MM.YYYY", "03/04/2026", "not written in the date form"},
		{"DD.MM.YYYY", "2026-04-03", "not written in the date form"},
		{"DD.MM.YYYY", "03.04.26", "not written in the date form"},
		{"DD.MM.YYYY", "03.04.2026 10:00", "not written in the date form"},
		{"DD.MM.YYYY", "03.13.2026", "not a day of the calendar"},
		{"DDMMYYYY", "3042026", "not written in the date form"},
		{"YYYY-MM-DD hh:mm:ss", "2026-03-04", "not written in the date form"},
		{"MM/DD/YYYY hh:mm AM", "03/04/2026 13:30 pm", "twelve-hour clock"},
		{"MM/DD/YYYY hh:mm AM", "03/04/2026 01:30", "not written in the date form"},
	} {
		if date, sentence := readDay(t, Day{Format: c.format}, 0, c.cell); !strings.Contains(sentence, c.reason) {
			t.Errorf("%s of %q: %q %q, want %q", c.format, c.cell, date, sentence, c.reason)
		}
	}
}

func TestZonePlacesAnInstantOnTheWritersDate(t *testing.T) {
	for _, c := range []struct{ zone, cell, want string }{
		// Clocks in Brussels go forward at 2026-03-29 01:00 UTC and back at 2026-10-25 01:00 UTC.
		{"Europe/Brussels", "2026-03-28T22:59:59Z", "2026-03-28"},
		{"Europe/Brussels", "2026-03-28T23:00:00Z", "2026-03-29"},
		{"Europe/Brussels", "2026-03-29T21:59:59Z", "2026-03-29"},
		{"Europe/Brussels", "2026-03-29T22:00:00Z", "2026-03-30"},
		{"Europe/Brussels", "2026-10-24T22:00:00Z", "2026-10-25"},
		{"Europe/Brussels", "2026-10-25T22:59:59Z", "2026-10-25"},
		{"Europe/Brussels", "2026-10-25T23:00:00Z", "2026-10-26"},
		{"Europe/Brussels", "2026-03-28 20:00-0500", "2026-03-29"},
		{"Europe/Brussels", "2026-03-29 01:30+05", "2026-03-28"},
		{"Europe/Brussels", "2026-03-29 02:30", "2026-03-29"}, // an hour that the clocks skip
		{"Europe/Brussels", "2026-10-25 02:30", "2026-10-25"}, // and one they repeat
		{"Europe/Brussels", "2026-03-29", "2026-03-29"},
		{"America/Los_Angeles", "2026-03-02T07:59:59Z", "2026-03-01"},
		{"Pacific/Kiritimati", "2026-03-02T10:00:00Z", "2026-03-03"},
		// Midnight itself does not exist on this day in Santiago.
		{"America/Santiago", "2026-09-06T04:00:00Z", "2026-09-06"},
		{"America/Santiago", "2026-09-06T03:59:59Z", "2026-09-05"},
	} {
		if date, sentence := readDay(t, Day{Zone: c.zone}, 0, c.cell); date != c.want {
			t.Errorf("%s in %s: %q %s, want %s", c.cell, c.zone, date, sentence, c.want)
		}
	}
	date, sentence := readDay(t, Day{Zone: "Europe/Brussels", Format: "DD.MM.YYYY hh:mmZ"}, 0, "28.03.2026 23:30Z")
	if date != "2026-03-29" {
		t.Errorf("named form with offset: %q %s", date, sentence)
	}
}

func TestLastFollowsInstantsThroughARepeatedHour(t *testing.T) {
	m := long(t, `,"zone":"Europe/Brussels"`, `,"several_per_day":"last"`)
	got, _ := readText(t, m, "c,p,d,x,y\n1,a,2026-10-25T02:15:00+01:00,9,\n1,a,2026-10-25T02:45:00+02:00,1,\n")
	expect(t, got, "2 1/a 2026-10-25 daily CALM=9")
}

func TestRunningDays(t *testing.T) {
	for _, c := range []struct{ name, first, rows, want string }{
		{"from 1", "", "1,a,1,5,\n1,a,3,5,\n", "2026-03-02 2026-03-04"},
		{"from 0", "", "1,a,2,5,\n1,a,0,5,\n", "2026-03-04 2026-03-02"},
		{"a day 0 without ratings counts for the numbering", "", "1,a,0,,\n1,a,1,5,\n", "2026-03-03"},
		{"a later part of a study", "", "1,a,29,5,\n", "2026-03-30"},
		{"named 0", `,"first":0`, "1,a,1,5,\n", "2026-03-03"},
		{"named 1", `,"first":1`, "1,a,1,5,\n", "2026-03-02"},
		{"over a change of clocks", "", "1,a,28,5,\n1,a,29,5,\n", "2026-03-29 2026-03-30"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, _ := readText(t, long(t, `,"start":"2026-03-02"`+c.first, ""), "c,p,d,x,y\n"+c.rows)
			var dates []string
			for _, line := range got {
				dates = append(dates, strings.Fields(line)[2])
			}
			if strings.Join(dates, " ") != c.want {
				t.Errorf("dates %v, want %s", dates, c.want)
			}
		})
	}
	for _, c := range []struct{ cell, reason string }{
		{"1.5", "not a day number; it must be a whole number"}, {"-1", "not a day number"}, {"3.0", "not a day number"},
		{"2026-03-02", "not a day number"}, {"36526", "not a day number"}, {"99999999999999999999", "not a day number"},
		{"NA", "The day is missing"},
	} {
		_, sum := readText(t, long(t, `,"start":"2026-03-02"`, ""), "c,p,d,x,y\n1,a,"+c.cell+",5,\n")
		expectRefused(t, sum, refusal{2, c.reason})
	}
	_, sum := readText(t, long(t, `,"start":"2026-03-02","first":1`, ""), "c,p,d,x,y\n1,a,0,5,\n")
	expectRefused(t, sum, refusal{2, "Day 0 lies before day 1"})
}
