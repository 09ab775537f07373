package couple

import (
	"amends/server/tenant"
	"amends/server/web"
)

// HeadView is the top of every page about one couple: names, one line of circumstances, and the tabs.
type HeadView struct {
	Names   string
	Code    string
	Line    string
	Tabs    []Tab
	Between []Tab  // what stands between the two, on the page of one such room; else empty
	Path    string // the couple's own address
}

// Tab is one place of a couple's record.
type Tab struct {
	Text, Href string
	Count      string // empty: no count
	Current    bool
}

// Path is the address of a couple's overview.
func Path(id ID) string { return "/couples/" + id.String() }

// Names joins the partners' names in the viewer's language; a couple with an empty place has one.
func Names(c *web.Context, cp Couple) string {
	names := cp.Names()
	if len(names) == 2 {
		return c.T("couple_two_names", "First", names[0], "Second", names[1])
	}
	if len(names) == 1 {
		return names[0]
	}
	return cp.Code
}

// Apart says in one sentence why nothing of those named can pass between the two of a couple today; empty where it can.
func Apart(c *web.Context, cp Couple, named ...tenant.PersonID) string {
	if cp.Both(c.PracticeToday(), named...) {
		return ""
	}
	for _, p := range cp.Partners {
		if p.Left() {
			return c.T("couple_apart_left", "Name", p.Name, "Day", c.DayYear(*p.EndsOn))
		}
	}
	if len(cp.Partners) < 2 {
		return c.T("couple_apart_empty")
	}
	return c.T("couple_apart_over")
}

// People are the people who belong to a couple, for choosing one.
func People(cp Couple) (options []web.Option) {
	for _, p := range cp.Here() {
		options = append(options, web.Option{Value: p.Person.String(), Label: p.Name})
	}
	return options
}

// Header makes the head of a couple's page. Tabs are shown for places that exist in this program; the current one is found
// by the address.
func Header(c *web.Context, cp Couple) HeadView {
	h := HeadView{Names: Names(c, cp), Code: cp.Code, Path: Path(cp.ID), Line: c.T("couple_since", "Day", c.DayYear(cp.CareFrom))}
	if cp.NextAt != nil {
		h.Line = c.T("couple_next", "When", c.DayTime(*cp.NextAt), "Day", c.DayYear(cp.CareFrom))
	}
	if cp.CareTo != nil {
		h.Line = c.T("couple_was_in_care", "From", c.DayYear(cp.CareFrom), "To", c.DayYear(*cp.CareTo))
	}
	for _, p := range cp.Partners {
		if p.Left() {
			h.Line += " " + c.T("couple_left_on", "Name", p.Name, "Day", c.DayYear(*p.EndsOn))
		}
	}
	for _, tab := range []struct{ path, route, id string }{
		{"", "", "couple_tab_overview"}, {"/notes", "/notes", "couple_tab_notes"}, {"/homework", "/homework", "couple_tab_homework"},
		{"/check-ins", "/check-ins", "couple_tab_checkins"}, {"/reports", "/reports", "couple_tab_reports"}, {"/people", "/people", "couple_tab_people"},
	} {
		if !c.Has("/couples/:couple" + tab.route) {
			continue
		}
		href := h.Path + tab.path
		h.Tabs = append(h.Tabs, Tab{Text: c.T(tab.id), Href: href, Current: c.Path() == href})
	}
	h.Between = besides(Between(c, h.Path))
	return h
}

// PolicyWords is the running policy in one sentence.
func PolicyWords(c *web.Context, cp Couple) string {
	name := c.T("couple_policy_" + string(cp.Policy))
	if cp.PolicyOn == nil {
		return c.T("couple_policy_unsigned", "Policy", name)
	}
	return c.T("couple_policy_signed", "Policy", name, "Day", c.DayYear(*cp.PolicyOn))
}
