package db_test

import (
	"database/sql"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"amends/server/db"
	"amends/server/fault"
	"amends/server/testkit"
)

// named is the message of a fault, with the table or the owner that it names.
func named(err error) string {
	why, ok := fault.As(err)
	if !ok {
		return fmt.Sprint(err)
	}
	for _, arg := range []string{"Table", "Owner"} {
		if name, ok := why.Args[arg].(string); ok {
			return why.Sentence + " " + name
		}
	}
	return why.Sentence
}

// K29: an unsafe role, an unsafe table, a schema it does not know, or a server that does not keep what it says: the program refuses to
// start, in one sentence.
func TestUnsafeDatabasesAreRefused(t *testing.T) {
	c := testkit.Clone(t)
	super := open(t, c.Super)
	bypass := fmt.Sprintf("t_bypass_%d", os.Getpid())
	exec(t, super, `create role `+bypass+` login bypassrls`)
	t.Cleanup(func() { super.Exec(`drop role ` + bypass) })
	for dsn, want := range map[string]string{c.Super: "db_role_super", c.Migrate: "db_role_member amends_owner",
		strings.Replace(c.App, "amends_app", bypass, 1): "db_role_bypass"} {
		if got := named(openDB(t, dsn, 1).CheckSafe(t.Context())); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	for _, u := range []struct{ break_, mend, want string }{
		{`alter table couple owner to amends_app`, `alter table couple owner to amends_owner`, "db_role_owns couple"},
		{`alter table check_in no force row level security`, `alter table check_in force row level security`, "db_table_bare check_in"},
		{`alter table entry disable row level security`, `alter table entry enable row level security`, "db_table_bare entry"},
		{`create table diary (text text)`, `drop table diary`, "db_table_bare diary"},
		{`create view peek as select * from entry`, `drop view peek`, "db_table_bare peek"},
		{`create materialized view copy as select * from entry`, `drop materialized view copy`, "db_table_bare copy"},
		{`insert into goose_db_version (version_id, is_applied) values (99999, true)`, `delete from goose_db_version where version_id = 99999`, "db_schema_newer"},
		{`update goose_db_version set version_id = version_id - 1000`, `update goose_db_version set version_id = version_id + 1000`, "db_schema_older"},
		{`alter table goose_db_version rename to x`, `alter table x rename to goose_db_version`, "db_schema_older"},
	} {
		exec(t, super, u.break_)
		if got := named(openDB(t, c.App, 1).CheckSafe(t.Context())); got != u.want {
			t.Errorf("%s: %s, want %s", u.break_, got, u.want)
		}
		exec(t, super, u.mend)
	}
	var fsync string
	if err := super.QueryRow(`show fsync`).Scan(&fsync); err != nil {
		t.Fatal(err)
	}
	// A cluster for tests runs with fsync off: nothing else is wrong, and that is enough.
	if err := openDB(t, c.App, 1).CheckSafe(t.Context()); (fsync == "off") != (named(err) == "db_not_durable") || fsync == "on" && err != nil {
		t.Errorf("fsync %s: %v", fsync, err)
	}
}

func TestMigrateOnceHoweverManyAsk(t *testing.T) {
	c := testkit.Clone(t)
	super := open(t, c.Super)
	exec(t, super, `drop schema public cascade`)
	exec(t, super, `create schema public authorization amends_owner`)
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			if err := db.Migrate(t.Context(), c.Migrate); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if owner := ownerOf(t, super, "entry"); owner != "amends_owner" {
		t.Errorf("the tables belong to %s", owner)
	}
	exec(t, super, `insert into goose_db_version (version_id, is_applied) values (99999, true)`)
	if err := db.Migrate(t.Context(), c.Migrate); named(err) != "db_schema_newer" {
		t.Errorf("a newer schema: %v", err)
	}
}

func ownerOf(t *testing.T, super *sql.DB, table string) (owner string) {
	t.Helper()
	if err := super.QueryRow(`select tableowner from pg_tables where tablename = $1`, table).Scan(&owner); err != nil {
		t.Fatal(err)
	}
	return owner
}
