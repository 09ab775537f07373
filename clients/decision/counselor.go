package decision

import (
	"maps"
	"slices"
	"strings"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/tenant"
	"amends/server/web"
)

func staffPath(id couple.ID) string { return couple.Path(id) + "/decisions" }

// coupleView is the counselor's page of a couple's sealed pairs.
type coupleView struct {
	Head  couple.HeadView
	Path  string
	Gates string // the gates page, where a hard gate is closed; empty else
	Apart string // why nothing can be asked of both; empty where it can
	Rows  []staffRow
	Kinds []web.Option
}

// staffRow is one decision in the list.
type staffRow struct {
	Text, Note, Href string
	Ready            bool
}

// desk is everything the counselor's pages read, in one transaction.
type desk struct {
	couple couple.Couple
	gates  couple.GateStates
	all    []Pair
}

func readDesk(tx *db.Tx, cp couple.Couple) (d desk, err error) {
	d.couple = cp
	if d.gates, err = couple.GatesOf(tx, cp.ID); err != nil {
		return d, err
	}
	d.all, err = OfCouple(tx, cp.ID)
	return d, err
}

func (p Pages) ofCouple(c *web.Context, s tenant.Staff) error {
	return p.showCouple(c, s, 200, web.Fill{})
}

func (p Pages) showCouple(c *web.Context, s tenant.Staff, status int, fill web.Fill) error {
	return couple.Show(c, s, status, func(tx *db.Tx, cp couple.Couple) (web.Page, error) {
		d, err := readDesk(tx, cp)
		if err != nil {
			return web.Page{}, err
		}
		tx.Audit(audit.DecisionRead, cp.ID.UUID, cp.ID)
		v := d.list(c)
		return web.Page{Name: "decision/couple", Title: c.T("decision_of_couple", "Names", v.Head.Names), Place: "caseload", Fill: fill, Data: v,
			Back: &web.Link{Text: c.T("couple_back_caseload"), Href: "/caseload"}}, nil
	})
}

func (d desk) list(c *web.Context) coupleView {
	v := coupleView{Head: couple.Header(c, d.couple), Path: staffPath(d.couple.ID), Apart: couple.Apart(c, d.couple)}
	if !d.gates.JointOpen() {
		v.Gates = couple.Path(d.couple.ID) + "/gates"
	}
	for _, pair := range d.all {
		v.Rows = append(v.Rows, staffRow{c.T("decision_kind_" + string(pair.Kind)), d.where(c, pair), v.Path + "/" + pair.ID.String(), pair.Ready() && d.apart(c, pair) == ""})
	}
	for _, k := range Kinds() {
		v.Kinds = append(v.Kinds, web.Option{Value: string(k), Label: c.T("decision_kind_" + string(k)), Note: c.T("decision_about_" + string(k))})
	}
	return v
}

// where says how far a pair has come, for the counselor alone.
func (d desk) where(c *web.Context, p Pair) string {
	switch {
	case p.OpenedOn != nil && len(p.Outcomes) > 0:
		return c.T("decision_staff_concluded", "Day", c.Ago(p.Outcomes[len(p.Outcomes)-1].On))
	case p.OpenedOn != nil && p.InSession:
		return c.T("decision_staff_opened_session", "Day", c.Ago(*p.OpenedOn))
	case p.OpenedOn != nil:
		return c.T("decision_stage_opened", "Day", c.Ago(*p.OpenedOn))
	case p.ClosedOn != nil:
		return c.T("decision_staff_closed", "Day", c.Ago(*p.ClosedOn))
	case !p.Kind.Opens():
		return c.T("decision_staff_alone", "Day", c.Ago(p.MadeOn))
	}
	var lines []string
	for _, who := range d.couple.Partners {
		if on, in := p.In[who.Person]; in {
			lines = append(lines, c.T("decision_staff_in", "Name", who.Name, "Day", c.Ago(on)))
			if by, paper := p.Paper[who.Person]; paper {
				lines = append(lines, couple.Entered(c, by, on)+".")
			}
		} else {
			lines = append(lines, c.T("decision_staff_not_in", "Name", who.Name))
		}
	}
	return strings.Join(lines, " ")
}

// staffView is the counselor's page of one pair.
type staffView struct {
	Path, Where, Word string
	Questions         []qaView
	Both              []voiceView // exactly what each will read, or reads
	Opened            bool        // they read it
	Ready             bool
	Apart             string // why a pair cannot be opened; empty where it can
	Running           bool
	MayEnter          []web.Option
	Leans             []web.Option
	One               bool
	Outcomes          []outcomeView
	MayConclude       bool
	Choices           []web.Option
	MayOpenGate       bool
	Sessions          []web.Option
}

func (p Pages) oneOfCouple(c *web.Context, s tenant.Staff) error {
	return p.showStaff(c, s, 200, web.Fill{})
}

func (p Pages) showStaff(c *web.Context, s tenant.Staff, status int, fill web.Fill) error {
	decision, err := c.ID("decision")
	if err != nil {
		return err
	}
	return couple.Show(c, s, status, func(tx *db.Tx, cp couple.Couple) (web.Page, error) {
		d, err := readDesk(tx, cp)
		if err != nil {
			return web.Page{}, err
		}
		pair, err := find(d.all, decision)
		if err != nil {
			return web.Page{}, err
		}
		tx.Audit(audit.DecisionRead, decision, cp.ID)
		return web.Page{Name: "decision/staff", Title: c.T("decision_kind_" + string(pair.Kind)), Place: "caseload", Fill: fill, Data: d.view(c, pair),
			Back: &web.Link{Text: c.T("decision_of_couple", "Names", couple.Names(c, cp)), Href: staffPath(cp.ID)}}, nil
	})
}

