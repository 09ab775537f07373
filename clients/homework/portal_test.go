package homework_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"amends/clients/homework"
	"amends/server/db"
	"amends/server/testkit"
)

func TestReadingAndReflection(t *testing.T) {
	w := newWorld(t)
	w.place(t)
	id := w.give(t, "A0", "beginning", "both")
	at := "/work/" + id
	page := want(t, w.asAna.Get(at), 200)
	says(t, page, "Why small things feel uncertain", "Read it whenever it suits you", "Begin", "Not now", "I’d rather not", "Only you, until you send it. Then: Ingrid reads this.")
	lacks(t, page, "nvolved", "njured", "Jon is", "gate")
	if links := page.Links(); !contains(links, at+"/reading/1") {
		t.Errorf("begin leads nowhere: %v", links)
	}
	says(t, want(t, w.asAna.Get(at+"/reading/1"), 200), "The help lines on this page", "What stays with you?", "often, not always")
	if to := save(t, w.asAna, at+"/reading/1", "").Location; to != at+"/uncertain/1" {
		t.Errorf("goes on to %s", to)
	}
	says(t, want(t, w.asAna.Get(at+"/uncertain/1"), 200), "What feels uncertain to you now that did not before?", "Step 2 of 5: What feels uncertain", "Two questions to begin with")
	save(t, w.asAna, at+"/uncertain/1", "The phone.\n\nAt night.")
	second := want(t, w.asAna.Get(at+"/uncertain/2"), 200)
	says(t, second, "What you wrote: What feels uncertain", "The phone.", "At night.")
	review := want(t, w.asAna.Get(at+"/review"), 200)
	says(t, review, "Before you send it", "The phone.", "Nothing yet", "Write it", "Send to Ingrid", "Ingrid Your counselor, before your next session.", "Jon Not now.", "may bring it into a session")
	lacks(t, review, "wants to hear it") // nothing here is ever released
	if s := w.state(t, id, w.ana); s != "underway" {
		t.Errorf("state %s", s)
	}
	sent := want(t, w.asAna.Follow(want(t, w.asAna.Post(at+"/submit", nil), 303)), 200)
	says(t, sent, "Sent to Ingrid, today.", "Your counselor is preparing the next step.", "take it back", "The phone.")
	if n := w.count(t, `select count(*) from entry where practice_id = $1 and state = 'with_counselor' and author_id = $2`, w.ana.Person()); n != 2 {
		t.Errorf("%d entries are with the counselor", n)
	}
	// A page that was left open cannot change what was sent, and keeps what was typed.
	late := want(t, w.asAna.Post(at+"/uncertain/1", url.Values{"text": {"LATEWORDS"}, "version": {homework.Mark("The phone.\n\nAt night.")}}), 409)
	says(t, late, "sent or closed in another window", "LATEWORDS")
	for _, path := range []string{"/uncertain/1", "/review"} {
		if a := w.asAna.Get(at + path); a.Location != at {
			t.Errorf("%s: %d %s", path, a.Status, a.Location)
		}
	}
	// Taken back, changed, sent again; read; then it stays.
	want(t, w.asAna.Post(at+"/withdraw", nil), 303)
	if n := w.count(t, `select count(*) from entry where practice_id = $1 and state = 'draft'`); n != 2 {
		t.Errorf("%d drafts after taking back", n)
	}
	save(t, w.asAna, at+"/uncertain/1", "The phone, mostly.")
	want(t, w.asAna.Post(at+"/submit", nil), 303)
	var waiting []homework.Waiting
	read := func() {
		w.view(t, w.ingrid, func(tx *db.Tx) (err error) { waiting, err = homework.ToRead(tx); return err })
	}
	if read(); len(waiting) != 1 || waiting[0].Name != "Ana" || waiting[0].Title("en") != "What feels uncertain now" {
		t.Fatalf("to read: %+v", waiting)
	}
	says(t, want(t, w.staff.Get(w.path("/homework")), 200), "To read first", "Ana: To read")
	entry := want(t, w.staff.Get(waiting[0].Href()), 200)
	says(t, entry, "From Ana, today.", "What feels uncertain to you now that did not before?", "The phone, mostly.", "Nothing was written here.", "Mark as read")
	if n := w.count(t, `select count(*) from audit_event where chain_id = $1 and verb = 'entry.read'`); n == 0 {
		t.Error("reading left no trace")
	}
	want(t, w.staff.Post(waiting[0].Href()+"/read", nil), 303)
	says(t, want(t, w.staff.Get(waiting[0].Href()), 200), "Read today.")
	if read(); len(waiting) != 0 || w.count(t, `select sum(to_read) from partner_state where practice_id = $1`) != 0 {
		t.Errorf("still to read: %+v", waiting)
	}
	lacks(t, want(t, w.asAna.Get(at), 200), "/withdraw")
	says(t, want(t, w.asAna.Post(at+"/withdraw", nil), 409), "may already have been read")
}

