package db_test

import (
	"testing"

	"github.com/google/uuid"
)

// fillQuestions gives the question log rows: Bea asked one and drafts another; the first went across, Cid drafts and sent answers.
func (w *world) fillQuestions(t *testing.T) {
	t.Helper()
	asked := uuid.New()
	w.put(t, `insert into question_log (practice_id, couple_id, asker_id, open) select pr, co, bea, true from p`)
	w.put(t, `insert into question_log_event (practice_id, couple_id, id, asker_id, open, weekly, made_by, made_at) select pr, co, gen_random_uuid(), bea, true, 3, ana, now from p`)
	w.put(t, `insert into question (practice_id, couple_id, id, asker_id, text, why, state, saved_at, asked_on) select pr, co, $8::uuid, bea, 'x', 'x', 'asked', now, today from p`, asked)
	w.put(t, `insert into question (practice_id, couple_id, id, asker_id, text, why, state, saved_at) select pr, co, gen_random_uuid(), bea, 'x', 'x', 'draft', now from p`)
	w.put(t, `insert into question_passed (practice_id, couple_id, question_id, asker_id, text, why, passed_on, passed_at, passed_by) select pr, co, $8::uuid, bea, 'x', 'x', today, now, ana from p`, asked)
	w.put(t, `insert into question_answer (practice_id, couple_id, question_id, number, author_id, body, state, saved_at, sent_on) select pr, co, $8::uuid, 1, cid, 'x', 'sent', now, today from p`, asked)
	w.put(t, `insert into question_answer (practice_id, couple_id, question_id, number, author_id, body, state, saved_at) select pr, co, $8::uuid, 2, cid, 'x', 'draft', now from p`, asked)
	w.put(t, `insert into question_answered (practice_id, couple_id, question_id, number, body, unknown, passed_on, passed_at, passed_by) select pr, co, $8::uuid, 1, 'x', false, today, now, ana from p`, asked)
	w.put(t, `insert into question_park (practice_id, couple_id, question_id, person_id, parked, at) select pr, co, $8::uuid, cid, true, now from p`, asked)
	w.put(t, `insert into question_verdict (practice_id, couple_id, question_id, number, person_id, verdict, made_at) select pr, co, $8::uuid, 1, bea, 'enough', now from p`, asked)
}

// fillAgreements gives the register rows: one version in force that both signed, a sent proposal and a draft of Bea.
func (w *world) fillAgreements(t *testing.T) {
	t.Helper()
	id := uuid.New()
	w.put(t, `insert into agreement (practice_id, couple_id, id, made_on) select pr, co, $8::uuid, today from p`, id)
	w.put(t, `insert into agreement_version (practice_id, couple_id, agreement_id, number, body, starts_on, review_on, passed_on, passed_at, passed_by, in_force_on) select pr, co, $8::uuid, 1, 'x', today, today, today, now, ana, today from p`, id)
	w.put(t, `insert into agreement_signature (practice_id, couple_id, agreement_id, number, person_id, answer, how, signed_on, made_by, made_at) select pr, co, $8::uuid, 1, unnest(array[bea, cid]), 'signed', 'session', today, ana, now from p`, id)
	w.put(t, `insert into agreement_review (practice_id, couple_id, agreement_id, on_date, next_on, made_by, made_at) select pr, co, $8::uuid, today, today + 28, ana, now from p`, id)
	w.put(t, `insert into agreement_proposal (practice_id, couple_id, id, author_id, kind, body, state, saved_at, sent_on) select pr, co, gen_random_uuid(), bea, 'new', 'x', 'sent', now, today from p`)
	w.put(t, `insert into agreement_proposal (practice_id, couple_id, id, author_id, kind, body, state, saved_at) select pr, co, gen_random_uuid(), bea, 'new', 'x', 'draft', now from p`)
}
