package builder_test

import (
	"net/url"
	"os"
	"strings"
	"testing"

	"amends/server/testkit"
)

// TestInBrowser opens every page of the room wide and narrow under axe, and moves a row with the keyboard alone. With PICTURES
// naming a folder the pages are drawn there.
func TestInBrowser(t *testing.T) {
	dir := os.Getenv("PICTURES")
	if dir == "" {
		dir = t.TempDir()
	}
	s := newScene(t)
	path := s.begin(t, "B", "Our five steps")
	s.begin(t, "empty", "A second one")
	c := s.Couple(t, s.counselor, "Ana", "Jon")
	want(t, s.order(t, path, "XA4", "remove"), 303)
	want(t, s.publish(t, path), 303)
	placed := "/couples/" + c.ID.String() + "/programmes"
	want(t, s.staff.Post(placed, url.Values{"tag": {"XA"}}), 303)
	want(t, s.staff.Post(path+"/row", form(t, s.staff.Get(path+"/row?row=XA2"), path+"/row", "row", "XA2", "title", "Say it, and mean it")), 303)
	want(t, s.publish(t, path), 303)
	compare, version := "", ""
	for _, href := range s.staff.Get(path).Links() {
		if strings.HasPrefix(href, "/programme-versions/") {
			version = href
		}
	}
	for _, href := range s.staff.Get(placed).Links() {
		if len(href) > len(placed)+1 && href[:len(placed)+1] == placed+"/" {
			compare = href
		}
	}
	pages := map[string]string{"list": "/own-programmes", "outline": path, "frame": path + "/frame", "add": path + "/add", "row": path + "/row?row=XA2",
		"part": s.partOf(t, path+"/row?row=XA2"), "write": path + "/part", "preview": path + "/preview?row=XA2", "placed": placed, "compare": compare, "version": version, "readings": "/programme-readings"}
	tab := s.site.Tab(t, s.counselor)
	for name, width := range map[string]int{"": 1280, "-dark": 1280, "-narrow": 390} {
		tab.Size(width, 900)
		tab.Dark(name == "-dark")
		for page, at := range pages {
			tab.Open(at)
			if page == "version" { // closed rows are looked at open
				testkit.Eval[int](tab, `[...document.querySelectorAll("main details")].slice(0, 2).map(d => d.open = true).length`)
			}
			tab.Axe()
			if wide := testkit.Eval[int](tab, "document.documentElement.scrollWidth"); wide > width {
				t.Errorf("%s scrolls sideways at %d: %d px", page, width, wide)
			}
			tab.Screenshot(dir + "/" + page + name + ".png")
		}
	}
	tab.ScriptOff()
	tab.Open(path)
	tab.Go(`#row-2 button[value="up"]`)
	if first := testkit.Eval[string](tab, `document.querySelector(".rows li").id`); first != "row-2" {
		t.Errorf("%s is first after moving the second row up", first)
	}
	reader := s.site.Tab(t, c.Partners[0])
	reader.Size(390, 844)
	reader.Open("/readings")
	reader.Axe()
	reader.Click("details summary")
	reader.Screenshot(dir + "/readings-partner.png")
}

// With keys switched on, "u" moves the chosen row up, and it stays chosen for the next one.
func TestRowsMoveByKey(t *testing.T) {
	s := newScene(t)
	path := s.begin(t, "B", "Ours")
	if _, err := s.SQL(t).Exec(`update contact set keys_on = true where practice_id = $1 and person_id = $2`, s.Practice, s.counselor.Person()); err != nil {
		t.Fatal(err)
	}
	tab := s.site.Tab(t, s.counselor)
	tab.Open(path + "#row-11")
	for _, next := range []string{"row-10", "row-9"} {
		tab.Wait("#row-11.chosen")
		tab.Press("u")
		tab.Wait("#row-11 + #" + next)
	}
}
