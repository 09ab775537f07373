package homework

import (
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/programme"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
)

// EntryState is where one written text stands, as its author knows it (product.md). What the counselor holds back reads on as it
// did, "release asked" or "released"; the hold itself is kept where no partner reads (package release).
type EntryState string

// The states.
const (
	Kept          EntryState = "kept"
	Draft         EntryState = "draft"
	WithCounselor EntryState = "with_counselor"
	ReleaseAsked  EntryState = "release_asked"
	Released      EntryState = "released"
	Withdrawn     EntryState = "withdrawn"
)

// SentAs is the state a draft goes to when it is sent: kept by its author, or with the counselor. What is joint goes to the
// counselor with the wish that it be passed on. Nothing reaches the other partner by sending.
func SentAs(s programme.Sharing) EntryState {
	switch s.Code {
	case programme.ShareKept:
		return Kept
	case programme.ShareJoint:
		return ReleaseAsked
	}
	return WithCounselor
}

// EntryAct is something done with a text that was sent.
type EntryAct string

// The acts: asking for release, no longer asking, and taking away what was released are the author's; passing on and holding
// back the counselor's.
const (
	Ask        EntryAct = "ask"
	StopAsking EntryAct = "stop_asking"
	TakeAway   EntryAct = "take_away"
	PassOn     EntryAct = "pass_on"
	HoldBack   EntryAct = "hold_back"
)

// After answers the state an act leads to; false when the act is not possible in that state.
func (s EntryState) After(a EntryAct) (EntryState, bool) {
	from := map[EntryAct]map[EntryState]EntryState{
		Ask:        {Kept: ReleaseAsked, WithCounselor: ReleaseAsked, Withdrawn: ReleaseAsked},
		StopAsking: {ReleaseAsked: WithCounselor},
		TakeAway:   {Released: Withdrawn},
		PassOn:     {ReleaseAsked: Released, WithCounselor: Released, Released: Released}, // again, after it was held back
		HoldBack:   {ReleaseAsked: ReleaseAsked, Released: Released},
	}
	to, ok := from[a][s]
	return to, ok
}

// EntryHead is an entry without its words, locked against whoever else moves it.
type EntryHead struct {
	ID         uuid.UUID       `db:"id"`
	Couple     couple.ID       `db:"couple_id"`
	Assignment uuid.UUID       `db:"assignment_id"`
	Author     tenant.PersonID `db:"author_id"`
	State      EntryState      `db:"state"`
	Source     string          `db:"source"` // self or paper
	AskedAt    *time.Time      `db:"asked_at"`
}

const sqlEntryLocked = `SELECT id, couple_id, assignment_id, author_id, state, source, asked_at FROM entry WHERE practice_id = $1 AND id = $2 FOR UPDATE`

// LockEntry answers an entry and locks it until the transaction ends. Somebody else's does not exist for a partner, nor does a
// draft or a kept text for the counselor.
func LockEntry(tx *db.Tx, id uuid.UUID) (EntryHead, error) {
	var h EntryHead
	err := tx.Get(&h, sqlEntryLocked, tx.Scope().Practice(), id)
	return h, err
}

const sqlEntryMove = `UPDATE entry SET state = $3, asked_at = $4 WHERE practice_id = $1 AND id = $2`

// Move stores what an act makes of the entry; a conflict when it has moved on in the meantime.
func (h EntryHead) Move(tx *db.Tx, a EntryAct) error {
	to, ok := h.State.After(a)
	if !ok {
		return fault.Stale("homework_entry_moved")
	}
	switch a {
	case Ask:
		now := tx.Now()
		h.AskedAt = &now
	case StopAsking:
		h.AskedAt = nil
	}
	return tx.ExecOne(sqlEntryMove, tx.Scope().Practice(), h.ID, to, h.AskedAt)
}
