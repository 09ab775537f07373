package programme

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Sought is what somebody looks for in the library. Every word must be found; an empty field asks nothing.
type Sought struct {
	Words   []string // parts of words of title, theme, summary, kind or number, in any order
	Theme   string
	Kind    Kind
	Role    Role
	Caution Caution
}

// Empty tells whether nothing is looked for.
func (w Sought) Empty() bool {
	return len(w.Words) == 0 && w.Theme == "" && w.Kind == "" && w.Role == "" && w.Caution == 0
}

// Found is a row of a programme that was looked for.
type Found struct {
	Placement Placement
	Programme Title
	Theme     Title
	Parts     []Placed
}

// Search answers the rows of all programmes that are as wanted, in the order of the programmes. kindName puts a kind into the
// words of the reader's language, so that it can be looked for as it is called.
func (l *Library) Search(w Sought, lang Lang, kindName func(Kind) string) (out []Found) {
	words := make([]string, 0, len(w.Words))
	for _, word := range w.Words {
		words = append(words, plain(word))
	}
	for _, pr := range l.Programmes() {
		for _, pl := range pr.Placements {
			f := Found{Placement: pl, Programme: pr.Title, Theme: l.themeOf(pl.Step), Parts: l.Parts(pl.Code)}
			if l.wanted(w, f) && f.says(words, l.steps[pl.Step], lang, kindName) {
				out = append(out, f)
			}
		}
	}
	return out
}

func (l *Library) themeOf(step StepKey) Title {
	i := slices.IndexFunc(l.themes, func(t Theme) bool { return t.Key == l.steps[step].Theme })
	if i < 0 {
		return nil
	}
	return l.themes[i].Title
}

// wanted holds a row against everything but the words.
func (l *Library) wanted(w Sought, f Found) bool {
	switch {
	case w.Theme != "" && l.steps[f.Placement.Step].Theme != w.Theme:
		return false
	case w.Kind != "" && !slices.ContainsFunc(f.Parts, func(p Placed) bool { return p.Part.Kind == w.Kind }):
		return false
	case w.Role != "" && !slices.ContainsFunc(f.Parts, func(p Placed) bool { return p.Part.Who.Includes(w.Role) }):
		return false
	}
	return w.Caution == 0 || slices.Contains(f.Placement.Cautions, w.Caution)
}

// says tells whether every word stands somewhere in what the row is called.
func (f Found) says(words []string, step Step, lang Lang, kindName func(Kind) string) bool {
	if len(words) == 0 {
		return true
	}
	all := []string{string(f.Placement.Code), f.Placement.Title.In(lang), f.Placement.Summary.In(lang), step.Title.In(lang), f.Theme.In(lang)}
	for _, p := range f.Parts {
		all = append(all, kindName(p.Part.Kind))
	}
	text := plain(strings.Join(all, " "))
	return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(text, word) })
}

// plain writes a text small and without marks on its letters, as people type when they look for something.
func plain(text string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.M, r) {
			return -1
		}
		return r
	}, norm.NFD.String(text)))
}
