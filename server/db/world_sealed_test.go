package db_test

import (
	"testing"

	"github.com/google/uuid"
)

// fillHardMoments gives the room of hard moments rows: Bea keeps a plan and a wave, sent the plan and told one line; it was passed.
func (w *world) fillHardMoments(t *testing.T) {
	t.Helper()
	sent, wave := uuid.New(), uuid.New()
	w.put(t, `insert into setback_plan (practice_id, couple_id, person_id, body, saved_at) select pr, co, bea, 'x', now from p`)
	w.put(t, `insert into setback_sent (practice_id, couple_id, id, author_id, body, sent_on, sent_at) select pr, co, $8::uuid, bea, 'x', today, now from p`, sent)
	w.put(t, `insert into setback_passed (practice_id, couple_id, id, author_id, sent_id, body, made_on, made_at, made_by) select pr, co, gen_random_uuid(), bea, $8::uuid, 'x', today, now, ana from p`, sent)
	w.put(t, `insert into setback_wave (practice_id, couple_id, id, person_id, on_date, strength, body, saved_at) select pr, co, $8::uuid, bea, today, 7, 'x', now from p`, wave)
	w.put(t, `insert into setback_told (practice_id, couple_id, id, wave_id, person_id, body, told_on, told_at) select pr, co, gen_random_uuid(), $8::uuid, bea, 'x', today, now from p`, wave)
}

// fillDecisions gives the sealed pairs rows: one pair is opened and talked about; of the other Bea is in and Cid drafts, so that
// nobody reads Bea's answer but Bea.
func (w *world) fillDecisions(t *testing.T) {
	t.Helper()
	opened, sealed := uuid.New(), uuid.New()
	w.put(t, `insert into decision (practice_id, couple_id, id, kind, word, made_on, made_at, made_by, opened_on) select pr, co, $8::uuid, 'values', 'x', today, now, ana, today from p`, opened)
	w.put(t, `insert into decision (practice_id, couple_id, id, kind, word, made_on, made_at, made_by) select pr, co, $8::uuid, 'decide', 'x', today, now, ana from p`, sealed)
	w.put(t, `insert into decision_answer (practice_id, couple_id, decision_id, person_id, kind, body, state, saved_at, in_on, opened_on) select pr, co, $8::uuid, unnest(array[bea, cid]), 'values', 'x', 'in', now, today, today from p`, opened)
	w.put(t, `insert into decision_opened (practice_id, couple_id, decision_id, author_id, body, made_on, made_at, made_by) select pr, co, $8::uuid, unnest(array[bea, cid]), 'x', today, now, ana from p`, opened)
	w.put(t, `insert into decision_outcome (practice_id, couple_id, id, decision_id, body, made_on, made_at, made_by) select pr, co, gen_random_uuid(), $8::uuid, 'x', today, now, ana from p`, opened)
	w.put(t, `insert into decision_answer (practice_id, couple_id, decision_id, person_id, kind, body, state, saved_at, in_on) select pr, co, $8::uuid, bea, 'decide', 'x', 'in', now, today from p`, sealed)
	w.put(t, `insert into decision_answer (practice_id, couple_id, decision_id, person_id, kind, body, state, saved_at) select pr, co, $8::uuid, cid, 'decide', 'x', 'draft', now from p`, sealed)
}
