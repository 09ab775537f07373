package programme

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

var (
	tagForm  = regexp.MustCompile(`^[A-Z]{1,2}$`)
	codeForm = regexp.MustCompile(`^[A-Z]{1,2}[0-9]{1,2}[a-z]?$`)
)

// shippedTags are the programmes that ship.
func shippedTags() []Tag { return []Tag{"A", "B", "C", "D", "E"} }

// shippedRows lists the rows a shipped programme must have, no more and no fewer;
// nil for a programme of which nothing is laid down.
func shippedRows(tag Tag) []Code {
	run := func(letters string, from, to int) (codes []Code) {
		for n := from; n <= to; n++ {
			codes = append(codes, Code(fmt.Sprintf("%s%d", letters, n)))
		}
		return codes
	}
	switch tag {
	case "A":
		return run("A", 0, 10)
	case "B":
		return append(run("B", 0, 7), "B2a", "B2b", "B2c")
	case "C":
		return slices.Concat(run("C", 0, 30), run("CP", 1, 4))
	case "D":
		return run("D", 0, 10)
	case "E":
		return slices.Concat(run("E", 0, 7), run("EO", 1, 5), run("EF", 1, 8))
	}
	return nil
}

// programme checks one programme against the library. codes collects the codes of
// all programmes, which share one space.
func (c *checker) programme(p Programme, steps map[StepKey]Step, codes map[Code]bool) {
	if !tagForm.MatchString(string(p.Tag)) {
		c.add("tag", "a tag is one or two capital letters, not %q", p.Tag)
	}
	if p.Version < 1 {
		c.add("version", "a version counts from 1, not %d", p.Version)
	}
	c.title("title", p.Title)
	c.title("summary", p.Summary)
	c.gates("gates", p.Gates)
	phases := map[string]bool{}
	for i, ph := range p.Phases {
		at := fmt.Sprintf("phases[%d]", i)
		c.key(at+".key", ph.Key)
		c.title(at+".title", ph.Title)
		c.title(at+".summary", ph.Summary)
		if _, twice := phases[ph.Key]; twice {
			c.add(at+".key", "phase %q stands here twice", ph.Key)
		}
		phases[ph.Key] = false
	}
	for i, pl := range p.Placements {
		at := fmt.Sprintf("placements[%d]", i)
		c.code(at+".code", pl.Code, p.Tag, codes)
		if _, known := phases[pl.Phase]; !known {
			c.add(at+".phase", "unknown phase %q", pl.Phase)
		}
		phases[pl.Phase] = true
		c.placement(at, pl, steps)
	}
	for i, ph := range p.Phases {
		if !phases[ph.Key] {
			c.breaks("phase_empty", fmt.Sprintf("phases[%d]", i), "no placement stands in phase %q", ph.Key)
		}
	}
	c.order(p)
	c.complete(p)
}

func (c *checker) code(at string, code Code, tag Tag, codes map[Code]bool) {
	switch {
	case !codeForm.MatchString(string(code)):
		c.add(at, "a code looks like A7 or B2a, not %q", code)
	case !strings.HasPrefix(string(code), string(tag)):
		c.add(at, "code %s belongs to another programme than %s", code, tag)
	case codes[code]:
		c.add(at, "code %s stands in the programmes twice", code)
	}
	codes[code] = true
}

// placement checks one row and each part it places.
func (c *checker) placement(at string, pl Placement, steps map[StepKey]Step) {
	c.title(at+".title", pl.Title)
	c.title(at+".summary", pl.Summary)
	if len(pl.Motto) > 0 {
		c.title(at+".motto", pl.Motto)
	}
	c.gates(at+".gates", pl.Gates)
	c.cautions(at+".cautions", pl.Cautions)
	c.ratings(at+".ratings", pl.Ratings)
	c.recheck(at+".recheck", pl.Recheck)
	if slices.Contains(pl.Cautions, CautionScreened) && !bothHard(pl.Gates) {
		c.breaks("gates_caution", at+".gates", "%s has caution 1 and so needs gates G0 and G1", pl.Code)
	}
	if _, ok := steps[pl.Step]; !ok {
		c.unknownStep(at+".step", pl.Step)
		return
	}
	if len(pl.Parts) == 0 {
		c.breaks("no_parts", at+".parts", "a placement places at least one part")
	}
	type name struct {
		step StepKey
		part PartKey
	}
	seen := map[name]bool{}
	for i, ref := range pl.Parts {
		here := fmt.Sprintf("%s.parts[%d]", at, i)
		own := name{ref.Step, ref.Part}
		if own.step == "" {
			own.step = pl.Step
		}
		if seen[own] {
			c.add(here, "part %q is placed here twice", ref.Part)
		}
		seen[own] = true
		c.partRef(here, pl, ref, steps)
	}
}

