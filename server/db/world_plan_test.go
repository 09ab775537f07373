package db_test

import "testing"

// fillPlan gives the counselor's plan rows, and Cid says what reached him: the counselor reads it, Bea never.
func (w *world) fillPlan(t *testing.T) {
	t.Helper()
	w.put(t, `insert into plan_step (practice_id, couple_id, id, programme_version_id, code, step_key, on_date, made_by, made_at)
  select pr, co, gen_random_uuid(), (select id from programme_version where practice_id = pr limit 1), 'A2', 'ownership', today, ana, now from p`)
	w.put(t, `insert into plan_pause (practice_id, couple_id, id, begun_on, made_by, made_at, ended_at) select pr, co, gen_random_uuid(), today, ana, now, now from p`)
	w.put(t, `insert into plan_recheck (practice_id, couple_id, code, on_date, made_by, made_at) select pr, co, 'A2', today, ana, now from p`)
	w.put(t, `insert into felt (practice_id, couple_id, person_id, about_id, says, said_on, said_at) select pr, co, cid, $8::uuid, 'partly', today, now from p`, w.assignment)
}
