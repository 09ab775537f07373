package builder

import (
	"fmt"
	"net/url"
	"strings"

	"amends/clients/programme"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// mostPhases bounds the phases of one programme.
const mostPhases = 12

// frameView is the form of a programme's title, summary, gates and phases.
type frameView struct {
	Path    string
	Version int
	Gates   []web.Option
	Phases  []int // places of the phases' fields
	Now     []now
}

func (p Pages) frameForm(c *web.Context, s tenant.Staff) error {
	return p.showFrame(c, s, nil, web.Fill{})
}

func (p Pages) showFrame(c *web.Context, s tenant.Staff, failed error, fill web.Fill) error {
	d, err := p.open(c, s)
	if err != nil {
		return err
	}
	if fill.Values == nil {
		fill.Values = frameValues(d.Content.Programme)
	}
	v := frameView{Path: d.Path() + "/frame", Version: d.Version, Gates: gateOptions(c)}
	for i := 0; i < mostPhases && fill.Values[phaseField(i, "title")] != nil; i++ {
		v.Phases = append(v.Phases, i)
	}
	if conflict(failed) {
		pr := d.Content.Programme
		v.Now = []now{{c.T("builder_field_title"), pr.Title.In(programme.English)}, {c.T("builder_field_summary"), pr.Summary.In(programme.English)}}
		for _, ph := range pr.Phases {
			v.Now = append(v.Now, now{c.T("builder_phase"), ph.Title.In(programme.English)})
		}
	}
	pg := page("frame", c.T("builder_frame"), v)
	pg.Back, pg.Fill = d.back(), fill
	return c.Render(web.Status(failed), pg)
}

func gateOptions(c *web.Context) (options []web.Option) {
	for _, g := range programme.Gates() {
		options = append(options, web.Option{Value: string(g), Label: c.T("couple_gate_" + string(g))})
	}
	return options
}

func phaseField(i int, what string) string { return fmt.Sprintf("phase-%d-%s", i, what) }

func frameValues(p programme.Programme) url.Values {
	v := url.Values{"title": {p.Title[programme.English]}, "summary": {p.Summary[programme.English]}}
	for _, g := range p.Gates {
		v.Add("gates", string(g))
	}
	for i := range min(len(p.Phases)+2, mostPhases) {
		ph := programme.Phase{}
		if i < len(p.Phases) {
			ph = p.Phases[i]
		}
		v.Set(phaseField(i, "key"), ph.Key)
		v.Set(phaseField(i, "title"), ph.Title[programme.English])
		v.Set(phaseField(i, "summary"), ph.Summary[programme.English])
	}
	return v
}

func (p Pages) frame(c *web.Context, s tenant.Staff) error {
	return p.change(c, s, "", func(d *Draft, f *web.Form) error { return readFrame(f, &d.Content) },
		func(f *web.Form, why error) error { return p.showFrame(c, s, why, f.Fill(why)) })
}

// readFrame puts what was typed into the programme. A phase whose fields were emptied goes, unless rows stand in it.
func readFrame(f *web.Form, c *Content) error {
	var wrong fault.List
	pr := c.Programme
	pr.Title, pr.Summary = words(f.Text("title")), words(f.Text("summary"))
	measure(&wrong, "title", f.Text("title"), lineMost)
	measure(&wrong, "summary", f.Text("summary"), longMost)
	pr.Gates = nil
	for _, g := range f.All("gates") {
		pr.Gates = append(pr.Gates, programme.Gate(g))
	}
	pr.Phases = nil
	places, keys := map[int]int{}, map[string]bool{}
	for i := 0; i < mostPhases && f.Values[phaseField(i, "title")] != nil; i++ {
		ph := programme.Phase{Key: f.Text(phaseField(i, "key")), Title: words(f.Text(phaseField(i, "title"))), Summary: words(f.Text(phaseField(i, "summary")))}
		measure(&wrong, phaseField(i, "title"), f.Text(phaseField(i, "title")), lineMost)
		measure(&wrong, phaseField(i, "summary"), f.Text(phaseField(i, "summary")), longMost)
		known := c.phase(ph.Key) >= 0 && !keys[ph.Key]
		if len(ph.Title) == 0 && len(ph.Summary) == 0 {
			if known && c.rowsIn(ph.Key) {
				wrong = append(wrong, fault.Field(phaseField(i, "title"), "builder_phase_has_rows"))
			}
			continue
		}
		if known {
			keys[ph.Key] = true
		} else {
			taken := map[string]bool{}
			for _, other := range c.Programme.Phases {
				taken[other.Key] = true
			}
			for key := range keys {
				taken[key] = true
			}
			ph.Key = unused(taken, slug(f.Text(phaseField(i, "title")), "phase"))
			keys[ph.Key] = true
		}
		places[len(pr.Phases)] = i
		pr.Phases = append(pr.Phases, ph)
	}
	if len(pr.Phases) == 0 {
		wrong = append(wrong, fault.Field(phaseField(0, "title"), "builder_phase_none"))
	}
	for _, ph := range c.Programme.Phases { // a phase with rows that the form did not send is not lost in silence
		if !keys[ph.Key] && c.rowsIn(ph.Key) && len(wrong) == 0 {
			wrong = append(wrong, fault.Field("", "builder_phase_has_rows"))
		}
	}
	wrong = append(wrong, faults(programme.CheckProgramme(pr, c.Steps), frameField(places))...)
	if err := wrong.OrNil(); err != nil {
		return err
	}
	c.Programme = pr
	c.settle()
	return nil
}

// rowsIn tells whether rows stand in a phase.
func (c *Content) rowsIn(phase string) bool {
	for _, pl := range c.Programme.Placements {
		if pl.Phase == phase {
			return true
		}
	}
	return false
}

// frameField names the field of a path within the frame; rows, and phases that wait for theirs, are not its business.
func frameField(places map[int]int) func(string) (string, bool) {
	return func(at string) (string, bool) {
		if i, ok := index(at, "phases"); ok {
			what, _, _ := strings.Cut(below(at), ".")
			return phaseField(places[i], what), what == "title" || what == "summary"
		}
		name, _, _ := strings.Cut(at, ".")
		name, _, _ = strings.Cut(name, "[")
		return name, name == "title" || name == "summary" || name == "gates"
	}
}
