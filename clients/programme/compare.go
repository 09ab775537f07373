package programme

import (
	"reflect"
	"slices"
)

// Aspect names one side of a row that two versions may tell differently.
type Aspect string

// The aspects, in the order in which a comparison names them.
const (
	Added    Aspect = "added"
	Removed  Aspect = "removed"
	Worded   Aspect = "words"
	Gated    Aspect = "gates"
	Parted   Aspect = "parts" // which parts stand in it, their kind, who takes part, what may be due
	Timed    Aspect = "rhythm"
	Shared   Aspect = "sharing"
	Minded   Aspect = "cautions"
	Rated    Aspect = "ratings" // check-in ratings that go with it
	Moved    Aspect = "place"   // phase or order
	Followed Aspect = "after"   // what it comes after, and when it is looked at again
)

// Change is what became of one row between two versions; an empty code is the programme as a whole.
type Change struct {
	Code    Code
	Title   Title // as it is now, or was when the row is gone
	Aspects []Aspect
	Texts   []TextChange
	// Gates as they were and are, of the row and its parts together; both empty where they stayed.
	GatesWas, GatesNow []Gate
}

// TextChange is one text that reads otherwise now. What is title, summary, motto, heading, intro, reading, label, question, hint or
// answer; the role is empty where everybody reads the same.
type TextChange struct {
	What     string
	Role     Role
	Was, Now string
}

// Compare tells what changed from one version of a programme to another, row by row in the order of the new one; removed rows
// come last.
func Compare(was, now *Library, tag Tag) (changes []Change) {
	before, _ := was.Programme(tag)
	after, _ := now.Programme(tag)
	whole := Change{Title: after.Title}
	whole.texts([]text{{"title", "title", "", before.Title[English]}, {"summary", "summary", "", before.Summary[English]}},
		[]text{{"title", "title", "", after.Title[English]}, {"summary", "summary", "", after.Summary[English]}})
	whole.gates(before.Gates, after.Gates)
	if len(whole.Aspects) > 0 {
		changes = append(changes, whole)
	}
	kept := func(in *Library, list []Placement) (codes []Code) {
		for _, pl := range list {
			if _, both := in.Placement(pl.Code); both {
				codes = append(codes, pl.Code)
			}
		}
		return codes
	}
	went := moved(kept(now, before.Placements), kept(was, after.Placements))
	for _, pl := range after.Placements {
		from, both := was.Placement(pl.Code)
		if !both {
			changes = append(changes, Change{Code: pl.Code, Title: pl.Title, Aspects: []Aspect{Added}})
			continue
		}
		c := compareRow(was, now, from, pl)
		if from.Phase != pl.Phase || went[pl.Code] {
			c.Aspects = append(c.Aspects, Moved)
		}
		if len(c.Aspects) > 0 {
			changes = append(changes, c)
		}
	}
	for _, pl := range before.Placements {
		if _, both := now.Placement(pl.Code); !both {
			changes = append(changes, Change{Code: pl.Code, Title: pl.Title, Aspects: []Aspect{Removed}})
		}
	}
	return changes
}

// moved are the fewest rows that, taken from one order and put elsewhere, make the other one. Both have the same rows.
func moved(was, now []Code) map[Code]bool {
	longest, before := make([]int, len(now)), make([]int, len(now)) // the longest run that kept its order and ends here
	last := -1
	for i, code := range now {
		longest[i], before[i] = 1, -1
		for j := range i {
			if slices.Index(was, now[j]) < slices.Index(was, code) && longest[j]+1 > longest[i] {
				longest[i], before[i] = longest[j]+1, j
			}
		}
		if last < 0 || longest[i] > longest[last] {
			last = i
		}
	}
	out := map[Code]bool{}
	for _, code := range now {
		out[code] = true
	}
	for ; last >= 0; last = before[last] {
		delete(out, now[last])
	}
	return out
}

