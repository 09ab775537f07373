package main

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"time"

	"amends/clients/couple"
	"amends/clients/programme"
	"amends/reports"
	"amends/reports/progress"
	"amends/server/db"
	"amends/server/demo"
	"amends/server/postgres"
	"amends/server/seal"
	"amends/server/tenant"
	"amends/server/web"
	"amends/templates"
)

func operatorOfNone() tenant.Operator { return tenant.NewOperator(tenant.PracticeID{}, osUser()) }

// checkSample makes the planted sample practice on a throw-away PostgreSQL and proves: state rows fit their facts, the audit
// chain holds, and no paper that is shared with the couple carries a marker in its text, metadata or attachments.
func checkSample(ctx context.Context, s std) error {
	server, err := postgres.Start(ctx, postgres.Options{Throwaway: true})
	if err != nil {
		return err
	}
	err = checkOn(ctx, server, s)
	return errors.Join(err, server.Stop())
}

func checkOn(ctx context.Context, server *postgres.Server, s std) error {
	if err := db.Migrate(ctx, server.DSN("amends_migrate", "amends")); err != nil {
		return err
	}
	kek, err := seal.LoadOrMakeKEK(filepath.Join(server.Dir(), "keys", "kek"))
	if err != nil {
		return err
	}
	d, err := db.Open(ctx, db.Config{DSN: server.DSN("amends_app", "amends"), Ring: seal.NewRing(kek), Log: slog.New(slog.NewTextHandler(s.err, &slog.HandlerOptions{Level: slog.LevelWarn}))})
	if err != nil {
		return err
	}
	library, err := loadLibrary()
	if err == nil {
		err = checkPlanted(ctx, d, library, s)
	}
	return errors.Join(err, d.Close())
}

func checkPlanted(ctx context.Context, d *db.DB, library *programme.Library, s std) error {
	if err := demo.MakePlanted(ctx, d, library, osUser(), time.Now()); err != nil {
		return err
	}
	h := &house{DB: d}
	operator, err := h.operator(ctx, demo.Slug)
	if err != nil {
		return err
	}
	if err := errors.Join(checkStates(ctx, d, s), verifyAudit(ctx, d, s)); err != nil {
		return err
	}
	return checkPapers(ctx, d, library, operator, s)
}

const sqlCouples = `SELECT couple_id FROM couple WHERE practice_id = $1 ORDER BY code`

// checkPapers draws what is shared with every couple, the report of the last 26 weeks and the session sheet, and looks for
// markers in each.
func checkPapers(ctx context.Context, d *db.DB, library *programme.Library, operator tenant.Operator, s std) error {
	maker, err := reports.NewMaker(library)
	if err != nil {
		return err
	}
	words, err := web.Messages(templates.Files, "en")
	if err != nil {
		return err
	}
	leaks, papers := 0, 0
	err = d.View(db.Long(ctx), operator.Scope(), func(tx *db.Tx) error {
		leaks, papers = 0, 0
		var ids []couple.ID
		if err := tx.List(&ids, sqlCouples, operator.Practice()); err != nil {
			return err
		}
		for _, id := range ids {
			found, err := checkPaper(tx, maker, words, id)
			if err != nil {
				return err
			}
			papers += 2
			for _, marker := range found {
				leaks++
				s.answer("command_paper_leaks", "Couple", id, "Marker", marker)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if leaks > 0 {
		return errRefused
	}
	s.answer("command_papers_clean", "Count", papers, "Markers", len(demo.Markers()))
	return nil
}

func checkPaper(tx *db.Tx, maker reports.Maker, words reports.Words, id couple.ID) ([]string, error) {
	cp, err := couple.Get(tx, id)
	if err != nil {
		return nil, err
	}
	from, to := reports.Proposed(cp, tx.Now().UTC().Truncate(24*time.Hour))
	paper, _ := reports.PaperOf("a4")
	treating, err := reports.Treating(tx, id)
	if err != nil {
		return nil, err
	}
	drawReport, err := maker.Draft(tx, reports.Wanted{Record: reports.Record{Couple: id, From: from, To: to, Reader: progress.ReaderCouple, Paper: paper, Author: treating},
		Couple: cp, Words: words, Lang: "en"})
	if err != nil {
		return nil, err
	}
	drawSheet, err := maker.SessionSheet(tx, reports.SheetWanted{Couple: cp, Counselor: treating, Words: words, Lang: "en"})
	if err != nil {
		return nil, err
	}
	file, err := drawReport()
	if err != nil {
		return nil, err
	}
	sheet, err := drawSheet()
	if err != nil {
		return nil, err
	}
	inReport, err := reports.Leaks(file, demo.Markers())
	if err != nil {
		return nil, err
	}
	inSheet, err := reports.Leaks(sheet, demo.Markers())
	return append(inReport, inSheet...), err
}
