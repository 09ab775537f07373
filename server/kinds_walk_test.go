package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"amends/server/signin"
	"amends/server/tenant"
	"amends/server/testkit"
	"amends/server/web"
)

// rounds is one couple in three browsers behind the whole program: Ana was hurt by Jon, each holds a phone, and Ingrid sits at a desk.
// They do one kind of homework after another as people do.
type rounds struct {
	*testkit.House
	t              *testing.T
	site           *testkit.Site
	ingrid         tenant.Staff
	couple         *testkit.Couple
	desk, ana, jon *testkit.Tab
	kind           string // the kind that is being walked; names its pictures
	step           int
	axed           map[string]bool
	alone          map[*testkit.Tab]*testkit.Client // the two partners without a screen, to read whole pages
}

// newWalk serves the program for a new couple. G0 and G1 are open and what happened is recorded; advice gates stay closed, so that
// going on needs a reason.
func newWalk(t *testing.T) *rounds {
	t.Helper()
	w := &rounds{House: testkit.New(t), t: t, axed: map[string]bool{}}
	w.Clock.Set(sampleNow())
	w.ingrid = w.Counselor(t, "Ingrid")
	w.couple = w.Couple(t, w.ingrid, "Ana", "Jon")
	w.OpenGates(t, w.couple)
	injury := uuid.New()
	w.exec(`insert into injury (practice_id, couple_id, id, told, made_at, made_by) values ($1, $2, $3, 'x', $4, $5)`, w.couple.ID, injury, w.DB.Now(), w.ingrid.Person())
	for i, role := range []string{"injured", "involved"} {
		w.exec(`insert into injury_role (practice_id, couple_id, injury_id, person_id, role) values ($1, $2, $3, $4, $5)`, w.couple.ID, injury, w.couple.Partners[i].Person(), role)
	}
	w.exec(`update practice set name = 'Harbour Lane Practice' where id = $1`)
	w.site = w.Serve(t, func(r *web.Routes) {
		if err := register(r, signin.New(w.DB, "http://localhost")); err != nil {
			t.Fatal(err)
		}
	})
	w.desk, w.ana, w.jon = w.site.Tab(t, w.ingrid), w.site.Tab(t, w.couple.Partners[0]), w.site.Tab(t, w.couple.Partners[1])
	w.desk.Size(1280, 900)
	w.ana.Size(390, 844)
	w.jon.Size(390, 844)
	w.alone = map[*testkit.Tab]*testkit.Client{w.ana: w.site.As(w.couple.Partners[0]), w.jon: w.site.As(w.couple.Partners[1])}
	return w
}

// exec changes the practice, which is $1, as the superuser.
func (w *rounds) exec(query string, args ...any) {
	w.t.Helper()
	if _, err := w.SQL(w.t).ExecContext(w.t.Context(), query, append([]any{w.Practice}, args...)...); err != nil {
		w.t.Fatalf("%s: %v", query, err)
	}
}

// ask asks the database for one value of the practice, which is $1.
func (w *rounds) ask(query string, args ...any) (out string) {
	w.t.Helper()
	if err := w.SQL(w.t).QueryRowContext(w.t.Context(), query, append([]any{w.Practice}, args...)...).Scan(&out); err != nil {
		w.t.Fatalf("%s: %v", query, err)
	}
	return out
}

func (w *rounds) path() string { return "/couples/" + w.couple.ID.String() }

// name says whose tab it is.
func (w *rounds) name(b *testkit.Tab) string {
	switch b {
	case w.ana:
		return "Ana"
	case w.jon:
		return "Jon"
	}
	return "Ingrid"
}

func (w *rounds) other(b *testkit.Tab) *testkit.Tab {
	if b == w.ana {
		return w.jon
	}
	return w.ana
}

// begins the walk of a kind.
func (w *rounds) begins(kind string) { w.kind, w.step = kind, 0 }

