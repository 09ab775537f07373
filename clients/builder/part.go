package builder

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"amends/clients/programme"
	"amends/server/fault"
	"amends/server/web"
)

// mostPrompts bounds the questions of one part, mostOptions the answers of one choice.
const (
	mostPrompts = 12
	mostOptions = 8
)

// roles are those whose words a part's form asks for: with an own step both partners, so that who takes part can be chosen in
// the same form.
func roles(p programme.Part, own bool) []programme.Role {
	if own {
		return []programme.Role{programme.Involved, programme.Injured}
	}
	return p.Who.Roles()
}

// partValues is a part as the fields of its form, with room for more questions where the step is the practice's own.
func partValues(p programme.Part, own bool) url.Values {
	v := url.Values{"kind": {string(p.Kind)}, "who": {string(p.Who)}, "first": {string(p.First)}, "due": {string(p.Due)}, "sharing": {sharingValue(p.Sharing)}}
	if p.Optional {
		v.Set("optional", "yes")
	}
	if p.Opened != "" {
		v.Set("opened", "yes")
	}
	for name, n := range map[string]int{"minutes": p.Minutes, "timebox": p.Timebox} {
		if n > 0 {
			v.Set(name, strconv.Itoa(n))
		}
	}
	cadenceValues(v, p.Cadence, "")
	rs := roles(p, own)
	wordingValues(v, "title", p.Title, rs)
	wordingValues(v, "intro", p.Intro, rs)
	wordingValues(v, "reading", p.Reading, rs)
	for i, q := range p.Prompts {
		promptValues(v, q, slot(i), rs)
	}
	room := len(p.Prompts)
	if own {
		room = min(max(room+2, 3), mostPrompts)
	}
	for i := len(p.Prompts); i < room; i++ {
		v.Set(slot(i)+"label", "")
	}
	return v
}

// slot begins the names of the fields of one question.
func slot(i int) string { return "prompt-" + strconv.Itoa(i) + "-" }

// slots is how many questions a form has room for.
func slots(v url.Values) int {
	n := 0
	for n < mostPrompts && v[slot(n)+"label"] != nil {
		n++
	}
	return n
}

func promptValues(v url.Values, q programme.Prompt, at string, rs []programme.Role) {
	v.Set(at+"key", q.Key)
	v.Set(at+"label", q.Label[programme.English])
	v.Set(at+"answer", string(q.Answer))
	v.Set(at+"turn", string(q.Turn))
	if q.Answer == "" {
		v.Set(at+"answer", string(programme.AnswerText))
	}
	if q.Turn == "" {
		v.Set(at+"turn", string(programme.TurnOwn))
	}
	if q.Optional {
		v.Set(at+"optional", "yes")
	}
	var options []string
	for _, o := range q.Options {
		options = append(options, o.Text[programme.English])
	}
	v.Set(at+"options", strings.Join(options, "\n"))
	wordingValues(v, at+"text", q.Text, rs)
	wordingValues(v, at+"hint", q.Hint, rs)
}

func wordingValues(v url.Values, name string, w programme.Wording, rs []programme.Role) {
	for _, r := range rs {
		v.Set(name+"-"+string(r), w.For(programme.English, r))
	}
}

// readWording joins what was typed for each role: one text for both where the two are the same.
func readWording(f *web.Form, name string, rs []programme.Role, wrong *fault.List) programme.Wording {
	texts := map[programme.Role]string{}
	for _, r := range rs {
		field := name + "-" + string(r)
		if text := f.Long(field); text != "" {
			texts[r] = text
			measure(wrong, field, text, longMost)
		}
	}
	if len(texts) == 0 {
		return nil
	}
	if one := texts[programme.Involved]; one != "" && one == texts[programme.Injured] {
		texts = map[programme.Role]string{programme.Each: one}
	}
	return programme.Wording{programme.English: texts}
}

