package spreadsheet

import (
	"fmt"
	"strings"
	"time"

	"amends/server/fault"
)

// Layout is how people are laid out in the file.
type Layout string

// Long has one row per person and time; Wide one row per date with columns for
// each partner.
const (
	Long Layout = "long"
	Wide Layout = "wide"
)

// Several says what happens to several rows with ratings for one person and date.
type Several string

const (
	// Refuse takes the first row and refuses every later one, with its line.
	Refuse Several = "refuse"
	// Last takes the row latest in the day when the cells hold times, and the one
	// furthest down among equals. It is taken as a whole: an answer missing in it
	// stays missing.
	Last Several = "last"
	// Mean takes, for each rating, the mean of the answers given on that date.
	Mean Several = "mean"
)

// Mapping says how the columns of a file become check-ins. ParseMapping makes one
// from JSON; a zero Mapping is not usable.
//
// Columns are named as in the file's header, spaces at the ends aside.
type Mapping struct {
	Layout       Layout
	CoupleColumn string // column with the couple; empty when CoupleCode is set
	CoupleCode   string // one couple for the whole file
	CodePrefix   string // put before the column's value
	PersonColumn string // Long only
	Design       Design // empty: each person's own, Weekly when the median gap is 5 days or more
	Day          Day
	Several      Several
	Partners     []Partner // Wide: one or two; Long: exactly one without a label
}

// Partner holds the columns of one partner, or of every person in a long file.
type Partner struct {
	Label   string
	Ratings []Rating
}

// Rating takes one check-in rating from one column. A value from Low to High is
// rescaled linearly to 0–10; Reverse turns it round, so that High becomes 0.
type Rating struct {
	Code, Column string
	Low, High    float64
	Reverse      bool
}

// Day says how a row finds its local date.
//
// Without Start the cell holds a date or a date with a time. Forms that can be
// read in one way only are read as they are (year first, or the month as an
// English word); any other form is named in Format. Zone is the writer's own time
// zone: a time that carries an offset from UTC is placed on the date it was there;
// a time without one is taken as that zone's wall clock, so its date stands.
//
// With Start the cell holds a running day number, a whole number; the day numbered
// First falls on Start. When First is not named, it is 0 if the file has a day 0,
// else 1.
type Day struct {
	Column string
	Format string
	Zone   string    // IANA name or empty
	Start  time.Time // midnight UTC; zero when there is none
	First  *int
}

// Location loads the writer's time zone; nil when none is named.
func (d Day) Location() (*time.Location, error) {
	if d.Zone == "" {
		return nil, nil
	}
	if d.Zone == "Local" {
		return nil, fmt.Errorf("the zone Local belongs to this machine")
	}
	return time.LoadLocation(d.Zone)
}

// Faults checks the mapping by itself, before any file is seen, and returns one
// fault for each.
func (m Mapping) Faults() Faults {
	var f Faults
	f.checkPeople(m)
	f.checkDay(m.Day)
	f.checkRatings(m)
	switch m.Design {
	case "", Daily, Weekly:
	default:
		f.add("design", "spreadsheet_design", "Found", excerpt(string(m.Design)))
	}
	switch m.Several {
	case Refuse, Last, Mean:
	default:
		f.add("several_per_day", "spreadsheet_several", "Found", excerpt(string(m.Several)))
	}
	return f
}

// add notes a fault at a place of the mapping; args are pairs of name and value.
func (f *Faults) add(field, sentence string, args ...any) {
	*f = append(*f, Fault{Why: fault.Field(field, sentence, args...)})
}

// checkPeople looks at layout, couple, person and partners.
func (f *Faults) checkPeople(m Mapping) {
	switch {
	case m.CoupleColumn == "" && m.CoupleCode == "":
		f.add("couple", "spreadsheet_couple_none")
	case m.CoupleColumn != "" && m.CoupleCode != "":
		f.add("couple", "spreadsheet_couple_two")
	case m.CoupleCode != "" && m.CodePrefix != "":
		f.add("code_prefix", "spreadsheet_couple_prefix")
	}
	f.checkPlain("couple_code", m.CoupleCode)
	f.checkPlain("code_prefix", m.CodePrefix)
	switch m.Layout {
	case Wide:
		f.checkPartners(m)
	case Long:
		if m.PersonColumn == "" {
			f.add("person", "spreadsheet_person_none")
		}
		if len(m.Partners) != 1 || m.Partners[0].Label != "" {
			f.add("partners", "spreadsheet_partners_long")
		}
	default:
		f.add("layout", "spreadsheet_layout", "Found", excerpt(string(m.Layout)))
	}
}

