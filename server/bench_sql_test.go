package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"amends/clients/couple"
	"amends/server/db"
)

// statement is one statement of a page with its arguments.
type statement struct {
	text string
	args []any
}

// statements are what a page of the counselor asks the database, in order, once everything is warm; without what stands around
// every page: sign-in, BEGIN, scope, audit, COMMIT.
func (h *hall) statements(b *testing.B, path string) []string {
	b.Helper()
	cookie := &http.Cookie{Name: h.site.App.CookieName(), Value: h.SignIn(b, h.counselor)}
	var texts []string
	for range 2 {
		ctx, count := db.WithCount(b.Context())
		req := httptest.NewRequest("GET", h.site.URL+path, nil).WithContext(ctx)
		req.AddCookie(cookie)
		answer := httptest.NewRecorder()
		h.site.App.Handler().ServeHTTP(answer, req)
		if answer.Code != http.StatusOK {
			b.Fatalf("%s: %d", path, answer.Code)
		}
		texts = count.Texts()
	}
	return ofPage(texts)
}

// ofPage keeps the statements of rooms.
func ofPage(texts []string) []string {
	around := []string{"auth_token(", "set_config(", "audit_append("}
	return slices.DeleteFunc(texts, func(text string) bool {
		return text == "BEGIN" || text == "COMMIT" || slices.ContainsFunc(around, func(s string) bool { return strings.Contains(text, s) })
	})
}

// arguments are what a page hands to a statement. The first is always the practice; the others show by how they are used.
func (h *hall) arguments(b *testing.B, text, path string) []any {
	b.Helper()
	args := []any{h.Practice}
	if !strings.Contains(text, "$2") {
		return args
	}
	today := h.Clock.Today()
	switch {
	case strings.Contains(text, "staff_person_id = $2"), strings.Contains(text, "author_id = $2"):
		args = append(args, h.counselor.Person())
	case strings.Contains(text, "couple_id = ANY($2)"):
		args = append(args, db.UUIDs(nil))
	case strings.HasPrefix(path, couple.Path(h.couples[0])):
		args = append(args, h.couples[0])
	}
	switch {
	case strings.Contains(text, "WHERE couple_id = $3"):
		args = append(args, h.couples[0])
	case strings.Contains(text, "said_on >= $3"):
		args = append(args, today.AddDate(0, 0, -7))
	case strings.Contains(text, "LIMIT $3"):
		args = append(args, 5)
	case strings.Contains(text, "BETWEEN $3 AND $4"):
		args = append(args, today.AddDate(0, 0, -7*26), today)
	case strings.Contains(text, "$3::uuid IS NULL"):
		args = append(args, nil)
	}
	return args
}

// run is the floor of a page: its statements in one scoped transaction, every row read and none kept.
func (h *hall) run(b *testing.B, all []statement) {
	err := h.DB.View(b.Context(), h.counselor.Scope(), func(tx *db.Tx) error {
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
func (h *hall) pagesRead(b *testing.B, all []statement) {
	b.Helper()
	total, parts := 0, make([]int, len(all))
	err := h.DB.View(b.Context(), h.counselor.Scope(), func(tx *db.Tx) error {
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
	b.Cleanup(func() { b.ReportMetric(float64(total), "pages-read") })
}
