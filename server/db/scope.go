package db

import (
	"strconv"
	"time"

	"github.com/google/uuid"
)

// The scope is set in one statement, local to the transaction; row security reads nothing else.
const sqlScope = `select set_config('app.practice', $1, true), set_config('app.person', $2, true), set_config('app.audience', $3, true),
  set_config('app.couple', $4, true), set_config('app.from', $5, true), set_config('app.until', $6, true),
  set_config('app.now', $7, true)`

// A long transaction sets its limits in the same statement.
const sqlScopeLong = `select set_config('app.practice', $1, true), set_config('app.person', $2, true), set_config('app.audience', $3, true),
  set_config('app.couple', $4, true), set_config('app.from', $5, true), set_config('app.until', $6, true),
  set_config('app.now', $7, true),
  set_config('statement_timeout', $8, true), set_config('idle_in_transaction_session_timeout', $8, true)`

func (t *Tx) enter() error {
	s := t.scope
	args := []any{idText(s.Practice().UUID), idText(s.Person().UUID), string(s.Audience()), idText(s.Couple().UUID), dayText(s.From()), dayText(s.Until()),
		t.now.Format(time.RFC3339Nano)}
	query := sqlScope
	if isLong(t.ctx) {
		query, args = sqlScopeLong, append(args, strconv.FormatInt(longWithin.Milliseconds(), 10))
	}
	_, err := t.exec(query, args...)
	return err
}

// idText is empty for an id that was never set: the policies read it as nothing.
func idText(id uuid.UUID) string {
	if id == uuid.Nil {
		return ""
	}
	return id.String()
}

// dayText is empty for a day that was never set, as idText is for an id.
func dayText(day time.Time) string {
	if day.IsZero() {
		return ""
	}
	return day.Format(time.DateOnly)
}
