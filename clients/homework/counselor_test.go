package homework_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"amends/clients/homework"
	"amends/server/db"
	"amends/server/tenant"
)

func TestPlaceAndAssign(t *testing.T) {
	w := newWorld(t)
	says(t, want(t, w.staff.Get(w.path("/homework")), 200), "Not on a programme yet.")
	says(t, want(t, w.staff.Get(w.path("/assign")), 200), "Not on a programme yet.")
	says(t, want(t, w.staff.Get(w.path("/programmes")), 200), "Ten steps")
	w.place(t)
	again := want(t, w.staff.Post(w.path("/programmes"), url.Values{"tag": {"A"}}), 422)
	says(t, again, "on this programme already")
	want(t, w.staff.Post(w.path("/programmes"), url.Values{"tag": {"Q"}}), 422)
	if n := w.count(t, `select count(*) from couple_programme where practice_id = $1`); n != 1 {
		t.Fatalf("%d placements", n)
	}

	page := want(t, w.staff.Get(w.path("/assign?step=A0")), 200)
	says(t, page, "As Ana sees it", "As Jon sees it", "What would you need to see in yourself", "What would you need to see to believe", "No due date for Ana")
	says(t, page, "Ingrid reads this. By your agreement they may bring it into a session")
	due := w.Clock.Today().AddDate(0, 0, 7).Format(time.DateOnly)
	id := w.give(t, "A0", "beginning", "both", "due", due)
	home := want(t, w.staff.Get(w.path("/homework")), 200)
	says(t, home, "What feels uncertain now", "Ana: not begun · Jon: not begun")
	detail := want(t, w.staff.Get("/assignments/"+id), 200)
	says(t, detail, "not begun · no due date", "Excuse", "Done on paper")

	// Nobody is asked twice while it is open; the earlier work stands there instead.
	page = want(t, w.staff.Get(w.path("/assign?step=A0")), 200)
	says(t, page, "Ana has this step open already.", "Jon has this step open already.", "Given before")
	if page.Form(w.path("/assign")).Has("for") {
		t.Error("the page offers to assign what is open")
	}
	refused := want(t, w.staff.Post(w.path("/assign"), url.Values{"step": {"A0"}, "of": {"beginning"}, "for": {"both"}, "from": {due}, "reading": {"before"}}), 409)
	says(t, refused, "Nobody can be given this step now.")
	if n := w.count(t, `select count(*) from assignment where practice_id = $1`); n != 1 {
		t.Errorf("%d assignments", n)
	}
}

func TestAssignBadInput(t *testing.T) {
	w := newWorld(t)
	w.place(t)
	today := w.Clock.Today().Format(time.DateOnly)
	good := func(more ...string) url.Values {
		v := url.Values{"step": {"A2"}, "of": {"ownership"}, "for": {w.jon.Person().String()}, "from": {today}, "reading": {"before"}}
		for i := 0; i+1 < len(more); i += 2 {
			v.Set(more[i], more[i+1])
		}
		return v
	}
	for _, row := range []struct {
		name   string
		values url.Values
		status int
		says   string
	}{
		{"no day", good("from", "soon"), 422, "near today"},
		{"far day", good("from", "2190-01-01"), 422, "near today"},
		{"due before", good("due", "2001-01-01"), 422, "not before the first one"},
		{"not a reading", good("reading", "never"), 422, "Choose when you read it"},
		{"for nobody", good("for", ""), 422, "Choose whom it is for"},
		{"for a stranger", good("for", uuid.NewString()), 422, "Choose whom it is for"},
		{"for the one it is not for", good("for", w.ana.Person().String()), 422, "Choose whom it is for"},
		{"long reason", good("reason", strings.Repeat("ä", 1001)), 422, "1000"},
		{"unknown step", good("step", "A99"), 404, ""},
		{"not assignable", good("step", "A10", "of", "decide"), 409, "does not exist in this house"},
	} {
		a := w.staff.Post(w.path("/assign"), row.values)
		if a.Status != row.status || !a.Has(row.says) {
			t.Errorf("%s: %d, %.400s", row.name, a.Status, a.Text())
		}
	}
	if n := w.count(t, `select count(*) from assignment where practice_id = $1`); n != 0 {
		t.Fatalf("%d assignments of bad input", n)
	}
	want(t, w.staff.Get(w.path("/assign?step=Q1")), 404)
	// The same form twice stores one.
	v := good("key", uuid.NewString())
	first, second := want(t, w.staff.Post(w.path("/assign"), v), 303), want(t, w.staff.Post(w.path("/assign"), v), 303)
	if first.Location != second.Location || w.count(t, `select count(*) from assignment where practice_id = $1`) != 1 {
		t.Error("a double send stored twice")
	}
	v.Set("reading", "asked")
	want(t, w.staff.Post(w.path("/assign"), v), 409)
}

