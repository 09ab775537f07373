package checkin_test

import (
	"testing"

	"amends/clients/couple"
	"amends/server/testkit"
)

// fitsWithin tells how far the page is longer and wider than the view, in pixels.
const fitsWithin = `Math.max(0, document.documentElement.scrollHeight - innerHeight, document.documentElement.scrollWidth - innerWidth)`

func TestDailyCheckInOnAPhone(t *testing.T) {
	p := open(t)
	who := p.couple.Partners[0]
	p.exec(t, `update practice set name = 'Harbour Lane Practice' where id = $1`)
	p.exec(t, `delete from check_in_window where practice_id = $1`)
	p.Window(t, p.couple, who, "daily", date("2026-06-01"))
	tab := p.Tab(t, who)
	tab.Size(390, 844)
	tab.Open("/check-in")
	if over := testkit.Eval[float64](tab, fitsWithin); over > 0 {
		t.Errorf("the daily check-in needs %v pixels more than 390 × 844", over)
	}
	if low := testkit.Eval[float64](tab, `Math.min(...[...document.querySelectorAll(".cell, .foot .button")].map(e => e.getBoundingClientRect().height))`); low < 48 {
		t.Errorf("a target is %v pixels high", low)
	}
	tab.Axe()
	tab.Size(320, 640)
	if wide := testkit.Eval[float64](tab, `document.documentElement.scrollWidth`); wide > 320 {
		t.Errorf("%v pixels wide on 320", wide)
	}
	tab.Size(390, 844)
	// Three answers and one tap.
	for _, cell := range []string{"#f-calm-6", "#f-close-4", "#f-trig-skip"} {
		tab.Eval(`document.querySelector("` + cell + `").click()`)
	}
	tab.Go(".foot .button")
	if all := p.between(t, p.ingrid); len(all) != 1 || all[0].Ratings["CALM"] != 6 || all[0].Ratings["CLOSE"] != 4 || len(all[0].Ratings) != 2 {
		t.Errorf("stored %+v", all)
	}
}

func TestWeeklyCheckInWithoutScript(t *testing.T) {
	p := open(t)
	who := p.couple.Partners[1]
	tab := p.Tab(t, who)
	tab.Dark(true)
	tab.Size(390, 844)
	tab.Open("/check-in")
	tab.Axe()
	if pages := testkit.Eval[float64](tab, `document.documentElement.scrollHeight / innerHeight`); pages > 3 {
		t.Errorf("the weekly check-in is %v screens long", pages)
	}
	tab.ScriptOff()
	tab.Open("/check-in")
	tab.Go(".foot .button") // nothing was touched: the page comes back with its fault
	tab.Wait(".summary")
	tab.Click("label:has(#f-safe-7)")
	tab.Go(".foot .button")
	if all := p.between(t, p.ingrid); len(all) != 1 || all[0].Ratings["SAFE"] != 7 {
		t.Errorf("stored %+v", all)
	}
}

func TestCounselorsPagesInTheBrowser(t *testing.T) {
	p := open(t)
	p.exec(t, `update contact set keys_on = true where practice_id = $1`)
	for w := range 6 {
		p.save(t, 0, w, float64(3+w), "It was a long week, and the talk on Sunday helped more than I thought it would.")
		p.save(t, 1, w, float64(8-w), "")
	}
	tab := p.Tab(t, p.ingrid)
	for _, path := range []string{p.path(), p.path() + "/new", couple.Path(p.couple.ID) + "/check-in-windows"} {
		for _, size := range [][2]int{{1280, 900}, {390, 844}} {
			tab.Size(size[0], size[1])
			tab.Open(path)
			tab.Axe()
			if wide := testkit.Eval[float64](tab, `document.documentElement.scrollWidth`); wide > float64(size[0]) {
				t.Errorf("%s is %v pixels wide on %d", path, wide, size[0])
			}
		}
	}
	tab.Size(1280, 900)
	tab.Open(p.path())
	if len(p.unseen(t, p.ingrid)) != 2 {
		t.Fatal("nothing waits")
	}
	tab.Module("keys")
	tab.Press("s")
	tab.Wait(".status")
	if ws := p.unseen(t, p.ingrid); len(ws) != 0 {
		t.Errorf("after the key s there wait %+v", ws)
	}
	partner := p.Tab(t, p.couple.Partners[0])
	partner.Size(390, 844)
	partner.Open("/history")
	partner.Axe()
}
