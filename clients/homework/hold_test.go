package homework_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"amends/clients/couple"
	"amends/server/db"
)

// Under a hold no step is given to both; one of them alone may still be given one, and what was chosen stays on the page.
func TestNothingIsGivenToBothUnderAHold(t *testing.T) {
	w := newWorld(t)
	w.place(t)
	err := w.DB.Update(t.Context(), w.ingrid.Scope(), func(tx *db.Tx) error {
		return couple.SetHold(tx, w.couple.ID, couple.Hold{Kind: couple.Quiet, StartsAt: tx.Now()})
	})
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{"step": {"A0"}, "of": {"beginning"}, "for": {"both"}, "from": {w.Clock.Today().Format(time.DateOnly)}, "reading": {"asked"}}
	refused := want(t, w.staff.Post(w.path("/assign"), form), 409)
	says(t, refused, "A safety hold is on.")
	if !strings.Contains(refused.Body, `<option value="asked" selected>`) {
		t.Error("what was chosen is gone")
	}
	if n := w.count(t, `select count(*) from assignment where practice_id = $1`); n != 0 {
		t.Errorf("%d assignments", n)
	}
	form.Set("for", w.jon.Person().String())
	want(t, w.staff.Post(w.path("/assign"), form), 303)
}

// A page that steadies a person waits for no gate: both are given it while the hard gates are closed. A hold stops it for the two together.
func TestWhatSteadiesIsGivenBeforeTheGates(t *testing.T) {
	w := newWorld(t)
	w.place(t)
	w.Gate(t, w.couple, "G0", false)
	w.Gate(t, w.couple, "G1", false)
	form := url.Values{"step": {"A3"}, "of": {"feelings-log"}, "for": {"both"}, "from": {w.Clock.Today().Format(time.DateOnly)}, "reading": {"asked"}}
	want(t, w.staff.Post(w.path("/assign"), form), 303)
	form.Set("step", "A0")
	form.Set("of", "beginning")
	says(t, want(t, w.staff.Post(w.path("/assign"), form), 409), "A gate is closed")
}
