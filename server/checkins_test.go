package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"amends/clients/checkin"
	"amends/server/testkit"
)

const dyadMap = `{"layout":"long","couple":"dyad","person":"role","day":{"column":"day"},"ratings":{"CALM":{"column":"calm","range":[1,5]}}}`

// imports runs the command's own steps on a house that is open already, and answers what it printed in English.
func imports(t *testing.T, h *house, slug, mapping, file string, words ...string) (out, said string, err error) {
	t.Helper()
	return importsIn(t, "en", h, slug, mapping, file, words...)
}

// importsIn is the same in any language.
func importsIn(t *testing.T, lang string, h *house, slug, mapping, file string, words ...string) (out, said string, err error) {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	var stdout, stderr bytes.Buffer
	s := speak(t, lang, &stdout, &stderr)
	args := append([]string{"-practice", slug, "-map", write("map.json", mapping)}, append(words, write("file.csv", file))...)
	a, err := parseImport(args, s)
	if err != nil {
		t.Fatal(err)
	}
	order, closeFile, err := a.order()
	if err != nil {
		err = a.answer(s, checkin.Imported{}, err)
		return stdout.String(), stderr.String(), err
	}
	defer closeFile()
	done, err := importInto(context.Background(), h, a.practice, order)
	err = a.answer(s, done, err)
	return stdout.String(), stderr.String(), err
}

func lastLine(t *testing.T, out string) (line imported) {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &line); err != nil {
		t.Fatalf("%v in %q", err, out)
	}
	return line
}

func TestImportCommandAnswersInJSON(t *testing.T) {
	k := testkit.New(t)
	k.Counselor(t, "Ingrid")
	h := &house{DB: k.DB}
	const file = "dyad,role,day,calm\nA1,F,2026-05-04,3\nA1,M,2026-05-04,\nA1,F,2026-05-11,9\nA1,M,2026-05-11,5\n"

	out, _, err := imports(t, h, k.Slug, dyadMap, file, "-create", "-json")
	got := lastLine(t, out)
	if !errors.Is(err, errRefused) || got.Event != "imported" || got.Rows != 4 || got.Entries != 0 || got.Empty != 1 || len(got.Refused) != 1 || got.Refused[0].Line != 4 {
		t.Fatalf("%+v %v", got, err)
	}
	count := func() (n int) {
		if err := k.SQL(t).QueryRow(`select count(*) from check_in where practice_id = $1`, k.Practice).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if count() != 0 {
		t.Fatal("a refused import wrote")
	}
	dry, _, err := imports(t, h, k.Slug, dyadMap, file, "-create", "-skip-refused", "-dry-run", "-json")
	if err != nil || count() != 0 {
		t.Fatalf("a dry run: %v, %d rows", err, count())
	}
	out, _, err = imports(t, h, k.Slug, dyadMap, file, "-create", "-skip-refused", "-json")
	if got = lastLine(t, out); err != nil || got.Entries != 2 || count() != 2 || dry != out {
		t.Fatalf("%+v %v, dry %s", got, err, dry)
	}
	if !strings.Contains(out, `"refused":[{"line":4,"reason":`) {
		t.Errorf("%s", out)
	}
	out, _, err = imports(t, h, k.Slug, dyadMap, strings.Replace(file, "5-11,9", "5-11,2", 1), "-json")
	if got = lastLine(t, out); err != nil || got.Entries != 3 || !strings.Contains(out, `"refused":[]`) {
		t.Errorf("%s %v", out, err)
	}
}

func TestImportCommandSpeaksPlainly(t *testing.T) {
	k := testkit.New(t)
	k.Counselor(t, "Ingrid")
	h := &house{DB: k.DB}
	const file = "dyad;role;day;calm\nA1;F;2026-05-04;3\n"
	out, _, err := imports(t, h, k.Slug, dyadMap, file, "-create", "-dry-run")
	if err != nil || !strings.HasPrefix(out, "Nothing was written. To import: 1 check-in of 1 couple; 1 row read") {
		t.Errorf("%q %v", out, err)
	}
	out, said, err := imports(t, h, k.Slug, dyadMap, file)
	if !errors.Is(err, errRefused) || !strings.Contains(out, "Nothing was imported") || !strings.Contains(said, "Line 2: There is no couple A1") {
		t.Errorf("%q %q %v", out, said, err)
	}
	if _, _, err = imports(t, h, "no-such-practice", dyadMap, file); err == nil || !strings.Contains(explained(t, err), "no practice") {
		t.Errorf("%v", err)
	}
}

func TestImportCommandOnWrongFiles(t *testing.T) {
	k := testkit.New(t)
	h := &house{DB: k.DB}
	for name, c := range map[string]struct{ mapping, file string }{
		"mapping is no JSON":    {`{"layout":`, "a,b\n"},
		"mapping names nothing": {`{"layout":"long"}`, "a,b\n"},
		"no such column":        {dyadMap, "a,b\n1,2\n"},
		"empty file":            {dyadMap, ""},
	} {
		out, _, err := imports(t, h, k.Slug, c.mapping, c.file, "-json")
		got := lastLine(t, out)
		if !errors.Is(err, errRefused) || got.Entries != 0 || len(got.Refused) == 0 || got.Refused[0].Reason == "" {
			t.Errorf("%s: %s %v", name, out, err)
		}
	}
	var b bytes.Buffer
	s := speak(t, "en", &b, &b)
	for _, args := range [][]string{{}, {"export"}, {"import"}, {"import", "file.csv"}, {"import", "-practice", "x", "file.csv"}, {"import", "-what", "file.csv"}} {
		if err := runCheckins(t.Context(), args, s); !errors.Is(err, errUsage) {
			t.Errorf("%v: %v", args, err)
		}
	}
}
