package db_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"amends/server/audit"
	"amends/server/db"
	"amends/server/seal"
	"amends/server/tenant"
	"amends/server/testkit"
)

// world is one practice with a couple that has a row in every table, and everybody who might ask for it.
type world struct {
	*testkit.House
	couple     *testkit.Couple
	asks       map[string]tenant.Scope
	names      []string // of asks, in order
	promise    uuid.UUID
	assignment uuid.UUID
}

func newWorld(t *testing.T) *world {
	h := testkit.New(t)
	ana := h.Counselor(t, "Ana")
	w := &world{House: h, couple: h.Couple(t, ana, "Bea", "Cid"), asks: map[string]tenant.Scope{}, promise: uuid.New(), assignment: uuid.New()}
	colleague := h.Counselor(t, "Dov")
	h.Couple(t, colleague, "Eli", "Fay")
	cover, supervisor := h.Counselor(t, "Gus"), h.Staff(t, tenant.Supervisor, "Hal")
	h.Cover(t, w.couple, cover)
	h.Care(t, w.couple, supervisor, "supervising")
	h.OpenGates(t, w.couple)
	other := testkit.New(t)
	stranger := other.Counselor(t, "Ivo")
	theirs := other.Couple(t, stranger, "Jan", "Kim")
	for _, who := range []struct {
		name  string
		scope tenant.Scope
	}{
		{"treating", ana.Scope()}, {"cover", cover.Scope()}, {"supervisor", supervisor.Scope()}, {"colleague", colleague.Scope()},
		{"intern", h.Staff(t, tenant.Intern, "Lea").Scope()}, {"desk", h.Staff(t, tenant.FrontDesk, "Max").Scope()},
		{"owner", h.Staff(t, tenant.Owner, "Nia").Scope()}, {"bea", w.couple.Partners[0].Scope()}, {"cid", w.couple.Partners[1].Scope()},
		{"stranger", stranger.Scope()}, {"strange partner", theirs.Partners[0].Scope()}, {"operator elsewhere", other.Operator().Scope()},
		{"nobody", tenant.Scope{}},
	} {
		w.asks[who.name] = who.scope
		w.names = append(w.names, who.name)
	}
	w.fill(t)
	return w
}

func (w *world) bea() tenant.PersonID { return w.couple.Partners[0].Person() }
func (w *world) cid() tenant.PersonID { return w.couple.Partners[1].Person() }
func (w *world) ana() tenant.PersonID { return w.asks["treating"].Person() }

