package couple_test

import (
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/testkit"
)

func pass(t *testing.T, h *testkit.House, s tenant.Staff, id couple.ID) error {
	t.Helper()
	return h.DB.Update(t.Context(), s.Scope(), func(tx *db.Tx) error {
		if err := couple.MayPass(tx, id); err != nil {
			return err
		}
		tx.Audit(audit.CoupleSaved, id.UUID, id)
		return nil
	})
}

func setHold(t *testing.T, h *testkit.House, s tenant.Staff, id couple.ID, kind couple.HoldKind, from time.Time) error {
	t.Helper()
	return h.DB.Update(t.Context(), s.Scope(), func(tx *db.Tx) error {
		return couple.SetHold(tx, id, couple.Hold{Kind: kind, StartsAt: from, Told: "Canary reason of a hold"})
	})
}

func mine(t *testing.T, h *testkit.House, p tenant.Partner) (m couple.Mine) {
	t.Helper()
	if err := h.DB.View(t.Context(), p.Scope(), func(tx *db.Tx) (err error) { m, err = couple.GetMine(tx); return err }); err != nil {
		t.Fatal(err)
	}
	m.OtherID, m.OtherFrom, m.OtherTo = nil, nil, nil // pointers: the rest is compared as a value
	return m
}

// TestAHoldStopsWhatPasses: nothing passes with a closed hard gate or under a hold; a planned hold stops nothing before its
// time; when it ends everything is as it was. A partner's page gets the same answer from a hold as from a closed gate.
func TestAHoldStopsWhatPasses(t *testing.T) {
	t.Parallel()
	h := testkit.New(t)
	ingrid := h.Counselor(t, "Ingrid")
	c := h.Couple(t, ingrid, "Amira", "Jonas")
	if err := pass(t, h, ingrid, c.ID); !fault.Is(err, fault.Conflict) {
		t.Fatalf("closed gates: %v", err)
	}
	h.OpenGates(t, c)
	h.Gate(t, c, "G1", false)
	closed := mine(t, h, c.Partners[0])
	h.Clock.Advance(time.Minute)
	h.Gate(t, c, "G1", true)
	if err := pass(t, h, ingrid, c.ID); err != nil {
		t.Fatal(err)
	}
	open := mine(t, h, c.Partners[0])
	if err := setHold(t, h, ingrid, c.ID, couple.Quiet, h.DB.Now().Add(48*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if err := pass(t, h, ingrid, c.ID); err != nil || mine(t, h, c.Partners[0]) != open {
		t.Errorf("a planned hold stops already: %v", err)
	}
	if err := setHold(t, h, ingrid, c.ID, couple.Full, h.DB.Now()); !fault.Is(err, fault.Conflict) {
		t.Errorf("a second hold: %v", err)
	}
	h.Clock.Advance(49 * time.Hour)
	if err := pass(t, h, ingrid, c.ID); !fault.Is(err, fault.Conflict) {
		t.Errorf("under a hold: %v", err)
	}
	if held := mine(t, h, c.Partners[0]); held != closed {
		t.Errorf("a hold reads %+v, closed gates read %+v", held, closed)
	}
	if err := h.DB.Update(t.Context(), ingrid.Scope(), func(tx *db.Tx) error { return couple.EndHold(tx, c.ID) }); err != nil {
		t.Fatal(err)
	}
	if err := pass(t, h, ingrid, c.ID); err != nil || mine(t, h, c.Partners[0]) != open {
		t.Errorf("after the hold: %v", err)
	}
}

// TestNobodyReadsAHoldWithoutCare: neither partner, nor a colleague, by any statement.
func TestNobodyReadsAHoldWithoutCare(t *testing.T) {
	t.Parallel()
	h := testkit.New(t)
	ingrid, noor := h.Counselor(t, "Ingrid"), h.Counselor(t, "Noor")
	c := h.Couple(t, ingrid, "Amira", "Jonas")
	if err := setHold(t, h, ingrid, c.ID, couple.Quiet, h.DB.Now()); err != nil {
		t.Fatal(err)
	}
	for who, scope := range map[string]tenant.Scope{"Amira": c.Partners[0].Scope(), "Jonas": c.Partners[1].Scope(), "a colleague": noor.Scope()} {
		err := h.DB.View(t.Context(), scope, func(tx *db.Tx) error {
			_, found, err := couple.HoldOf(tx, c.ID)
			if found {
				t.Errorf("%s reads the hold", who)
			}
			return err
		})
		if err != nil {
			t.Errorf("%s: %v", who, err)
		}
	}
}

// TestHoldBeatsPassingInARace: whatever order the two come in, nothing passes after the hold is set.
func TestHoldBeatsPassingInARace(t *testing.T) {
	t.Parallel()
	h := testkit.New(t)
	ingrid := h.Counselor(t, "Ingrid")
	for range 8 {
		c := h.Couple(t, ingrid, "Amira", "Jonas")
		h.OpenGates(t, c)
		var passed, held time.Time
		var passErr error
		var wg sync.WaitGroup
		wg.Go(func() {
			passErr = h.DB.Update(t.Context(), ingrid.Scope(), func(tx *db.Tx) error {
				if err := couple.MayPass(tx, c.ID); err != nil {
					return err
				}
				tx.Audit(audit.CoupleSaved, uuid.New(), c.ID)
				passed = time.Now() // the couple's row is still locked here
				return nil
			})
		})
		wg.Go(func() {
			err := h.DB.Update(t.Context(), ingrid.Scope(), func(tx *db.Tx) error {
				err := couple.SetHold(tx, c.ID, couple.Hold{Kind: couple.Quiet, StartsAt: tx.Now()})
				held = time.Now()
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
		wg.Wait()
		switch {
		case passErr == nil && passed.After(held):
			t.Error("something passed after the hold was set")
		case passErr != nil && !fault.Is(passErr, fault.Conflict):
			t.Error(passErr)
		}
		if err := pass(t, h, ingrid, c.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("after the race: %v", err)
		}
	}
}
