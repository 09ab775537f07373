package boundary_test

import (
	"strings"
	"testing"

	"amends/server/testkit"
)

// TestByHandOnAPhone takes a boundary from its first line to its end in a real browser, axe on every page; with PICTURES set it keeps
// what it saw.
func TestByHandOnAPhone(t *testing.T) {
	s := newScene(t)
	w := s.site.Walk(t, "boundary", s.counselor, s.couple)
	mara, jona, staff := w.Mara, w.Jona, w.Staff
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
	w.Look(mara, "first")
	mara.Go(`form[action="/boundaries"] button`)
	reads(mara, "Only you", "Once they have read it with care and made it active, Jona reads it word for word.")
	mara.Write(`textarea[name="need"]`, "A talk that has an end")
	mara.Write(`textarea[name="do"]`, "You must not shout at me")
	mara.Write(`textarea[name="ask"]`, "Knock before you come in")
	mara.Fill(`input[name="review"]`, s.day(28))
	w.Look(mara, "write")
	mara.Go(`button[value="check"]`)
	reads(mara, "A rule for the other", "A boundary is about what you will do.", "Send to Ingrid")
	w.Look(mara, "hint")
	mara.Go(`a[href$="/write"]`)
	mara.Fill(`textarea[name="do"]`, "I leave the room for a while")
	mara.Go(`button[value="check"]`)
	w.Look(mara, "check")
	if a := mara.Text("main"); strings.Contains(a, "A rule for the other") {
		t.Errorf("the hint stays: %s", a)
	}
	mara.Go(`form[action$="/send"] button.primary`)
	w.Look(mara, "sent")
	reads(mara, "Your boundary is with Ingrid. Nobody else reads it yet.")
	jona.Open("/boundaries")
	if after := jona.Text("main"); after != before {
		t.Errorf("Jona sees that one was sent: %s", after)
	}
	staff.Open(s.page)
	w.Look(staff, "couple")
	staff.Go(`main a.row`)
	w.Look(staff, "review")
	staff.Go(`form[action$="/pass"] button.primary`)
	jona.Open("/boundaries")
	w.Look(jona, "theirs-list")
	jona.Go(`main a.row`)
	reads(jona, "A talk that has an end", "I leave the room for a while", "Knock before you come in", "No is a complete answer.")
	w.Look(jona, "theirs")
	mara.Go(`main a.row`)
	reads(mara, "Active.")
	author := mara.Text("main")
	jona.Click(`input[value="no"]`)
	jona.Go(`main form button.primary`)
	reads(jona, "Your answer: No. It is with Ingrid.")
	w.Look(jona, "answered")
	mara.Open(mara.Location())
	if a := mara.Text("main"); a != author {
		t.Errorf("Mara sees the answer before it was passed on: %s", a)
	}
	staff.Open(staff.Location())
	w.Look(staff, "answer")
	staff.Go(`form[action$="/pass-answer"] button`)
	mara.Open(mara.Location())
	reads(mara, "Jona says no to what you ask.", "Your boundary still stands")
	w.Look(mara, "mine")
	mara.Dark(true)
	w.Look(mara, "mine-dark")
	mara.Dark(false)
	mara.Go(`form[action$="/end"] button`)
	w.Look(mara, "ended")
	jona.Open(jona.Location())
	reads(jona, "Mara ended it")
	w.Look(jona, "theirs-ended")
	staff.Size(390, 844)
	staff.Open(s.page)
	w.Look(staff, "couple-phone")
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
