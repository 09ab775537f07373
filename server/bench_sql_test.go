package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"amends/server/db"
	"amends/server/tenant"
	"amends/server/web"
)

// statement is one statement of a page with its arguments.
type statement struct {
	text string
	args []any
}

// statements are what a page asks the database, in order and with what it hands over, once everything is warm; without what stands
// around every page: sign-in, BEGIN, scope, audit, COMMIT.
func statements(b *testing.B, app *web.App, who, address string) []statement {
	b.Helper()
	cookie := &http.Cookie{Name: app.CookieName(), Value: who}
	var all []statement
	for range 2 {
		ctx, count := db.WithCount(b.Context())
		req := httptest.NewRequest("GET", address, nil).WithContext(ctx)
		req.AddCookie(cookie)
		answer := httptest.NewRecorder()
		app.Handler().ServeHTTP(answer, req)
		if answer.Code != http.StatusOK {
			b.Fatalf("%s: %d", address, answer.Code)
		}
		all = ofPage(count)
	}
	return all
}

// ofPage keeps the statements of rooms.
func ofPage(count *db.Count) (all []statement) {
	around, args := []string{"auth_token(", "set_config(", "audit_append("}, count.Args()
	for i, text := range count.Texts() {
		if text != "BEGIN" && text != "COMMIT" && !slices.ContainsFunc(around, func(s string) bool { return strings.Contains(text, s) }) {
			all = append(all, statement{text, args[i]})
		}
	}
	return all
}

// floor is the floor of a page: its statements in one scoped transaction, every row read and none kept.
func floor(b *testing.B, d *db.DB, who tenant.Scope, all []statement) {
	err := d.View(b.Context(), who, func(tx *db.Tx) error {
		for _, s := range all {
			if err := tx.Each(s.text, s.args, func(func(...any) error) error { return nil }); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

// pagesRead reports how many database pages the statements touch, found in the cache or not.
func pagesRead(b *testing.B, d *db.DB, who tenant.Scope, all []statement) {
	b.Helper()
	total, parts := 0, make([]int, len(all))
	err := d.View(b.Context(), who, func(tx *db.Tx) error {
		for i, s := range all {
			var plan []struct {
				Plan struct {
					Hit  int `json:"Shared Hit Blocks"`
					Read int `json:"Shared Read Blocks"`
				}
			}
			var text []byte
			if err := tx.Get(&text, "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) "+s.text, s.args...); err != nil {
				return err
			}
			if err := json.Unmarshal(text, &plan); err != nil {
				return err
			}
			parts[i] = plan[0].Plan.Hit + plan[0].Plan.Read
			total += parts[i]
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	if testing.Verbose() {
		b.Logf("pages read by statement: %v", parts)
	}
	b.Cleanup(func() {
		b.ReportMetric(float64(total), "pages-read")
		b.ReportMetric(float64(len(all)), "statements")
	})
}
