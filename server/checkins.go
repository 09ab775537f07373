package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"amends/clients/checkin"
	"amends/clients/spreadsheet"
	"amends/server/db"
	"amends/server/fault"
)

// imported is the last line of `checkins import -json`.
type imported struct {
	Event   string        `json:"event"`
	Rows    int           `json:"rows"`
	Entries int           `json:"entries"`
	Empty   int           `json:"empty"`
	Refused []refusedLine `json:"refused"`
}

// refusedLine is a line of the file that was not taken, 0 for the mapping or the whole file, and why, in sentences.
type refusedLine struct {
	Line   int    `json:"line"`
	Reason string `json:"reason"`
}

// importFlags are the words of the command line.
type importFlags struct {
	data, practice, mapping   string
	create, dry, skip, asJSON bool
	file                      string
}

// runCheckins imports check-ins from a spreadsheet into one practice. Any refused row stops everything, unless -skip-refused
// says to write the rest.
func runCheckins(ctx context.Context, args []string, s std) error {
	if len(args) == 0 || args[0] != "import" {
		return errUsage
	}
	a, err := parseImport(args[1:], s)
	if err != nil {
		return err
	}
	order, closeFile, err := a.order()
	if err != nil {
		return a.answer(s, checkin.Imported{}, err)
	}
	defer closeFile()
	h, err := openData(ctx, a.data, s, wants{migrate: true})
	if err != nil {
		return err
	}
	done, err := importInto(ctx, h, a.practice, order)
	return errors.Join(a.answer(s, done, err), h.Close())
}

func parseImport(args []string, s std) (importFlags, error) {
	var a importFlags
	f := flags("checkins import", s)
	f.StringVar(&a.data, "data", "", "command_flag_data")
	f.StringVar(&a.practice, "practice", "", "command_flag_practice")
	f.StringVar(&a.mapping, "map", "", "command_flag_map")
	f.BoolVar(&a.create, "create", false, "command_flag_create")
	f.BoolVar(&a.dry, "dry-run", false, "command_flag_dry_run")
	f.BoolVar(&a.skip, "skip-refused", false, "command_flag_skip")
	f.BoolVar(&a.asJSON, "json", false, "command_flag_json")
	if err := parse(f, args, 1); err != nil {
		return a, err
	}
	a.file = f.Arg(0)
	if a.practice == "" || a.mapping == "" {
		return a, errUsage
	}
	return a, nil
}

// order reads the mapping and opens the file.
func (a importFlags) order() (checkin.ImportOrder, func() error, error) {
	text, err := os.ReadFile(a.mapping)
	if err != nil {
		return checkin.ImportOrder{}, nil, unread(a.mapping, err)
	}
	m, err := spreadsheet.ParseMapping(text)
	if err != nil {
		return checkin.ImportOrder{}, nil, err
	}
	file, err := os.Open(a.file)
	if err != nil {
		return checkin.ImportOrder{}, nil, unread(a.file, err)
	}
	return checkin.ImportOrder{File: file, Mapping: m, Create: a.create, DryRun: a.dry, SkipRefused: a.skip}, file.Close, nil
}

// unread says why a file that the command line names cannot be read.
func unread(file string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fault.Field("", "command_file_absent", "File", file)
	case errors.Is(err, fs.ErrPermission):
		return fault.Field("", "command_file_closed", "File", file)
	}
	return fault.Field("", "command_file_unread", "File", file, "Detail", err)
}

func importInto(ctx context.Context, h *house, practice string, order checkin.ImportOrder) (checkin.Imported, error) {
	operator, err := h.operator(ctx, practice)
	if err != nil {
		return checkin.Imported{}, err
	}
	return checkin.Run(db.WithRequestID(ctx, operator.User()), h.DB, operator.Scope(), order)
}

// answer prints what came of it. Faults of the mapping or the file stand among the refusals, at line 0 where they have none;
// any other error is the program's to print.
func (a importFlags) answer(s std, done checkin.Imported, err error) error {
	var faults spreadsheet.Faults
	if errors.As(err, &faults) {
		for _, f := range faults {
			done.Refused = append(done.Refused, spreadsheet.Refusal{Line: f.Line, Why: []*fault.Error{f.Why}})
		}
		done.RefusedRows, err = len(faults), checkin.ErrRefused
	}
	if err != nil && !errors.Is(err, checkin.ErrRefused) {
		return err
	}
	if a.asJSON {
		if printErr := printImported(s, done); printErr != nil {
			return printErr
		}
	} else {
		a.say(s, done, err)
	}
	if err != nil {
		return errRefused
	}
	return nil
}

func printImported(s std, done checkin.Imported) error {
	line := imported{"imported", done.Rows, done.Entries, done.Empty, make([]refusedLine, 0, len(done.Refused))}
	for _, r := range done.Refused {
		line.Refused = append(line.Refused, refusedLine{r.Line, reason(s, r)})
	}
	return json.NewEncoder(s.out).Encode(line)
}

// mostSaid is how many refused lines are named one by one in plain words; -json names all.
const mostSaid = 20

// reason says why a line was refused.
func reason(s std, r spreadsheet.Refusal) string {
	sentences := make([]string, len(r.Why))
	for i, why := range r.Why {
		sentences[i] = s.of(why)
	}
	return strings.Join(sentences, " ")
}

// say tells the same in sentences: the refused lines beside, the counts as the answer.
func (a importFlags) say(s std, done checkin.Imported, err error) {
	for i, r := range done.Refused {
		if i == mostSaid {
			s.say("command_import_more", "Count", done.RefusedRows-mostSaid)
			break
		}
		if r.Line > 0 {
			s.say("command_import_line", "Line", r.Line, "Reason", reason(s, r))
		} else {
			fmt.Fprintln(s.err, reason(s, r))
		}
	}
	id := "command_import_done"
	switch {
	case err != nil:
		id = "command_import_nothing"
	case a.dry:
		id = "command_import_dry"
	}
	s.answer(id, "Refused", done.RefusedRows, "Entries", s.T("command_entries", "Count", done.Entries), "Couples", s.T("command_of_couples", "Count", done.Couples),
		"Rows", s.T("command_rows_read", "Count", done.Rows), "Empty", done.Empty)
	if err == nil {
		a.sayMore(s, done)
	}
}

// sayMore tells what else an import did, or would do.
func (a importFlags) sayMore(s std, done checkin.Imported) {
	if done.RefusedRows > 0 {
		s.answer("command_import_left_out", "Count", done.RefusedRows)
	}
	switch n := len(done.Created); {
	case n > 0 && a.dry:
		s.answer("command_import_would_create", "Count", n)
	case n > 0:
		s.answer("command_import_created", "Count", n)
	}
	if done.Entries > 0 {
		s.answer("command_import_dates", "First", done.First.Format("2006-01-02"), "Last", done.Last.Format("2006-01-02"))
	}
}
