package reports_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"amends/server/testkit"
	"amends/sessions/note"
)

func TestAReportFromPeriodToSignedBytes(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.weeks(t, 26)
	s.lines(t, true, true, true)
	list := s.desk.Get(s.reports())
	wantStatus(t, list, 200)
	proposed := list.Form(s.reports())
	if !list.Has("No report yet") || proposed.Get("to") != day(s.today) || proposed.Get("paper") != "a4" {
		t.Errorf("list offers %v", proposed)
	}
	path := s.begin(t, proposed)
	draft := s.desk.Get(path)
	wantStatus(t, draft, 200)
	for _, want := range []string{"Both said yes", "Mara", "What the figures say", "rose from about"} {
		if !draft.Has(want) {
			t.Errorf("draft lacks %q: %s", want, draft.Text())
		}
	}
	form := draft.Form(path)
	if form.Get("paragraph") == "" || form.Get("paragraph") != form.Get("offered") {
		t.Errorf("the paragraph is not prefilled: %q", form.Get("paragraph"))
	}
	form.Set("paragraph", "You came in December. Γεια σας, привет.\n\nBoth of you stayed.")
	wantStatus(t, s.desk.Post(path, form), 303)
	preview := s.desk.Get(path + "/draft.pdf")
	wantStatus(t, preview, 200)
	if d := preview.Header.Get("Content-Disposition"); !strings.HasPrefix(d, "inline") || !strings.Contains(d, "progress-report-draft.pdf") || strings.Contains(d, "Mara") {
		t.Errorf("disposition %q", d)
	}
	wantStatus(t, s.desk.Get(path+"/report.pdf"), 404)
	wantStatus(t, s.desk.Post(path+"/sign", s.desk.Get(path).Form(path)), 303)
	signed := s.desk.Get(path)
	if !signed.Has("It never changes") || !signed.Has("Both of you stayed") {
		t.Errorf("signed: %s", signed.Text())
	}
	file := s.desk.Get(path + "/report.pdf")
	wantStatus(t, file, 200)
	if !strings.HasPrefix(file.Body, "%PDF-") || !strings.Contains(file.Header.Get("Content-Disposition"), `filename="progress-report.pdf"`) {
		t.Errorf("file: %q", file.Header.Get("Content-Disposition"))
	}
	wantStatus(t, s.desk.Get(path+"/draft.pdf"), 404)
	keep(t, "signed.pdf", file.Body)
	// The exact bytes stay, whatever happens to the data and the clock afterwards.
	s.exec(t, `update check_in set heard = 0 where practice_id = $1`, s.Practice)
	s.Clock.Advance(30 * time.Minute)
	if again := s.desk.Get(path + "/report.pdf"); again.Body != file.Body {
		t.Error("the signed bytes changed")
	}
	if n := s.count(t, `select count(*) from progress_report where practice_id = $1 and position('%PDF' in encode(pdf, 'escape')) > 0`, s.Practice); n != 0 {
		t.Error("the signed bytes stand in clear")
	}
	for verb, least := range map[string]int{"progress_report.start": 1, "progress_report.save": 1, "progress_report.sign": 1, "progress_report.print": 3, "progress_report.read": 4} {
		if n := s.count(t, `select count(*) from audit_event where chain_id = $1 and verb = $2`, s.Practice, verb); n < least || verb == "progress_report.sign" && n != 1 {
			t.Errorf("%s: %d events", verb, n)
		}
	}
	if _, err := s.SQL(t).Exec(`update progress_report set paragraph = null where practice_id = $1`, s.Practice); err == nil {
		t.Error("a signed report was changed")
	}
}

func TestSigningIsOnce(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.weeks(t, 10)
	path := s.begin(t, s.period())
	form := s.desk.Get(path).Form(path)
	var wg sync.WaitGroup
	for range 8 {
		values := url.Values{}
		for name, v := range form {
			values[name] = v
		}
		values.Set("key", uuid.NewString())
		wg.Go(func() {
			if a := s.site.As(s.counselor).Post(path+"/sign", values); a.Status != 303 || a.Location != path {
				t.Errorf("sign: %d %s", a.Status, a.Text())
			}
		})
	}
	wg.Wait()
	first := s.desk.Get(path + "/report.pdf").Body
	if n := s.count(t, `select count(*) from audit_event where chain_id = $1 and verb = 'progress_report.sign'`, s.Practice); n != 1 {
		t.Errorf("%d signatures", n)
	}
	wantStatus(t, s.desk.Post(path+"/sign", form), 303)
	if s.desk.Get(path+"/report.pdf").Body != first {
		t.Error("a second signature changed the bytes")
	}
	// Other words after the signature are refused, and not lost.
	form.Set("paragraph", "Words that came too late.")
	for _, at := range []string{path, path + "/sign"} {
		form.Del("key")
		if a := s.desk.Post(at, form); a.Status != 409 || !strings.Contains(a.Body, "Words that came too late.") || !a.Has("signed in between") {
			t.Errorf("%s after the signature: %d %s", at, a.Status, a.Text())
		}
	}
}

