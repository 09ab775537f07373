package spreadsheet

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"amends/server/fault"
	"amends/server/web"
	"amends/templates"
)

// shipped is the catalogue that people read.
var shipped = sync.OnceValues(func() (func(string, map[string]any) string, error) { return web.Messages(templates.Files, "en") })

// english says faults as the shipped messages do. A fault without a message, or whose message lacks an argument, fails the
// test.
func english(t testing.TB) func(...*fault.Error) string {
	t.Helper()
	words, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	return func(all ...*fault.Error) string {
		t.Helper()
		var said []string
		for _, one := range all {
			text := words(one.Sentence, one.Args)
			if text == "" || strings.Contains(text, "<no value>") {
				t.Errorf("%v says %q", one, text)
			}
			said = append(said, text)
		}
		return strings.Join(said, " ")
	}
}

// sentences says the faults of an error, empty when it holds none.
func sentences(t testing.TB, err error) string {
	t.Helper()
	var faults Faults
	if !errors.As(err, &faults) {
		return ""
	}
	var all []*fault.Error
	for _, one := range faults {
		all = append(all, one.Why)
	}
	return english(t)(all...)
}
