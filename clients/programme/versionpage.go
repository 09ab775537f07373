package programme

import (
	"github.com/google/uuid"

	"amends/server/db"
	"amends/server/tenant"
	"amends/server/web"
)

// VersionPath is the address at which one version of a programme is read whole.
func VersionPath(id uuid.UUID) string { return "/programme-versions/" + id.String() }

// versionView is one version as it stands for good: nothing on its page can be changed.
type versionView struct {
	Line, Summary string
	Gates         string
	Phases        []versionPhase
}

type versionPhase struct {
	Title, Summary string
	Rows           []versionRow
}

type versionRow struct {
	Number, Title, Summary string
	Facts                  []Fact
	Sides                  []Side
}

// version shows one version whole: its phases, its rows, and the words of each row for everybody it is for. It names no couple.
func (p Pages) version(c *web.Context, s tenant.Staff) error {
	id, err := c.ID("version")
	if err != nil {
		return err
	}
	var copy *Copy
	var made made
	err = c.View(s, func(tx *db.Tx) (err error) {
		if made, err = madeOf(tx, id); err != nil {
			return err
		}
		copy, err = p.shelf.Version(tx, id)
		return err
	})
	if err != nil {
		return err
	}
	pr, lang := copy.Programme(), Lang(c.Lang())
	v := versionView{Summary: pr.Summary.In(lang), Gates: gateList(c, pr.Gates), Line: c.T("programme_version_copied", "Day", c.DayYear(c.DayOf(made.At)))}
	if made.Own {
		v.Line = c.T("programme_version_published", "Day", c.DayYear(c.DayOf(made.At)), "Who", made.By)
	}
	for _, ph := range pr.Phases {
		phase := versionPhase{Title: ph.Title.In(lang), Summary: ph.Summary.In(lang)}
		for _, pl := range pr.Placements {
			if pl.Phase == ph.Key {
				phase.Rows = append(phase.Rows, versionRow{Number(pl.Code), pl.Title.In(lang), pl.Summary.In(lang),
					FactsOf(c, copy.Lib, pl), SidesOf(c, copy.Lib, copy.Lib.Parts(pl.Code))})
			}
		}
		v.Phases = append(v.Phases, phase)
	}
	return c.Render(200, web.Page{Name: "programme/version", Title: c.T("programme_titled", "Title", pr.Title.In(lang), "Number", int(pr.Version)),
		Place: "programmes", Data: v, Back: wayUp(c, made.Own)})
}

// wayUp leads from a version to where programmes of its sort stand, as far as the reader may go there.
func wayUp(c *web.Context, own bool) *web.Link {
	if c.Has("/own-programmes") && (own || !c.Has("/programmes")) {
		return &web.Link{Text: c.T("programme_own"), Href: "/own-programmes"}
	}
	return &web.Link{Text: c.T("programme_library_title"), Href: "/programmes"}
}
