package homework_test

import (
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"amends/clients/homework"
	"amends/clients/programme"
	"amends/server/db"
	"amends/server/web"
)

// second is a library with another programme that places a step of the first one.
func second(t testing.TB) *programme.Library {
	t.Helper()
	lib := shipped(t)
	a := lib.Programmes()[0]
	row, _ := lib.Placement("A0")
	row.Code, row.Phase, row.After, row.Title = "Z1", "only", nil, programme.Title{"en": "Begin again"}
	z := programme.Programme{Tag: "Z", Version: 1, Title: programme.Title{"en": "Short way"}, Summary: programme.Title{"en": "One step."},
		Phases: []programme.Phase{{Key: "only", Title: programme.Title{"en": "Only"}, Summary: programme.Title{"en": "One."}}}, Placements: []programme.Placement{row}}
	out, err := programme.Assemble(lib.Themes(), lib.Steps(), []programme.Programme{a, z})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// A library step that was given under one programme is not asked again under another: the earlier work stands there.
func TestStepsAreAskedOnce(t *testing.T) {
	w := newWorld(t)
	w.shelf = programme.NewShelf(second(t))
	w.site = w.Serve(t, func(r *web.Routes) {
		programme.New(w.shelf).Register(r)
		homework.New(w.shelf).Register(r)
	})
	w.staff, w.asJon, w.asAna = w.site.As(w.ingrid), w.site.As(w.jon), w.site.As(w.ana)
	w.place(t)
	want(t, w.staff.Post(w.path("/programmes"), url.Values{"tag": {"Z"}}), 303)
	id := w.give(t, "A0", "beginning", "both")
	want(t, w.asJon.Post("/work/"+id+"/submit", nil), 303)
	page := want(t, w.staff.Get(w.path("/assign?step=Z1")), 200)
	says(t, page, "Given before", "What feels uncertain now", "Ana has this step open already.", "Ask again", "Assign to Jon")
	v := url.Values{"step": {"Z1"}, "of": {"beginning"}, "for": {w.jon.Person().String()}, "from": {w.Clock.Today().Format(time.DateOnly)}, "reading": {"before"}}
	says(t, want(t, w.staff.Post(w.path("/assign"), v), 422), "It was given before.")
	v.Set("again", "yes")
	want(t, w.staff.Post(w.path("/assign"), v), 303)
	if n := w.count(t, `select count(*) from assignment where practice_id = $1 and code = 'Z1'`); n != 1 {
		t.Errorf("%d assignments", n)
	}
}

// A page's statements do not grow with what it lists.
func TestStatementsStayTheSame(t *testing.T) {
	w := newWorld(t)
	w.place(t)
	id := w.give(t, "A0", "beginning", "both")
	staff := func() int {
		ctx, count := db.WithCount(t.Context())
		if err := w.DB.View(ctx, w.ingrid.Scope(), func(tx *db.Tx) error {
			if _, err := homework.OfCouple(tx, w.couple.ID); err != nil {
				return err
			}
			_, err := homework.ToRead(tx)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return count.N()
	}
	few := staff()
	for _, p := range []string{w.ana.Person().String(), w.jon.Person().String()} {
		for range 5 {
			other := uuid.NewString()
			w.sql(t, `insert into assignment (practice_id, couple_id, id, programme_version_id, code, step_key, given_by, given_at, from_on)
				select practice_id, couple_id, $2, programme_version_id, code, step_key, given_by, given_at, from_on from assignment where practice_id = $1 and id = $3`, w.Practice, other, id)
			w.sql(t, `insert into assignee (practice_id, couple_id, assignment_id, person_id, role, changed_at) values ($1, $2, $3, $4, 'involved', now())`, w.Practice, w.couple.ID, other, p)
		}
	}
	if many := staff(); many != few || few > 5 {
		t.Errorf("%d statements for one assignment, %d for eleven", few, many)
	}
	// A title that was never stored falls back on the row's code.
	w.view(t, w.jon, func(tx *db.Tx) error {
		items, err := homework.MineOpen(tx, w.shelf)
		if len(items) != 6 || items[0].Title("en") == "" || items[0].Href() == "" {
			t.Errorf("items: %+v", items)
		}
		return err
	})
}

func TestSheet(t *testing.T) {
	w := newWorld(t)
	w.place(t)
	id := uuid.MustParse(w.give(t, "A7", "promises", "both"))
	w.view(t, w.ingrid, func(tx *db.Tx) error {
		s, err := homework.SheetOf(tx, w.shelf, id, w.jon.Person(), "en")
		if err != nil {
			return err
		}
		if a, _ := w.shelf.Shipped.Programme("A"); s.Name != "Jon" || s.Title != "Let deeds speak" || s.Number != "7" || s.Version != int(a.Version) || len(s.Parts) != 1 || len(s.Parts[0].Prompts) != 4 || s.Parts[0].Reader.Sentence != "reader_joint" || s.Couple != w.couple.Code {
			t.Errorf("sheet: %+v", s)
		}
		if _, err := homework.SheetOf(tx, w.shelf, id, w.ingrid.Person(), "en"); err == nil {
			t.Error("a sheet for somebody it was not given to")
		}
		return nil
	})
	if err := w.DB.View(t.Context(), w.Counselor(t, "Berta").Scope(), func(tx *db.Tx) error {
		_, err := homework.SheetOf(tx, w.shelf, id, w.jon.Person(), "en")
		return err
	}); err == nil {
		t.Error("a colleague without care got a sheet")
	}
}

// Two windows of one person at the same moment: one text stands, the other is told, nothing breaks.
func TestTwoWindows(t *testing.T) {
	w := newWorld(t)
	w.place(t)
	id := w.give(t, "A2", "ownership", w.jon.Person().String())
	page := "/work/" + id + "/my-part/1"
	want(t, w.asJon.Get(page), 200)
	var wg sync.WaitGroup
	status := make([]int, 6)
	for i := range status {
		wg.Go(func() {
			a := w.asJon.Post(page, url.Values{"text": {"window " + string(rune('a'+i))}, "version": {homework.Mark("")}})
			status[i] = a.Status
		})
	}
	wg.Wait()
	stored, told := 0, 0
	for _, s := range status {
		switch s {
		case 303:
			stored++
		case 409:
			told++
		}
	}
	if stored != 1 || told != len(status)-1 {
		t.Errorf("statuses %v", status)
	}
	if n := w.count(t, `select count(*) from entry where practice_id = $1`); n != 1 {
		t.Errorf("%d entries", n)
	}
}

// What a partner reads names no role, no gate and no code of the counselor's.
func TestWordsOfPartnerPages(t *testing.T) {
	w := newWorld(t)
	w.place(t)
	w.Gate(t, w.couple, "G3", true)
	for code, of := range map[string]string{"A0": "beginning", "A2": "apology", "A1": "impact"} {
		to := w.jon.Person().String()
		more := []string{}
		if code == "A1" {
			more = []string{"reason", "asked for"}
		}
		at := "/work/" + w.give(t, code, of, to, more...)
		for _, path := range append([]string{at, at + "/review"}, want(t, w.asJon.Get(at+"/review"), 200).Links()...) {
			if !strings.HasPrefix(path, at) {
				continue
			}
			text := strings.ToLower(want(t, w.asJon.Get(path), 200).Text())
			for _, word := range []string{"involved", "injured", "gate", "g3", "consent", "screen", "streak", "!"} {
				if strings.Contains(text, word) {
					t.Errorf("%s says %q", path, word)
				}
			}
		}
	}
}
