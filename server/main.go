package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"sort"
	"strings"
	"syscall"
	_ "time/tzdata" // every zone, also where the machine has none
)

// command is one verb of the program.
type command struct {
	usage string // how it is written; flags and places are a contract and the same in every language
	run   func(ctx context.Context, args []string, s std) error
}

// errUsage marks a command line that does not fit; its text has been printed.
var errUsage = errors.New("usage")

// refusal is an answer already given on standard output; the program only ends with 1.
var errRefused = errors.New("refused")

func commands() map[string]command {
	return map[string]command{
		"demo":     {"demo [-data DIR] [-listen 127.0.0.1:PORT] [-json] [-today DATE]", runDemo},
		"serve":    {"serve [-data DIR] [-listen ADDR] [-json]", runServe},
		"migrate":  {"migrate [-data DIR]", runMigrate},
		"check":    {"check [-sample] [-data DIR]", runCheck},
		"audit":    {"audit verify [-data DIR]", runAudit},
		"routes":   {"routes -json", runRoutes},
		"checkins": {"checkins import [-data DIR] -practice SLUG -map MAP.json [-create] [-dry-run] [-skip-refused] [-json] FILE.csv", runCheckins},
		"report":   {"report progress [-data DIR] -practice SLUG -couple CODE -from DATE -to DATE -reader file|couple [-paper a4|letter] -o FILE.pdf", runReport},
		"testdb":   {"testdb -- COMMAND …", runTestDB},
		"version":  {"version", runVersion},
	}
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	code := 1
	if s, err := talk(os.Stdout, os.Stderr, os.Getenv); err != nil {
		fmt.Fprintln(os.Stderr, err)
	} else {
		code = run(ctx, os.Args[1:], s)
	}
	stop()
	os.Exit(code)
}

// run answers the exit code: 0 done, 1 refused or failed, 2 the command line does not fit.
func run(ctx context.Context, args []string, s std) int {
	if len(args) == 0 {
		usage(s)
		return 2
	}
	c, ok := commands()[args[0]]
	if !ok {
		usage(s)
		return 2
	}
	err := c.run(ctx, args[1:], s)
	var code exitCode
	switch {
	case err == nil:
		return 0
	case errors.As(err, &code):
		return int(code)
	case errors.Is(err, errUsage), errors.Is(err, flag.ErrHelp):
		s.say("command_usage", "Line", "amends "+c.usage)
		return 2
	case errors.Is(err, errRefused):
		return 1
	}
	for _, line := range s.explain(err) {
		fmt.Fprintln(s.err, "amends: "+line)
	}
	return 1
}

// exitCode ends the program with the code of a command it ran.
type exitCode int

func (e exitCode) Error() string { return fmt.Sprintf("exit %d", int(e)) }

func usage(s std) {
	var lines []string
	for _, c := range commands() {
		lines = append(lines, "  amends "+c.usage)
	}
	sort.Strings(lines)
	fmt.Fprintf(s.err, "%s\n\n%s\n", s.T("command_amends"), strings.Join(lines, "\n"))
}

func runVersion(_ context.Context, args []string, s std) error {
	if err := parse(flags("version", s), args, 0); err != nil {
		return err
	}
	fmt.Fprintln(s.out, "amends "+version())
	return nil
}

// version is the module's version, or the revision it was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return s.Value[:12]
		}
	}
	return "devel"
}
