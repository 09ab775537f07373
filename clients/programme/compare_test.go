package programme_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"amends/clients/programme"
)

// changed is programme A after do; steps may be changed too. The originals stay as they are.
func changed(t *testing.T, do func(p *programme.Programme, steps map[programme.StepKey]*programme.Step)) *programme.Library {
	t.Helper()
	lib := shipped(t)
	p, _ := lib.Programme("A")
	p = p.OnlyIn("en")
	steps := lib.StepsOf("A")
	byKey := map[programme.StepKey]*programme.Step{}
	for i := range steps {
		steps[i] = steps[i].OnlyIn("en")
		byKey[steps[i].Key] = &steps[i]
	}
	do(&p, byKey)
	return programme.Sketch(lib.Themes(), steps, p)
}

func told(changes []programme.Change) string {
	var all []string
	for _, c := range changes {
		line := string(c.Code)
		for _, a := range c.Aspects {
			line += " " + string(a)
		}
		all = append(all, line)
	}
	return strings.Join(all, ", ")
}

func TestComparisonsNameWhatChanged(t *testing.T) {
	was := shipped(t)
	row := func(p *programme.Programme, code programme.Code) *programme.Placement {
		i := slices.IndexFunc(p.Placements, func(pl programme.Placement) bool { return pl.Code == code })
		return &p.Placements[i]
	}
	for _, one := range []struct {
		name, want string
		do         func(p *programme.Programme, steps map[programme.StepKey]*programme.Step)
	}{
		{"nothing", "", func(*programme.Programme, map[programme.StepKey]*programme.Step) {}},
		{"a title", "A2 words", func(p *programme.Programme, _ map[programme.StepKey]*programme.Step) {
			row(p, "A2").Title = programme.Title{"en": "Other"}
		}},
		{"the programme's own", " words gates", func(p *programme.Programme, _ map[programme.StepKey]*programme.Step) {
			p.Summary, p.Gates = programme.Title{"en": "Other"}, nil
		}},
		{"gates", "A9 gates", func(p *programme.Programme, _ map[programme.StepKey]*programme.Step) {
			pl := row(p, "A9")
			pl.Gates = append(slices.Clone(pl.Gates), "G8")
		}},
		{"ratings", "A4 ratings", func(p *programme.Programme, _ map[programme.StepKey]*programme.Step) {
			row(p, "A4").Ratings = []programme.Rating{{Code: "HEARD", Who: programme.WhoEach}}
		}},
		{"gone", "A10 removed", func(p *programme.Programme, _ map[programme.StepKey]*programme.Step) {
			p.Placements = slices.DeleteFunc(slices.Clone(p.Placements), func(pl programme.Placement) bool { return pl.Code == "A10" })
		}},
		{"new", "A11 added", func(p *programme.Programme, _ map[programme.StepKey]*programme.Step) {
			pl := *row(p, "A10")
			pl.Code = "A11"
			p.Placements = append(p.Placements, pl)
		}},
		{"one row far away", "A2 place", func(p *programme.Programme, _ map[programme.StepKey]*programme.Step) {
			pl := *row(p, "A2")
			p.Placements = slices.Delete(p.Placements, 2, 3)
			p.Placements = slices.Insert(p.Placements, 8, pl)
		}},
		{"words of a step", "A8 words", func(_ *programme.Programme, steps map[programme.StepKey]*programme.Step) {
			s := steps["setback-plan"]
			s.Parts[0].Intro = programme.Wording{"en": {"each": "Other words."}}
		}},
		{"rhythm and readers", "A7 rhythm sharing", func(p *programme.Programme, _ map[programme.StepKey]*programme.Step) {
			pl := row(p, "A7")
			pl.Parts = slices.Clone(pl.Parts)
			pl.Parts[0].Cadence, pl.Parts[0].Sharing = &programme.Cadence{Rhythm: programme.Raised}, &programme.Sharing{Code: programme.ShareCounselor}
		}},
	} {
		if got := told(programme.Compare(was, changed(t, one.do), "A")); got != one.want {
			t.Errorf("%s: %q, want %q", one.name, got, one.want)
		}
	}
	// Each role's words stand by themselves, with what they were.
	changes := programme.Compare(was, changed(t, func(p *programme.Programme, steps map[programme.StepKey]*programme.Step) {
		part := &steps["beginning"].Parts[0]
		part.Intro = programme.Wording{"en": {"involved": "New for one.", "injured": part.Intro["en"]["injured"]}}
	}), "A")
	if len(changes) != 1 || len(changes[0].Texts) != 1 {
		t.Fatalf("%+v", changes)
	}
	text := changes[0].Texts[0]
	if text.What != "intro" || text.Role != programme.Involved || text.Now != "New for one." || !strings.HasPrefix(text.Was, "A short reading") {
		t.Errorf("%s", fmt.Sprintf("%+v", text))
	}
}
