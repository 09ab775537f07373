package programme_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"amends/clients/programme"
	"amends/server/tenant"
	"amends/server/testkit"
	"amends/server/web"
)

func cards(shelves []programme.CardShelf) (names []string) {
	for _, s := range shelves {
		for _, card := range s.Cards {
			names = append(names, string(card.Step)+"/"+string(card.Part))
		}
	}
	return names
}

// Which readings wait for the screens is laid down by the rows: the opening (A0), outside help (B6), and what comes after
// something very big (EF4).
func TestReadingsFormOneLibrary(t *testing.T) {
	lib := shipped(t)
	waiting := []string{"beginning/reading", "outside-help/deep-wounds", "reading-questions/after-much"}
	for _, role := range []programme.Role{programme.Involved, programme.Injured} {
		all, without := cards(lib.Readings(role, "en", true)), cards(lib.Readings(role, "en", false))
		general := 0
		for _, s := range lib.Steps() {
			for _, p := range s.Parts {
				if p.Kind == programme.EDU && p.Who == programme.WhoEach {
					general++
				}
			}
		}
		if len(all) != general || general < 10 {
			t.Errorf("%s: %d of %d readings: %v", role, len(all), general, all)
		}
		for _, name := range all {
			if slices.Contains(without, name) == slices.Contains(waiting, name) {
				t.Errorf("%s: %s waits for the screens: %v", role, name, !slices.Contains(without, name))
			}
		}
	}
	for _, shelf := range lib.Readings(programme.Each, "en", true) {
		for _, card := range shelf.Cards {
			if strings.Join(card.Text, " ") == "" || card.Title == "" {
				t.Errorf("%s/%s has no words that both read", card.Step, card.Part)
			}
		}
	}
	if n := len(cards(lib.Readings(programme.Each, "en", true))); n < 3 {
		t.Errorf("%d readings in the same words for both", n)
	}
}

func TestPartnersReadWithoutATrace(t *testing.T) {
	h := testkit.New(t)
	ingrid := h.Counselor(t, "Ingrid")
	c := h.Couple(t, ingrid, "Ana", "Jon")
	site := h.Serve(t, func(r *web.Routes) { programme.New(programme.NewShelf(shipped(t))).Register(r) })
	ana, jon := site.As(c.Partners[0]), site.As(c.Partners[1])
	sql := func(query string, args ...any) {
		t.Helper()
		if _, err := h.SQL(t).Exec(query, args...); err != nil {
			t.Fatal(err)
		}
	}
	trail := func() (n int) {
		t.Helper()
		if err := h.SQL(t).QueryRow(`select count(*) from audit_event where chain_id = $1`, h.Practice).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	before := trail()
	page := ana.Get("/readings")
	for _, words := range []string{"Nobody can see what you open here.", "often, not always", "A new footing"} {
		if page.Status != 200 || !page.Has(words) {
			t.Errorf("%d: %q is missing: %.500s", page.Status, words, page.Text())
		}
	}
	if page.Has("Why small things feel uncertain") || page.Has("After something very big") {
		t.Error("a reading for one role, or one that waits for the screens, stands there")
	}
	if page.Body == "" || strings.Contains(page.Body, "<form method=\"post\" action=\"/readings") {
		t.Error("the page sends what is read")
	}
	if trail() != before {
		t.Error("reading left a trail")
	}

	// With roles each reads their own words and never the other's.
	injury := uuid.New()
	sql(`insert into injury (practice_id, couple_id, id, told, made_at, made_by) values ($1, $2, $3, 'x', $4, $5)`, h.Practice, c.ID, injury, h.DB.Now(), ingrid.Person())
	sql(`insert into injury_role (practice_id, couple_id, injury_id, person_id, role) values ($1, $2, $3, $4, 'injured'), ($1, $2, $3, $5, 'involved')`,
		h.Practice, c.ID, injury, c.Partners[0].Person(), c.Partners[1].Person())
	h.OpenGates(t, c)
	lib := shipped(t)
	for who, roles := range map[*testkit.Client][2]programme.Role{ana: {programme.Injured, programme.Involved}, jon: {programme.Involved, programme.Injured}} {
		page := who.Get("/readings")
		theirs := map[string]bool{}
		for _, shelf := range lib.Readings(roles[0], "en", true) {
			for _, card := range shelf.Cards {
				for _, text := range card.Text {
					if theirs[text] = true; !page.Has(text) {
						t.Errorf("%s misses %.60q", roles[0], text)
					}
				}
			}
		}
		for _, shelf := range lib.Readings(roles[1], "en", true) {
			for _, card := range shelf.Cards {
				for _, text := range card.Text {
					if !theirs[text] && page.Has(text) {
						t.Errorf("%s reads the other's words %.60q", roles[0], text)
					}
				}
			}
		}
		if page.Has("involved") || page.Has("injured") {
			t.Error("the page names a role")
		}
	}
	// What was there stays: a gate that closes, and a hold that begins, change nothing a partner can see.
	plain := func(a *testkit.Answer) string { return a.Text() }
	stood := plain(ana.Get("/readings"))
	h.Gate(t, c, "G1", false)
	if plain(ana.Get("/readings")) != stood {
		t.Error("a closed gate shows in the readings")
	}
	h.Gate(t, c, "G1", true)
	sql(`insert into safety_hold (practice_id, couple_id, id, kind, starts_at, made_by, made_at) values ($1, $2, $3, 'quiet', $4, $5, $4)`, h.Practice, c.ID, uuid.New(), h.DB.Now(), ingrid.Person())
	if plain(ana.Get("/readings")) != stood {
		t.Error("a hold shows in the readings")
	}
	// Another couple of the same practice whose gates were never open.
	other := h.Couple(t, ingrid, "Eva", "Tom")
	if site.As(other.Partners[0]).Get("/readings").Has("After something very big") {
		t.Error("the gates of one couple open the readings of another")
	}
	staff := site.As(ingrid).Get("/programme-readings")
	if staff.Status != 200 || !staff.Has("As the partner who was hurt sees it") || !staff.Has("Shown to partners once") || !staff.Has("For both, in the same words") {
		t.Errorf("%d %.400s", staff.Status, staff.Text())
	}
	if got := site.As(h.Staff(t, tenant.FrontDesk, "Desk")).Get("/programme-readings").Status; got != 403 {
		t.Errorf("front desk: %d", got)
	}
}
