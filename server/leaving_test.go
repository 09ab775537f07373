package main

import (
	"net/url"
	"slices"
	"strings"
	"testing"
)

// lasting are the partner's routes that stay open after care and after leaving, and why.
func lasting() []string {
	return []string{
		"/settings", "/settings/lines", "/history/show", // one's own choices; lines may be switched off, never on
		"/sent/:entry/withdraw", "/sent/:entry/stop-asking", // taking back is never refused
		"/safety",                                               // says itself that nobody reads it any more
		"/work/:assignment/hints", "/proposals/:proposal/hints", // read what is typed and store nothing
	}
}

// presses are the forms with one button and no field, which share the sentence of a text that came too late.
func presses() (routes []string) {
	for _, press := range []string{"submit", "later", "reopen", "obstacle", "withdraw", "felt", "decline"} {
		routes = append(routes, "/work/:assignment/"+press)
	}
	return routes
}

// leaves ends Jonas's place, or the couple's care, as the counselor does on her page.
func (w *town) leaves(end string) {
	w.t.Helper()
	at := "/couples/" + w.text(`select couple_id from couple where code = 'NQ-01'`)
	path, form := at+"/discharge", url.Values{"last_on": {"2026-06-03"}, "reason": {"reached"}}
	if end == "left" {
		path, form = at+"/people/"+w.seat(theOther).Person.String()+"/separate", url.Values{"last_on": {"2026-06-03"}}
	}
	form.Set("key", w.key())
	if a := w.visits[treating].post(path, form); a.Status != 303 {
		w.t.Fatalf("%s: %d %s", end, a.Status, clip(a.Text()))
	}
}

func (s *sample) key() string { return s.text(`select gen_random_uuid()`) }

// After the end no form of a partner stores anything, whichever it is: each route of the list is sent what its own page offered the
// day before, and what an attacker would send. The answer is a sentence, not a mistake, and a page that says that what was typed is
// still there holds it.
func TestNoPartnerWritesAfterTheEnd(t *testing.T) {
	ends := map[string]*town{"left": newTown(t), "over": newTown(t)}
	t.Parallel()
	for end, w := range ends {
		w.collect()
		objects, free := w.objects(), w.free()
		paths := map[string]string{}
		for _, l := range w.App.List() {
			if l.Audience != "partner" || l.Method != "POST" || slices.Contains(lasting(), l.Path) {
				continue
			}
			params := map[string]string{}
			if l.Object != "" {
				params = objects["partner "+l.Object]().params
			}
			paths[l.Path] = fill(t, l, params, free)
		}
		w.leaves(end)
		before := w.rows()
		for route, path := range paths {
			const typed = "Typed after the end, in a few words."
			form := url.Values{"key": {w.key()}, "version": {"1"}}
			for name, given := range w.forms[path] {
				form[name] = given
			}
			form.Set("text", typed)
			a := w.visits[theOther].post(path, form)
			if a.Status != 409 && a.Status != 404 && a.Status != 422 {
				t.Errorf("%s: %s answers %d: %s", end, route, a.Status, clip(a.Text()))
			}
			if strings.Contains(a.Text(), "What you typed is still here") && !strings.Contains(a.Body, typed) && !slices.Contains(presses(), route) {
				t.Errorf("%s: %s says that it kept what was typed, and lost it: %s", end, route, clip(a.Text()))
			}
		}
		unchanged(t, before, w.rows(), end)
		w.lastingWork(end)
	}
}

// lastingWork: own settings, lines off and taking back go on; the safety page says that nobody reads it.
func (w *town) lastingWork(end string) {
	w.t.Helper()
	a := w.visits[theOther]
	a.submits("/settings", "/settings", "", nil, nil)
	a.submits("/settings", "/settings/lines", "", url.Values{"lines": {"no"}}, nil)
	if got := a.post("/settings/lines", url.Values{"key": {w.key()}, "lines": {"yes"}}); got.Status != 409 {
		w.t.Errorf("%s: lines were switched on: %d", end, got.Status)
	}
	part := "/sent/" + w.text(`select x.id from entry x join couple c using (practice_id, couple_id) where c.code = 'NQ-01' and part_key = 'my-part'`)
	a.submits(part, part+"/withdraw", "", nil, nil)
	if n := w.text(`select count(*) from release_copy x join couple c using (practice_id, couple_id) where c.code = 'NQ-01' and x.author_id = $1 and x.closed_at is null`, w.seat(theOther).Person); n != "0" {
		w.t.Errorf("%s: what was withdrawn stays open", end)
	}
	page := a.get("/safety")
	if page.Status != 200 || !page.Has("Nobody reads this page for you any more") || !page.Has("988") {
		w.t.Errorf("%s: safety: %d %s", end, page.Status, page.Text())
	}
	told := a.post("/safety", url.Values{"key": {w.key()}, "answer": {"2"}, "reach": {"Call my sister."}})
	if told.Status != 409 || !told.Has("Nobody reads this page for you any more") || !told.Has("Call my sister.") || !told.Has("988") {
		w.t.Errorf("%s: a late safety answer: %d %s", end, told.Status, told.Text())
	}
}