func TestStaleDraftKeepsBothTexts(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	path := s.begin(t, s.period())
	form := s.desk.Get(path).Form(path)
	form.Set("paragraph", "Saved on the other screen.")
	header := http.Header{"Accept": {"application/json"}, "Sec-Fetch-Site": {"same-origin"}}
	send := func(v url.Values) *testkit.Answer {
		v.Set("key", uuid.NewString())
		return s.desk.Send("POST", path, "application/x-www-form-urlencoded", strings.NewReader(v.Encode()), header)
	}
	if a := send(form); a.Status != 200 || !strings.Contains(a.Body, `"version":"2"`) {
		t.Fatalf("autosave: %d %s", a.Status, a.Body)
	}
	form.Set("paragraph", "Typed on this one.")
	if a := send(form); a.Status != 409 || !strings.Contains(a.Body, "Saved on the other screen.") {
		t.Errorf("autosave of a stale version: %d %s", a.Status, a.Body)
	}
	if a := s.desk.Post(path, form); a.Status != 409 || !a.Has("Saved on the other screen.") || !strings.Contains(a.Body, "Typed on this one.") {
		t.Errorf("save of a stale version: %d %s", a.Status, a.Text())
	}
	// A date that cannot be read does not keep the words from being saved.
	form.Set("version", "2")
	form.Set("from", "soon")
	form.Set("paragraph", "Words beside a bad date.")
	if a := send(form); a.Status != 200 {
		t.Errorf("autosave beside a bad date: %d %s", a.Status, a.Body)
	}
	if again := s.desk.Get(path).Form(path); again.Get("paragraph") != "Words beside a bad date." || again.Get("from") != day(s.couple.From) {
		t.Errorf("stored: %q from %s", again.Get("paragraph"), again.Get("from"))
	}
}

func TestBadPeriodsKeepWhatWasTyped(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	path := s.begin(t, s.period())
	sheet := s.desk.Get(path).Form(path)
	for _, c := range []struct{ name, field, value, sentence string }{
		{"order", "to", day(s.couple.From.AddDate(0, 0, -1)), "must not lie before the first"},
		{"before care", "from", day(s.couple.From.AddDate(0, 0, -1)), "Care began on"},
		{"future", "to", day(s.today.AddDate(0, 0, 1)), "lies in the future"},
		{"no day", "from", "yesterday", "Give a day"},
		{"reader", "reader", "court", "Choose who reads"},
		{"paper", "paper", "a3", "Choose a paper"},
	} {
		values := s.period()
		values.Set(c.field, c.value)
		if a := s.desk.Post(s.reports(), values); a.Status != 422 || !a.Has(c.sentence) || (c.field == "to" || c.field == "from") && !strings.Contains(a.Body, c.value) {
			t.Errorf("new, %s: %d %s", c.name, a.Status, a.Text())
		}
		typed := url.Values{}
		for name, v := range sheet {
			typed[name] = v
		}
		typed.Set(c.field, c.value)
		typed.Set("paragraph", "Not to be lost.")
		for _, at := range []string{path, path + "/sign"} {
			typed.Set("key", uuid.NewString())
			if a := s.desk.Post(at, typed); a.Status != 422 || !a.Has(c.sentence) || !strings.Contains(a.Body, "Not to be lost.") {
				t.Errorf("%s, %s: %d %s", at, c.name, a.Status, a.Text())
			}
		}
	}
	if n := s.count(t, `select count(*) from progress_report where practice_id = $1`, s.Practice); n != 1 {
		t.Errorf("%d reports after bad forms", n)
	}
	ended := s.today.AddDate(0, 0, -14)
	s.exec(t, `update couple set care_to = $3 where practice_id = $1 and couple_id = $2`, s.Practice, s.couple.ID, ended)
	if a := s.desk.Post(s.reports(), s.period()); a.Status != 422 || !a.Has("Care ended on") {
		t.Errorf("after care: %d %s", a.Status, a.Text())
	}
}

