package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/programme"
	"amends/reports/progress"
	"amends/server/db"
	"amends/server/demo"
	"amends/server/signin"
	"amends/server/tenant"
	"amends/server/testkit"
	"amends/server/web"
	"amends/sessions"
	"amends/sessions/plan"
)

// BenchmarkScale measures a counselor's pages with a caseload of 40 couples while the practices around it grow tenfold. Every
// page alternates with its floor, the same statements in one scoped transaction without anything around them, so that both meet
// the same noise:
//
//	page-µs, floor-µs   medians; ns/op means nothing here and is left out
//	×floor              page over floor
//	pages-read          database pages that the statements touch (EXPLAIN (ANALYZE, BUFFERS)), free of noise
//	×x1                 the median over that of the same page at x1
//
// The throw-away cluster runs without fsync, so a commit costs next to nothing and the floor of a write is lower than on a
// machine that keeps its promises: only ratios between lines of one run say something.
func BenchmarkScale(b *testing.B) {
	h := newHall(b)
	for _, scale := range []int{1, 10} {
		b.Run(fmt.Sprintf("x%d", scale), func(b *testing.B) {
			h.grow(b, scale)
			b.Run("Caseload", func(b *testing.B) { h.page(b, scale, "/caseload") })
			b.Run("Today", func(b *testing.B) { h.page(b, scale, "/today") })
			b.Run("Couple", func(b *testing.B) { h.page(b, scale, couple.Path(h.couples[0])) })
			b.Run("Planner", func(b *testing.B) { h.page(b, scale, plan.Path(h.couples[0])) })
			b.Run("ReportData", func(b *testing.B) { h.reportData(b, scale) })
			b.Run("CheckIn", func(b *testing.B) { h.checkIn(b, scale) })
		})
	}
}

const (
	crowdPractices = 2 // other practices at x1
	crowdCouples   = 40
)

// hall is one counselor's caseload behind the program's pages, with other practices around it.
type hall struct {
	*testkit.House
	site      *testkit.Site
	counselor tenant.Staff
	couples   []couple.ID
	writer    *testkit.Couple // of a colleague in the same practice
	library   *programme.Library
	crowd     demo.Crowd
	practices int                // others made so far
	x1        map[string]float64 // medians at x1, in µs
}

func newHall(b *testing.B) *hall {
	h := &hall{House: testkit.New(b), x1: map[string]float64{}}
	h.Clock.Set(sampleNow())
	var err error
	if h.library, err = loadLibrary(); err != nil {
		b.Fatal(err)
	}
	h.counselor = h.Counselor(b, "Ingrid")
	h.crowd = demo.Crowd{DB: h.DB, Library: h.library, Monday: h.Clock.Monday()}
	if h.couples, err = h.crowd.Caseload(b.Context(), h.counselor, crowdCouples); err != nil {
		b.Fatal(err)
	}
	h.writer = h.Couple(b, h.Counselor(b, "Henrik"), "Amira", "Jonas")
	h.OpenGates(b, h.writer)
	h.site = h.Serve(b, func(r *web.Routes) {
		if err := register(r, signin.New(h.DB, "http://localhost")); err != nil {
			b.Fatal(err)
		}
	})
	return h
}

// grow makes the other practices as many as the scale wants, and lets the planner know, as autovacuum would.
func (h *hall) grow(b *testing.B, scale int) {
	b.Helper()
	more := crowdPractices*scale - h.practices
	if more <= 0 {
		return
	}
	began := time.Now()
	if err := h.crowd.Practices(b.Context(), more, crowdCouples); err != nil {
		b.Fatal(err)
	}
	h.practices += more
	if _, err := h.SQL(b).Exec("VACUUM ANALYZE"); err != nil {
		b.Fatal(err)
	}
	b.Logf("%d other practices of %d couples, made in %s", h.practices, crowdCouples, time.Since(began).Round(time.Millisecond))
}

// page measures a page of the counselor over HTTP beside its statements.
func (h *hall) page(b *testing.B, scale int, path string) {
	ask := h.asker(b, h.counselor)
	all := statements(b, h.site.App, h.SignIn(b, h.counselor), h.site.URL+path)
	pagesRead(b, h.DB, h.counselor.Scope(), all)
	h.beside(b, scale, func() { ask("GET", path, nil, http.StatusOK) }, func() { floor(b, h.DB, h.counselor.Scope(), all) })
}

// reportData measures what a report of 26 weeks loads beside its statements.
func (h *hall) reportData(b *testing.B, scale int) {
	to := h.Clock.Today()
	asked := sessions.Asked{From: to.AddDate(0, 0, -7*26), To: to, Today: to, Reader: progress.ReaderFile, Lang: "en"}
	gather := func(ctx context.Context) error {
		return h.DB.View(ctx, h.counselor.Scope(), func(tx *db.Tx) error {
			g, err := sessions.Gather(tx, h.library, asked)
			if err == nil && (len(g.CheckIns) < 40 || len(g.Held) < 20 || len(g.Work) == 0 || len(g.Promises) == 0) {
				err = fmt.Errorf("a report of next to nothing: %d check-ins, %d sessions", len(g.CheckIns), len(g.Held))
			}
			return err
		})
	}
	err := h.DB.View(b.Context(), h.counselor.Scope(), func(tx *db.Tx) (err error) {
		asked.Couple, err = couple.Get(tx, h.couples[0])
		return err
	})
	if err == nil {
		err = gather(b.Context()) // the keys are at hand from now on
	}
	if err != nil {
		b.Fatal(err)
	}
	ctx, count := db.WithCount(b.Context())
	if err := gather(ctx); err != nil {
		b.Fatal(err)
	}
	all := ofPage(count)
	pagesRead(b, h.DB, h.counselor.Scope(), all)
	h.beside(b, scale, func() {
		if err := gather(b.Context()); err != nil {
			b.Fatal(err)
		}
	}, func() { floor(b, h.DB, h.counselor.Scope(), all) })
}

