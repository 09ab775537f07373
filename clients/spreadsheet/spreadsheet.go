// Package spreadsheet turns a CSV file and a mapping into check-in entries.
//
// It is the one code behind the command "checkins import" and the import page:
// it finds out how the file is written (encoding, separator), reads it row by
// row, rescales every value to 0–10, places every row on a local date, and hands
// each entry to the caller. It knows no database, no practice and no clock.
//
// Who may enter: the check-in room and the command, with a file that a member of
// staff chose. What it must never do: guess. A date form that can be read in two
// ways, a value outside its named range or a second row for one person and date
// is refused with its line, never mended. It also never logs: cells are clinical
// data, and a reason may quote a cell to the person who owns the file. Reasons are
// faults: ids of messages in templates/locales/spreadsheet.en.toml with arguments.
//
// Memory does not grow with the rows: with several_per_day "refuse" the room
// keeps one bit per person and day. With "last" and "mean" it keeps one small
// record per person and date, because an entry is only known at the end.
package spreadsheet

import (
	"errors"
	"io"
	"strings"
	"time"

	"amends/server/fault"
)

// Design is the rhythm that a person's entries follow.
type Design string

// The two rhythms of check-ins.
const (
	Daily  Design = "daily"
	Weekly Design = "weekly"
)

// Entry is one check-in of one person on one date. It always holds at least one
// answer.
type Entry struct {
	Line    int       // physical line of the row it came from; of the last such row when rows were joined
	Couple  string    // the couple as the file writes it, or the mapping's couple_code
	Code    string    // the couple's code in the practice: code_prefix and Couple
	Person  string    // the partner's label (wide) or the file's person value (long)
	Date    time.Time // local date of the writer, as midnight UTC
	Design  Design
	Answers Answers
}

// Refusal says why a row was not taken. Line is the physical line, counted from
// 1, on which the row begins. Several faults of one row are one Refusal.
type Refusal struct {
	Line int
	Why  []*fault.Error // at least one
}

// Person sums up what the file holds for one person.
type Person struct {
	Couple, Code, Label string
	Design              Design
	First, Last         time.Time // dates of the first and last entry, midnight UTC
	Entries             int
}

// Summary counts what a reading found.
//
// Rows are the rows below the header, blank lines aside. Empty are rows in which
// no rating was given. RefusedRows counts every refused row; Refused lists the
// first of them, at most MaxRefusalsListed. People stand in the order in which
// the file names them first.
type Summary struct {
	Rows, Entries, Empty int
	RefusedRows          int
	Refused              []Refusal
	People               []Person
}

// Limits of one file. They keep a wrong or hostile file from filling memory.
const (
	MaxColumns        = 4000
	MaxCellBytes      = 64 << 10
	MaxRecordBytes    = 1 << 20
	MaxPeople         = 100_000
	MaxRefusalsListed = 10_000
	maxNameBytes      = 120
)

// Fault is a fault of the mapping or of the file as a whole: nothing can be
// imported until it is mended. Why.Field is the place in the mapping ("day.zone")
// or empty; Line is the line of the file or 0.
type Fault struct {
	Line int
	Why  *fault.Error
}

// Faults are all faults found at once.
type Faults []Fault

// Error joins the faults, one a line, for a log; people read the messages.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, one := range f {
		lines[i] = one.Why.Error()
	}
	return strings.Join(lines, "\n")
}

// Read reads the file from its beginning and calls emit for every entry.
//
// Entries come in file order, or, when several_per_day is "last" or "mean",
// person by person and date by date after the last row. A refused row yields no
// entry at all, also not for the other partner of a wide row. Because a refusal
// may follow entries already emitted, a caller that wants "all or nothing" keeps
// its transaction open until Read returns and looks at Summary.RefusedRows, or
// reads first with a nil emit, which only looks.
//
// The error is Faults for a mapping or file that cannot be used, or what emit or
// the file returned. The file is read two to four times and must be seekable.
func Read(file io.ReadSeeker, m Mapping, emit func(Entry) error) (Summary, error) {
	if faults := m.Faults(); len(faults) > 0 {
		return Summary{}, faults
	}
	src, err := open(file, m)
	if err != nil {
		return Summary{}, err
	}
	if m.Several != Refuse {
		return src.readHeld(emit)
	}
	designs, err := src.designs(m.Design)
	if err != nil {
		return Summary{}, err
	}
	return src.readStreaming(designs, emit)
}

// readStreaming emits every entry as soon as its row is read.
func (s *source) readStreaming(designOf func(*person) Design, emit func(Entry) error) (Summary, error) {
	p := newPass(s)
	p.take = func(who *person, at moment, g *group, r *reading) error {
		who.count(at.day)
		if emit == nil {
			return nil
		}
		return emit(Entry{
			Line: p.line, Couple: who.couple.value, Code: who.couple.code, Person: who.label,
			Date: dateOf(at.day), Design: designOf(who), Answers: r.answers(g),
		})
	}
	if err := p.run(); err != nil {
		return Summary{}, err
	}
	return p.finish(designOf), nil
}

// designs tells each person's rhythm: the named one, or found by a first reading
// that keeps only the days.
func (s *source) designs(named Design) (func(*person) Design, error) {
	if named != "" {
		return func(*person) Design { return named }, nil
	}
	p := newPass(s)
	p.take = func(*person, moment, *group, *reading) error { return nil }
	if err := p.run(); err != nil {
		return nil, err
	}
	found := make(map[personKey]Design)
	for _, who := range p.roster.people {
		found[who.key()] = who.days.design()
	}
	return func(who *person) Design { return found[who.key()] }, nil
}

// finish completes the summary after the last row.
func (p *pass) finish(designOf func(*person) Design) Summary {
	for _, who := range p.roster.people {
		if who.entries == 0 {
			continue
		}
		p.summary.Entries += who.entries
		p.summary.People = append(p.summary.People, Person{
			Couple: who.couple.value, Code: who.couple.code, Label: who.label, Design: designOf(who),
			First: dateOf(who.first), Last: dateOf(who.last), Entries: who.entries,
		})
	}
	return p.summary
}

// fileFault makes the error for a file that cannot be used.
func fileFault(line int, sentence string, args ...any) error {
	return Faults{{Line: line, Why: fault.Field("", sentence, args...)}}
}

var errEnd = errors.New("no more rows")