// put runs one statement as the superuser; $1 practice, $2 couple, $3 Bea, $4 Cid, $5 Ana, $6 now, $7 today.
func (w *world) put(t *testing.T, query string, args ...any) {
	t.Helper()
	all := append([]any{w.Practice, w.couple.ID, w.bea(), w.cid(), w.ana(), w.DB.Now(), w.Clock.Today()}, args...)
	// Every parameter is used once, so that each statement may use the ones it needs.
	query = "with p as (select $1::uuid pr, $2::uuid co, $3::uuid bea, $4::uuid cid, $5::uuid ana, $6::timestamptz now, $7::date today) " + query
	if _, err := w.SQL(t).ExecContext(t.Context(), query, all...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// fill gives every table of the couple rows: sealed columns hold any bytes here.
func (w *world) fill(t *testing.T) {
	injury, version, onlyBea, answer, note := uuid.New(), uuid.New(), uuid.New(), uuid.New(), uuid.New()
	w.put(t, `insert into injury (practice_id, couple_id, id, told, made_at, made_by) select pr, co, $8::uuid, 'x', now, ana from p`, injury)
	w.put(t, `insert into injury_role (practice_id, couple_id, injury_id, person_id, role) select pr, co, $8::uuid, unnest(array[bea, cid]), unnest(array['involved','injured']) from p`, injury)
	w.put(t, `insert into lines_consent (practice_id, couple_id, person_id, yes, at) select pr, co, bea, true, now from p`)
	w.put(t, `insert into programme_version (practice_id, id, tag, version, hash, content, copied_at) select pr, $8::uuid, 'A', 1, 'h', '{}', now from p`, version)
	w.put(t, `insert into programme_draft (practice_id, id, tag, content, made_by, made_at, saved_by, saved_at) select pr, gen_random_uuid(), 'XA', '{}', ana, now, ana, now from p`)
	w.put(t, `insert into couple_programme (practice_id, couple_id, id, programme_version_id, placed_on, placed_by) select pr, co, gen_random_uuid(), $8::uuid, today, ana from p`, version)
	for _, id := range []uuid.UUID{w.assignment, onlyBea} {
		w.put(t, `insert into assignment (practice_id, couple_id, id, programme_version_id, code, step_key, given_by, given_at, from_on) select pr, co, $8::uuid, $9::uuid, 'A1', 'k', ana, now, today from p`, id, version)
	}
	const assign = `insert into assignee (practice_id, couple_id, assignment_id, person_id, role, changed_at) select pr, co, $8::uuid, unnest($9::uuid[]), 'each', now from p`
	w.put(t, assign, w.assignment, db.UUIDs([]uuid.UUID{w.bea().UUID, w.cid().UUID}))
	w.put(t, assign, onlyBea, db.UUIDs([]uuid.UUID{w.bea().UUID}))
	w.put(t, `insert into entry (practice_id, couple_id, id, assignment_id, part_key, author_id, state, body, saved_at)
	  select pr, co, gen_random_uuid(), $8::uuid, state, bea, state, 'x', now from p, unnest(array['kept','draft','with_counselor']) state`, w.assignment)
	w.put(t, `insert into entry (practice_id, couple_id, id, assignment_id, part_key, author_id, state, body, saved_at)
	  select pr, co, gen_random_uuid(), $8::uuid, 'one', cid, 'with_counselor', 'x', now from p`, w.assignment)
	w.put(t, `insert into promise (practice_id, couple_id, id, keeper_id, text, cadence, starts_on, made_on, passed_on, made_by, made_at) select pr, co, $8::uuid, bea, 'x', 'daily', today, today, today, bea, now from p`, w.promise)
	w.put(t, `insert into promise_deed (practice_id, couple_id, promise_id, on_date, made_on) select pr, co, $8::uuid, today, today from p`, w.promise)
	w.put(t, `insert into promise_reason (practice_id, couple_id, promise_id, on_date, author_id, body, made_at) select pr, co, $8::uuid, today, cid, 'x', now from p`, w.promise)
	w.put(t, `insert into promise_dispute (practice_id, couple_id, promise_id, on_date, author_id, body, said_on, said_at) select pr, co, $8::uuid, today - 1, cid, 'x', today, now from p`, w.promise)
	w.fillReleases(t)
	w.fillQuestions(t)
	w.fillAgreements(t)
	w.fillBoundaries(t)
	w.fillGates(t)
	w.fillPlan(t)
	w.fillHardMoments(t)
	w.fillDecisions(t)
	w.put(t, `insert into check_in (practice_id, couple_id, person_id, local_date, design, id, safe, line, sent_at, changed_at) select pr, co, unnest(array[bea, cid]), today, 'weekly', gen_random_uuid(), 5, 'x', now, now from p`)
	w.put(t, `insert into partner_state (practice_id, couple_id, person_id, changed_at) select pr, co, unnest(array[bea, cid]), now from p`)
	w.put(t, `insert into safety_answer (practice_id, couple_id, id, author_id, local_date, body, at) select pr, co, $8::uuid, bea, today, 'x', now from p`, answer)
	w.put(t, `insert into safety_alert (practice_id, couple_id, id, answer_id, person_id, raised_at) select pr, co, gen_random_uuid(), $8::uuid, bea, now from p`, answer)
	w.put(t, `insert into progress_note (practice_id, couple_id, id, format, author_id, held_on, starts_at, ends_at, present, body, made_at, saved_at) select pr, co, gen_random_uuid(), 'dap', ana, today, '10:00', '11:00', array[bea], 'x', now, now from p`)
	w.put(t, `insert into progress_note (practice_id, couple_id, id, format, author_id, held_on, starts_at, ends_at, present, body, made_at, saved_at, state, signed_at, lock_at, signer, credential, content_hash)
	  select pr, co, $8::uuid, 'dap', ana, today, '10:00', '11:00', array[bea], 'x', now, now, 'signed', now, now, 'Ana', 'LMFT', 'x' from p`, note)
	w.put(t, `insert into note_entry (practice_id, couple_id, id, note_id, kind, author_id, signer, credential, body, content_hash, signed_at) select pr, co, gen_random_uuid(), $8::uuid, 'addendum', ana, 'Ana', '', 'x', 'x', now from p`, note)
	w.put(t, `insert into progress_report (practice_id, couple_id, id, from_on, to_on, reader, paper, author_id, made_at, saved_at) select pr, co, gen_random_uuid(), today, today, 'file', 'a4', ana, now, now from p`)
	w.put(t, `insert into invitation (practice_id, id, couple_id, person_id, token_hash, address_hash, made_by, made_at, expires_at) select pr, gen_random_uuid(), co, bea, sha256(uuid_send(bea)), 'x', ana, now, now + interval '7 days' from p`)
	w.put(t, `insert into staff_invitation (practice_id, id, person_id, token_hash, address_hash, roles, made_by, made_at, expires_at) select pr, gen_random_uuid(), ana, sha256(uuid_send(ana)), 'x', array['counselor'], ana, now, now + interval '7 days' from p`)
	w.put(t, `insert into sign_in (id, token_hash, account_id, practice_id, person_id, couple_id, audience, made_at, last_seen, idle, expires_at)
	  select gen_random_uuid(), sha256(uuid_send(bea)), account_id, pr, bea, co, 'partner', now, now, interval '20 minutes', now + interval '8 hours' from p, contact where practice_id = pr and person_id = bea`)
	w.put(t, `insert into letter (practice_id, id, person_id, kind, body) select pr, gen_random_uuid(), bea, 'x', 'x' from p`)
	w.put(t, `insert into idempotency (practice_id, author_id, key, body_hash, location, at) select pr, bea, gen_random_uuid(), 'x', '/', now from p`)
	err := w.DB.Update(t.Context(), w.asks["treating"], func(tx *db.Tx) error {
		tx.Audit(audit.CoupleSaved, w.couple.ID.UUID, w.couple.ID)
		for _, o := range []seal.Owner{seal.OfPartner(w.couple.ID, w.bea()), seal.OfPartner(w.couple.ID, w.cid()), seal.OfCouple(w.couple.ID), seal.OfRecord(w.couple.ID)} {
			if _, err := tx.Seal(o, seal.Ref{Table: "x"}, nil); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// note is what a test says for the trail when the trail is not what it tests.
func note(tx *db.Tx) { tx.Audit(audit.CoupleRead, uuid.Nil, tenant.CoupleID{}) }

func short(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}
