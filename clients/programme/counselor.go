package programme

import (
	"strings"

	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// libraryView is what ships: programmes, their phases and rows.
type libraryView struct{ Programmes []programmeView }

type programmeView struct {
	Title, Summary, Version string
	Phases                  []phaseView
}

type phaseView struct {
	Title, Summary string
	Rows           []rowView
}

type rowView struct{ Number, Title, Summary, Kinds, Href string }

// library lists what may be given. It shows no couple and no partner.
func (p Pages) library(c *web.Context, s tenant.Staff) error {
	lib, lang := p.shelf.Shipped, Lang(c.Lang())
	var view libraryView
	for _, pr := range lib.Programmes() {
		one := programmeView{Title: pr.Title.In(lang), Summary: pr.Summary.In(lang), Version: c.T("programme_version", "Number", int(pr.Version))}
		for _, ph := range pr.Phases {
			phase := phaseView{Title: ph.Title.In(lang), Summary: ph.Summary.In(lang)}
			for _, pl := range pr.Placements {
				if pl.Phase == ph.Key {
					phase.Rows = append(phase.Rows, rowView{Number: Number(pl.Code), Title: pl.Title.In(lang), Summary: pl.Summary.In(lang),
						Kinds: kinds(c, lib.Parts(pl.Code)), Href: "/programmes/" + string(pl.Code)})
				}
			}
			one.Phases = append(one.Phases, phase)
		}
		view.Programmes = append(view.Programmes, one)
	}
	return c.Render(200, web.Page{Name: "programme/library", Title: c.T("programme_library_title"), Place: "programmes", Data: view})
}

// Number is a row's number within its programme: "7" of "A7".
func Number(code Code) string { return strings.TrimLeft(string(code), "ABCDEFGHIJKLMNOPQRSTUVWXYZ") }

// kinds names the forms of a row's parts, each once.
func kinds(c *web.Context, parts []Placed) string {
	var names []string
	seen := map[Kind]bool{}
	for _, placed := range parts {
		if k := placed.Part.Kind; !seen[k] {
			seen[k] = true
			names = append(names, c.T("programme_kind_"+string(k)))
		}
	}
	return strings.Join(names, ", ")
}

// stepView is one row as either side sees it.
type stepView struct {
	Title, Summary, About string
	Facts                 []Fact
	Sides                 []Side
	Before, After         *web.Link
}

// step previews one row of the shipped library for either role.
func (p Pages) step(c *web.Context, s tenant.Staff) error {
	code, lib, lang := Code(c.Param("row")), p.shelf.Shipped, Lang(c.Lang())
	pl, ok := lib.Placement(code)
	if !ok {
		return fault.Absent()
	}
	base, _ := lib.Step(pl.Step)
	view := stepView{Title: pl.Title.In(lang), Summary: pl.Summary.In(lang), About: base.About.In(lang),
		Facts: FactsOf(c, lib, pl), Sides: SidesOf(c, lib, lib.Parts(code))}
	view.Before, view.After = neighbours(lib, code, lang)
	return c.Render(200, web.Page{Name: "programme/step", Title: view.Title, Place: "programmes", Data: view,
		Back: &web.Link{Text: c.T("programme_library_title"), Href: "/programmes"}})
}

// neighbours are the rows before and after one in its programme.
func neighbours(lib *Library, code Code, lang Lang) (before, after *web.Link) {
	pr, _ := lib.Programme(lib.ProgrammeOf(code))
	for i, pl := range pr.Placements {
		if pl.Code != code {
			continue
		}
		link := func(n int) *web.Link {
			if n < 0 || n >= len(pr.Placements) {
				return nil
			}
			return &web.Link{Text: pr.Placements[n].Title.In(lang), Href: "/programmes/" + string(pr.Placements[n].Code)}
		}
		return link(i - 1), link(i + 1)
	}
	return nil, nil
}
