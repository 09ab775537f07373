package homework

import (
	"slices"

	"amends/clients/programme"
	"amends/server/fault"
	"amends/server/web"
)

// firstKey is where a listening turn keeps who speaks first. It is about the talk and no part of what is written.
const firstKey = "_first"

// The answers to who speaks first.
const (
	speaksMe    = "me"
	speaksOther = "other"
)

// talked reports parts that begin with a talk of two: a listening turn with a time box has a page for it before its questions.
func talked(p programme.Part) bool {
	return p.Kind == programme.LIS && p.Who == programme.WhoBoth && p.Timebox > 0
}

// fillTurn is the page of the talk: how long, who speaks first, and that one phone is enough.
func (v *questionView) fillTurn(c *web.Context, t task, q Question) {
	other := t.circle.Other
	if other == "" {
		other = c.T("homework_turn_other")
	}
	v.Kind, v.Label, v.Intro = "turn", c.T("homework_turn_first"), q.View.Intro
	v.Minutes, v.Timebox = q.View.Timebox, c.T("homework_turn_time", "Count", q.View.Timebox)
	v.OnePhone = c.T("homework_turn_one_phone", "Partner", other)
	v.Options = []web.Option{{Value: speaksMe, Label: c.T("homework_turn_me")}, {Value: speaksOther, Label: other}}
}

// checkFirst checks who speaks first; it may be left open.
func checkFirst(name, text string) (string, error) {
	if text != "" && !slices.Contains([]string{speaksMe, speaksOther}, text) {
		return "", fault.Field(name, "homework_choice_form")
	}
	return text, nil
}

// speaksFirst words the answer for the review.
func (t task) speaksFirst(c *web.Context, text string) string {
	switch {
	case text == speaksMe:
		return c.T("homework_turn_me")
	case text == speaksOther && t.circle.Other != "":
		return t.circle.Other
	case text == speaksOther:
		return c.T("homework_turn_other")
	}
	return c.T("homework_nothing_yet")
}
