package checkin_test

import (
	"net/url"
	"testing"

	"amends/clients/couple"
)

// A check-in is agreed with who stays: whose place has ended is offered no more, and after a discharge nobody is.
func TestNobodyIsAskedAfterLeaving(t *testing.T) {
	p := open(t)
	p.Separate(t, p.couple, 1, date("2026-05-20"))
	ingrid, path := p.As(p.ingrid), couple.Path(p.couple.ID)+"/check-in-windows"
	jonas := p.couple.Partners[1].Person().String()
	count := func() (n int) {
		t.Helper()
		if err := p.SQL(t).QueryRow(`select count(*) from check_in_window where couple_id = $1 and design = 'daily'`, p.couple.ID).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	burst := func(who string) url.Values {
		return url.Values{"who": {who}, "design": {"daily"}, "from": {"2026-06-01"}}
	}
	if a := ingrid.Post(path, burst(jonas)); a.Status != 422 || count() != 0 {
		t.Errorf("agreed with who left: %d %s", a.Status, a.Text())
	}
	if a := ingrid.Post(path, burst("both")); a.Status != 303 || count() != 1 {
		t.Errorf("with who stays: %d, %d windows: %s", a.Status, count(), a.Text())
	}
	if _, err := p.SQL(t).Exec(`update couple set care_to = '2026-06-02' where couple_id = $1`, p.couple.ID); err != nil {
		t.Fatal(err)
	}
	if a := ingrid.Post(path, url.Values{"who": {"both"}, "design": {"weekly"}, "from": {"2026-06-01"}}); a.Status != 422 || !a.Has("Care has ended.") {
		t.Errorf("after the end: %d %s", a.Status, a.Text())
	}
}
