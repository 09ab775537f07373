package homework_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/homework"
	"amends/clients/programme"
	"amends/clients/promise"
	"amends/server/db"
	"amends/server/tenant"
	"amends/server/testkit"
	"amends/server/web"
)

// world is a house with one counselor, one couple with roles (Ana was hurt, Jon was involved) and the room's pages.
type world struct {
	*testkit.House
	site     *testkit.Site
	shelf    *programme.Shelf
	ingrid   tenant.Staff
	couple   *testkit.Couple
	ana, jon tenant.Partner
	staff    *testkit.Client
	asAna    *testkit.Client
	asJon    *testkit.Client
}

func newWorld(t testing.TB) *world {
	t.Helper()
	return worldOf(t, shipped(t))
}

// worldOf is a world with a library of its own.
func worldOf(t testing.TB, lib *programme.Library) *world {
	t.Helper()
	w := &world{House: testkit.New(t), shelf: programme.NewShelf(lib)}
	w.ingrid = w.Counselor(t, "Ingrid")
	w.couple = w.Couple(t, w.ingrid, "Ana", "Jon")
	w.ana, w.jon = w.couple.Partners[0], w.couple.Partners[1]
	w.OpenGates(t, w.couple)
	w.Gate(t, w.couple, "G2", true)
	w.roles(t, w.couple)
	w.site = w.Serve(t, func(r *web.Routes) {
		programme.New(w.shelf).Register(r)
		homework.New(w.shelf).Register(r)
		promise.New().Register(r)
	})
	w.staff, w.asAna, w.asJon = w.site.As(w.ingrid), w.site.As(w.ana), w.site.As(w.jon)
	return w
}

func (w *world) sql(t testing.TB, query string, args ...any) {
	t.Helper()
	if _, err := w.SQL(t).ExecContext(t.Context(), query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// roles records what happened: the first partner was hurt by the second.
func (w *world) roles(t testing.TB, c *testkit.Couple) {
	t.Helper()
	id := uuid.New()
	w.sql(t, `insert into injury (practice_id, couple_id, id, told, made_at, made_by) values ($1, $2, $3, 'x', $4, $5)`, w.Practice, c.ID, id, w.DB.Now(), w.ingrid.Person())
	for i, role := range []string{"injured", "involved"} {
		if i < len(c.Partners) {
			w.sql(t, `insert into injury_role (practice_id, couple_id, injury_id, person_id, role) values ($1, $2, $3, $4, $5)`, w.Practice, c.ID, id, c.Partners[i].Person(), role)
		}
	}
}

func (w *world) path(rest string) string { return couple.Path(w.couple.ID) + rest }

// place puts the couple on programme A through its page.
func (w *world) place(t testing.TB) {
	t.Helper()
	want(t, w.staff.Post(w.path("/programmes"), url.Values{"tag": {"A"}}), 303)
}

// give assigns a step through its page and answers the assignment's id.
func (w *world) give(t testing.TB, code, of, to string, more ...string) string {
	t.Helper()
	v := url.Values{"step": {code}, "of": {of}, "for": {to}, "from": {w.Clock.Today().Format(time.DateOnly)}, "reading": {"before"}}
	for i := 0; i+1 < len(more); i += 2 {
		v.Set(more[i], more[i+1])
	}
	want(t, w.staff.Post(w.path("/assign"), v), 303)
	var id string
	if err := w.SQL(t).QueryRowContext(t.Context(), `select id from assignment where practice_id = $1 and code = $2 order by given_at desc limit 1`, w.Practice, code).Scan(&id); err != nil {
		t.Fatal(err)
	}
	return id
}

// count asks the database for one number.
func (w *world) count(t testing.TB, query string, args ...any) (n int) {
	t.Helper()
	if err := w.SQL(t).QueryRowContext(t.Context(), query, append([]any{w.Practice}, args...)...).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

// state answers where a person stands with an assignment.
func (w *world) state(t testing.TB, assignment string, p tenant.Partner) (state string) {
	t.Helper()
	if err := w.SQL(t).QueryRowContext(t.Context(), `select state from assignee where practice_id = $1 and assignment_id = $2 and person_id = $3`,
		w.Practice, assignment, p.Person()).Scan(&state); err != nil {
		t.Fatal(err)
	}
	return state
}

// save stores one answer through its page, from the page as it stands.
func save(t testing.TB, c *testkit.Client, page, text string) *testkit.Answer {
	t.Helper()
	form := want(t, c.Get(page), 200).Form(page)
	form.Set("text", text)
	return want(t, c.Post(page, form), 303)
}

func want(t testing.TB, a *testkit.Answer, status int) *testkit.Answer {
	t.Helper()
	if a.Status != status {
		t.Fatalf("status %d, want %d: %.600s", a.Status, status, a.Text())
	}
	if strings.Contains(a.Body, "[homework_") || strings.Contains(a.Body, "[programme_") {
		t.Fatalf("a message is missing: %.900s", a.Text())
	}
	return a
}

func says(t testing.TB, a *testkit.Answer, words ...string) {
	t.Helper()
	for _, word := range words {
		if !a.Has(word) {
			t.Errorf("the page lacks %q: %.1500s", word, a.Text())
		}
	}
}

func lacks(t testing.TB, a *testkit.Answer, words ...string) {
	t.Helper()
	for _, word := range words {
		if strings.Contains(a.Body, word) {
			t.Errorf("the page has %q", word)
		}
	}
}

func (w *world) view(t testing.TB, s interface{ Scope() tenant.Scope }, fn func(*db.Tx) error) {
	t.Helper()
	if err := w.DB.View(t.Context(), s.Scope(), fn); err != nil {
		t.Fatal(err)
	}
}

// open counts what stands for Ana now.
func (w *world) open(t testing.TB) int {
	t.Helper()
	var items []homework.Item
	w.view(t, w.ana, func(tx *db.Tx) (err error) { items, err = homework.MineOpen(tx, w.shelf); return err })
	return len(items)
}
