package boundary_test

import (
	"os"
	"strings"
	"testing"

	"amends/server/testkit"
)

// TestByHandOnAPhone takes a boundary from its first line to its end in a real browser, axe on every page; with AMENDS_PICTURES set it
// keeps what it saw.
func TestByHandOnAPhone(t *testing.T) {
	s := newScene(t)
	dir := os.Getenv("AMENDS_PICTURES")
	mara, jona, staff := s.site.Tab(t, s.couple.Partners[0]), s.site.Tab(t, s.couple.Partners[1]), s.site.Tab(t, s.counselor)
	mara.Size(390, 844)
	jona.Size(390, 844)
	staff.Size(1280, 900)
	look := func(tab *testkit.Tab, name string, width int) {
		t.Helper()
		tab.Axe()
		if wide := testkit.Eval[int](tab, "document.documentElement.scrollWidth"); wide > width {
			t.Errorf("%s scrolls sideways: %d px", name, wide)
		}
		if dir != "" {
			tab.Screenshot(dir + "/BND-" + name + ".png")
		}
	}
	write := func(tab *testkit.Tab, field, text string) {
		t.Helper()
		tab.Click(field)
		tab.Press(text)
	}
	reads := func(tab *testkit.Tab, all ...string) {
		t.Helper()
		for _, words := range all {
			if a := tab.Text("main"); !strings.Contains(a, words) {
				t.Errorf("%q is not there: %s", words, a)
			}
		}
	}
	jona.Open("/boundaries")
	before := jona.Text("main")
	mara.Open("/boundaries")
	look(mara, "01-first", 390)
	mara.Go(`form[action="/boundaries"] button`)
	reads(mara, "Only you", "Once they have read it with care and made it active, Jona reads it word for word.")
	write(mara, `textarea[name="need"]`, "A talk that has an end")
	write(mara, `textarea[name="do"]`, "You must not shout at me")
	write(mara, `textarea[name="ask"]`, "Knock before you come in")
	mara.Fill(`input[name="review"]`, s.day(28))
	look(mara, "02-write", 390)
	mara.Go(`button[value="check"]`)
	reads(mara, "A rule for the other", "A boundary is about what you will do.", "Send to Ingrid")
	look(mara, "03-hint", 390)
	mara.Go(`a[href$="/write"]`)
	mara.Fill(`textarea[name="do"]`, "I leave the room for a while")
	mara.Go(`button[value="check"]`)
	look(mara, "04-check", 390)
	if a := mara.Text("main"); strings.Contains(a, "A rule for the other") {
		t.Errorf("the hint stays: %s", a)
	}
	mara.Go(`form[action$="/send"] button.primary`)
	look(mara, "05-sent", 390)
	reads(mara, "Your boundary is with Ingrid. Nobody else reads it yet.")
	jona.Open("/boundaries")
	if after := jona.Text("main"); after != before {
		t.Errorf("Jona sees that one was sent: %s", after)
	}
	staff.Open(s.page)
	look(staff, "06-couple", 1280)
	staff.Go(`main a.row`)
	look(staff, "07-review", 1280)
	staff.Go(`form[action$="/pass"] button.primary`)
	jona.Open("/boundaries")
	look(jona, "08-theirs-list", 390)
	jona.Go(`main a.row`)
	reads(jona, "A talk that has an end", "I leave the room for a while", "Knock before you come in", "No is a complete answer.")
	look(jona, "09-theirs", 390)
	mara.Go(`main a.row`)
	reads(mara, "Active.")
	author := mara.Text("main")
	jona.Click(`input[value="no"]`)
	jona.Go(`main form button.primary`)
	reads(jona, "Your answer: No. It is with Ingrid.")
	look(jona, "10-answered", 390)
	mara.Open(mara.Location())
	if a := mara.Text("main"); a != author {
		t.Errorf("Mara sees the answer before it was passed on: %s", a)
	}
	staff.Open(staff.Location())
	look(staff, "11-answer", 1280)
	staff.Go(`form[action$="/pass-answer"] button`)
	mara.Open(mara.Location())
	reads(mara, "Jona says no to what you ask.", "Your boundary still stands")
	look(mara, "12-mine", 390)
	mara.Dark(true)
	look(mara, "13-mine-dark", 390)
	mara.Dark(false)
	mara.Go(`form[action$="/end"] button`)
	look(mara, "14-ended", 390)
	jona.Open(jona.Location())
	reads(jona, "Mara ended it")
	look(jona, "15-theirs-ended", 390)
	staff.Size(390, 844)
	staff.Open(s.page)
	look(staff, "16-couple-phone", 390)
}

// A form that is sent while its draft is being saved waits for that answer; else it would come as a text from another window.
func TestSendingWhileTheDraftIsSaved(t *testing.T) {
	s := newScene(t)
	mara := s.site.Tab(t, s.couple.Partners[0])
	mara.Size(390, 844)
	mara.Open("/boundaries")
	mara.Go(`form[action="/boundaries"] button`)
	mara.Module("draft")
	mara.Eval(`{ const real = fetch; window.fetch = (...all) => real(...all).then(a => new Promise(go => { window.stored = true; setTimeout(() => go(a), 1500) })) }; null`)
	mara.Click(`textarea[name="do"]`)
	mara.Press("I go for a walk")
	mara.Click(`textarea[name="need"]`)
	mara.Press("Calm")
	mara.Fill(`input[name="review"]`, s.day(28))
	mara.Eval(`new Promise(go => { const look = () => window.stored ? go(null) : setTimeout(look, 20); look() })`)
	mara.Go(`button[value="check"]`)
	if a := mara.Text("main"); !strings.Contains(a, "Send to Ingrid") || !strings.Contains(a, "I go for a walk") {
		t.Errorf("not looked over: %s", a)
	}
}
