package programme

import (
	"slices"

	"amends/server/audit"
	"amends/server/db"
	"amends/server/tenant"
	"amends/server/web"
)

// Card is one general reading. It is the same text for everybody of one wording, and names nobody.
type Card struct {
	Step  StepKey
	Part  PartKey
	Title string
	Text  []string // paragraphs
	// Screened: a reading that waits until joint work was once judged fit.
	Screened bool
	Help     bool // help lines stand on its page
}

// CardShelf is the cards of one theme.
type CardShelf struct {
	Title string
	Cards []Card
}

// Readings lists the general readings by theme: those that are meant for each of the two, in the words of one role. For Each it
// is those that both read in the same words. With screened they all stand there, without only those that no row and no step
// keeps until the safety screens are reviewed.
func (l *Library) Readings(role Role, lang Lang, screened bool) (shelves []CardShelf) {
	for _, theme := range l.themes {
		shelf := CardShelf{Title: theme.Title.In(lang)}
		for _, key := range l.order {
			step := l.steps[key]
			for _, p := range step.Parts {
				if step.Theme != theme.Key || p.Kind != EDU || p.Who != WhoEach {
					continue
				}
				if card, ok := l.card(step, p, role, lang); ok && (screened || !card.Screened) {
					shelf.Cards = append(shelf.Cards, card)
				}
			}
		}
		if len(shelf.Cards) > 0 {
			shelves = append(shelves, shelf)
		}
	}
	return shelves
}

// card is one reading in the words of one role; false where there are none for it.
func (l *Library) card(step Step, p Part, role Role, lang Lang) (Card, bool) {
	if len(p.Reading[lang]) == 0 {
		lang = English
	}
	text, title := p.Reading.For(lang, role), p.Title.For(lang, role)
	if len(p.Title) == 0 {
		title = step.Title.In(lang)
	}
	card := Card{Step: step.Key, Part: p.Key, Title: title, Text: paragraphs(text)}
	rows := false
	for _, pl := range l.placements {
		if slices.ContainsFunc(l.Parts(pl.Code), func(at Placed) bool { return at.Step == step.Key && at.Part.Key == p.Key }) {
			rows = true
			card.Screened = card.Screened || slices.Contains(pl.Cautions, CautionScreened)
			card.Help = card.Help || slices.Contains(pl.Cautions, CautionHelp)
		}
	}
	card.Screened = card.Screened || !rows && slices.Contains(step.Cautions, CautionScreened)
	card.Help = card.Help || slices.Contains(step.Cautions, CautionHelp)
	return card, text != "" && title != ""
}

const sqlReader = `SELECT coalesce(wording_of_person(), 'each') AS wording, joint_begun() AS begun`

// readingsView is a partner's library.
type readingsView struct {
	Shelves []CardShelf
	Help    bool
}

// readings is the whole library on one page. The cards open on the device itself, so that nothing tells which one was read, not
// even to the program; and nothing of the visit is written down.
func (p Pages) readings(c *web.Context, s tenant.Partner) error {
	var reader struct {
		Wording Role `db:"wording"`
		Begun   bool `db:"begun"`
	}
	if err := c.View(s, func(tx *db.Tx) error { return tx.Get(&reader, sqlReader) }); err != nil {
		return err
	}
	v := readingsView{Shelves: p.shelf.Shipped.Readings(reader.Wording, Lang(c.Lang()), reader.Begun)}
	for _, shelf := range v.Shelves {
		v.Help = v.Help || slices.ContainsFunc(shelf.Cards, func(card Card) bool { return card.Help })
	}
	return c.Render(200, web.Page{Name: "programme/readings", Title: c.T("programme_readings"), Place: "today", Bare: true, Data: v,
		Back: &web.Link{Text: c.T("programme_readings_back"), Href: "/home"}})
}

// cardSides is one reading as the counselor looks at it: in the words of both.
type cardSides struct {
	Title    string
	Screened bool
	Sides    []cardSide
}

type cardSide struct {
	For  string
	Text []string
}

type sidesShelf struct {
	Title string
	Cards []cardSides
}

// readingList shows the counselor the same library, each reading as either partner reads it.
func (p Pages) readingList(c *web.Context, _ tenant.Staff) error {
	lib, lang := p.shelf.Shipped, Lang(c.Lang())
	var shelves []sidesShelf
	for _, shelf := range lib.Readings(Involved, lang, true) {
		one := sidesShelf{Title: shelf.Title}
		for _, card := range shelf.Cards {
			step, _ := lib.Step(card.Step)
			part, _ := lib.Part("", card.Step, card.Part)
			other, _ := lib.card(step, part.Part, Injured, lang)
			sides := cardSides{Title: card.Title, Screened: card.Screened, Sides: []cardSide{{c.T("programme_for_both"), card.Text}}}
			if !slices.Equal(card.Text, other.Text) {
				sides.Sides = []cardSide{{c.T("programme_side_involved"), card.Text}, {c.T("programme_side_injured"), other.Text}}
			}
			one.Cards = append(one.Cards, sides)
		}
		shelves = append(shelves, one)
	}
	return c.Render(200, web.Page{Name: "programme/reading-list", Title: c.T("programme_readings"), Place: "programmes", Data: shelves,
		Back: &web.Link{Text: c.T("programme_library_title"), Href: "/programmes"}})
}

// registerReadings joins the two libraries. A partner's visit leaves nothing behind: no trail and no row.
func (p Pages) registerReadings(r *web.Routes) {
	r.Partner(web.Route{Method: "GET", Path: "/readings", Audit: audit.Nothing}, p.readings)
	r.Staff(web.Route{Method: "GET", Path: "/programme-readings", Audit: audit.Nothing}, p.readingList)
}
