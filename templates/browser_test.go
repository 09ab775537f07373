package templates_test

import (
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"

	"amends/server/audit"
	"amends/server/fault"
	"amends/server/testkit"
	"amends/server/web"
)

// samples are the whole pages of the styleguide, with the layout each stands in.
var samples = []struct{ page, layout string }{
	{"all", "staff"}, {"today", "staff"}, {"caseload", "staff"}, {"couple", "staff"}, {"assign", "staff"}, {"note", "staff"}, {"room", "staff"},
	{"home", "partner"}, {"check-in", "partner"}, {"letter", "partner"}, {"review", "partner"}, {"promises", "partner"}, {"safety", "partner"}, {"sign-in", "public"},
}

func at(page, layout string) string { return "/styleguide?page=" + page + "&as=" + layout }

// leaves counts the beacons of quick exit.
type leaves struct{ count atomic.Int32 }

func (l *leaves) register(r *web.Routes) {
	r.Public(web.Route{Method: "POST", Path: "/leave", Audit: audit.Nothing}, func(c *web.Context) error {
		if _, err := c.Form(); err != nil {
			return err
		}
		l.count.Add(1)
		return c.JSON(http.StatusOK, nil)
	})
	r.Public(web.Route{Method: "GET", Path: "/refused", Audit: audit.Nothing}, func(c *web.Context) error {
		return c.Render(http.StatusUnprocessableEntity, web.Page{Name: "styleguide/sign-in", Title: "Sign in",
			Fill: web.Fill{Faults: fault.List{fault.Field("email", "parts_problem"), fault.Field("password", "parts_optional")}}})
	})
}

// until waits for a condition in the page.
func until(t *testing.T, tab *testkit.Tab, what, condition string) {
	t.Helper()
	if !testkit.Eval[bool](tab, `new Promise(done => { const end = Date.now() + 9000; const look = () => { if (`+condition+`) done(true); else if (Date.now() > end) done(false); else setTimeout(look, 30) }; look() })`) {
		t.Fatalf("%s: this never came: %s", what, condition)
	}
}

// Every sample stands up to axe, on a desk in light and on a phone in dark and mirrored, and scrolls sideways nowhere,
// down to 320 px.
func TestSamplesPassAxe(t *testing.T) {
	site := testkit.New(t).Serve(t, new(leaves).register)
	tab := testkit.Browser(t)
	for i, s := range samples {
		t.Run(s.page, func(t *testing.T) {
			address := site.URL + at(s.page, s.layout)
			if phone := (i%2 == 1) == (s.layout == "staff"); phone {
				address += "&dir=rtl"
				tab.Size(390, 844)
				tab.Dark(true)
			} else {
				tab.Size(1280, 900)
				tab.Dark(false)
			}
			tab.Open(address)
			tab.Axe()
			tab.Size(320, 700)
			if over := testkit.Eval[int](tab, `document.scrollingElement.scrollWidth - innerWidth`); over > 0 {
				t.Errorf("%s is %d px too wide at 320", s.page, over)
			}
		})
	}
}

// What a partner taps is at least 48 px high; links inside a sentence are not counted.
func TestTargetsOfPartners(t *testing.T) {
	site := testkit.New(t).Serve(t, new(leaves).register)
	tab := testkit.Browser(t)
	tab.Size(390, 844)
	for _, s := range samples {
		if s.layout == "staff" {
			continue
		}
		tab.Open(site.URL + at(s.page, s.layout))
		small := testkit.Eval[string](tab, `[...document.querySelectorAll(".button, .cell, .choice, .row, .input, .bottombar a, summary, .foot-link, .last-line a")]
			.filter(e => e.offsetParent && e.getBoundingClientRect().height < 47.99).map(e => e.className + " " + e.getBoundingClientRect().height).join("; ")`)
		if small != "" {
			t.Errorf("%s: too small: %s", s.page, small)
		}
	}
}

// Three questions and Send fit a phone without scrolling.
func TestDailyCheckInFitsAPhone(t *testing.T) {
	site := testkit.New(t).Serve(t, new(leaves).register)
	tab := testkit.Browser(t)
	tab.Size(390, 844)
	tab.Open(site.URL + at("check-in", "public"))
	if over := testkit.Eval[int](tab, `document.scrollingElement.scrollHeight - innerHeight`); over > 0 {
		t.Errorf("the check-in is %d px too high", over)
	}
}

