package programme_test

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"amends/clients/programme"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/tenant"
	"amends/server/testkit"
	"amends/server/web"
)

// later is the shipped library with programme A one version on: another title in A2, and no A10's motto.
func later(t *testing.T) *programme.Library {
	t.Helper()
	lib := shipped(t)
	all := lib.Programmes()
	a := all[0]
	a.Version++
	a.Placements = slices.Clone(a.Placements)
	a.Placements[2].Title = programme.Title{"en": "Own every bit of my part"}
	all[0] = a
	out, err := programme.Assemble(lib.Themes(), lib.Steps(), all)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// visit is a couple of one practice under one shipped library: what a new release of the program brings.
func visit(t *testing.T, h *testkit.House, who tenant.Staff, lib *programme.Library) *testkit.Client {
	t.Helper()
	return h.Serve(t, func(r *web.Routes) { programme.New(programme.NewShelf(lib)).Register(r) }).As(who)
}

// below answers the addresses of a couple's programmes on its page, by what ends them.
func below(a *testkit.Answer, place, end string) (out []string) {
	for _, part := range strings.Split(a.Body, `"`) {
		if strings.HasPrefix(part, place+"/") && strings.HasSuffix(part, end) && !slices.Contains(out, part) {
			out = append(out, part)
		}
	}
	return out
}

func TestCouplesKeepTheirVersionUntilTheyAreMoved(t *testing.T) {
	h := testkit.New(t)
	ingrid := h.Counselor(t, "Ingrid")
	c := h.Couple(t, ingrid, "Ana", "Jon")
	place := "/couples/" + c.ID.String() + "/programmes"
	staff := visit(t, h, ingrid, shipped(t))
	for _, tag := range []string{"A", "B"} {
		if a := staff.Post(place, url.Values{"tag": {tag}}); a.Status != 303 {
			t.Fatalf("%d %.300s", a.Status, a.Text())
		}
	}
	ships, _ := shipped(t).Programme("A")
	first, second := strconv.Itoa(int(ships.Version)), strconv.Itoa(int(ships.Version)+1)
	page := staff.Get(place)
	if !page.Has("Ten steps, version "+first) || !page.Has("Five steps, with words to say, version") || page.Has("A newer version exists") || len(below(page, place, "/end")) != 2 {
		t.Fatalf("%.700s", page.Text())
	}

	// The next release ships the next version of A.
	staff = visit(t, h, ingrid, later(t))
	page = staff.Get(place)
	if !page.Has("A newer version exists: version "+second+".") || !page.Has("Ten steps, version "+first) {
		t.Fatalf("%.700s", page.Text())
	}
	var compare string
	for _, href := range page.Links() {
		if strings.HasPrefix(href, place+"/") {
			compare = href
		}
	}
	a := staff.Get(compare)
	for _, words := range []string{"from version " + first + " to version " + second, "Own my whole part", "Own every bit of my part", "other words", "Open assignments stay as they are."} {
		if a.Status != 200 || !a.Has(words) {
			t.Errorf("%d: %q is missing: %.700s", a.Status, words, a.Text())
		}
	}
	if a.Has("Decide together, honestly") || strings.Contains(a.Body, "[programme_") {
		t.Errorf("a row that did not change stands there: %.500s", a.Text())
	}
	if a := staff.Post(compare+"/move", url.Values{"to": {second + "0"}}); a.Status != 409 || !a.Has("The versions changed") {
		t.Errorf("moved to a version that is not there: %d %.300s", a.Status, a.Text())
	}
	v := a.Form(compare + "/move")
	for range 2 { // sent twice
		if a := staff.Post(compare+"/move", v); a.Status != 303 {
			t.Fatalf("%d %.300s", a.Status, a.Text())
		}
	}
	page = staff.Get(place)
	if !page.Has("Ten steps, version "+second) || !page.Has("then moved to a newer version") || page.Has("A newer version exists") {
		t.Errorf("%.700s", page.Text())
	}
	var moves int
	if err := h.SQL(t).QueryRow(`select count(*) from audit_event where chain_id = $1 and couple_id = $2 and verb = $3`, h.Practice, c.ID, audit.ProgrammeMoved).Scan(&moves); err != nil || moves != 1 {
		t.Errorf("%d moves in the trail, %v", moves, err)
	}
	if a := staff.Post(compare+"/move", url.Values{"to": {second}}); a.Status != 409 {
		t.Errorf("the old row moved again: %d", a.Status)
	}
	if a := staff.Get(compare); a.Status != 200 || !a.Has("newest version, or no longer on this programme") {
		t.Errorf("%d %.300s", a.Status, a.Text())
	}
	other := h.Couple(t, ingrid, "Eva")
	for _, path := range []string{strings.Replace(compare, c.ID.String(), other.ID.String(), 1), place + "/nothing"} {
		if got := staff.Get(path).Status; got != 404 {
			t.Errorf("%s: %d", path, got)
		}
	}
}

func TestACoupleOnSeveralProgrammesLeavesOne(t *testing.T) {
	h := testkit.New(t)
	ingrid := h.Counselor(t, "Ingrid")
	c := h.Couple(t, ingrid, "Ana", "Jon")
	place := "/couples/" + c.ID.String() + "/programmes"
	staff := visit(t, h, ingrid, shipped(t))
	for _, tag := range []string{"A", "C"} {
		staff.Post(place, url.Values{"tag": {tag}})
	}
	ends := below(staff.Get(place), place, "/end")
	if len(ends) != 2 {
		t.Fatalf("%v", ends)
	}
	if a := staff.Post(ends[0], nil); a.Status != 303 {
		t.Fatalf("%d %.300s", a.Status, a.Text())
	}
	if a := staff.Post(ends[0], nil); a.Status != 409 || !a.Has("not on this programme any more") {
		t.Errorf("ended twice: %d %.300s", a.Status, a.Text())
	}
	on := func() (tags []programme.Tag) {
		err := h.DB.View(t.Context(), ingrid.Scope(), func(tx *db.Tx) error {
			rows, err := programme.PlacedOf(tx, c.ID)
			for _, o := range rows {
				tags = append(tags, o.Tag)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return tags
	}
	if got := on(); len(got) != 1 {
		t.Errorf("on %v", got)
	}
	gone := programme.Tag("A")
	if on()[0] == "A" {
		gone = "C"
	}
	if a := staff.Post(place, url.Values{"tag": {string(gone)}}); a.Status != 303 || len(on()) != 2 {
		t.Errorf("placed again: %d, on %v", a.Status, on())
	}
}