// partForm reads one part. places says which field slot each question of the part was typed in.
type partForm struct {
	form   *web.Form
	own    bool
	wrong  fault.List
	places map[int]int
}

// read answers the changed part. Of a library step only words, minutes and the time box change; its kind, its questions and who
// takes part are what the exercise is made for.
func (r *partForm) read(p programme.Part) programme.Part {
	f := r.form
	rs := roles(p, r.own)
	if r.own {
		p.Kind, p.Who, p.First, p.Due = programme.Kind(f.Text("kind")), programme.Who(f.Text("who")), programme.Role(f.Text("first")), programme.Due(f.Text("due"))
		p.Optional, p.Opened = f.Has("optional"), ""
		if f.Has("opened") {
			p.Opened = "counselor"
		}
		p.Cadence = readCadence(f, p.Cadence, "", &r.wrong)
		var ok bool
		if p.Sharing, ok = readSharing(f.Text("sharing")); !ok {
			r.wrong = append(r.wrong, fault.Field("sharing", "builder_sharing_choose"))
		}
	}
	p.Minutes, p.Timebox = r.number("minutes"), r.number("timebox")
	p.Title, p.Intro, p.Reading = readWording(f, "title", rs, &r.wrong), readWording(f, "intro", rs, &r.wrong), readWording(f, "reading", rs, &r.wrong)
	r.places = map[int]int{}
	if r.own {
		p.Prompts = r.prompts(p.Prompts, rs)
		return p
	}
	p.Prompts = slices.Clone(p.Prompts)
	for i := range slots(f.Values) { // the questions of a library step are what they are; only their words change
		n := slices.IndexFunc(p.Prompts, func(q programme.Prompt) bool { return q.Key == f.Text(slot(i)+"key") })
		if n >= 0 {
			p.Prompts[n], _ = r.prompt(p.Prompts[n], slot(i), rs)
			r.places[n] = i
		}
	}
	return p
}

// prompts are the questions of an own step, as many as have words. was tells what a question was before, by its key.
func (r *partForm) prompts(was []programme.Prompt, rs []programme.Role) (out []programme.Prompt) {
	for i := range slots(r.form.Values) {
		q := programme.Prompt{}
		if n := slices.IndexFunc(was, func(q programme.Prompt) bool { return q.Key == r.form.Text(slot(i)+"key") }); n >= 0 {
			q = was[n]
		}
		if q, ok := r.prompt(q, slot(i), rs); ok {
			r.places[len(out)] = i
			out = append(out, q)
		}
	}
	name(out)
	return out
}

// number reads a number of minutes; empty is none.
func (r *partForm) number(name string) int {
	n, ok := r.form.Int(name)
	if r.form.Has(name) && !ok {
		r.wrong = append(r.wrong, fault.Field(name, "builder_number"))
	}
	return n
}

// prompt reads one question; false for an empty slot of an own step.
func (r *partForm) prompt(q programme.Prompt, at string, rs []programme.Role) (programme.Prompt, bool) {
	f := r.form
	q.Label, q.Text, q.Hint = words(f.Text(at+"label")), readWording(f, at+"text", rs, &r.wrong), readWording(f, at+"hint", rs, &r.wrong)
	measure(&r.wrong, at+"label", f.Text(at+"label"), lineMost)
	if !r.own {
		return q, true
	}
	q.Optional, q.Answer, q.Turn = f.Has(at+"optional"), programme.Answer(f.Text(at+"answer")), programme.Turn(f.Text(at+"turn"))
	if q.Answer == programme.AnswerText {
		q.Answer = ""
	}
	if q.Turn == programme.TurnOwn {
		q.Turn = ""
	}
	q.Options = r.options(q.Options, at+"options")
	if len(q.Label) == 0 && len(q.Text) == 0 && len(q.Hint) == 0 && len(q.Options) == 0 {
		return q, false
	}
	q.Key = f.Text(at + "key") // where answers are stored: it stays while the question does
	return q, true
}

