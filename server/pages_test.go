package main

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// overhead is what every page of a sign-in costs: sign-in, BEGIN, scope, audit, COMMIT.
const overhead = 5

// sections is how many parts of a page ask the database something of their own, by route. A page may send overhead + sections
// statements, whatever it shows. A route without a line fails.
func sections() map[string]int {
	return map[string]int{
		"/agreements":                                  7,
		"/agreements/:agreement":                       7,
		"/agreements/:agreement/print":                 7,
		"/agreements/print":                            7,
		"/assignments/:assignment":                     5,
		"/assignments/:assignment/paper":               2,
		"/assignments/:assignment/sheet.pdf":           6,
		"/boundaries":                                  8,
		"/boundaries/:boundary":                        8,
		"/boundaries/:boundary/check":                  8,
		"/boundaries/:boundary/print":                  8,
		"/boundaries/print":                            2,
		"/boundaries/:boundary/write":                  8,
		"/caseload":                                    2,
		"/check-in":                                    3,
		"/couples/:couple":                             13,
		"/couples/:couple/agreements":                  9,
		"/couples/:couple/agreements/:agreement":       9,
		"/couples/:couple/agreements/:agreement/print": 9,
		"/couples/:couple/agreements/print":            3,
		"/couples/:couple/assign":                      7,
		"/couples/:couple/audit":                       2,
		"/couples/:couple/boundaries":                  10,
		"/couples/:couple/boundaries/:boundary":        10,
		"/couples/:couple/boundaries/:boundary/print":  9,
		"/couples/:couple/boundaries/print":            3,
		"/couples/:couple/check-in-windows":            3,
		"/couples/:couple/check-ins":                   7,
		"/couples/:couple/check-ins/new":               2,
		"/couples/:couple/confidences":                 4,
		"/couples/:couple/decisions":                   8,
		"/couples/:couple/decisions/:decision":         8,
		"/couples/:couple/decisions/:decision/print":   9,
		"/couples/:couple/decisions/:decision/reading": 11,
		"/couples/:couple/discharge":                   8,
		"/couples/:couple/discernment":                 12,
		"/couples/:couple/discernment/print":           3,
		"/couples/:couple/gates":                       10,
		"/couples/:couple/hold":                        5,
		"/couples/:couple/homework":                    3,
		"/couples/:couple/injuries":                    4,
		"/couples/:couple/notes":                       3,
		"/couples/:couple/people":                      4,
		"/couples/:couple/people/:person":              3,
		"/couples/:couple/people/:person/separate":     4,
		"/couples/:couple/people/new":                  3,
		"/couples/:couple/plan":                        6,
		"/couples/:couple/plan/print":                  3,
		"/couples/:couple/plan/reading":                6,
		"/couples/:couple/planner":                     18,
		"/couples/:couple/programmes":                  5,
		"/couples/:couple/programmes/:placed":          5,
		"/couples/:couple/promises":                    5,
		"/couples/:couple/promises/:promise":           5,
		"/couples/:couple/promises/reading":            6,
		"/couples/:couple/promises/new":                3,
		"/couples/:couple/proposals/:proposal":         9,
		"/couples/:couple/questions":                   10,
		"/couples/:couple/questions/:question":         10,
		"/couples/:couple/questions/:question/print":   9,
		"/couples/:couple/questions/print":             3,
		"/couples/:couple/releases/reading":            6,
		"/couples/:couple/releases":                    8,
		"/couples/:couple/reports":                     3,
		"/couples/:couple/screens":                     5,
		"/couples/:couple/screens/:screen":             7,
		"/couples/:couple/session-sheet":               9,
		"/couples/:couple/tonight":                     4,
		"/couples/new":                                 0,
		"/decisions":                                   5,
		"/decisions/:decision":                         5,
		"/decisions/:decision/print":                   7,
		"/discernment":                                 4,
		"/discernment/print":                           4,
		"/entries/:entry":                              6,
		"/entries/:entry/release":                      9,
		"/hard-moment":                                 4,
		"/history":                                     6,
		"/home":                                        13,
		"/me":                                          2,
		"/own-programmes":                              1,
		"/own-programmes/:draft":                       2,
		"/own-programmes/:draft/add":                   1,
		"/own-programmes/:draft/frame":                 1,
		"/own-programmes/:draft/part":                  1,
		"/own-programmes/:draft/preview":               1,
		"/own-programmes/:draft/row":                   1,
		"/plan":                                        5,
		"/plan/earlier":                                4,
		"/plan/mine":                                   4,
		"/plan/print":                                  4,
		"/programme-readings":                          0,
		"/programme-versions/:version":                 2,
		"/programmes":                                  0,
		"/programmes/:row":                             0,
		"/programmes/search":                           0,
		"/progress-notes/:note":                        12,
		"/progress-notes/:note/report.pdf":             5,
		"/progress-reports/:report":                    10,
		"/promises":                                    3,
		"/promises/:promise":                           4,
		"/promises/:promise/days/:day/different":       4,
		"/promises/new":                                1,
		"/proposals/:proposal":                         7,
		"/proposals/:proposal/print":                   7,
		"/questions":                                   8,
		"/questions/:question":                         8,
		"/questions/:question/print":                   8,
		"/questions/print":                             2,
		"/readings":                                    1,
		"/received":                                    4,
		"/received/:release":                           4,
		"/safety":                                      2,
		"/safety-alerts/:alert":                        3,
		"/safety/screen":                               3,
		"/sent":                                        4,
		"/sent/:entry":                                 4,
		"/settings":                                    2,
		"/settings/device":                             0,
		"/sign-ins":                                    1,
		"/today":                                       3,
		"/tonight":                                     1,
		"/waves/:wave":                                 3,
		"/waves/new":                                   4,
		"/work/:assignment":                            5,
		"/work/:assignment/:part/:n":                   5,
		"/work/:assignment/summary":                    4,
	}
}

