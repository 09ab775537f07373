package db_test

import (
	"testing"

	"github.com/google/uuid"
)

// fillGates gives what the gates stand on rows: Bea answered a screen that was reviewed, Cid's is offered; Bea writes and sent a
// page of discernment; the counselor holds a confidence of Cid, a safety hold, and a tonight sheet.
func (w *world) fillGates(t *testing.T) {
	t.Helper()
	offer, path := uuid.New(), uuid.New()
	w.put(t, `insert into mandate (practice_id, couple_id, id, person_id, stance, on_date, made_by, made_at) select pr, co, gen_random_uuid(), unnest(array[bea, cid]), 'in', today, ana, now from p`)
	w.put(t, `insert into screen_offer (practice_id, couple_id, id, person_id, how, offered_by, offered_at) select pr, co, unnest(array[$8::uuid, gen_random_uuid()]), unnest(array[bea, cid]), 'app', ana, now from p`, offer)
	w.put(t, `insert into screen_answer (practice_id, couple_id, offer_id, person_id, body, source, local_date, at) select pr, co, $8::uuid, bea, 'x', 'self', today, now from p`, offer)
	w.put(t, `insert into screen_review (practice_id, couple_id, offer_id, outcome, made_by, made_at) select pr, co, $8::uuid, 'joint', ana, now from p`, offer)
	w.put(t, `insert into discernment (practice_id, couple_id, id, begun_on, ends_on, begun_by, made_at) select pr, co, $8::uuid, today, today + 42, ana, now from p`, path)
	w.put(t, `insert into discernment_talk (practice_id, couple_id, discernment_id, number, on_date, made_by, made_at) select pr, co, $8::uuid, 1, today, ana, now from p`, path)
	w.put(t, `insert into discernment_outcome (practice_id, couple_id, discernment_id, outcome, made_by, made_at) select pr, co, $8::uuid, 'open', ana, now from p`, path)
	w.put(t, `insert into discernment_page (practice_id, couple_id, discernment_id, person_id, body, saved_at) select pr, co, $8::uuid, bea, 'x', now from p`, path)
	w.put(t, `insert into discernment_sent (practice_id, couple_id, discernment_id, person_id, number, body, sent_at) select pr, co, $8::uuid, bea, 1, 'x', now from p`, path)
	w.put(t, `insert into confidence (practice_id, couple_id, id, person_id, told, policy, heard_on, made_by, made_at) select pr, co, gen_random_uuid(), cid, 'x', 'limited', today, ana, now from p`)
	w.put(t, `insert into tonight_sheet (practice_id, couple_id, parts, made_by, made_at) select pr, co, '{sleep}', ana, now from p`)
	w.put(t, `insert into safety_hold (practice_id, couple_id, id, kind, starts_at, made_by, made_at, ended_at) select pr, co, gen_random_uuid(), 'quiet', now, ana, now, now from p`)
	w.put(t, `insert into discharge (practice_id, couple_id, id, last_on, reason, made_by, made_at, taken_up_at) select pr, co, gen_random_uuid(), today, 'moved', ana, now, now from p`)
}
