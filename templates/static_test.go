package templates_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"amends/templates"
)

func read(t *testing.T, name string) string {
	t.Helper()
	body, err := fs.ReadFile(templates.Files, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// names lists the files below dir that end in ext.
func names(t *testing.T, dir, ext string) []string {
	t.Helper()
	var found []string
	err := fs.WalkDir(templates.Files, dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && path.Ext(name) == ext {
			found = append(found, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) == 0 {
		t.Fatalf("no %s below %s: the test looks in the wrong place", ext, dir)
	}
	return found
}

// ownIcon is the one drawing in static/icon that is ours.
const ownIcon = "icon/icon.svg"

func TestVendoredFilesAreThoseOfTheManifest(t *testing.T) {
	var packages []struct {
		Package, Version, Licence string
		Files                     map[string]string
	}
	manifest, err := os.ReadFile("static/vendored.json") // beside the code, not in the program
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(manifest, &packages); err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{ownIcon: true}
	for _, p := range packages {
		if p.Package == "" || p.Version == "" || p.Licence == "" {
			t.Errorf("%+v: package, version and licence are needed", p)
		}
		licence := false
		for name, want := range p.Files {
			listed[name] = true
			licence = licence || strings.HasSuffix(name, "LICENSE.txt")
			sum := sha256.Sum256([]byte(read(t, "static/"+name)))
			if got := hex.EncodeToString(sum[:]); got != want {
				t.Errorf("%s: sha256 %s, the manifest says %s", name, got, want)
			}
		}
		if !licence {
			t.Errorf("%s stands here without its licence", p.Package)
		}
	}
	for _, dir := range []string{"font", "icon"} {
		entries, err := fs.ReadDir(templates.Files, "static/"+dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if !listed[dir+"/"+e.Name()] {
				t.Errorf("static/%s/%s is not in the manifest", dir, e.Name())
			}
		}
	}
}

var between = regexp.MustCompile(`(?s)<svg[^>]*>(.*)</svg>`)

func TestIconPartDrawsTheVendoredShapes(t *testing.T) {
	part := read(t, "parts/icon.html")
	for _, name := range names(t, "static/icon", ".svg") {
		if name == "static/"+ownIcon {
			continue
		}
		var want strings.Builder
		for line := range strings.Lines(strings.TrimSpace(between.FindStringSubmatch(read(t, name))[1])) {
			want.WriteString(strings.Replace(strings.TrimSpace(line), " />", "/>", 1))
		}
		id := strings.TrimSuffix(path.Base(name), ".svg")
		if !strings.Contains(part, `eq . "`+id+`"}}`+want.String()) {
			t.Errorf("parts/icon.html draws %q differently from %s", id, name)
		}
	}
}

var iconCall = regexp.MustCompile(`\{\{-?\s*template "icon" "([^"]+)"`)

func TestEveryIconUsedIsDrawn(t *testing.T) {
	part := read(t, "parts/icon.html")
	for _, name := range names(t, ".", ".html") {
		for _, call := range iconCall.FindAllStringSubmatch(read(t, name), -1) {
			if !strings.Contains(part, `eq . "`+call[1]+`"`) {
				t.Errorf("%s: there is no icon %q", name, call[1])
			}
		}
	}
}

func packed(t *testing.T, files ...string) int {
	t.Helper()
	total := 0
	for _, name := range files {
		var b bytes.Buffer
		w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(read(t, name))); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		total += b.Len()
	}
	return total
}

var assetCall = regexp.MustCompile(`asset "([^"]+\.css)"`)

// A page may load 12 kB of styles and 15 kB of script, as they go over the wire (goals 3 and 4 of the interface).
func TestStylesAndScriptsAreSmall(t *testing.T) {
	shared := assetCall.FindAllStringSubmatch(read(t, "layout/head.html"), -1)
	for _, layout := range []string{"staff", "partner", "public"} {
		var files []string
		for _, call := range slices.Concat(shared, assetCall.FindAllStringSubmatch(read(t, "layout/"+layout+".html"), -1)) {
			files = append(files, "static/"+call[1])
		}
		if len(files) < 4 {
			t.Fatalf("%s: found only %v", layout, files)
		}
		size := packed(t, files...)
		t.Logf("%s: %d bytes of styles", layout, size)
		if size > 12_000 {
			t.Errorf("%s: %d bytes of styles, more than 12 kB", layout, size)
		}
	}
	if size := packed(t, "static/css/paper.css"); size > 1_000 {
		t.Errorf("%d bytes of styles for the printer alone, more than 1 kB", size)
	}
	if !strings.Contains(read(t, "couple/paper.html"), `asset "css/paper.css"}}" media="print">`) {
		t.Error("the styles of a sheet are loaded for the screen too")
	}
	if size := packed(t, names(t, "static/js", ".js")...); size > 15_000 {
		t.Errorf("scripts: %d bytes, more than 15 kB", size)
	}
}

var inlineThings = map[string]*regexp.Regexp{
	"an inline style":   regexp.MustCompile(`(?i)\sstyle\s*=|<style`),
	"an inline handler": regexp.MustCompile(`(?i)\son[a-z]+\s*=`),
	"an inline script":  regexp.MustCompile(`(?i)<script(?:[^>]*)>[^<]`),
	"a javascript link": regexp.MustCompile(`(?i)javascript:`),
}

func TestTemplatesHoldNothingInline(t *testing.T) {
	for _, name := range names(t, ".", ".html") {
		body := read(t, name)
		for what, pattern := range inlineThings {
			if found := pattern.FindString(body); found != "" {
				t.Errorf("%s holds %s: %q", name, what, found)
			}
		}
		for _, tag := range regexp.MustCompile(`<script[^>]*>`).FindAllString(body, -1) {
			if !strings.Contains(tag, "src=") {
				t.Errorf("%s: a script without src", name)
			}
		}
	}
}

var (
	defined = regexp.MustCompile(`\{\{-?\s*(?:define|block) "([^"]+)"`)
	called  = regexp.MustCompile(`\{\{-?\s*template "([^"]+)"`)
	comment = regexp.MustCompile(`(?s)\{\{-?\s*/\*.*?\*/\s*-?\}\}`)
)

func TestEveryPartUsedExists(t *testing.T) {
	shared := map[string]bool{"main": true}
	for _, dir := range []string{"layout", "parts"} {
		for _, name := range names(t, dir, ".html") {
			for _, d := range defined.FindAllStringSubmatch(read(t, name), -1) {
				if shared[d[1]] && d[1] != "main" {
					t.Errorf("%s: part %q is defined twice", name, d[1])
				}
				shared[d[1]] = true
			}
		}
	}
	for _, name := range names(t, ".", ".html") {
		body := comment.ReplaceAllString(read(t, name), "")
		own := map[string]bool{}
		for _, d := range defined.FindAllStringSubmatch(body, -1) {
			own[d[1]] = true
		}
		for _, c := range called.FindAllStringSubmatch(body, -1) {
			if !shared[c[1]] && !own[c[1]] {
				t.Errorf("%s: there is no part %q", name, c[1])
			}
		}
	}
}

// A post without its key could be stored twice, so every form that posts carries one: a fresh one, or, in a form that was
// kept, the one among its hidden fields.
func TestEveryPostingFormCarriesItsKey(t *testing.T) {
	form := regexp.MustCompile(`(?s)<form[^>]*method="post".*?</form>`)
	for _, name := range names(t, ".", ".html") {
		for _, found := range form.FindAllString(comment.ReplaceAllString(read(t, name), ""), -1) {
			if !strings.Contains(found, `{{template "key"`) && !strings.Contains(found, "{{range .Hidden}}") {
				t.Errorf("%s: a posting form without a key: %.80q", name, found)
			}
		}
	}
}

var physical = regexp.MustCompile(`[{;\s]((?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom|width|height|min-width|max-width|min-height|max-height|text-align:\s*(?:left|right))\s*:`)

// Only logical properties: the pages are mirrored for languages that run from right to left.
func TestStylesAreLogical(t *testing.T) {
	query := regexp.MustCompile(`\([^)]*\)`)
	for _, name := range names(t, "static/css", ".css") {
		for _, found := range physical.FindAllString(query.ReplaceAllString(read(t, name), "()"), -1) {
			t.Errorf("%s: %q is physical", name, found)
		}
	}
}

var unwanted = regexp.MustCompile(`(?i)!|\bstreaks?\b|\bscored?s?\b|\bbadges?\b|\bmissed\b|\bcongratulations\b|["']`)

// To say that something is not scored is allowed.
var denied = regexp.MustCompile(`(?i)\b(?:no|never|not) scored?s?\b`)

// The words of the pages: no streaks, scores or badges, nothing "missed", no exclamation marks, curly quotes.
func TestWordsOfMessages(t *testing.T) {
	for _, name := range names(t, "locales", ".toml") {
		var messages map[string]any
		if _, err := toml.Decode(read(t, name), &messages); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for id, message := range messages {
			for _, text := range sentences(message) {
				if found := unwanted.FindString(denied.ReplaceAllString(placeholder.ReplaceAllString(text, ""), "")); found != "" {
					t.Errorf("%s, %s: %q holds %q", name, id, text, found)
				}
			}
		}
	}
}

var placeholder = regexp.MustCompile(`\{\{[^}]*\}\}`)

// sentences are the texts of a message: one, or one per plural form.
func sentences(message any) []string {
	switch m := message.(type) {
	case string:
		return []string{m}
	case map[string]any:
		var all []string
		for form, text := range m {
			if s, ok := text.(string); ok && form != "description" {
				all = append(all, s)
			}
		}
		return all
	}
	return nil
}
