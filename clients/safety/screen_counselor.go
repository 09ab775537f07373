package safety

import (
	"net/http"
	"unicode/utf8"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// screensView is the counselor's page of individual screens: each partner by themself.
type screensView struct {
	Head     couple.HeadView
	Action   string
	Partners []screenedView
}

type screenedView struct {
	Mark, Name, Person string
	MayApp, MayRoom    bool
	Rows               []screenRow
}

type screenRow struct{ State, Note, Href string }

func screensPath(id couple.ID) string { return couple.Path(id) + "/screens" }

func (p Pages) screens(c *web.Context, s tenant.Staff) error {
	return p.showScreens(c, s, http.StatusOK, web.Fill{})
}

func (p Pages) showScreens(c *web.Context, s tenant.Staff, status int, fill web.Fill) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	view := screensView{Action: screensPath(id)}
	err = c.View(s, func(tx *db.Tx) error {
		cp, err := couple.Get(tx, id)
		if err != nil {
			return err
		}
		all, err := Screens(tx, id)
		view.Head = couple.Header(c, cp)
		for _, who := range cp.Partners {
			view.Partners = append(view.Partners, screenedOf(c, who, all))
		}
		tx.Audit(audit.ScreenRead, id.UUID, id)
		return err
	})
	if err != nil {
		return err
	}
	return c.Render(status, web.Page{Name: "safety/screens", Title: c.T("safety_screens_title"), Place: "caseload", Fill: fill, Data: view,
		Back: &web.Link{Text: view.Head.Names, Href: view.Head.Path}})
}

func screenedOf(c *web.Context, who couple.Partner, all []Screening) screenedView {
	v := screenedView{Mark: who.Mark(), Name: who.Name, Person: who.Person.String(), MayApp: who.State == couple.SeatActive && !who.Left(), MayRoom: !who.Left()}
	for _, s := range all {
		if s.Person != who.Person {
			continue
		}
		if s.Waits() {
			v.MayApp, v.MayRoom = false, false
		}
		v.Rows = append(v.Rows, screenRow{State: stateOf(c, s), Note: c.T("safety_screen_how_" + string(s.How)), Href: screensPath(s.Couple) + "/" + s.ID.String()})
	}
	return v
}

func stateOf(c *web.Context, s Screening) string {
	switch {
	case s.ReviewedAt != nil:
		return c.T("safety_screen_reviewed", "Day", c.DayYear(c.DayOf(*s.ReviewedAt)), "Outcome", c.T("couple_outcome_"+string(s.Outcome)))
	case s.AnsweredAt != nil:
		return c.T("safety_screen_answered", "Day", c.DayYear(c.DayOf(*s.AnsweredAt)))
	case s.WithdrawnAt != nil:
		return c.T("safety_screen_withdrawn", "Day", c.DayYear(c.DayOf(*s.WithdrawnAt)))
	}
	return c.T("safety_screen_offered", "Day", c.DayYear(c.DayOf(s.OfferedAt)))
}

// offerScreen offers a screen to one of them, or begins one in the room.
func (p Pages) offerScreen(c *web.Context, s tenant.Staff) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	err = c.Submit(s, f, screensPath(id), func(tx *db.Tx) error {
		cp, err := couple.Get(tx, id)
		if err != nil {
			return err
		}
		person, err := uuid.Parse(f.Text("person"))
		who, known := cp.Partner(tenant.PersonID{UUID: person})
		how := How(f.Text("how"))
		switch {
		case err != nil || !known || who.Left():
			return fault.Field("person", "safety_screen_person")
		case how != ByApp && how != InRoom, how == ByApp && who.State != couple.SeatActive:
			return fault.Field("how", "safety_screen_how")
		}
		_, err = OfferScreen(tx, id, who.Person, how)
		return err
	})
	if fault.Mendable(err) {
		return p.showScreens(c, s, web.Status(err), f.Fill(err))
	}
	return err
}

// oneView is one screen: to be entered in the room, to be reviewed, or as it was reviewed.
type oneView struct {
	Name, Mark, State, Action string
	Enter                     []askView // the questions, while it is to be entered here
	Words                     string
	Waits                     bool // for the partner's own sign-in, or for the room
	Answers                   []answerView
	Said                      string
	Review                    bool
	Outcomes                  []web.Option
	Reviewed, Told, GatesPath string
}

type answerView struct{ Ask, Reply string }

func (p Pages) oneScreen(c *web.Context, s tenant.Staff) error {
	return p.showOneScreen(c, s, http.StatusOK, web.Fill{})
}

