package setback

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/tenant"
	"amends/server/web"
)

// coupleView is the counselor's page of a couple's plan.
type coupleView struct {
	Head    couple.HeadView
	Path    string
	Gates   string // the gates page, where a hard gate is closed; empty else
	Apart   string // why nothing can be passed on, or written together; empty where it can
	Waits   []sentView
	Talk    []partView
	Joint   []partView
	Earlier []partView
	Told    []toldView
	Authors []web.Option
	Hows    []web.Option
	How     string // suggested
	Lines   []fieldView
}

// sentView is what waits to be passed on.
type sentView struct {
	Name, Mark, Note string
	Rows             []lineView
	Keep             []web.Option
	Field            string // id of the choice: two may stand on one page
	Pass, Talk       string // addresses; Pass is empty where nothing can be passed on
}

func staffPath(id couple.ID) string { return couple.Path(id) + "/plan" }

// toldDays is how many days back the counselor's page shows lines about waves.
const toldDays = 182

// desk is everything the counselor's page reads, in one transaction.
type desk struct {
	couple couple.Couple
	gates  couple.GateStates
	sent   []Sent
	joint  []Part
	told   []Told
}

func readDesk(tx *db.Tx, cp couple.Couple, today time.Time) (d desk, err error) {
	d.couple = cp
	if d.gates, err = couple.GatesOf(tx, cp.ID); err != nil {
		return d, err
	}
	if d.sent, err = SentOf(tx, cp.ID); err != nil {
		return d, err
	}
	if d.joint, err = Joint(tx, cp.ID); err != nil {
		return d, err
	}
	d.told, err = ToldSince(tx, cp.ID, today.AddDate(0, 0, -toldDays))
	return d, err
}

func (p Pages) ofCouple(c *web.Context, s tenant.Staff) error {
	return p.showCouple(c, s, 200, web.Fill{})
}

func (p Pages) showCouple(c *web.Context, s tenant.Staff, status int, fill web.Fill) error {
	return couple.Show(c, s, status, func(tx *db.Tx, cp couple.Couple) (web.Page, error) {
		d, err := readDesk(tx, cp, c.PracticeToday())
		if err != nil {
			return web.Page{}, err
		}
		tx.Audit(audit.SetbackRead, cp.ID.UUID, cp.ID)
		v := d.view(c)
		return web.Page{Name: "setback/couple", Title: c.T("setback_of_couple", "Names", v.Head.Names), Place: "caseload", Fill: fill, Data: v,
			Back: &web.Link{Text: c.T("couple_back_caseload"), Href: "/caseload"}}, nil
	})
}

func (d desk) view(c *web.Context) coupleView {
	v := coupleView{Head: couple.Header(c, d.couple), Path: staffPath(d.couple.ID), Apart: couple.Apart(c, d.couple), Authors: couple.People(d.couple)}
	if !d.gates.JointOpen() {
		v.Gates = couple.Path(d.couple.ID) + "/gates"
	}
	for _, s := range Waiting(d.sent) {
		v.Waits = append(v.Waits, d.waiting(c, s))
	}
	for _, s := range d.sent {
		if s.Talk != nil && s.Passed == nil {
			who, _ := d.couple.Partner(s.Author)
			v.Talk = append(v.Talk, partView{Heading: who.Name, Note: c.T("setback_talk_since", "Day", c.Ago(*s.Talk)), Rows: linesOf(c, s.Lines, "theirs", who.Name)})
		}
	}
	now, earlier := Standing(d.joint)
	v.Joint, v.Earlier = d.parts(c, now), d.parts(c, earlier)
	for _, t := range d.told {
		who, _ := d.couple.Partner(t.Person)
		v.Told = append(v.Told, toldView{Day: c.Ago(t.On), Text: t.Text, Name: who.Name, Mark: who.Mark()})
	}
	hows := []string{"paper"}
	if v.Apart == "" { // together with both
		v.Authors = slices.Insert(v.Authors, 0, web.Option{Value: "both", Label: c.T("setback_author_both")})
		hows = []string{"session", "paper"}
	}
	for _, how := range hows {
		v.Hows = append(v.Hows, web.Option{Value: how, Label: c.T("setback_how_" + how), Note: c.T("setback_how_" + how + "_note")})
	}
	v.How = hows[0]
	for _, name := range Names() {
		v.Lines = append(v.Lines, fieldView{Name: name, Label: c.T("setback_line_" + name)})
	}
	return v
}

// waiting words what one partner sent, with each line to keep or leave out.
func (d desk) waiting(c *web.Context, s Sent) sentView {
	who, _ := d.couple.Partner(s.Author)
	at := staffPath(d.couple.ID) + "/" + s.ID.String()
	v := sentView{Name: who.Name, Mark: who.Mark(), Note: c.T("setback_sent_on", "Day", c.Ago(s.On)), Field: "lines-" + who.Mark(), Pass: at + "/pass", Talk: at + "/talk"}
	if couple.Apart(c, d.couple, s.Author) != "" {
		v.Pass = ""
	}
	if s.Paper {
		v.Note = couple.Entered(c, s.By, s.On)
	}
	for _, name := range Names() {
		if text := *s.Lines.at(name); text != "" {
			v.Keep = append(v.Keep, web.Option{Value: name, Label: c.T("setback_line_" + name), Note: text, Checked: true})
		}
	}
	return v
}

// parts words versions of the joint plan.
func (d desk) parts(c *web.Context, parts []Part) (views []partView) {
	for _, p := range parts {
		v := partView{Heading: c.T("setback_author_both"), Note: c.T("setback_since", "Day", c.DayYear(p.On))}
		voice := "both"
		if p.Author != nil {
			who, _ := d.couple.Partner(*p.Author)
			v.Heading, voice = who.Name, "theirs"
		}
		v.Rows = linesOf(c, p.Lines, voice, v.Heading)
		views = append(views, v)
	}
	return views
}

func (p Pages) record(c *web.Context, s tenant.Staff) error {
	return couple.Receive(c, s, "/plan", func(tx *db.Tx, cp couple.Couple, f *web.Form) error {
		r, err := readRecording(f)
		if err != nil {
			return err
		}
		return Record(tx, cp, r, c.PracticeToday())
	}, p.showCouple)
}

func (p Pages) pass(c *web.Context, s tenant.Staff) error {
	return p.onSent(c, s, func(tx *db.Tx, f *web.Form, id couple.ID, sent uuid.UUID) error {
		return Pass(tx, id, sent, f.All("lines"), c.PracticeToday())
	})
}

func (p Pages) talk(c *web.Context, s tenant.Staff) error {
	return p.onSent(c, s, func(tx *db.Tx, _ *web.Form, id couple.ID, sent uuid.UUID) error {
		return Talk(tx, id, sent, c.PracticeToday())
	})
}

// onSent runs one of the forms about something that was sent.
func (p Pages) onSent(c *web.Context, s tenant.Staff, do func(tx *db.Tx, f *web.Form, id couple.ID, sent uuid.UUID) error) error {
	sent, err := c.ID("sent")
	if err != nil {
		return err
	}
	return couple.Receive(c, s, "/plan", func(tx *db.Tx, cp couple.Couple, f *web.Form) error { return do(tx, f, cp.ID, sent) }, p.showCouple)
}
