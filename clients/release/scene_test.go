package release_test

import (
	"io/fs"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/homework"
	"amends/clients/programme"
	"amends/clients/release"
	"amends/server/db"
	"amends/server/tenant"
	"amends/server/testkit"
	"amends/server/web"
	"amends/templates"
)

// scene is a house with one counselor and one couple (Ana was hurt, Jon was involved), with the rooms of homework and release.
type scene struct {
	*testkit.House
	shelf               *programme.Shelf
	ingrid              tenant.Staff
	couple              *testkit.Couple
	ana, jon            tenant.Partner
	site                *testkit.Site
	staff, asAna, asJon *testkit.Client
	version             uuid.UUID
}

func newScene(t testing.TB) *scene {
	t.Helper()
	files, err := fs.Sub(templates.Files, "programmes")
	if err != nil {
		t.Fatal(err)
	}
	lib, err := programme.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	s := &scene{House: testkit.New(t), shelf: programme.NewShelf(lib)}
	s.ingrid = s.Counselor(t, "Ingrid")
	s.couple = s.Couple(t, s.ingrid, "Ana", "Jon")
	s.ana, s.jon = s.couple.Partners[0], s.couple.Partners[1]
	s.OpenGates(t, s.couple)
	s.site = s.Serve(t, func(r *web.Routes) {
		homework.New(s.shelf).Register(r)
		release.New(s.shelf).Register(r)
	})
	s.staff, s.asAna, s.asJon = s.site.As(s.ingrid), s.site.As(s.ana), s.site.As(s.jon)
	s.do(t, s.ingrid.Scope(), func(tx *db.Tx) (err error) {
		if err = programme.Place(tx, lib, s.couple.ID, "A", s.Clock.Today()); err != nil {
			return err
		}
		s.version, err = programme.EnsureVersion(tx, lib, "A")
		return err
	})
	return s
}

func (s *scene) do(t testing.TB, who tenant.Scope, fn func(*db.Tx) error) {
	t.Helper()
	if err := s.DB.Update(t.Context(), who, fn); err != nil {
		t.Fatal(err)
	}
}

// sent gives a step to somebody, who answers all of it with a text and sends it; it answers the entry of a part.
func (s *scene) sent(t testing.TB, who tenant.Partner, role programme.Role, code programme.Code, step programme.StepKey, part programme.PartKey, text string) (entry string) {
	t.Helper()
	unit, ok := homework.UnitOf(s.shelf.Shipped, code, step)
	if !ok {
		t.Fatalf("no unit %s %s", code, step)
	}
	var id uuid.UUID
	s.do(t, s.ingrid.Scope(), func(tx *db.Tx) (err error) {
		id, err = homework.Assign(tx, homework.Giving{Couple: s.couple.ID, Version: s.version, Unit: unit, People: map[tenant.PersonID]programme.Role{who.Person(): role},
			From: s.Clock.Today(), Reading: homework.ReadBefore})
		return err
	})
	s.do(t, who.Scope(), func(tx *db.Tx) error {
		for _, q := range homework.Questions(s.shelf.Shipped, unit, role, "en") {
			said := text
			if q.Prompt != nil && len(q.Prompt.Options) > 0 {
				said = q.Prompt.Options[0].Key
			}
			if err := homework.SaveAnswer(tx, id, homework.Answer{Part: q.Part, Key: q.Key, Text: said, Base: homework.Mark("")}); err != nil {
				return err
			}
		}
		return homework.Send(tx, s.shelf.Shipped, id, s.Clock.Today())
	})
	s.scan(t, &entry, `select id from entry where practice_id = $1 and assignment_id = $2 and part_key = $3`, id, part)
	return entry
}

// letter is a sent letter of Jon's.
func (s *scene) letter(t testing.TB, text string) string {
	return s.sent(t, s.jon, programme.Involved, "A2", "apology", "letter", text)
}

// reflection is a sent reflection of Jon's that may be released.
func (s *scene) reflection(t testing.TB, text string) string {
	return s.sent(t, s.jon, programme.Involved, "A2", "ownership", "my-part", text)
}

func (s *scene) scan(t testing.TB, to any, query string, args ...any) {
	t.Helper()
	if err := s.SQL(t).QueryRowContext(t.Context(), query, append([]any{s.Practice}, args...)...).Scan(to); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

func (s *scene) count(t testing.TB, query string, args ...any) (n int) {
	t.Helper()
	s.scan(t, &n, query, args...)
	return n
}

func (s *scene) state(t testing.TB, entry string) (state string) {
	t.Helper()
	s.scan(t, &state, `select state from entry where practice_id = $1 and id = $2`, entry)
	return state
}

// copyOf is the reader's page of the open copy of an entry.
func (s *scene) copyOf(t testing.TB, entry string) string {
	t.Helper()
	var id string
	s.scan(t, &id, `select id from release_copy where practice_id = $1 and entry_id = $2 and closed_at is null`, entry)
	return "/received/" + id
}

func (s *scene) holdCouple(t testing.TB, kind couple.HoldKind) {
	t.Helper()
	s.do(t, s.ingrid.Scope(), func(tx *db.Tx) error {
		return couple.SetHold(tx, s.couple.ID, couple.Hold{Kind: kind, StartsAt: tx.Now()})
	})
	s.Clock.Advance(time.Second)
}

func want(t testing.TB, a *testkit.Answer, status int) *testkit.Answer {
	t.Helper()
	if a.Status != status {
		t.Fatalf("status %d, want %d: %.600s", a.Status, status, a.Text())
	}
	if strings.Contains(a.Body, "[release_") || strings.Contains(a.Body, "[homework_") {
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

// words are the bytes of the one part of a page that holds the item itself.
func words(t testing.TB, a *testkit.Answer) string {
	t.Helper()
	i := strings.Index(a.Body, "<article")
	j := strings.Index(a.Body, "</article>")
	if i < 0 || j < i || strings.Count(a.Body, "<article") != 1 {
		t.Fatalf("the page does not hold one item: %.900s", a.Text())
	}
	return a.Body[i:j]
}
