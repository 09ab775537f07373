package homework

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"amends/clients/couple"
	"amends/clients/programme"
)

// words is a title by language, as a jsonb column.
type words programme.Title

// Scan reads the column.
func (w *words) Scan(src any) error {
	b, ok := src.([]byte)
	if !ok {
		return fmt.Errorf("homework: a title of type %T", src)
	}
	*w = nil
	return json.Unmarshal(b, w)
}

// Unit is what one assignment gives: the parts that one row places of one library step. A row that borrows a part of another
// step has two units, so that a letter can come later than the reflection it grows from.
type Unit struct {
	Code    programme.Code
	Step    programme.StepKey
	Title   programme.Title
	Summary programme.Title
	Parts   []programme.Placed
}

// Units answers the units of a row: its own step first.
func Units(lib *programme.Library, code programme.Code) []Unit {
	row, ok := lib.Placement(code)
	if !ok {
		return nil
	}
	units := []Unit{{Code: code, Step: row.Step, Title: row.Title, Summary: row.Summary}}
	for _, p := range lib.Parts(code) {
		i := slices.IndexFunc(units, func(u Unit) bool { return u.Step == p.Step })
		if i < 0 {
			step, _ := lib.Step(p.Step)
			units = append(units, Unit{Code: code, Step: p.Step, Title: step.Title, Summary: row.Summary})
			i = len(units) - 1
		}
		units[i].Parts = append(units[i].Parts, p)
	}
	return units
}

// UnitOf finds one unit; an empty step is the row's own. The acknowledgement of a statement belongs to no row.
func UnitOf(lib *programme.Library, code programme.Code, step programme.StepKey) (Unit, bool) {
	if step == programme.Acknowledgement {
		return unplaced(lib, step)
	}
	for _, u := range Units(lib, code) {
		if step == "" || u.Step == step {
			return u, true
		}
	}
	return Unit{}, false
}

// unplaced is a step taken straight from the library.
func unplaced(lib *programme.Library, key programme.StepKey) (Unit, bool) {
	step, ok := lib.Step(key)
	u := Unit{Step: key, Title: step.Title}
	for _, part := range step.Parts {
		p, _ := lib.Part("", key, part.Key)
		u.Parts = append(u.Parts, p)
	}
	return u, ok
}

// For answers the parts that are meant for somebody in that role.
func (u Unit) For(role programme.Role) []programme.Placed {
	var out []programme.Placed
	for _, p := range u.Parts {
		if p.Part.Who.Includes(role) {
			out = append(out, p)
		}
	}
	return out
}

// Repeats tells after how many days the unit comes round for a role, by its part that comes round soonest; 0 when all of it is
// done once. Kinds with a room of their own keep their own time.
func (u Unit) Repeats(role programme.Role) int {
	days := 0
	for _, p := range u.For(role) {
		if p.Part.Room() != "" {
			continue
		}
		if n := p.Part.Cadence.Repeats(); n > 0 && (days <= 0 || n < days) || n == programme.AnyDay && days == 0 {
			days = n
		}
	}
	return days
}

// RepeatsFor tells the same for several people together: the soonest of theirs.
func (u Unit) RepeatsFor(roles []programme.Role) int {
	days := 0
	for _, role := range roles {
		if n := u.Repeats(role); days <= 0 || n > 0 && n < days {
			days = cmp.Or(n, days)
		}
	}
	return days
}

// Rooms lists the partner's pages that the unit's parts for those roles lead to.
func (u Unit) Rooms(roles []programme.Role) (rooms []string) {
	for _, role := range roles {
		for _, p := range u.For(role) {
			if room := p.Part.Room(); room != "" && !slices.Contains(rooms, room) {
				rooms = append(rooms, room)
			}
		}
	}
	return rooms
}

// Open tells whether the unit has any part for a partner.
func (u Unit) Open() bool {
	return len(u.For(programme.Involved))+len(u.For(programme.Injured)) > 0
}

// DueFor tells whether an assignment to that role may carry a due date: some part allows one, and none of the parts forbids it.
func (u Unit) DueFor(role programme.Role) bool {
	parts := u.For(role)
	for _, p := range parts {
		if !p.Part.DueAllowed(role) {
			return false
		}
	}
	return len(parts) > 0
}

// Minutes is the estimate for the role's parts together.
func (u Unit) Minutes(role programme.Role) int { return minutesOf(u.For(role)) }

func minutesOf(parts []programme.Placed) int {
	sum := 0
	for _, p := range parts {
		sum += p.Part.Minutes
	}
	return sum
}