// K1 to K3 of the leaver: whatever happens between the other and the counselor after their last day, their pages stay as they were.
func TestWhoLeftSeesNothingNewer(t *testing.T) {
	w := newTown(t)
	t.Parallel()
	w.leaves("left")
	jonas, amira, ingrid := w.visits[theOther], w.visits[partner], w.visits[treating]
	before := jonas.seen()
	if len(before) < 15 {
		t.Fatalf("only %d pages of %s", len(before), theOther)
	}
	words, n := map[string]string{}, 0
	everyForm := func(v *visitor, skip ...string) {
		for _, o := range orders(v.crawl("/")) {
			l := routeOf(w.App.List(), "POST", o.action)
			if l == nil || slices.Contains([]string{"/sign-out", "/leave", "/sign-ins", "/csp", "/couples/:couple/room"}, l.Path) || slices.Contains(skip, l.Path) {
				continue
			}
			n++
			words[l.Path] = "Newer" + string(rune('a'+n%26)) + w.key()[:8] + "Wq"
			v.post(o.action, fields(o.form, func(string) string { return words[l.Path] }))
		}
	}
	everyForm(amira, "/sent/:entry/withdraw", "/promises/:promise/end") // her own taking back closes what he has
	jonas.notMoved("what she does", before)
	// A hold takes back what the other had from them, and their own page says so; a day they shared may be put right.
	everyForm(ingrid, "/entries/:entry/hold", "/couples/:couple/promises/:promise/record", "/couples/:couple/people/:person/reopen", "/couples/:couple/people/:person", "/couples/:couple/policy", "/couples/:couple/hold")
	jonas.notMoved("what the counselor does", before)
	if n < 40 {
		t.Errorf("only %d forms were sent", n)
	}
	text := jonas.everything("/")
	for route, word := range words {
		if strings.Contains(text, word) {
			t.Errorf("%s reads what %s was sent", theOther, route)
		}
	}
}

// Who stays learns nothing of the other's going: no day, no private word, no address.
func TestWhoStaysReadsNothingPrivateOfTheLeaver(t *testing.T) {
	w := newTown(t)
	t.Parallel()
	w.leaves("left")
	text := w.visits[partner].everything("/")
	for _, secret := range append(w.texts(`select chosen_name || ' left' from person where chosen_name = 'Jonas'`), "partner2.nq-01@example.org", "place ended", "left the couple") {
		if strings.Contains(strings.ToLower(text), strings.ToLower(secret)) {
			t.Errorf("%s reads %q", partner, secret)
		}
	}
	if n := w.text(`select count(*) from promise x join couple c using (practice_id, couple_id) where c.code = 'NQ-01' and x.state = 'active'`); n != "0" {
		t.Errorf("%s promises between the two go on", n)
	}
	if a := w.visits[partner].get("/home"); a.Has("you and Jonas") || a.Has("Nothing new is asked of you.") {
		t.Errorf("care goes on with %s: %s", partner, a.Text())
	}
}

// The sample practice has a couple of whom one left and one whose care has ended; both are kept for reading, and nothing waits.
func TestTheSampleHasLeavers(t *testing.T) {
	w := newSample(t)
	t.Parallel()
	ingrid := w.sitting(w.seat(treating).Seat)
	list := ingrid.get("/caseload")
	if !list.Has("Elin") || !list.Has("Left Thu 30 Apr") || !list.Has("Discharged") || list.Has("Ada") {
		t.Errorf("caseload: %s", list.Text())
	}
	past := ingrid.get("/caseload?show=discharged")
	if !past.Has("Ada") || !past.Has("Care ended on 14 May 2026.") || past.Has("Elin") || !past.Has("1 of 1 couples") {
		t.Errorf("discharged: %s", past.Text())
	}
	for code, want := range map[string]string{"NQ-13": "Marc’s place ended on 30 April 2026.", "NQ-14": "In care from"} {
		path := "/couples/" + w.text(`select couple_id from couple where code = $1`, code)
		for _, page := range []string{"/notes", "/homework", "/check-ins", "/check-in-windows", "/reports", "/people", "/gates", "/hold", "/discernment", "/screens", "/promises", "/agreements", "/questions",
			"/boundaries", "/decisions", "/releases", "/plan", "/planner", "/session-sheet", "/assign", "/discharge"} {
			if a := ingrid.get(path + page); a.Status != 200 {
				t.Errorf("%s: %s answers %d", code, page, a.Status)
			}
		}
		if a := ingrid.get(path); !a.Has(want) {
			t.Errorf("%s: %s", code, a.Text())
		}
	}
	for _, who := range []string{"Elin", "Marc", "Ada", "Luis"} {
		v := w.sitting(w.seat(who).Seat)
		if home := v.get("/home"); home.Has("Nothing new is asked of you.") != (who != "Elin") {
			t.Errorf("%s: %s", who, home.Text())
		}
		if n := len(v.crawl("/")); n < 10 {
			t.Errorf("%s finds %d pages", who, n)
		}
	}
}

