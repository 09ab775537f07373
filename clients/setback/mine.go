package setback

import (
	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// mineView is the page on which a partner writes their own plan.
type mineView struct {
	Version              int
	Saved                string
	Lines                []fieldView
	Reader, SendReader   string
	Send                 string
	Theirs               []lineView // what another window saved in between
	Writes, NobodyToRead bool
}

// fieldView is one line of the form.
type fieldView struct{ Name, Label, Hint, Value string }

func (p Pages) mineForm(c *web.Context, s tenant.Partner) error {
	return p.showMine(c, s, 200, web.Fill{})
}

func (p Pages) showMine(c *web.Context, s tenant.Partner, status int, fill web.Fill) error {
	b, err := read(c, s, false)
	if err != nil {
		return err
	}
	v := mineView{Version: b.plan.Version, Reader: c.T("setback_reader_mine"), SendReader: sendReader(c, b.mine), Send: c.T("setback_send", "Counselor", b.mine.CounselorName(c)), Writes: b.writes}
	if v.Version > 0 {
		v.Saved = c.T("setback_saved", "Day", c.Ago(c.DayOf(b.plan.SavedAt)))
	}
	if status == 409 {
		v.Theirs = linesOf(c, b.plan.Lines, "mine", b.mine.Other)
	}
	for _, name := range Names() {
		v.Lines = append(v.Lines, fieldView{name, c.T("setback_line_mine_"+name, "Name", b.mine.Other), c.T("setback_hint_" + name), *b.plan.Lines.at(name)})
	}
	return c.Render(status, web.Page{Name: "setback/mine", Title: c.T("setback_mine_title"), Place: "today", Bare: true, Fill: fill, Data: v,
		Back: &web.Link{Text: c.T("setback_title"), Href: "/plan"}})
}

// sendReader says who reads what is sent: the counselor, and the other once the counselor passes it on.
func sendReader(c *web.Context, m couple.Mine) string {
	line := m.ReaderLine(c, couple.Released)
	if m.Other == "" {
		return line
	}
	return c.T("setback_reader_send", "Line", line, "Name", m.Other)
}

func (p Pages) keepMine(c *web.Context, s tenant.Partner) error { return p.saveMine(c, s, false) }
func (p Pages) sendMine(c *web.Context, s tenant.Partner) error { return p.saveMine(c, s, true) }

// saveMine keeps the own plan, and with send gives the same words to the counselor for the plan of both.
func (p Pages) saveMine(c *web.Context, s tenant.Partner, send bool) error {
	location := "/plan?done=kept"
	if send {
		location = "/plan?done=sent"
	}
	return c.Receive(s, location, func(tx *db.Tx, f *web.Form) error {
		from, _ := f.Int("version")
		lines, faults := readLines(f)
		if send && lines.Empty() && len(faults) == 0 {
			faults = append(faults, fault.Field("sign", "setback_lines_missing"))
		}
		if err := faults.OrNil(); err != nil {
			return err
		}
		if err := mayWrite(tx, s, c.Today()); err != nil {
			return err
		}
		if err := SavePlan(tx, lines, from); err != nil || !send {
			return err
		}
		sent := Sent{ID: uuid.New(), Author: s.Person(), Lines: lines, On: c.Today()}
		tx.Audit(audit.SetbackSent, sent.ID, s.Couple())
		return Send(tx, s.Couple(), sent)
	}, func(f *web.Form, why error) error { return p.showMine(c, s, web.Status(why), f.Fill(why)) })
}
