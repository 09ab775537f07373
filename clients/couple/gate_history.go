package couple

import (
	"log/slog"
	"time"

	"github.com/google/uuid"

	"amends/server/db"
	"amends/server/seal"
)

// GatePast is one opening or closing of a gate as it was recorded.
type GatePast struct {
	ID     uuid.UUID `db:"id"`
	Gate   Gate      `db:"gate"`
	Opened bool      `db:"opened"`
	On     time.Time `db:"on_date"`
	Basis  string    `db:"basis"`
	By     string    `db:"chosen_name"`
	Sealed []byte    `db:"told"`
	Told   string    `db:"-"`
}

// LogValue keeps what was written out of logs.
func (GatePast) LogValue() slog.Value { return slog.StringValue("[withheld]") }

const sqlGateHistory = `SELECT g.id, g.gate, g.opened, g.on_date, g.basis, g.told, coalesce(p.chosen_name, '') AS chosen_name
FROM gate_event g LEFT JOIN person p ON p.practice_id = g.practice_id AND p.id = g.made_by
WHERE g.practice_id = $1 AND g.couple_id = $2 ORDER BY g.made_at DESC, g.gate`

// GateHistory answers every opening and closing of a couple's gates, newest first, with what was written to it.
func GateHistory(tx *db.Tx, id ID) ([]GatePast, error) {
	var past []GatePast
	if err := tx.List(&past, sqlGateHistory, tx.Scope().Practice(), id); err != nil {
		return nil, err
	}
	for i, e := range past {
		if e.Sealed == nil {
			continue
		}
		told, err := tx.Open(seal.OfRecord(id), gateRef(e.ID), e.Sealed)
		if err != nil {
			return nil, err
		}
		past[i].Told = string(told)
	}
	return past, nil
}

func gateRef(id uuid.UUID) seal.Ref {
	return seal.Ref{Table: "gate_event", Row: id.String(), Version: 1}
}

// statesOf answers the latest event of each gate from a history, newest first.
func statesOf(past []GatePast) GateStates {
	states := GateStates{}
	for _, e := range past {
		if _, known := states[e.Gate]; !known {
			states[e.Gate] = GateEvent{Gate: e.Gate, Opened: e.Opened, On: e.On, Basis: e.Basis, By: e.By}
		}
	}
	return states
}
