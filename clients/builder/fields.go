package builder

import (
	"fmt"
	"strconv"
	"strings"

	"amends/clients/programme"
	"amends/server/fault"
)

// index reads the number in a path such as "placements[3].title": the second answer is false where the path is about
// something else.
func index(at, list string) (int, bool) {
	rest, ok := strings.CutPrefix(at, list+"[")
	if !ok {
		return 0, false
	}
	number, _, _ := strings.Cut(rest, "]")
	n, err := strconv.Atoi(number)
	return n, err == nil
}

// below is what follows the number: "title" in "placements[3].title".
func below(at string) string {
	_, rest, _ := strings.Cut(at, "].")
	return rest
}

// sentence is the message of a problem, with its arguments.
func sentence(p programme.Problem) (id string, args []any) {
	if p.Rule == "" {
		return "builder_rule_other", []any{"Reason", p.Reason}
	}
	for i, a := range p.Args {
		args = append(args, string(rune('A'+i)), fmt.Sprint(a))
	}
	return "builder_rule_" + p.Rule, args
}

// faults puts problems at the fields of a form. field answers the name of a field for a path; false leaves a problem out that
// is not this form's.
func faults(list []programme.Problem, field func(at string) (string, bool)) (out fault.List) {
	for _, p := range list {
		name, ours := field(p.At)
		if !ours {
			continue
		}
		id, args := sentence(p)
		out = append(out, fault.Field(name, id, args...))
	}
	return out
}

// The greatest numbers of characters in the fields, so that a page stays a page.
const (
	lineMost = 160
	longMost = 6000
)

// measure notes a text that is too long for its field.
func measure(list *fault.List, name, text string, most int) {
	if len([]rune(text)) > most {
		*list = append(*list, fault.Field(name, "builder_too_long", "Most", most))
	}
}
