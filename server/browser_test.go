package main

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"amends/server/testkit"
)

// tab is a browser signed in by a one-time link, as a person would be.
func (w *town) tab(who string) *testkit.Tab {
	w.t.Helper()
	b := testkit.Browser(w.t)
	if who == nobody {
		return b
	}
	b.Open(w.URL + w.link(w.seat(who).Seat))
	b.Go("main form button.primary")
	return b
}

// seenElsewhere are pages that no link of the sample practice leads to in the state it is in, with the test that opens them in a browser.
func seenElsewhere() []string {
	return []string{
		"/link/:token", "/set-up/:token", "/invitation/:token", "/join/:token", // TestMainJob; links open once
		"/seats",                                               // for whoever has two seats
		"/couples/:couple/room", "/couples/:couple/room/leave", // TestMainJob turns the screen
		"/work/:assignment/:part/:n", "/work/:assignment/review", // TestMainJob writes a letter
		"/promises/:promise/days/:day/reason",     // opened after "Not yet"
		"/progress-reports/:report",               // TestMainJob signs one
		"/safety/thanks",                          // after an answer
		"/healthz", "/readyz", "/styleguide", "/", // no page, or one with a test of its own
	}
}

// Goal 1 and 13: every page of the route list under axe, wide and light and as narrow and dark as it gets, where nothing may need sideways
// scrolling. A page that is in no crawl and not named above fails.
func TestEveryPageUnderAxe(t *testing.T) {
	w := newTown(t)
	t.Parallel()
	list, seen := w.App.List(), map[string]bool{}
	for _, who := range []string{treating, theOther, partner, elsewhere, owner, desk, nobody} {
		one := map[string]string{} // the first page of each route
		for _, p := range w.visits[who].crawl("/") {
			l := routeOf(list, "GET", p.path)
			if p.Doc != nil && l != nil && !seen[l.Path] {
				seen[l.Path], one[l.Path] = true, p.path
			}
		}
		if len(one) == 0 {
			continue
		}
		b := w.tab(who)
		for _, route := range slices.Sorted(maps.Keys(one)) {
			w.both(b, one[route])
		}
	}
	for _, l := range list {
		if l.Method == "GET" && !seen[l.Path] && !strings.HasSuffix(l.Path, ".pdf") && l.Path != "/couples/:couple/session-sheet" && !slices.Contains(seenElsewhere(), l.Path) {
			t.Errorf("%s was not looked at", l)
		}
	}
}

// both looks at a page wide and light, and narrow and dark.
func (w *town) both(b *testkit.Tab, path string) {
	w.t.Helper()
	b.Size(1280, 900)
	b.Dark(false)
	b.Open(w.URL + path)
	b.Axe()
	b.Size(320, 5000) // so high that the bar at the foot covers nothing
	b.Dark(true)
	b.Axe()
	if wide := testkit.Eval[int](b, `document.documentElement.scrollWidth`); wide > 320 {
		w.t.Errorf("%s needs sideways scrolling at 320: %d", path, wide)
	}
}

// Goal 11: the forms that people use most work without any script.
func TestFormsWithoutScript(t *testing.T) {
	w := newTown(t)
	t.Parallel()
	phone := w.tab(theOther)
	phone.Size(390, 844)
	phone.ScriptOff()
	before := w.text(`select count(*)::text from check_in`)
	phone.Open(w.URL + "/check-in")
	phone.Click(`.scale label:nth-of-type(7)`)
	phone.Go("main form button.primary")
	if after := w.text(`select count(*)::text from check_in`); after == before {
		t.Errorf("no check-in without script: %s", clip(phone.Text("main")))
	}
	phone.Open(w.URL + "/safety")
	phone.Click(".choice")
	phone.Go("main form button.primary")
	if n := w.text(`select count(*)::text from safety_answer where author_id = $1`, w.seat(theOther).Person); n != "1" {
		t.Errorf("%s safety answers without script", n)
	}
	phone.Open(w.URL + "/promises/new")
	phone.Fill("#f-text", "A promise without script")
	phone.Click(".option")
	phone.Fill("#f-starts", "2026-06-04")
	phone.Fill("#f-until", "2026-06-06")
	made := w.text(`select count(*)::text from promise`)
	phone.Go("main form button.primary")
	if w.text(`select count(*)::text from promise`) == made {
		t.Errorf("no promise without script: %s", clip(phone.Text("main")))
	}
	desk := w.tab(treating)
	desk.ScriptOff()
	couple := "/couples/" + w.text(`select couple_id from couple where code = 'NQ-01'`)
	desk.Open(w.URL + couple + "/notes")
	desk.Go(`form[action$="/notes"] button`)
	write(desk, ".sheet textarea", "Written without script.")
	signed := w.text(`select count(*)::text from progress_note where state = 'signed'`)
	desk.Go(".note-foot button.primary")
	if w.text(`select count(*)::text from progress_note where state = 'signed'`) == signed {
		t.Errorf("no note without script: %s", clip(desk.Text("main")))
	}
}
