package programme

import (
	"slices"

	"amends/server/web"
)

// Preview is a step as one reader sees it, ready for a page: the part template "step-preview".
type Preview struct {
	Practice string
	Title    string
	Motto    string
	Help     bool
	Parts    []PreviewPart
	// RoomsOnly: all of it is done on pages of their own, and only said to be done here.
	RoomsOnly bool
}

// PreviewPart is one form of the step.
type PreviewPart struct {
	Title, Intro, Kind string
	Reading            []string
	Reader             string // the visibility line; names between asterisks
	Private            bool   // only its writer reads it yet
	Prompts            []PreviewPrompt
	Court              bool // “records can be asked for by a court” stands before the first line
	// Room names the page where it is done; the questions then stand before the way there, only to be read, and on the printed sheet.
	Room string
}

// PreviewPrompt is one question.
type PreviewPrompt struct {
	Text, Hint string
	Optional   bool
	Long       bool // answered in a box of several lines
	Answers    []string
}

// PreviewOf shows the parts of one row to one role. reader answers the visibility line of a part. Parts the role takes no
// part in are absent; a preview without parts is for nobody in that role.
func PreviewOf(c *web.Context, lib *Library, parts []Placed, role Role, reader func(View) string) Preview {
	p := Preview{Practice: c.Viewer().PracticeName}
	for _, placed := range parts {
		v, ok := lib.View(placed.Code, placed.Step, placed.Part.Key, role, Lang(c.Lang()))
		if !ok {
			continue
		}
		if p.Title == "" {
			p.Title, p.Motto = v.Title, v.Motto
		}
		p.Help = p.Help || v.Help
		p.Parts = append(p.Parts, previewPart(c, v, reader))
	}
	p.RoomsOnly = len(p.Parts) > 0 && !slices.ContainsFunc(p.Parts, func(part PreviewPart) bool { return part.Room == "" })
	return p
}

func previewPart(c *web.Context, v View, reader func(View) string) PreviewPart {
	part := PreviewPart{Title: v.Title, Intro: v.Intro, Kind: c.T("programme_kind_" + string(v.Kind)), Reading: v.Reading, Court: v.Court,
		Reader: reader(v), Private: v.Sharing.Code != ShareJoint}
	if v.Room() != "" {
		part.Room = c.T("homework_room_" + string(v.Kind))
	}
	for _, q := range v.Prompts {
		one := PreviewPrompt{Text: q.Text, Hint: q.Hint, Optional: q.Optional, Long: q.Answer == AnswerText}
		for _, o := range q.Options {
			one.Answers = append(one.Answers, o.Text)
		}
		if q.Answer == AnswerScale {
			one.Answers = []string{"0–10"}
		}
		part.Prompts = append(part.Prompts, one)
	}
	return part
}

// Speaks reports whether any of the parts is meant for the role.
func Speaks(parts []Placed, role Role) bool {
	return slices.ContainsFunc(parts, func(p Placed) bool { return p.Part.Who.Includes(role) })
}
