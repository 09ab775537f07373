package testkit

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// stepWithin bounds every step in the browser.
const stepWithin = 30 * time.Second

// Tab is one tab of a real browser of its own. Whatever the page complains about (an uncaught error, console.error, a
// violated content security policy, a dialog, a missing file of ours) fails the test at its end, unless Forgive took it.
type Tab struct {
	t     testing.TB
	ctx   context.Context
	base  string
	width int // of the view, in CSS pixels; 0 before Size

	mu       sync.Mutex
	problems []string
}

// Browser opens a tab for absolute addresses. Without a browser the test is skipped by name, and fails when CI is true.
func Browser(t testing.TB) *Tab {
	t.Helper()
	program := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome-stable", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			program = found
			break
		}
	}
	if program == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("no Chromium on PATH")
		}
		t.Skipf("%s needs Chromium on PATH", t.Name())
	}
	// The options of chromedp already keep the browser headless and quiet in the background.
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("lang", "en-GB"), chromedp.WindowSize(1280, 900))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, closeTab := chromedp.NewContext(allocator)
	tab := &Tab{t: t, ctx: ctx}
	t.Cleanup(func() {
		for _, p := range tab.Forgive() {
			t.Errorf("the page complained: %s", p)
		}
		closeTab()
		stop()
	})
	if err := chromedp.Listen(ctx, tab.hear); err != nil {
		t.Fatalf("the browser does not start: %v", err)
	}
	tab.do(enable)
	go tab.readConsole()
	return tab
}

// Tab opens the site in a browser; who is nil for nobody.
func (s *Site) Tab(t testing.TB, who scoped) *Tab {
	t.Helper()
	tab := Browser(t)
	tab.base = s.URL
	if who != nil {
		tab.do(func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
			secret := true
			_, err := cdp.Call(ctx, target, network.SetCookie, network.SetCookieParams{Name: s.App.CookieName(), Value: s.house.SignIn(t, who),
				URL: s.URL, Path: "/", HTTPOnly: &secret, SameSite: network.CookieSameSiteLax})
			return chromedp.Void{}, err
		})
	}
	return tab
}

// Open goes to an address, or to a path of the site.
func (b *Tab) Open(address string) {
	b.t.Helper()
	if strings.HasPrefix(address, "/") {
		address = b.base + address
	}
	b.do(chromedp.Navigate(address))
}

// Click clicks what the CSS selector finds, once it can be seen.
func (b *Tab) Click(selector string) {
	b.t.Helper()
	b.do(chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible))
}

// Go clicks what leads to another page, and waits until that page is there.
func (b *Tab) Go(selector string) {
	b.t.Helper()
	b.do(func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.WaitEvent(page.LoadEventFired, nil, chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible))(ctx, t)
		return chromedp.Void{}, err
	})
}

// Fill empties a field and types into it. A date is typed as 2026-06-04.
func (b *Tab) Fill(selector, text string) {
	b.t.Helper()
	field := chromedp.CSS(selector)
	if kind := Eval[string](b, `document.querySelector(`+quoted(selector)+`)?.type ?? ""`); kind == "date" || kind == "time" || strings.HasPrefix(kind, "select") {
		// Typing into these depends on the browser's language; the events of a person's choice are sent all the same.
		b.do(chromedp.WaitVisible(field))
		b.Eval(`(e => { e.value = ` + quoted(text) + `; e.dispatchEvent(new Event("input", {bubbles: true})); e.dispatchEvent(new Event("change", {bubbles: true})) })(document.querySelector(` + quoted(selector) + `))`)
		return
	}
	b.do(chromedp.Clear(field, chromedp.NodeVisible), chromedp.SendKeys(field, text, chromedp.NodeVisible))
}

// Press sends keys to whatever has the focus.
func (b *Tab) Press(keys string) {
	b.t.Helper()
	b.do(chromedp.KeyEvent(keys))
}

// Write types into a field after what stands in it.
func (b *Tab) Write(selector, text string) {
	b.t.Helper()
	b.Click(selector)
	b.Press(text)
}