func TestGates(t *testing.T) {
	w := newWorld(t)
	w.place(t)
	// Advice: a reason is needed, sealed, and shown to the counselor.
	page := want(t, w.staff.Get(w.path("/assign?step=A2&of=apology")), 200)
	says(t, page, "is not open yet.", "This is advice; you decide.", "Your reason for going on", "A letter of apology", "records can be asked for by a court")
	v := url.Values{"step": {"A2"}, "of": {"apology"}, "for": {w.jon.Person().String()}, "from": {w.Clock.Today().Format(time.DateOnly)}, "reading": {"before"}}
	says(t, want(t, w.staff.Post(w.path("/assign"), v), 422), "Say why you go on")
	id := w.give(t, "A2", "apology", w.jon.Person().String(), "reason", "They asked for it")
	says(t, want(t, w.staff.Get("/assignments/"+id), 200), "They asked for it")
	if n := w.count(t, `select count(*) from assignment where practice_id = $1 and position('They asked' in encode(override_told, 'escape')) > 0`); n != 0 {
		t.Error("the reason lies open in the database")
	}
	// A hard gate: danger, its name, a way there, no button; and the post is refused too.
	w.Gate(t, w.couple, "G1", false)
	page = want(t, w.staff.Get(w.path("/assign?step=A2")), 200)
	says(t, page, "is closed.", "Nothing joint can be assigned until then.", "Open the gates page")
	lacks(t, page, "assign-row")
	v.Set("of", "ownership")
	v.Set("reason", "my words stay")
	refused := want(t, w.staff.Post(w.path("/assign"), v), 409)
	says(t, refused, "A gate is closed")
	// What was given stays with its partner.
	want(t, w.asJon.Get("/work/"+id), 200)
	// A kind whose room is not in this house is shown and says so.
	w.Gate(t, w.couple, "G1", true)
	page = want(t, w.staff.Get(w.path("/assign?step=A10")), 200)
	says(t, page, "does not exist in this house")
	lacks(t, page, "assign-row")
}

func TestNoRole(t *testing.T) {
	w := newWorld(t)
	w.sql(t, `delete from injury_role where practice_id = $1`, w.Practice)
	w.place(t)
	page := want(t, w.staff.Get(w.path("/assign?step=A0")), 200)
	says(t, page, "No role is recorded yet.")
	lacks(t, page, "assign-row")
}

func TestAsideExcusePaper(t *testing.T) {
	w := newWorld(t)
	w.place(t)
	id := w.give(t, "A0", "beginning", "both")
	at := "/assignments/" + id
	mine := func() (n int) {
		w.view(t, w.jon, func(tx *db.Tx) error {
			items, err := homework.MineOpen(tx, w.shelf)
			n = len(items)
			return err
		})
		return n
	}
	if mine() != 1 {
		t.Fatal("the partner does not see what was given")
	}
	want(t, w.staff.Post(at+"/set-aside", nil), 303)
	aside := want(t, w.staff.Get(at), 200)
	says(t, aside, "This is set aside.", "Undo")
	says(t, want(t, w.asJon.Get("/work/"+id), 200), "Your counselor set this aside")
	if mine() != 0 || w.count(t, `select sum(open_work) from partner_state where practice_id = $1`) != 0 {
		t.Error("what is set aside still stands")
	}
	want(t, w.staff.Post(at+"/take-up", nil), 303)
	if mine() != 1 || w.count(t, `select sum(open_work) from partner_state where practice_id = $1`) != 2 {
		t.Error("undo did not bring it back")
	}
	want(t, w.staff.Post(at+"/excuse", url.Values{"person": {w.jon.Person().String()}}), 303)
	if s := w.state(t, id, w.jon); s != "excused" || mine() != 0 {
		t.Errorf("state %s", s)
	}
	says(t, want(t, w.staff.Post(at+"/excuse", url.Values{"person": {w.jon.Person().String()}}), 409), "moved on")
	want(t, w.staff.Post(at+"/excuse", url.Values{"person": {w.jon.Person().String()}, "undo": {"yes"}}), 303)
	want(t, w.staff.Post(at+"/excuse", url.Values{"person": {uuid.NewString()}}), 404)
	want(t, w.staff.Post(at+"/excuse", url.Values{"person": {"nobody"}}), 404)

	// From paper: bad input keeps the words, good input stands as the partner's own, marked.
	sheet := at + "/paper"
	want(t, w.staff.Get(sheet), 404)
	says(t, want(t, w.staff.Get(sheet+"?person="+w.ana.Person().String()), 200), "What Ana did on paper", "What feels uncertain to you now")
	form := url.Values{"person": {w.ana.Person().String()}, "done_on": {"2190-01-01"}, "uncertain.uncertain": {"PAPERWORDS"}}
	says(t, want(t, w.staff.Post(sheet, form), 422), "not later than today", "PAPERWORDS")
	form.Set("done_on", w.Clock.Today().Format(time.DateOnly))
	want(t, w.staff.Post(sheet, form), 303)
	if s := w.state(t, id, w.ana); s != "paper" {
		t.Errorf("state %s", s)
	}
	says(t, want(t, w.asAna.Get("/work/"+id), 200), "Done on paper", "PAPERWORDS")
	lacks(t, want(t, w.asJon.Get("/work/"+id), 200), "PAPERWORDS", "paper")
	var entry string
	if err := w.SQL(t).QueryRow(`select id from entry where practice_id = $1`, w.Practice).Scan(&entry); err != nil {
		t.Fatal(err)
	}
	says(t, want(t, w.staff.Get("/entries/"+entry), 200), "PAPERWORDS", "entered by Ingrid")
	says(t, want(t, w.staff.Post(sheet, form), 409), "moved on", "PAPERWORDS")
}

