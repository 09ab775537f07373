package release_test

import (
	"net/url"
	"strings"
	"testing"

	"amends/clients/programme"
)

// A statement is answered only after the counselor opened that; the answer goes to the counselor, and passes by asking again.
func TestAcknowledgement(t *testing.T) {
	s := newScene(t)
	s.roles(t)
	entry := s.sent(t, s.ana, programme.Injured, "A1", "impact", "cost-to-me", "CANARY what it cost")
	page := "/entries/" + entry + "/release"
	want(t, s.staff.Post("/entries/"+entry+"/open-reply", nil), 409) // nothing was released
	want(t, s.asAna.Post("/sent/"+entry+"/ask", nil), 303)
	want(t, s.staff.Post(page, nil), 303)
	before := want(t, s.asJon.Get(s.copyOf(t, entry)), 200)
	lacks(t, before, "/work/")
	says(t, want(t, s.staff.Get(page), 200), "Open an answer for Jon", "Nothing can be answered before you open it.")
	author := steady(want(t, s.asAna.Get("/sent/"+entry), 200).Body)
	want(t, s.staff.Post("/entries/"+entry+"/open-reply", nil), 303)
	says(t, want(t, s.staff.Get(page), 200), "An answer is open for Jon.")
	says(t, want(t, s.staff.Post("/entries/"+entry+"/open-reply", nil), 409), "open already")
	var work string
	s.scan(t, &work, `select id from assignment where practice_id = $1 and answers_id is not null`)
	at := "/work/" + work
	want(t, s.asAna.Get(at), 404)
	says(t, want(t, s.asJon.Get(at), 200), "What I heard", "Your partner told you something that mattered", "records can be asked for by a court")
	first := want(t, s.asJon.Get(at+"/acknowledgement/1"), 200)
	says(t, first, "What did you hear?")
	want(t, s.asJon.Post(at+"/acknowledgement/1", url.Values{"text": {"CANARY I heard how alone it was."}, "version": {first.Form(at + "/acknowledgement/1").Get("version")}}), 303)
	want(t, s.asJon.Post(at+"/submit", nil), 303)
	if now := steady(want(t, s.asAna.Get("/sent/"+entry), 200).Body); now != author {
		t.Error("the author can tell the answer")
	}
	var answer string
	s.scan(t, &answer, `select id from entry where practice_id = $1 and part_key = 'acknowledgement'`)
	says(t, want(t, s.staff.Get("/entries/"+answer), 200), "What did you hear?", "I heard how alone it was.")
	want(t, s.asJon.Post("/sent/"+answer+"/ask", nil), 303)
	want(t, s.staff.Post("/entries/"+answer+"/release", nil), 303)
	at = s.copyOf(t, answer)
	lacks(t, want(t, s.asAna.Get(at), 200), "alone") // it is offered like any statement
	want(t, s.asAna.Post(at+"/choose", url.Values{"choice": {"now"}}), 303)
	says(t, want(t, s.asAna.Get(at), 200), "I heard how alone it was.")
	lacks(t, want(t, s.staff.Get("/entries/"+answer+"/release"), 200), "open-reply") // an answer is not answered again
}

// roles records who was hurt.
func (s *scene) roles(t testing.TB) {
	t.Helper()
	query := strings.Join([]string{`with i as (insert into injury (practice_id, couple_id, id, told, made_at, made_by) values ($1, $2, gen_random_uuid(), 'x', now(), $3) returning id)`,
		`insert into injury_role (practice_id, couple_id, injury_id, person_id, role) select $1, $2, i.id, unnest(array[$4::uuid, $5::uuid]), unnest(array['injured', 'involved']) from i`}, " ")
	if _, err := s.SQL(t).ExecContext(t.Context(), query, s.Practice, s.couple.ID, s.ingrid.Person(), s.ana.Person(), s.jon.Person()); err != nil {
		t.Fatal(err)
	}
}
