package spreadsheet

import (
	"strings"
	"time"

	"amends/server/fault"
)

// Years in which a check-in can lie; anything else is a typing error.
const (
	firstYear = 1900
	lastYear  = 2100
)

// stamp is a date and time as written.
type stamp struct {
	year, month, day     int
	hour, minute, second int
	offset               int // seconds east of UTC
	hasOffset            bool
	half                 byte // 'a' or 'p' of a twelve-hour clock, else 0
}

// part is one piece of a date form: a field with the most digits it may have, or
// a literal byte.
type part struct {
	field  byte // Y year, y two-digit year, M month, N month as a word, D day, h m s, S fraction, A am/pm, Z offset, L literal
	width  int
	fixed  bool // another number stands directly beside it, so exactly width digits belong to it
	symbol byte
}

// dateForm is a compiled form such as "DD.MM.YYYY hh:mm".
type dateForm struct {
	parts     []part
	hasOffset bool
}

// mostForm is the most bytes of a date form, fieldFormat its place in the mapping.
const (
	mostForm    = 64
	fieldFormat = "day.format"
)

// formWords are the words of a form, the longer ones first.
func formWords() []struct {
	word  string
	field byte
	width int
} {
	return []struct {
		word  string
		field byte
		width int
	}{
		{"YYYY", 'Y', 4}, {"YY", 'y', 2}, {"MMMM", 'N', 0}, {"MMM", 'N', 0}, {"MM", 'M', 2}, {"M", 'M', 2},
		{"DD", 'D', 2}, {"D", 'D', 2}, {"hh", 'h', 2}, {"HH", 'h', 2}, {"h", 'h', 2}, {"H", 'h', 2},
		{"mm", 'm', 2}, {"m", 'm', 2}, {"ss", 's', 2}, {"s", 's', 2},
		{"SSSSSS", 'S', 9}, {"SSS", 'S', 9}, {"S", 'S', 9}, {"AM", 'A', 0}, {"Z", 'Z', 0}, {"T", 'L', 0},
	}
}

// compileForm reads a date form of a mapping. Words: YYYY or YY (2000–2099), MM,
// MMM (the month as an English word), DD, hh, mm, ss, S (fraction of a second), AM
// (twelve-hour clock), Z (offset from UTC, or Z). All else stands for itself. A
// number may lack its leading zero unless another number follows directly. The
// second result says why the form cannot be used, else nil.
func compileForm(text string) (dateForm, *fault.Error) {
	if len(text) > mostForm {
		return dateForm{}, fault.Field(fieldFormat, "spreadsheet_form_long", "Most", mostForm)
	}
	var f dateForm
	seen := map[byte]bool{}
	for rest := text; rest != ""; {
		p, size := nextPart(rest)
		if size == 0 {
			return f, fault.Field(fieldFormat, "spreadsheet_form_word", "Word", excerpt(rest[:1]), "Form", excerpt(text))
		}
		if p.field != 'L' && seen[p.field] {
			return f, fault.Field(fieldFormat, "spreadsheet_form_twice", "Form", excerpt(text), "Word", rest[:size])
		}
		seen[p.field] = true
		f.parts, rest = append(f.parts, p), rest[size:]
	}
	for i := 0; i+1 < len(f.parts); i++ {
		if numeric(f.parts[i].field) && numeric(f.parts[i+1].field) {
			f.parts[i].fixed, f.parts[i+1].fixed = true, true
		}
	}
	f.hasOffset = seen['Z']
	switch {
	case seen['Y'] == seen['y'], seen['M'] == seen['N'], !seen['D']:
		return f, fault.Field(fieldFormat, "spreadsheet_form_date", "Form", excerpt(text))
	case (seen['A'] || seen['m']) && !seen['h'], seen['s'] && !seen['m'], seen['S'] && !seen['s']:
		return f, fault.Field(fieldFormat, "spreadsheet_form_time", "Form", excerpt(text))
	}
	return f, nil
}

func numeric(field byte) bool { return strings.IndexByte("YyMDhmsS", field) >= 0 }

