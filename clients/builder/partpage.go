package builder

import (
	"cmp"
	"net/url"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"amends/clients/programme"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// partView is the form of one part's words; of an own step everything can be written.
type partView struct {
	Path, Step, Part                        string
	Version                                 int
	Own, Fresh                              bool // a step of the practice; a step that is not there yet
	Roles                                   []roleView
	Prompts                                 []promptView
	Reading                                 bool
	Themes, Phases, Kinds, Whos, Firsts     []web.Option
	Rhythms, Sharings, Dues, Answers, Turns []web.Option
	Also                                    string // other rows say the same words
	Now                                     []now
	More                                    string // address of another part of this own step
	Room                                    string // where the questions are asked, if not here
}

type roleView struct{ Key, Label string }

// promptView is the place of one question; Spare is room for another one, folded away while nothing stands in it.
type promptView struct {
	N     int
	Spare bool
}

// target is the part that a form is about, in a copy of its step.
type target struct {
	step programme.Step
	i    int
	own  bool
}

// target finds a part. Without a step it is the first part of a new own step; an own step without a part gets another one.
func (c *Content) target(step programme.StepKey, part programme.PartKey) (target, error) {
	if step == "" {
		return target{programme.Step{Version: 1, Parts: []programme.Part{blank("part-1")}}, 0, true}, nil
	}
	found := c.Step(step)
	if found == nil {
		return target{}, fault.Absent()
	}
	t := target{step: *found, i: Part(found, part), own: Own(step)}
	t.step.Parts = append([]programme.Part(nil), found.Parts...)
	switch {
	case t.i >= 0:
	case t.own && part == "":
		keys := map[string]bool{}
		for _, p := range found.Parts {
			keys[string(p.Key)] = true
		}
		t.i = len(t.step.Parts)
		t.step.Parts = append(t.step.Parts, blank(programme.PartKey(unused(keys, "part-"+strconv.Itoa(t.i+1)))))
	default:
		return target{}, fault.Absent()
	}
	return t, nil
}

// blank is a part as its form begins: the counselor's own kind, for each alone, read by the counselor, never due.
func blank(key programme.PartKey) programme.Part {
	return programme.Part{Key: key, Kind: programme.OWN, Who: programme.WhoEach, Cadence: programme.Cadence{Rhythm: programme.Once},
		Sharing: programme.Sharing{Code: programme.ShareCounselor}, Due: programme.DueNever, Minutes: 10}
}

func (p Pages) partForm(c *web.Context, s tenant.Staff) error {
	d, err := p.open(c, s)
	if err != nil {
		return err
	}
	t, err := d.Content.target(programme.StepKey(c.Query("step")), programme.PartKey(c.Query("part")))
	if err != nil {
		return err
	}
	return p.showPart(c, d, t, nil, web.Fill{Values: t.values(d.Content)})
}

// values are the fields of a target's form.
func (t target) values(content Content) url.Values {
	v := partValues(t.step.Parts[t.i], t.own)
	if t.own {
		v.Set("step-title", t.step.Title[programme.English])
		v.Set("step-about", t.step.About[programme.English])
		v.Set("theme", t.step.Theme)
		if n := len(content.Programme.Phases); n > 0 && t.step.Key == "" {
			v.Set("phase", content.Programme.Phases[n-1].Key)
		}
	}
	return v
}

func (p Pages) showPart(c *web.Context, d Draft, t target, failed error, fill web.Fill) error {
	part := t.step.Parts[t.i]
	v := partView{Path: d.Path() + "/part", Step: string(t.step.Key), Part: string(part.Key), Version: d.Version, Own: t.own, Fresh: t.step.Key == "",
		Reading: t.own || part.Kind == programme.EDU, Rhythms: rhythmOptions(c), Sharings: sharingOptions(c)}
	title := partTitle(part, t.step)
	if found := d.Content.Step(t.step.Key); found == nil || t.i >= len(found.Parts) {
		v.Part, title = "", c.T("builder_part_new") // it has no name before it is stored
	}
	if v.Fresh {
		title, v.Phases = c.T("builder_write"), phaseOptions(d.Content)
	} else if v.Own && v.Part != "" {
		v.More = d.Path() + "/part?step=" + v.Step
	}
	switch {
	case t.own:
		v.Room = c.T("builder_rooms")
	case part.Room() != "":
		v.Room = c.T("builder_room")
	}
	for _, r := range roles(part, t.own) {
		v.Roles = append(v.Roles, roleView{string(r), c.T("builder_for_" + string(r))})
	}
	for i := range slots(fill.Values) {
		v.Prompts = append(v.Prompts, promptView{i, i > 0 && spare(fill.Values, slot(i))})
	}
	if n := len(d.Content.placed(t.step.Key)); n > 1 && !v.Fresh {
		v.Also = c.T("builder_part_also", "Count", n)
	}
	if t.own {
		v.choices(c, p.shelf.Shipped.Themes())
	}
	if conflict(failed) {
		v.now(c, part)
	}
	pg := page("part", title, v)
	pg.Back, pg.Fill = d.back(), fill
	return c.Render(web.Status(failed), pg)
}

// spare tells whether nothing was written in the fields of a question.
func spare(v url.Values, at string) bool {
	for name := range v {
		if strings.HasPrefix(name, at) && name != at+"answer" && name != at+"turn" && strings.TrimSpace(v.Get(name)) != "" {
			return false
		}
	}
	return true
}

// choices are the closed lists of an own step.
func (v *partView) choices(c *web.Context, themes []programme.Theme) {
	for _, t := range themes {
		v.Themes = append(v.Themes, web.Option{Value: t.Key, Label: t.Title.In(programme.Lang(c.Lang()))})
	}
	for _, k := range programme.Kinds() {
		v.Kinds = append(v.Kinds, web.Option{Value: string(k), Label: c.T("programme_kind_" + string(k))})
	}
	for _, w := range []programme.Who{programme.WhoEach, programme.WhoBoth, programme.WhoInvolved, programme.WhoInjured} {
		v.Whos = append(v.Whos, web.Option{Value: string(w), Label: c.T("programme_who_" + string(w))})
	}
	v.Firsts = []web.Option{{Value: "", Label: c.T("builder_first_none")}}
	for _, r := range []programme.Role{programme.Involved, programme.Injured} {
		v.Firsts = append(v.Firsts, web.Option{Value: string(r), Label: c.T("programme_who_" + string(r))})
	}
	for _, d := range []programme.Due{programme.DueNever, programme.DueAllowed} {
		v.Dues = append(v.Dues, web.Option{Value: string(d), Label: c.T("builder_due_" + string(d))})
	}
	for _, a := range []programme.Answer{programme.AnswerText, programme.AnswerShort, programme.AnswerDate, programme.AnswerScale, programme.AnswerChoice} {
		v.Answers = append(v.Answers, web.Option{Value: string(a), Label: c.T("builder_answer_" + string(a))})
	}
	for _, t := range []programme.Turn{programme.TurnOwn, programme.TurnReply} {
		v.Turns = append(v.Turns, web.Option{Value: string(t), Label: c.T("builder_turn_" + string(t))})
	}
}

// now lists the words that stand stored, beside those that were typed.
func (v *partView) now(c *web.Context, part programme.Part) {
	for _, r := range v.Roles {
		role := programme.Role(r.Key)
		add := func(label, text string) {
			if text != "" {
				v.Now = append(v.Now, now{c.T("builder_now_line", "What", label, "For", r.Label), text})
			}
		}
		add(c.T("builder_field_title"), part.Title.For(programme.English, role))
		add(c.T("builder_intro"), part.Intro.For(programme.English, role))
		add(c.T("builder_reading"), part.Reading.For(programme.English, role))
		for _, q := range part.Prompts {
			add(q.Label.In(programme.English), q.Text.For(programme.English, role))
		}
	}
}

// part stores the words of a part, of a new part, or of a new step.
func (p Pages) part(c *web.Context, s tenant.Staff) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	step, part := programme.StepKey(f.Text("step")), programme.PartKey(f.Text("part"))
	fresh := programme.StepKey(ownPrefix + slug(f.Text("step-title"), "step") + "-" + uuid.NewString()[:4])
	return p.change(c, s, "", func(d *Draft, f *web.Form) error {
		t, err := d.Content.target(step, part)
		if err != nil {
			return err
		}
		t.step.Key = cmp.Or(t.step.Key, fresh)
		if err := t.read(f, d.Content, step == "", p.shelf.Shipped.Themes()); err != nil {
			return err
		}
		if found := d.Content.Step(t.step.Key); found != nil {
			*found = t.step
			d.Content.guard()
		} else {
			d.Content.Add(t.step, f.Text("phase"))
		}
		return nil
	}, func(f *web.Form, why error) error {
		d, err := p.open(c, s)
		if err != nil {
			return err
		}
		t, err := d.Content.target(step, part)
		if err != nil {
			return err
		}
		return p.showPart(c, d, t, why, f.Fill(why))
	})
}

