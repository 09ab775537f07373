package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"amends/server/testkit"
)

func TestReportCommandNamesWhatIsMissing(t *testing.T) {
	whole := map[string]string{"-practice": "elm", "-couple": "R-14", "-from": "2026-01-05", "-to": "2026-06-28", "-reader": "couple", "-o": filepath.Join(t.TempDir(), "r.pdf")}
	for _, c := range []struct{ flag, value, says string }{
		{"-practice", "", "-practice SLUG"}, {"-couple", "", "-couple CODE"}, {"-from", "", "-from"}, {"-to", "", "-to"}, {"-reader", "", "-reader"}, {"-o", "", "-o FILE.pdf"},
		{"-from", "05.01.2026", "is no day"}, {"-to", "2026-02-30", "is no day"}, {"-reader", "court", "neither file nor couple"}, {"-paper", "a3", "neither a4 nor letter"},
	} {
		args := []string{"report", "progress"}
		for flag, value := range whole {
			if flag == c.flag {
				value = c.value
			}
			args = append(args, flag, value)
		}
		if _, named := whole[c.flag]; !named {
			args = append(args, c.flag, c.value)
		}
		var out, err bytes.Buffer
		code := run(t.Context(), args, speak(t, "en", &out, &err))
		if said := strings.TrimSpace(err.String()); code != 1 || !strings.Contains(said, c.says) || strings.Contains(said, "\n") || out.Len() > 0 {
			t.Errorf("%s %q: exit %d, %q", c.flag, c.value, code, said)
		}
	}
	if code := run(t.Context(), []string{"report", "yearly"}, speak(t, "en", io.Discard, io.Discard)); code != 2 {
		t.Errorf("an unknown report: exit %d", code)
	}
}

func TestReportCommandDrawsAnUnsignedDraft(t *testing.T) {
	k := testkit.New(t)
	k.Clock.Set(time.Date(2026, 6, 3, 8, 0, 0, 0, time.UTC))
	c := k.Couple(t, k.Counselor(t, "Ingrid"), "Mara", "Jona")
	h := &house{DB: k.DB}
	flags := reportFlags{practice: k.Slug, couple: c.Code, from: c.From.Format(time.DateOnly), to: "2026-06-03", reader: "couple", paper: "letter", out: filepath.Join(t.TempDir(), "r.pdf")}
	draw := func(a reportFlags) ([]byte, error) {
		order, err := a.order()
		if err != nil {
			return nil, err
		}
		return reportFrom(context.Background(), h, order)
	}
	file, err := draw(flags)
	if err != nil || !bytes.HasPrefix(file, []byte("%PDF-")) || !bytes.Contains(file, []byte("/MediaBox [0 0 612.00 792.00]")) {
		t.Fatalf("%v, %d bytes", err, len(file))
	}
	if again, err := draw(flags); err != nil || !bytes.Equal(again, file) {
		t.Errorf("the same data gave other bytes: %v", err)
	}
	if n := count(t, k, `select count(*) from progress_report where practice_id = $1`); n != 0 {
		t.Errorf("%d reports stored", n)
	}
	var request, audience string
	row := k.SQL(t).QueryRow(`select request, audience from audit_event where chain_id = $1 and verb = 'progress_report.print' order by seq desc limit 1`, k.Practice)
	if err := row.Scan(&request, &audience); err != nil || request != osUser() || audience != "operator" {
		t.Errorf("the trail names %q as %q: %v", request, audience, err)
	}
	for name, change := range map[string]func(*reportFlags){
		"There is no practice":  func(a *reportFlags) { a.practice = "nowhere" },
		"There is no couple":    func(a *reportFlags) { a.couple = "NOBODY" },
		"Care began on":         func(a *reportFlags) { a.from = c.From.AddDate(0, 0, -1).Format(time.DateOnly) },
		"must not lie before":   func(a *reportFlags) { a.to = c.From.AddDate(0, 0, -1).Format(time.DateOnly) },
		"at most ten years":     func(a *reportFlags) { a.to = "2190-01-01" },
		"neither a4 nor letter": func(a *reportFlags) { a.paper = "A3" },
	} {
		wrong := flags
		change(&wrong)
		if file, err := draw(wrong); err == nil || !strings.Contains(explained(t, err), name) || file != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func count(t *testing.T, k *testkit.House, query string) (n int) {
	t.Helper()
	if err := k.SQL(t).QueryRow(query, k.Practice).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestFilesAreWrittenWholeAndPrivate(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "r.pdf")
	for _, text := range []string{"first", "second and longer"} {
		if err := writeFile(path, []byte(text)); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(path)
		info, statErr := os.Stat(path)
		if err != nil || statErr != nil || string(got) != text || info.Mode().Perm() != 0o600 {
			t.Errorf("%q %v %v", got, err, info.Mode())
		}
	}
	if err := writeFile(filepath.Join(dir, "nowhere", "r.pdf"), nil); err == nil {
		t.Error("written into a folder that is not there")
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("%d files left: %v", len(left), err)
	}
}
