package programme

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"amends/server/web"
)

// Fact is one thing a counselor knows of a row, in words: the gates before it, the ratings that go with it, and so on.
type Fact struct {
	Label string
	Lines []string
}

// FactsOf answers what a row says besides its words, for the counselor; what it says nothing of is left out.
func FactsOf(c *web.Context, lib *Library, pl Placement) (facts []Fact) {
	add := func(id string, lines ...string) {
		if len(lines) > 0 && lines[0] != "" {
			facts = append(facts, Fact{c.T(id), lines})
		}
	}
	var parts, after, mind []string
	for _, p := range lib.Parts(pl.Code) {
		parts = append(parts, partLine(c, pl, p))
	}
	for _, code := range pl.After {
		if before, ok := lib.Placement(code); ok {
			after = append(after, c.T("programme_numbered", "Number", Number(code), "Title", before.Title.In(Lang(c.Lang()))))
		}
	}
	for _, k := range pl.Cautions {
		mind = append(mind, c.T("programme_caution_"+strconv.Itoa(int(k))))
	}
	add("programme_parts", parts...)
	add("programme_gates", gateList(c, pl.Gates))
	add("programme_after", strings.Join(after, ", "))
	add("programme_recheck", RecheckLine(c, pl.Recheck))
	add("programme_ratings", RatingLines(c, pl.Ratings)...)
	add("programme_mind", mind...)
	return facts
}

// factsChanged are the facts that two versions of a row tell otherwise: label, was, now.
func factsChanged(was, now []Fact) (rows [][]string) {
	line := func(facts []Fact, label string) string {
		i := slices.IndexFunc(facts, func(f Fact) bool { return f.Label == label })
		if i < 0 {
			return ""
		}
		return strings.Join(facts[i].Lines, "; ")
	}
	seen := map[string]bool{}
	for _, f := range slices.Concat(now, was) {
		before, after := line(was, f.Label), line(now, f.Label)
		if !seen[f.Label] && before != after {
			rows = append(rows, []string{f.Label, before, after})
		}
		seen[f.Label] = true
	}
	return rows
}

// partLine says of one part what form it has, for whom, how often, who reads it, and which gates it waits for besides the row's.
func partLine(c *web.Context, pl Placement, p Placed) string {
	line := []string{c.T("programme_kind_" + string(p.Part.Kind)), c.T("programme_who_" + string(p.Part.Who)), RhythmLine(c, p.Part.Cadence),
		c.T("programme_reads_" + string(p.Part.Sharing.Code))}
	if then := p.Part.Sharing.Then; then != "" {
		line = append(line, c.T("programme_then_"+string(p.Part.Sharing.When), "What", c.T("programme_reads_"+string(then))))
	} else if when := p.Part.Sharing.When; when != "" {
		line = append(line, c.T("programme_when_"+string(when)))
	}
	if p.Part.Opened != "" {
		line = append(line, c.T("programme_opened"))
	}
	own := slices.DeleteFunc(slices.Clone(p.Gates), func(g Gate) bool { return slices.Contains(pl.Gates, g) })
	if len(own) > 0 {
		line = append(line, c.T("programme_part_gates", "Gates", gateList(c, own)))
	}
	return strings.Join(line, " · ")
}

// RhythmLine says how often a part is done.
func RhythmLine(c *web.Context, k Cadence) string {
	least, most := k.Least, k.Most
	if most == 0 {
		most = max(least, 1)
	}
	times := strconv.Itoa(most)
	if least > 0 && least < most {
		times = fmt.Sprintf("%d–%d", least, most)
	}
	line := c.T("programme_rhythm_"+string(k.Rhythm), "Count", most, "Times", times)
	if k.At != "" {
		line = c.T("programme_rhythm_at_"+k.At, "Rhythm", line)
	}
	for _, also := range k.Also {
		line = c.T("programme_rhythm_also", "First", line, "Second", c.T("programme_rhythm_"+string(also), "Count", 1, "Times", "1"))
	}
	return line
}

// RecheckLine says when a finished row is looked at again; empty for never.
func RecheckLine(c *web.Context, r *Recheck) string {
	if r == nil {
		return ""
	}
	var lines []string
	switch {
	case r.Weeks > 0 && r.Repeats:
		lines = append(lines, c.T("programme_recheck_every", "Count", r.Weeks))
	case r.Weeks > 0:
		lines = append(lines, c.T("programme_recheck_once", "Count", r.Weeks))
	}
	if len(r.Months) > 0 {
		lines = append(lines, c.T("programme_recheck_months", "Months", r.MonthsText()))
	}
	return strings.Join(lines, "; ")
}

// MonthsText is the months as people write them, with commas.
func (r Recheck) MonthsText() string {
	months := make([]string, len(r.Months))
	for i, m := range r.Months {
		months[i] = strconv.Itoa(m)
	}
	return strings.Join(months, ", ")
}

// RatingLines words the check-in ratings that go with a row, each with who is asked.
func RatingLines(c *web.Context, list []Rating) (lines []string) {
	for _, r := range list {
		lines = append(lines, c.T("programme_rated_"+string(r.Who), "What", RatingWords(c, r.Code)))
	}
	return lines
}

// RatingWords is what a check-in rating asks, in a few words.
func RatingWords(c *web.Context, code string) string { return c.T("programme_rating_" + code) }

// readerOf names the sentence that says who reads a part, for whom no couple is meant yet. It says where words may go later too.
func readerOf(s Sharing) string {
	switch {
	case s.Code == ShareKept && s.Then == ShareReleased && s.When == WhenBothIn:
		return "programme_share_P_both_in"
	case s.Code == ShareKept && s.Then == ShareReleased:
		return "programme_share_P_R"
	case s.Code == ShareCounselor && s.Then == ShareReleased:
		return "programme_share_R"
	case s.Code == ShareCounselor && s.Then == ShareJoint:
		return "programme_share_C_J"
	}
	return "programme_share_" + string(s.Code)
}

// Side is a row as somebody of one role sees it, under a heading that says who.
type Side struct {
	Title   string
	Preview Preview
	Nothing bool     // it is not for them
	Own     []string // what only the counselor does: the questions, for there is no partner's page of it
}

// SidesOf shows a row to either partner, and what the counselor does in it.
func SidesOf(c *web.Context, lib *Library, parts []Placed) (sides []Side) {
	reader := func(v View) string { return c.T(readerOf(v.Sharing)) }
	for _, role := range []Role{Involved, Injured} {
		sides = append(sides, Side{Title: c.T("programme_side_" + string(role)), Preview: PreviewOf(c, lib, parts, role, reader), Nothing: !Speaks(parts, role)})
	}
	if Speaks(parts, Counselor) {
		own := Side{Title: c.T("programme_side_counselor")}
		for _, part := range PreviewOf(c, lib, parts, Counselor, reader).Parts {
			own.Own = append(own.Own, part.Intro)
			for _, q := range part.Prompts {
				own.Own = append(own.Own, q.Text)
			}
		}
		sides = append(sides, own)
	}
	return sides
}
