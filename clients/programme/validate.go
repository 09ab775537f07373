package programme

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// content is a whole set of data before it is known to be good, each piece with the
// file it came from.
type content struct {
	themes      []Theme
	themeAt     source
	steps       []Step
	stepAt      []source
	programmes  []Programme
	programmeAt []source
	// What could not be read at all has its own fault already, and must not bring up
	// a second one wherever it is named.
	unread   []StepKey
	noThemes bool
}

// problem is one thing wrong at a path such as "parts[0].kind". Rule names it for the pages on which a person writes such
// content; it is empty for what no page lets anybody write. args stand in the sentence of the rule.
type problem struct {
	at, reason, rule string
	args             []any
}

// checker collects problems of one file. langs is the set every text must come in.
type checker struct {
	problems []problem
	langs    []Lang
	unread   []StepKey
}

func (c *checker) add(at, format string, args ...any) { c.breaks("", at, format, args...) }

// breaks notes what a person can write and mend: rule names the sentence that a page says.
func (c *checker) breaks(rule, at, format string, args ...any) {
	c.problems = append(c.problems, problem{at, fmt.Sprintf(format, args...), rule, args})
}

func (c *checker) faults(src source) Faults {
	var out Faults
	for _, p := range c.problems {
		out = append(out, src.fault(p))
	}
	return out
}

var (
	keyForm  = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)
	langForm = regexp.MustCompile(`^[a-z]{2,3}(-[A-Z]{2})?$`)
	// forbidden are things there is no field for anywhere: product rule 2.
	forbidden = regexp.MustCompile(`(?i)\b(passwords?|passcodes?|pin codes?|log-?ins?|gps|locations?|whereabouts|` +
		`screenshots?|phone (code|records?)|tracking|copies of (messages|texts|chats|e-?mails)|message copies|unlock)\b`)
	forgiveness = regexp.MustCompile(`(?i)\bforgiv`)
)

// oftenNotAlways must stand in every reading: it is general education, not a promise.
const oftenNotAlways = "often, not always"

// The least and most words of a reading in English.
const (
	leastReading = 120
	mostReading  = 400
)

// check returns every fault of the whole set.
func (c content) check() Faults {
	var faults Faults
	themes := &checker{}
	if len(c.themes) > 0 {
		themes.langs = c.themes[0].Title.Langs()
	}
	shelves := map[string]bool{}
	for i, t := range c.themes {
		at := fmt.Sprintf("themes[%d]", i)
		themes.key(at+".key", t.Key)
		themes.title(at+".title", t.Title)
		if shelves[t.Key] {
			themes.add(at+".key", "theme %q stands here twice", t.Key)
		}
		shelves[t.Key] = true
	}
	faults = append(faults, themes.faults(c.themeAt)...)

	if c.noThemes {
		for _, s := range c.steps {
			shelves[s.Theme] = true
		}
	}

	steps := make(map[StepKey]Step, len(c.steps))
	for i, s := range c.steps {
		ck := &checker{langs: s.Title.Langs()}
		ck.step(s, shelves)
		if _, twice := steps[s.Key]; twice {
			ck.add("key", "step %q stands in the library twice", s.Key)
		}
		steps[s.Key] = s
		faults = append(faults, ck.faults(c.stepAt[i])...)
	}

	codes := map[Code]bool{}
	tags := map[Tag]bool{}
	for i, p := range c.programmes {
		ck := &checker{langs: p.Title.Langs(), unread: c.unread}
		if tags[p.Tag] {
			ck.add("tag", "programme %q stands here twice", p.Tag)
		}
		tags[p.Tag] = true
		ck.programme(p, steps, codes)
		faults = append(faults, ck.faults(c.programmeAt[i])...)
	}
	return faults
}

// step checks one library step on its own.
func (c *checker) step(s Step, shelves map[string]bool) {
	c.key("key", string(s.Key))
	if s.Version < 1 {
		c.add("version", "a version counts from 1, not %d", s.Version)
	}
	if !shelves[s.Theme] {
		c.add("theme", "unknown theme %q; themes.yaml lists them", s.Theme)
	}
	c.title("title", s.Title)
	c.title("about", s.About)
	c.cautions("cautions", s.Cautions)
	if len(s.Parts) == 0 {
		c.add("parts", "a step has at least one part")
	}
	seen := map[PartKey]bool{}
	for i, p := range s.Parts {
		at := fmt.Sprintf("parts[%d]", i)
		if seen[p.Key] {
			c.add(at+".key", "part %q stands in this step twice", p.Key)
		}
		seen[p.Key] = true
		c.part(at, p)
	}
}

