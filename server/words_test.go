package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/BurntSushi/toml"

	"amends/server/testkit"
)

// speak is a std in one language.
func speak(t *testing.T, lang string, out, err io.Writer) std {
	t.Helper()
	s, fail := talk(out, err, func(string) string { return lang })
	if fail != nil {
		t.Fatal(fail)
	}
	return s
}

// explained is what a person reads of an error, in English; it is one line for each fault.
func explained(t *testing.T, err error) string {
	t.Helper()
	lines := speak(t, "en", io.Discard, io.Discard).explain(err)
	for _, line := range lines {
		if strings.Contains(line, "\n") {
			t.Errorf("more than a line: %q", line)
		}
	}
	return strings.Join(lines, "\n")
}

// plainWords finds words outside of the marks that the pseudo-language puts around every message. What a person wrote, and
// what a contract fixes (flags, files, addresses), stands between the marks too or is taken out by the caller.
func plainWords(text string) []string {
	depth := 0
	var outside strings.Builder
	for _, r := range text {
		switch r {
		case '⟦':
			depth++
		case '⟧':
			depth--
		default:
			if depth == 0 {
				outside.WriteRune(r)
			}
		}
	}
	return regexp.MustCompile(`\p{L}{2,}`).FindAllString(outside.String(), -1)
}

// In the pseudo-language every word that a command says stands between the marks: nothing bypasses the messages.
func TestCommandsSpeakThePseudoLanguage(t *testing.T) {
	for _, c := range []struct {
		args []string
		code int
		keep []string // contract: what is the same in every language
	}{
		{[]string{"dance"}, 2, usageLines()},
		{[]string{"serve", "-dance"}, 2, nil},
		{[]string{"checkins", "import", "-h"}, 2, []string{"  -create", "  -data", "  -dry-run", "  -json", "  -map", "  -practice", "  -skip-refused"}},
		{[]string{"serve", "-data", t.TempDir(), "-listen", "nowhere"}, 1, []string{"amends: "}},
		{[]string{"serve", "-data", t.TempDir(), "-listen", "192.0.2.1:80"}, 1, []string{"amends: "}},
		{[]string{"demo", "-today", "soon"}, 1, []string{"amends: "}},
		{[]string{"report", "progress"}, 1, []string{"amends: "}},
		{[]string{"checkins", "import", "-practice", "x", "-map", filepath.Join(t.TempDir(), "map.json"), "f.csv"}, 1, []string{"amends: "}},
	} {
		var out, err bytes.Buffer
		if code := run(t.Context(), c.args, speak(t, "en-XA", &out, &err)); code != c.code {
			t.Errorf("%v: exit %d", c.args, code)
		}
		said := out.String() + err.String()
		for _, same := range c.keep {
			if !strings.Contains(said, same) {
				t.Errorf("%v: %q is not said", c.args, same)
			}
			said = strings.ReplaceAll(said, same, "")
		}
		if words := plainWords(said); len(words) > 0 || !strings.Contains(said, "⟦") {
			t.Errorf("%v: %v in %q", c.args, words, said)
		}
	}
}

// A machine without PostgreSQL is told what to do in the same words.
func TestAMachineWithoutPostgreSQLIsToldInThePseudoLanguage(t *testing.T) {
	t.Setenv("PG_BIN", filepath.Join(t.TempDir(), "none"))
	t.Setenv("DATABASE_URL", "")
	var out, err bytes.Buffer
	code := run(t.Context(), []string{"serve", "-data", t.TempDir(), "-listen", "127.0.0.1:0"}, speak(t, "en-XA", &out, &err))
	said := strings.ReplaceAll(err.String(), "amends: ", "")
	if words := plainWords(said); code != 1 || len(words) > 0 || strings.Count(said, "⟦") != 4 {
		t.Errorf("exit %d, %v in %s", code, words, said)
	}
}

func usageLines() (lines []string) {
	for _, c := range commands() {
		lines = append(lines, "amends "+c.usage)
	}
	return lines
}

