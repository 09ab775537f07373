package spreadsheet

import (
	"fmt"
	"strings"
	"time"

	"amends/server/civil"
	"amends/server/fault"
)

// moment is where a row lies in time: the local day, counted from 1970-01-01, and
// the order of the row among others of that day.
type moment struct {
	day   int32
	order int64
}

const secondsPerDay = 24 * 60 * 60

// dateOf gives a day as midnight UTC.
func dateOf(day int32) time.Time { return time.Unix(int64(day)*secondsPerDay, 0).UTC() }

// dayOf counts the days of a date since 1970-01-01.
func dayOf(date time.Time) int32 { return int32(date.Unix() / secondsPerDay) }

// maxRunningDay is the highest running day number, a hundred years.
const maxRunningDay = 36_525

// dayReader reads the day cell of a row.
type dayReader struct {
	zone   *time.Location // nil when none is named
	named  *dateForm      // nil when the mapping names no form
	open   []dateForm     // the forms that need no name
	likely int            // the one that fitted last

	running bool
	start   int32
	first   int
}

// openForms are the dates that can be read in one way only. A time of day may
// follow: a space or T, hh:mm, seconds, a fraction, an offset.
func openForms() []string {
	return []string{
		"YYYY-MM-DD", "YYYY/MM/DD", "YYYY.MM.DD", "YYYYMMDD",
		"D MMM YYYY", "D. MMM YYYY", "D-MMM-YYYY", "D/MMM/YYYY", "MMM D, YYYY", "MMM D YYYY",
	}
}

// newDayReader prepares a checked Day. first counts only for running numbers.
func newDayReader(d Day, first int) (*dayReader, error) {
	zone, err := d.Location()
	if err != nil {
		return nil, fmt.Errorf("loading the time zone: %w", err)
	}
	r := &dayReader{zone: zone, running: !d.Start.IsZero(), first: first}
	if r.running {
		r.start = dayOf(d.Start)
		return r, nil
	}
	if d.Format != "" {
		form, why := compileForm(d.Format)
		if why != nil {
			return nil, Faults{{Why: why}}
		}
		r.named = &form
		return r, nil
	}
	for _, text := range openForms() {
		form, why := compileForm(text)
		if why != nil {
			return nil, fmt.Errorf("a built-in date form: %w", why)
		}
		r.open = append(r.open, form)
	}
	return r, nil
}

// read places a cell on its local day; the fault says why it cannot.
func (r *dayReader) read(cell string) (moment, *fault.Error) {
	if missing(cell) {
		return moment{}, fault.Field("", "spreadsheet_day_missing")
	}
	if r.running {
		return r.readRunning(cell)
	}
	st, why := r.readStamp(cell)
	if why == nil {
		why = st.check(cell)
	}
	if why != nil {
		return moment{}, why
	}
	wall := time.Date(st.year, time.Month(st.month), st.day, st.hour, st.minute, st.second, 0, time.UTC)
	if !st.hasOffset {
		// A time without an offset is the writer's own wall clock: its date stands,
		// also for an hour that a change of clocks skips or repeats.
		return moment{day: dayOf(wall), order: wall.Unix()}, nil
	}
	if r.zone == nil {
		return moment{}, cellFault("spreadsheet_day_offset", cell)
	}
	instant := wall.Add(-time.Duration(st.offset) * time.Second)
	return moment{day: dayOf(civil.Day(instant, r.zone)), order: instant.Unix()}, nil
}

// readRunning reads a running day number.
func (r *dayReader) readRunning(cell string) (moment, *fault.Error) {
	n, ok := runningNumber(cell)
	if !ok {
		return moment{}, cellFault("spreadsheet_day_number", cell, "Most", maxRunningDay)
	}
	if n < r.first {
		return moment{}, fault.Field("", "spreadsheet_day_before", "Day", n, "First", r.first)
	}
	return moment{day: r.start + int32(n-r.first)}, nil
}

