package clients

import (
	"net/url"
	"testing"
	"time"

	"amends/clients/couple"
	"amends/server/db"
)

func (s *scene) hold(t *testing.T, kind couple.HoldKind, from time.Time) {
	t.Helper()
	err := s.DB.Update(t.Context(), s.counselor.Scope(), func(tx *db.Tx) error {
		return couple.SetHold(tx, s.couple.ID, couple.Hold{Kind: kind, StartsAt: from, Told: "Canary-hold"})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (s *scene) endHold(t *testing.T) {
	t.Helper()
	if err := s.DB.Update(t.Context(), s.counselor.Scope(), func(tx *db.Tx) error { return couple.EndHold(tx, s.couple.ID) }); err != nil {
		t.Fatal(err)
	}
}

// both is what the two see of everything.
func (s *scene) both() []map[string]string {
	return []map[string]string{crawl(s.mara, "/home", "/promises", "/settings"), crawl(s.jona, "/home", "/promises", "/settings")}
}

func alike(t *testing.T, what string, before, after []map[string]string) {
	t.Helper()
	for i := range before {
		if len(before[i]) < 5 || len(before[i]) != len(after[i]) {
			t.Errorf("%s: %d pages before, %d after", what, len(before[i]), len(after[i]))
		}
		for at, was := range before[i] {
			if after[i][at] != was {
				t.Errorf("%s: %s differs for partner %d", what, at, i)
			}
		}
	}
}

// A full stop closes joint pages with the same neutral words for both, refuses what is sent there and gives the text back; a
// quiet hold keeps what is visible. A planned one changes nothing, and after either everything is as it was.
func TestEverythingComesBackAfterAHold(t *testing.T) {
	s := newScene(t)
	s.fill(t)
	path := s.promised(t, "Sing")
	before := s.both()
	s.hold(t, couple.Full, s.DB.Now().Add(48*time.Hour))
	alike(t, "a planned hold", before, s.both())
	s.endHold(t)
	s.hold(t, couple.Full, s.DB.Now())
	const resting = "Joint pages are resting. Your counselor will tell you when they open again. Your own pages stay open."
	for _, at := range []string{"/promises", "/promises/new", path} {
		a, b := s.mara.Get(at), s.jona.Get(at)
		wantHas(t, a, resting)
		wantNot(t, a, "Sing", "call by 18:30", "Canary-hold")
		if a.Status != 200 || a.Text() != b.Text() {
			t.Errorf("%s tells one more than the other: %s / %s", at, a.Text(), b.Text())
		}
	}
	wantNot(t, s.mara.Get("/home"), "call by 18:30", "Canary-hold", "A promise to look at")
	typed := "Water the plants on Fridays"
	form := url.Values{"text": {typed}, "cadence": {"daily"}, "starts": {s.Clock.Today().Format(time.DateOnly)}}
	if a := s.jona.Post("/promises", form); a.Status != 409 || !a.Has(resting) || !a.Has(typed) {
		t.Errorf("a promise sent during a full stop: %d %s", a.Status, a.Text())
	}
	for _, to := range []string{path + "/end", path + "/days/2026-06-04/keep"} {
		if a := s.jona.Post(to, url.Values{"said": {"done"}}); a.Status != 409 || !a.Has(resting) {
			t.Errorf("%s: %d %s", to, a.Status, a.Text())
		}
	}
	s.endHold(t)
	alike(t, "after a full stop", before, s.both())
	s.hold(t, couple.Quiet, s.DB.Now())
	wantHas(t, s.mara.Get("/promises"), "Sing", "call by 18:30")
	wantNot(t, s.mara.Get("/promises"), resting, "hold")
	s.endHold(t)
	alike(t, "after a quiet hold", before, s.both())
}

// What the counselor makes joint for somebody on paper asks about the hold as well.
func TestNoPromiseOnPaperDuringAHold(t *testing.T) {
	s := newScene(t)
	s.hold(t, couple.Quiet, s.DB.Now())
	form := url.Values{"keeper": {s.couple.Partners[0].Person().String()}, "text": {"Canary vow"}, "cadence": {"daily"}, "starts": {s.Clock.Today().Format(time.DateOnly)}}
	a := s.site.As(s.counselor).Post(couple.Path(s.couple.ID)+"/promises", form)
	if a.Status != 409 || !a.Has("A safety hold is on.") || a.Form(couple.Path(s.couple.ID)+"/promises").Get("text") != "Canary vow" {
		t.Errorf("%d %s", a.Status, a.Text())
	}
	wantNot(t, s.mara.Get("/promises"), "Canary vow")
}