// Module waits for one of the page's script modules, such as "keys". The page loads it on its own, and on a busy machine a test
// is faster.
func (b *Tab) Module(name string) {
	b.t.Helper()
	b.Eval(`import(document.querySelector("script[type=module]").src.replace("main.js", ` + quoted(name+".js") + `)).then(() => null)`)
}

// Wait waits until something can be seen.
func (b *Tab) Wait(selector string) {
	b.t.Helper()
	b.do(chromedp.WaitVisible(chromedp.CSS(selector)))
}

// Text is the visible text of what the selector finds, once it is there.
func (b *Tab) Text(selector string) string {
	b.t.Helper()
	return run(b, chromedp.Text(chromedp.CSS(selector), chromedp.NodeReady))
}

// Location is the address of the page.
func (b *Tab) Location() string {
	b.t.Helper()
	return run(b, chromedp.Location())
}

// Eval runs a script in the page, and waits for its promise.
func (b *Tab) Eval(script string) {
	b.t.Helper()
	Eval[any](b, script)
}

// Eval runs a script in the page and answers its value, or its promise's.
func Eval[T any](b *Tab, script string) T {
	b.t.Helper()
	return run(b, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
}

// Screenshot writes the whole page as a PNG file.
func (b *Tab) Screenshot(path string) {
	b.t.Helper()
	picture := run(b, chromedp.FullScreenshot(100))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(path, picture, 0o644); err != nil {
		b.t.Fatal(err)
	}
}

// Size makes the page's view so large, in CSS pixels; up to 500 wide it is a phone with touch.
func (b *Tab) Size(width, height int) {
	b.t.Helper()
	b.width = width
	if width <= 500 {
		b.do(chromedp.EmulateViewport(int64(width), int64(height), chromedp.EmulateMobile, chromedp.EmulateTouch, chromedp.EmulateScale(2)))
		return
	}
	b.do(chromedp.EmulateViewport(int64(width), int64(height)))
}

// Dark asks pages for dark or light colours, as a system setting does, and for little motion.
func (b *Tab) Dark(dark bool) {
	b.t.Helper()
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	b.do(func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
		return chromedp.Void{}, err
	})
}

// ScriptOff loads the following pages without their scripts.
func (b *Tab) ScriptOff() {
	b.t.Helper()
	b.do(func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return chromedp.Void{}, err
	})
}

// Forgive answers what the pages complained about so far, and forgets it.
func (b *Tab) Forgive() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	problems := b.problems
	b.problems = nil
	return problems
}

func (b *Tab) complain(format string, args ...any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.problems = append(b.problems, fmt.Sprintf(format, args...))
}

// enable switches on the events that hear listens for.
func enable(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
	_, err := cdp.Call(ctx, t, log.Enable, cdp.Empty{})
	return chromedp.Void{}, err
}

// hear closes dialogs, which would stop the page, and remembers them.
func (b *Tab) hear(event any) {
	dialog, ok := event.(*page.EventJavascriptDialogOpening)
	if !ok {
		return
	}
	b.complain("dialog %q", dialog.Message)
	go chromedp.Do(b.ctx, func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, t, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{})
		return chromedp.Void{}, err
	})
}

// readConsole remembers errors. A status below 500 of a page itself is no error: a refused form answers 422.
func (b *Tab) readConsole() {
	for m, err := range chromedp.Console(b.ctx) {
		if err != nil {
			return
		}
		refusal := m.Source == "network" && !strings.Contains(m.URL, "/assets/") && strings.Contains(m.Text, "status of 4")
		if (m.IsException() || m.Type == "error") && !refusal {
			b.complain("%s (%s:%d)", m, m.URL, m.Line+1)
		}
	}
}

func (b *Tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	run(b, chromedp.Steps(steps...))
}

// run runs one action, and ends the test when it fails or takes too long.
func run[T any](b *Tab, action chromedp.Action[T]) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, stepWithin)
	defer cancel()
	value, err := chromedp.Run(ctx, action)
	if err != nil {
		b.t.Fatalf("browser: %v", err)
	}
	return value
}