// look looks at the page: all of it fits sideways, no word is missing, every field says who reads it before it is filled, and axe, once
// for every page of that name and tab. Where PICTURES names a folder it keeps a picture.
func (w *rounds) look(b *testkit.Tab, name string) {
	w.t.Helper()
	width := 390
	if b == w.desk {
		width = 1280
	}
	type seen struct {
		Wide   int    `json:"wide"`
		Text   string `json:"text"`
		Unread string `json:"unread"`
	}
	s := testkit.Eval[seen](b, `(() => {
	  const main = document.querySelector("main");
	  const readers = [...main.querySelectorAll(".reader")].filter(r => r.textContent.trim());
	  const fields = [...main.querySelectorAll("textarea, input:not([type=hidden]), select")];
	  const unread = fields.find(f => !readers.some(r => r.compareDocumentPosition(f) & Node.DOCUMENT_POSITION_FOLLOWING));
	  return {wide: document.documentElement.scrollWidth, text: document.body.innerText, unread: unread ? unread.name : ""};
	})()`)
	at := fmt.Sprintf("%s, %s of %s at %s", w.kind, name, w.name(b), b.Location())
	if s.Wide > width {
		w.t.Errorf("%s needs sideways scrolling: %d px", at, s.Wide)
	}
	if b != w.desk && s.Unread != "" {
		w.t.Errorf("%s: nothing says who reads %q", at, s.Unread)
	}
	if strings.Contains(s.Text, "no value>") || missingWord.MatchString(s.Text) {
		w.t.Errorf("%s misses a word: %s", at, clip(s.Text))
	}
	if b != w.desk && strings.Contains(s.Text, "!") {
		w.t.Errorf("%s shouts: %s", at, clip(s.Text))
	}
	if page := name + fmt.Sprint(b == w.desk); !w.axed[page] {
		w.axed[page] = true
		b.Axe()
	}
	w.step++
	if dir := os.Getenv("PICTURES"); dir != "" {
		file := fmt.Sprintf("%s-%02d-%s-%s.png", w.kind, w.step, strings.ToLower(w.name(b)), name)
		b.Screenshot(filepath.Join(dir, file))
		if b != w.desk && slices.Contains([]string{"work", "look-over", "sent"}, name) {
			b.Dark(true)
			b.Screenshot(filepath.Join(dir, "dark", file))
			b.Dark(false)
		}
	}
}

// missingWord is how a page shows a message that does not exist.
var missingWord = regexp.MustCompile(`\[[a-z]+_[a-z_]+\]`)

// says and lacks look for visible words.
func (w *rounds) says(b *testkit.Tab, words ...string) {
	w.t.Helper()
	text := b.Text("main")
	for _, one := range words {
		if !strings.Contains(text, one) {
			w.t.Errorf("%s: %s does not read %q at %s: %s", w.kind, w.name(b), one, b.Location(), clip(text))
		}
	}
}

func (w *rounds) lacks(b *testkit.Tab, words ...string) {
	w.t.Helper()
	text := b.Text("body")
	for _, one := range words {
		if strings.Contains(text, one) {
			w.t.Errorf("%s: %s reads %q at %s", w.kind, w.name(b), one, b.Location())
		}
	}
}

// holds tells whether the page has something.
func holds(b *testkit.Tab, selector string) bool {
	return testkit.Eval[bool](b, fmt.Sprintf(`!!document.querySelector(%q)`, selector))
}

// everything is all that a partner's pages hold, byte for byte but for the keys of their forms.
func (w *rounds) everything(b *testkit.Tab) string {
	w.t.Helper()
	var all strings.Builder
	for _, path := range []string{"/home", "/received", "/sent", "/promises", "/plan", "/history"} {
		a := w.alone[b].Get(path)
		fmt.Fprintln(&all, path, a.Status, formKey.ReplaceAllString(a.Body, ""))
	}
	return all.String()
}

// formKey is fresh on every page that holds a form.
var formKey = regexp.MustCompile(`name="key" value="[^"]*"`)

// unseen does something of which the other partner's pages may show nothing.
func (w *rounds) unseen(b *testkit.Tab, what string, do func()) {
	w.t.Helper()
	other := w.other(b)
	before := w.everything(other)
	do()
	if after := w.everything(other); after != before {
		w.t.Errorf("%s: %s sees that %s %s:\n%s", w.kind, w.name(other), w.name(b), what, firstChange(before, after))
	}
}

// firstChange is where two texts part.
func firstChange(a, b string) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	end := func(s string) string { return s[min(max(0, i-80), len(s)):min(i+160, len(s))] }
	return end(a) + "\n---\n" + end(b)
}

// assigns gives a step on the real page and answers its assignment. to is "both", or one partner's name.
func (w *rounds) assigns(code, of, to string) string {
	w.t.Helper()
	w.waits()
	b := w.desk
	b.Open(w.path() + "/assign")
	b.Eval(fmt.Sprintf(`(a => { if (!a) throw new Error("the library lacks " + %[1]q); a.closest("details")?.setAttribute("open", ""); a.dataset.next = "yes" })(
	  [...document.querySelectorAll("a.step")].find(a => { const q = new URL(a.href).searchParams; return q.get("step") === %[1]q && [q.get("of"), ""].includes(%[2]q) }))`, code, of))
	b.Go("[data-next]")
	if holds(b, `[name="reason"]`) {
		b.Fill(`[name="reason"]`, "They asked for it in the session.")
	}
	if holds(b, `input[name="for"][type="radio"]`) {
		value := "both"
		for i, name := range w.couple.Names {
			if name == to {
				value = w.couple.Partners[i].Person().String()
			}
		}
		pick(b, "for", value)
	}
	if holds(b, `input[name="again"]`) { // the library step was given before, by another row
		pick(b, "again", "yes")
	}
	w.look(b, "assign")
	b.Go(".assign-row button.primary")
	w.says(b, "Given now")
	return w.ask(`select id from assignment where practice_id = $1 order by given_at desc, id limit 1`)
}

