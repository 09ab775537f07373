package testkit

import (
	"os"
	"testing"
	"time"

	"amends/server/tenant"
	"amends/server/web"
)

// Morning is a Wednesday morning in a practice of its own: Mara and Jona are in care of Ingrid with the hard gates open, and the
// gates named besides; the pages that register joins are served.
func Morning(t testing.TB, register func(*web.Routes), gates ...string) (h *House, site *Site, ingrid tenant.Staff, couple *Couple) {
	t.Helper()
	h = New(t)
	h.Clock.Set(time.Date(2026, 6, 3, 8, 0, 0, 0, time.UTC))
	ingrid = h.Counselor(t, "Ingrid")
	couple = h.Couple(t, ingrid, "Mara", "Jona")
	h.OpenGates(t, couple)
	for _, gate := range gates {
		h.Gate(t, couple, gate, true)
	}
	return h, h.Serve(t, register), ingrid, couple
}

// Want fails the test unless the answer has this status.
func (a *Answer) Want(t testing.TB, status int) *Answer {
	t.Helper()
	if a.Status != status {
		t.Fatalf("status %d, want %d: %s", a.Status, status, a.Text())
	}
	return a
}

// Walk is a way through a room by hand: each partner on a phone, the counselor at a desk.
type Walk struct {
	Mara, Jona, Staff *Tab
	t                 testing.TB
	pictures          string // where they go, and how their names begin
}

// Walk opens the three tabs. Pictures are kept in the folder of the variable PICTURES, else thrown away; room begins their names.
func (s *Site) Walk(t testing.TB, room string, staff tenant.Staff, couple *Couple) *Walk {
	t.Helper()
	dir := os.Getenv("PICTURES")
	if dir == "" {
		dir = t.TempDir()
	}
	w := &Walk{Mara: s.Tab(t, couple.Partners[0]), Jona: s.Tab(t, couple.Partners[1]), Staff: s.Tab(t, staff), t: t, pictures: dir + "/" + room + "-"}
	w.Mara.Size(390, 844)
	w.Jona.Size(390, 844)
	w.Staff.Size(1280, 900)
	return w
}

// Look takes a picture of a tab after axe has found nothing and nothing makes it scroll sideways.
func (w *Walk) Look(tab *Tab, name string) {
	w.t.Helper()
	tab.Axe()
	if wide := Eval[int](tab, "document.documentElement.scrollWidth"); wide > tab.width {
		w.t.Errorf("%s scrolls sideways: %d px", name, wide)
	}
	tab.Screenshot(w.pictures + name + ".png")
}
