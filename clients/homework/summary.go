package homework

import (
	"cmp"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"amends/clients/programme"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// summaryPart is the part of an entry that tells the counselor in short what a log holds, written only if its author wants
// to. No part of a step can be called so.
const (
	summaryPart programme.PartKey = "_summary"
	summaryKey  string            = "summary"
)

// triggerKey is the question of a feelings log that asks what set it off.
const triggerKey = "trigger"

// Trigger is one thing that set a feeling off, in its writer's own words, and how often it was named.
type Trigger struct {
	Text  string
	Times int
}

// LogValue keeps what was written out of logs.
func (Trigger) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Triggers counts what set feelings off over the author's own entries, the most frequent first. The same words in other
// capitals, with other spaces or another full stop are one.
func Triggers(entries []Entry) []Trigger {
	var found []Trigger
	at := map[string]int{}
	for _, e := range entries {
		text := strings.Join(strings.Fields(e.Answers[triggerKey]), " ")
		key := strings.TrimRight(strings.ToLower(text), " .,;…")
		if key == "" || e.Part == summaryPart {
			continue
		}
		i, seen := at[key]
		if !seen {
			at[key], i = len(found), len(found)
			found = append(found, Trigger{Text: text})
		}
		found[i].Times++
	}
	slices.SortStableFunc(found, func(a, b Trigger) int { return cmp.Compare(b.Times, a.Times) })
	return found
}

// summable tells whether the author may hand over a summary of what was kept.
func (t task) summable() bool {
	if t.State != Submitted || t.Over || t.SetAsideAt != nil || !slices.ContainsFunc(t.unit.For(t.Role), func(p programme.Placed) bool { return p.Part.Sharing.When == programme.WhenSummary }) {
		return false
	}
	return slices.ContainsFunc(t.all, func(e Entry) bool { return e.State == Kept })
}

const sqlLastSummary = `SELECT coalesce(max(go), 0) FROM entry WHERE practice_id = $1 AND assignment_id = $2 AND author_id = $3 AND part_key = '_summary'`

// Summarise stores what the author tells the counselor of what was kept; the kept entries stay kept.
func Summarise(tx *db.Tx, id uuid.UUID, text string, today time.Time) error {
	m, err := lockMine(tx, id)
	if err != nil {
		return err
	}
	if m.State != Submitted {
		return fault.Stale("homework_moved_on_mine")
	}
	var last int
	me := tx.Scope().Person()
	if err := tx.Get(&last, sqlLastSummary, tx.Scope().Practice(), id, me); err != nil {
		return err
	}
	row := entryRow{ID: uuid.New(), Author: me, Part: summaryPart, Go: last + 1, State: WithCounselor, OnDate: &today}
	if err := insertEntry(tx, m.Assignment, row, map[string]string{summaryKey: text}); err != nil {
		return err
	}
	return moved(tx, m, move{To: Submitted, DoneOn: &today}, audit.EntrySubmitted)
}

// summaryView is the page on which a summary is written.
type summaryView struct {
	Reader, Action, Send string
	Triggers             []triggerRow
	Answers              []goView
}

type triggerRow struct{ Text, Times string }

func triggerRows(c *web.Context, all []Entry) (rows []triggerRow) {
	for _, one := range Triggers(all) {
		rows = append(rows, triggerRow{one.Text, c.T("homework_times", "Count", one.Times)})
	}
	return rows
}

func (p Pages) summary(c *web.Context, s tenant.Partner) error {
	t, err := p.load(c, s)
	if err != nil {
		return err
	}
	if !t.summable() {
		return c.Redirect(WorkPath(t.ID))
	}
	return p.showSummary(c, t, 200, web.Fill{})
}

// showSummary shows the form, also where it came too late: what was typed stands nowhere else.
func (p Pages) showSummary(c *web.Context, t task, status int, fill web.Fill) error {
	told := programme.View{Kind: programme.FEE, Sharing: programme.Sharing{Code: programme.ShareCounselor}}
	r := t.circle.reads(told)
	r.Args["Counselor"] = t.circle.counselor(c)
	v := summaryView{Reader: c.Words(r.Sentence, r.Args), Action: WorkPath(t.ID) + "/summary", Send: c.T("homework_send_to", "Counselor", t.circle.counselor(c)),
		Triggers: triggerRows(c, t.all), Answers: t.written(c)}
	return c.Render(status, web.Page{Name: "homework/summary", Title: c.T("homework_summary_title"), Place: "today", Bare: true, Fill: fill, Data: v,
		Back: &web.Link{Text: t.title(c.Lang()), Href: WorkPath(t.ID)}})
}

func (p Pages) summarise(c *web.Context, s tenant.Partner) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	t, err := p.load(c, s)
	if err != nil {
		return err
	}
	text, err := readSummary(f)
	if err == nil && !t.summable() {
		err = fault.Stale("homework_moved_on_mine")
	}
	if err == nil {
		err = c.Submit(s, f, WorkPath(t.ID), func(tx *db.Tx) error { return Summarise(tx, t.ID, text, c.Today()) })
	}
	if fault.Mendable(err) {
		return p.showSummary(c, t, web.Status(err), f.Fill(err))
	}
	return err
}
