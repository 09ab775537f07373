package db_test

import (
	"testing"

	"github.com/google/uuid"
)

// fillReleases gives the release room rows: Cid's text was passed on to Bea, who has read it; another copy is closed, and
// another text is held back. The entry is Cid’s own.
func (w *world) fillReleases(t *testing.T) {
	t.Helper()
	entry, open, closed := uuid.New(), uuid.New(), uuid.New()
	w.put(t, `insert into entry (practice_id, couple_id, id, assignment_id, part_key, author_id, state, body, saved_at) select pr, co, $8::uuid, $9::uuid, 'two', cid, 'release_asked', 'x', now from p`, entry, w.assignment)
	w.put(t, `insert into release_copy (practice_id, couple_id, id, entry_id, author_id, reader_id, kind, body, passed_on, made_by, made_at) select pr, co, $8::uuid, $9::uuid, cid, bea, 'APO', 'x', today, ana, now from p`, open, entry)
	w.put(t, `insert into release_copy (practice_id, couple_id, id, entry_id, author_id, reader_id, kind, body, passed_on, made_by, made_at, closed_at) select pr, co, $8::uuid, $9::uuid, cid, bea, 'APO', 'x', today, ana, now, now from p`, closed, entry)
	w.put(t, `insert into release_reading (practice_id, couple_id, copy_id, reader_id, choice, chosen_at) select pr, co, $8::uuid, bea, 'now', now from p`, open)
	w.put(t, `insert into release_hold (practice_id, couple_id, id, entry_id, made_by, made_at) select pr, co, gen_random_uuid(), $8::uuid, ana, now from p`, entry)
}
