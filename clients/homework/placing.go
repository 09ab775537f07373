package homework

import (
	"slices"
	"strings"

	"amends/clients/programme"
	"amends/server/web"
)

// AllDone tells whether everybody an assignment was given to is done with it, or was excused. What was opened again stays done:
// nobody falls back by it.
func (w Work) AllDone() bool {
	return len(w.People) > 0 && !slices.ContainsFunc(w.People, func(p Person) bool { return !p.State.Done() && p.DoneOn == nil && p.State != Excused })
}

// Before is a row that usually comes before another, and whether it is done.
type Before struct {
	Title programme.Title
	Done  bool
}

// BeforeRow answers what a row usually stands after, in the order of its programme's file. It is advice: nothing waits for it.
func BeforeRow(lib *programme.Library, pl programme.Placement, works []Work) (all []Before) {
	for _, code := range pl.After {
		if row, ok := lib.Placement(code); ok {
			all = append(all, Before{row.Title, RowDone(row, works)})
		}
	}
	return all
}

// RowDone tells whether a row's own step is done by everybody it was given to.
func RowDone(row programme.Placement, works []Work) bool {
	return slices.ContainsFunc(works, func(w Work) bool { return w.Step == row.Step && !w.Aside() && w.AllDone() })
}

// AfterLines says of each row before another whether it is done.
func AfterLines(c *web.Context, all []Before) (lines []string) {
	for _, b := range all {
		id := "homework_after"
		if b.Done {
			id = "homework_after_done"
		}
		lines = append(lines, c.T(id, "Title", b.Title.In(programme.Lang(c.Lang()))))
	}
	return lines
}

// fillPlacing says what the chosen row usually stands after, and when it is looked at again once it is done.
func (v *assignView) fillPlacing(c *web.Context, d desk, works []Work) {
	row, ok := d.copy.Lib.Placement(d.unit.Code)
	if !ok {
		return
	}
	said := AfterLines(c, BeforeRow(d.copy.Lib, row, works))
	if again := programme.RecheckLine(c, row.Recheck); again != "" {
		said = append(said, c.T("homework_recheck", "When", again))
	}
	if len(said) > 0 {
		v.Placing = c.T("homework_placing", "Words", strings.Join(said, " · "))
	}
}
