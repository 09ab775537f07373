package homework_test

import (
	"net/url"
	"testing"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/homework"
	"amends/server/db"
	"amends/server/testkit"
)

// What is done once is taken back by its writer until it was read; afterwards the counselor opens it again with one press. What
// was sent before stays, the step stays done, and the other partner notices nothing.
func TestDoneOnceIsOpenedAgain(t *testing.T) {
	w := newWorld(t)
	w.place(t)
	id := w.give(t, "A2", "ownership", w.jon.Person().String())
	work, desk := "/work/"+id, "/assignments/"+id
	page, to := work+"/my-part/1", url.Values{"person": {w.jon.Person().String()}}
	save(t, w.asJon, page, "The first version.")
	want(t, w.asJon.Post(work+"/submit", nil), 303)
	want(t, w.staff.Post(desk+"/reopen", to), 409) // unread: its writer takes it back
	lacks(t, want(t, w.staff.Get(desk), 200), "Open it again")
	want(t, w.asJon.Post(work+"/withdraw", nil), 303)
	want(t, w.asJon.Post(work+"/submit", nil), 303)

	entry := w.entryOf(t, id)
	want(t, w.staff.Post("/entries/"+entry+"/read", nil), 303)
	want(t, w.asJon.Post(work+"/withdraw", nil), 409)
	want(t, w.asJon.Get(page), 303)
	ana := want(t, w.asAna.Get("/work/"+id), 404).Text()
	says(t, want(t, w.staff.Get(desk), 200), "Open it again")
	for _, stranger := range []*testkit.Client{w.site.As(w.Counselor(t, "Wanda")), w.asJon, w.asAna} {
		want(t, stranger.Post(desk+"/reopen", to), 404)
	}
	want(t, w.staff.Post(desk+"/reopen", to), 303)
	want(t, w.staff.Post(desk+"/reopen", to), 409)
	want(t, w.staff.Post(desk+"/reopen", url.Values{"person": {w.ana.Person().String()}}), 404)
	if n := w.count(t, `select count(*) from audit_event where chain_id = $1 and verb = 'assignment.reopen'`); n != 1 {
		t.Errorf("%d openings in the audit trail", n)
	}
	if again := want(t, w.asAna.Get("/work/"+id), 404).Text(); again != ana || w.open(t) != 0 {
		t.Error("the other partner notices it")
	}
	says(t, want(t, w.staff.Get(desk), 200), "open again, first done")
	says(t, want(t, w.asJon.Get(work), 200), "Ingrid opened this again for you.", "The first version.", "Begin")
	w.countsAs(t, id, homework.Submitted)
	w.view(t, w.ingrid, func(tx *db.Tx) error {
		given, err := homework.Get(tx, uuid.MustParse(id))
		if !given.AllDone() {
			t.Error("the step is no longer done")
		}
		return err
	})

	save(t, w.asJon, page, "The second version.")
	w.countsAs(t, id, homework.Submitted)
	lacks(t, want(t, w.staff.Get("/entries/"+entry), 200), "The second version.")
	want(t, w.asJon.Post(work+"/submit", nil), 303)
	says(t, want(t, w.asJon.Get(work), 200), "The first version.", "The second version.")
	says(t, want(t, w.staff.Get("/entries/"+w.entryOf(t, id)), 200), "The first version.", "The second version.")
	want(t, w.asJon.Post(work+"/withdraw", nil), 303) // the second version alone
	says(t, want(t, w.asJon.Get(page), 200), "The second version.")
	says(t, want(t, w.staff.Get("/entries/"+entry), 200), "The first version.")
}

// Opening again begins joint work: a hold stops it. What comes round is not opened again, it is written again.
func TestOpeningAgainUnderAHold(t *testing.T) {
	w := newWorld(t)
	w.place(t)
	both := w.give(t, "A0", "beginning", "both")
	round := w.give(t, "A3", "feelings-log", "both")
	for _, id := range []string{both, round} {
		want(t, w.asJon.Post("/work/"+id+"/submit", nil), 303)
	}
	w.sql(t, `update assignee set read_at = $2 where practice_id = $1`, w.Practice, w.DB.Now())
	to := url.Values{"person": {w.jon.Person().String()}}
	want(t, w.staff.Post("/assignments/"+round+"/reopen", to), 409)
	w.update(t, w.ingrid.Scope(), func(tx *db.Tx) error {
		return couple.SetHold(tx, w.couple.ID, couple.Hold{Kind: couple.Quiet, StartsAt: tx.Now()})
	})
	w.Clock.Advance(time.Second)
	want(t, w.staff.Post("/assignments/"+both+"/reopen", to), 409)
	if s := w.state(t, both, w.jon); s != "submitted" {
		t.Errorf("under a hold it became %s", s)
	}
}

// entryOf is the text sent last for an assignment.
func (w *world) entryOf(t testing.TB, assignment string) (id string) {
	t.Helper()
	if err := w.SQL(t).QueryRowContext(t.Context(), `select id from entry where practice_id = $1 and assignment_id = $2 order by go desc limit 1`, w.Practice, assignment).Scan(&id); err != nil {
		t.Fatal(err)
	}
	return id
}

// countsAs checks how adherence counts Jon's part of an assignment.
func (w *world) countsAs(t testing.TB, assignment string, state homework.State) {
	t.Helper()
	w.view(t, w.ingrid, func(tx *db.Tx) error {
		given, err := homework.AdherenceOf(tx, w.couple.ID, w.Clock.Today().AddDate(0, 0, -7), w.Clock.Today())
		for _, g := range given {
			if g.Assignment == uuid.MustParse(assignment) && g.Person == w.jon.Person() && g.State != state {
				t.Errorf("adherence counts it as %s", g.State)
			}
		}
		return err
	})
}
