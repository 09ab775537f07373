package homework_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"amends/clients/homework"
	"amends/clients/programme"
	"amends/server/db"
	"amends/server/tenant"
	"amends/server/testkit"
)

// Every row of every programme is done by everybody it is for, page by page from the first to the end, and read by the
// counselor where there is something to read.
func TestEveryRowIsDone(t *testing.T) {
	w := newWorld(t)
	for _, pr := range w.shelf.Shipped.Programmes() {
		var version uuid.UUID
		w.update(t, w.ingrid.Scope(), func(tx *db.Tx) (err error) {
			if version, err = programme.EnsureVersion(tx, w.shelf.Shipped, pr.Tag); err == nil {
				err = programme.Place(tx, w.shelf.Shipped, w.couple.ID, pr.Tag, w.Clock.Today())
			}
			return err
		})
		for _, pl := range pr.Placements {
			for _, unit := range homework.Units(w.shelf.Shipped, pl.Code) {
				people := map[tenant.PersonID]programme.Role{}
				for who, role := range map[tenant.Partner]programme.Role{w.ana: programme.Injured, w.jon: programme.Involved} {
					if len(unit.For(role)) > 0 {
						people[who.Person()] = role
					}
				}
				if len(people) == 0 {
					if unit.Open() {
						t.Errorf("%s %s is for nobody", unit.Code, unit.Step)
					}
					continue
				}
				w.doneBy(t, version, unit, people)
			}
		}
	}
}

func (w *world) doneBy(t *testing.T, version uuid.UUID, unit homework.Unit, people map[tenant.PersonID]programme.Role) {
	t.Helper()
	var id uuid.UUID
	w.update(t, w.ingrid.Scope(), func(tx *db.Tx) (err error) {
		id, err = homework.Assign(tx, homework.Giving{Couple: w.couple.ID, Version: version, Unit: unit, People: people, From: w.Clock.Today(), Reading: homework.ReadBefore})
		return err
	})
	for who, client := range map[tenant.Partner]*testkit.Client{w.ana: w.asAna, w.jon: w.asJon} {
		role, given := people[who.Person()]
		if !given {
			continue
		}
		name := string(unit.Code) + " " + string(unit.Step) + " " + string(role)
		at := homework.WorkPath(id)
		first := want(t, client.Get(at), 200)
		lacks(t, first, "nvolved", "njured")
		rooms := true
		for _, q := range homework.Questions(w.shelf.Shipped, unit, role, "en") {
			page := at + "/" + string(q.Part) + "/" + itoa(q.N)
			shown := want(t, client.Get(page), 200)
			form := shown.Form(page)
			if q.View.Room() == "" {
				rooms = false
				form.Set("text", answerFor(q))
			}
			if a := client.Post(page, form); a.Status != 303 {
				t.Errorf("%s: %s/%d (%s) answers %d: %.300s", name, q.Part, q.N, q.View.Kind, a.Status, a.Text())
			}
		}
		if !rooms {
			want(t, client.Get(at+"/review"), 200)
		}
		want(t, client.Post(at+"/submit", nil), 303)
		want(t, client.Get(at), 200)
		if s := w.state(t, id.String(), who); s != "submitted" {
			t.Errorf("%s: state %s", name, s)
		}
	}
	work := want(t, w.staff.Get(homework.AssignmentPath(id)), 200)
	for _, link := range work.Links() {
		if strings.HasPrefix(link, "/entries/") {
			want(t, w.staff.Get(link), 200)
		}
	}
}

// answerFor is something that a question takes.
func answerFor(q homework.Question) string {
	switch {
	case q.Key == "_first":
		return "me"
	case q.Prompt == nil || q.Key == "":
		return ""
	}
	switch q.Prompt.Answer {
	case programme.AnswerChoice:
		return q.Prompt.Options[0].Key
	case programme.AnswerScale:
		return "7"
	case programme.AnswerDate:
		return "2026-06-04"
	}
	return "Something said plainly."
}

func (w *world) update(t testing.TB, who tenant.Scope, fn func(*db.Tx) error) {
	t.Helper()
	if err := w.DB.Update(t.Context(), who, fn); err != nil {
		t.Fatal(err)
	}
}
