package db

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"github.com/lib/pq"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"amends/migrations"
	"amends/server/fault"
)

// ownerRole owns every table and cannot sign in; migrations act as it.
const ownerRole = "amends_owner"

// Migrate brings the schema to what this program knows. dsn signs in as amends_migrate; every session acts as
// amends_owner. Several processes may call it at once: the first works, the others wait, for up to two minutes. A schema made
// by a newer program is refused.
func Migrate(ctx context.Context, dsn string) error {
	cfg, err := pq.NewConfig(dsn)
	if err != nil {
		return fmt.Errorf("the address of the database cannot be read: %w", err)
	}
	cfg.ConnectTimeout = connectWithin
	runtime := map[string]string{"role": ownerRole, "TimeZone": "UTC", "search_path": "public", "client_min_messages": "warning"}
	for k, v := range cfg.Runtime {
		runtime[k] = v
	}
	cfg.Runtime = runtime
	connector, err := pq.NewConnectorConfig(cfg)
	if err != nil {
		return err
	}
	pool := sql.OpenDB(connector)
	defer pool.Close()
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 120))
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, pool, migrations.Files, goose.WithSessionLocker(locker),
		goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return fmt.Errorf("the migrations of this program cannot be read: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("the database could not be migrated: %w", err)
	}
	version, err := provider.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("the schema's version could not be read: %w", err)
	}
	if newest := newestMigration(); version > newest {
		return newerSchema(version, newest)
	}
	return nil
}

func newerSchema(version, newest int64) error {
	return fault.Stale("db_schema_newer", "Schema", version, "Knows", newest)
}

// newestMigration is the highest version among the embedded files.
func newestMigration() (newest int64) {
	names, err := fs.Glob(migrations.Files, "*.sql")
	if err != nil {
		panic(err) // only for a malformed pattern
	}
	for _, name := range names {
		number, _, _ := strings.Cut(name, "_")
		if n, err := strconv.ParseInt(number, 10, 64); err == nil {
			newest = max(newest, n)
		}
	}
	return newest
}
