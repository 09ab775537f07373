package main

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"amends/server/demo"
)

// plainly checks what every answer must carry and no page may contain (K7, K40, goal 9).
func plainly(t *testing.T, who string, p page) {
	t.Helper()
	policy := "default-src 'none'; script-src 'self'; style-src 'self'"
	if strings.HasPrefix(p.Header.Get("Content-Type"), "application/pdf") {
		policy = "default-src 'none'; object-src 'self'" // a file shown by the browser's own viewer
	}
	for name, want := range map[string]string{
		"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff",
		"Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
		"X-Frame-Options": "DENY", "Cache-Control": "no-store", "Permissions-Policy": "camera=()",
	} {
		if !strings.Contains(p.Header.Get(name), want) {
			t.Errorf("%s: %s: header %s is %q", who, p.path, name, p.Header.Get(name))
		}
	}
	for _, rest := range []string{"no value>", "no value&gt;", "%!", "ZgotmplZ"} { // what a template or a sentence leaves when something is missing
		if p.Doc != nil && strings.Contains(p.Body, rest) {
			t.Errorf("%s: %s shows %q", who, p.path, rest)
		}
	}
	walk(p.Doc, func(n *html.Node) {
		inline := n.Data == "style" || n.Data == "script" && (n.FirstChild != nil || value(n, "src") == "")
		for _, a := range n.Attr {
			key, text := strings.ToLower(a.Key), strings.ToLower(strings.TrimSpace(a.Val))
			inline = inline || key == "style" || strings.HasPrefix(key, "on") || (key == "href" || key == "src" || key == "action") && strings.HasPrefix(text, "javascript:")
		}
		if inline {
			t.Errorf("%s: %s: <%s %v> stands in the page itself", who, p.path, n.Data, n.Attr)
		}
	})
}

// K9, K30, K40, goal 9, and who reads what: everybody follows every link. Nothing changes but the trail, each page leaves
// events of the one verb its route names (one for each record on it), and the planted words stand only where they may.
func TestReadingChangesNothing(t *testing.T) {
	w := newTown(t)
	t.Parallel()
	w.own()
	w.visits["Malik"] = w.fresh("Malik")
	before := w.rows()
	list := w.App.List()
	for _, who := range append(principals(), "Malik") {
		if who == covering {
			continue // sees the same pages as the treating counselor; the isolation test opens each of them
		}
		for _, p := range w.visits[who].crawl("/") {
			plainly(t, who, p)
			readersStand(t, who, p)
			for _, word := range demo.Markers() {
				if strings.Contains(p.Body, word) && !mayRead(who, word) {
					t.Errorf("%s reads %s on %s", who, word, p.path)
				}
				if strings.Contains(word, "confidence") && strings.Contains(p.Body, word) && !strings.HasSuffix(p.path, "/confidences") {
					t.Errorf("what is held in confidence stands on %s", p.path)
				}
			}
			l := routeOf(list, "GET", p.path)
			if l == nil {
				t.Errorf("%s: %s is no listed route", who, p.path)
				continue
			}
			var want []string
			if l.Audit != "" && p.Status == 200 {
				want = []string{l.Audit}
			}
			if got := slices.Compact(w.trail(p.Answer)); !slices.Equal(got, want) {
				t.Errorf("%s: %s (%s) left %v in the trail, not %v", who, p.path, l, got, want)
			}
		}
	}
	unchanged(t, before, w.rows(), "reading")
	w.trailHoldsNoWords()
}

// mayRead says who may meet which kind of planted word at all: the counselor in care everything she is told, partners their own words,
// the owner and the front desk names and ways to reach people. Not-yet reasons are Tove's, so Malik never reads one.
func mayRead(who, word string) bool {
	place := strings.TrimSuffix(strings.TrimPrefix(word, "Zq7"), "Xk3")
	switch who {
	case treating:
		return place != "draft"
	case owner, desk:
		return slices.Contains([]string{"phone", "contact", "legal"}, place)
	case partner, theOther, elsewhere:
		return slices.Contains([]string{"line", "answer", "draft", "reach", "phone", "contact", "legal"}, place)
	}
	return who == "Malik" && slices.Contains([]string{"line", "answer", "draft", "phone", "contact", "legal"}, place)
}