// Gates answers the gates that stand before giving the unit to those roles: of the programme and of the parts. The hard ones
// forbid, the others warn.
func (u Unit) Gates(pr programme.Programme, roles []programme.Role, states couple.GateStates) (hard, advice []couple.Gate) {
	var want []programme.Gate
	want = append(want, pr.Gates...)
	for _, role := range roles {
		parts := u.For(role)
		if !u.Open() { // to be looked at only: what would stand before it
			parts = u.Parts
		}
		for _, p := range parts {
			want = append(want, p.Gates...)
		}
	}
	for _, g := range couple.Gates() {
		switch {
		case !slices.Contains(want, programme.Gate(g)) || states.Open(g):
		case g.Hard():
			hard = append(hard, g)
		default:
			advice = append(advice, g)
		}
	}
	return hard, advice
}

// Question is one page of a partner's work.
type Question struct {
	Part programme.PartKey
	N    int // page within the part, from 1
	View programme.View
	// Prompt is what is asked; nil on the page of a reading and on that of promises.
	Prompt *programme.ViewPrompt
	// Key is where the answer is stored; empty where nothing is written.
	Key string
}

// Reflection is the key of the free lines under a reading that asks nothing by itself.
const Reflection = "reflection"

// Questions lists the pages of a unit for one role in one language: readings, then questions, one each; a kind with a room of
// its own is one page that leads there.
func Questions(lib *programme.Library, u Unit, role programme.Role, lang string) []Question {
	return questionsOf(lib, u, u.For(role), role, lang, programme.TurnOwn)
}

// everyTurn asks questionsOf for the questions of both turns: what stands for them may have been written in either.
const everyTurn programme.Turn = ""

// questionsOf lists the pages of some parts. A role's own turn is what it writes first, the reply what it answers to the other's
// words; who only has a reply on a joint form writes it as the own.
func questionsOf(lib *programme.Library, u Unit, parts []programme.Placed, role programme.Role, lang string, turn programme.Turn) []Question {
	var out []Question
	for _, p := range parts {
		v, ok := lib.View(u.Code, u.Step, p.Part.Key, role, programme.Lang(lang))
		if !ok {
			continue
		}
		n := 0
		add := func(prompt *programme.ViewPrompt, key string) {
			n++
			out = append(out, Question{p.Part.Key, n, v, prompt, key})
		}
		if v.Room() != "" {
			add(nil, "")
			continue
		}
		prompts := ofTurn(v, turn)
		if v.Kind == programme.EDU || len(prompts) == 0 {
			key := ""
			if len(prompts) == 0 {
				key = Reflection
			}
			add(nil, key)
		}
		if talked(p.Part) {
			add(nil, firstKey)
		}
		for i := range prompts {
			add(&prompts[i], prompts[i].Key)
		}
	}
	return out
}

// ofTurn are the questions of one turn. A listening turn is done by two on one page, so both turns stand there.
func ofTurn(v programme.View, turn programme.Turn) []programme.ViewPrompt {
	of := slices.DeleteFunc(slices.Clone(v.Prompts), func(q programme.ViewPrompt) bool { return q.Turn != turn })
	if turn == everyTurn || v.Kind == programme.LIS || turn == programme.TurnOwn && len(of) == 0 {
		return v.Prompts
	}
	return of
}

// replies are the parts that ask a role to answer the other's words.
func replies(lib *programme.Library, u Unit, role programme.Role) []programme.Placed {
	return slices.DeleteFunc(u.For(role), func(p programme.Placed) bool {
		v, ok := lib.View(u.Code, u.Step, p.Part.Key, role, programme.English)
		isReply := func(q programme.ViewPrompt) bool { return q.Turn == programme.TurnReply }
		isOwn := func(q programme.ViewPrompt) bool { return q.Turn != programme.TurnReply }
		return !ok || v.Kind == programme.LIS || v.Room() != "" || !slices.ContainsFunc(v.Prompts, isReply) || !slices.ContainsFunc(v.Prompts, isOwn)
	})
}

// again are the parts that are done more than once.
func again(parts []programme.Placed) []programme.Placed {
	return slices.DeleteFunc(slices.Clone(parts), func(p programme.Placed) bool {
		return p.Part.Room() != "" || p.Part.Cadence.Repeats() == 0
	})
}

// Find answers the place of one page in the list; -1 when there is none.
func Find(qs []Question, part programme.PartKey, n int) int {
	return slices.IndexFunc(qs, func(q Question) bool { return q.Part == part && q.N == n })
}