// options are the lines of a choice. An answer that stays in its line keeps its key.
func (r *partForm) options(was []programme.Option, field string) (out []programme.Option) {
	lines := strings.Split(r.form.Long(field), "\n")
	if len(lines) > mostOptions {
		r.wrong = append(r.wrong, fault.Field(field, "builder_options_many", "Most", mostOptions))
		lines = lines[:mostOptions]
	}
	for _, line := range lines {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		measure(&r.wrong, field, line, lineMost)
		one := programme.Option{Text: words(line)}
		for _, o := range was {
			if o.Text[programme.English] == line {
				one.Key = o.Key
			}
		}
		out = append(out, one)
	}
	keys := map[string]bool{}
	for _, o := range out {
		keys[o.Key] = true
	}
	for i := range out {
		if out[i].Key == "" {
			out[i].Key = unused(keys, slug(out[i].Text[programme.English], "answer"))
		}
	}
	return out
}

// name gives questions without a key, or with a key that another has, one of their own, made of the label.
func name(prompts []programme.Prompt) {
	keys := map[string]bool{}
	for i := range prompts {
		q := &prompts[i]
		if q.Key == "" || keys[q.Key] || slug(q.Key, "") != q.Key {
			q.Key = unused(keys, slug(q.Label[programme.English], "question"))
		}
		keys[q.Key] = true
	}
}

// slug makes a key of words: small letters, digits and hyphens, at most 30; instead when nothing is left.
func slug(text, instead string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(text) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9' && b.Len() > 0:
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	key := b.String()
	if len(key) > 30 {
		key = key[:30]
	}
	if key = strings.Trim(key, "-"); key == "" {
		return instead
	}
	return key
}

// unused is the key, with a number where it is taken, and takes it.
func unused(keys map[string]bool, key string) string {
	free := key
	for n := 2; keys[free]; n++ {
		free = key + "-" + strconv.Itoa(n)
	}
	keys[free] = true
	return free
}

// field names the field of a path within a part.
func (r *partForm) field(p programme.Part) func(at string) string {
	return func(at string) string {
		name := strings.ReplaceAll(at, ".en", "")
		if i, ok := index(name, "prompts"); ok {
			rest := below(name)
			if rest == "" || rest == "key" {
				rest = "text-" + string(roles(p, r.own)[0])
				if r.form.Text(slot(r.places[i])+"answer") == string(programme.AnswerChoice) && len(p.Prompts[i].Options) < 2 {
					rest = "options"
				}
			}
			if strings.HasPrefix(rest, "options") {
				rest = "options"
			}
			return slot(r.places[i]) + r.byRole(rest, p)
		}
		switch first, _, _ := strings.Cut(name, "."); first {
		case "prompts":
			return slot(0) + "text-" + string(roles(p, r.own)[0])
		case "cadence":
			return "rhythm"
		case "":
			return "kind"
		case "title", "intro", "reading":
			return r.byRole(name, p)
		default:
			return first
		}
	}
}

// byRole is the field of one role's words: "intro.injured" is in intro-injured, words for both in the first.
func (r *partForm) byRole(name string, p programme.Part) string {
	what, role, _ := strings.Cut(name, ".")
	if !slices.Contains([]string{"title", "intro", "reading", "text", "hint"}, what) {
		return what
	}
	rs := roles(p, r.own)
	if !slices.Contains(rs, programme.Role(role)) {
		role = string(rs[0])
	}
	return what + "-" + role
}

// faults are those of one part, at its fields.
func (r *partForm) faults(s programme.Step, part int, themes []programme.Theme) error {
	field := r.field(s.Parts[part])
	own := faults(programme.CheckStep(s, themes), func(at string) (string, bool) {
		i, ok := index(at, "parts")
		return field(below(at)), ok && i == part
	})
	return append(r.wrong, own...).OrNil()
}
