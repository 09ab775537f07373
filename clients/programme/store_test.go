package programme_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"amends/clients/programme"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/tenant"
	"amends/server/testkit"
	"amends/server/web"
)

// edited is the shipped library with the title of one step changed and its number kept.
func edited(t *testing.T, lib *programme.Library) *programme.Library {
	t.Helper()
	steps := lib.Steps()
	for i := range steps {
		if steps[i].Key == "ownership" {
			steps[i].Title = programme.Title{"en": "Own another part"}
		}
	}
	out, err := programme.Assemble(lib.Themes(), steps, lib.Programmes())
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestVersionsAreCopiedOnce(t *testing.T) {
	h := testkit.New(t)
	ingrid := h.Counselor(t, "Ingrid")
	c := h.Couple(t, ingrid, "Ana", "Jon")
	lib := shipped(t)
	shelf := programme.NewShelf(lib)
	var first, second uuid.UUID
	update := func(fn func(*db.Tx) error) error {
		return h.DB.Update(t.Context(), ingrid.Scope(), func(tx *db.Tx) error {
			tx.Audit(audit.ProgrammePlaced, c.ID.UUID, c.ID)
			return fn(tx)
		})
	}
	for _, id := range []*uuid.UUID{&first, &second} {
		if err := update(func(tx *db.Tx) (err error) { *id, err = programme.EnsureVersion(tx, lib, "A"); return err }); err != nil {
			t.Fatal(err)
		}
	}
	if first != second || first == uuid.Nil {
		t.Fatalf("copied twice: %s and %s", first, second)
	}
	err := update(func(tx *db.Tx) error { _, err := programme.EnsureVersion(tx, edited(t, lib), "A"); return err })
	if err == nil || !strings.Contains(err.Error(), "next version number") {
		t.Fatalf("a changed text with an old number was taken: %v", err)
	}
	for ships, want := range map[*programme.Library]bool{lib: true, edited(t, lib): false} {
		if err := h.DB.View(t.Context(), h.Operator().Scope(), func(tx *db.Tx) error { return programme.CheckCopies(tx, ships) }); (err == nil) != want {
			t.Errorf("the check at start: %v", err)
		}
	}
	if err := update(func(tx *db.Tx) error { _, err := programme.EnsureVersion(tx, lib, "Q"); return err }); err == nil {
		t.Error("an unknown programme was copied")
	}

	// The copy says what the files say, and is read from the database once.
	ctx, count := db.WithCount(t.Context())
	for range 3 {
		if err := h.DB.View(ctx, ingrid.Scope(), func(tx *db.Tx) error {
			kept, err := shelf.Version(tx, first)
			if err == nil && kept.Programme().Hash() != lib.Programmes()[0].Hash() {
				t.Error("the copy reads otherwise than what was shipped")
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	reads := 0
	for _, text := range count.Texts() {
		if strings.Contains(text, "programme_version") {
			reads++
		}
	}
	if reads != 1 {
		t.Errorf("the copy was read %d times", reads)
	}
	// Another practice finds nothing, not even in memory.
	other := testkit.New(t)
	if err := other.DB.View(t.Context(), other.Counselor(t, "Eva").Scope(), func(tx *db.Tx) error { _, err := shelf.Version(tx, first); return err }); err == nil {
		t.Error("another practice read the copy")
	}
}

func TestPages(t *testing.T) {
	h := testkit.New(t)
	ingrid := h.Counselor(t, "Ingrid")
	c := h.Couple(t, ingrid, "Ana", "Jon")
	shelf := programme.NewShelf(shipped(t))
	site := h.Serve(t, func(r *web.Routes) { programme.New(shelf).Register(r) })
	staff := site.As(ingrid)
	list := staff.Get("/programmes")
	if list.Status != 200 || !list.Has("Own my whole part") || !list.Has("Impact statement") {
		t.Fatalf("%d %.300s", list.Status, list.Text())
	}
	var rows []programme.Placement
	for _, p := range shelf.Shipped.Programmes() {
		rows = append(rows, p.Placements...)
	}
	for _, pl := range rows {
		page := staff.Get("/programmes/" + string(pl.Code))
		if page.Status != 200 || !page.Has(pl.Title["en"]) || !page.Has("As the partner who was hurt sees it") || strings.Contains(page.Body, "[programme_") || strings.Contains(page.Body, "[couple_") {
			t.Errorf("%s: %d %.400s", pl.Code, page.Status, page.Text())
		}
	}
	for _, path := range []string{"/programmes/A99", "/programmes/%2e%2e", "/programmes/a2"} {
		if got := staff.Get(path).Status; got != 404 {
			t.Errorf("%s: %d", path, got)
		}
	}
	for who, status := range map[*testkit.Client]int{site.As(c.Partners[0]): 404, site.As(h.Staff(t, tenant.FrontDesk, "Desk")): 403, site.Nobody(): 401} {
		if got := who.Get("/programmes").Status; got != status {
			t.Errorf("status %d, want %d", got, status)
		}
	}

	place := "/couples/" + c.ID.String() + "/programmes"
	page := staff.Get(place)
	if !page.Has("“Mandate” is not open.") || !page.Has("Ten steps") {
		t.Errorf("%.400s", page.Text())
	}
	if bad := staff.Post(place, url.Values{}); bad.Status != 422 || !bad.Has("Choose a programme.") {
		t.Errorf("%d %.300s", bad.Status, bad.Text())
	}
	key := url.Values{"tag": {"A"}, "key": {uuid.NewString()}}
	for range 2 {
		if a := staff.Post(place, key); a.Status != 303 {
			t.Fatalf("%d %.300s", a.Status, a.Text())
		}
	}
	if err := h.DB.View(t.Context(), ingrid.Scope(), func(tx *db.Tx) error {
		on, err := programme.PlacedOf(tx, c.ID)
		if len(on) != 1 || on[0].Tag != "A" || on[0].PlacedOn.After(h.Clock.Today().Add(48*time.Hour)) {
			t.Errorf("placed: %+v", on)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if a := staff.Get(place); a.Has("on every programme there is") || !a.Has("The role of trust") {
		t.Errorf("%.300s", a.Text())
	}
	for _, other := range shelf.Shipped.Programmes()[1:] {
		if a := staff.Post(place, url.Values{"tag": {string(other.Tag)}, "key": {uuid.NewString()}}); a.Status != 303 {
			t.Fatalf("%s: %d %.300s", other.Tag, a.Status, a.Text())
		}
	}
	if a := staff.Get(place); !a.Has("on every programme there is") {
		t.Errorf("%.300s", a.Text())
	}
	if a := site.As(h.Counselor(t, "Berta")).Post(place, url.Values{"tag": {"A"}}); a.Status != 404 {
		t.Errorf("a colleague without care: %d", a.Status)
	}
}
