package couple_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"amends/clients/couple"
	"amends/server/db"
	"amends/server/tenant"
	"amends/server/testkit"
)

// leaving is a couple of whom both are in care of Ingrid, and Henrik covers.
type leaving struct {
	*testkit.House
	couple         *testkit.Couple
	site           *testkit.Site
	ingrid, henrik *testkit.Client
	path           string
}

func newLeaving(t *testing.T) *leaving {
	t.Helper()
	h := testkit.New(t)
	h.Clock.Set(time.Date(2026, 6, 4, 8, 0, 0, 0, time.UTC))
	ingrid, henrik := h.Counselor(t, "Ingrid"), h.Counselor(t, "Henrik")
	l := &leaving{House: h, couple: h.Couple(t, ingrid, "Amira", "Jonas")}
	h.Cover(t, l.couple, henrik)
	l.site = site(t, h)
	l.ingrid, l.henrik, l.path = l.site.As(ingrid), l.site.As(henrik), couple.Path(l.couple.ID)
	return l
}

func (l *leaving) sql(t *testing.T, query string, args ...any) {
	t.Helper()
	if _, err := l.SQL(t).Exec(query, args...); err != nil {
		t.Fatal(err)
	}
}

func (l *leaving) text(t *testing.T, query string, args ...any) (s string) {
	t.Helper()
	if err := l.SQL(t).QueryRow(query, args...).Scan(&s); err != nil {
		t.Fatal(err)
	}
	return s
}

// A place ends on its page, the record says when and by whom, and what was typed wrong stays.
func TestAPlaceEndsAndIsReopenedOnItsPage(t *testing.T) {
	t.Parallel()
	l := newLeaving(t)
	jonas := l.couple.Partners[1].Person()
	at := l.path + "/people/" + jonas.String()
	if a := l.ingrid.Get(at + "/separate"); a.Status != 200 || a.Form(at+"/separate").Get("last_on") != "" || !a.Has("Care goes on with Amira") {
		t.Fatalf("the page: %d %s", a.Status, a.Text())
	}
	for name, day := range map[string]string{"none": "", "no day": "soon", "ahead": "2026-06-05", "before": "2025-01-01"} {
		if a := l.ingrid.Post(at+"/separate", url.Values{"last_on": {day}}); a.Status != 422 || a.Form(at+"/separate").Get("last_on") != day {
			t.Errorf("%s: %d %s", name, a.Status, a.Text())
		}
	}
	if a := l.ingrid.Post(at+"/reopen", nil); a.Status != 409 || !a.Has("This place has not ended.") {
		t.Errorf("reopening what goes on: %d %s", a.Status, a.Text())
	}
	if a := l.ingrid.Post(at+"/separate", url.Values{"last_on": {"2026-05-20"}}); a.Status != 303 || a.Location != l.path+"/people" {
		t.Fatalf("ending: %d %s", a.Status, a.Text())
	}
	if a := l.ingrid.Get(l.path + "/people"); !a.Has("Their place ended on 20 May 2026") || !a.Has("Jonas’s place ended on 20 May 2026.") {
		t.Errorf("people: %s", a.Text())
	}
	if a := l.ingrid.Get(at + "/separate"); !a.Has("Recorded by Ingrid") || a.Form(at+"/separate") != nil || a.Form(at+"/reopen") == nil {
		t.Errorf("ended: %s", a.Text())
	}
	if a := l.ingrid.Post(at+"/separate", url.Values{"last_on": {"2026-05-21"}}); a.Status != 409 {
		t.Errorf("twice: %d", a.Status)
	}
	// Both may leave, and care is still on.
	other := l.path + "/people/" + l.couple.Partners[0].Person().String()
	if a := l.ingrid.Post(other+"/separate", url.Values{"last_on": {"2026-06-04"}}); a.Status != 303 {
		t.Errorf("the other: %d %s", a.Status, a.Text())
	}
	if n := l.text(t, `select count(*) from couple where couple_id = $1 and care_to is null`, l.couple.ID); n != "1" {
		t.Error("care ended with the places")
	}
	// After more than a day something joint stands against it; within a day it was a mistake.
	l.sql(t, `insert into promise (practice_id, couple_id, id, keeper_id, text, cadence, starts_on, made_on, passed_on, made_by, made_at)
		values ($1, $2, gen_random_uuid(), $3, 'x', 'daily', '2026-06-04', '2026-06-04', '2026-06-04', $3, $4)`, l.Practice, l.couple.ID, l.couple.Partners[0].Person(), l.Clock.Now().Add(time.Hour))
	l.Clock.Set(time.Date(2026, 6, 6, 8, 0, 0, 0, time.UTC))
	late := site(t, l.House).As(l.couple.Treating())
	if a := late.Post(at+"/reopen", nil); a.Status != 409 || !a.Has("Something was made joint since the place ended") {
		t.Errorf("later: %d %s", a.Status, a.Text())
	}
	l.Clock.Set(time.Date(2026, 6, 5, 7, 0, 0, 0, time.UTC))
	if a := site(t, l.House).As(l.couple.Treating()).Post(at+"/reopen", nil); a.Status != 303 {
		t.Errorf("within a day: %d %s", a.Status, a.Text())
	}
	if n := l.text(t, `select count(*) from membership where couple_id = $1 and person_id = $2 and ends_on is null and ended_at is null`, l.couple.ID, jonas); n != "1" {
		t.Error("the place stayed ended")
	}
}