// Care that is taken up weeks later goes on at once; what is asked is agreed anew, and the weeks between are nobody's silence.
func TestTakenUpAgainIsAgreedAnew(t *testing.T) {
	w := newSample(t)
	t.Parallel()
	ingrid, ada := w.sitting(w.seat(treating).Seat), w.sitting(w.seat("Ada").Seat)
	at := "/couples/" + w.text(`select couple_id from couple where code = 'NQ-14'`)
	if a := ingrid.post(at+"/check-in-windows", url.Values{"key": {w.key()}, "who": {"both"}, "kind": {"weekly"}, "design": {"weekly"}, "from": {"2026-06-04"}}); a.Status != 422 || !a.Has("Care has ended.") {
		t.Errorf("a check-in was agreed after the end: %d %s", a.Status, a.Text())
	}
	if a := ingrid.post(at+"/take-up", url.Values{"key": {w.key()}}); a.Status != 303 {
		t.Fatalf("taking up: %d %s", a.Status, a.Text())
	}
	if n := w.text(`select count(*) from check_in_window x join couple c using (practice_id, couple_id) where c.code = 'NQ-14' and x.ends_on is distinct from '2026-05-14'`); n != "0" {
		t.Errorf("%s windows go on", n)
	}
	if a := ada.get("/home"); a.Has("Nothing new is asked of you.") {
		t.Errorf("Ada's home: %s", a.Text())
	}
	if a := ada.post("/plan/mine", ada.typing("/plan/mine", "/plan/mine", "It may be said again.", nil, nil)); a.Status != 303 {
		t.Errorf("Ada writes again: %d %s", a.Status, a.Text())
	}
	if a := ingrid.get("/caseload"); !a.Has("Ada") || a.Has("Discharged") {
		t.Errorf("caseload: %s", a.Text())
	}
}

// What the counselor owes outlives the care: it stays on Today until it is dealt with, and stands first where care is ended.
func TestWhatIsOwedOutlivesCare(t *testing.T) {
	w := newTown(t)
	t.Parallel()
	ingrid := w.visits[treating]
	for code, want := range map[string]string{"NQ-01": "work waiting to be read", "NQ-02": "safety", "NQ-03": "note unsigned"} {
		at := "/couples/" + w.text(`select couple_id from couple where code = $1`, code)
		page := ingrid.get(at + "/discharge")
		if !strings.Contains(strings.ToLower(page.Text()), want) || !page.Has("Before you end care") {
			t.Errorf("%s before: %s", code, page.Text())
		}
		if a := ingrid.post(at+"/discharge", url.Values{"key": {w.key()}, "last_on": {"2026-06-03"}, "reason": {"moved"}}); a.Status != 303 {
			t.Fatalf("%s: %d %s", code, a.Status, a.Text())
		}
		if a := ingrid.get(at + "/discharge"); !strings.Contains(strings.ToLower(a.Text()), want) || !a.Has("Still to do") {
			t.Errorf("%s after: %s", code, a.Text())
		}
	}
	today := ingrid.get("/today")
	for _, want := range []string{"Clara has something about safety for you.", "Daniel and Noor", "Amira and Jonas"} {
		if !strings.Contains(today.Text(), want) {
			t.Errorf("Today lost %q: %s", want, today.Text())
		}
	}
	noor := "/couples/" + w.text(`select couple_id from couple where code = 'NQ-03'`)
	if a := ingrid.get(noor + "/assign?step=A2"); !a.Has("Care has ended. To give something new, take the couple up again first.") {
		t.Errorf("assign: %s", a.Text())
	}
	given := w.text(`select count(*) from assignment x join couple c using (practice_id, couple_id) where c.code = 'NQ-03'`)
	a := ingrid.post(noor+"/assign", url.Values{"key": {w.key()}, "step": {"A2"}, "from": {"2026-06-04"}, "reading": {"before"}, "for": {"both"}, "again": {"yes"}, "reason": {"Asked for it."}})
	if now := w.text(`select count(*) from assignment x join couple c using (practice_id, couple_id) where c.code = 'NQ-03'`); a.Status < 400 || now != given || !a.Has("Care has ended.") {
		t.Errorf("assigned after the end: %d, %s of %s: %s", a.Status, now, given, a.Text())
	}
	if n := w.text(`select count(*) from progress_note n join couple c using (practice_id, couple_id) where c.code = 'NQ-03' and n.state = 'draft'`); n != "1" {
		t.Fatalf("%s drafts", n)
	}
}