// nextPart reads one part of a form and tells how long it is; 0 for an unknown
// letter.
func nextPart(rest string) (part, int) {
	for _, w := range formWords() {
		if strings.HasPrefix(rest, w.word) {
			return part{field: w.field, width: w.width, symbol: rest[0]}, len(w.word)
		}
	}
	c := rest[0]
	if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80 {
		return part{}, 0
	}
	return part{field: 'L', symbol: c}, 1
}

// read reads a cell by the form and returns what is left of the cell; false when
// the cell does not begin like this.
func (f dateForm) read(cell string) (st stamp, rest string, ok bool) {
	for _, p := range f.parts {
		if cell, ok = st.readPart(p, cell); !ok {
			return st, "", false
		}
	}
	return st, cell, true
}

// readPart reads one part from the cell and returns what is behind it.
func (st *stamp) readPart(p part, cell string) (string, bool) {
	switch p.field {
	case 'L':
		if cell == "" || cell[0] != p.symbol {
			return "", false
		}
		return cell[1:], true
	case 'N':
		return st.readMonthWord(cell)
	case 'A':
		return st.readHalf(cell)
	case 'Z':
		return st.readOffset(cell)
	}
	n, digits := leadingNumber(cell, p.width)
	if digits == 0 || (p.fixed || p.field == 'Y' || p.field == 'y') && p.field != 'S' && digits != p.width {
		return "", false
	}
	switch p.field {
	case 'Y':
		st.year = n
	case 'y':
		st.year = 2000 + n
	case 'M':
		st.month = n
	case 'D':
		st.day = n
	case 'h':
		st.hour = n
	case 'm':
		st.minute = n
	case 's':
		st.second = n
	}
	return cell[digits:], true
}

// leadingNumber reads at most width digits.
func leadingNumber(cell string, width int) (n, digits int) {
	for digits < width && digits < len(cell) && cell[digits] >= '0' && cell[digits] <= '9' {
		n = n*10 + int(cell[digits]-'0')
		digits++
	}
	return n, digits
}

// readMonthWord reads an English month, whole or cut to three letters or more,
// with or without a point behind it.
func (st *stamp) readMonthWord(cell string) (string, bool) {
	n := 0
	for n < len(cell) && (cell[n]|0x20 >= 'a' && cell[n]|0x20 <= 'z') {
		n++
	}
	if n < 3 {
		return "", false
	}
	for month := time.January; month <= time.December; month++ {
		name := month.String()
		if n <= len(name) && strings.EqualFold(cell[:n], name[:n]) {
			st.month = int(month)
			return strings.TrimPrefix(cell[n:], "."), true
		}
	}
	return "", false
}

// readHalf reads am or pm.
func (st *stamp) readHalf(cell string) (string, bool) {
	if len(cell) < 2 || cell[1]|0x20 != 'm' || (cell[0]|0x20 != 'a' && cell[0]|0x20 != 'p') {
		return "", false
	}
	st.half = cell[0] | 0x20
	return cell[2:], true
}

// readOffset reads Z, +hh, +hhmm or +hh:mm.
func (st *stamp) readOffset(cell string) (string, bool) {
	st.hasOffset = true
	if cell != "" && cell[0]|0x20 == 'z' {
		return cell[1:], true
	}
	if cell == "" || cell[0] != '+' && cell[0] != '-' {
		return "", false
	}
	sign := 1
	if cell[0] == '-' {
		sign = -1
	}
	hours, digits := leadingNumber(cell[1:], 2)
	if digits != 2 || hours > 15 {
		return "", false
	}
	rest := cell[3:]
	minutes, digits := leadingNumber(strings.TrimPrefix(rest, ":"), 2)
	switch {
	case digits == 2 && minutes < 60:
		rest = strings.TrimPrefix(rest, ":")[2:]
	case digits != 0 || strings.HasPrefix(rest, ":"):
		return "", false
	}
	st.offset = sign * (hours*3600 + minutes*60)
	return rest, true
}