// read puts what was typed into the target's step.
func (t *target) read(f *web.Form, content Content, fresh bool, themes []programme.Theme) error {
	form := partForm{form: f, own: t.own}
	t.step.Parts[t.i] = form.read(t.step.Parts[t.i])
	if t.own {
		t.step.Title, t.step.About, t.step.Theme = words(f.Text("step-title")), words(f.Text("step-about")), f.Text("theme")
		measure(&form.wrong, "step-title", f.Text("step-title"), lineMost)
		measure(&form.wrong, "step-about", f.Text("step-about"), 2*lineMost)
		above := map[string]string{"title": "step-title", "title.en": "step-title", "about": "step-about", "about.en": "step-about", "theme": "theme"}
		form.wrong = append(form.wrong, faults(programme.CheckStep(t.step, themes), func(at string) (string, bool) { name, ok := above[at]; return name, ok })...)
	}
	if fresh {
		if content.phase(f.Text("phase")) < 0 {
			form.wrong = append(form.wrong, fault.Field("phase", "builder_phase_choose"))
		}
		if content.full() {
			form.wrong = append(form.wrong, fault.Field("", "builder_full"))
		}
	}
	return form.faults(t.step, t.i, themes)
}

// guard puts the two hard gates before every row that may reach the other partner: a part that was changed to do so takes
// them with it.
func (c *Content) guard() {
	hard := []programme.Gate{programme.GateConsent, programme.GateSafety}
	for n := range c.Programme.Placements {
		row := &c.Programme.Placements[n]
		for _, k := range c.candidates(*row) {
			if !k.in || !k.sharing().Reaches() || within(hard, row.Gates) || within(hard, k.ref.Gates) {
				continue
			}
			row.Gates = join(row.Gates, hard)
		}
	}
}
