package setback_test

import "testing"

// TestByHandOnAPhone goes from a calm day to a hard moment in a real browser, axe on every page; with PICTURES set it keeps what
// it saw.
func TestByHandOnAPhone(t *testing.T) {
	s := newScene(t)
	w := s.site.Walk(t, "setback", s.counselor, s.couple)
	mara, jona, staff := w.Mara, w.Jona, w.Staff
	mara.Open("/plan")
	w.Look(mara, "first")
	mara.Go(`a[href="/plan/mine"]`)
	mara.Write(`textarea[name="sign"]`, "I count back the dates.")
	mara.Write(`textarea[name="ask"]`, "Ten quiet minutes.")
	w.Look(mara, "mine")
	mara.Go(`button[formaction="/plan/mine/send"]`)
	staff.Open(s.desk)
	w.Look(staff, "couple")
	staff.Go(`form[action$="/pass"] .primary`)
	w.Look(staff, "passed")
	jona.Open("/hard-moment")
	w.Look(jona, "moment")
	jona.Go(`a[href="/waves/new"]`)
	jona.Click(`input[name="strength"][value="6"]`)
	jona.Write(`textarea[name="trigger"]`, "A song in the car.")
	w.Look(jona, "wave")
	jona.Go(`.foot .primary`)
	w.Look(jona, "waves")
	jona.Dark(true)
	w.Look(jona, "waves-dark")
	staff.Write(`textarea[name="return"]`, "We walk round the block.")
	staff.Go(`aside .primary`)
	staff.Write(`textarea[name="return"]`, "We walk round the block, and nobody talks.")
	staff.Go(`aside .primary`)
	jona.Open("/plan/earlier")
	w.Look(jona, "earlier")
	staff.Size(390, 844)
	staff.Open(s.desk)
	w.Look(staff, "couple-phone")
}
