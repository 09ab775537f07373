package agreement

import (
	"time"

	"github.com/google/uuid"

	"amends/server/tenant"
	"amends/server/web"
)

// termsView is the text of a version as every page draws it.
type termsView struct {
	Text, Know, Slip string
	Lines            []string // for whom, from when, until or reviewed when
}

// namer answers what a person is called by the reader: "you", or a name.
type namer func(tenant.PersonID) string

func termsOf(c *web.Context, t Terms, s Span, name namer) termsView {
	return termsView{Text: t.Text, Know: t.Know, Slip: t.Slip, Lines: spanWords(c, s, name)}
}

// spanWords words for whom an agreement goes, and when.
func spanWords(c *web.Context, s Span, name namer) (lines []string) {
	if s.Bearer == nil {
		lines = append(lines, c.T("agreement_for_both"))
	} else {
		lines = append(lines, c.T("agreement_for_one", "Name", name(*s.Bearer)))
	}
	if s.Starts != nil {
		lines = append(lines, c.T("agreement_from", "Day", c.DayYear(*s.Starts)))
	}
	if s.Until != nil {
		lines = append(lines, c.T("agreement_span_until", "Day", c.DayYear(*s.Until)))
	}
	if s.Review != nil {
		lines = append(lines, c.T("agreement_span_review", "Day", c.DayYear(*s.Review)))
	}
	return lines
}

// rowView is one line of a list.
type rowView struct{ Text, Note, Href, Flag string }

// short is as much of an agreement as a list shows.
func short(text string) string { return web.Short(text, 140) }

// runningNote says how long an agreement goes, and calmly that a look is overdue.
func runningNote(c *web.Context, a Agreement, today time.Time) string {
	v, _ := a.Running()
	next := a.Next()
	switch {
	case a.EndedOn != nil:
		return c.T("agreement_ended_on", "Day", c.Ago(*a.EndedOn))
	case a.Over(today):
		return c.T("agreement_was_until", "Day", c.Ago(*v.Span.Until))
	case a.Overdue(today) > 0:
		return c.T("agreement_overdue", "Day", c.Ago(*next))
	case next != nil:
		return c.T("agreement_review_line", "Day", c.Day(*next))
	case v.Span.Until != nil:
		return c.T("agreement_until_line", "Day", c.Day(*v.Span.Until))
	}
	return ""
}

// movedNote is runningNote where it says more than the agreement's own dates: it is over, overdue, or was looked at.
func movedNote(c *web.Context, a Agreement, today time.Time) string {
	if a.Over(today) || a.Overdue(today) > 0 || len(a.Reviews) > 0 {
		return runningNote(c, a, today)
	}
	return ""
}

// path is an agreement's address for a partner.
func path(id uuid.UUID) string { return "/agreements/" + id.String() }

// proposalPath is a proposal's address for a partner.
func proposalPath(id uuid.UUID) string { return "/proposals/" + id.String() }