func (d desk) view(c *web.Context, p Pair) staffView {
	v := staffView{Path: staffPath(d.couple.ID) + "/" + p.ID.String(), Where: d.where(c, p), Word: p.Text, Ready: p.Ready(), Opened: len(p.Copies) > 0, Apart: d.apart(c, p), Running: p.Running(), One: p.Kind != Decide,
		Leans: leans(c, p.Kind, Leans(p.Kind, p.ID)), MayConclude: !p.Running() && p.Kind.Opens(), MayOpenGate: p.Kind == Decide && len(p.Outcomes) > 0 && !d.gates.Open(couple.G8)}
	for _, q := range p.Kind.Questions() {
		v.Questions = append(v.Questions, qaView{Name: q, Label: c.T("decision_q_" + string(p.Kind) + "_" + q)})
	}
	for _, who := range d.couple.Partners {
		words, there := d.words(p, who.Person)
		if there {
			one := voice(c, p.Kind, words)
			one.Name, one.Mark = who.Name, who.Mark()
			if by, paper := p.Paper[who.Person]; paper {
				one.Paper = couple.Entered(c, by, p.In[who.Person])
			}
			v.Both = append(v.Both, one)
		}
		if _, in := p.In[who.Person]; !in && !who.Left() && p.Running() && p.Kind.Opens() {
			v.MayEnter = append(v.MayEnter, web.Option{Value: who.Person.String(), Label: who.Name})
		}
	}
	for _, o := range p.Outcomes {
		v.Outcomes = append(v.Outcomes, outcomeOf(c, o, "outcome"))
	}
	for _, l := range Outcomes(p.Kind, p.ID) {
		v.Choices = append(v.Choices, web.Option{Value: string(l), Label: c.T("decision_outcome_" + string(l))})
	}
	v.Sessions = []web.Option{{Value: "yes", Label: c.T("decision_in_session")}}
	return v
}

// apart says why a pair cannot be opened: somebody who answered left, for instance.
func (d desk) apart(c *web.Context, p Pair) string {
	return couple.Apart(c, d.couple, slices.Collect(maps.Keys(p.In))...)
}

// words are what one person answered: the copy once it was opened, before that the answer of a whole pair.
func (d desk) words(p Pair, who tenant.PersonID) (Words, bool) {
	for _, one := range p.Copies {
		if one.Author == who {
			return one.Words, true
		}
	}
	if p.ClosedOn != nil || len(p.Answers) < places {
		return Words{}, false
	}
	return p.Of(who).Words, true
}

func (p Pages) ask(c *web.Context, s tenant.Staff) error {
	return couple.Receive(c, s, "/decisions", func(tx *db.Tx, cp couple.Couple, f *web.Form) error {
		d, err := readAsked(f)
		if err != nil {
			return err
		}
		return Ask(tx, cp, d, c.PracticeToday())
	}, p.showCouple)
}

// onPair runs one of the counselor's forms about one pair, and shows the page again when it cannot be.
func (p Pages) onPair(c *web.Context, s tenant.Staff, do func(tx *db.Tx, f *web.Form, cp couple.Couple, decision uuid.UUID) error) error {
	decision, err := c.ID("decision")
	if err != nil {
		return err
	}
	return couple.Receive(c, s, "/decisions/"+decision.String(), func(tx *db.Tx, cp couple.Couple, f *web.Form) error {
		return do(tx, f, cp, decision)
	}, p.showStaff)
}

func (p Pages) open(c *web.Context, s tenant.Staff) error {
	return p.onPair(c, s, func(tx *db.Tx, f *web.Form, cp couple.Couple, decision uuid.UUID) error {
		return Open(tx, cp, decision, f.Has("session"), c.PracticeToday())
	})
}

func (p Pages) close(c *web.Context, s tenant.Staff) error {
	return p.onPair(c, s, func(tx *db.Tx, _ *web.Form, cp couple.Couple, decision uuid.UUID) error {
		return Close(tx, cp.ID, decision, c.PracticeToday())
	})
}

func (p Pages) enter(c *web.Context, s tenant.Staff) error {
	return p.onPair(c, s, func(tx *db.Tx, f *web.Form, cp couple.Couple, decision uuid.UUID) error {
		pair, err := Get(tx, cp.ID, decision)
		if err != nil {
			return err
		}
		words, err := readWords(f, pair.Decision, true)
		if err != nil {
			return err
		}
		return Enter(tx, cp, decision, Answer{Person: tenant.PersonID{UUID: f.ID("person")}, Words: words}, c.PracticeToday())
	})
}

func (p Pages) conclude(c *web.Context, s tenant.Staff) error {
	return p.onPair(c, s, func(tx *db.Tx, f *web.Form, cp couple.Couple, decision uuid.UUID) error {
		if _, err := Get(tx, cp.ID, decision); err != nil {
			return err
		}
		o, err := readOutcome(f)
		if err != nil {
			return err
		}
		return Conclude(tx, cp.ID, decision, o, c.PracticeToday())
	})
}

func (p Pages) openGate(c *web.Context, s tenant.Staff) error {
	return p.onPair(c, s, func(tx *db.Tx, _ *web.Form, cp couple.Couple, decision uuid.UUID) error {
		return OpenGate(tx, cp, decision, c.PracticeToday())
	})
}
