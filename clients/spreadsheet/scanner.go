package spreadsheet

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"amends/server/fault"
)

// record is one row of the file. Its cells are valid until the next row is read.
type record struct {
	line    int          // physical line, from 1, on which the row begins
	cells   []string     // as written, quotes resolved
	problem *fault.Error // why the row cannot be used, or nil
}

// scanner splits text into rows and cells. Quotes follow RFC 4180: a quoted cell
// may hold separators, line breaks and doubled quotes. A line ends with LF, CR LF
// or CR. Whatever the text holds, a row never takes more than MaxRecordBytes.
type scanner struct {
	in        *bufio.Reader
	separator byte
	line      int // line of the next byte

	text    []byte // cells of the row, one behind the other
	ends    []int  // where each cell ends in text
	cells   []string
	start   int  // where the present cell begins in text
	quoted  bool // the row had a quoted cell
	problem *fault.Error
}

func newScanner(in io.Reader, separator byte) *scanner {
	return &scanner{in: bufio.NewReaderSize(in, 64<<10), separator: separator, line: 1}
}

// next returns the next row that is not a blank line; errEnd after the last.
func (s *scanner) next() (record, error) {
	for {
		rec, err := s.row()
		if err != nil {
			return record{}, err
		}
		if len(rec.cells) == 1 && !s.quoted && strings.TrimSpace(rec.cells[0]) == "" {
			continue
		}
		return rec, nil
	}
}

// where the scanner stands inside a cell.
type cellState int

const (
	atStart     cellState = iota // nothing but spaces so far
	inPlain                      // in an unquoted cell
	inQuotes                     // inside quotation marks
	behindQuote                  // behind what may be the closing mark
	closed                       // behind a closing mark and spaces
)

// row reads one row, blank or not.
func (s *scanner) row() (record, error) {
	s.text, s.ends, s.start, s.quoted, s.problem = s.text[:0], s.ends[:0], 0, false, nil
	first := s.line
	state := atStart
	for read := 0; ; read++ {
		c, err := s.in.ReadByte()
		if err == io.EOF {
			if read == 0 {
				return record{}, errEnd
			}
			if state == inQuotes {
				s.fail("spreadsheet_quote_open")
			}
			return s.finish(first), nil
		}
		if err != nil {
			return record{}, fmt.Errorf("reading the file: %w", err)
		}
		if c == '\r' || c == '\n' {
			s.lineBreak(c)
			if state != inQuotes {
				return s.finish(first), nil
			}
			c = '\n'
		}
		state = s.step(state, c)
	}
}

// step takes one byte of a cell and returns the new state.
func (s *scanner) step(state cellState, c byte) cellState {
	if state == inQuotes {
		if c == '"' {
			return behindQuote
		}
		s.add(c)
		return inQuotes
	}
	if c == s.separator {
		s.endCell()
		return atStart
	}
	switch {
	case state == atStart && c == '"':
		s.text, s.quoted = s.text[:s.start], true
		return inQuotes
	case state == atStart && c == ' ':
		s.add(c)
		return atStart
	case state == behindQuote && c == '"':
		s.add(c)
		return inQuotes
	case (state == behindQuote || state == closed) && c == ' ':
		return closed
	case state == behindQuote || state == closed:
		s.fail("spreadsheet_quote_behind")
	}
	s.add(c)
	return inPlain
}

// lineBreak counts a line and swallows the LF of CR LF.
func (s *scanner) lineBreak(c byte) {
	s.line++
	if c != '\r' {
		return
	}
	if following, err := s.in.Peek(1); err == nil && following[0] == '\n' {
		s.in.Discard(1)
	}
}

// add keeps one byte of the present cell, within the limits.
func (s *scanner) add(c byte) {
	if len(s.text)-s.start >= MaxCellBytes || len(s.text) >= MaxRecordBytes {
		s.fail("spreadsheet_cell_long", "Most", MaxCellBytes>>10)
		return
	}
	s.text = append(s.text, c)
}

func (s *scanner) endCell() {
	if len(s.ends) >= MaxColumns {
		s.fail("spreadsheet_row_long", "Most", MaxColumns)
		return
	}
	s.ends = append(s.ends, len(s.text))
	s.start = len(s.text)
}

// fail keeps the first problem of a row.
func (s *scanner) fail(sentence string, args ...any) {
	if s.problem == nil {
		s.problem = fault.Field("", sentence, args...)
	}
}

// finish cuts the text of the row into its cells, with one allocation.
func (s *scanner) finish(line int) record {
	s.endCell()
	all, from := string(s.text), 0
	s.cells = s.cells[:0]
	for _, end := range s.ends {
		s.cells = append(s.cells, all[from:end])
		from = end
	}
	return record{line: line, cells: s.cells, problem: s.problem}
}