// trailHoldsNoWords looks through the whole trail for text: the planted words, names, and anything longer than a verb.
func (s *sample) trailHoldsNoWords() {
	s.t.Helper()
	trail := strings.Join(s.texts(`select audience || ' ' || verb || ' ' || object || ' ' || request from audit_event`), "\n")
	for _, word := range append(demo.Markers(), partner, theOther, elsewhere, "NQ-0", "Solberg") {
		if strings.Contains(trail, word) {
			s.t.Errorf("the trail holds %q", word)
		}
	}
	if odd := s.texts(`select distinct verb from audit_event where verb !~ '^[a-z_]+\.[a-z_]+$'`); len(odd) > 0 {
		s.t.Errorf("verbs that are no verbs: %v", odd)
	}
}

// typing fills a form of a page: typed goes into every field that takes text, chosen overrides; what is forged joins where the
// form has no such field.
func (v *visitor) typing(at, action, typed string, chosen, forged url.Values) url.Values {
	v.s.t.Helper()
	for _, o := range orders([]page{{at, v.get(at)}}) {
		if o.action == action {
			values := fields(o.form, func(string) string { return typed })
			for name, x := range chosen {
				values[name] = x
			}
			for name, x := range forged {
				if !values.Has(name) {
					values[name] = x
				}
			}
			return values
		}
	}
	v.s.t.Fatalf("%s: %s has no form for %s", v.name, at, action)
	return nil
}

// submits sends the form and expects it to be taken.
func (v *visitor) submits(at, action, typed string, chosen, forged url.Values) string {
	v.s.t.Helper()
	a := v.post(action, v.typing(at, action, typed, chosen, forged))
	if a.Status != 303 {
		v.s.t.Fatalf("%s: %s from %s: %d %s", v.name, action, at, a.Status, clip(a.Text()))
	}
	return a.Location
}

// seen is a whole crawl as comparable text.
func (v *visitor) seen() map[string]string {
	v.s.t.Helper()
	all := map[string]string{}
	for _, p := range v.crawl("/") {
		all[p.path] = same(p.Answer)
	}
	return all
}

// act is something a partner does in private.
type act struct {
	name string
	do   func(a *visitor, word string)
}

// privateActs are what Jonas does and Amira must not be able to tell. Each plants its word where there is a field for one.
func (w *town) privateActs() []act {
	letter := "/work/" + w.text(`select id from assignment x join couple c using (practice_id, couple_id) where c.code = 'NQ-01' and step_key = 'apology'`)
	part := "/sent/" + w.text(`select x.id from entry x join couple c using (practice_id, couple_id) where c.code = 'NQ-01' and part_key = 'letter'`)
	deeds := "/work/" + w.text(`select id from assignment x join couple c using (practice_id, couple_id) where c.code = 'NQ-01' and step_key = 'promises'`)
	forged := url.Values{"role": {"owner"}, "practice_id": {w.operator.Practice().String()}, "couple_id": {"x"}, "person_id": {w.seat(partner).Person.String()},
		"author_id": {w.seat(partner).Person.String()}, "visibility": {"joint"}, "state": {"released"}, "signed_at": {"2026-01-01"}, "version": {"99"}}
	said := ""
	safety := func(reply string) act {
		return act{"safety " + reply, func(a *visitor, word string) {
			thanks := same(a.get(a.submits("/safety", "/safety", word, url.Values{"answer": {reply}}, forged)))
			if said == "" {
				said = thanks
			}
			if thanks != said { // whoever looks over a shoulder learns nothing from the answer to an answer
				w.t.Errorf("safety %s is thanked in its own way: %s", reply, difference(said, thanks))
			}
		}}
	}
	return append(w.ownActs(forged), []act{
		{"check-in", func(a *visitor, word string) { a.submits("/check-in", "/check-in", word, nil, forged) }},
		{"letter withdrawn", func(a *visitor, word string) { a.submits(letter, letter+"/withdraw", word, nil, forged) }},
		{"draft", func(a *visitor, word string) {
			a.submits(letter+"/letter/1", letter+"/letter/1", word, nil, forged)
		}},
		{"letter sent", func(a *visitor, word string) { a.submits(letter+"/review", letter+"/submit", word, nil, forged) }},
		{"release asked", func(a *visitor, word string) { a.submits(part, part+"/ask", word, nil, forged) }},
		{"no longer asked", func(a *visitor, word string) { a.submits(part, part+"/stop-asking", word, nil, forged) }},
		{"rather not", func(a *visitor, word string) { a.submits(deeds, deeds+"/decline", word, nil, forged) }},
		{"taken up", func(a *visitor, word string) { a.submits(deeds, deeds+"/reopen", word, nil, forged) }},
		{"not now", func(a *visitor, word string) { a.submits(deeds, deeds+"/later", word, nil, forged) }},
		{"lines", func(a *visitor, word string) { a.submits("/settings", "/settings/lines", word, nil, forged) }},
		{"settings", func(a *visitor, word string) { a.submits("/settings", "/settings", word, nil, forged) }},
		{"own past hidden", func(a *visitor, word string) { a.submits("/history", "/history/show", word, nil, forged) }},
		{"screen", func(a *visitor, word string) { a.submits("/safety/screen", "/safety/screen", word, nil, forged) }},
		safety("1"), safety("2"), safety("3"), safety("4"), // no, contact me, in person, skip
	}...)
}

