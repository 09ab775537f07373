package promise_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"amends/clients/couple"
	"amends/clients/promise"
	"amends/server/db"
)

// parts ends the place of the one at i with a last day, and what runs between the two, as the counselor does.
func (s *scene) parts(t *testing.T, i int, last time.Time) {
	t.Helper()
	s.Separate(t, s.couple, i, last)
	err := s.DB.Update(t.Context(), s.counselor.Scope(), func(tx *db.Tx) error {
		cp, err := couple.Get(tx, s.couple.ID)
		if err != nil {
			return err
		}
		return promise.Part(tx, cp, last)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Who stays reads that a promise between the two has ended, and not the day: it is the other's last one.
func TestWhoStaysIsNotToldTheOthersLastDay(t *testing.T) {
	s := newScene(t)
	mine, theirs := s.make(t, s.mara, "Dance", "daily", ""), s.make(t, s.jona, "Sing", "daily", "")
	s.in(10)
	last := s.today.AddDate(0, 0, -4) // Tue 9 June
	s.parts(t, 1, last)
	for _, at := range []string{"/promises", mine, theirs} {
		a := s.mara.Get(at)
		if form := strings.Contains(a.Body, "/days/"); form || !a.Has("Ended") || a.Has("Ended Tue 9 June") || a.Has(day(last)) {
			t.Errorf("%s tells who stays: %s", at, a.Text())
		}
	}
	for at, form := range map[string]url.Values{mine + "/days/" + day(last.AddDate(0, 0, -1)) + "/keep": {"said": {"done"}}, theirs + "/days/" + day(last.AddDate(0, 0, -1)) + "/answer": {"answer": {"confirm"}},
		mine + "/days/" + day(last.AddDate(0, 0, 1)) + "/keep": {"said": {"done"}}, theirs + "/days/" + day(last.AddDate(0, 0, 1)) + "/answer": {"answer": {"confirm"}}} {
		if a := s.mara.Post(at, form); a.Status != 409 || !a.Has("This promise has ended") {
			t.Errorf("%s tells a day before the last from one after it: %d %s", at, a.Status, a.Text())
		}
	}
	if a := s.site.As(s.counselor).Get("/couples/" + s.couple.ID.String() + mine); !a.Has("Ended Tue 9 June") {
		t.Errorf("the counselor does not read the day: %s", a.Text())
	}
}

// What ended when one of the two left is not begun again on that day, by nobody.
func TestWhatPartingEndedStaysEnded(t *testing.T) {
	s := newScene(t)
	mine := s.make(t, s.mara, "Dance", "daily", "")
	s.parts(t, 1, s.today)
	for _, a := range map[string]int{"keeper": s.mara.Post(mine+"/reopen", nil).Status, "counselor": s.site.As(s.counselor).Post("/couples/"+s.couple.ID.String()+mine+"/reopen", nil).Status} {
		if a != 409 {
			t.Errorf("begun again: %d", a)
		}
	}
	if n := s.count(t, `select count(*) from promise where state = 'active' and couple_id = $1`, s.couple.ID); n != 0 {
		t.Errorf("%d promises run with somebody who left", n)
	}
	alone := s.make(t, s.mara, "Walk", "daily", "")
	if n := s.count(t, `update promise set made_on = made_on + 1 where id::text = $1 returning 1`, alone[len("/promises/"):]); n != 1 { // made after the last day
		t.Fatal("not moved")
	}
	wantStatus(t, s.mara.Post(alone+"/end", nil), 303)
	wantStatus(t, s.mara.Post(alone+"/reopen", nil), 303)
}