// checkPlain wants a short text on one line, or none.
func (f *Faults) checkPlain(field, text string) {
	if text != "" && !plainName(text) {
		f.add(field, "spreadsheet_line", "Key", field, "Most", maxNameBytes)
	}
}

// checkPartners looks at the partners of a wide mapping.
func (f *Faults) checkPartners(m Mapping) {
	if m.PersonColumn != "" {
		f.add("person", "spreadsheet_person_wide")
	}
	if len(m.Partners) < 1 || len(m.Partners) > 2 {
		f.add("partners", "spreadsheet_partners_wide", "Found", len(m.Partners))
		return
	}
	for i, partner := range m.Partners {
		if !plainName(partner.Label) {
			f.add(fmt.Sprintf("partners[%d].label", i), "spreadsheet_label_none", "Partner", i+1, "Most", maxNameBytes)
		}
	}
	if len(m.Partners) == 2 && m.Partners[0].Label == m.Partners[1].Label {
		f.add("partners[1].label", "spreadsheet_label_same", "Label", excerpt(m.Partners[0].Label))
	}
}

// checkDay looks at the day, its form and zone.
func (f *Faults) checkDay(d Day) {
	if d.Column == "" {
		f.add("day.column", "spreadsheet_day_column")
	}
	if _, err := d.Location(); err != nil {
		f.add("day.zone", "spreadsheet_zone", "Zone", excerpt(d.Zone))
	}
	if !d.Start.IsZero() {
		if d.Format != "" {
			f.add("day.format", "spreadsheet_start_form")
		}
		if d.First != nil && (*d.First < 0 || *d.First > maxRunningDay) {
			f.add("day.first", "spreadsheet_first_range", "Most", maxRunningDay)
		}
		return
	}
	if d.First != nil {
		f.add("day.first", "spreadsheet_first_alone")
	}
	if d.Format == "" {
		return
	}
	if form, why := compileForm(d.Format); why != nil {
		*f = append(*f, Fault{Why: why})
	} else if form.hasOffset && d.Zone == "" {
		f.add("day.zone", "spreadsheet_form_zone", "Form", excerpt(d.Format))
	}
}

// checkRatings looks at codes, columns and ranges.
func (f *Faults) checkRatings(m Mapping) {
	usedBy := map[string]string{}
	for i, partner := range m.Partners {
		at := "ratings"
		if m.Layout == Wide {
			at = fmt.Sprintf("partners[%d].ratings", i)
		}
		if len(partner.Ratings) == 0 {
			f.add(at, "spreadsheet_rating_none", "Key", at)
		}
		seen := map[string]bool{}
		for _, r := range partner.Ratings {
			field := at + "." + r.Code
			if seen[r.Code] {
				f.add(field, "spreadsheet_rating_twice", "Rating", excerpt(r.Code), "Key", at)
			}
			seen[r.Code] = true
			f.checkRating(field, r)
			if other, taken := usedBy[r.Column]; taken && r.Column != "" {
				f.add(field+".column", "spreadsheet_column_shared", "Column", excerpt(r.Column), "One", other, "Other", field)
			}
			usedBy[r.Column] = field
		}
	}
}

func (f *Faults) checkRating(field string, r Rating) {
	if ratingIndex(r.Code) < 0 {
		codes := Codes()
		f.add(field, "spreadsheet_rating_unknown", "Rating", excerpt(r.Code), "Known", strings.Join(codes[:], ", "))
	}
	if r.Column == "" {
		f.add(field+".column", "spreadsheet_column_none", "Key", field)
	}
	switch {
	case r.Low == r.High:
		f.add(field+".range", "spreadsheet_range_same", "Key", field, "Low", plainNumber(r.Low))
	case !(r.Low < r.High):
		f.add(field+".range", "spreadsheet_range_down", "Key", field, "Low", plainNumber(r.Low), "High", plainNumber(r.High))
	case max(-r.Low, r.High) > 1e12:
		f.add(field+".range", "spreadsheet_range_wide", "Key", field)
	}
}
