package decision

import (
	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/tenant"
	"amends/server/web"
)

// linesMost is how many lines to write on one page holds beside the questions of a set.
const linesMost = 14

// sheetOf lays one person's own answers on a sheet; of the other's nothing is ever on it, also after both were opened.
func sheetOf(c *web.Context, h couple.Hand, d Decision, w Words) couple.Paper {
	p := h.Sheet(c, c.T("decision_reader_paper", "Counselor", h.Counselor, "Name", h.Other))
	if !d.Kind.Opens() {
		p.Reader, p.Court = c.T("decision_reader_kept_paper"), "" // it is never handed over
	}
	p.Lede, p.Help = d.Text, true
	if p.Lede == "" {
		p.Lede = c.T("decision_form_lede")
	}
	names := d.Kind.Questions()
	p.Small = true
	for _, name := range names {
		p.Asks = append(p.Asks, couple.Ask{Label: c.T("decision_q_" + string(d.Kind) + "_" + name), Text: w.Answers[name], Lines: linesMost / len(names)})
	}
	lean := couple.Ask{Label: c.T("decision_lean")}
	if d.Kind != Decide {
		lean.Label = c.T("decision_lean_one")
	}
	for _, o := range leans(c, d.Kind, Leans(d.Kind, d.ID)) {
		lean.Boxes = append(lean.Boxes, couple.Box{Label: o.Label, Ticked: o.Value == string(w.Lean)})
	}
	p.Asks = append(p.Asks, lean)
	return p
}

// print is a set of questions on one sheet, with the own answers of the partner who asks for it.
func (p Pages) print(c *web.Context, s tenant.Partner) error {
	id, err := c.ID("decision")
	if err != nil {
		return err
	}
	var b book
	var d Pair
	err = c.View(s, func(tx *db.Tx) error {
		if b, err = readBook(tx, s, c.Today()); err != nil {
			return err
		}
		d, err = find(b.all, id)
		tx.Audit(audit.DecisionRead, id, s.Couple())
		return b.mine.Rested(err)
	})
	if err != nil {
		return err
	}
	if b.mine.Stopped && d.ID != id {
		return couple.ShowResting(c, "today", c.T("decision_title"), 200, "")
	}
	title := c.T("decision_kind_" + string(d.Kind))
	return couple.ShowPaper(c, web.Page{Title: title, Place: "today", Back: &web.Link{Text: title, Href: path(id)}}, sheetOf(c, b.mine.HandOf(c, s), d.Decision, d.Of(s.Person()).Words))
}

// printOfCouple is the empty sheet that the counselor hands to one of the two.
func (p Pages) printOfCouple(c *web.Context, s tenant.Staff) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	decision, err := c.ID("decision")
	if err != nil {
		return err
	}
	b := couple.Blanks{Couple: id}
	var d Decision
	b.Read = func(tx *db.Tx) error {
		pair, err := Get(tx, id, decision)
		d = pair.Decision
		title := c.T("decision_kind_" + string(d.Kind))
		b.Page = web.Page{Title: title, Back: &web.Link{Text: title, Href: staffPath(id) + "/" + decision.String()}}
		return err
	}
	b.Draw = func(h couple.Hand) couple.Paper { return sheetOf(c, h, d, Words{}) }
	return couple.ShowBlank(c, s, &b)
}