func TestImportAndAuditSpeakThePseudoLanguage(t *testing.T) {
	k := testkit.New(t)
	k.Counselor(t, "Ingrid")
	h := &house{DB: k.DB}
	const file = "dyad,role,day,calm\nA1,F,2026-05-04,3\nA1,F,2026-05-11,9\nA1,F,03/04/2026,2\nA1\n"
	for _, words := range [][]string{{"-create"}, {}, {"-create", "-skip-refused", "-dry-run"}, {"-create", "-skip-refused"}} {
		out, said, _ := importsIn(t, "en-XA", h, k.Slug, dyadMap, file, words...)
		if plain := plainWords(out + said); len(plain) > 0 || !strings.Contains(said, "2026-05-11") && !strings.Contains(said, "4: ") {
			t.Errorf("%v: %v in %s%s", words, plain, out, said)
		}
	}
	for name, mapping := range map[string]string{"no JSON": `{"layout"`, "no column": strings.Replace(dyadMap, `"day"}`, `"date"}`, 1), "nothing": `{}`} {
		out, said, _ := importsIn(t, "en-XA", h, k.Slug, mapping, file)
		if plain := plainWords(out + said); len(plain) > 0 || said == "" {
			t.Errorf("%s: %v in %s%s", name, plain, out, said)
		}
	}
	// The keys of the answer stay, its sentences change.
	out, _, _ := importsIn(t, "en-XA", h, k.Slug, dyadMap, file, "-json")
	if got := lastLine(t, out); len(got.Refused) == 0 || len(plainWords(got.Refused[0].Reason)) > 0 {
		t.Errorf("%s", out)
	}
	var verdict bytes.Buffer
	s := speak(t, "en-XA", &verdict, io.Discard)
	if err := verifyAudit(t.Context(), k.DB, s); err != nil || len(plainWords(verdict.String())) > 0 || verdict.Len() == 0 {
		t.Errorf("audit verify: %v, %q", err, verdict.String())
	}
	if _, err := k.SQL(t).Exec(`update audit_event set request = 'other' where chain_id = $1 and seq = 1`, k.Practice); err != nil {
		t.Fatal(err)
	}
	verdict.Reset()
	if err := verifyAudit(t.Context(), k.DB, s); err == nil || len(plainWords(verdict.String())) > 0 || verdict.Len() == 0 {
		t.Errorf("audit verify of a changed chain: %v, %q", err, verdict.String())
	}
}

func TestServeAndCheckSpeakThePseudoLanguage(t *testing.T) {
	var out, err bytes.Buffer
	s := speak(t, "en-XA", &out, &err)
	line := ready{URL: "http://localhost:1", SetUp: "/1"}
	for _, who := range []string{"owner", "counselor", "front-desk", "partner"} {
		line.SignIn = append(line.SignIn, person{Who: who, Name: "2", Couple: "3", URL: "/4"})
	}
	line.print(s, false)
	if words := plainWords(err.String()); len(words) > 0 || strings.Count(err.String(), "⟦") != 8 || out.Len() > 0 {
		t.Errorf("%v in %s", words, err.String())
	}
	k := testkit.New(t)
	if fail := checkStates(t.Context(), k.DB, s); fail != nil || len(plainWords(out.String())) > 0 || out.Len() == 0 {
		t.Errorf("check: %v, %q", fail, out.String())
	}
}

// catalogue is every shipped message: its id and its texts in all plural forms.
func catalogue(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	files, err := filepath.Glob("../templates/locales/*.en.toml")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		one := map[string]any{}
		if err := toml.Unmarshal(text, &one); err != nil {
			t.Fatal(err)
		}
		for id, m := range one {
			switch m := m.(type) {
			case string:
				all[id] = m
			case map[string]any:
				for _, form := range m {
					all[id] += form.(string) + "\n"
				}
			}
		}
	}
	return all
}

// sentenceOf finds the places where product code names what a person will read: the message of a fault, and what a command
// prints. Answers nil for other calls.
func sentenceOf(s source, call *ast.CallExpr) ast.Expr {
	place := map[string]int{"fault.Field": 1, "fault.Stale": 0, "cellFault": 0, "fileFault": 1}
	if s.pkg == "server" {
		for _, method := range []string{"T", "say", "answer"} {
			place["s."+method] = 0
		}
		place["f.s.say"], place["f.s.T"] = 0, 0
	}
	if s.pkg == "server/postgres" {
		place["o.say"] = 0
	}
	at, ok := place[nameOf(call.Fun)]
	if !ok || at >= len(call.Args) {
		return nil
	}
	return call.Args[at]
}

func nameOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return nameOf(e.X) + "." + e.Sel.Name
	}
	return ""
}

// literal is the text of a string literal.
func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}

// offences are what a file says to people past the messages.
func offences(s source, known map[string]string) (found []string) {
	ast.Inspect(s.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if e := sentenceOf(s, n); e != nil {
				if id, ok := literal(e); ok && known[id] == "" {
					found = append(found, "no message "+strconv.Quote(id))
				}
			}
			found = append(found, printed(s, n)...)
		case *ast.KeyValueExpr:
			if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Sentence" && s.pkg != "server/web" {
				if id, ok := literal(n.Value); ok && known[id] == "" {
					found = append(found, "no message "+strconv.Quote(id))
				}
			}
		}
		return true
	})
	return found
}

// printed finds prose that a command prints or ends with: a literal with letters beside its verbs. Errors that only wrap
// (%w) are internal, and so are the two marks that never reach a reader.
func printed(s source, call *ast.CallExpr) (found []string) {
	name := nameOf(call.Fun)
	if s.pkg != "server" || !strings.HasPrefix(name, "fmt.Fprint") && !strings.HasPrefix(name, "fmt.Print") && name != "fmt.Errorf" && name != "errors.New" && name != "fmt.Sprintf" {
		return nil
	}
	for _, arg := range call.Args {
		text, ok := literal(arg)
		if !ok || strings.Contains(text, "%w") || text == "usage" || text == "refused" || text == "exit %d" || text == "amends: " || text == "amends " {
			continue
		}
		bare := regexp.MustCompile(`%-?\d*[a-z]`).ReplaceAllString(text, "")
		if strings.ContainsFunc(bare, unicode.IsLetter) {
			found = append(found, "says "+strconv.Quote(text)+" past the messages")
		}
	}
	return found
}

func TestPeopleReadOnlyMessages(t *testing.T) {
	known := catalogue(t)
	for _, s := range sources(t) {
		if s.test || s.pkg == "server/testkit" {
			continue
		}
		for _, what := range offences(s, known) {
			t.Errorf("%s %s", s.path, what)
		}
	}
}

// The test above finds what it looks for.
func TestOffencesAreFound(t *testing.T) {
	for code, want := range map[string]int{
		`fault.Field("day", "Write the day.")`:           1,
		`fault.Stale("fault_absent")`:                    0,
		`fmt.Fprintf(s.err, "The schema is new: %s", x)`: 1,
		`fmt.Fprintf(s.err, "%-12s %s\n", x, y)`:         0,
		`errors.New("say which practice")`:               1,
		`fmt.Errorf("the schema: %w", err)`:              0,
		`s.say("command_nothing_of_the_kind")`:           1,
		`use(&fault.Error{Sentence: "Not now."})`:        1,
	} {
		file, err := parser.ParseFile(token.NewFileSet(), "x.go", "package main\nfunc f() { "+code+" }", 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := offences(source{"server", "x.go", file, false}, map[string]string{"fault_absent": "It is not here."}); len(got) != want {
			t.Errorf("%s: %v", code, got)
		}
	}
}

// Every message of the command and of the import is said somewhere, with the arguments that its text names.
func TestNoMessageOfACommandIsLeftOver(t *testing.T) {
	used := map[string]bool{}
	for _, s := range sources(t) {
		if s.test {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if e, ok := n.(ast.Expr); ok {
				if text, ok := literal(e); ok {
					used[text] = true
				}
			}
			return true
		})
	}
	for _, made := range []string{"spreadsheet_couple_missing", "spreadsheet_couple_line", "spreadsheet_person_missing", "spreadsheet_person_line"} { // put together from the column's kind
		used[made] = true
	}
	for id := range catalogue(t) {
		for _, room := range []string{"command_", "spreadsheet_", "checkin_import_", "audit_", "postgres_", "db_", "seal_"} {
			if strings.HasPrefix(id, room) && !used[id] {
				t.Errorf("nobody says %s", id)
			}
		}
	}
}