// Whatever became joint while somebody was away stands against reopening their place: they would read it.
func TestAPlaceStaysEndedWhenAnythingBecameJoint(t *testing.T) {
	t.Parallel()
	for name, query := range map[string]string{
		"lines of the plan": `insert into setback_passed (practice_id, couple_id, id, body, made_on, made_at, made_by) values ($1, $2, gen_random_uuid(), 'x', '2026-06-05', '2026-06-05 08:00Z', $3)`,
		"what came of a decision": `with d as (insert into decision (practice_id, couple_id, id, kind, word, made_on, made_at, made_by)
			values ($1, $2, gen_random_uuid(), 'values', 'x', '2026-05-01', '2026-05-01 08:00Z', $3) returning id)
			insert into decision_outcome (practice_id, couple_id, id, decision_id, body, made_on, made_at, made_by) select $1, $2, gen_random_uuid(), d.id, 'x', '2026-06-05', '2026-06-05 08:00Z', $3 from d`,
		"nothing": `select $1::uuid, $2::uuid, $3::uuid`,
	} {
		l := newLeaving(t)
		at := l.path + "/people/" + l.couple.Partners[1].Person().String()
		if a := l.ingrid.Post(at+"/separate", url.Values{"last_on": {"2026-05-20"}}); a.Status != 303 {
			t.Fatalf("ending: %d %s", a.Status, a.Text())
		}
		l.sql(t, query, l.Practice, l.couple.ID, l.couple.Partners[0].Person())
		l.Clock.Set(time.Date(2026, 6, 6, 8, 0, 0, 0, time.UTC))
		want := 409
		if name == "nothing" {
			want = 303
		}
		if a := l.site.As(l.couple.Treating()).Post(at+"/reopen", nil); a.Status != want {
			t.Errorf("%s: %d %s", name, a.Status, a.Text())
		}
	}
}

