// Package audit names what the trail records and computes its chain.
//
// One event stands in the trail for each read of a clinical record, write, sign, export and denial: ids and verbs,
// no text. The rows are written by server/db in the transaction they describe; this package is pure, holds the verbs and
// the arithmetic, and must never hold a name or a word a person wrote.
package audit

import (
	"bytes"
	"crypto/sha256"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"amends/server/fault"
)

// Verb is what happened, written object.verb in the field's words; one name here, in the URL, the handler and the rule.
type Verb string

// Object is the part of a verb before the dot: what the event's id names.
func (v Verb) Object() string {
	object, _, _ := strings.Cut(string(v), ".")
	return object
}

// Event is one row of the trail.
type Event struct {
	Chain    uuid.UUID     `db:"chain_id"` // the practice; the nil id for what has none
	Seq      int64         `db:"seq"`      // 1, 2, 3 … without gaps
	At       time.Time     `db:"at"`       // UTC, microseconds
	Actor    uuid.NullUUID `db:"actor_id"`
	Audience string        `db:"audience"`
	Verb     Verb          `db:"verb"`
	Object   string        `db:"object"`
	ObjectID uuid.NullUUID `db:"object_id"`
	Couple   uuid.NullUUID `db:"couple_id"`
	Request  string        `db:"request"` // request id, or the operating-system user of a command
	Prev     []byte        `db:"prev"`
	Hash     []byte        `db:"hash"`
}

// Start is the hash before a chain's first event.
func Start(chain uuid.UUID) []byte {
	sum := sha256.Sum256(chain[:])
	return sum[:]
}

// Sum computes the hash of an event from the one before: SHA-256 over prev and the fields joined by the unit separator.
// The function audit_append in migrations computes the same.
func Sum(e Event) []byte {
	line := strings.Join([]string{e.Chain.String(), strconv.FormatInt(e.Seq, 10), strconv.FormatInt(e.At.UnixMicro(), 10), null(e.Actor),
		e.Audience, string(e.Verb), e.Object, null(e.ObjectID), null(e.Couple), e.Request}, "\x1f")
	sum := sha256.Sum256(append(append([]byte{}, e.Prev...), line...))
	return sum[:]
}

// Verifier walks a chain in order and finds the first event that was edited, deleted before, inserted or moved.
type Verifier struct {
	seq  int64
	hash []byte
}

// NewVerifier begins at the start of a chain.
func NewVerifier(chain uuid.UUID) *Verifier { return &Verifier{hash: Start(chain)} }

// Next checks one event. Its fault names the sequence number and what does not fit.
func (v *Verifier) Next(e Event) error {
	switch {
	case e.Seq != v.seq+1:
		return fault.Stale("audit_gap", "Event", e.Seq, "Before", v.seq)
	case !bytes.Equal(e.Prev, v.hash):
		return fault.Stale("audit_moved", "Event", e.Seq)
	case !bytes.Equal(e.Hash, Sum(e)):
		return fault.Stale("audit_changed", "Event", e.Seq)
	}
	v.seq, v.hash = e.Seq, e.Hash
	return nil
}

// End checks the chain's head against the last event seen.
func (v *Verifier) End(seq int64, hash []byte) error {
	if seq != v.seq || !bytes.Equal(hash, v.hash) {
		return fault.Stale("audit_short", "Event", v.seq, "Head", seq)
	}
	return nil
}

func null(id uuid.NullUUID) string {
	if !id.Valid {
		return ""
	}
	return id.UUID.String()
}
