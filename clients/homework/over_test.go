package homework_test

import (
	"net/url"
	"testing"
	"time"

	"amends/clients/homework"
	"amends/server/testkit"
)

// Who has left, or whose care has ended, reads what is theirs and writes nothing more, whatever page was still open.
func TestNothingIsWrittenAfterTheEnd(t *testing.T) {
	for name, end := range map[string]func(t *testing.T, w *world) *testkit.Client{
		"left": func(t *testing.T, w *world) *testkit.Client {
			return w.site.As(w.Separate(t, w.couple, 1, w.Clock.Today().AddDate(0, 0, -1)))
		},
		"care over": func(t *testing.T, w *world) *testkit.Client {
			w.sql(t, `update couple set care_to = $3 where practice_id = $1 and couple_id = $2`, w.Practice, w.couple.ID, w.Clock.Today().AddDate(0, 0, -2).Format(time.DateOnly))
			return w.asJon
		},
	} {
		w := newWorld(t)
		w.place(t)
		id := w.give(t, "A2", "ownership", w.jon.Person().String())
		page := "/work/" + id + "/my-part/1"
		save(t, w.asJon, page, "Written before the end.")
		c := end(t, w)
		for _, act := range []string{"submit", "decline", "later", "reopen", "withdraw"} {
			if a := c.Post("/work/"+id+"/"+act, url.Values{}); a.Status != 409 {
				t.Errorf("%s: %s answers %d", name, act, a.Status)
			}
		}
		typed := url.Values{"text": {"Written after the end."}, "version": {homework.Mark("Written before the end.")}}
		if a := c.Post(page, typed); a.Status != 409 || !a.Has("Written after the end.") {
			t.Errorf("%s: saving answers %d: %s", name, a.Status, a.Text())
		}
		if a := c.Get(page); a.Status != 303 || a.Location != "/work/"+id {
			t.Errorf("%s: the question's page answers %d %s", name, a.Status, a.Location)
		}
		if a := want(t, c.Get("/work/"+id), 200); !a.Has("Written before the end.") || a.Has("Written after") || a.Has("Not now") {
			t.Errorf("%s: %s", name, a.Text())
		}
		if state := w.state(t, id, w.jon); state != "underway" {
			t.Errorf("%s: the state is %s", name, state)
		}
	}
}

// The line before a field never names a reader who does not read: once the other has left, what is joint no longer goes to them.
func TestNobodyIsNamedWhoDoesNotRead(t *testing.T) {
	w := newWorld(t)
	w.place(t)
	turn := "/work/" + w.give(t, "A4", "listening-turn", "both")
	promises := "/work/" + w.give(t, "A7", "promises", "both")
	says(t, want(t, w.asJon.Get(turn), 200), "Ana reads it once Ingrid has passed it on.")
	says(t, want(t, w.asJon.Get(turn+"/review"), 200), "Ana", "Not at once. After Ingrid has read it and passed it on.")
	says(t, want(t, w.asJon.Get(promises), 200), "Ana reads it once your counselor lets it pass, which is usually at once.")
	w.Separate(t, w.couple, 0, w.Clock.Today().AddDate(0, 0, -1))
	for at, says := range map[string]string{
		turn: "A partner reads it only if Ingrid passes it on.", turn + "/turn/2": "A partner reads it only if Ingrid passes it on.",
		turn + "/review": "Not now. This page does not go there.", promises: "Ana reads what is made from their first day here to their last."} {
		a := want(t, w.asJon.Get(at), 200)
		if !a.Has(says) || a.Has("Ana reads it once") || a.Has("After Ingrid has read it") {
			t.Errorf("%s: %s", at, a.Text())
		}
	}
	// The counselor's preview says the same.
	a := want(t, w.staff.Get(w.path("/assign?step=A9&of=ritual")), 200)
	if !a.Has("A partner reads it only if Ingrid passes it on.") || a.Has("Ana reads it once") {
		t.Errorf("the preview: %s", a.Text())
	}
}
