package discernment_test

import (
	"net/url"
	"strings"
	"testing"
)

// A sheet holds its own author's words alone; without a course there is none for a partner.
func TestASheetIsItsAuthorsAlone(t *testing.T) {
	p := open(t)
	mara, jonas, ingrid := p.As(p.couple.Partners[0]), p.As(p.couple.Partners[1]), p.As(p.ingrid)
	if a := mara.Get("/discernment/print"); a.Status != 303 || a.Location != "/discernment" {
		t.Errorf("without a course: %d %s", a.Status, a.Location)
	}
	p.begin(t)
	for who, word := range map[int]string{0: "Maras-canary", 1: "Jonas-canary"} {
		if a := p.As(p.couple.Partners[who]).Post("/discernment", url.Values{"version": {"0"}, "lean": {"part"}, "say_came": {word}, "do": {"keep"}}); a.Status != 303 {
			t.Fatalf("%d %s", a.Status, a.Text())
		}
	}
	if a := mara.Get("/discernment/print"); !a.Has("Maras-canary") || a.Has("Jonas-canary") || !a.Has("For Mara") || strings.Count(a.Body, "M4 4 20 20") != 1 {
		t.Errorf("her sheet: %s", a.Text())
	}
	if a := jonas.Get("/discernment/print?blank=yes"); a.Has("canary") || strings.Contains(a.Body, "M4 4 20 20") || strings.Count(a.Body, "<hr>") != 12 {
		t.Errorf("his empty sheet: %s", a.Text())
	}
	if a := ingrid.Get(p.path + "/print?person=" + p.couple.Partners[1].Person().String()); a.Status != 200 || a.Has("canary") || !a.Has("For Jonas") {
		t.Errorf("the counselor’s: %d %s", a.Status, a.Text())
	}
	if a := ingrid.Get(p.path + "/print?person=" + p.ingrid.Person().String()); a.Status != 404 {
		t.Errorf("for nobody of the couple: %d", a.Status)
	}
}

// A page that came on paper is with the counselor like one that was sent, marked with who entered it. The page kept on the screen
// stays, and the other's never moves.
func TestAPageComesOnPaper(t *testing.T) {
	p := open(t)
	ingrid, jonas := p.As(p.ingrid), p.couple.Partners[1].Person().String()
	form := url.Values{"person": {jonas}, "lean": {"open"}, "say_fear": {"Paper-canary: being alone"}}
	if a := ingrid.Post(p.path+"/enter", form); a.Status != 409 || !a.Has("Paper-canary") && !a.Has("ended") {
		t.Errorf("without a course: %d %s", a.Status, a.Text())
	}
	p.begin(t)
	if a := p.As(p.couple.Partners[1]).Post("/discernment", url.Values{"version": {"0"}, "say_came": {"Kept-canary"}, "do": {"keep"}}); a.Status != 303 {
		t.Fatalf("%d %s", a.Status, a.Text())
	}
	mara := p.seen(0)
	for name, odd := range map[string]url.Values{"nothing": {"person": {jonas}}, "an odd path": {"person": {jonas}, "lean": {"win"}, "say_fear": {"typed words"}},
		"nobody": {"lean": {"open"}, "say_fear": {"typed words"}}, "a stranger": {"person": {p.ingrid.Person().String()}, "say_fear": {"typed words"}},
		"too long": {"person": {jonas}, "say_fear": {"typed words" + strings.Repeat("x", 2000)}}} {
		if a := ingrid.Post(p.path+"/enter", odd); a.Status != 422 || !a.Has(odd.Get("say_fear")) {
			t.Errorf("%s: %d", name, a.Status)
		}
	}
	if a := ingrid.Post(p.path+"/enter", form); a.Status != 303 {
		t.Fatalf("%d %s", a.Status, a.Text())
	}
	if a := ingrid.Get(p.path); !a.Has("Paper-canary") || !a.Has("I do not know") || !a.Has("From paper or aloud, entered by Ingrid, today") || a.Has("Kept-canary") {
		t.Errorf("the counselor: %s", a.Text())
	}
	if a := p.As(p.couple.Partners[1]).Get("/discernment"); !a.Has("Kept-canary") || a.Has("Paper-canary") {
		t.Errorf("his own page: %s", a.Text())
	}
	if now := p.seen(0); now != mara {
		t.Error("the other’s page moved")
	}
	var source, by string
	if err := p.SQL(t).QueryRow(`select source, entered_by::text from discernment_sent where practice_id = $1`, p.Practice).Scan(&source, &by); err != nil || source != "paper" || by != p.ingrid.Person().String() {
		t.Errorf("stored as %s by %s, %v", source, by, err)
	}
	for name, a := range map[string]int{"colleague": p.As(p.Counselor(t, "Sofia")).Post(p.path+"/enter", form).Status, "partner": p.As(p.couple.Partners[0]).Post(p.path+"/enter", form).Status} {
		if a != 404 {
			t.Errorf("%s enters: %d", name, a)
		}
	}
}

// The sheet is one page, filled and empty.
func TestTheSheetIsOnePage(t *testing.T) {
	p := open(t)
	p.begin(t)
	if a := p.As(p.couple.Partners[0]).Post("/discernment", url.Values{"version": {"0"}, "lean": {"repair"}, "do": {"keep"}, "say_came": {"Slowly. We stopped telling each other things, and then there was the summer."},
		"say_part": {"I looked away for a long time. What happened in May was not mine."}, "say_fear": {"Going on: that it happens again. Parting: the children’s faces."}, "say_need": {"Half a year of plain days."}}); a.Status != 303 {
		t.Fatalf("%d %s", a.Status, a.Text())
	}
	mara, ingrid := p.Tab(t, p.couple.Partners[0]), p.Tab(t, p.ingrid)
	mara.Open("/discernment/print")
	mara.Axe()
	mara.OneLeaf("discernment-filled")
	ingrid.Open(p.path + "/print")
	ingrid.Axe()
	ingrid.OneLeaf("discernment-empty")
	ingrid.Open(p.path)
	ingrid.Axe()
}
