package setback

import (
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
	Waits   []sentView
	Talk    []partView
	Joint   []partView
	Earlier []partView
	Told    []toldView
	Authors []web.Option
	Hows    []web.Option
	Lines   []fieldView
}

// sentView is what waits to be passed on.
type sentView struct {
	Name, Mark, Note string
	Rows             []lineView
	Keep             []web.Option
	Field            string // id of the choice: two may stand on one page
	Pass, Talk       string
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

func readDesk(tx *db.Tx, id couple.ID, today time.Time) (d desk, err error) {
	if d.couple, err = couple.Get(tx, id); err != nil {
		return d, err
	}
	if d.gates, err = couple.GatesOf(tx, id); err != nil {
		return d, err
	}
	if d.sent, err = SentOf(tx, id); err != nil {
		return d, err
	}
	if d.joint, err = Joint(tx, id); err != nil {
		return d, err
	}
	d.told, err = ToldSince(tx, id, today.AddDate(0, 0, -toldDays))
	return d, err
}

func (p Pages) ofCouple(c *web.Context, s tenant.Staff) error {
	return p.showCouple(c, s, 200, web.Filled("how", "session"))
}

func (p Pages) showCouple(c *web.Context, s tenant.Staff, status int, fill web.Fill) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	var d desk
	err = c.View(s, func(tx *db.Tx) error {
		d, err = readDesk(tx, id, c.PracticeToday())
		tx.Audit(audit.SetbackRead, id.UUID, id)
		return err
	})
	if err != nil {
		return err
	}
	v := d.view(c)
	return c.Render(status, web.Page{Name: "setback/couple", Title: c.T("setback_of_couple", "Names", v.Head.Names), Place: "caseload", Fill: fill, Data: v,
		Back: &web.Link{Text: c.T("couple_back_caseload"), Href: "/caseload"}})
}

func (d desk) view(c *web.Context) coupleView {
	v := coupleView{Head: couple.Header(c, d.couple), Path: staffPath(d.couple.ID)}
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
	v.Authors = []web.Option{{Value: "both", Label: c.T("setback_author_both")}}
	for _, who := range d.couple.Partners {
		if who.EndsOn == nil {
			v.Authors = append(v.Authors, web.Option{Value: who.Person.String(), Label: who.Name})
		}
	}
	v.Hows = []web.Option{{Value: "session", Label: c.T("setback_how_session"), Note: c.T("setback_how_session_note")}, {Value: "paper", Label: c.T("setback_how_paper"), Note: c.T("setback_how_paper_note")}}
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

// onCouple runs one of the counselor's forms and shows the page again when it cannot be.
func (p Pages) onCouple(c *web.Context, s tenant.Staff, f *web.Form, failed error, do func(tx *db.Tx, cp couple.Couple) error) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	if err = failed; err == nil {
		err = c.Submit(s, f, staffPath(id), func(tx *db.Tx) error {
			cp, err := couple.Get(tx, id)
			if err != nil {
				return err
			}
			return do(tx, cp)
		})
	}
	return again(err, func(status int) error { return p.showCouple(c, s, status, f.Fill(err)) })
}

func (p Pages) record(c *web.Context, s tenant.Staff) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	r, err := readRecording(f)
	return p.onCouple(c, s, f, err, func(tx *db.Tx, cp couple.Couple) error { return Record(tx, cp, r, c.PracticeToday()) })
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
	f, err := c.Form()
	if err != nil {
		return err
	}
	return p.onCouple(c, s, f, nil, func(tx *db.Tx, cp couple.Couple) error { return do(tx, f, cp.ID, sent) })
}
