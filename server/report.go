package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"amends/clients/couple"
	"amends/reports"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
	"amends/templates"
)

// reportFlags are the words of the command line.
type reportFlags struct {
	data, practice, couple, from, to, reader, paper, out string
}

// reportOrder is the same, read.
type reportOrder struct {
	practice, couple string
	report           reports.Record
}

// runReport makes an unsigned progress report of one couple as a PDF. It is the machine's administrator who asks, so the
// trail names the operating-system user.
func runReport(ctx context.Context, args []string, s std) error {
	if len(args) == 0 || args[0] != "progress" {
		return errUsage
	}
	a, err := parseReport(args[1:], s)
	if err != nil {
		return err
	}
	order, err := a.order()
	if err != nil {
		return err
	}
	h, err := openData(ctx, a.data, s, wants{migrate: true})
	if err != nil {
		return err
	}
	file, err := reportFrom(ctx, h, order)
	if err == nil {
		err = writeFile(a.out, file)
	}
	if err = errors.Join(err, h.Close()); err == nil {
		s.say("command_report_stands", "File", a.out)
	}
	return err
}

func parseReport(args []string, s std) (reportFlags, error) {
	var a reportFlags
	f := flags("report progress", s)
	f.StringVar(&a.data, "data", "", "command_flag_data")
	f.StringVar(&a.practice, "practice", "", "command_flag_practice")
	f.StringVar(&a.couple, "couple", "", "command_flag_couple")
	f.StringVar(&a.from, "from", "", "command_flag_from")
	f.StringVar(&a.to, "to", "", "command_flag_to")
	f.StringVar(&a.reader, "reader", "", "command_flag_reader")
	f.StringVar(&a.paper, "paper", "a4", "command_flag_paper")
	f.StringVar(&a.out, "o", "", "command_flag_out")
	return a, parse(f, args, 0)
}

// order reads what the words mean; its error is a fault.
func (a reportFlags) order() (reportOrder, error) {
	for _, need := range []struct{ value, flag, sentence string }{
		{a.practice, "practice", "command_report_practice"}, {a.couple, "couple", "command_report_couple"}, {a.from, "from", "command_report_from"},
		{a.to, "to", "command_report_to"}, {a.reader, "reader", "command_report_reader"}, {a.out, "o", "command_report_out"},
	} {
		if need.value == "" {
			return reportOrder{}, fault.Field(need.flag, need.sentence)
		}
	}
	o := reportOrder{practice: a.practice, couple: a.couple}
	var err error
	if o.report.From, err = dateOf("from", a.from); err != nil {
		return o, err
	}
	if o.report.To, err = dateOf("to", a.to); err != nil {
		return o, err
	}
	var ok bool
	if o.report.Reader, ok = reports.ReaderOf(a.reader); !ok {
		return o, fault.Field("reader", "command_reader_unknown", "Found", a.reader)
	}
	if o.report.Paper, ok = reports.PaperOf(a.paper); !ok {
		return o, fault.Field("paper", "command_paper_unknown", "Found", a.paper)
	}
	return o, nil
}

func dateOf(flag, text string) (time.Time, error) {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil || day.Year() < 1900 || day.Year() > 2200 {
		return day, fault.Field(flag, "command_day", "Flag", "-"+flag, "Found", text)
	}
	return day, nil
}

// reportFrom loads the report in one transaction, in the practice's language, and draws it.
func reportFrom(ctx context.Context, h *house, o reportOrder) ([]byte, error) {
	operator, err := h.operator(ctx, o.practice)
	if err != nil {
		return nil, err
	}
	library, err := loadLibrary()
	if err != nil {
		return nil, err
	}
	maker, err := reports.NewMaker(library)
	if err != nil {
		return nil, err
	}
	var draw reports.Drawing
	err = h.DB.View(db.WithRequestID(ctx, operator.User()), operator.Scope(), func(tx *db.Tx) error {
		draw, err = loadReport(tx, maker, o)
		return err
	})
	if err != nil {
		return nil, err
	}
	return draw()
}

func loadReport(tx *db.Tx, maker reports.Maker, o reportOrder) (reports.Drawing, error) {
	id, err := coupleByCode(tx, o.couple)
	if fault.Is(err, fault.NotFound) {
		return nil, fault.Field("couple", "command_no_couple", "Couple", o.couple, "Practice", o.practice)
	}
	if err != nil {
		return nil, err
	}
	cp, err := couple.Get(tx, id)
	if err != nil {
		return nil, err
	}
	lang, err := reports.Language(tx)
	if err != nil {
		return nil, err
	}
	words, err := web.Messages(templates.Files, lang)
	if err != nil {
		return nil, err
	}
	r := o.report
	if faults := reports.CheckPeriod(cp, r.Reader, r.From, r.To, func(t time.Time) string { return t.Format(time.DateOnly) }); len(faults) > 0 {
		return nil, faults[0]
	}
	if r.Author, err = reports.Treating(tx, id); err != nil {
		return nil, err
	}
	r.Couple = id
	tx.Audit(audit.ReportPrinted, id.UUID, id)
	return maker.Draft(tx, reports.Wanted{Record: r, Couple: cp, Words: words, Lang: lang})
}

// coupleByCode finds a couple by its code as written, else as counselors' forms fold it.
func coupleByCode(tx *db.Tx, code string) (tenant.CoupleID, error) {
	id, err := couple.ByCode(tx, code)
	if fault.Is(err, fault.NotFound) {
		return couple.ByCode(tx, couple.FoldCode(code))
	}
	return id, err
}

// writeFile puts a file in its place whole or not at all, readable by its owner only.
func writeFile(path string, content []byte) error {
	temp, err := os.CreateTemp(filepath.Dir(path), ".amends-*")
	if err != nil {
		return unwritten(path, err)
	}
	_, err = temp.Write(content)
	err = errors.Join(err, temp.Chmod(0o600), temp.Sync(), temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		return errors.Join(unwritten(path, err), os.Remove(temp.Name()))
	}
	return nil
}

// unwritten says that a file cannot be written, with what the machine answered.
func unwritten(path string, err error) error {
	return fault.Field("o", "command_unwritten", "File", path, "Detail", err)
}
