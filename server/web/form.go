package web

import (
	"crypto/sha256"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"

	"amends/server/fault"
)

const formType = "application/x-www-form-urlencoded"

// Form is a submitted form. Key is its idempotency key, Hash covers address and contents without the key.
type Form struct {
	Key    uuid.UUID
	Hash   []byte
	Values url.Values
}

// Form parses the body within the route's limit. A form without an idempotency key is refused.
func (c *Context) Form() (*Form, error) {
	f, err := c.LooseForm()
	if err != nil {
		return nil, err
	}
	if f.Key == uuid.Nil {
		return nil, fault.Field("", "fault_form_key")
	}
	return f, nil
}

// LooseForm parses a form whose double send is harmless by itself, such as sign-in: it needs no key.
func (c *Context) LooseForm() (*Form, error) {
	values, err := c.readForm()
	if err != nil {
		return nil, err
	}
	f := &Form{Values: values, Hash: hashForm(c.Path(), values)}
	if key, err := uuid.Parse(values.Get("key")); err == nil {
		f.Key = key
	}
	return f, nil
}

// readForm reads the body once. Too large is a TooLarge fault; what could still be read of it stays for the error page.
func (c *Context) readForm() (url.Values, error) {
	if c.typed != nil {
		return c.typed, nil
	}
	r := c.echo.Request()
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != formType {
		return nil, refuse(http.StatusUnsupportedMediaType, "web_form_kind")
	}
	limit := int64(defaultLimit)
	if c.entry != nil {
		limit = c.entry.Limit
	}
	// Up to four times the limit is read, so that what was typed can be given back.
	body, err := io.ReadAll(http.MaxBytesReader(c.echo.Response(), r.Body, 4*limit))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, &fault.Error{Kind: fault.TooLarge, Sentence: "fault_too_large"}
	case err != nil:
		return nil, refuse(http.StatusBadRequest, "web_form_broken")
	case r.ContentLength > int64(len(body)):
		return nil, refuse(http.StatusBadRequest, "web_form_broken")
	}
	values, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, refuse(http.StatusBadRequest, "web_form_broken")
	}
	c.typed = values
	if int64(len(body)) > limit {
		return nil, &fault.Error{Kind: fault.TooLarge, Sentence: "fault_too_large"}
	}
	return values, nil
}

func hashForm(path string, values url.Values) []byte {
	h := sha256.New()
	h.Write([]byte(path))
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if name == "key" {
			continue
		}
		for _, v := range values[name] {
			h.Write([]byte("\x1e" + name + "\x1f" + v))
		}
	}
	return h.Sum(nil)
}

// Text is a field of one line: NFC, trimmed, line breaks as spaces, control characters out.
func (f *Form) Text(name string) string { return cleanLine(f.Values.Get(name)) }

// Long is a field of several lines: NFC, line ends as \n, inner blanks kept, blank ends cut.
func (f *Form) Long(name string) string { return cleanLong(f.Values.Get(name)) }

// Password is a field exactly as typed, in NFC.
func (f *Form) Password(name string) string {
	return norm.NFC.String(strings.ToValidUTF8(f.Values.Get(name), ""))
}

// All is every value of a field, each as Text.
func (f *Form) All(name string) []string {
	all := make([]string, 0, len(f.Values[name]))
	for _, v := range f.Values[name] {
		all = append(all, cleanLine(v))
	}
	return all
}

// Has tells whether the field was sent with something in it.
func (f *Form) Has(name string) bool { return strings.TrimSpace(f.Values.Get(name)) != "" }

// Date reads 2026-06-04 as UTC midnight, years 1900 to 2200.
func (f *Form) Date(name string) (time.Time, bool) {
	t, err := time.Parse("2006-01-02", f.Text(name))
	return t, err == nil && t.Year() >= 1900 && t.Year() <= 2200
}

// Int reads a whole number of the size a column holds; 0 and false for anything else.
func (f *Form) Int(name string) (int, bool) {
	n, err := strconv.ParseInt(f.Text(name), 10, 32)
	if err != nil {
		return 0, false
	}
	return int(n), true
}

// ID reads an identity; the zero one for anything else.
func (f *Form) ID(name string) uuid.UUID {
	id, err := uuid.Parse(f.Text(name))
	if err != nil {
		return uuid.Nil
	}
	return id
}

// Fill is what was typed and what is wrong with it, for showing the page again.
type Fill struct {
	Values url.Values
	Faults fault.List
}

// Fill joins what was typed with the faults of err.
func (f *Form) Fill(err error) Fill {
	var list fault.List
	if !errors.As(err, &list) {
		if e, ok := fault.As(err); ok {
			list = fault.List{e}
		}
	}
	return Fill{Values: f.Values, Faults: list}
}

// Filled is the defaults of a first showing: names and values in turn.
func Filled(pairs ...string) Fill {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return Fill{Values: v}
}

// Status is the status code of a page that shows these faults again: 200 without an error.
func Status(err error) int {
	if err == nil {
		return http.StatusOK
	}
	e, ok := fault.As(err)
	if !ok {
		return http.StatusInternalServerError
	}
	switch e.Kind {
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	case fault.Denied:
		return http.StatusForbidden
	case fault.Throttled:
		return http.StatusTooManyRequests
	case fault.TooLarge:
		return http.StatusRequestEntityTooLarge
	}
	return http.StatusUnprocessableEntity
}

// cleanLine makes one line of what was typed.
func cleanLine(s string) string {
	s = norm.NFC.String(strings.ToValidUTF8(s, ""))
	s = strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' || r == '\t' || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return plainRune(r)
	}, s)
	return strings.TrimSpace(s)
}

// cleanLong keeps lines and tabs.
func cleanLong(s string) string {
	s = norm.NFC.String(strings.ToValidUTF8(s, ""))
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	s = strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return r
		}
		return plainRune(r)
	}, s)
	return strings.Trim(s, "\n\t ")
}

// plainRune drops control characters and the marks that would turn the direction of the text after them.
func plainRune(r rune) rune {
	if unicode.IsControl(r) || (r >= '\u202a' && r <= '\u202e') {
		return -1
	}
	return r
}
