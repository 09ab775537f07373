package discernment

import (
	"strconv"
	"unicode/utf8"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// mineView is a partner's own page.
type mineView struct {
	Lede    string
	Open    bool // it may be written
	Kept    string
	Reader  string // of what is sent
	Leans   []web.Option
	Prompts []promptView
	Version string
	Send    string
	Sent    string // when a copy went to the counselor last
	Lean    string // what stands, in words, where nothing may be written any more
}

type promptView struct{ Name, Label, Text string }

func (p Pages) mine(c *web.Context, s tenant.Partner) error { return p.showMine(c, s, 200, nil) }

// showMine shows the page: as stored, or as typed where fill is given.
func (p Pages) showMine(c *web.Context, s tenant.Partner, status int, fill *web.Fill) error {
	var mine couple.Mine
	var course *Course
	var t Thoughts
	err := c.View(s, func(tx *db.Tx) (err error) {
		if mine, err = couple.GetMine(tx); err != nil {
			return err
		}
		all, err := Courses(tx, s.Couple())
		if err == nil && len(all) > 0 {
			course = &all[0]
			t, err = Mine(tx, all[0])
		}
		tx.Audit(audit.DiscernmentRead, s.Couple().UUID, s.Couple())
		return err
	})
	if err != nil {
		return err
	}
	v := viewOf(c, mine, t)
	v.Open = course != nil && course.Runs() && mine.MayWrite(s, c.Today())
	switch {
	case v.Open:
		v.Lede = c.T("discernment_until", "Day", c.Day(course.EndsOn), "Counselor", mine.CounselorName(c))
	case course == nil:
		v.Lede = c.T("discernment_none")
	default:
		v.Lede = c.T("discernment_closed")
	}
	page := web.Page{Name: "discernment/mine", Title: c.T("discernment_title"), Place: "today", Data: v, Back: &web.Link{Text: c.T("discernment_home"), Href: c.Home()}}
	if fill != nil {
		page.Fill = *fill
		v.Version = fill.Values.Get("version")
	} else {
		page.Fill = filled(t)
	}
	if said := c.Query("said"); status == 200 && t.Version > 0 && (said == "kept" || said == "sent" && t.SentAt != nil) {
		page.Status = c.T("discernment_said_"+said, "Counselor", mine.CounselorName(c))
	}
	return c.Render(status, page)
}

func viewOf(c *web.Context, mine couple.Mine, t Thoughts) mineView {
	v := mineView{Kept: mine.ReaderLine(c, couple.Kept), Reader: mine.ReaderLine(c, couple.ToReader), Version: strconv.Itoa(t.Version),
		Send: c.T("discernment_send", "Counselor", mine.CounselorName(c))}
	for _, o := range Outcomes() {
		v.Leans = append(v.Leans, web.Option{Value: string(o), Label: c.T("discernment_lean_" + string(o)), Note: c.T("discernment_lean_" + string(o) + "_note")})
	}
	for _, key := range Prompts() {
		v.Prompts = append(v.Prompts, promptView{"say_" + key, c.T("discernment_say_" + key), t.Answers[key]})
	}
	if t.Lean != "" {
		v.Lean = c.T("discernment_lean_" + string(t.Lean))
	}
	if t.SentAt != nil {
		v.Sent = c.T("discernment_sent_on", "When", c.DayTime(*t.SentAt))
	}
	return v
}

func filled(t Thoughts) web.Fill {
	pairs := []string{"lean", string(t.Lean)}
	for key, text := range t.Answers {
		pairs = append(pairs, "say_"+key, text)
	}
	return web.Filled(pairs...)
}

// readThoughts checks the form of a partner's page; everything may stay empty while it is kept.
func readThoughts(f *web.Form) (t Thoughts, send bool, err error) {
	t, faults := readPage(f)
	t.Version, _ = f.Int("version")
	send = f.Text("do") == "send"
	if send && t.Empty() {
		faults = append(faults, fault.Field("lean", "discernment_empty"))
	}
	return t, send, faults.OrNil()
}

// readPage reads the path and the answers, whoever types them.
func readPage(f *web.Form) (t Thoughts, faults fault.List) {
	t = Thoughts{Lean: Outcome(f.Text("lean")), Answers: map[string]string{}}
	if t.Lean != "" && !t.Lean.Known() {
		faults = append(faults, fault.Field("lean", "discernment_lean_choose"))
	}
	for _, key := range Prompts() {
		t.Answers[key] = f.Long("say_" + key)
		if utf8.RuneCountInString(t.Answers[key]) > TextMost {
			faults = append(faults, fault.Field("say_"+key, "discernment_long", "Most", TextMost))
		}
	}
	return t, faults
}

func (p Pages) keep(c *web.Context, s tenant.Partner) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	t, send, err := readThoughts(f)
	said := "kept"
	if send {
		said = "sent"
	}
	if err == nil {
		err = c.Submit(s, f, "/discernment?said="+said, func(tx *db.Tx) error {
			mine, err := couple.GetMine(tx)
			if err != nil {
				return err
			}
			course, runs, err := Running(tx, s.Couple())
			if err != nil {
				return err
			}
			if !runs || !mine.MayWrite(s, c.Today()) {
				return fault.Stale("discernment_closed")
			}
			if err := Keep(tx, course, t); err != nil || !send {
				return err
			}
			return Send(tx, course, t)
		})
	}
	if fault.Mendable(err) {
		fill := f.Fill(err)
		return p.showMine(c, s, web.Status(err), &fill)
	}
	return err
}
