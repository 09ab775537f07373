package main

import (
	"net/url"
	"strings"
	"testing"
)

// What stands beside the gate of the decision comes from the room of sealed answers: nothing while one is in alone, then that both
// are in, then that the counselor opened them, then that it was recorded what came of it.
func TestTheFactsOfADecisionComeFromItsRoom(t *testing.T) {
	w := newTown(t)
	t.Parallel()
	var id, pair string
	row := w.super.QueryRow(`select d.couple_id, d.id from decision d join couple c using (practice_id, couple_id) where c.code = 'NQ-01' and d.kind = 'decide'`)
	if err := row.Scan(&id, &pair); err != nil {
		t.Fatal(err)
	}
	base, own := "/couples/"+id, "/decisions/"+pair
	gate := func(lacks bool, words string) {
		t.Helper()
		if a := w.visits[treating].get(base + "/gates"); a.Status != 200 || a.Has(words) == lacks {
			t.Errorf("status %d, %q: %s", a.Status, words, a.Text())
		}
	}
	send := func(who, path string, values url.Values) {
		t.Helper()
		if a := w.visits[who].post(path, values); a.Status != 303 {
			t.Fatalf("%s: %d %s", path, a.Status, a.Text())
		}
	}
	gate(true, "Decide together")
	draft := w.visits[partner].get(own).Form(own)
	if draft == nil {
		t.Fatal("no form for an own answer")
	}
	draft.Set("lean", "not_now")
	draft.Del("key")
	send(partner, own+"/answer", draft)
	gate(false, "“Decide together”: both answers are in. They are yours to open.")
	send(treating, base+own+"/open", nil)
	gate(false, "“Decide together”: both answers were in, and you opened them")
	send(treating, base+own+"/conclude", url.Values{"said": {"Not yet, and that is said."}, "choice": {"not_now"}})
	gate(false, "what came of it was recorded")
	if strings.Contains(w.visits[treating].get(base+"/gates").Body, "Not yet, and that is said.") {
		t.Error("the words of an outcome stand on the page of gates")
	}
}