// K2, K3, K5: nothing Jonas does in private moves anything Amira is served, and none of his words reaches her or anybody without care.
func TestPrivateActsStayPrivate(t *testing.T) {
	w := newTown(t)
	t.Parallel()
	a, b := w.visits[theOther], w.visits[partner]
	staged, did := w.stage(), &recorder{}
	a.http.Transport = did
	before := b.seen()
	if len(before) < 20 {
		t.Fatalf("only %d pages of %s", len(before), partner)
	}
	words := map[string]string{}
	for i, act := range append(w.privateActs(), w.roomActs(staged)...) {
		words[act.name] = fmt.Sprintf("Canary%02dWq", i)
		act.do(a, words[act.name])
		b.notMoved(act.name, before)
	}
	w.notYet(a, b, words)
	did.missing(w)
	counselor := w.visits[treating].everything("/couples/" + w.text(`select couple_id from couple where code = 'NQ-01'`))
	for _, told := range []string{"check-in", "draft", "reason", "screen", "plan sent", "question asked", "question's answer sent", "proposal sent", "end sent", "boundary looked over",
		"pledge in short", "discernment sent", "it was different"} {
		if !strings.Contains(counselor, words[told]) {
			t.Errorf("the counselor does not read what was written for her: %s", told)
		}
	}
	for _, who := range []string{partner, elsewhere, colleague, owner, desk, stranger, nobody} {
		text := w.visits[who].everything("/")
		for name, word := range words {
			if strings.Contains(text, word) {
				t.Errorf("%s reads %s's %s", who, theOther, name)
			}
		}
	}
}

// notYet: the answer itself is joint, its reason is the counselor's alone.
func (w *town) notYet(a, b *visitor, words map[string]string) {
	w.t.Helper()
	for _, o := range orders(a.crawl("/promises")) {
		if !strings.HasPrefix(o.action, "/promises/") || !strings.HasSuffix(o.action, "/answer") {
			continue
		}
		values := fields(o.form, nil)
		values.Set("answer", "not-yet")
		location := a.post(o.action, values).Location
		after := b.seen()
		words["reason"] = "CanaryReasonWq"
		a.submits(location, location, words["reason"], nil, nil)
		b.notMoved("reason", after)
		return
	}
	w.t.Fatalf("%s has no promise to answer", a.name)
}

func (v *visitor) notMoved(name string, before map[string]string) {
	v.s.t.Helper()
	after := v.seen()
	for path, text := range before {
		if other, there := after[path]; !there || other != text {
			v.s.t.Errorf("%s: %s sees another %s: %s", name, v.name, path, difference(text, other))
		}
	}
	for path := range after {
		if _, there := before[path]; !there {
			v.s.t.Errorf("%s: %s sees a new page %s", name, v.name, path)
		}
	}
}

// everything is all that a crawl is served, in one text.
func (v *visitor) everything(from string) string {
	v.s.t.Helper()
	var all strings.Builder
	for _, p := range v.crawl(from) {
		all.WriteString(p.Body)
	}
	return all.String()
}

func difference(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	cut := func(s string) string { return s[max(0, min(i-60, len(s))):min(i+100, len(s))] }
	return cut(a) + " ≠ " + cut(b)
}