// Only who treats the couple ends care and takes it up again; the reason is sealed and stays in the history.
func TestCareEndsAndIsTakenUpOnItsPage(t *testing.T) {
	t.Parallel()
	l := newLeaving(t)
	at := l.path + "/discharge"
	canary := "Reason-canary of a discharge"
	form := url.Values{"last_on": {"2026-06-04"}, "reason": {"reached"}, "told": {canary}}
	if a := l.henrik.Get(at); a.Form(at) != nil || !a.Has("Only the counselor who treats the couple ends care") {
		t.Errorf("cover sees a form: %s", a.Text())
	}
	if a := l.henrik.Post(at, form); a.Status != 409 || !strings.Contains(a.Body, canary) {
		t.Errorf("cover: %d %s", a.Status, a.Text())
	}
	for name, bad := range map[string]url.Values{
		"no reason":  {"last_on": {"2026-06-04"}, "told": {canary}},
		"no words":   {"last_on": {"2026-06-04"}, "reason": {"other"}},
		"ahead":      {"last_on": {"2026-06-05"}, "reason": {"moved"}, "told": {canary}},
		"before":     {"last_on": {"2020-01-05"}, "reason": {"moved"}, "told": {canary}},
		"many words": {"last_on": {"2026-06-04"}, "reason": {"moved"}, "told": {strings.Repeat("x", 4001)}},
	} {
		if a := l.ingrid.Post(at, bad); a.Status != 422 || !strings.Contains(a.Body, bad.Get("told")) {
			t.Errorf("%s: %d %s", name, a.Status, a.Text())
		}
	}
	l.sql(t, `update couple set next_at = '2026-06-11 07:30Z' where couple_id = $1`, l.couple.ID)
	if a := l.ingrid.Post(l.path+"/take-up", nil); a.Status != 409 {
		t.Errorf("taking up what goes on: %d", a.Status)
	}
	if a := l.ingrid.Post(at, form); a.Status != 303 || a.Location != l.path {
		t.Fatalf("ending: %d %s", a.Status, a.Text())
	}
	if n := l.text(t, `select count(*) from couple where couple_id = $1 and care_to = '2026-06-04' and next_at is null`, l.couple.ID); n != "1" {
		t.Error("care goes on, or the next session stayed")
	}
	if stored := l.text(t, `select encode(told, 'escape') from discharge where couple_id = $1`, l.couple.ID); strings.Contains(stored, "canary") {
		t.Error("the reason is stored in clear")
	}
	if a := l.ingrid.Get(at); !a.Has("Care ended on 4 June 2026") || !a.Has(canary) || !a.Has("Goals reached") || a.Form(at) != nil {
		t.Errorf("ended: %s", a.Text())
	}
	if a := l.ingrid.Post(at, form); a.Status != 409 {
		t.Errorf("twice: %d", a.Status)
	}
	if a := l.henrik.Post(l.path+"/take-up", nil); a.Status != 409 {
		t.Errorf("cover takes up: %d", a.Status)
	}
	for _, path := range []string{"/people/" + l.couple.Partners[0].Person().String() + "/separate", "/next"} {
		if a := l.ingrid.Post(l.path+path, url.Values{"last_on": {"2026-06-01"}, "next_date": {"2026-06-09"}, "next_time": {"09:00"}}); a.Status != 409 && a.Status != 422 {
			t.Errorf("%s after the end: %d", path, a.Status)
		}
	}
	if a := l.ingrid.Post(l.path+"/take-up", nil); a.Status != 303 || a.Location != l.path+"/people" {
		t.Fatalf("taking up: %d %s", a.Status, a.Text())
	}
	if a := l.ingrid.Get(at); !a.Has("taken up again on 4 June 2026") || !a.Has(canary) || a.Form(at) == nil {
		t.Errorf("taken up: %s", a.Text())
	}
}

// Nothing passes and nothing begins after the end, and a hold says nothing in its place.
func TestNothingPassesAfterCareHasEnded(t *testing.T) {
	t.Parallel()
	l := newLeaving(t)
	l.OpenGates(t, l.couple)
	for name, ask := range map[string]func(*db.Tx, couple.ID) error{"pass": couple.MayPass, "begin": couple.MayBegin} {
		for _, ended := range []bool{false, true} {
			l.sql(t, `update couple set care_to = case when $2 then date '2026-06-04' end where couple_id = $1`, l.couple.ID, ended)
			err := l.DB.View(t.Context(), l.couple.Treating().Scope(), func(tx *db.Tx) error { return ask(tx, l.couple.ID) })
			if ended == (err == nil) {
				t.Errorf("%s, ended %v: %v", name, ended, err)
			}
		}
	}
}

// Nobody but a counselor with care reaches the pages; for all others they do not exist.
func TestLeavingIsTheCounselors(t *testing.T) {
	t.Parallel()
	l := newLeaving(t)
	wanda := l.site.As(l.Counselor(t, "Wanda"))
	desk := l.site.As(l.Staff(t, tenant.FrontDesk, "Mo"))
	amira := l.site.As(l.couple.Partners[0])
	place := "/people/" + l.couple.Partners[1].Person().String()
	form := url.Values{"last_on": {"2026-06-01"}, "reason": {"moved"}}
	for _, path := range []string{place + "/separate", place + "/reopen", "/discharge", "/take-up"} {
		for name, one := range map[string]struct {
			c    *testkit.Client
			want int
		}{"colleague": {wanda, 404}, "front desk": {desk, 403}, "partner": {amira, 404}} {
			if a := one.c.Post(l.path+path, form); a.Status != one.want {
				t.Errorf("%s by the %s: %d", path, name, a.Status)
			}
		}
	}
	if n := l.text(t, `select count(*) from membership m join couple c using (practice_id, couple_id) where c.couple_id = $1 and m.ends_on is null and c.care_to is null`, l.couple.ID); n != "2" {
		t.Error("something ended")
	}
}
