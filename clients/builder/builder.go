// Package builder is the room in which a practice writes programmes of its own.
//
// Counselors, supervisors and the owner copy a programme or begin an empty one, order its rows, take steps from the library,
// change words and write own steps, look at it as each partner will, and publish numbered versions that never change again.
// A draft is practice content: this room must never read or hold anything of a couple or a partner, never change a version
// that was published, and never let through what the programme's own rules refuse, least of all a field that asks for
// passwords, locations or copies of messages.
package builder

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"amends/clients/programme"
)

// Draft is one own programme as it is being written.
type Draft struct {
	ID      uuid.UUID
	Content Content
	Saved   time.Time
	By      string // who saved it last
	Retired bool   // offered no longer
	Version int    // of the draft; every change counts one
}

// Path is the draft's address.
func (d Draft) Path() string { return Path(d.ID) }

// Path is the address of a draft.
func Path(id uuid.UUID) string { return "/own-programmes/" + id.String() }

// Content is what is written: the programme, the steps it places or may place, and rows that were taken out. A row's code is
// never used again, so that work given under it keeps its name.
type Content struct {
	Programme programme.Programme   `json:"programme"`
	Steps     []programme.Step      `json:"steps"`
	Aside     []programme.Placement `json:"aside,omitempty"`
}

// Row finds a placed row.
func (c *Content) Row(code programme.Code) (*programme.Placement, int) {
	i := slices.IndexFunc(c.Programme.Placements, func(p programme.Placement) bool { return p.Code == code })
	if i < 0 {
		return nil, -1
	}
	return &c.Programme.Placements[i], i
}

// Step finds a step of the draft.
func (c *Content) Step(key programme.StepKey) *programme.Step {
	i := slices.IndexFunc(c.Steps, func(s programme.Step) bool { return s.Key == key })
	if i < 0 {
		return nil
	}
	return &c.Steps[i]
}

// Part finds a part of a step of the draft; -1 when the step has none of that key.
func Part(s *programme.Step, key programme.PartKey) int {
	return slices.IndexFunc(s.Parts, func(p programme.Part) bool { return p.Key == key })
}

// Own tells whether the practice wrote a step itself.
func Own(key programme.StepKey) bool { return strings.HasPrefix(string(key), ownPrefix) }

const ownPrefix = "own-"

// phase answers the place of a phase in the programme; rows of none stand first.
func (c *Content) phase(key string) int {
	return slices.IndexFunc(c.Programme.Phases, func(p programme.Phase) bool { return p.Key == key })
}

// settle keeps the rows in the order of their phases.
func (c *Content) settle() {
	slices.SortStableFunc(c.Programme.Placements, func(a, b programme.Placement) int {
		return cmp.Compare(c.phase(a.Phase), c.phase(b.Phase))
	})
}

// Move moves a row one place up or down; at the end of its phase it goes over into the next one. It reports false where
// there is no way on.
func (c *Content) Move(code programme.Code, up bool) bool {
	row, i := c.Row(code)
	if row == nil {
		return false
	}
	step := 1
	if up {
		step = -1
	}
	rows := c.Programme.Placements
	if j := i + step; j >= 0 && j < len(rows) && rows[j].Phase == row.Phase {
		rows[i], rows[j] = rows[j], rows[i]
		return true
	}
	next := c.phase(row.Phase) + step
	if next < 0 || next >= len(c.Programme.Phases) {
		return false
	}
	row.Phase = c.Programme.Phases[next].Key
	return true
}

// Remove takes a row out and keeps it aside. Rows that came after it no longer do.
func (c *Content) Remove(code programme.Code) bool {
	row, i := c.Row(code)
	if row == nil {
		return false
	}
	c.Aside = append(c.Aside, *row)
	c.Programme.Placements = slices.Delete(c.Programme.Placements, i, i+1)
	for n := range c.Programme.Placements {
		pl := &c.Programme.Placements[n]
		pl.After = slices.DeleteFunc(slices.Clone(pl.After), func(k programme.Code) bool { return k == code })
	}
	return true
}

// PutBack returns a row from aside to the end of its phase, or of the last one where its own is gone. What it came after
// and is gone by now is left out.
func (c *Content) PutBack(code programme.Code) bool {
	i := slices.IndexFunc(c.Aside, func(p programme.Placement) bool { return p.Code == code })
	if i < 0 || len(c.Programme.Phases) == 0 {
		return false
	}
	row := c.Aside[i]
	if c.phase(row.Phase) < 0 {
		row.Phase = c.Programme.Phases[len(c.Programme.Phases)-1].Key
	}
	row.After = slices.DeleteFunc(slices.Clone(row.After), func(k programme.Code) bool { _, n := c.Row(k); return n < 0 })
	c.Aside = slices.Delete(c.Aside, i, i+1)
	c.Programme.Placements = append(c.Programme.Placements, row)
	c.settle()
	return true
}

