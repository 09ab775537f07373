package db

import (
	"context"

	"amends/server/fault"
)

// openTables hold nothing about people and so need no row security: goose's list of migrations.
var openTables = TextArray{"goose_db_version"}

const sqlRole = `select session_user as name,
  exists (select 1 from pg_roles r where r.rolsuper and pg_has_role(session_user, r.oid, 'member')) as super,
  exists (select 1 from pg_roles r where r.rolbypassrls and pg_has_role(session_user, r.oid, 'member')) as bypass,
  exists (select 1 from pg_roles r where r.rolname = $1 and pg_has_role(session_user, r.oid, 'member')) as owner,
  coalesce((select min(c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r','p','v','m') and pg_has_role(session_user, c.relowner, 'member')), '') as owns,
  current_user <> session_user as changed`

// A view runs as its owner, and so around row security, unless it says otherwise; a materialized one always does.
const sqlBare = `select coalesce(min(c.relname), '') from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'public' and c.relname <> all ($1::text[])
    and ((c.relkind in ('r','p') and not (c.relrowsecurity and c.relforcerowsecurity)) or c.relkind in ('m','f')
      or (c.relkind = 'v' and not coalesce(c.reloptions::text[] && array['security_invoker=true','security_invoker=on'], false)))`

const sqlHasVersions = `select to_regclass('public.goose_db_version') is not null and has_table_privilege('public.goose_db_version', 'select')`

const sqlVersion = `select coalesce(max(version_id), 0) from goose_db_version where is_applied`

const sqlDurable = `select current_setting('fsync') = 'on' as fsync, current_setting('full_page_writes') = 'on' as pages`

// CheckSafe refuses to serve on a database that would not keep people's words apart, or not keep them at all. The error is a
// fault. serve and demo ask it before they open a port.
func (d *DB) CheckSafe(ctx context.Context) error {
	for _, check := range []func(context.Context) error{d.checkRole, d.checkVersion, d.checkTables, d.checkDurable} {
		if err := check(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (d *DB) checkRole(ctx context.Context) error {
	var role struct {
		Name                 string
		Super, Bypass, Owner bool
		Owns                 string
		Changed              bool
	}
	if err := d.pool.GetContext(ctx, &role, sqlRole, ownerRole); err != nil {
		return refused(sqlRole, err)
	}
	switch {
	case role.Super:
		return fault.Stale("db_role_super", "Role", role.Name)
	case role.Bypass:
		return fault.Stale("db_role_bypass", "Role", role.Name)
	case role.Owner:
		return fault.Stale("db_role_member", "Role", role.Name, "Owner", ownerRole)
	case role.Owns != "":
		return fault.Stale("db_role_owns", "Role", role.Name, "Table", role.Owns)
	case role.Changed:
		return fault.Stale("db_role_acts", "Role", role.Name)
	}
	return nil
}

func (d *DB) checkTables(ctx context.Context) error {
	var bare string
	if err := d.pool.GetContext(ctx, &bare, sqlBare, openTables); err != nil {
		return refused(sqlBare, err)
	}
	if bare != "" {
		return fault.Stale("db_table_bare", "Table", bare)
	}
	return nil
}

func (d *DB) checkVersion(ctx context.Context) error {
	// Two statements: a missing table fails the second when it is parsed.
	var known bool
	if err := d.pool.GetContext(ctx, &known, sqlHasVersions); err != nil && codeOf(err) != "42P01" {
		return refused(sqlHasVersions, err)
	}
	var version int64
	if known {
		if err := d.pool.GetContext(ctx, &version, sqlVersion); err != nil {
			return refused(sqlVersion, err)
		}
	}
	switch newest := newestMigration(); {
	case version > newest:
		return newerSchema(version, newest)
	case version < newest:
		return fault.Stale("db_schema_older", "Schema", version, "Needs", newest)
	}
	return nil
}

func (d *DB) checkDurable(ctx context.Context) error {
	var row struct {
		Fsync bool `db:"fsync"`
		Pages bool `db:"pages"`
	}
	if err := d.pool.GetContext(ctx, &row, sqlDurable); err != nil {
		return refused(sqlDurable, err)
	}
	if !row.Fsync || !row.Pages {
		return fault.Stale("db_not_durable")
	}
	return nil
}
