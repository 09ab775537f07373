package builder

import (
	"cmp"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"amends/clients/programme"
	"amends/server/fault"
	"amends/server/web"
)

// candidate is a part that may stand in a row: those that do, and the others of the row's own step.
type candidate struct {
	ref  programme.PartRef
	step programme.StepKey
	part programme.Part
	in   bool
}

// candidates lists them, placed ones first in their order.
func (c *Content) candidates(row programme.Placement) (out []candidate) {
	for _, ref := range row.Parts {
		key := cmp.Or(ref.Step, row.Step)
		if s := c.Step(key); s != nil {
			if i := Part(s, ref.Part); i >= 0 {
				out = append(out, candidate{ref, key, s.Parts[i], true})
			}
		}
	}
	s := c.Step(row.Step)
	if s == nil {
		return out
	}
	for _, p := range s.Parts {
		if !slices.ContainsFunc(out, func(k candidate) bool { return k.step == row.Step && k.part.Key == p.Key }) {
			out = append(out, candidate{programme.PartRef{Part: p.Key}, row.Step, p, false})
		}
	}
	return out
}

// cadence and sharing of a candidate as they are in effect.
func (k candidate) cadence() programme.Cadence {
	if k.ref.Cadence != nil {
		return *k.ref.Cadence
	}
	return k.part.Cadence
}

func (k candidate) sharing() programme.Sharing {
	if k.ref.Sharing != nil {
		return *k.ref.Sharing
	}
	return k.part.Sharing
}

// name is how a form names a candidate.
func (k candidate) name() string { return string(k.step) + "/" + string(k.part.Key) }

// end ends the names of a candidate's own fields. It says which part they are about, so that they stay with it when somebody
// changes the row in between.
func (k candidate) end() string { return "-" + string(k.step) + "." + string(k.part.Key) }

// rowValues is a row as the fields of its form.
func rowValues(c *Content, row programme.Placement) url.Values {
	v := url.Values{"title": {row.Title[programme.English]}, "summary": {row.Summary[programme.English]}, "motto": {row.Motto[programme.English]}, "phase": {row.Phase}}
	for _, g := range row.Gates {
		v.Add("gates", string(g))
	}
	for _, k := range row.Cautions {
		v.Add("cautions", strconv.Itoa(int(k)))
	}
	for _, code := range row.After {
		v.Add("after", string(code))
	}
	for _, r := range row.Ratings {
		for _, role := range r.Who.Roles() {
			v.Add(rated(role), r.Code)
		}
	}
	if row.Recheck != nil && row.Recheck.Weeks > 0 {
		v.Set("weeks", strconv.Itoa(row.Recheck.Weeks))
		if row.Recheck.Repeats {
			v.Set("repeats", "yes")
		}
	}
	if row.Recheck != nil {
		v.Set("months", row.Recheck.MonthsText())
	}
	for _, k := range c.candidates(row) {
		if k.in {
			v.Add("parts", k.name())
		}
		cadenceValues(v, k.cadence(), k.end())
		v.Set("sharing"+k.end(), sharingValue(k.sharing()))
	}
	return v
}

// readRow makes the changed row of what was typed, or the faults at its fields.
func readRow(f *web.Form, c *Content, row programme.Placement) (programme.Placement, error) {
	var wrong fault.List
	was := row
	row.Title, row.Summary, row.Motto = words(f.Text("title")), words(f.Text("summary")), words(f.Text("motto"))
	for _, name := range []string{"title", "summary", "motto"} {
		measure(&wrong, name, f.Text(name), 2*lineMost)
	}
	if row.Phase = f.Text("phase"); c.phase(row.Phase) < 0 {
		wrong = append(wrong, fault.Field("phase", "builder_phase_choose"))
	}
	row.Gates, row.Cautions, row.After = nil, nil, nil
	for _, g := range f.All("gates") {
		row.Gates = append(row.Gates, programme.Gate(g))
	}
	slices.Sort(row.Gates)
	for _, text := range f.All("cautions") {
		n, _ := strconv.Atoi(text)
		row.Cautions = append(row.Cautions, programme.Caution(n))
	}
	slices.Sort(row.Cautions)
	for _, code := range f.All("after") {
		row.After = append(row.After, programme.Code(code))
	}
	row.Ratings = readRatings(f, was.Ratings)
	row.Recheck = readRecheck(f, &wrong)
	ends := map[int]string{} // place among the parts → how its fields end
	row.Parts = nil
	for _, k := range c.candidates(was) {
		if !slices.Contains(f.All("parts"), k.name()) {
			continue
		}
		ends[len(row.Parts)] = k.end()
		row.Parts = append(row.Parts, readRef(f, k, &wrong))
	}
	row = settled(row)
	wrong = append(wrong, faults(programme.CheckRow(row, c.Steps), rowField(ends))...)
	if len(wrong) == 0 {
		wrong = append(wrong, c.circle(row)...)
	}
	slices.SortStableFunc(wrong, func(a, b *fault.Error) int { return cmp.Compare(line(a.Field), line(b.Field)) })
	return row, wrong.OrNil()
}

// line is where a field stands on the row's page, so that faults are told from top to bottom.
func line(field string) int {
	return slices.IndexFunc([]string{"title", "summary", "motto", "phase", "parts", "rhythm", "least", "most", "sharing", "rated", "gates", "cautions", "after", "weeks", "months"},
		func(name string) bool { return strings.HasPrefix(field, name) })
}