func TestQuickExit(t *testing.T) {
	beacons := new(leaves)
	site := testkit.New(t).Serve(t, beacons.register)
	tab := testkit.Browser(t)
	neutral := site.URL + at("sign-in", "public")
	press := `dispatchEvent(new KeyboardEvent("keydown", {key: "Shift"}));`
	for name, leave := range map[string]string{"keys": press + press + press, "button": `document.querySelector(".exit button").click();`} {
		t.Run(name, func(t *testing.T) {
			before := beacons.count.Load()
			tab.Open(site.URL + at("letter", "partner"))
			pages := testkit.Eval[int](tab, `history.length`)
			blank := testkit.Eval[bool](tab, fmt.Sprintf(`document.querySelector("[data-exit]").dataset.exit = %q; %s
				const cover = document.querySelector(".blank")?.getBoundingClientRect(); Boolean(cover) && cover.height >= innerHeight`, neutral, leave))
			if !blank {
				t.Error("the page is not covered at once")
			}
			tab.Wait(".sign-in")
			if got := tab.Location(); got != neutral {
				t.Errorf("left to %s", got)
			}
			if got := testkit.Eval[int](tab, `history.length`); got != pages {
				t.Errorf("history grew from %d to %d", pages, got)
			}
			if beacons.count.Load() != before+1 {
				t.Error("no beacon came")
			}
		})
	}
	t.Run("two presses are not enough", func(t *testing.T) {
		tab.Open(site.URL + at("letter", "partner"))
		if testkit.Eval[bool](tab, press+press+`dispatchEvent(new KeyboardEvent("keydown", {key: "a"}));`+press+`document.querySelector(".blank") !== null`) {
			t.Error("typing capitals leaves the page")
		}
	})
}

func TestErrorSummaryLeadsToItsFields(t *testing.T) {
	site := testkit.New(t).Serve(t, new(leaves).register)
	tab := testkit.Browser(t)
	tab.Open(site.URL + "/refused")
	until(t, tab, "the summary has the focus", `document.activeElement.matches("[data-summary]")`)
	if got := testkit.Eval[string](tab, `document.title`); len(got) < 6 || got[:6] != "Error:" {
		t.Errorf("title %q", got)
	}
	if !testkit.Eval[bool](tab, `document.querySelector("main .page").firstElementChild.matches("[data-summary]")`) {
		t.Error("the summary is not first in main")
	}
	for i, id := range []string{"f-email", "f-password"} {
		link := fmt.Sprintf(".summary li:nth-child(%d) a", i+1)
		tab.Click(link)
		if got := testkit.Eval[string](tab, `document.activeElement.id`); got != id {
			t.Errorf("the link leads to %q, not %q", got, id)
		}
		words := testkit.Eval[bool](tab, fmt.Sprintf(`document.getElementById(%q + "-error").textContent.endsWith(document.querySelector(%q).textContent)
			&& document.getElementById(%q).getAttribute("aria-describedby").includes(%q + "-error") && document.getElementById(%q).ariaInvalid === "true"`, id, link, id, id, id))
		if !words {
			t.Errorf("%s: the field does not say what the summary says", id)
		}
	}
	tab.Axe()
}

func TestPasswordIsShownAndHidden(t *testing.T) {
	site := testkit.New(t).Serve(t, new(leaves).register)
	tab := testkit.Browser(t)
	tab.Open(site.URL + at("sign-in", "public"))
	tab.Click(".password .text-button")
	if got := testkit.Eval[string](tab, `document.querySelector(".password input").type`); got != "text" {
		t.Errorf("after Show the field is a %s", got)
	}
	tab.Click(".password .text-button")
	if got := testkit.Eval[string](tab, `document.querySelector(".password input").type`); got != "password" {
		t.Errorf("after Hide the field is a %s", got)
	}
}

// answers puts a server of the test's own behind fetch: it keeps the bodies and answers as window.answer says.
const answers = `window.sent = []; window.answer = {status: 200, body: {saved: "14:02", version: "7"}};
	window.fetch = (to, options) => { if (window.answer === null) return Promise.reject(new TypeError("no network"));
		window.sent.push(Object.fromEntries(options.body)); return Promise.resolve(new Response(JSON.stringify(window.answer.body), {status: window.answer.status})); };`

