package main

import (
	"strings"
	"testing"
)

// From the page of each room between the two a way leads to every other one, with the own one marked; other pages of the couple
// have no such row, and all of them lead back to the caseload.
func TestTheRoomsBetweenTheTwoLeadToEachOther(t *testing.T) {
	w := newSample(t)
	t.Parallel()
	ingrid := w.sitting(w.seat(treating).Seat)
	at := "/couples/" + w.text(`select couple_id from couple where code = 'NQ-01'`)
	rooms := []string{"/planner", "/promises", "/releases", "/questions", "/agreements", "/plan", "/boundaries", "/decisions"}
	row := `<nav class="tabs smaller" aria-label="Between the two">`
	for _, here := range rooms {
		a := ingrid.get(at + here)
		_, nav, found := strings.Cut(a.Body, row)
		nav, _, _ = strings.Cut(nav, "</nav>")
		if a.Status != 200 || !found || !strings.Contains(a.Body, `<a class="back" href="/caseload">`) {
			t.Errorf("%s: %d %s", here, a.Status, a.Text())
		}
		for _, room := range rooms {
			link := `<a href="` + at + room + `"`
			if room == here {
				link += ` aria-current="page"`
			}
			if !strings.Contains(nav, link+">") {
				t.Errorf("%s does not lead to %s: %s", here, room, nav)
			}
		}
	}
	for _, other := range []string{"", "/notes", "/homework", "/people"} {
		if a := ingrid.get(at + other); a.Status != 200 || strings.Contains(a.Body, row) {
			t.Errorf("%s carries the rooms", other)
		}
	}
	for _, room := range rooms { // the overview lists the same rooms
		if a := ingrid.get(at); !strings.Contains(a.Body, `<a class="row" href="`+at+room+`">`) {
			t.Errorf("the overview does not lead to %s", room)
		}
	}
}