func TestAdherenceRows(t *testing.T) {
	w := newWorld(t)
	w.place(t)
	due := w.Clock.Today().AddDate(0, 0, 7)
	id := w.give(t, "A0", "beginning", "both", "due", due.Format(time.DateOnly))
	want(t, w.asJon.Post("/work/"+id+"/submit", nil), 303)
	letter := w.give(t, "A2", "ownership", w.jon.Person().String())
	want(t, w.staff.Post("/assignments/"+letter+"/set-aside", nil), 303)
	w.view(t, w.ingrid, func(tx *db.Tx) error {
		gs, err := homework.AdherenceOf(tx, w.couple.ID, w.Clock.Today().AddDate(0, 0, -1), w.Clock.Today())
		if err != nil {
			return err
		}
		if len(gs) != 3 {
			t.Fatalf("%d rows", len(gs))
		}
		for _, g := range gs {
			switch {
			case g.Person == w.ana.Person():
				if g.Due != nil || g.State != homework.Open || g.DoneOn != nil {
					t.Errorf("Ana: %+v", g)
				}
			case g.Assignment.String() == id:
				if g.Due == nil || !g.Due.Equal(due) || g.State != homework.Submitted || g.DoneOn == nil || g.DoneOn.Before(w.Clock.Today()) {
					t.Errorf("Jon: %+v", g)
				}
			default:
				if g.State != homework.Aside {
					t.Errorf("set aside: %+v", g)
				}
			}
		}
		if gs, err = homework.AdherenceOf(tx, w.couple.ID, w.Clock.Today().AddDate(0, 0, -9), w.Clock.Today().AddDate(0, 0, -2)); len(gs) != 0 {
			t.Errorf("%d rows outside the days", len(gs))
		}
		return err
	})
}

// Who may not come: a colleague without care, the front desk, another practice, the partners; and absent ids look alike.
func TestWhoMayNotSee(t *testing.T) {
	w := newWorld(t)
	w.place(t)
	id := w.give(t, "A0", "beginning", "both")
	want(t, w.asJon.Post("/work/"+id+"/submit", nil), 303)
	var entry string
	if err := w.SQL(t).QueryRow(`select id from entry where practice_id = $1 limit 1`, w.Practice).Scan(&entry); err != nil {
		t.Fatal(err)
	}
	stranger := newWorld(t)
	colleague := w.site.As(w.Counselor(t, "Berta"))
	desk := w.site.As(w.Staff(t, tenant.FrontDesk, "Desk"))
	absent := uuid.NewString()
	gets := []string{w.path("/homework"), w.path("/assign"), w.path("/programmes"), "/assignments/" + id, "/assignments/" + id + "/paper?person=" + w.ana.Person().String(), "/entries/" + entry}
	for _, path := range gets {
		want(t, w.staff.Get(path), 200)
		foreign := want(t, colleague.Get(path), 404)
		want(t, stranger.staff.Get(path), 404)
		want(t, desk.Get(path), 403)
		want(t, w.asAna.Get(path), 404)
		want(t, w.site.Nobody().Get(path), 401)
		gone := want(t, colleague.Get(strings.NewReplacer(id, absent, entry, absent, w.couple.ID.String(), absent).Replace(path)), 404)
		if foreign.Text() != gone.Text() {
			t.Errorf("%s: a foreign id reads otherwise than an absent one", path)
		}
	}
	for _, path := range []string{w.path("/assign"), w.path("/programmes"), "/assignments/" + id + "/set-aside", "/assignments/" + id + "/take-up", "/assignments/" + id + "/excuse", "/assignments/" + id + "/paper", "/entries/" + entry + "/read"} {
		v := url.Values{"tag": {"A"}, "step": {"A2"}, "of": {"ownership"}, "for": {"both"}, "from": {w.Clock.Today().Format(time.DateOnly)}, "reading": {"before"}, "person": {w.ana.Person().String()}, "done_on": {w.Clock.Today().Format(time.DateOnly)}}
		want(t, colleague.Post(path, v), 404)
		want(t, stranger.staff.Post(path, v), 404)
		want(t, desk.Post(path, v), 403)
		want(t, w.asAna.Post(path, v), 404)
	}
	for _, path := range []string{"/assignments/not-an-id", "/entries/not-an-id", "/couples/not-an-id/homework"} {
		want(t, w.staff.Get(path), 404)
	}
	for _, path := range []string{"/work/" + id, "/work/" + id + "/review", "/work/" + id + "/reading/1"} {
		want(t, stranger.asJon.Get(path), 404)
		want(t, w.staff.Get(path), 404)
	}
}