const sqlBareUpsert = `insert into check_in (practice_id, couple_id, person_id, local_date, design, id, safe, rely, calm, line, sent_at, changed_at)
values ($1, $2, $3, $4, 'weekly', $5, 6, 5, 4, $6, $7, $7) on conflict (practice_id, couple_id, person_id, local_date, design)
do update set safe = excluded.safe, rely = excluded.rely, calm = excluded.calm, line = excluded.line, changed_at = excluded.changed_at, version = check_in.version + 1`

// checkIn measures a partner's first check-in of a week, sent as the form sends it, beside one bare upsert of the other
// partner by the superuser, which commits by itself. What was sent is deleted in between, outside the clock.
func (h *hall) checkIn(b *testing.B, scale int) {
	ask := h.asker(b, h.writer.Partners[0])
	bare, err := h.SQL(b).Prepare(sqlBareUpsert)
	if err != nil {
		b.Fatal(err)
	}
	defer bare.Close()
	line := []byte(strings.Repeat("sealed ", 12))
	h.besideAfter(b, scale, func() {
		if _, err := h.SQL(b).Exec(`delete from check_in where practice_id = $1 and couple_id = $2`, h.Practice, h.writer.ID); err != nil {
			b.Fatal(err)
		}
	}, func() {
		form := url.Values{"key": {uuid.NewString()}, "design": {"weekly"}, "version": {"0"}, "on": {h.Clock.Today().Format(time.DateOnly)},
			"safe": {"6"}, "rely": {"5"}, "calm": {"4"}, "line": {"One line that I want read before we meet."}}
		ask("POST", "/check-in", form, http.StatusSeeOther)
	}, func() {
		if _, err := bare.Exec(h.Practice, h.writer.ID, h.writer.Partners[1].Person(), h.Clock.Today(), uuid.New(), line, h.DB.Now()); err != nil {
			b.Fatal(err)
		}
	})
}

// beside runs page and floor in turn and reports their medians.
func (h *hall) beside(b *testing.B, scale int, page, floor func()) {
	h.besideAfter(b, scale, func() {}, page, floor)
}

// besideAfter is beside with something to do before each turn that does not count.
func (h *hall) besideAfter(b *testing.B, scale int, before, page, floor func()) {
	b.Helper()
	p := inTurn(b, before, page, floor)
	_, name, _ := strings.Cut(strings.TrimPrefix(b.Name(), "BenchmarkScale/"), "/")
	if scale == 1 {
		h.x1[name] = p
	} else if at := h.x1[name]; at > 0 {
		b.ReportMetric(p/at, "×x1")
	}
}

// inTurn runs page and floor in turn, reports their medians and answers the page's in microseconds.
func inTurn(b *testing.B, before, page, floor func()) float64 {
	b.Helper()
	for range 8 { // connections open, statements are prepared, and their plans are the ones that stay
		before()
		page()
		floor()
	}
	var pages, floors []time.Duration
	for b.Loop() {
		before()
		t0 := time.Now()
		page()
		t1 := time.Now()
		floor()
		pages, floors = append(pages, t1.Sub(t0)), append(floors, time.Since(t1))
	}
	p, f := median(pages), median(floors)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(p, "page-µs")
	b.ReportMetric(f, "floor-µs")
	b.ReportMetric(p/f, "×floor")
	return p
}

// median is in microseconds.
func median(all []time.Duration) float64 {
	slices.Sort(all)
	return float64(all[len(all)/2].Nanoseconds()) / 1000
}

// asker is a signed-in browser that reads answers to the end and looks at nothing but the status.
func (h *hall) asker(b *testing.B, who interface{ Scope() tenant.Scope }) func(method, path string, form url.Values, want int) {
	b.Helper()
	cookie := &http.Cookie{Name: h.site.App.CookieName(), Value: h.SignIn(b, who)}
	client := &http.Client{Transport: &http.Transport{DisableCompression: true}, Timeout: 40 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	b.Cleanup(client.CloseIdleConnections)
	return func(method, path string, form url.Values, want int) {
		req, err := http.NewRequestWithContext(b.Context(), method, h.site.URL+path, strings.NewReader(form.Encode()))
		if err != nil {
			b.Fatal(err)
		}
		req.AddCookie(cookie)
		req.Header.Set("Accept-Encoding", "gzip") // packed as for a browser, and not unpacked
		if form != nil {
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			req.Header.Set("Sec-Fetch-Site", "same-origin")
		}
		res, err := client.Do(req)
		if err != nil {
			b.Fatal(err)
		}
		defer res.Body.Close()
		if _, err := io.Copy(io.Discard, res.Body); err != nil || res.StatusCode != want {
			b.Fatalf("%s %s: %d %v", method, path, res.StatusCode, err)
		}
	}
}
