package plan_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"amends/clients/couple"
	"amends/server/testkit"
)

// The planner in a real browser: rows are walked with j and k, one key moves the chosen one, and the page stands on every width.
func TestThePlannerByKeys(t *testing.T) {
	s := newScene(t)
	s.place(t, "A")
	s.sql(t, `update contact set keys_on = true where practice_id = $1 and person_id = $2`, s.ingrid.Person())
	due := s.Clock.Today().AddDate(0, 0, 5)
	id := s.give(t, "A0", "beginning", "both", "due", due.Format(time.DateOnly))
	s.planned(t, "A3", "feelings-log")
	want(t, s.asJon.Post("/work/"+id+"/later", nil), 303)
	tab := s.site.Tab(t, s.ingrid)
	tab.Size(1280, 900)
	tab.Open(couple.Path(s.couple.ID) + "/homework")
	tab.Open(s.path())
	press := func(keys string) {
		t.Helper()
		tab.Open(s.path())
		tab.Module("keys")
		for _, key := range keys[:len(keys)-1] {
			tab.Press(string(key))
		}
		tab.Eval(`document.documentElement.dataset.old = "yes"`)
		tab.Press(keys[len(keys)-1:])
		for range 500 { // the answer of the form replaces the page
			if testkit.Eval[bool](tab, `document.readyState === "complete" && !document.documentElement.dataset.old`) {
				return
			}
			time.Sleep(20 * time.Millisecond)
		}
		t.Fatalf("%q led nowhere", keys)
	}
	press("jw")
	if n := s.count(t, `select count(*) from assignment where practice_id = $1 and due_on = $2`, due.AddDate(0, 0, 7)); n != 1 {
		t.Error("w did not move the running step")
	}
	press("ji")
	if n := s.count(t, `select count(*) from assignment where practice_id = $1 and in_session_at is not null`); n != 1 {
		t.Error("i did not keep the step for the session")
	}
	press("jjg")
	if n := s.count(t, `select count(*) from assignment where practice_id = $1 and code = 'A3'`); n != 1 {
		t.Error("g did not give the planned step")
	}
	for _, width := range []int{1280, 390, 320} {
		tab.Size(width, 900)
		for _, dark := range []bool{false, true} {
			tab.Dark(dark)
			tab.Open(s.path())
			tab.Axe()
			if testkit.Eval[bool](tab, `document.documentElement.scrollWidth > innerWidth`) {
				t.Errorf("at %d px the page scrolls sideways", width)
			}
			if folder := os.Getenv("SHOTS"); folder != "" {
				tab.Screenshot(filepath.Join(folder, "planner-"+map[bool]string{false: "light", true: "dark"}[dark]+"-"+map[int]string{1280: "desk", 390: "phone", 320: "small"}[width]+".png"))
			}
		}
	}
}
