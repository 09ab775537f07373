package builder

import (
	"slices"

	"amends/clients/programme"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// libraryView is the step library by theme; each step can be placed.
type libraryView struct {
	Path    string
	Version int
	Phases  []web.Option
	Shelves []shelfView
	Full    bool
}

type shelfView struct {
	Title string
	Steps []stepView
}

type stepView struct{ Key, Title, About, Kinds, Note string }

func (p Pages) library(c *web.Context, s tenant.Staff) error {
	return p.showLibrary(c, s, nil, web.Fill{})
}

func (p Pages) showLibrary(c *web.Context, s tenant.Staff, failed error, fill web.Fill) error {
	d, err := p.open(c, s)
	if err != nil {
		return err
	}
	v := libraryView{Path: d.Path(), Version: d.Version, Phases: phaseOptions(d.Content), Full: d.Content.full()}
	for _, t := range p.shelf.Shipped.Themes() {
		shelf := shelfView{Title: t.Title.In(programme.Lang(c.Lang()))}
		for _, step := range p.steps(d.Content, programme.Lang(c.Lang())) {
			if step.Theme == t.Key {
				shelf.Steps = append(shelf.Steps, stepOf(c, &d.Content, step))
			}
		}
		if len(shelf.Steps) > 0 {
			v.Shelves = append(v.Shelves, shelf)
		}
	}
	if fill.Values == nil && len(v.Phases) > 0 {
		fill = web.Filled("phase", v.Phases[len(v.Phases)-1].Value)
	}
	pg := page("add", c.T("builder_add"), v)
	pg.Back, pg.Fill = d.back(), fill
	return c.Render(web.Status(failed), pg)
}

// steps are what may be placed: the draft's own copies, and those of the shipped library that it has none of.
func (p Pages) steps(content Content, lang programme.Lang) []programme.Step {
	all := slices.Clone(content.Steps)
	for _, s := range p.shelf.Shipped.Steps() {
		if content.Step(s.Key) == nil {
			all = append(all, s.OnlyIn(lang))
		}
	}
	return all
}

func stepOf(c *web.Context, content *Content, s programme.Step) stepView {
	v := stepView{Key: string(s.Key), Title: s.Title.In(programme.English), About: s.About.In(programme.English)}
	var names []string
	for _, p := range s.Parts {
		if name := c.T("programme_kind_" + string(p.Kind)); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for i, name := range names {
		if i > 0 {
			v.Kinds += ", "
		}
		v.Kinds += name
	}
	if n := len(content.placed(s.Key)); n > 0 {
		v.Note = c.T("builder_placed_in", "Count", n)
	}
	return v
}

func phaseOptions(content Content) (options []web.Option) {
	for _, ph := range content.Programme.Phases {
		options = append(options, web.Option{Value: ph.Key, Label: ph.Title.In(programme.English)})
	}
	return options
}

// add places a step of the library.
func (p Pages) add(c *web.Context, s tenant.Staff) error {
	return p.change(c, s, "", func(d *Draft, f *web.Form) error {
		steps := p.steps(d.Content, programme.Lang(c.Lang()))
		i := slices.IndexFunc(steps, func(s programme.Step) bool { return string(s.Key) == f.Text("step") })
		switch {
		case i < 0:
			return fault.Field("", "builder_step_choose")
		case d.Content.phase(f.Text("phase")) < 0:
			return fault.Field("phase", "builder_phase_choose")
		case d.Content.full():
			return fault.Field("", "builder_full")
		}
		d.Content.Add(steps[i], f.Text("phase"))
		return nil
	}, func(f *web.Form, why error) error { return p.showLibrary(c, s, why, f.Fill(why)) })
}
