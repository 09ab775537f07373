package main

import (
	"context"
	"errors"
	"os"

	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/postgres"
	"amends/server/tenant"

	"github.com/google/uuid"
)

// runMigrate brings the schema up to date and says so.
func runMigrate(ctx context.Context, args []string, s std) error {
	h, err := openFor(ctx, "migrate", args, s, wants{migrate: true})
	if err != nil {
		return err
	}
	s.say("command_migrated")
	return h.Close()
}

// openFor parses the flags of a command that has only -data, and opens the house.
func openFor(ctx context.Context, name string, args []string, s std, w wants) (*house, error) {
	f := flags(name, s)
	data := f.dataFlag()
	if err := parse(f, args, 0); err != nil {
		return nil, err
	}
	return openData(ctx, *data, s, w)
}

// openData opens the house of a data folder (empty: the default one).
func openData(ctx context.Context, data string, s std, w wants) (*house, error) {
	c, reason, err := configure(data, "127.0.0.1:0", os.Getenv)
	if err != nil {
		return nil, err
	}
	if reason != nil {
		s.tell(reason)
	}
	return open(ctx, c, w, s)
}

// runAudit verifies every chain of the trail and names the first bad event of each.
func runAudit(ctx context.Context, args []string, s std) error {
	if len(args) == 0 || args[0] != "verify" {
		return errUsage
	}
	h, err := openFor(ctx, "audit verify", args[1:], s, wants{})
	if err != nil {
		return err
	}
	err = verifyAudit(ctx, h.DB, s)
	return errors.Join(err, h.Close())
}

const (
	sqlChains = `SELECT chain_id, seq, hash FROM audit_chains()`
	sqlChain  = `SELECT chain_id, seq, at, actor_id, audience, verb, object, object_id, couple_id, request, prev, hash FROM audit_chain($1, $2, $3)`
)

// verifyAudit walks every chain in pages, so that memory stays flat.
func verifyAudit(ctx context.Context, d *db.DB, s std) error {
	var chains []struct {
		ID   uuid.UUID `db:"chain_id"`
		Seq  int64     `db:"seq"`
		Hash []byte    `db:"hash"`
	}
	operator := tenant.NewOperator(tenant.PracticeID{}, osUser()).Scope()
	if err := d.View(ctx, operator, func(tx *db.Tx) error { return tx.List(&chains, sqlChains) }); err != nil {
		return err
	}
	bad, events := 0, int64(0)
	for _, c := range chains {
		v := audit.NewVerifier(c.ID)
		seen, err := walkChain(ctx, d, operator, c.ID, c.Seq, v)
		events += seen
		if err == nil {
			err = v.End(c.Seq, c.Hash)
		}
		why, verdict := fault.As(err)
		if err != nil && !verdict {
			return err
		}
		if verdict {
			bad++
			s.answer("command_chain_bad", "Chain", c.ID, "Why", s.of(why))
		}
	}
	if bad > 0 {
		return errRefused
	}
	s.answer("command_chains_hold", "Chains", len(chains), "Events", events)
	return nil
}

const chainPage = 2000

// walkChain checks the events of a chain up to its head as it was when the walk began; an event that does not fit is a fault.
func walkChain(ctx context.Context, d *db.DB, scope tenant.Scope, chain uuid.UUID, head int64, v *audit.Verifier) (int64, error) {
	after, seen := int64(0), int64(0)
	for {
		var page []audit.Event
		err := d.View(ctx, scope, func(tx *db.Tx) error { return tx.List(&page, sqlChain, chain, after, chainPage) })
		if err != nil {
			return seen, err
		}
		for _, e := range page {
			if e.Seq > head {
				return seen, nil
			}
			if err := v.Next(e); err != nil {
				return seen, err
			}
			after = e.Seq
			seen++
		}
		if len(page) < chainPage {
			return seen, nil
		}
	}
}

// runTestDB runs a command beside a throw-away PostgreSQL; it is how the tests get theirs.
func runTestDB(ctx context.Context, args []string, s std) error {
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	if len(args) == 0 {
		return errUsage
	}
	code, err := postgres.RunWith(ctx, args, s.out, s.err, s.tell)
	if err != nil {
		return err
	}
	if code != 0 {
		return exitCode(code)
	}
	return nil
}
