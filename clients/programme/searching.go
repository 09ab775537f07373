package programme

import (
	"slices"
	"strconv"
	"strings"

	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// searchView is the search over the library: what is looked for, and the rows that are as wanted.
type searchView struct {
	Themes, Kinds, Roles, Cautions []web.Option
	Asked                          bool
	Count                          string
	Rows                           []foundRow
}

type foundRow struct{ Number, Title, Summary, Note, Kinds, Href string }

// search looks through the shipped library by words, theme, kind, role and caution. It is a page of its own address, so that a
// search can be kept, and works without a script.
func (p Pages) search(c *web.Context, s tenant.Staff) error {
	w, err := readSought(c, p.shelf.Shipped)
	if err != nil {
		return err
	}
	view := searchView{Asked: !w.Empty()}
	view.fillChoices(c, p.shelf.Shipped)
	if view.Asked {
		view.fillRows(c, p.shelf.Shipped.Search(w, Lang(c.Lang()), func(k Kind) string { return c.T("programme_kind_" + string(k)) }))
	}
	fill := web.Filled("q", strings.Join(w.Words, " "), "theme", w.Theme, "kind", string(w.Kind), "role", string(w.Role), "caution", c.Query("caution"))
	return c.Render(200, web.Page{Name: "programme/search", Title: c.T("programme_search_title"), Place: "programmes", Fill: fill, Data: view,
		Back: &web.Link{Text: c.T("programme_library_title"), Href: "/programmes"}})
}

// readSought reads the address. A theme, kind, role or caution that does not exist is an address that does not.
func readSought(c *web.Context, lib *Library) (Sought, error) {
	w := Sought{Words: strings.Fields(c.Query("q")), Theme: c.Query("theme"), Kind: Kind(c.Query("kind")), Role: Role(c.Query("role"))}
	if text := c.Query("caution"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > int(lastCaution) {
			return w, fault.Absent()
		}
		w.Caution = Caution(n)
	}
	switch {
	case w.Theme != "" && !slices.ContainsFunc(lib.Themes(), func(t Theme) bool { return t.Key == w.Theme }),
		w.Kind != "" && !slices.Contains(Kinds(), w.Kind), w.Role != "" && !slices.Contains(searchRoles(), w.Role):
		return w, fault.Absent()
	}
	return w, nil
}

func searchRoles() []Role { return []Role{Involved, Injured, Counselor} }

func (v *searchView) fillChoices(c *web.Context, lib *Library) {
	all := web.Option{Label: c.T("programme_search_any")}
	v.Themes, v.Kinds, v.Roles, v.Cautions = []web.Option{all}, []web.Option{all}, []web.Option{all}, []web.Option{all}
	for _, t := range lib.Themes() {
		v.Themes = append(v.Themes, web.Option{Value: t.Key, Label: t.Title.In(Lang(c.Lang()))})
	}
	for _, k := range Kinds() {
		v.Kinds = append(v.Kinds, web.Option{Value: string(k), Label: c.T("programme_kind_" + string(k))})
	}
	for _, r := range searchRoles() {
		v.Roles = append(v.Roles, web.Option{Value: string(r), Label: c.T("programme_who_" + string(r))})
	}
	for n := 1; n <= int(lastCaution); n++ {
		v.Cautions = append(v.Cautions, web.Option{Value: strconv.Itoa(n), Label: c.T("programme_caution_" + strconv.Itoa(n))})
	}
}

func (v *searchView) fillRows(c *web.Context, found []Found) {
	lang := Lang(c.Lang())
	for _, f := range found {
		v.Rows = append(v.Rows, foundRow{Number: Number(f.Placement.Code), Title: f.Placement.Title.In(lang), Summary: f.Placement.Summary.In(lang),
			Note:  c.T("programme_search_note", "Programme", f.Programme.In(lang), "Theme", f.Theme.In(lang)),
			Kinds: kinds(c, f.Parts), Href: "/programmes/" + string(f.Placement.Code)})
	}
	v.Count = c.T("programme_search_count", "Count", len(found))
}
