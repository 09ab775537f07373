package main

import (
	"context"
	"errors"

	"amends/server/db"
)

// runCheck compares the rows that are derived from facts with the facts, in every practice; with -sample it also makes a
// throw-away practice with planted markers and proves that no shared paper carries one.
func runCheck(ctx context.Context, args []string, s std) error {
	f := flags("check", s)
	sample := f.Bool("sample", false, "command_flag_sample")
	data := f.dataFlag()
	if err := parse(f, args, 0); err != nil {
		return err
	}
	if *sample {
		return checkSample(ctx, s)
	}
	h, err := openData(ctx, *data, s, wants{})
	if err != nil {
		return err
	}
	err = checkStates(ctx, h.DB, s)
	return errors.Join(err, h.Close())
}

const sqlStatesOff = `SELECT practice, couple_id, person_id FROM states_off()`

// checkStates finds state rows that differ from what their facts say.
func checkStates(ctx context.Context, d *db.DB, s std) error {
	var off []struct {
		Practice string `db:"practice"`
		Couple   string `db:"couple_id"`
		Person   string `db:"person_id"`
	}
	err := d.View(db.Long(ctx), operatorOfNone().Scope(), func(tx *db.Tx) error { return tx.List(&off, sqlStatesOff) })
	if err != nil {
		return err
	}
	for _, o := range off {
		s.answer("command_state_off", "Practice", o.Practice, "Couple", o.Couple, "Person", o.Person)
	}
	if len(off) > 0 {
		return errRefused
	}
	s.answer("command_states_fit")
	return nil
}