func TestThreeAnswers(t *testing.T) {
	w := newWorld(t)
	w.place(t)
	id := w.give(t, "A2", "ownership", w.jon.Person().String())
	at := "/work/" + id
	want(t, w.asJon.Post(at+"/later", nil), 303)
	says(t, want(t, w.asJon.Get(at), 200), "You said not now.", "Begin")
	want(t, w.asJon.Post(at+"/decline", nil), 303)
	says(t, want(t, w.asJon.Get(at), 200), "You said you would rather not. That is fine.", "after all")
	says(t, want(t, w.asJon.Post(at+"/submit", nil), 409), "sent or closed in another window")
	says(t, want(t, w.staff.Get(w.path("/homework")), 200), "Jon: declined")
	want(t, w.asJon.Post(at+"/reopen", nil), 303)
	if s := w.state(t, id, w.jon); s != "open" {
		t.Errorf("state %s", s)
	}
	// Not given to Ana: it does not exist for her, nor for nobody.
	for _, path := range []string{"", "/review", "/my-part/1"} {
		absent := want(t, w.asAna.Get("/work/"+uuid.NewString()+path), 404)
		if mine := want(t, w.asAna.Get(at+path), 404); mine.Text() != absent.Text() {
			t.Error("another's work reads otherwise than none")
		}
	}
	for _, path := range []string{"/submit", "/later", "/decline", "/reopen", "/withdraw", "/hints", "/my-part/1"} {
		want(t, w.asAna.Post(at+path, url.Values{"text": {"x"}}), 404)
		want(t, w.site.Nobody().Post(at+path, url.Values{"text": {"x"}}), 401)
	}
	for _, path := range []string{"/my-part/0", "/my-part/99", "/my-part/x", "/letter/1", "/statement/1"} {
		want(t, w.asJon.Get(at+path), 404)
		want(t, w.asJon.Post(at+path, url.Values{"text": {"x"}}), 404)
	}
	want(t, w.asJon.Get("/work/not-an-id"), 404)
	if n := w.count(t, `select count(*) from entry where practice_id = $1`); n != 0 {
		t.Errorf("%d entries", n)
	}
}

// script posts as the page's own scripts do.
func script(t testing.TB, c *testkit.Client, path string, values url.Values) (*testkit.Answer, map[string]any) {
	t.Helper()
	values.Set("key", uuid.NewString())
	a := c.Send("POST", path, "application/x-www-form-urlencoded", strings.NewReader(values.Encode()),
		http.Header{"Sec-Fetch-Site": {"same-origin"}, "Accept": {"application/json"}})
	said := map[string]any{}
	if err := json.Unmarshal([]byte(a.Body), &said); err != nil {
		t.Fatalf("%s: %d %q: %v", path, a.Status, a.Body, err)
	}
	return a, said
}