// alike is how many pages of one route are counted: the first of a crawl, which belong to different couples.
const alike = 8

// counts are the statements of each page, asked a second time so that caches and prepared statements are warm.
func (v *visitor) counts(pages []page) map[string]int {
	v.s.t.Helper()
	all, of, list := map[string]int{}, map[string]int{}, v.s.App.List()
	for _, p := range pages {
		l := routeOf(list, "GET", p.path)
		if l == nil {
			v.s.t.Fatalf("%s is no route", p.path)
		}
		if of[l.Path]++; of[l.Path] <= alike {
			all[p.path] = v.s.statements(v.get(p.path)).N()
		}
	}
	return all
}

// P9: the statements of a page do not grow, neither with the couples of the caseload nor with what a couple has done.
func TestStatementsDoNotGrow(t *testing.T) {
	many, one := newTown(t), newTown(t)
	t.Parallel()
	one.exec(`delete from couple_access where couple_id in (select couple_id from couple where code <> 'NQ-01')`)
	list, most := many.App.List(), map[string]int{}
	for _, who := range []string{treating, partner, theOther} {
		large := many.visits[who].counts(many.visits[who].crawl("/"))
		small := one.visits[who].counts(one.visits[who].crawl("/"))
		for path, n := range large {
			l := routeOf(list, "GET", path)
			most[l.Path] = max(most[l.Path], n)
			if few, both := small[path]; both && n > few {
				t.Errorf("%s: %s sends %d statements with one couple and %d with six", who, path, few, n)
			}
			if parts, known := sections()[l.Path]; l.Audience != "public" && (!known || n > overhead+parts) {
				t.Errorf("%s: %s sends %d statements, %d sections are known", who, path, n, parts)
			}
		}
	}
	for _, path := range slices.Sorted(maps.Keys(most)) {
		t.Logf("%3d %s", most[path], path)
	}
}

// payload is text that becomes something else wherever a page forgets to escape.
const payload = `</textarea></script><img src=x onerror=alert(1)><script>alert(2)</script>"'` + "`" + `><svg onload=alert(3)>{{.}}${7*7}`

// K6: what people type stands on pages as they typed it. Every form that the counselor and both partners find is filled with the payload in
// every field that takes text and sent; then everybody reads everything again.
func TestPayloadsStayText(t *testing.T) {
	w := newTown(t)
	t.Parallel()
	taken := map[string]int{}
	for _, who := range []string{theOther, partner, treating} {
		v := w.visits[who]
		for _, o := range orders(v.crawl("/")) {
			l := routeOf(w.App.List(), "POST", o.action)
			if l == nil || slices.Contains([]string{"/sign-out", "/leave", "/sign-ins", "/couples/:couple/room", "/csp"}, l.Path) {
				continue
			}
			a := v.post(o.action, fields(o.form, func(string) string { return payload }))
			if a.Status >= 500 {
				t.Errorf("%s: %s answers %d", who, o.action, a.Status)
			}
			if trail := w.trail(a); a.Status == 303 && !slices.Contains(trail, l.Audit) {
				t.Errorf("%s: %s (%s) left %v in the trail, not %s", who, o.action, l, trail, l.Audit)
			}
			plainly(t, who, page{o.action, a})
			harmless(t, who, page{o.action, a})
			taken[l.Path+" "+map[bool]string{true: "taken", false: "refused"}[a.Status == 303]]++
		}
	}
	literally := 0
	for _, who := range []string{treating, partner, theOther} {
		for _, p := range w.visits[who].crawl("/") {
			plainly(t, who, p)
			harmless(t, who, p)
			if strings.Contains(p.Text(), "alert(2)") {
				literally++
			}
		}
	}
	if literally < 8 {
		t.Errorf("only %d pages show what was typed", literally)
	}
	for _, way := range slices.Sorted(maps.Keys(taken)) {
		t.Logf("%3d %s", taken[way], way)
	}
}

// harmless looks for what the payload would become.
func harmless(t *testing.T, who string, p page) {
	t.Helper()
	walk(p.Doc, func(n *html.Node) {
		if n.Data == "img" && value(n, "src") == "x" || n.Data == "svg" && has(n, "onload") {
			t.Errorf("%s: %s: the payload became <%s>", who, p.path, n.Data)
		}
	})
}