// part checks one part: codes first, then words.
func (c *checker) part(at string, p Part) {
	c.key(at+".key", string(p.Key))
	if !slices.Contains(Kinds(), p.Kind) {
		c.add(at+".kind", "unknown kind %q", p.Kind)
	}
	c.who(at+".who", p.Who)
	if p.First != "" && (p.First != Involved && p.First != Injured || p.Who != WhoBoth && p.Who != WhoEach) {
		c.breaks("first", at+".first", "first is involved or injured, in a part for both or each")
	}
	if p.Opened != "" && p.Opened != "counselor" {
		c.add(at+".opened", "opened is counselor or left out, not %q", p.Opened)
	}
	c.cadence(at+".cadence", p.Cadence)
	c.sharing(at+".sharing", p.Sharing)
	c.due(at, p)
	if p.Minutes < 1 || p.Minutes > 90 {
		c.breaks("minutes", at+".minutes", "minutes is an estimate from 1 to 90, not %d", p.Minutes)
	}
	if p.Timebox < 0 || p.Timebox > 20 {
		c.breaks("timebox", at+".timebox", "a time box has at most 20 minutes, not %d", p.Timebox)
	}
	if p.Kind == EDU && len(p.Reading) == 0 {
		c.breaks("edu_reading", at, "a part of kind EDU has a reading")
	}
	if p.Kind != EDU && len(p.Prompts) == 0 {
		c.breaks("needs_prompt", at, "a part of kind %s has at least one prompt", p.Kind)
	}
	c.words(at, p)
}

// due checks that nothing which comes at its own pace carries a date.
func (c *checker) due(at string, p Part) {
	switch p.Due {
	case DueNever:
	case DueAllowed:
		if p.Who == WhoInjured {
			c.breaks("due_injured", at+".due", "the injured partner's steps never have a due date")
		}
		if neverDue(p.Kind) {
			c.breaks("due_kind", at+".due", "a part of kind %s never has a due date", p.Kind)
		}
		if p.Who != WhoInvolved && mentions(p, forgiveness) {
			c.breaks("due_forgiveness", at+".due", "a part that speaks of forgiveness never has a due date")
		}
	default:
		c.add(at+".due", "due is allowed or never, not %q", p.Due)
	}
}

// words checks that every role of the part finds its own words in every language.
func (c *checker) words(at string, p Part) {
	roles := p.Who.Roles()
	c.wording(at+".intro", p.Intro, roles, true)
	if len(p.Title) > 0 {
		c.wording(at+".title", p.Title, roles, true)
	}
	if len(p.Reading) > 0 {
		c.wording(at+".reading", p.Reading, roles, true)
		c.reading(at+".reading", p.Reading)
	}
	asked := map[Role]bool{}
	seen := map[string]bool{}
	for i, q := range p.Prompts {
		here := fmt.Sprintf("%s.prompts[%d]", at, i)
		if seen[q.Key] {
			c.breaks("key_twice", here+".key", "prompt %q stands in this part twice", q.Key)
		}
		seen[q.Key] = true
		c.prompt(here, q, roles)
		for _, r := range roles {
			asked[r] = asked[r] || q.Text.For(English, r) != ""
		}
	}
	for _, r := range roles {
		if p.Kind != EDU && len(p.Prompts) > 0 && !asked[r] {
			c.breaks("prompt_role", at+".prompts", "no prompt has wording for %s", r)
		}
	}
}

func (c *checker) prompt(at string, q Prompt, roles []Role) {
	c.key(at+".key", q.Key)
	c.title(at+".label", q.Label)
	c.wording(at+".text", q.Text, roles, false)
	if len(q.Hint) > 0 {
		c.wording(at+".hint", q.Hint, roles, false)
	}
	switch q.Answer {
	case "", AnswerText, AnswerShort, AnswerDate, AnswerScale:
		if len(q.Options) > 0 {
			c.breaks("options", at+".options", "options belong to a prompt whose answer is choice")
		}
	case AnswerChoice:
		if len(q.Options) < 2 {
			c.breaks("choice_two", at, "a choice has at least two options")
		}
	default:
		c.add(at+".answer", "unknown answer %q", q.Answer)
	}
	if q.Turn != "" && q.Turn != TurnOwn && q.Turn != TurnReply {
		c.add(at+".turn", "turn is own or reply, not %q", q.Turn)
	}
	seen := map[string]bool{}
	for i, o := range q.Options {
		here := fmt.Sprintf("%s.options[%d]", at, i)
		c.key(here+".key", o.Key)
		c.title(here+".text", o.Text)
		if seen[o.Key] {
			c.add(here+".key", "option %q stands here twice", o.Key)
		}
		seen[o.Key] = true
	}
	if found := asksForbidden(q); found != "" {
		c.breaks("forbidden", at, "a prompt must not ask for %q: there is no field for passwords, locations or copies of messages", found)
	}
}

// asksForbidden returns the word by which a prompt asks for what no field may hold.
// The hint is left out: it may say that something is not asked.
func asksForbidden(q Prompt) string {
	texts := []string{strings.ReplaceAll(q.Key, "-", " ")}
	for _, t := range q.Label {
		texts = append(texts, t)
	}
	for _, byRole := range q.Text {
		for _, t := range byRole {
			texts = append(texts, t)
		}
	}
	for _, o := range q.Options {
		for _, t := range o.Text {
			texts = append(texts, t)
		}
	}
	slices.Sort(texts)
	for _, t := range texts {
		if found := forbidden.FindString(t); found != "" {
			return found
		}
	}
	return ""
}

// mentions reports whether what is asked in the part matches. Intro and reading are
// left out: they may say that something is not asked.
func mentions(p Part, re *regexp.Regexp) bool {
	all := []Wording{p.Title}
	for _, q := range p.Prompts {
		all = append(all, q.Text, q.Hint)
	}
	for _, w := range all {
		for _, byRole := range w {
			for _, t := range byRole {
				if re.MatchString(t) {
					return true
				}
			}
		}
	}
	return false
}
