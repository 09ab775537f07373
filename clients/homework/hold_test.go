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
