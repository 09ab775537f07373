package main

import (
	"context"

	"github.com/google/uuid"

	"amends/clients/programme"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
)

const sqlPracticeOf = `SELECT practice_of($1)`

// practiceOf answers the practice of a slug; a fault when there is none.
func practiceOf(ctx context.Context, d *db.DB, slug string) (tenant.PracticeID, error) {
	var id uuid.NullUUID
	err := d.View(ctx, tenant.Scope{}, func(tx *db.Tx) error { return tx.Get(&id, sqlPracticeOf, slug) })
	if err != nil {
		return tenant.PracticeID{}, err
	}
	if !id.Valid {
		return tenant.PracticeID{}, fault.Field("practice", "command_no_practice", "Slug", slug)
	}
	return tenant.PracticeID{UUID: id.UUID}, nil
}

const sqlPracticeTaken = `SELECT practice_taken()`

// practiceTaken tells whether the database holds any practice yet.
func practiceTaken(ctx context.Context, d *db.DB) (taken bool, err error) {
	err = d.View(ctx, tenant.Scope{}, func(tx *db.Tx) error { return tx.Get(&taken, sqlPracticeTaken) })
	return taken, err
}

const sqlPractices = `SELECT practices()`

// checkCopies refuses to start when a programme's shipped text differs from the copy a practice holds under the same version:
// a couple keeps the version it began with, so a changed text needs a new version.
func checkCopies(ctx context.Context, d *db.DB, library *programme.Library) error {
	var ids []tenant.PracticeID
	if err := d.View(ctx, operatorOfNone().Scope(), func(tx *db.Tx) error { return tx.List(&ids, sqlPractices) }); err != nil {
		return err
	}
	for _, id := range ids {
		scope := tenant.NewOperator(id, osUser()).Scope()
		if err := d.View(ctx, scope, func(tx *db.Tx) error { return programme.CheckCopies(tx, library) }); err != nil {
			return err
		}
	}
	return nil
}
