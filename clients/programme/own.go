package programme

import (
	"fmt"
	"regexp"
	"strings"
)

var ownTagForm = regexp.MustCompile(`^[X-Z][A-Z]$`)

// Own tells whether a programme was written by the practice: shipped tags are one letter, and none of X to Z.
func (t Tag) Own() bool { return ownTagForm.MatchString(string(t)) }

// OwnTags lists the tags that programmes of a practice may have, in the order in which they are used.
func OwnTags() []Tag {
	var tags []Tag
	for first := 'X'; first <= 'Z'; first++ {
		for second := 'A'; second <= 'Z'; second++ {
			tags = append(tags, Tag(string([]rune{first, second})))
		}
	}
	return tags
}

// Problem is one thing wrong with content that a person is writing. At is its path, such as "parts[0].intro.en.injured". Rule
// names the sentence a page says; it is empty where no page lets anybody write such a thing, and Reason tells it then.
type Problem struct {
	At, Rule, Reason string
	Args             []any
}

func problems(list []problem) []Problem {
	out := make([]Problem, 0, len(list))
	for _, p := range list {
		out = append(out, Problem{p.at, p.rule, p.reason, p.args})
	}
	return out
}

// CheckStep answers everything that is wrong with one step of the library.
func CheckStep(s Step, themes []Theme) []Problem {
	shelves := map[string]bool{}
	for _, t := range themes {
		shelves[t.Key] = true
	}
	ck := &checker{langs: s.Title.Langs()}
	ck.step(s, shelves)
	return problems(ck.problems)
}

// CheckProgramme answers everything that is wrong with one programme over these steps; what is wrong in the steps themselves
// is for CheckStep.
func CheckProgramme(p Programme, steps []Step) []Problem {
	library := map[StepKey]Step{}
	for _, s := range steps {
		library[s.Key] = s
	}
	ck := &checker{langs: p.Title.Langs()}
	ck.programme(p, library, map[Code]bool{})
	return problems(ck.problems)
}

// CheckRow answers what is wrong with one row over these steps, without the order of the programme it stands in.
func CheckRow(pl Placement, steps []Step) []Problem {
	library := map[StepKey]Step{}
	for _, s := range steps {
		library[s.Key] = s
	}
	ck := &checker{langs: pl.Title.Langs()}
	ck.placement("", pl, library)
	for i := range ck.problems {
		ck.problems[i].at = strings.TrimPrefix(ck.problems[i].at, ".")
	}
	return problems(ck.problems)
}

// Sketch makes a library of content that may still have faults, to look at while it is being written. Nothing is given to
// anybody from it: what a couple is placed on goes through Assemble.
func Sketch(themes []Theme, steps []Step, p Programme) *Library {
	return newLibrary(content{themes: themes, steps: steps, programmes: []Programme{p}})
}

// OnlyIn is the programme in one language, kept as its first: what a practice writes itself is in the language it works in.
func (p Programme) OnlyIn(lang Lang) Programme {
	p.Title, p.Summary = p.Title.only(lang), p.Summary.only(lang)
	p.Phases = each(p.Phases, func(ph Phase) Phase {
		ph.Title, ph.Summary = ph.Title.only(lang), ph.Summary.only(lang)
		return ph
	})
	p.Placements = each(p.Placements, func(pl Placement) Placement {
		pl.Title, pl.Summary, pl.Motto = pl.Title.only(lang), pl.Summary.only(lang), pl.Motto.only(lang)
		return pl
	})
	return p
}

// OnlyIn is the step in one language.
func (s Step) OnlyIn(lang Lang) Step {
	s.Title, s.About = s.Title.only(lang), s.About.only(lang)
	s.Parts = each(s.Parts, func(p Part) Part {
		p.Title, p.Intro, p.Reading = p.Title.only(lang), p.Intro.only(lang), p.Reading.only(lang)
		p.Prompts = each(p.Prompts, func(q Prompt) Prompt {
			q.Label, q.Text, q.Hint = q.Label.only(lang), q.Text.only(lang), q.Hint.only(lang)
			q.Options = each(q.Options, func(o Option) Option { return Option{o.Key, o.Text.only(lang)} })
			return q
		})
		return p
	})
	return s
}

// each is a new list of what do makes of every member; nil stays nil, so that hashes stay.
func each[T any](list []T, do func(T) T) []T {
	if list == nil {
		return nil
	}
	out := make([]T, len(list))
	for i, one := range list {
		out[i] = do(one)
	}
	return out
}

func (t Title) only(lang Lang) Title {
	if len(t) == 0 {
		return nil
	}
	return Title{English: t.In(lang)}
}

func (w Wording) only(lang Lang) Wording {
	words, ok := w[lang]
	if !ok {
		words = w[English]
	}
	if len(words) == 0 {
		return nil
	}
	return Wording{English: words}
}

// NextCode is the first free row number of a programme above those that were ever used in it.
func NextCode(tag Tag, used []Code) Code {
	most := 0
	for _, code := range used {
		n := 0
		if _, err := fmt.Sscanf(Number(code), "%d", &n); err == nil {
			most = max(most, n)
		}
	}
	return Code(fmt.Sprintf("%s%d", tag, most+1))
}
