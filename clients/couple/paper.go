package couple

import (
	"log/slog"
	"time"

	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// Paper is one printed page in large type for one partner: what is asked, with room to write by hand or with that partner's own
// words. A room fills it from what the person themself wrote and from nothing of the other.
type Paper struct {
	For     string // whose sheet it is
	Printed string
	Lede    string
	Reader  string  // who reads it, and what happens when it is handed over
	Given   []Given // what was passed on to this person, to be read; it stays on an empty sheet
	Asks    []Ask
	Court   string // what must be said before the first line; empty where nothing is handed over
	Kinds   []Tab  // on the screen alone: another sheet of the same place
	Small   bool   // more is asked than fits in the widest setting
	Help    bool   // whom to ring stands at the foot
}

// LogValue keeps the words out of logs.
func (Paper) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Ask is one question of a sheet: the text that was written, else lines to write on; or boxes to tick.
type Ask struct {
	Label, Hint, Text string
	Lines             int // to write on, where there is no text
	Boxes             []Box
}

// Given is a text that a counselor passed on to whose sheet it is, or that both read. Label, Text and Parts may be empty.
type Given struct {
	Label, Text string
	Parts       []Given // what it is made of
}

// LogValue keeps the words out of logs.
func (Given) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// LogValue keeps the words out of logs.
func (Ask) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Box is an answer to tick.
type Box struct {
	Label  string
	Ticked bool
}

// Hand is the partner whose sheet it is, and who may come to read it.
type Hand struct {
	Person    tenant.PersonID
	Name      string
	Other     string // the other partner's name; empty while the second place is empty
	Counselor string // the treating counselor's name, or "your counselor"
	Line      string // the visibility line of what is given to the counselor and may be passed on
	Past      bool   // nothing is handed over any more: they have left, or care has ended
}

// LogValue keeps names out of logs.
func (Hand) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// HandOf is the hand of the partner whose own page it is.
func (m Mine) HandOf(c *web.Context, s tenant.Partner) Hand {
	return Hand{Person: s.Person(), Name: m.Name, Other: m.Other, Counselor: m.CounselorName(c), Line: m.ReaderLine(c, Released), Past: !m.MayWrite(s, c.Today())}
}

// handOf is the same for one partner of a couple, where the counselor prints.
func handOf(c *web.Context, cp Couple, who Partner, carers []Carer) Hand {
	h := Hand{Person: who.Person, Name: who.Name, Counselor: c.T("couple_your_counselor")}
	first := c.T("couple_your_counselor_first")
	for _, carer := range carers {
		if carer.Kind == "treating" {
			h.Counselor, first = carer.Name, carer.Name
		}
	}
	if other, there := cp.Other(who.Person); there {
		h.Other = other.Name
	}
	r := WhoReads(Released, cp.Signed(), first, h.Other)
	h.Line = c.Words(r.Sentence, r.Args)
	return h
}

// Sheet begins a sheet for this hand. line says who reads what is handed over, beyond the counselor.
func (h Hand) Sheet(c *web.Context, line string) Paper {
	p := Paper{For: c.T("couple_sheet_for", "Name", h.Name), Printed: c.T("couple_sheet_printed", "Day", c.DayYear(c.Today())),
		Reader: c.T("couple_sheet_reader", "Counselor", h.Counselor, "Line", line), Court: c.T("couple_sheet_court")}
	if h.Past {
		p.Reader, p.Court = c.T("couple_sheet_past"), ""
	}
	return p
}

// Blank leaves what somebody wrote off a sheet: lines and boxes to fill by hand.
func (p Paper) Blank() Paper {
	asks := make([]Ask, len(p.Asks))
	for i, a := range p.Asks {
		boxes := make([]Box, len(a.Boxes))
		for j, b := range a.Boxes {
			boxes[j] = Box{Label: b.Label}
		}
		asks[i] = Ask{Label: a.Label, Hint: a.Hint, Lines: a.Lines, Boxes: boxes}
	}
	p.Asks = asks
	return p
}

// written tells whether somebody's words or ticks stand on the sheet.
func (p Paper) written() bool {
	for _, a := range p.Asks {
		if a.Text != "" {
			return true
		}
		for _, b := range a.Boxes {
			if b.Ticked {
				return true
			}
		}
	}
	return false
}

// ShowPaper shows a partner their own sheet: with their words where there are any, or empty on request. page carries the title,
// the place and the way back.
func ShowPaper(c *web.Context, page web.Page, p Paper) error {
	if p.written() {
		blank := c.Query("blank") != ""
		p.Kinds = []Tab{{Text: c.T("couple_sheet_mine"), Href: c.Path(), Current: !blank}, {Text: c.T("couple_sheet_blank"), Href: c.Path() + "?blank=yes", Current: blank}}
		if blank {
			p = p.Blank()
		}
	}
	page.Name, page.Data = "couple/paper", p
	return c.Render(200, page)
}

// Blanks is the counselor's empty sheet of a room.
type Blanks struct {
	Page   web.Page                     // title and way back
	Couple ID                           // whose
	Read   func(tx *db.Tx) error        // what else the room needs; nil for nothing
	Draw   func(h Hand) (p Paper)       // the sheet of one partner
	Hands  func(p Partner) (shown bool) // who has a sheet; nil for everybody who belongs to the couple
}

// ShowBlank shows staff the empty sheet of one partner; "person" in the address chooses which, else whoever is on paper comes
// first. What somebody wrote is never on it.
func ShowBlank(c *web.Context, s tenant.Staff, b *Blanks) error {
	var cp Couple
	var carers []Carer
	err := c.View(s, func(tx *db.Tx) (err error) {
		if cp, err = Get(tx, b.Couple); err != nil {
			return err
		}
		if b.Read != nil {
			if err = b.Read(tx); err != nil {
				return err
			}
		}
		carers, err = Carers(tx, b.Couple)
		tx.Audit(audit.PaperPrinted, b.Couple.UUID, b.Couple)
		return err
	})
	if err != nil {
		return err
	}
	var here []Partner
	for _, who := range cp.Partners {
		if who.EndsOn == nil && (b.Hands == nil || b.Hands(who)) {
			here = append(here, who)
		}
	}
	who, found := chosen(here, c.Query("person"))
	if !found {
		return fault.Absent()
	}
	p := b.Draw(handOf(c, cp, who, carers)).Blank()
	p.Kinds = kindsOf(c, here, who)
	b.Page.Name, b.Page.Place, b.Page.Data = "couple/paper", "caseload", p
	return c.Render(200, b.Page)
}

// chosen finds the partner an address asks for; without one whoever is on paper, else the first.
func chosen(here []Partner, asked string) (who Partner, found bool) {
	for _, one := range here {
		switch {
		case asked == one.Person.String():
			return one, true
		case asked == "" && (!found || one.State == SeatPaper && who.State != SeatPaper):
			who, found = one, true
		}
	}
	return who, found
}

// Entered words who entered what came on paper, and on which day. by is empty for what was entered before names were kept.
func Entered(c *web.Context, by string, on time.Time) string {
	return c.T("couple_sheet_entered", "Name", by, "Day", c.Ago(on))
}
