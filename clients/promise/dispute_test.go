package promise_test

import (
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"

	"amends/clients/promise"
	"amends/server/db"
)

// different says that a day was different.
func different(path, on string) string { return path + "/days/" + on + "/different" }

func TestItWasDifferentGoesToTheSessionAlone(t *testing.T) {
	s := newScene(t)
	path := s.make(t, s.jona, "Home by seven", "daily", "")
	wantStatus(t, s.jona.Post(path+"/days/"+day(s.today)+"/keep", url.Values{"said": {"done"}}), 303)
	keeper := func() string { return s.jona.Get("/promises").Text() + s.jona.Get(path).Text() }
	before := keeper()
	at := different(path, day(s.today))
	if a := s.mara.Get(path); !strings.Contains(a.Body, at) {
		t.Fatalf("no way to say it: %s", a.Text())
	}
	wantStatus(t, s.jona.Get(at), 404)
	wantStatus(t, s.jona.Post(at, nil), 404)
	if a := s.mara.Post(at, url.Values{"words": {strings.Repeat("é", 4001)}}); a.Status != 422 || a.Form(at).Get("words") == "" {
		t.Errorf("too long: %d", a.Status)
	}
	a := s.mara.Post(at, url.Values{"words": {"It was half past nine."}})
	wantStatus(t, a, 303)
	if a := s.mara.Get(a.Location); !a.Has("It is on Ingrid’s list for your next session.") {
		t.Errorf("no word after it: %s", a.Text())
	}
	if a := s.mara.Get(path); !a.Has("you told your counselor that it was different") || a.Form(path+"/days/"+day(s.today)+"/answer") != nil {
		t.Errorf("the day still asks: %s", a.Text())
	}
	if after := keeper(); after != before {
		t.Errorf("the keeper sees it:\n%s\n%s", before, after)
	}
	staff := s.site.As(s.counselor)
	record := "/couples/" + s.couple.ID.String() + path
	if a := staff.Get(record); !a.Has("It was half past nine.") || !a.Has("it was different (only you see this)") {
		t.Errorf("the counselor: %s", a.Text())
	}
	agenda := func() promise.Agenda {
		var a promise.Agenda
		err := s.DB.View(t.Context(), s.counselor.Scope(), func(tx *db.Tx) (err error) {
			a, err = promise.ForSession(tx, s.couple.ID, s.today.AddDate(0, 0, -7))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	if d := agenda().Different; len(d) != 1 || d[0].Text != "Home by seven" {
		t.Errorf("the agenda: %+v", d)
	}
	form := staff.Get(record).Form(record + "/record")
	form.Del("key")
	form.Set("outcome", "confirmed")
	form.Set("how", "session")
	wantStatus(t, staff.Post(record+"/record", form), 303)
	if d := agenda().Different; len(d) != 0 {
		t.Errorf("still on the list: %+v", d)
	}
	if a := s.jona.Get(path); a.Has("different") {
		t.Errorf("the keeper reads of it afterwards: %s", a.Text())
	}
}

// A fourth one in an ISO week is not stored, keeps its words on the page, and the next week is free again.
func TestItWasDifferentThreeTimesAWeek(t *testing.T) {
	s := newScene(t)
	var paths []string
	for i := range 5 {
		paths = append(paths, s.make(t, s.jona, fmt.Sprint("Promise ", i), "daily", ""))
	}
	for _, path := range paths[:3] {
		at := different(path, day(s.today))
		form := url.Values{"words": {"No."}}
		wantStatus(t, s.mara.Post(at, form), 303)
		wantStatus(t, s.mara.Post(at, form), 404) // that day was spoken about
	}
	at := different(paths[3], day(s.today))
	a := s.mara.Post(at, url.Values{"words": {"The fourth."}})
	if a.Status != 409 || !a.Has("You have said this 3 times this week") || a.Form(at).Get("words") != "The fourth." {
		t.Errorf("the fourth: %d %s", a.Status, a.Text())
	}
	own := s.make(t, s.mara, "Mine", "daily", "")
	wantStatus(t, s.jona.Post(different(own, day(s.today)), nil), 303) // each has their own number
	s.in(5)                                                            // Monday
	wantStatus(t, s.mara.Post(different(paths[4], day(s.today)), nil), 303)
	if n := s.count(t, `select count(*) from promise_dispute where practice_id = $1`, s.Practice); n != 5 {
		t.Errorf("%d stored", n)
	}
}

// Two of one person that are sent at once do not pass one over, and the other's own number is not touched.
func TestDisputesSentAtOnce(t *testing.T) {
	s := newScene(t)
	var paths []string
	for i := range 8 {
		paths = append(paths, s.make(t, s.jona, fmt.Sprint("Promise ", i), "daily", ""))
	}
	own := s.make(t, s.mara, "Mine", "daily", "")
	var all sync.WaitGroup
	for _, path := range paths {
		all.Go(func() {
			s.site.As(s.couple.Partners[0]).Post(different(path, day(s.today)), url.Values{"words": {"No."}})
		})
	}
	all.Go(func() { s.site.As(s.couple.Partners[1]).Post(different(own, day(s.today)), nil) })
	all.Wait()
	for i, most := range []int{promise.DisputesMost, 1} {
		if n := s.count(t, `select count(*) from promise_dispute where practice_id = $1 and author_id = $2`, s.Practice, s.couple.Partners[i].Person()); n != most {
			t.Errorf("%d stored of %s, not %d", n, s.couple.Names[i], most)
		}
	}
}
