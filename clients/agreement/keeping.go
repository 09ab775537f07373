package agreement

import (
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// keepView is one agreement before the counselor: what stands, who has signed what waits, and when it is looked at.
type keepView struct {
	Head       couple.HeadView
	Path       string
	Kicker     string
	Running    *termsView
	Note       string
	Overdue    bool
	ToSign     *termsView
	Number     int
	Signatures []string
	Whose      []web.Option
	Hows       []web.Option
	MayForce   bool
	Apart      string // why it cannot be put in force; empty where it can
	MayReview  bool
	MayEnd     bool
	AskedEnd   string // why a partner asks to end it; empty when nobody does
	Older      []olderView
	Reviews    []string
	Today      string
	Look       string
	Latest     string
}

func (p Pages) oneOfCouple(c *web.Context, s tenant.Staff) error {
	return p.showAgreement(c, s, 200, web.Fill{})
}

func (p Pages) showAgreement(c *web.Context, s tenant.Staff, status int, fill web.Fill) error {
	return showOf(c, s, status, audit.AgreementRead, func(d desk, a Agreement) web.Page {
		return web.Page{Name: "agreement/keep", Title: c.T("agreement_one_title"), Place: "caseload", Fill: fill, Data: d.agreement(c, a),
			Back: &web.Link{Text: c.T("agreement_staff_title"), Href: staffPath(d.couple.ID)}}
	})
}

// showOf renders a staff page of the agreement in the address.
func showOf(c *web.Context, s tenant.Staff, status int, verb audit.Verb, page func(desk, Agreement) web.Page) error {
	agreement, err := c.ID("agreement")
	if err != nil {
		return err
	}
	return couple.Show(c, s, status, func(tx *db.Tx, cp couple.Couple) (web.Page, error) {
		d, err := readDesk(tx, cp)
		if err != nil {
			return web.Page{}, err
		}
		a, err := find(d.all, agreement)
		if err != nil {
			return web.Page{}, err
		}
		tx.Audit(verb, agreement, cp.ID)
		return page(d, a), nil
	})
}

func (d desk) agreement(c *web.Context, a Agreement) keepView {
	today := c.PracticeToday()
	v := keepView{Head: couple.Header(c, d.couple), Path: staffPath(d.couple.ID) + "/" + a.ID.String(), Today: today.Format(time.DateOnly),
		Look: today.AddDate(0, 0, 28).Format(time.DateOnly), Latest: today.AddDate(0, 0, LookMost).Format(time.DateOnly), MayEnd: a.EndedOn == nil}
	running, runs := a.Running()
	if runs {
		terms := termsOf(c, running.Terms, running.Span, d.name)
		v.Running, v.Note, v.Kicker, v.Overdue = &terms, movedNote(c, a, today), c.T("agreement_since", "Day", c.DayYear(*running.InForceOn)), a.Overdue(today) > 0
		v.MayReview = !a.Over(today)
	}
	waiting, open := a.ToSign()
	if open {
		d.signing(c, waiting, &v)
	}
	for _, q := range d.proposals {
		if q.Kind == End && q.State == Sent && q.PassedOn == nil && q.Agreement != nil && *q.Agreement == a.ID {
			v.AskedEnd = c.T("agreement_asked_end", "Name", d.name(q.Author), "Why", q.Terms.Text)
		}
	}
	for _, r := range a.Reviews {
		v.Reviews = append(v.Reviews, c.T("agreement_reviewed_line", "Day", c.DayYear(r.On), "Next", c.DayYear(r.Next)))
	}
	v.Older = olderOf(c, a, running.Number, waiting.Number, d.name)
	return v
}

// signing words who has signed the version that waits, and offers what was heard or seen.
func (d desk) signing(c *web.Context, waiting Version, v *keepView) {
	terms := termsOf(c, waiting.Terms, waiting.Span, d.name)
	v.ToSign, v.Number, v.Apart = &terms, waiting.Number, couple.Apart(c, d.couple)
	v.MayForce = v.Apart == "" && waiting.SignedBy(people(d.couple))
	v.Whose = []web.Option{{Value: bothWays, Label: c.T("agreement_who_both")}}
	for _, p := range d.couple.Here() {
		s, any := waiting.Signatures[p.Person]
		if !any {
			v.Signatures = append(v.Signatures, c.T("agreement_sign_open", "Name", p.Name))
		} else {
			v.Signatures = append(v.Signatures, c.T("agreement_sign_"+string(s.Answer), "Name", p.Name)+" "+c.T("agreement_sign_how_"+string(s.How), "Day", c.Ago(s.On)))
		}
		v.Whose = append(v.Whose, web.Option{Value: p.Person.String(), Label: p.Name})
	}
	for _, how := range []How{InSession, OnPaper} {
		v.Hows = append(v.Hows, web.Option{Value: string(how), Label: c.T("agreement_how_" + string(how))})
	}
}

// onAgreement runs one of the counselor's forms about an agreement, and shows its page again when it cannot be.
func (p Pages) onAgreement(c *web.Context, s tenant.Staff, do func(tx *db.Tx, cp couple.Couple, f *web.Form, agreement uuid.UUID) error) error {
	agreement, err := c.ID("agreement")
	if err != nil {
		return err
	}
	return couple.Receive(c, s, "/agreements/"+agreement.String(), func(tx *db.Tx, cp couple.Couple, f *web.Form) error {
		return do(tx, cp, f, agreement)
	}, p.showAgreement)
}

func (p Pages) signFor(c *web.Context, s tenant.Staff) error {
	return p.onAgreement(c, s, func(tx *db.Tx, cp couple.Couple, f *web.Form, agreement uuid.UUID) error {
		who, signature, err := readSignature(f, c.PracticeToday())
		if err != nil {
			return err
		}
		if _, err := Get(tx, cp.ID, agreement); err != nil {
			return err
		}
		number, _ := f.Int("number")
		signed := false
		for _, person := range people(cp) {
			if who != bothWays && who != person.String() {
				continue
			}
			signature.Person, signed = person, true
			if err := Sign(tx, cp.ID, agreement, number, signature); err != nil {
				return err
			}
		}
		if !signed {
			return fault.Field("who", "agreement_who_choose")
		}
		return nil
	})
}

func (p Pages) activate(c *web.Context, s tenant.Staff) error {
	return p.onVersion(c, s, Activate)
}

func (p Pages) drop(c *web.Context, s tenant.Staff) error {
	return p.onVersion(c, s, Drop)
}

// onVersion runs a form about the version that waits, which the page named by its number.
func (p Pages) onVersion(c *web.Context, s tenant.Staff, do func(*db.Tx, couple.Couple, uuid.UUID, int, time.Time) error) error {
	return p.onAgreement(c, s, func(tx *db.Tx, cp couple.Couple, f *web.Form, agreement uuid.UUID) error {
		number, _ := f.Int("number")
		return do(tx, cp, agreement, number, c.PracticeToday())
	})
}

func (p Pages) review(c *web.Context, s tenant.Staff) error {
	return p.onAgreement(c, s, func(tx *db.Tx, cp couple.Couple, f *web.Form, agreement uuid.UUID) error {
		r, err := readReview(f, c.PracticeToday())
		if err != nil {
			return err
		}
		return Reviewed(tx, cp.ID, agreement, r)
	})
}

func (p Pages) finish(c *web.Context, s tenant.Staff) error {
	return p.onAgreement(c, s, func(tx *db.Tx, cp couple.Couple, _ *web.Form, agreement uuid.UUID) error {
		return Finish(tx, cp.ID, agreement, c.PracticeToday())
	})
}