// runningNumber reads a whole number from 0 to maxRunningDay.
func runningNumber(cell string) (int, bool) {
	n, digits := leadingNumber(cell, 6)
	return n, digits > 0 && digits == len(cell) && n <= maxRunningDay
}

// readStamp reads the cell by the named form, or by the open ones.
func (r *dayReader) readStamp(cell string) (stamp, *fault.Error) {
	if r.named != nil {
		st, rest, ok := r.named.read(cell)
		if !ok || rest != "" {
			return st, cellFault("spreadsheet_day_form", cell)
		}
		return st, nil
	}
	for i := range r.open {
		// The form that fitted the row above is tried first.
		n := (r.likely + i) % len(r.open)
		st, rest, ok := r.open[n].read(cell)
		if ok && st.readClock(rest) {
			r.likely = n
			return st, nil
		}
	}
	if ambiguous(cell) {
		return stamp{}, cellFault("spreadsheet_day_ambiguous", cell)
	}
	return stamp{}, cellFault("spreadsheet_day_unreadable", cell)
}

// readClock reads what may follow an open date: nothing, or a time of day.
func (st *stamp) readClock(rest string) bool {
	if rest == "" {
		return true
	}
	if rest[0] != ' ' && rest[0] != 'T' && rest[0] != 't' {
		return false
	}
	var digits int
	if st.hour, digits = leadingNumber(rest[1:], 2); digits == 0 {
		return false
	}
	rest = rest[1+digits:]
	if !strings.HasPrefix(rest, ":") {
		return false
	}
	if st.minute, digits = leadingNumber(rest[1:], 2); digits != 2 {
		return false
	}
	rest = rest[3:]
	if strings.HasPrefix(rest, ":") {
		if st.second, digits = leadingNumber(rest[1:], 2); digits != 2 {
			return false
		}
		rest = rest[3:]
		if rest != "" && (rest[0] == '.' || rest[0] == ',') {
			if _, digits = leadingNumber(rest[1:], 9); digits == 0 {
				return false
			}
			rest = rest[1+digits:]
		}
	}
	if rest = strings.TrimPrefix(rest, " "); rest == "" {
		return true
	}
	rest, ok := st.readOffset(rest)
	return ok && rest == ""
}

// check looks whether the date and time exist and brings a twelve-hour clock to
// twenty-four hours.
func (st *stamp) check(cell string) *fault.Error {
	if st.half != 0 {
		if st.hour < 1 || st.hour > 12 {
			return cellFault("spreadsheet_day_half", cell)
		}
		st.hour %= 12
		if st.half == 'p' {
			st.hour += 12
		}
	}
	if st.year < firstYear || st.year > lastYear {
		return cellFault("spreadsheet_day_year", cell, "First", firstYear, "Last", lastYear)
	}
	date := time.Date(st.year, time.Month(st.month), st.day, 0, 0, 0, 0, time.UTC)
	if st.month < 1 || st.month > 12 || date.Day() != st.day || date.Month() != time.Month(st.month) {
		return cellFault("spreadsheet_day_calendar", cell)
	}
	if st.hour > 23 || st.minute > 59 || st.second > 59 {
		return cellFault("spreadsheet_day_clock", cell)
	}
	return nil
}

// ambiguous tells whether a cell begins with three groups of digits that do not
// start with a four-digit year, as 03/04/2026 or 26-03-04.
func ambiguous(cell string) bool {
	_, first := leadingNumber(cell, 2)
	if first == 0 || first == len(cell) || !strings.ContainsRune("/-. ", rune(cell[first])) {
		return false
	}
	mark, rest := cell[first], strings.TrimPrefix(cell[first+1:], " ")
	_, second := leadingNumber(rest, 2)
	if second == 0 || second == len(rest) || rest[second] != mark {
		return false
	}
	_, third := leadingNumber(strings.TrimPrefix(rest[second+1:], " "), 4)
	return third >= 2
}