func (p Pages) showOneScreen(c *web.Context, s tenant.Staff, status int, fill web.Fill) error {
	id, screen, err := screenIDs(c)
	if err != nil {
		return err
	}
	var v oneView
	err = c.View(s, func(tx *db.Tx) error {
		cp, err := couple.Get(tx, id)
		if err != nil {
			return err
		}
		one, err := screenOf(tx, id, screen)
		if err != nil {
			return err
		}
		told, review, err := ToldOf(tx, one)
		v = oneOf(c, cp, one, told, review)
		tx.Audit(audit.ScreenRead, screen, id)
		return err
	})
	if err != nil {
		return err
	}
	return c.Render(status, web.Page{Name: "safety/screen-of", Title: c.T("safety_screen_of", "Name", v.Name), Place: "caseload", Fill: fill, Data: v,
		Back: &web.Link{Text: c.T("safety_screens_title"), Href: screensPath(id)}})
}

func oneOf(c *web.Context, cp couple.Couple, s Screening, told Told, review string) oneView {
	who, _ := cp.Partner(s.Person)
	v := oneView{Name: who.Name, Mark: who.Mark(), State: stateOf(c, s), Action: screensPath(s.Couple) + "/" + s.ID.String(), Waits: s.Waits(),
		Review: s.ToReview(), Told: review, GatesPath: couple.Path(s.Couple) + "/gates"}
	if s.Waits() && s.How == InRoom {
		v.Enter, v.Words = asksOf(c), c.T("safety_ask_words_room", "Name", who.Name)
	}
	if s.AnsweredAt == nil {
		return v
	}
	for _, q := range Questions() {
		a := answerView{Ask: c.T("safety_ask_" + q.Key), Reply: c.T("safety_said_skip")}
		if r := told.Replies[q.Key]; r != "" {
			a.Reply = c.T("safety_ask_" + q.Key + "_" + r)
		}
		v.Answers = append(v.Answers, a)
	}
	v.Said = told.Words
	for _, o := range []couple.Screen{couple.ScreenJoint, couple.ScreenConditions, couple.ScreenIndividual} {
		v.Outcomes = append(v.Outcomes, web.Option{Value: string(o), Label: c.T("couple_outcome_" + string(o))})
	}
	if s.ReviewedAt != nil {
		v.Reviewed = c.T("safety_screen_by", "Name", s.By, "Day", c.DayYear(c.DayOf(*s.ReviewedAt)))
	}
	return v
}

func screenIDs(c *web.Context) (id couple.ID, screen uuid.UUID, err error) {
	if id, err = c.CoupleID(); err != nil {
		return id, screen, err
	}
	screen, err = c.ID("screen")
	return id, screen, err
}

// onScreen runs one of the forms of a screen; a fault is shown on its page with what was typed.
func (p Pages) onScreen(c *web.Context, s tenant.Staff, location string, do func(tx *db.Tx, one Screening, f *web.Form) error) error {
	id, screen, err := screenIDs(c)
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	err = c.Submit(s, f, couple.Path(id)+location, func(tx *db.Tx) error {
		one, err := screenOf(tx, id, screen)
		if err != nil {
			return err
		}
		return do(tx, one, f)
	})
	if fault.Mendable(err) {
		return p.showOneScreen(c, s, web.Status(err), f.Fill(err))
	}
	return err
}

func (p Pages) withdrawScreen(c *web.Context, s tenant.Staff) error {
	return p.onScreen(c, s, "/screens", func(tx *db.Tx, one Screening, _ *web.Form) error { return WithdrawScreen(tx, one) })
}

func (p Pages) enterScreen(c *web.Context, s tenant.Staff) error {
	return p.onScreen(c, s, "/screens/"+c.Param("screen"), func(tx *db.Tx, one Screening, f *web.Form) error {
		told, err := readTold(f)
		if err != nil {
			return err
		}
		return EnterScreen(tx, one, told, c.Today())
	})
}

// reviewScreen leads to the gates: what the review allows is opened or closed there.
func (p Pages) reviewScreen(c *web.Context, s tenant.Staff) error {
	return p.onScreen(c, s, "/gates", func(tx *db.Tx, one Screening, f *web.Form) error {
		var faults fault.List
		outcome, words := couple.Screen(f.Text("outcome")), f.Long("told")
		if !outcome.Known() {
			faults = append(faults, fault.Field("outcome", "couple_outcome_choose"))
		}
		if outcome == couple.ScreenConditions && words == "" {
			faults = append(faults, fault.Field("told", "safety_conditions_missing"))
		}
		if utf8.RuneCountInString(words) > OutcomeMost {
			faults = append(faults, fault.Field("told", "safety_outcome_long", "Most", OutcomeMost))
		}
		if err := faults.OrNil(); err != nil {
			return err
		}
		return Review(tx, one, outcome, words, c.Today())
	})
}