// nextCode is a row number that was never used in this programme.
func (c *Content) nextCode() programme.Code {
	var used []programme.Code
	for _, pl := range slices.Concat(c.Programme.Placements, c.Aside) {
		used = append(used, pl.Code)
	}
	return programme.NextCode(c.Programme.Tag, used)
}

// mostRows is how many rows a programme may ever have: the numbers of its rows have two digits.
const mostRows = 99

// full tells whether no row number is left.
func (c *Content) full() bool { return len(c.Programme.Placements)+len(c.Aside) >= mostRows }

// Add places a step with all its parts at the end of a phase, with the gates that its sharing and cautions ask for. The step
// joins the draft if it is not there yet.
func (c *Content) Add(step programme.Step, phase string) programme.Code {
	if c.Step(step.Key) == nil {
		c.Steps = append(c.Steps, step)
	}
	step = *c.Step(step.Key)
	row := programme.Placement{Code: c.nextCode(), Phase: phase, Step: step.Key, Title: step.Title, Summary: step.About, Cautions: slices.Clone(step.Cautions)}
	hard := slices.Contains(step.Cautions, programme.CautionScreened)
	for _, p := range step.Parts {
		row.Parts = append(row.Parts, programme.PartRef{Part: p.Key})
		hard = hard || p.Sharing.Reaches()
	}
	if hard {
		row.Gates = []programme.Gate{programme.GateConsent, programme.GateSafety}
	}
	c.Programme.Placements = append(c.Programme.Placements, row)
	c.settle()
	return row.Code
}

// placed are the rows that place a part of a step.
func (c *Content) placed(step programme.StepKey) (rows []programme.Placement) {
	for _, pl := range c.Programme.Placements {
		if pl.Step == step || slices.ContainsFunc(pl.Parts, func(r programme.PartRef) bool { return r.Step == step }) {
			rows = append(rows, pl)
		}
	}
	return rows
}

// Copied begins a draft from a programme and its steps, under a tag of its own. Rows are numbered in their order; texts are
// kept in one language, the one the practice works in.
func Copied(from programme.Programme, steps []programme.Step, tag programme.Tag, lang programme.Lang) Content {
	p := from.OnlyIn(lang)
	p.Tag, p.Version = tag, 0
	codes := map[programme.Code]programme.Code{}
	var used []programme.Code
	for i := range p.Placements {
		code := programme.NextCode(tag, used)
		used = append(used, code)
		codes[p.Placements[i].Code] = code
	}
	for i := range p.Placements {
		pl := &p.Placements[i]
		after := pl.After
		pl.Code, pl.After = codes[pl.Code], nil
		for _, code := range after {
			pl.After = append(pl.After, codes[code])
		}
	}
	c := Content{Programme: p}
	for _, s := range steps {
		c.Steps = append(c.Steps, s.OnlyIn(lang))
	}
	c.settle()
	return c
}

// Begun is an empty programme with one phase.
func Begun(tag programme.Tag, title, phase string) Content {
	return Content{Programme: programme.Programme{Tag: tag, Title: words(title), Gates: []programme.Gate{"G2"},
		Phases: []programme.Phase{{Key: "phase-1", Title: words(phase)}}}}
}

// words is a text in the practice's own language.
func words(text string) programme.Title {
	if text == "" {
		return nil
	}
	return programme.Title{programme.English: text}
}

// Trouble is one thing that keeps a draft from being published, and where it can be mended.
type Trouble struct {
	programme.Problem
	Row  programme.Code    // empty: not in one row
	Step programme.StepKey // with Part: in the words of a part
	Part programme.PartKey
}

// Troubles answers everything that keeps a draft from being published, in the order of the programme.
func (c *Content) Troubles(themes []programme.Theme) (all []Trouble) {
	p := c.Programme
	p.Version = 1
	for _, one := range programme.CheckProgramme(p, c.Steps) {
		t := Trouble{Problem: one}
		if i, ok := index(one.At, "placements"); ok && i < len(p.Placements) {
			t.Row = p.Placements[i].Code
		}
		all = append(all, t)
	}
	for _, s := range c.Steps {
		if len(c.placed(s.Key)) == 0 {
			continue
		}
		for _, one := range programme.CheckStep(s, themes) {
			t := Trouble{Problem: one, Step: s.Key}
			if i, ok := index(one.At, "parts"); ok && i < len(s.Parts) {
				t.Part = s.Parts[i].Key
			}
			all = append(all, t)
		}
	}
	return all
}

// within tells whether all of the gates stand in a list.
func within(gates, list []programme.Gate) bool {
	for _, g := range gates {
		if !slices.Contains(list, g) {
			return false
		}
	}
	return true
}

// join is a list with the gates it lacked, in order.
func join(list, gates []programme.Gate) []programme.Gate {
	all := slices.Concat(list, gates)
	slices.Sort(all)
	return slices.Compact(all)
}
