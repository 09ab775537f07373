package db_test

import (
	"slices"
	"testing"

	"amends/server/db"
)

// Beneath the program, each seat writes what its own work is and nothing in another's name. Every statement here would be a way
// around the pages for whoever found a hole in them; none changes a row.
func TestNobodyReachesBeyondTheirWork(t *testing.T) {
	w := newWorld(t)
	w.put(t, `insert into promise_deed (practice_id, couple_id, promise_id, on_date, outcome, outcome_by, outcome_at, how, made_on) select pr, co, $8::uuid, today - 1, 'confirmed', ana, now, 'session', today from p`, w.promise)
	var onlyBeas string
	if err := w.SQL(t).QueryRow(`select id from assignment where practice_id = $1 and id <> $2`, w.Practice, w.assignment).Scan(&onlyBeas); err != nil {
		t.Fatal(err)
	}
	today, before := w.Clock.Today(), w.Clock.Today().AddDate(0, 0, -1)
	for _, c := range []struct {
		who, what string
		args      []any
	}{
		// a partner opens what only the other was given
		{"cid", `insert into assignee (practice_id, couple_id, assignment_id, person_id, role, changed_at) values ($1, $2, $4, $3, 'each', now())`, []any{w.cid(), onlyBeas}},
		// somebody takes a person's place by putting another account behind it
		{"bea", `update contact set account_id = $1 where $2::uuid is not null and person_id = $3`, []any{w.bea()}},
		{"desk", `update contact set account_id = $1 where $2::uuid is not null and person_id = $3`, []any{w.bea()}},
		{"owner", `update contact set account_id = $1 where $2::uuid is not null and person_id = $3`, []any{w.bea()}},
		{"treating", `update contact set account_id = $1 where $2::uuid is not null and person_id = $3`, []any{w.bea()}},
		// the front desk decides what is not its own
		{"desk", `update couple set lines_offered = true, policy = 'none' where practice_id = $1 and couple_id = $2 and $3::uuid is not null`, []any{w.bea()}},
		{"desk", `update membership set state = 'active', ends_on = '2020-01-01' where practice_id = $1 and couple_id = $2 and person_id = $3`, []any{w.bea()}},
		{"desk", `insert into couple_access (practice_id, couple_id, staff_person_id, kind, starts_on) values ($1, $2, $3, 'treating', '2020-01-01')`, []any{w.asks["desk"].Person()}},
		{"desk", `update couple_access set ends_on = '2020-01-01' where practice_id = $1 and couple_id = $2 and $3::uuid is not null`, []any{w.bea()}},
		{"desk", `insert into consent (practice_id, couple_id, person_id, how, signed_on, made_by, made_at) values ($1, $2, $3, 'paper', '2020-01-01', $3, now())`, []any{w.bea()}},
		{"desk", `update invitation set confirmed_at = now() where practice_id = $1 and couple_id = $2 and person_id = $3`, []any{w.bea()}},
		{"owner", `insert into membership (practice_id, couple_id, person_id, position, starts_on, state) values ($1, $2, $3, 9, '2020-01-01', 'active')`, []any{w.asks["owner"].Person()}},
		// somebody says what is a partner's own to say
		{"treating", `update lines_consent set yes = false where practice_id = $1 and couple_id = $2 and person_id = $3`, []any{w.bea()}},
		{"treating", `insert into lines_consent (practice_id, couple_id, person_id, yes, at) values ($1, $2, $3, true, now())`, []any{w.cid()}},
		{"treating", `insert into safety_answer (practice_id, couple_id, id, author_id, local_date, body, at) values ($1, $2, gen_random_uuid(), $3, '2020-01-01', 'x', now())`, []any{w.bea()}},
		{"treating", `insert into check_in (practice_id, couple_id, person_id, local_date, design, id, sent_at, changed_at) values ($1, $2, $3, '2020-01-01', 'daily', gen_random_uuid(), now(), now())`, []any{w.bea()}},
		{"treating", `insert into entry (practice_id, couple_id, id, assignment_id, part_key, author_id, state, body, saved_at) values ($1, $2, gen_random_uuid(), $4, 'new', $3, 'with_counselor', 'x', now())`, []any{w.bea(), w.assignment}},
		{"bea", `insert into check_in (practice_id, couple_id, person_id, local_date, design, id, source, sent_at, changed_at) values ($1, $2, $3, '2020-01-01', 'daily', gen_random_uuid(), 'paper', now(), now())`, []any{w.bea()}},
		{"bea", `update entry set state = 'released' where practice_id = $1 and couple_id = $2 and author_id = $3`, []any{w.bea()}},
		// one side of a promise speaks for the other, or for the session
		{"cid", `update promise_deed set outcome = 'confirmed', outcome_by = $3, how = 'session' where practice_id = $1 and couple_id = $2 and on_date = $4`, []any{w.cid(), today}},
		{"cid", `update promise_deed set outcome = 'confirmed', outcome_by = $3, how = 'app' where practice_id = $1 and couple_id = $2 and on_date = $4`, []any{w.bea(), today}},
		{"cid", `update promise_deed set outcome = null, outcome_by = null, how = null where practice_id = $1 and couple_id = $2 and on_date = $4 and $3::uuid is not null`, []any{w.cid(), before}},
		{"bea", `update promise_deed set outcome_by = $3 where practice_id = $1 and couple_id = $2 and on_date = $4`, []any{w.bea(), before}},
		{"cid", `update promise_deed set kept_at = now() where practice_id = $1 and couple_id = $2 and on_date = $4 and $3::uuid is not null`, []any{w.cid(), today}},
		// a plan is sent, a wave told and a sealed answer given by nobody else, and what was opened stands
		{"treating", `insert into setback_told (practice_id, couple_id, id, wave_id, person_id, body, told_on, told_at) select $1, $2, gen_random_uuid(), id, $3, 'x', '2020-01-01', now() from setback_wave`, []any{w.bea()}},
		{"treating", `insert into setback_plan (practice_id, couple_id, person_id, body, saved_at) values ($1, $2, $3, 'x', now())`, []any{w.cid()}},
		{"bea", `update setback_sent set passed_on = '2020-01-01' where practice_id = $1 and couple_id = $2 and author_id = $3`, []any{w.bea()}},
		{"bea", `insert into setback_passed (practice_id, couple_id, id, author_id, body, made_on, made_at, made_by) values ($1, $2, gen_random_uuid(), $3, 'x', '2020-01-01', now(), $3)`, []any{w.bea()}},
		{"bea", `update decision_answer set body = 'x' where practice_id = $1 and couple_id = $2 and person_id = $3 and kind = 'values'`, []any{w.bea()}},
		{"bea", `update decision_answer set opened_on = '2020-01-01' where practice_id = $1 and couple_id = $2 and person_id = $3 and kind = 'decide'`, []any{w.bea()}},
		{"bea", `update decision set opened_on = '2020-01-01' where practice_id = $1 and couple_id = $2 and kind = 'decide' and $3::uuid is not null`, []any{w.bea()}},
		{"treating", `update decision_answer set opened_on = '2020-01-01' where practice_id = $1 and couple_id = $2 and person_id = $3 and kind = 'decide'`, []any{w.bea()}},
		{"treating", `insert into decision_answer (practice_id, couple_id, decision_id, person_id, kind, body, state, saved_at, in_on) select $1, $2, id, $3, 'decide', 'x', 'in', now(), '2020-01-01' from decision where kind = 'decide'`, []any{w.cid()}},
		// what reached somebody, and what a reader chose, name that person's own thing
		{"cid", `insert into felt (practice_id, couple_id, person_id, about_id, says, said_on, said_at) values ($1, $2, $3, $4, 'no', '2020-01-01', now())`, []any{w.cid(), onlyBeas}},
		{"treating", `insert into release_reading (practice_id, couple_id, copy_id, reader_id, choice, chosen_at) select $1, $2, id, $3, 'never', now() from release_copy where closed_at is not null`, []any{w.cid()}},
	} {
		var n int64
		err := w.DB.Update(t.Context(), w.asks[c.who], func(tx *db.Tx) (err error) {
			note(tx)
			n, err = tx.Exec(c.what, append([]any{w.Practice, w.couple.ID}, c.args...)...)
			return err
		})
		ruled := err == nil || contains(err, "row-level security") || contains(err, "joined by a claim") ||
			slices.Contains([]string{"promise_deed_own_side", "felt_names_one", "release_reading_of_reader"}, db.Constraint(err))
		if n != 0 || !ruled {
			t.Errorf("%s: %s: %d rows, %v", c.who, c.what, n, err)
		}
	}
	// What each may do is still done.
	for _, c := range []struct {
		who, what string
		args      []any
	}{
		{"cid", `update promise_deed set outcome = 'confirmed', outcome_by = $3, outcome_at = now(), how = 'app' where practice_id = $1 and couple_id = $2 and on_date = $4`, []any{w.cid(), today}},
		{"bea", `update lines_consent set yes = false where practice_id = $1 and couple_id = $2 and person_id = $3`, []any{w.bea()}},
		{"treating", `insert into check_in (practice_id, couple_id, person_id, local_date, design, id, source, sent_at, changed_at) values ($1, $2, $3, '2020-01-01', 'daily', gen_random_uuid(), 'paper', now(), now())`, []any{w.bea()}},
		{"bea", `update contact set theme = 'dark' where practice_id = $1 and $2::uuid is not null and person_id = $3`, []any{w.bea()}},
	} {
		err := w.DB.Update(t.Context(), w.asks[c.who], func(tx *db.Tx) error {
			note(tx)
			return tx.ExecOne(c.what, append([]any{w.Practice, w.couple.ID}, c.args...)...)
		})
		if err != nil {
			t.Errorf("%s: %s: %v", c.who, c.what, err)
		}
	}
}
