package homework_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"amends/clients/homework"
	"amends/clients/programme"
	"amends/server/audit"
	"amends/server/tenant"
	"amends/server/testkit"
	"amends/server/web"
)

// rooms stand in for those that are packages of their own: an assigning page asks only that they exist.
func rooms(r *web.Routes) {
	for _, k := range programme.Kinds() {
		if path := programme.Room(k); path != "" && !r.Has("GET", path, tenant.OfPartner) {
			r.Partner(web.Route{Method: "GET", Path: path, Audit: audit.Nothing}, func(c *web.Context, _ tenant.Partner) error { return c.Redirect("/home") })
		}
	}
}

// Every row of the shipped library can be given to a couple that is on no programme, opens for whom it is for, and places the
// couple on nothing. A row for the counselor alone is shown and not given.
func TestEveryRowIsGivenOnItsOwn(t *testing.T) {
	w := newWorld(t)
	w.site = w.Serve(t, func(r *web.Routes) {
		homework.New(w.shelf).Register(r)
		rooms(r)
	})
	w.staff, w.asAna, w.asJon = w.site.As(w.ingrid), w.site.As(w.ana), w.site.As(w.jon)
	for _, gate := range []string{"G3", "G4", "G5", "G6", "G7", "G8"} {
		w.Gate(t, w.couple, gate, true)
	}
	rows, given := 0, 0
	for _, pr := range w.shelf.Shipped.Programmes() {
		for _, pl := range pr.Placements {
			rows++
			unit, _ := homework.UnitOf(w.shelf.Shipped, pl.Code, "")
			page := want(t, w.staff.Get(w.path("/assign?step="+string(pl.Code))), 200)
			if !strings.Contains(page.Body, `name="reading"`) {
				if unit.Open() {
					t.Errorf("%s cannot be given", pl.Code)
				}
				continue
			}
			given++
			to := "both"
			switch {
			case len(unit.For(programme.Injured)) == 0:
				to = w.jon.Person().String()
			case len(unit.For(programme.Involved)) == 0:
				to = w.ana.Person().String()
			}
			id := w.give(t, string(pl.Code), "", to)
			for person, client := range map[tenant.PersonID]*testkit.Client{w.ana.Person(): w.asAna, w.jon.Person(): w.asJon} {
				n := 404
				if w.count(t, `select count(*) from assignee where practice_id = $1 and person_id = $2`, person) == 1 {
					n = 200
				}
				if a := client.Get("/work/" + id); a.Status != n {
					t.Errorf("%s: %d, want %d: %s", pl.Code, a.Status, n, a.Text())
				}
			}
			want(t, w.staff.Get("/assignments/"+id), 200)
			w.sql(t, `delete from assignee where practice_id = $1`, w.Practice)
			w.sql(t, `delete from assignment where practice_id = $1`, w.Practice)
			w.Clock.Advance(time.Second)
		}
	}
	if rows != 89 || given < 80 {
		t.Errorf("%d rows, %d given", rows, given)
	}
	if n := w.count(t, `select count(*) from couple_programme where practice_id = $1`); n != 0 {
		t.Errorf("placed on %d programmes", n)
	}
}

// A step on its own asks for the same gates, and counts as given before on every programme.
func TestAStepOnItsOwnAsksTheSame(t *testing.T) {
	w := newWorld(t)
	w.place(t)
	w.give(t, "C3", "", w.jon.Person().String(), "reason", "He asked for it.") // an apology, of a programme the couple is not on
	if a := w.staff.Get(w.path("/assign?step=D3")); strings.Contains(a.Body, `name="reading"`) {
		t.Errorf("asked twice: %s", a.Text())
	}
	w.Clock.Advance(time.Minute)
	w.Gate(t, w.couple, "G1", false)
	form := url.Values{"step": {"C1"}, "of": {""}, "for": {"both"}, "from": {w.Clock.Today().Format(time.DateOnly)}, "reading": {"before"}}
	if a := w.staff.Post(w.path("/assign"), form); a.Status == 303 {
		t.Error("given behind a closed gate")
	}
	want(t, w.staff.Get(w.path("/assign?step=Z9")), 404)
}