func TestSessionReportIsTheSignedNote(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	id := s.signedNote(t, "They spoke about the letter.")
	a := s.desk.Get("/progress-notes/" + id.String() + "/report.pdf")
	wantStatus(t, a, 200)
	text := textOf(t, []byte(a.Body))
	for _, want := range []string{"They spoke about the letter.", "Ingrid Moe, LMFT", "What we", "Mara", s.couple.Code} {
		if !strings.Contains(text, want) {
			t.Errorf("the session report lacks %q:\n%s", want, text)
		}
	}
	draft := s.desk.Post("/couples/"+s.couple.ID.String()+"/notes", url.Values{})
	wantStatus(t, draft, 303)
	wantStatus(t, s.desk.Get(draft.Location+"/report.pdf"), 404)
}

// Every message that pages, sheets and their code name has a text.
func TestEveryPageMessageHasAText(t *testing.T) {
	t.Parallel()
	words := english(t)
	var named []string
	for _, pattern := range []string{"*.go", "../templates/reports/*.html"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasSuffix(file, "_test.go") {
				named = append(named, regexp.MustCompile(`"reports_[a-z0-9_]*[a-z0-9]"`).FindAllString(string(text), -1)...)
			}
		}
	}
	for _, end := range []string{"reader_couple", "reader_file", "reader_couple_note", "reader_file_note", "paper_a4", "paper_letter", "weekday_0", "weekday_6"} {
		named = append(named, `"reports_`+end+`"`)
	}
	if len(named) < 80 {
		t.Fatalf("only %d messages found: the search is broken", len(named))
	}
	for _, quoted := range named {
		if id := strings.Trim(quoted, `"`); words(id, map[string]any{"Count": 2}) == "" {
			t.Errorf("%s has no text", id)
		}
	}
}

// The same figures cost the same number of statements, however many rows there are.
func TestStatementsDoNotGrow(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	path := s.begin(t, s.period())
	few := s.statements(t, path)
	s.weeks(t, 26)
	for i := range 6 {
		s.note(t, nil, s.today.AddDate(0, 0, -7*i-7), note.Section{Key: note.Focus, Title: "What we worked on", Text: "A quiet hour."})
	}
	if many := s.statements(t, path); many != few || few > 16 {
		t.Errorf("%d statements with no rows, %d with many", few, many)
	}
}

// Who left reads nothing newer: a report for both ends with the last day of the two, and names no session after it.
func TestAReportForBothEndsWhereSomebodyLeft(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	draft := s.begin(t, s.period())
	s.exec(t, `update couple set next_at = $3 where practice_id = $1 and couple_id = $2`, s.Practice, s.couple.ID, s.today.AddDate(1, 0, 0))
	if text := textOf(t, []byte(s.desk.Get(draft+"/draft.pdf").Body)); !strings.Contains(text, "Next session") {
		t.Errorf("a paper for two who are together names no session: %s", text)
	}
	last := s.today.AddDate(0, 0, -14)
	s.Separate(t, s.couple, 0, last)
	if a := s.desk.Post(draft+"/sign", nil); a.Status != 422 || !a.Has("One of the two left on") {
		t.Errorf("an older draft is signed: %d %s", a.Status, a.Text())
	}
	if a := s.desk.Post(s.reports(), s.period()); a.Status != 422 || !a.Has("One of the two left on") {
		t.Errorf("after leaving: %d %s", a.Status, a.Text())
	}
	file := s.period()
	file.Set("reader", "file")
	s.begin(t, file)
	proposed := s.desk.Get(s.reports()).Form(s.reports())
	if proposed.Get("to") != day(last) {
		t.Errorf("proposed until %s", proposed.Get("to"))
	}
	both := s.begin(t, proposed)
	wantStatus(t, s.desk.Post(both+"/sign", nil), 303)
	if text := textOf(t, []byte(s.desk.Get(both+"/report.pdf").Body)); strings.Contains(text, "Next session") || !strings.Contains(text, "Progress report") {
		t.Errorf("the paper says: %s", text)
	}
}
