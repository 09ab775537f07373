package couple_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"amends/clients/couple"
	"amends/server/testkit"
)

// The page of the hold: quiet after the next session is suggested; nothing is set by a bad form, and what was typed stays.
func TestAHoldIsBegunAndEndedOnItsPage(t *testing.T) {
	t.Parallel()
	h := testkit.New(t)
	h.Clock.Set(time.Date(2026, 6, 4, 8, 0, 0, 0, time.UTC))
	ingrid := h.Counselor(t, "Ingrid")
	cp := h.Couple(t, ingrid, "Amira", "Jonas")
	c := site(t, h).As(ingrid)
	path := couple.Path(cp.ID) + "/hold"
	if a := c.Get(path); a.Has("After the next session") || a.Form(path).Get("kind") != "quiet" || a.Form(path).Get("start") != "now" {
		t.Errorf("without a session ahead: %s", a.Text())
	}
	if _, err := h.SQL(t).Exec(`update couple set next_at = '2026-06-11 07:30Z' where practice_id = $1 and couple_id = $2`, h.Practice, cp.ID); err != nil {
		t.Fatal(err)
	}
	if a := c.Get(path); a.Form(path).Get("start") != "next" {
		t.Errorf("the next session is not suggested: %s", a.Text())
	}
	canary := "Reason-canary of a hold"
	for name, form := range map[string]url.Values{
		"no kind":  {"kind": {"loud"}, "start": {"now"}},
		"no start": {"kind": {"quiet"}},
		"today":    {"kind": {"quiet"}, "start": {"date"}, "on": {"2026-06-04"}},
		"no date":  {"kind": {"quiet"}, "start": {"date"}, "on": {"soon"}},
		"far":      {"kind": {"quiet"}, "start": {"date"}, "on": {"2036-06-04"}},
		"long":     {"kind": {"quiet"}, "start": {"now"}, "told": {strings.Repeat("x", 4001)}},
	} {
		if form.Get("told") == "" {
			form.Set("told", canary)
		}
		if a := c.Post(path, form); a.Status != 422 || !strings.Contains(a.Body, form.Get("told")) {
			t.Errorf("%s: %d %s", name, a.Status, a.Text())
		}
	}
	form := url.Values{"kind": {"quiet"}, "start": {"next"}, "told": {canary}}
	if a := c.Post(path, form); a.Status != 303 {
		t.Fatalf("%d %s", a.Status, a.Text())
	}
	if a := c.Get(path); !a.Has("A hold begins Thu 11 June") || !a.Has(canary) {
		t.Errorf("planned: %s", a.Text())
	}
	if a := c.Post(path, form); a.Status != 409 || !a.Has("A hold is planned or on already.") {
		t.Errorf("a second one: %d %s", a.Status, a.Text())
	}
	var stored []byte
	if err := h.SQL(t).QueryRow(`select told from safety_hold where practice_id = $1`, h.Practice).Scan(&stored); err != nil || strings.Contains(string(stored), "canary") {
		t.Errorf("stored in clear: %v", err)
	}
	h.Clock.Set(time.Date(2026, 6, 12, 8, 0, 0, 0, time.UTC))
	c = site(t, h).As(ingrid)
	if a := c.Get(path); !a.Has("On hold since") {
		t.Errorf("on: %s", a.Text())
	}
	if a := c.Post(path+"/end", nil); a.Status != 303 {
		t.Errorf("end: %d %s", a.Status, a.Text())
	}
	if a := c.Post(path+"/end", nil); a.Status != 409 {
		t.Errorf("end twice: %d", a.Status)
	}
	if a := c.Get(path); !a.Has("Earlier holds") || !a.Has(canary) || a.Form(path) == nil {
		t.Errorf("after: %s", a.Text())
	}
}
