package homework_test

import (
	"testing"

	"amends/clients/homework"
	"amends/clients/programme"
)

// A room keeps its own rules of who reads, and the page that leads there says them, whichever row it comes from.
func TestWhoReadsInRooms(t *testing.T) {
	w := newWorld(t)
	w.Gate(t, w.couple, "G6", true)
	for code, said := range map[programme.Code]string{
		"A6":  "Only you, until you send it. Then: Ingrid reads this first. Ana reads it once Ingrid has passed it on.",
		"B4":  "Only you, until you send it. Then: Ingrid reads this first. Ana reads it once Ingrid has passed it on.",
		"A8":  "Only you, until you send it. Then: Ingrid reads this first. Ana reads it once Ingrid has passed it on.",
		"A10": "Only you until both of you are done. Then Ingrid reads both and opens them for you two at the same time.",
		"C26": "Only you until both of you are done. Then Ingrid reads both and opens them for you two at the same time.",
		"C7":  "Ingrid reads this. Ana reads it once your counselor lets it pass, which is usually at once.",
		"EF3": "Only you. Your counselor sees at most that you did it.",
	} {
		unit, ok := homework.UnitOf(w.shelf.Shipped, code, "")
		if !ok {
			t.Fatalf("no %s", code)
		}
		page := want(t, w.staff.Get(w.path("/assign?step="+string(code)+"&of="+string(unit.Step))), 200)
		says(t, page, said)
	}
	// What was promised and held on a hard day is a log, written here like any exercise, and no promise of the room.
	page := want(t, w.staff.Get(w.path("/assign?step=C23&of=setback-plan")), 200)
	lacks(t, page, "which is usually at once")
	says(t, page, "Only you, until you send it.")
}
