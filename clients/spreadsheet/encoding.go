package spreadsheet

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// coding is how the bytes of a file spell text.
type coding int

const (
	utf8Plain coding = iota
	utf8Marked
	windows1252
)

// Messages for files that are no CSV text.
const (
	sayEmpty    = "spreadsheet_file_empty"
	sayUTF16    = "spreadsheet_file_utf16"
	sayWorkbook = "spreadsheet_file_workbook"
	sayBinary   = "spreadsheet_file_binary"
	sayUnknown  = "spreadsheet_file_unknown"
)

// detect reads the whole file once and tells its coding by validity: valid UTF-8
// is UTF-8, anything else Windows-1252. The whole file decides, since a single
// letter far below may be the only one that is not ASCII.
func detect(file io.ReadSeeker) (coding, error) {
	if err := rewind(file); err != nil {
		return 0, err
	}
	var d detector
	buffer := make([]byte, 64<<10)
	for {
		n, err := io.ReadFull(file, buffer[d.carry:])
		last := err == io.EOF || err == io.ErrUnexpectedEOF
		if err != nil && !last {
			return 0, fmt.Errorf("reading the file: %w", err)
		}
		if id := d.look(buffer[:d.carry+n], last); id != "" {
			return 0, fileFault(0, id)
		}
		if last {
			return d.coding()
		}
		copy(buffer, buffer[len(buffer)-d.carry:])
	}
}

// detector is what is known of the file so far.
type detector struct {
	begun, marked bool
	notUTF8       bool
	not1252       bool
	carry         int // bytes of an unfinished letter, kept for the next look
}

// look takes the next piece; it returns the id of a message when the file is no text.
func (d *detector) look(piece []byte, last bool) string {
	if !d.begun {
		d.begun = true
		if id := opening(piece); id != "" {
			return id
		}
		d.marked = bytes.HasPrefix(piece, []byte(byteOrderMark))
	}
	if bytes.IndexByte(piece, 0) >= 0 {
		return sayBinary
	}
	d.carry = 0
	if !last {
		d.carry = unfinished(piece)
	}
	d.notUTF8 = d.notUTF8 || !utf8.Valid(piece[:len(piece)-d.carry])
	// Windows-1252 leaves five bytes without a letter.
	d.not1252 = d.not1252 || holdsAny(piece, undefined1252)
	return ""
}

const (
	byteOrderMark = "\xef\xbb\xbf"
	undefined1252 = "\x81\x8d\x8f\x90\x9d"
)

func (d *detector) coding() (coding, error) {
	switch {
	case !d.notUTF8 && d.marked:
		return utf8Marked, nil
	case !d.notUTF8:
		return utf8Plain, nil
	case d.marked || d.not1252:
		return 0, fileFault(0, sayUnknown)
	}
	return windows1252, nil
}

// opening recognises files that cannot be CSV by their first bytes, and answers the id of a message.
func opening(piece []byte) string {
	switch {
	case len(piece) == 0:
		return sayEmpty
	case bytes.HasPrefix(piece, []byte("\xff\xfe")), bytes.HasPrefix(piece, []byte("\xfe\xff")):
		return sayUTF16
	case bytes.HasPrefix(piece, []byte("PK\x03\x04")), bytes.HasPrefix(piece, []byte("\xd0\xcf\x11\xe0")):
		return sayWorkbook
	}
	return ""
}

// unfinished counts the bytes at the end of a piece that begin a letter which the
// next piece ends.
func unfinished(piece []byte) int {
	for back := 1; back <= min(utf8.UTFMax-1, len(piece)); back++ {
		tail := piece[len(piece)-back:]
		if utf8.RuneStart(tail[0]) {
			if utf8.FullRune(tail) {
				return 0
			}
			return back
		}
	}
	return 0
}

// holdsAny tells whether the piece has one of these bytes.
func holdsAny(piece []byte, set string) bool {
	for i := 0; i < len(set); i++ {
		if bytes.IndexByte(piece, set[i]) >= 0 {
			return true
		}
	}
	return false
}

// text opens the file from its beginning as UTF-8 without a byte order mark.
func (c coding) text(file io.ReadSeeker) (io.Reader, error) {
	if err := rewind(file); err != nil {
		return nil, err
	}
	switch c {
	case windows1252:
		return charmap.Windows1252.NewDecoder().Reader(file), nil
	case utf8Marked:
		if _, err := file.Seek(int64(len(byteOrderMark)), io.SeekStart); err != nil {
			return nil, fmt.Errorf("reading the file: %w", err)
		}
	}
	return file, nil
}

func rewind(file io.ReadSeeker) error {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("going back to the start of the file: %w", err)
	}
	return nil
}
