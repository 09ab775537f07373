package promise_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// idOf is whatever differs from page to page by chance: ids, and the keys of forms.
var idOf = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

// making goes through all that a keeper sees of a new promise: the form, a refused one, the page after sending, the promise, and
// the page after a day was marked. It answers the pages without ids, and the promise's address.
func (s *scene) making(t *testing.T) (pages []string, path string) {
	t.Helper()
	see := func(status int, body, location string) {
		pages = append(pages, string(rune(status))+idOf.ReplaceAllString(strings.ReplaceAll(location+"\n"+body, s.Slug, "slug"), "id"))
	}
	get := func(at string) {
		a := s.mara.Get(at)
		see(a.Status, a.Body, a.Location)
	}
	get("/promises")
	get("/promises/new")
	a := s.mara.Post("/promises", url.Values{"text": {"Dance"}, "cadence": {"hourly"}, "starts": {day(s.today)}})
	see(a.Status, a.Body, a.Location)
	path = s.make(t, s.mara, "Dance", "daily", "")
	get("/promises?said=made&of=" + strings.TrimPrefix(path, "/promises/"))
	get(path)
	a = s.mara.Post(path+"/days/"+day(s.today)+"/keep", url.Values{"said": {"done"}})
	see(a.Status, a.Body, a.Location)
	get(a.Location)
	get(path)
	a = s.mara.Post(path+"/end", nil)
	see(a.Status, a.Body, a.Location)
	get(a.Location)
	return pages, path
}

// TestOneLineIsTrueOfEveryPromise: of two couples, one of them on hold, the keepers see the same pages to the byte, from the form to
// the end of the promise. What the pages say of who reads it is true of both: of the promise that passed, and of the one that waits.
func TestOneLineIsTrueOfEveryPromise(t *testing.T) {
	const line = "Ingrid reads this. Jona reads it once your counselor lets it pass, which is usually at once."
	free := newScene(t)
	open, passed := free.making(t)
	if a := free.jona.Get(passed); a.Status != 200 || !a.Has("Dance") || !a.Has("You both and Ingrid read this.") {
		t.Errorf("at ordinary times the other does not read it: %d %s", a.Status, a.Text())
	}
	for what, rest := range map[string]func(s *scene){
		"gate": func(s *scene) { s.Gate(t, s.couple, "G1", false) },
		"hold": func(s *scene) { s.hold(t, true) },
	} {
		s := newScene(t)
		s.Clock.Advance(time.Minute) // a gate event of the same instant would not be the last
		rest(s)
		resting, waits := s.making(t)
		for i := range open {
			was, is := strings.Split(open[i], "\n"), strings.Split(resting[i], "\n")
			for n := range was {
				if len(was) != len(is) || was[n] != is[n] {
					t.Fatalf("%s: page %d tells in line %d that joint work rests:\n%s\n%s", what, i, n, was[n], is[min(n, len(is)-1)])
				}
			}
		}
		if s.jona.Get(waits).Status != 404 || s.jona.Get("/promises").Has("Dance") {
			t.Errorf("%s: the other reads a promise that waits", what)
		}
		for _, at := range []string{"/promises/new", waits} {
			if a := s.mara.Get(at); !a.Has(line) {
				t.Errorf("%s: %s does not say who reads it: %s", what, at, a.Text())
			}
		}
		for i, page := range resting {
			for _, untrue := range []string{"from the start", "You both", "can confirm", "with Jona"} {
				if strings.Contains(page, untrue) {
					t.Errorf("%s: page %d says %q", what, i, untrue)
				}
			}
		}
	}
}

// Nobody is told to read what they do not: after the other has left, a promise that waits stays where it is, and so does an
// answer that was given after their last day.
func TestTheLineAfterTheOtherHasLeft(t *testing.T) {
	s := newScene(t)
	theirs := s.make(t, s.jona, "Sing", "daily", "")
	s.hold(t, true)
	waits := s.make(t, s.mara, "Dance", "daily", "")
	s.in(1)
	s.Separate(t, s.couple, 1, s.today.AddDate(0, 0, -1))
	if a := s.mara.Get("/promises/new"); !a.Has("Jona reads what is made from their first day here to their last.") {
		t.Errorf("a new promise: %s", a.Text())
	}
	if a := s.mara.Get(theirs); !a.Has("Jona sees what is said from their first day here to their last.") || a.Has("You both and Ingrid see") {
		t.Errorf("an answer: %s", a.Text())
	}
	s.hold(t, false)
	a := s.site.As(s.counselor).Post("/couples/"+s.couple.ID.String()+waits+"/pass", nil)
	if a.Status != 409 || !a.Has("so it stays with its keeper and you") {
		t.Errorf("it passed to nobody: %d %s", a.Status, a.Text())
	}
}
