package setback

import (
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/reports/chart"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/tenant"
	"amends/server/web"
)

// book is what a partner's pages read, in one transaction.
type book struct {
	mine   couple.Mine
	plan   Plan
	sent   []Sent
	joint  []Part
	waves  []Wave
	writes bool // the person belongs to the couple, and it is in care
}

// read gathers a partner's book; waves are read only where they stand on the page.
func read(c *web.Context, s tenant.Partner, waves bool) (b book, err error) {
	err = c.View(s, func(tx *db.Tx) error {
		tx.Audit(audit.PortalRead, s.Couple().UUID, s.Couple())
		if b.mine, err = couple.GetMine(tx); err != nil {
			return err
		}
		b.writes = b.mine.MayWrite(s, c.Today())
		if b.plan, err = MyPlan(tx); err != nil {
			return err
		}
		if b.sent, err = SentOf(tx, s.Couple()); err != nil {
			return err
		}
		if b.joint, err = Joint(tx, s.Couple()); err != nil {
			return err
		}
		if waves {
			b.waves, err = MyWaves(tx)
		}
		return err
	})
	return b, err
}

// partView is one voice of a plan.
type partView struct {
	Heading, Note string
	Rows          []lineView
}

type lineView struct{ Label, Text string }

// linesOf words the lines of a voice ("mine", "theirs", "both"); name is the other's.
func linesOf(c *web.Context, l Lines, voice, name string) (rows []lineView) {
	for _, part := range Names() {
		if text := *l.at(part); text != "" {
			rows = append(rows, lineView{c.T("setback_line_"+voice+"_"+part, "Name", name), text})
		}
	}
	return rows
}

// voices words parts of the joint plan for one of the two.
func (b book) voices(c *web.Context, me tenant.PersonID, parts []Part) (views []partView) {
	for _, p := range parts {
		v := partView{Heading: c.T("setback_both"), Note: c.T("setback_since", "Day", c.DayYear(p.On))}
		voice := "both"
		switch {
		case p.Author == nil:
		case *p.Author == me:
			v.Heading, voice = c.T("setback_my_lines"), "mine"
		default:
			v.Heading, voice = b.mine.Other, "theirs"
		}
		v.Rows = linesOf(c, p.Lines, voice, b.mine.Other)
		views = append(views, v)
	}
	return views
}

// momentView is the page of a hard moment: what helps now comes first, and nothing has to be filled in.
type momentView struct {
	Mine  []lineView
	Joint []partView
	Write bool
}

func (p Pages) moment(c *web.Context, s tenant.Partner) error {
	b, err := read(c, s, false)
	if err != nil {
		return err
	}
	v := momentView{Mine: linesOf(c, b.plan.Lines, "mine", b.mine.Other), Write: b.writes}
	now, _ := Standing(b.joint)
	var parts []Part
	for _, part := range now {
		if part.Author == nil || *part.Author != s.Person() || b.plan.Lines.Empty() { // one's own newest words stand above
			parts = append(parts, part)
		}
	}
	v.Joint = b.voices(c, s.Person(), parts)
	return c.Render(200, web.Page{Name: "setback/moment", Title: c.T("setback_moment_title"), Place: "today", Data: v,
		Back: &web.Link{Text: c.T("setback_back_home"), Href: "/home"}})
}

// planView is a partner's page of their plan, the plan of both, and their own waves.
type planView struct {
	Mine    []lineView
	Where   string // where the own lines stand
	Joint   []partView
	None    string // in place of the joint plan: there is none, or it rests
	Earlier bool
	Chart   *chart.SVG
	Waves   []waveView
	Reader  string
	Writes  bool
}

// waveView is one of the own waves in the list.
type waveView struct{ Text, Note, Href string }

func (p Pages) plan(c *web.Context, s tenant.Partner) error {
	b, err := read(c, s, true)
	if err != nil {
		return err
	}
	page := web.Page{Name: "setback/plan", Title: c.T("setback_title"), Place: "today", Data: b.view(c, s),
		Back: &web.Link{Text: c.T("setback_back_home"), Href: "/home"}}
	if work, err := uuid.Parse(c.Query("assignment")); err == nil {
		page.Back = &web.Link{Text: c.T("setback_back_work"), Href: "/work/" + work.String()}
	}
	switch c.Query("done") {
	case "kept":
		page.Status = c.T("setback_kept")
	case "sent":
		page.Status = c.T("setback_sent", "Counselor", b.mine.CounselorName(c))
	}
	return c.Render(200, page)
}

func (b book) view(c *web.Context, s tenant.Partner) planView {
	now, earlier := Standing(b.joint)
	v := planView{Mine: linesOf(c, b.plan.Lines, "mine", b.mine.Other), Where: b.where(c), Joint: b.voices(c, s.Person(), now), Earlier: len(earlier) > 0,
		Reader: c.T("setback_reader_waves"), Writes: b.writes}
	for _, w := range b.waves {
		v.Waves = append(v.Waves, waveOf(c, w))
	}
	if v.None = c.T("setback_joint_none"); b.mine.Stopped {
		v.None = c.T("couple_resting")
	}
	v.Chart = drawn(c, b.waves, b.mine.MyPosition)
	return v
}

// where says how far one's own lines have gone: only the own acts and what the counselor passed on decide it.
func (b book) where(c *web.Context) string {
	if b.plan.Lines.Empty() && len(b.sent) == 0 {
		return ""
	}
	if len(b.sent) == 0 {
		return c.T("setback_where_kept")
	}
	last := b.sent[len(b.sent)-1]
	args := []any{"Counselor", b.mine.CounselorName(c), "Day", c.Ago(last.On)}
	switch {
	case last.Passed != nil && (last.Lines == b.plan.Lines || b.plan.Version == 0):
		return c.T("setback_where_passed", args...)
	case last.Lines == b.plan.Lines || b.plan.Version == 0:
		return c.T("setback_where_sent", args...)
	}
	return c.T("setback_where_changed", args...)
}

func waveOf(c *web.Context, w Wave) waveView {
	v := waveView{Text: c.DayYear(w.On), Href: wavePath(w.ID)}
	if w.Strength != nil {
		v.Text = c.T("setback_wave_line", "Day", c.DayYear(w.On), "Strength", *w.Strength, "Most", Strongest)
	}
	for _, text := range []string{w.Words.Trigger, w.Words.Helped, w.Words.Stands, w.Words.Next} {
		if v.Note == "" {
			v.Note = web.Short(text, 100)
		}
	}
	return v
}

func wavePath(id uuid.UUID) string { return "/waves/" + id.String() }

// earlierView is what stood in the joint plan before.
type earlierView struct{ Parts []partView }

func (p Pages) earlier(c *web.Context, s tenant.Partner) error {
	b, err := read(c, s, false)
	if err != nil {
		return err
	}
	if b.mine.Stopped {
		return couple.ShowResting(c, "today", c.T("setback_earlier"), 200, "")
	}
	_, before := Standing(b.joint)
	return c.Render(200, web.Page{Name: "setback/earlier", Title: c.T("setback_earlier"), Place: "today", Data: earlierView{b.voices(c, s.Person(), before)},
		Back: &web.Link{Text: c.T("setback_title"), Href: "/plan"}})
}

// mayWrite asks, inside the transaction that writes, whether the partner still writes here.
func mayWrite(tx *db.Tx, s tenant.Partner, today time.Time) error {
	mine, err := couple.GetMine(tx)
	if err == nil && !mine.MayWrite(s, today) {
		return couple.ReadOnly()
	}
	return err
}
