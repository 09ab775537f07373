package decision_test

import "testing"

// TestByHandOnAPhone lets two answer alone and opens both, in a real browser, axe on every page; with PICTURES set it keeps what
// it saw.
func TestByHandOnAPhone(t *testing.T) {
	s := newScene(t)
	w := s.site.Walk(t, "decision", s.counselor, s.couple)
	mara, jona, staff := w.Mara, w.Jona, w.Staff
	staff.Open(s.desk)
	staff.Click(`input[value="decide"]`)
	staff.Write(`textarea[name="word"]`, "No hurry with these.")
	w.Look(staff, "ask")
	staff.Go(`aside .primary`)
	w.Look(staff, "list-staff")
	mara.Open("/decisions")
	w.Look(mara, "list")
	mara.Go(`.rows a`)
	mara.Write(`textarea[name="willing"]`, "On most mornings, yes.")
	mara.Click(`input[value="stay"]`)
	w.Look(mara, "form")
	mara.Go(`.foot .primary`)
	w.Look(mara, "in")
	jona.Open("/decisions")
	jona.Go(`.rows a`)
	jona.Click(`input[value="part"]`)
	jona.Write(`textarea[name="need"]`, "To say it aloud once.")
	jona.Go(`.foot .primary`)
	staff.Go(`.rows a`)
	w.Look(staff, "both-in")
	staff.Click(`input[name="session"]`)
	staff.Go(`form[action$="/open"] .primary`)
	staff.Click(`input[value="part"]`)
	staff.Write(`textarea[name="said"]`, "We part, and we tell the children together.")
	w.Look(staff, "opened-staff")
	staff.Go(`form[action$="/conclude"] .primary`)
	w.Look(staff, "concluded")
	staff.Go(`form[action$="/open-gate"] button`)
	mara.Open(mara.Location())
	w.Look(mara, "opened")
	mara.Dark(true)
	w.Look(mara, "opened-dark")
	staff.Size(390, 844)
	w.Look(staff, "staff-phone")
}