// partRef checks a placed part as it is in effect, with what the placement replaces.
func (c *checker) partRef(at string, pl Placement, ref PartRef, steps map[StepKey]Step) {
	placed, ok := place(pl, ref, steps)
	if !ok {
		if _, known := steps[placed.Step]; !known {
			c.unknownStep(at+".step", placed.Step)
		} else {
			c.add(at+".part", "step %q has no part %q", placed.Step, ref.Part)
		}
		return
	}
	c.gates(at+".gates", ref.Gates)
	part := placed.Part
	if ref.Who != "" {
		c.who(at+".who", ref.Who)
		for _, role := range ref.Who.Roles() {
			if !part.speaksTo(role) {
				c.breaks("who_wording", at+".who", "part %q has no wording for %s", part.Key, role)
			}
		}
	}
	if ref.Cadence != nil {
		c.cadence(at+".cadence", *ref.Cadence)
	}
	if ref.Sharing != nil {
		c.sharing(at+".sharing", *ref.Sharing)
	}
	if part.Sharing.Reaches() && !bothHard(placed.Gates) {
		c.breaks("gates_reach", at+".gates", "part %q reaches the other partner and so needs gates G0 and G1", part.Key)
	}
	if part.Due != DueAllowed {
		return
	}
	if slices.Contains(pl.Cautions, CautionCloseness) {
		c.breaks("due_closeness", at, "%s has caution 9: closeness never has a due date, and part %q allows one", pl.Code, part.Key)
	}
	if slices.Contains(pl.Cautions, CautionUnforced) && part.Who != WhoInvolved {
		c.breaks("due_unforced", at, "%s has caution 2: nothing is hurried, and part %q allows a due date", pl.Code, part.Key)
	}
}

func (c *checker) unknownStep(at string, key StepKey) {
	if !slices.Contains(c.unread, key) {
		c.add(at, "unknown step %q", key)
	}
}

func (c *checker) ratings(at string, list []Rating) {
	for i, r := range list {
		here := fmt.Sprintf("%s[%d]", at, i)
		if !slices.Contains(RatingCodes(), r.Code) {
			c.add(here+".code", "unknown rating %q", r.Code)
		}
		if r.Who == WhoCounselor {
			c.add(here+".who", "a rating is asked of partners")
		}
		c.who(here+".who", r.Who)
		if slices.Contains(list[:i], r) {
			c.add(here, "rating %s stands here twice", r.Code)
		}
	}
}

func (c *checker) recheck(at string, r *Recheck) {
	if r == nil {
		return
	}
	if r.Weeks < 0 || r.Weeks > 52 || r.Weeks == 0 && len(r.Months) == 0 {
		c.breaks("recheck", at, "a recheck comes after 1 to 52 weeks, or after months")
	}
	for i, m := range r.Months {
		if m < 1 || m > 36 {
			c.add(fmt.Sprintf("%s.months[%d]", at, i), "months run from 1 to 36, not %d", m)
		}
	}
}

// order checks that what comes after something names rows of the same programme, and
// that no row waits for itself.
func (c *checker) order(p Programme) {
	after := map[Code][]Code{}
	for _, pl := range p.Placements {
		after[pl.Code] = pl.After
	}
	for i, pl := range p.Placements {
		at := fmt.Sprintf("placements[%d].after", i)
		for j, code := range pl.After {
			if _, known := after[code]; !known {
				c.add(fmt.Sprintf("%s[%d]", at, j), "%s comes after %s, which this programme does not have", pl.Code, code)
			}
		}
		if waitsFor(pl.Code, after) {
			c.breaks("after_self", at, "%s comes after itself in the end", pl.Code)
		}
	}
}

func waitsFor(code Code, after map[Code][]Code) bool {
	seen := map[Code]bool{}
	next := slices.Clone(after[code])
	for len(next) > 0 {
		one := next[0]
		next = next[1:]
		if one == code {
			return true
		}
		if !seen[one] {
			seen[one] = true
			next = append(next, after[one]...)
		}
	}
	return false
}

func (c *checker) complete(p Programme) {
	rows := shippedRows(p.Tag)
	if len(p.Placements) == 0 {
		c.breaks("no_rows", "placements", "a programme has at least one placement")
	}
	if rows == nil {
		return
	}
	for _, row := range rows {
		if !slices.ContainsFunc(p.Placements, func(pl Placement) bool { return pl.Code == row }) {
			c.add("placements", "programme %s has no row %s", p.Tag, row)
		}
	}
	for i, pl := range p.Placements {
		if !slices.Contains(rows, pl.Code) {
			c.add(fmt.Sprintf("placements[%d].code", i), "programme %s has no row %s in the design", p.Tag, pl.Code)
		}
	}
}

func bothHard(gates []Gate) bool {
	return slices.Contains(gates, GateConsent) && slices.Contains(gates, GateSafety)
}
