package homework_test

import (
	"strings"
	"testing"
	"time"

	"amends/clients/homework"
	"amends/server/db"
)

// The reading load counts what waits with "before the session": by person and step, with an estimate, and apart what comes up soon.
func TestReadingLoad(t *testing.T) {
	w := newWorld(t)
	w.place(t)
	load := func() (l homework.ReadingLoad) {
		w.view(t, w.ingrid, func(tx *db.Tx) (err error) {
			l, err = homework.ReadingLoadOf(tx, w.DB.Now().AddDate(0, 0, 7))
			return err
		})
		return l
	}
	if l := load(); l != (homework.ReadingLoad{}) {
		t.Fatalf("before anything: %+v", l)
	}
	id := w.give(t, "A0", "beginning", "both")
	page := want(t, w.asJon.Get("/work/"+id), 200)
	first := ""
	for _, href := range page.Links() {
		if strings.HasPrefix(href, "/work/"+id+"/") {
			first = href
		}
	}
	save(t, w.asJon, first, strings.Repeat("A long thought about it. ", 240))
	if l := load(); l.Texts != 0 {
		t.Errorf("a draft is counted: %+v", l)
	}
	want(t, w.asJon.Post("/work/"+id+"/submit", nil), 303)
	l := load()
	if l.Texts != 1 || l.Soon != 0 || l.Minutes() < 4 || l.Minutes() > 10 || l.SoonMinutes() != 0 {
		t.Errorf("%+v: %d minutes", l, l.Minutes())
	}
	w.sql(t, `update couple set next_at = $2 where couple_id = $1`, w.couple.ID, w.DB.Now().Add(24*time.Hour))
	if l := load(); l.Soon != 1 || l.SoonMinutes() != l.Minutes() {
		t.Errorf("with a session tomorrow: %+v", l)
	}
	w.sql(t, `update assignment set reading = 'asked' where id = $1`, id)
	if l := load(); l.Texts != 0 {
		t.Errorf("what is read only if asked is counted: %+v", l)
	}
	stranger := w.Counselor(t, "Wanda")
	w.sql(t, `update assignment set reading = 'before' where id = $1`, id)
	w.view(t, stranger, func(tx *db.Tx) error {
		l, err := homework.ReadingLoadOf(tx, w.DB.Now())
		if l.Texts != 0 {
			t.Errorf("a colleague counts it: %+v", l)
		}
		return err
	})
}
