package postgres

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/BurntSushi/toml"

	"amends/server/fault"
	"amends/templates"
)

// tell shows a test program's messages.
func tell(m *fault.Error) { fmt.Fprintln(os.Stderr, said(m)) }

// said is what a person reads of an error: the shipped message of each of its faults, else the error's own text.
func said(err error) string {
	var list fault.List
	if !errors.As(err, &list) {
		one, ok := fault.As(err)
		if !ok {
			return fmt.Sprint(err)
		}
		list = fault.List{one}
	}
	text, readErr := fs.ReadFile(templates.Files, "locales/postgres.en.toml")
	words := map[string]string{}
	if err := errors.Join(readErr, toml.Unmarshal(text, &words)); err != nil {
		return err.Error()
	}
	var lines []string
	for _, one := range list {
		line := words[one.Sentence]
		for name, value := range one.Args {
			line = strings.ReplaceAll(line, "{{."+name+"}}", fmt.Sprint(value))
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}