// waits lets a minute pass, as between two people's turns: what is given or sent in the same instant has no order.
func (w *rounds) waits() { w.Clock.Advance(time.Minute) }

// opens goes from Today to a step that was given.
func (w *rounds) opens(b *testkit.Tab, given string) {
	w.t.Helper()
	b.Open("/home")
	w.look(b, "today")
	w.says(b, w.ask(`select title->>'en' from assignment where practice_id = $1 and id = $2`, given))
	b.Go(fmt.Sprintf(`a[href="/work/%s"]`, given))
	w.look(b, "work")
}

// sheet is what somebody does on one page of a work: an answer to its question, and something to do or look at before going on.
type sheet struct {
	answer string
	then   func(b *testkit.Tab)
}

// answers are pages with nothing but answers; an empty one leaves the page as it is.
func answers(all ...string) (pages []sheet) {
	for _, one := range all {
		pages = append(pages, sheet{answer: one})
	}
	return pages
}

// fills goes through a work's pages, one answer each, up to the look over everything.
func (w *rounds) fills(b *testkit.Tab, pages []sheet) {
	w.t.Helper()
	b.Go("main .foot a.button.primary, main a.button.primary")
	for i, p := range pages {
		if strings.HasSuffix(b.Location(), "/review") {
			w.t.Fatalf("%s: %s has only %d pages of %d", w.kind, w.name(b), i, len(pages))
		}
		switch {
		case p.answer == "":
		case holds(b, `main input[type="radio"]`):
			pick(b, "text", p.answer)
		default:
			write(b, `main [name="text"]`, p.answer)
		}
		if p.then != nil {
			p.then(b)
		}
		w.look(b, "page")
		b.Go(".foot button.primary")
	}
	if !strings.HasSuffix(b.Location(), "/review") {
		w.t.Fatalf("%s: %s has more pages than %d: %s", w.kind, w.name(b), len(pages), clip(b.Text("main")))
	}
	w.look(b, "look-over")
}

// does opens a given step from Today, fills its pages and sends it. The other sees nothing of it.
func (w *rounds) does(b *testkit.Tab, given string, pages []sheet) {
	w.t.Helper()
	w.waits()
	w.unseen(b, "did it", func() {
		w.opens(b, given)
		w.fills(b, pages)
		b.Go("main form button.primary")
		w.look(b, "sent")
	})
	w.waits()
}

// asks lets an author find what was written and ask for its release where it does not go that way by itself. It answers the item's id
// and the author's preview of what the other gets.
func (w *rounds) asks(author *testkit.Tab, title string) (entry, preview string) {
	w.t.Helper()
	author.Open("/sent")
	w.look(author, "written")
	goText(author, title)
	if holds(author, `form[action$="/ask"]`) {
		w.look(author, "may-ask")
		w.unseen(author, "asked", func() { author.Go(`form[action$="/ask"] button`) })
	}
	w.look(author, "asked")
	w.says(author, "Release asked.", "word for word")
	at := author.Location()
	return at[strings.LastIndex(at, "/")+1:], released(author)
}

// released is the item as its reader gets it, byte for byte.
func released(b *testkit.Tab) string {
	return testkit.Eval[string](b, `document.querySelector("[data-released]").innerHTML`)
}

// passes takes what somebody wrote to the other: the author asks, the counselor sees it, looks at what the other gets and passes it on,
// the other reads just that, and the author learns that it was released and no more. It answers the item.
func (w *rounds) passes(author *testkit.Tab, title, words string) (entry string) {
	w.t.Helper()
	reader, b := w.other(author), w.desk
	entry, preview := w.asks(author, title)
	w.waits()
	b.Open(w.path() + "/releases")
	w.says(b, "Asked for release", title)
	b.Go(fmt.Sprintf(`a[href="/entries/%s/release"]`, entry))
	w.look(b, "preview")
	if got := released(b); got != preview || !strings.Contains(got, words) {
		w.t.Errorf("%s: the counselor previews\n%s\nthe author\n%s", w.kind, got, preview)
	}
	reader.Open("/received")
	w.lacks(reader, words)
	b.Go(fmt.Sprintf(`form[action="/entries/%s/release"] button`, entry))
	reader.Open("/home")
	w.lacks(reader, words)
	if offered := "Something is here for you, if you want it"; strings.Contains(reader.Text("main"), offered) {
		w.look(reader, "something-here")
		goText(reader, offered)
		w.lacks(reader, words)
		w.look(reader, "offered")
		reader.Go(`button[name="choice"][value="now"]`)
	} else {
		goText(reader, "Passed on to me")
		w.look(reader, "received")
		goText(reader, title)
	}
	w.look(reader, "reads")
	if got := released(reader); got != preview {
		w.t.Errorf("%s: %s reads\n%s\nand not the preview\n%s", w.kind, w.name(reader), got, preview)
	}
	author.Open("/sent/" + entry)
	w.look(author, "released")
	w.says(author, "Released to "+w.name(reader)+".")
	w.lacks(author, w.name(reader)+" read", "opened")
	return entry
}
