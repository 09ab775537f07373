package safety

import (
	"net/http"
	"unicode/utf8"

	"github.com/google/uuid"

	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// questionView is the safety screen.
type questionView struct {
	Open    bool
	Kicker  string
	Heading string
	Reader  string // who reads it and when, said before anything is answered
	Options []web.Option
	Closed  string
	Over    bool // nobody reads here any more: the help lines stand on the page itself
}

// question asks. After a check-in it steps aside where it is not offered or was answered this week; from any other page it is
// there on every day.
func (p Pages) question(c *web.Context, s tenant.Partner) error {
	offer, err := p.offer(c, s)
	if err != nil {
		return err
	}
	after := c.Query("after") == "check-in"
	if after && (!offer.Open || offer.Answered) {
		return c.Redirect(homeOf(c))
	}
	return p.ask(c, http.StatusOK, offer, after, web.Fill{})
}

func homeOf(c *web.Context) string {
	if c.Has("/home") {
		return "/home"
	}
	return c.Home()
}

func (p Pages) offer(c *web.Context, s tenant.Partner) (Offer, error) {
	var offer Offer
	err := c.View(s, func(tx *db.Tx) error {
		var err error
		offer, err = GetOffer(tx, c.Today())
		tx.Audit(audit.SafetyRead, uuid.Nil, s.Couple())
		return err
	})
	return offer, err
}

func (p Pages) ask(c *web.Context, status int, o Offer, after bool, fill web.Fill) error {
	v := questionView{Open: o.Open, Heading: c.T("safety_question", "Counselor", o.Counselor), Closed: c.T("safety_closed", "Counselor", o.Counselor)}
	if o.Over {
		v.Over, v.Closed = true, c.T("safety_over", "Counselor", o.Counselor)
	}
	if after {
		v.Kicker = c.T("safety_kicker")
	}
	when := c.T("safety_read_today")
	if at := c.Viewer().SafetyRead; at != "" {
		when = c.T("safety_read_at", "When", at)
	}
	v.Reader = c.T("safety_reader", "Counselor", o.Counselor, "Cover", o.Cover, "When", when)
	v.Options = []web.Option{{Value: "1", Label: c.T("safety_no")}, {Value: "2", Label: c.T("safety_contact")}, {Value: "3", Label: c.T("safety_in_person")}}
	return c.Render(status, web.Page{Name: "safety/question", Title: c.T("safety_title"), Place: "today", Bare: true, Fill: fill,
		Back: &web.Link{Text: c.T("safety_back_home"), Href: homeOf(c)}, Data: v})
}

// answer stores the answer. Every reply leads to the same page.
func (p Pages) answer(c *web.Context, s tenant.Partner) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	in, err := readAnswer(f)
	if err == nil {
		err = c.Submit(s, f, "/safety/thanks", func(tx *db.Tx) error { return Give(tx, c.Today(), in) })
	}
	if _, ok := fault.As(err); !ok || fault.Is(err, fault.NotFound) {
		return err
	}
	offer, loadErr := p.offer(c, s)
	if loadErr != nil {
		return loadErr
	}
	return p.ask(c, web.Status(err), offer, false, f.Fill(err))
}

// readAnswer checks the form. The Skip button comes after the choice, so the last value is the one pressed.
func readAnswer(f *web.Form) (Answer, error) {
	var faults fault.List
	in := Answer{Reach: f.Long("reach")}
	given := f.All("answer")
	if len(given) > 0 {
		in.Reply = replies()[given[len(given)-1]]
	}
	if in.Reply == "" {
		faults = append(faults, fault.Field("answer", "safety_choose"))
	}
	if utf8.RuneCountInString(in.Reach) > ReachMost {
		faults = append(faults, fault.Field("reach", "safety_reach_long", "Most", ReachMost))
	}
	return in, faults.OrNil()
}

// thanks is the one page after every answer. It reads nothing, so it cannot differ.
func (p Pages) thanks(c *web.Context, _ tenant.Partner) error {
	return c.Render(http.StatusOK, web.Page{Name: "safety/thanks", Title: c.T("safety_thanks_title"), Place: "today", Bare: true,
		Back: &web.Link{Text: c.T("safety_back_home"), Href: homeOf(c)}})
}