func TestDraftIsSaved(t *testing.T) {
	site := testkit.New(t).Serve(t, new(leaves).register)
	tab := testkit.Browser(t)
	tab.Open(site.URL + at("letter", "partner"))
	typed := func(text string) {
		tab.Eval(fmt.Sprintf(`(e => { e.value = %q; e.dispatchEvent(new Event("input", {bubbles: true})) })(document.querySelector("textarea"))`, text))
	}
	line := `document.querySelector("[data-saved]").textContent`
	tab.Eval(answers)
	typed("first")
	until(t, tab, "saved", line+` === "Saved 14:02" && sent.some(s => s.text === "first" && s.key)`)
	tab.Eval(`window.answer = null; sent.length = 0`)
	typed("second")
	until(t, tab, "no network", line+`.startsWith("Not saved since 14:02")`)
	tab.Eval(`window.answer = {status: 200, body: {saved: "14:03", version: "8"}}`)
	until(t, tab, "tried again", line+` === "Saved 14:03" && sent.some(s => s.text === "second" && s.version === "7")`)
	tab.Eval(`window.answer = {status: 409, body: {sentence: "Changed elsewhere", theirs: "the other text"}}`)
	typed("third")
	until(t, tab, "conflict", `document.querySelector("[role=alert] .both-texts")?.textContent === "the other text" && document.querySelector("textarea").value === "third"`)
	if testkit.Eval[bool](tab, `new Promise(done => { sent.length = 0; const e = document.querySelector("textarea"); e.value = "fourth"; e.dispatchEvent(new Event("input", {bubbles: true})); setTimeout(() => done(sent.some(s => s.version)), 1300) })`) {
		t.Error("a draft was sent over somebody else's text")
	}
}

// A hint quotes, asks, and goes for good when the writer leaves the sentence as it is.
func TestHintAsksOnce(t *testing.T) {
	site := testkit.New(t).Serve(t, new(leaves).register)
	tab := testkit.Browser(t)
	tab.Open(site.URL + at("letter", "partner"))
	tab.Eval(answers + `window.answer = {status: 200, body: {hints: [{title: "A thought", text: "Is it true if it ends at", quote: "<b>I did</b>", sentence: "I did it, but"}]}}`)
	write := `(e => { e.value += " I did it, but"; e.dispatchEvent(new Event("input", {bubbles: true})) })(document.querySelector("textarea"))`
	tab.Eval(write)
	tab.Wait("[data-hint-line] .text-button")
	if got := tab.Text("[data-hint-line] i"); got != "<b>I did</b>" {
		t.Errorf("the quotation is %q", got)
	}
	tab.Eval(`[...document.querySelectorAll("[data-hint-line] .text-button")].at(-1).click()`)
	if testkit.Eval[bool](tab, `new Promise(done => { `+write+`; setTimeout(() => done(document.querySelector("[data-hint-line]").childElementCount > 0), 2200) })`) {
		t.Error("the hint came back for a sentence that was left as it is")
	}
}

func TestFilterAndKeys(t *testing.T) {
	site := testkit.New(t).Serve(t, new(leaves).register)
	tab := testkit.Browser(t)
	tab.Open(site.URL + at("caseload", "staff"))
	tab.Module("filter")
	shown := `[...document.querySelectorAll("[data-row]")].filter(r => r.offsetParent).length`
	all := testkit.Eval[int](tab, shown)
	tab.Fill("[data-filter]", "zoe")
	if got := testkit.Eval[int](tab, shown); got != 1 || all < 5 {
		t.Errorf("%d of %d rows shown for zoe", got, all)
	}
	tab.Fill("[data-filter]", "nobody")
	tab.Wait("[data-nothing]")
	tab.Click("[data-clear]")
	if got := testkit.Eval[int](tab, shown); got != all {
		t.Errorf("%d of %d rows after clearing", got, all)
	}
	key := func(k, target string) {
		tab.Eval(fmt.Sprintf(`%s.dispatchEvent(new KeyboardEvent("keydown", {key: %q, bubbles: true, cancelable: true}))`, target, k))
	}
	key("j", "document.body")
	if testkit.Eval[bool](tab, `document.querySelector(".chosen")?.rowIndex === 1`) {
		t.Error("keys work for a person who did not switch them on")
	}
	tab.Eval(`document.querySelectorAll(".chosen").forEach(r => r.classList.remove("chosen")); import(document.querySelector("script[src]").src.replace("main.js", "keys.js"))`)
	key("j", "document.body")
	key("j", "document.body")
	key("k", "document.body")
	key("j", `document.querySelector("[data-filter]")`)
	if got := testkit.Eval[int](tab, `document.querySelector(".chosen")?.rowIndex ?? -1`); got != 1 {
		t.Errorf("row %d is chosen after j j k, and j inside a field", got)
	}
	key("/", "document.body")
	if !testkit.Eval[bool](tab, `document.activeElement.matches("[data-filter]")`) {
		t.Error("the slash does not lead to the find field")
	}
}