func TestLetter(t *testing.T) {
	w := newWorld(t)
	w.place(t)
	w.Gate(t, w.couple, "G3", true)
	cover := w.Counselor(t, "Henrik")
	w.Cover(t, w.couple, cover)
	id := w.give(t, "A2", "apology", w.jon.Person().String())
	at := "/work/" + id
	says(t, want(t, w.asJon.Get(at), 200), "Here you begin a letter.", "records can be asked for by a court")
	first := want(t, w.asJon.Get(at+"/letter/1"), 200)
	says(t, first, "Step 1 of 5: What I did", "What did you choose to do?", "Only you, until you send it.")
	if i, j := strings.Index(first.Body, "f-text-reader"), strings.Index(first.Body, "<textarea"); i < 0 || i > j {
		t.Error("the visibility line does not stand before the field")
	}

	// Autosave, and the page that another window overtook.
	a, said := script(t, w.asJon, at+"/letter/1", url.Values{"text": {"I kept the loan."}, "version": {homework.Mark("")}})
	if a.Status != 200 || said["saved"] == "" || said["version"] != homework.Mark("I kept the loan.") {
		t.Fatalf("%d %v", a.Status, said)
	}
	a, said = script(t, w.asJon, at+"/letter/1", url.Values{"text": {"Something else."}, "version": {homework.Mark("")}})
	if a.Status != 409 || said["theirs"] != "I kept the loan." || said["sentence"] == "" {
		t.Fatalf("%d %v", a.Status, said)
	}
	both := want(t, w.asJon.Post(at+"/letter/1", url.Values{"text": {"Something else."}, "version": {homework.Mark("")}}), 409)
	says(t, both, "I kept the loan.", "Something else.", "There is a problem")
	form := both.Form(at + "/letter/1")
	want(t, w.asJon.Post(at+"/letter/1", form), 303) // now knowingly over the other text
	says(t, want(t, w.asJon.Get(at+"/letter/1"), 200), "Something else.", "Saved ")
	if n := w.count(t, `select count(*) from entry where practice_id = $1`); n != 1 {
		t.Errorf("%d entries of one letter", n)
	}
	says(t, want(t, w.asJon.Post(at+"/letter/1", url.Values{"text": {strings.Repeat("ä", 20001)}, "version": {homework.Mark("Something else.")}}), 422), "20000")
	if a := w.asJon.Send("POST", at+"/letter/1", "application/x-www-form-urlencoded", io.LimitReader(endless{}, 3<<20), http.Header{"Sec-Fetch-Site": {"same-origin"}}); a.Status != 413 {
		t.Errorf("an endless body: %d", a.Status)
	}

	// Hints ask and block nothing; without script they stand on the next page.
	text := "I said they were old, but you were so worried already. I am sorry."
	_, said = script(t, w.asJon, at+"/hints", url.Values{"text": {text}})
	hints := said["hints"].([]any)
	if len(hints) != 1 {
		t.Fatalf("hints: %v", hints)
	}
	one := hints[0].(map[string]any)
	if one["quote"] != "“I said they were old”" || one["sentence"] != "I said they were old, but you were so worried already." || one["title"] != "A thought about “but”" {
		t.Errorf("hint: %v", one)
	}
	if _, said = script(t, w.asJon, at+"/hints", url.Values{"text": {"I lied to you."}}); len(said["hints"].([]any)) != 0 {
		t.Errorf("a plain sentence is questioned: %v", said)
	}
	save(t, w.asJon, at+"/letter/1", text)
	says(t, want(t, w.asJon.Get(at+"/letter/2"), 200), "What you wrote: What I did", "A thought about “but”", "Look at that page again")

	review := want(t, w.asJon.Get(at+"/review"), 200)
	says(t, review, "Step 5 of 5", "Henrik Only while covering for Ingrid.", "Ana Not now. Later only if you release it, Ingrid agrees and Ana wants to hear it.", "Records can be asked for by a court.")
	key := url.Values{"key": {uuid.NewString()}}
	for range 3 {
		want(t, w.asJon.Post(at+"/submit", key), 303)
	}
	if n := w.count(t, `select count(*) from audit_event where chain_id = $1 and verb = 'entry.submit'`); n != 1 {
		t.Errorf("sent %d times", n)
	}
	// The words lie sealed.
	if n := w.count(t, `select count(*) from entry where practice_id = $1 and position('worried' in encode(body, 'escape')) > 0`); n != 0 {
		t.Error("the letter lies open in the database")
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}

func TestPromisePart(t *testing.T) {
	w := newWorld(t)
	w.place(t)
	id := w.give(t, "A7", "promises", "both")
	at := "/work/" + id
	page := want(t, w.asJon.Get(at), 200)
	says(t, page, "Choose one small thing and say by when.", "I am done with this", "Ana reads it once your counselor lets it pass, which is usually at once.")
	if !contains(page.Links(), "/promises/new?assignment="+id) {
		t.Errorf("no way to the promises: %v", page.Links())
	}
	if a := w.asJon.Get(at + "/review"); a.Location != at {
		t.Errorf("a review of nothing: %d", a.Status)
	}
	want(t, w.asJon.Post(at+"/submit", nil), 303)
	if s := w.state(t, id, w.jon); s != "submitted" || w.count(t, `select sum(to_read) from partner_state where practice_id = $1`) != 0 {
		t.Errorf("state %s; something waits to be read", s)
	}
	if s := w.state(t, id, w.ana); s != "open" {
		t.Errorf("Ana's state moved to %s", s)
	}
}

// What one partner does in private changes nothing the other can see, and drafts never reach the counselor.
func TestNothingPasses(t *testing.T) {
	w := newWorld(t)
	w.place(t)
	w.Clock.Set(time.Date(2026, 6, 3, 9, 0, 0, 0, time.UTC))
	id := w.give(t, "A0", "beginning", "both")
	promises := w.give(t, "A7", "promises", "both")
	at := "/work/" + id
	crawl := func() (all string) {
		seen := map[string]bool{}
		for queue := []string{at, at + "/review", "/work/" + promises}; len(queue) > 0; queue = queue[1:] {
			if seen[queue[0]] || !strings.HasPrefix(queue[0], "/work/") {
				continue
			}
			seen[queue[0]] = true
			page := w.asJon.Get(queue[0])
			all += queue[0] + "\n" + steady(page.Body)
			queue = append(queue, page.Links()...)
		}
		return all
	}
	before := crawl()
	check := func(what string) {
		t.Helper()
		if after := crawl(); after != before {
			t.Errorf("%s changed what the other partner sees", what)
		} else if strings.Contains(after, "CANARY") {
			t.Errorf("%s: the words reached the other partner", what)
		}
	}
	staffSees := func() string {
		pages := ""
		for _, path := range []string{w.path("/homework"), w.path("/assign?step=A0"), "/assignments/" + id, "/assignments/" + id + "/paper?person=" + w.ana.Person().String()} {
			pages += want(t, w.staff.Get(path), 200).Body
		}
		return pages
	}
	save(t, w.asAna, at+"/uncertain/1", "CANARY in a draft")
	check("a draft")
	if strings.Contains(staffSees(), "CANARY") {
		t.Error("a draft reached the counselor")
	}
	var draft string
	if err := w.SQL(t).QueryRow(`select id from entry where practice_id = $1`, w.Practice).Scan(&draft); err != nil {
		t.Fatal(err)
	}
	want(t, w.staff.Get("/entries/"+draft), 404)
	want(t, w.staff.Post("/entries/"+draft+"/read", nil), 404)
	w.sql(t, `update entry set state = 'kept' where practice_id = $1 and id = $2`, w.Practice, draft)
	want(t, w.staff.Get("/entries/"+draft), 404)
	check("a kept text")
	w.sql(t, `update entry set state = 'draft' where practice_id = $1 and id = $2`, w.Practice, draft)
	for _, act := range []string{"/later", "/decline", "/reopen", "/submit"} {
		want(t, w.asAna.Post(at+act, nil), 303)
		check(act)
	}
	want(t, w.asAna.Post("/work/"+promises+"/submit", nil), 303)
	says(t, want(t, w.staff.Get("/entries/"+draft), 200), "CANARY")
	want(t, w.staff.Post("/entries/"+draft+"/read", nil), 303)
	check("reading it")
	want(t, w.asJon.Get("/entries/"+draft), 404)
}

// steady drops the fresh keys of a page's forms.
func steady(body string) string {
	for {
		i := strings.Index(body, `name="key" value="`)
		if i < 0 {
			return body
		}
		body = body[:i] + "key" + body[i+len(`name="key" value="`)+36:]
	}
}

func contains(all []string, one string) bool {
	for _, s := range all {
		if s == one {
			return true
		}
	}
	return false
}
