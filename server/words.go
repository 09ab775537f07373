package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"amends/server/fault"
	"amends/server/web"
	"amends/templates"
)

// sayLang names the setting of the language in which commands speak.
const sayLang = "AMENDS_LANG"

// std is where a command talks: its answers go to out, everything else to err, both in the words of one language.
type std struct {
	out   io.Writer
	err   io.Writer
	words func(id string, args map[string]any) string
}

// talk reads the catalogue of the language that the setting names: English without one, and where configure will refuse it.
func talk(out, err io.Writer, getenv func(string) string) (std, error) {
	words, fail := web.Messages(templates.Files, getenv(sayLang))
	return std{out, err, words}, fail
}

// T is a message of the catalogue; args are pairs of name and value, and the value named Count chooses the plural form.
func (s std) T(id string, args ...any) string { return s.of(fault.Field("", id, args...)) }

// of is the sentence of a fault.
func (s std) of(e *fault.Error) string {
	if text := s.words(e.Sentence, e.Args); text != "" {
		return text
	}
	return e.Error()
}

// say tells the person at the keyboard one message.
func (s std) say(id string, args ...any) { fmt.Fprintln(s.err, s.T(id, args...)) }

// answer prints one message of the command's answer.
func (s std) answer(id string, args ...any) { fmt.Fprintln(s.out, s.T(id, args...)) }

// tell tells the person at the keyboard what a room below has to say.
func (s std) tell(m *fault.Error) { fmt.Fprintln(s.err, s.of(m)) }

// explain says an error, one line for each of several: faults in the words of the catalogue, anything else as it is, since
// it comes from the machine and is for whoever maintains it.
func (s std) explain(err error) (lines []string) {
	why, ok := fault.As(err)
	if !ok {
		return []string{err.Error()}
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, one := range joined.Unwrap() {
			lines = append(lines, s.explain(one)...)
		}
		return lines
	}
	var list fault.List
	if errors.As(err, &list) {
		for _, one := range list {
			lines = append(lines, s.of(one))
		}
		return lines
	}
	return []string{s.of(why)}
}

// flagSet is the flag set of a command. Each flag's usage is the id of the message that explains it.
type flagSet struct {
	*flag.FlagSet
	s std
}

func flags(name string, s std) flagSet {
	f := flagSet{flag.NewFlagSet(name, flag.ContinueOnError), s}
	f.SetOutput(io.Discard)
	f.Usage = func() {}
	return f
}

// dataFlag is the flag that most commands have.
func (f flagSet) dataFlag() *string { return f.String("data", "", "command_flag_data") }

// parse reads the flags of a command that takes rest further words. A wrong flag is named; -h explains every flag. The
// usage line is the caller's to print.
func parse(f flagSet, args []string, rest int) error {
	switch err := f.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		f.explain()
		return errUsage
	case err != nil:
		f.s.say("command_flag_wrong", "Words", args[len(args)-f.NArg()-1])
		return errUsage
	case f.NArg() != rest:
		return errUsage
	}
	return nil
}

// explain prints what every flag of the command means.
func (f flagSet) explain() {
	longest := 0
	f.VisitAll(func(one *flag.Flag) { longest = max(longest, len(one.Name)) })
	f.VisitAll(func(one *flag.Flag) {
		fmt.Fprintf(f.s.err, "  -%s%s  %s\n", one.Name, strings.Repeat(" ", longest-len(one.Name)), f.s.T(one.Usage))
	})
}
