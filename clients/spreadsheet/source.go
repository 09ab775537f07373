package spreadsheet

import (
	"io"
	"strings"

	"amends/server/fault"
)

// source is a file whose writing is known and whose columns were found.
type source struct {
	file      io.ReadSeeker
	coding    coding
	separator byte
	mapping   Mapping
	width     int // columns of the header
	couple    int // column of the couple, or -1 for one couple
	person    int // column of the person, or -1 in a wide file
	day       int
	groups    []group
	days      *dayReader
}

// group is the columns of one partner, or of every person in a long file.
type group struct {
	label string
	slots []slot
}

// slot is one rating's column.
type slot struct {
	code   string
	name   string // of the column
	rating int    // place in Codes
	column int
	scale  scale
}

// separators in the order in which a tie is decided.
const separators = ",;\t"

// open finds out how the file is written and where the mapping's columns are.
func open(file io.ReadSeeker, m Mapping) (*source, error) {
	coding, err := detect(file)
	if err != nil {
		return nil, err
	}
	s := &source{file: file, coding: coding, mapping: m}
	header, err := s.findHeader(m.columns())
	if err != nil {
		return nil, err
	}
	if err := s.findColumns(header); err != nil {
		return nil, err
	}
	first := 0
	if !m.Day.Start.IsZero() {
		if first, err = s.firstNumber(); err != nil {
			return nil, err
		}
	}
	s.days, err = newDayReader(m.Day, first)
	return s, err
}

// columns lists every column that the mapping names.
func (m Mapping) columns() []string {
	names := []string{m.Day.Column}
	if m.CoupleColumn != "" {
		names = append(names, m.CoupleColumn)
	}
	if m.PersonColumn != "" {
		names = append(names, m.PersonColumn)
	}
	for _, partner := range m.Partners {
		for _, r := range partner.Ratings {
			names = append(names, r.Column)
		}
	}
	return names
}

// rows begins a new reading of the file, header included.
func (s *source) rows() (*scanner, error) {
	text, err := s.coding.text(s.file)
	if err != nil {
		return nil, err
	}
	return newScanner(text, s.separator), nil
}

// findHeader reads the header with each separator and keeps the one under which
// most of the wanted columns appear; then the one with most columns.
func (s *source) findHeader(wanted []string) (record, error) {
	var best record
	var separator byte
	most := -1
	for i := 0; i < len(separators); i++ {
		s.separator = separators[i]
		rows, err := s.rows()
		if err != nil {
			return record{}, err
		}
		header, err := rows.next()
		if err == errEnd {
			return record{}, fileFault(0, sayEmpty)
		}
		if err != nil {
			return record{}, err
		}
		for c, name := range header.cells {
			header.cells[c] = strings.TrimSpace(name)
		}
		if score := fit(header, wanted); score > most {
			best, separator, most = header, separators[i], score
		}
	}
	s.separator = separator
	if best.problem != nil {
		return record{}, Faults{{Line: best.line, Why: fault.Field("", "spreadsheet_header")}, {Line: best.line, Why: best.problem}}
	}
	return best, nil
}

// fit scores a header: wanted columns first, then the number of columns.
func fit(header record, wanted []string) int {
	found := 0
	for _, name := range wanted {
		for _, cell := range header.cells {
			if cell == name {
				found++
				break
			}
		}
	}
	return found*(MaxColumns+1) + len(header.cells)
}

// findColumns resolves every name of the mapping; one fault for each name that
// is missing or stands twice in the header.
func (s *source) findColumns(header record) error {
	var faults Faults
	told := map[string]bool{}
	place := func(name string) int {
		at, count := -1, 0
		for i, cell := range header.cells {
			if cell == name {
				at, count = i, count+1
			}
		}
		if count != 1 && !told[name] {
			told[name] = true
			why := noColumn(name, header.cells)
			if count > 1 {
				why = fault.Field("", "spreadsheet_column_twice", "Found", count, "Column", excerpt(name))
			}
			faults = append(faults, Fault{Line: header.line, Why: why})
		}
		return at
	}
	m := s.mapping
	s.width, s.couple, s.person = len(header.cells), -1, -1
	if m.CoupleColumn != "" {
		s.couple = place(m.CoupleColumn)
	}
	if m.PersonColumn != "" {
		s.person = place(m.PersonColumn)
	}
	s.day = place(m.Day.Column)
	for _, partner := range m.Partners {
		g := group{label: partner.Label}
		for _, r := range partner.Ratings {
			g.slots = append(g.slots, slot{
				code: r.Code, name: r.Column, rating: ratingIndex(r.Code), column: place(r.Column),
				scale: scale{low: r.Low, high: r.High, reverse: r.Reverse},
			})
		}
		s.groups = append(s.groups, g)
	}
	if len(faults) > 0 {
		return faults
	}
	return nil
}

// firstNumber tells which running day number falls on the start: the named one,
// or 0 when the file has a day 0, else 1.
func (s *source) firstNumber() (int, error) {
	if s.mapping.Day.First != nil {
		return *s.mapping.Day.First, nil
	}
	rows, err := s.rows()
	if err != nil {
		return 0, err
	}
	if _, err = rows.next(); err != nil {
		return 0, err
	}
	for {
		rec, err := rows.next()
		if err == errEnd {
			return 1, nil
		}
		if err != nil {
			return 0, err
		}
		if rec.problem == nil && len(rec.cells) == s.width {
			if n, ok := runningNumber(trim(rec.cells[s.day])); ok && n == 0 {
				return 0, nil
			}
		}
	}
}

// trim drops spaces around a cell, the no-break space of spreadsheets included.
func trim(cell string) string { return strings.TrimSpace(cell) }

// noColumn says which columns the file has instead, the first twenty of them.
func noColumn(wanted string, have []string) *fault.Error {
	const most = 20
	var quoted []string
	for _, name := range have[:min(most, len(have))] {
		quoted = append(quoted, "“"+excerpt(name)+"”")
	}
	args := []any{"Column", excerpt(wanted), "Columns", strings.Join(quoted, ", ")}
	if len(have) > most {
		return fault.Field("", "spreadsheet_column_absent_many", append(args, "Count", len(have)-most)...)
	}
	return fault.Field("", "spreadsheet_column_absent", args...)
}

// cellFault is a fault of one cell of the file, which it quotes; args are further pairs of name and value.
func cellFault(sentence, cell string, args ...any) *fault.Error {
	return fault.Field("", sentence, append([]any{"Cell", excerpt(cell)}, args...)...)
}

// excerpt shortens a text of the file or mapping for a sentence and takes out
// what would break the line.
func excerpt(text string) string {
	const most = 40
	var b strings.Builder
	n := 0
	for _, r := range text {
		if n == most {
			return b.String() + "…"
		}
		if r < ' ' || r == 0x7f {
			r = ' '
		}
		b.WriteRune(r)
		n++
	}
	return b.String()
}

// plainName tells whether a text can be a code or a name: not empty, short, on one
// line.
func plainName(text string) bool {
	if text == "" || len(text) > maxNameBytes {
		return false
	}
	return !strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\u2028' || r == '\u2029' || r == '\ufffd' })
}
