package agreement_test

import (
	"testing"

	"amends/server/testkit"
)

// TestByHandOnAPhone goes the whole way in a real browser, axe on every page; with PICTURES set it keeps what it saw.
func TestByHandOnAPhone(t *testing.T) {
	s := newScene(t)
	w := s.site.Walk(t, "agreement", s.counselor, s.couple)
	mara, jona, staff := w.Mara, w.Jona, w.Staff
	mara.Open("/agreements")
	w.Look(mara, "first")
	mara.Go(`form[action="/agreements"] button`)
	mara.Write(`textarea[name="text"]`, "you share your location with me in the evening")
	mara.Wait(".hint-line b") // the pointer, while typing
	mara.Write(`textarea[name="know"]`, "A message with a time comes before seven.")
	mara.Write(`textarea[name="slip"]`, "We say so at breakfast and agree anew.")
	w.Look(mara, "draft")
	mara.Go(`.foot .primary`)
	w.Look(mara, "sent")
	staff.Open(s.base + "/agreements")
	w.Look(staff, "couple")
	staff.Go(`main a.row`)
	w.Look(staff, "proposal")
	staff.Go(`form[action$="/pass"] button`)
	path := s.newest(t)
	for _, tab := range []*testkit.Tab{mara, jona} {
		tab.Open(path)
		w.Look(tab, "sign")
		tab.Go(`button[value="signed"]`)
	}
	w.Look(jona, "signed")
	staff.Open(s.base + path)
	w.Look(staff, "keep")
	staff.Go(`form[action$="/activate"] button`)
	jona.Open(path)
	w.Look(jona, "one")
	jona.Dark(true)
	w.Look(jona, "one-dark")
	jona.Open(path + "/print")
	w.Look(jona, "print")
	staff.Size(390, 844)
	w.Look(staff, "keep-phone")
}
