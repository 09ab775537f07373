package programme

import (
	"slices"
	"strings"
)

// View is exactly what somebody of one role sees of a part: only their own words, in
// one language. The counselor's preview and the partner's page are made from it. It
// names neither role.
type View struct {
	Code Code    `json:"code,omitempty"`
	Step StepKey `json:"step"`
	Part PartKey `json:"part"`
	Kind Kind    `json:"kind"`
	// Lang is the language of the words, English when there are none in that asked for.
	Lang    Lang         `json:"lang"`
	Title   string       `json:"title"`
	Motto   string       `json:"motto,omitempty"`
	Intro   string       `json:"intro"`
	Reading []string     `json:"reading,omitempty"` // paragraphs
	Prompts []ViewPrompt `json:"prompts,omitempty"`
	Sharing Sharing      `json:"sharing"`
	Cadence Cadence      `json:"cadence"`
	Minutes int          `json:"minutes"`
	Timebox int          `json:"timebox,omitempty"`
	// Due reports whether an assignment to this reader may carry a due date.
	Due bool `json:"due"`
	// Court: "records can be asked for by a court" stands before the first line.
	Court bool `json:"court,omitempty"`
	// Help: the help lines stand on the page.
	Help bool `json:"help,omitempty"`
	// Card: "often, not always" stands with the reading.
	Card bool `json:"card,omitempty"`
}

// ViewPrompt is one question as its reader sees it.
type ViewPrompt struct {
	Key      string       `json:"key"`
	Label    string       `json:"label"`
	Text     string       `json:"text"`
	Hint     string       `json:"hint,omitempty"`
	Optional bool         `json:"optional,omitempty"`
	Answer   Answer       `json:"answer"`
	Options  []ViewOption `json:"options,omitempty"`
	Turn     Turn         `json:"turn"`
}

// ViewOption is one answer to choose.
type ViewOption struct {
	Key  string `json:"key"`
	Text string `json:"text"`
}

// View shows a part to one role. The code is empty for a part taken straight from
// the library. It reports false when there is no such part, and when the role takes
// no part in it: what is not for somebody has no view for them.
func (l *Library) View(code Code, step StepKey, part PartKey, role Role, lang Lang) (View, bool) {
	placed, ok := l.Part(code, step, part)
	if !ok || !placed.Part.Who.Includes(role) {
		return View{}, false
	}
	p := placed.Part
	s := l.steps[step]
	if p.Intro.For(lang, role) == "" {
		lang = English
	}
	v := View{
		Code: code, Step: step, Part: part, Kind: p.Kind, Lang: lang,
		Title: l.title(placed, s, role, lang), Intro: p.Intro.For(lang, role),
		Reading: paragraphs(p.Reading.For(lang, role)),
		Sharing: p.Sharing, Cadence: p.Cadence, Minutes: p.Minutes, Timebox: p.Timebox,
		Due:   p.DueAllowed(role),
		Court: written(p.Kind) || slices.Contains(placed.Cautions, CautionCourt),
		Help:  slices.Contains(placed.Cautions, CautionHelp) || slices.Contains(s.Cautions, CautionHelp),
		Card:  p.Kind == EDU,
	}
	if pl, ok := l.placements[code]; ok && len(pl.Motto) > 0 {
		v.Motto = pl.Motto.In(lang)
	}
	for _, q := range p.Prompts {
		if q.Text.For(lang, role) != "" {
			v.Prompts = append(v.Prompts, q.view(role, lang))
		}
	}
	return v, true
}

// title is the part's own title for the role, else the row's, else the step's.
func (l *Library) title(placed Placed, s Step, role Role, lang Lang) string {
	if t := placed.Part.Title.For(lang, role); t != "" {
		return t
	}
	if pl, ok := l.placements[placed.Code]; ok {
		return pl.Title.In(lang)
	}
	return s.Title.In(lang)
}

func (q Prompt) view(role Role, lang Lang) ViewPrompt {
	v := ViewPrompt{
		Key: q.Key, Label: q.Label.In(lang), Text: q.Text.For(lang, role), Hint: q.Hint.For(lang, role),
		Optional: q.Optional, Answer: q.Answer, Turn: q.Turn,
	}
	if v.Answer == "" {
		v.Answer = AnswerText
	}
	if v.Turn == "" {
		v.Turn = TurnOwn
	}
	for _, o := range q.Options {
		v.Options = append(v.Options, ViewOption{o.Key, o.Text.In(lang)})
	}
	return v
}

// paragraphs parts a text at its empty lines and joins the lines within.
func paragraphs(text string) []string {
	var out []string
	for p := range strings.SplitSeq(text, "\n\n") {
		if p = strings.Join(strings.Fields(p), " "); p != "" {
			out = append(out, p)
		}
	}
	return out
}