// compareRow tells what changed in one row besides its place.
func compareRow(was, now *Library, from, to Placement) Change {
	c := Change{Code: to.Code, Title: to.Title}
	before, after := was.Parts(from.Code), now.Parts(to.Code)
	c.texts(rowTexts(from, before), rowTexts(to, after))
	c.gates(allGates(from, before), allGates(to, after))
	note := func(a Aspect, differs bool) {
		if differs {
			c.Aspects = append(c.Aspects, a)
		}
	}
	shape := func(p Placed) any {
		return []any{p.Step, p.Part.Key, p.Part.Kind, p.Part.Who, p.Part.First, p.Part.Optional, p.Part.Opened, p.Part.Due, p.Part.Minutes, p.Part.Timebox}
	}
	note(Parted, !reflect.DeepEqual(of(before, shape), of(after, shape)))
	note(Timed, differs(before, after, func(p Placed) any { return p.Part.Cadence }))
	note(Shared, differs(before, after, func(p Placed) any { return p.Part.Sharing }))
	note(Minded, !slices.Equal(from.Cautions, to.Cautions))
	note(Rated, !slices.Equal(from.Ratings, to.Ratings))
	note(Followed, !slices.Equal(from.After, to.After) || !reflect.DeepEqual(from.Recheck, to.Recheck))
	return c
}

func of(parts []Placed, what func(Placed) any) (out []any) {
	for _, p := range parts {
		out = append(out, what(p))
	}
	return out
}

// differs compares one thing of the parts that stand in both.
func differs(before, after []Placed, what func(Placed) any) bool {
	for _, p := range after {
		i := slices.IndexFunc(before, func(b Placed) bool { return b.Step == p.Step && b.Part.Key == p.Part.Key })
		if i >= 0 && !reflect.DeepEqual(what(before[i]), what(p)) {
			return true
		}
	}
	return false
}

func allGates(pl Placement, parts []Placed) []Gate {
	all := slices.Clone(pl.Gates)
	for _, p := range parts {
		all = append(all, p.Gates...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func (c *Change) gates(was, now []Gate) {
	if !slices.Equal(was, now) {
		c.Aspects, c.GatesWas, c.GatesNow = append(c.Aspects, Gated), was, now
	}
}

// text is one text under a key that stays while the text changes.
type text struct {
	key, what string
	role      Role
	words     string
}

// texts notes every text that is new, gone or otherwise. Both lists have each key once.
func (c *Change) texts(was, now []text) {
	for _, t := range now {
		i := slices.IndexFunc(was, func(w text) bool { return w.key == t.key && w.role == t.role })
		before := ""
		if i >= 0 {
			before = was[i].words
		}
		if before != t.words {
			c.Texts = append(c.Texts, TextChange{t.what, t.role, before, t.words})
		}
	}
	for _, w := range was {
		if w.words != "" && !slices.ContainsFunc(now, func(t text) bool { return w.key == t.key && w.role == t.role }) {
			c.Texts = append(c.Texts, TextChange{w.what, w.role, w.words, ""})
		}
	}
	if len(c.Texts) > 0 {
		c.Aspects = append(c.Aspects, Worded)
	}
}

// rowTexts lists everything that a row says, to the counselor and to each role.
func rowTexts(pl Placement, parts []Placed) []text {
	all := []text{{"title", "title", "", pl.Title[English]}, {"summary", "summary", "", pl.Summary[English]}, {"motto", "motto", "", pl.Motto[English]}}
	for _, p := range parts {
		at := string(p.Step) + "/" + string(p.Part.Key)
		say := func(key, what string, w Wording) {
			for _, role := range p.Part.Who.Roles() {
				if words := w.For(English, role); words != "" {
					all = append(all, text{at + "/" + key, what, role, words})
				}
			}
		}
		say("heading", "heading", p.Part.Title)
		say("intro", "intro", p.Part.Intro)
		say("reading", "reading", p.Part.Reading)
		for _, q := range p.Part.Prompts {
			all = append(all, text{at + "/label/" + q.Key, "label", "", q.Label[English]})
			say("question/"+q.Key, "question", q.Text)
			say("hint/"+q.Key, "hint", q.Hint)
			for _, o := range q.Options {
				all = append(all, text{at + "/answer/" + q.Key + "/" + o.Key, "answer", "", o.Text[English]})
			}
		}
	}
	return all
}