// settled is a row whose own step is one that it places a part of: where only borrowed parts are left, it is that of the first.
func settled(row programme.Placement) programme.Placement {
	if len(row.Parts) == 0 || slices.ContainsFunc(row.Parts, func(r programme.PartRef) bool { return r.Step == "" || r.Step == row.Step }) {
		return row
	}
	row.Step = row.Parts[0].Step
	for i := range row.Parts {
		if row.Parts[i].Step == row.Step {
			row.Parts[i].Step = ""
		}
	}
	return row
}

// readRef is a placed part with what the row replaces of it: nothing where both say the same.
func readRef(f *web.Form, k candidate, wrong *fault.List) programme.PartRef {
	ref := k.ref
	if f.Values["rhythm"+k.end()] == nil { // a part that the row did not place when the form was shown
		return ref
	}
	ref.Cadence, ref.Sharing = nil, nil
	if cadence := readCadence(f, k.cadence(), k.end(), wrong); !reflect.DeepEqual(cadence, k.part.Cadence) {
		ref.Cadence = &cadence
	}
	sharing, ok := readSharing(f.Text("sharing" + k.end()))
	if !ok {
		*wrong = append(*wrong, fault.Field("sharing"+k.end(), "builder_sharing_choose"))
	}
	if sharing != k.part.Sharing {
		ref.Sharing = &sharing
	}
	return ref
}

// rated names the field with the ratings that one partner is asked for.
func rated(role programme.Role) string { return "rated-" + string(role) }

// readRatings joins what was ticked for either partner. Ratings that stay keep their place, so that saving changes nothing where
// nothing was changed; new ones follow in the order of the house.
func readRatings(f *web.Form, was []programme.Rating) (list []programme.Rating) {
	involved, injured := f.All(rated(programme.Involved)), f.All(rated(programme.Injured))
	codes, seen := []string{}, map[string]bool{}
	for _, r := range was {
		codes = append(codes, r.Code)
	}
	for _, code := range slices.Concat(codes, programme.RatingCodes(), involved, injured) {
		a, b := slices.Contains(involved, code), slices.Contains(injured, code)
		if seen[code] || !a && !b {
			continue
		}
		seen[code] = true
		one := programme.Rating{Code: code, Who: programme.WhoEach}
		switch i := slices.IndexFunc(was, func(r programme.Rating) bool { return r.Code == code && r.Who == programme.WhoBoth }); {
		case !b:
			one.Who = programme.WhoInvolved
		case !a:
			one.Who = programme.WhoInjured
		case i >= 0:
			one.Who = programme.WhoBoth
		}
		list = append(list, one)
	}
	return list
}

// readRecheck reads when a finished row is looked at again: after weeks, once or again and again, or months later; nil for never.
func readRecheck(f *web.Form, wrong *fault.List) *programme.Recheck {
	months, ok := readMonths(f.Text("months"))
	if !ok {
		*wrong = append(*wrong, fault.Field("months", "builder_months_form"))
	}
	if !f.Has("weeks") {
		if len(months) == 0 {
			return nil
		}
		return &programme.Recheck{Months: months}
	}
	n, ok := f.Int("weeks")
	if !ok || n < 1 {
		*wrong = append(*wrong, fault.Field("weeks", "builder_rule_recheck"))
		return nil
	}
	return &programme.Recheck{Weeks: n, Repeats: f.Text("repeats") != "", Months: months}
}

// mostMonths is how long after a row was done it may be looked at again, mostLooks how many times.
const (
	mostMonths = 36
	mostLooks  = 6
)

// readMonths reads numbers of months parted by commas or spaces, each larger than the one before; false for anything else.
func readMonths(text string) (months []int, ok bool) {
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' }) {
		n, err := strconv.Atoi(word)
		if err != nil || n < 1 || n > mostMonths || len(months) == mostLooks || len(months) > 0 && n <= months[len(months)-1] {
			return nil, false
		}
		months = append(months, n)
	}
	return months, true
}

// rowField names the field of a path within a row.
func rowField(ends map[int]string) func(string) (string, bool) {
	return func(at string) (string, bool) {
		if i, ok := index(at, "parts"); ok {
			end := ends[i]
			switch rest := below(at); {
			case strings.HasPrefix(rest, "cadence"):
				return "rhythm" + end, true
			case strings.HasPrefix(rest, "sharing"):
				return "sharing" + end, true
			case strings.HasPrefix(rest, "gates"):
				return "gates", true
			case rest == "":
				return "cautions", true
			}
			return "parts", true
		}
		name, _, _ := strings.Cut(at, ".")
		name, _, _ = strings.Cut(name, "[")
		switch name {
		case "recheck":
			name = "weeks"
		case "ratings":
			name = rated(programme.Involved)
		}
		return name, true
	}
}

// circle notes that a row would come after itself in the end, or after one that is gone.
func (c *Content) circle(row programme.Placement) fault.List {
	p := c.Programme
	p.Version = 1
	p.Placements = slices.Clone(p.Placements)
	_, i := c.Row(row.Code)
	p.Placements[i] = row
	return faults(programme.CheckProgramme(p, c.Steps), func(at string) (string, bool) {
		n, ok := index(at, "placements")
		return "after", ok && n == i && strings.HasPrefix(below(at), "after")
	})
}
