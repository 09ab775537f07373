package homework_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"amends/clients/homework"
	"amends/clients/programme"
	"amends/server/db"
	"amends/server/tenant"
)

// A row that is done in a room of its own keeps its own questions in the app: they stand on the work page in the order of the
// row, each partner's own, with no field, before the way into the room.
func TestQuestionsOfARoomRow(t *testing.T) {
	w := newWorld(t)
	for _, row := range []struct {
		code programme.Code
		tag  programme.Tag
		step programme.StepKey
		asks []string
	}{
		{"C9", "C", "agreements", []string{"What have you ended?", "On which date did it end?", "What do you do instead?", "What could pull you back?"}},
		{"D2", "D", "promises", []string{"What is one amend that fits the harm?", "By when?", "How will it be seen that it is done?"}},
		{"C26", "C", "agreements", []string{"Which of them do you two share?", "What is one act this week that shows one of them?"}},
		{"EO2", "E", "promises", []string{"What is your next small step?", "How big is it for you, from 1 to 5?", "3: takes some doing"}},
	} {
		unit, ok := homework.UnitOf(w.shelf.Shipped, row.code, row.step)
		if !ok {
			t.Fatalf("no row %s", row.code)
		}
		var id uuid.UUID
		w.update(t, w.ingrid.Scope(), func(tx *db.Tx) error {
			version, err := programme.EnsureVersion(tx, w.shelf.Shipped, row.tag)
			if err == nil {
				id, err = homework.Assign(tx, homework.Giving{Couple: w.couple.ID, Version: version, Unit: unit, From: w.Clock.Today(),
					People: map[tenant.PersonID]programme.Role{w.jon.Person(): programme.Involved}, Reading: homework.ReadBefore})
			}
			return err
		})
		page := want(t, w.asJon.Get(homework.WorkPath(id)), 200)
		says(t, page, append(row.asks, "To think about before you write", "nothing is stored here")...)
		last := strings.Index(page.Body, "To think about")
		for _, q := range append(row.asks, "/work/"+id.String()+"/submit") {
			at := strings.Index(page.Body, q)
			if at < last {
				t.Errorf("%s: %q stands before what comes before it", row.code, q)
			}
			last = at
		}
		lacks(t, page, "<textarea", `type="text"`, `name="text"`)
		part := unit.For(programme.Involved)[0].Part.Key
		says(t, want(t, w.asJon.Get(homework.WorkPath(id)+"/"+string(part)+"/1"), 200), row.asks...)
		says(t, want(t, w.staff.Get(w.path("/assign?step="+string(row.code)+"&of="+string(row.step))), 200), row.asks...)
	}
	// An exercise asks its questions one by one, and not on its first page.
	w.place(t)
	lacks(t, want(t, w.asJon.Get("/work/"+w.give(t, "A2", "ownership", w.jon.Person().String())), 200), "To think about before you write")
}

// The assigning page says, in the planner's words, what a row usually stands after and when it is looked at again.
func TestAssigningSaysThePlace(t *testing.T) {
	w := newWorld(t)
	w.place(t)
	says(t, want(t, w.staff.Get(w.path("/assign?step=A2")), 200), "Its place in the programme: usually after “Say plainly what was damaged” · looked at again, once done, after 2 weeks.")
	id := w.give(t, "A1", "impact", "both", "reason", "Both asked for it")
	want(t, w.asJon.Post("/work/"+id+"/submit", nil), 303)
	says(t, want(t, w.staff.Get(w.path("/assign?step=A2")), 200), "usually after “Say plainly") // the other is not done yet
	want(t, w.asAna.Post("/work/"+id+"/submit", nil), 303)
	says(t, want(t, w.staff.Get(w.path("/assign?step=A2")), 200), "after “Say plainly what was damaged”, which is done")
	lacks(t, want(t, w.staff.Get(w.path("/assign?step=A0")), 200), "Its place in the programme")
}
