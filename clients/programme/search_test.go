package programme_test

import (
	"slices"
	"strings"
	"testing"

	"amends/clients/programme"
	"amends/server/testkit"
	"amends/server/web"
)

func TestSearch(t *testing.T) {
	lib := shipped(t)
	kind := func(k programme.Kind) string { return map[programme.Kind]string{programme.APO: "Apology letter"}[k] }
	find := func(w programme.Sought) (codes []string) {
		for _, f := range lib.Search(w, programme.English, kind) {
			codes = append(codes, string(f.Placement.Code))
		}
		return codes
	}
	all := find(programme.Sought{})
	if len(all) != 89 {
		t.Fatalf("%d rows", len(all))
	}
	for name, w := range map[string]programme.Sought{
		"a word":          {Words: []string{"forgive"}},
		"two words apart": {Words: []string{"APOLOGY", "letter"}},
		"without marks":   {Words: []string{"ápology"}},
		"a theme":         {Theme: lib.Themes()[0].Key},
		"a kind":          {Kind: programme.APO},
		"a role":          {Role: programme.Injured},
		"a caution":       {Caution: programme.CautionCourt},
		"together":        {Kind: programme.APO, Role: programme.Involved, Words: []string{"hurt"}},
	} {
		got := find(w)
		if len(got) == 0 || len(got) == len(all) {
			t.Errorf("%s: %d of %d rows", name, len(got), len(all))
		}
		for _, code := range got {
			holdAgainst(t, lib, name, programme.Code(code), w, kind)
		}
	}
	if got := find(programme.Sought{Words: []string{"zebra"}}); len(got) != 0 {
		t.Errorf("a word that stands nowhere: %v", got)
	}
	apologies := find(programme.Sought{Kind: programme.APO})
	for _, code := range all { // nothing with an apology is missed
		parts := lib.Parts(programme.Code(code))
		if slices.ContainsFunc(parts, func(p programme.Placed) bool { return p.Part.Kind == programme.APO }) != slices.Contains(apologies, code) {
			t.Errorf("%s is wrongly in or out", code)
		}
	}
}

// holdAgainst looks at one found row by itself.
func holdAgainst(t *testing.T, lib *programme.Library, name string, code programme.Code, w programme.Sought, kind func(programme.Kind) string) {
	t.Helper()
	pl, _ := lib.Placement(code)
	step, _ := lib.Step(pl.Step)
	if w.Theme != "" && step.Theme != w.Theme || w.Caution != 0 && !slices.Contains(pl.Cautions, w.Caution) {
		t.Errorf("%s: %s is not wanted", name, code)
	}
	text := strings.ToLower(pl.Title.In("en") + pl.Summary.In("en") + step.Title.In("en"))
	for _, p := range lib.Parts(code) {
		text += strings.ToLower(kind(p.Part.Kind))
	}
	if name == "a word" && !strings.Contains(text, "forgiv") && step.Theme != "forgiveness" && !strings.Contains(step.Theme, "forgiv") {
		t.Errorf("%s: %s says nothing of it: %s", name, code, text)
	}
}

func TestSearchPage(t *testing.T) {
	h := testkit.New(t)
	site := h.Serve(t, func(r *web.Routes) { programme.New(programme.NewShelf(shipped(t))).Register(r) })
	staff := site.As(h.Counselor(t, "Ingrid"))
	for path, wants := range map[string][]string{
		"":                          {"Look for rows by a word", "the partner who was hurt"},
		"?q=apolog&kind=APO":        {"rows are as you want them", "Apology"},
		"?q=zebra":                  {"0 rows are as you want them"},
		"?caution=14&role=involved": {"as you want"},
	} {
		a := staff.Get("/programmes/search" + path)
		for _, words := range wants {
			if a.Status != 200 || !a.Has(words) || strings.Contains(a.Body, "[programme_") {
				t.Errorf("%s: %d lacks %q: %.400s", path, a.Status, words, a.Text())
			}
		}
	}
	for _, path := range []string{"?theme=nothing", "?kind=ABC", "?role=each", "?caution=16", "?caution=x"} {
		if a := staff.Get("/programmes/search" + path); a.Status != 404 {
			t.Errorf("%s: %d", path, a.Status)
		}
	}
	if a := staff.Get("/programmes/search?q=%3Cimg+src%3Dx%3E"); a.Status != 200 || strings.Contains(a.Body, "<img src=x") {
		t.Errorf("what was typed became markup: %d", a.Status)
	}
}
