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

// fillBoundaries gives the register rows: Bea's was passed on and answered by Cid, and she drafts another.
func (w *world) fillBoundaries(t *testing.T) {
	t.Helper()
	passed, draft := uuid.New(), uuid.New()
	w.put(t, `insert into boundary (practice_id, couple_id, id, author_id, begun_at, sent, passed) select pr, co, $8::uuid, bea, now, true, 1 from p`, passed)
	w.put(t, `insert into boundary (practice_id, couple_id, id, author_id, begun_at) select pr, co, $8::uuid, bea, now from p`, draft)
	w.put(t, `insert into boundary_draft (practice_id, couple_id, boundary_id, author_id, body, saved_at) select pr, co, $8::uuid, bea, 'x', now from p`, draft)
	w.put(t, `insert into boundary_sent (practice_id, couple_id, boundary_id, number, author_id, body, review_on, sent_on, sent_at, state, decided_on) select pr, co, $8::uuid, 1, bea, 'x', today + 7, today, now, 'passed', today from p`, passed)
	w.put(t, `insert into boundary_passed (practice_id, couple_id, boundary_id, number, author_id, body, asks, review_on, passed_on, passed_at, passed_by) select pr, co, $8::uuid, 1, bea, 'x', true, today + 7, today, now, ana from p`, passed)
	w.put(t, `insert into boundary_answer (practice_id, couple_id, boundary_id, number, turn, person_id, answer, answered_on, answered_at) select pr, co, $8::uuid, 1, 1, cid, 'yes', today, now from p`, passed)
	w.put(t, `insert into boundary_answered (practice_id, couple_id, boundary_id, number, turn, answer, passed_on, passed_at, passed_by) select pr, co, $8::uuid, 1, 1, 'yes', today, now, ana from p`, passed)
}
