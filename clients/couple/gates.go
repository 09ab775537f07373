package couple

import (
	"strconv"
	"time"

	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// gatesView is the page of the gates: what each stands on, what is open, and how it came to that.
type gatesView struct {
	Head          HeadView
	Partners      []evidenceRow
	Gates         []gateRow
	Bases         []web.Option
	Past          []pastRow
	Joint         string // one sentence: may joint work stand
	Today, Screen string // Screen: the page of individual screens; empty without one
	Discern       string // the page of discernment, offered while somebody is unsure; empty otherwise
}

type evidenceRow struct {
	N, Name, Mark            string
	Consent, Screen, Mandate string // what is recorded, in words
	Outcomes, Stances        []web.Option
}

type gateRow struct {
	Name, Title, State string
	Hard               bool
	Facts              []string
	Options            []web.Option
}

type pastRow struct{ Title, Note, Told string }

// Facts are what the rooms above know of a couple's work, by the gate it speaks for: plain sentences, no judgement.
type Facts func(c *web.Context, tx *db.Tx, cp Couple) (map[Gate][]string, error)

// WithFacts makes the gates page show what the rooms above know.
func (p Pages) WithFacts(f Facts) Pages {
	p.facts = f
	return p
}

func (p Pages) gatesForm(c *web.Context, s tenant.Staff) error {
	return p.showGates(c, s, 200, web.Filled("basis", "paper"))
}

// judged is everything the gates page stands on.
type judged struct {
	couple   Couple
	past     []GatePast
	evidence []Evidence
	mandates map[tenant.PersonID]Mandate
	injuries []Injury
	facts    map[Gate][]string
}

func (p Pages) judgedOf(c *web.Context, tx *db.Tx, cp Couple) (j judged, err error) {
	id := cp.ID
	j.couple = cp
	if j.past, err = GateHistory(tx, id); err != nil {
		return j, err
	}
	if j.evidence, err = EvidenceOf(tx, j.couple); err != nil {
		return j, err
	}
	if j.mandates, err = MandatesOf(tx, id); err != nil {
		return j, err
	}
	if j.injuries, err = Injuries(tx, id); err != nil {
		return j, err
	}
	if p.facts != nil {
		j.facts, err = p.facts(c, tx, j.couple)
	}
	return j, err
}

func (p Pages) showGates(c *web.Context, s tenant.Staff, status int, fill web.Fill) error {
	return Show(c, s, status, func(tx *db.Tx, cp Couple) (web.Page, error) {
		j, err := p.judgedOf(c, tx, cp)
		if err != nil {
			return web.Page{}, err
		}
		view := gatesView{Today: c.Today().Format(time.DateOnly)}
		view.fill(c, j)
		tx.Audit(audit.CoupleRead, cp.ID.UUID, cp.ID)
		return web.Page{Name: "couple/gates", Title: c.T("couple_gates_title"), Place: "caseload", Fill: fill, Data: view,
			Back: &web.Link{Text: view.Head.Names, Href: view.Head.Path}}, nil
	})
}

func (v *gatesView) fill(c *web.Context, j judged) {
	states := statesOf(j.past)
	v.Head = Header(c, j.couple)
	v.Joint = c.T("couple_joint_closed")
	if states.JointOpen() {
		v.Joint = c.T("couple_joint_open")
	}
	if c.Has("/couples/:couple/screens") {
		v.Screen = v.Head.Path + "/screens"
	}
	for _, e := range j.evidence {
		v.Partners = append(v.Partners, evidenceOf(c, e, j.mandates))
		if j.mandates[e.Partner.Person].Stance == Unsure && c.Has("/couples/:couple/discernment") {
			v.Discern = v.Head.Path + "/discernment"
		}
	}
	for _, g := range Gates() {
		v.Gates = append(v.Gates, gateOf(c, g, states, j))
	}
	for _, b := range bases() {
		v.Bases = append(v.Bases, web.Option{Value: b, Label: c.T("couple_basis_" + b)})
	}
	for _, e := range j.past {
		id := "couple_gate_was_closed"
		if e.Opened {
			id = "couple_gate_was_opened"
		}
		row := pastRow{Title: c.T(id, "Day", c.DayYear(e.On), "Gate", c.T("couple_gate_"+string(e.Gate))), Told: e.Told}
		if e.Basis != "" {
			row.Note = c.T("couple_basis_" + e.Basis)
		}
		if e.By != "" {
			row.Note = c.T("couple_gate_by", "Basis", row.Note, "Name", e.By)
		}
		v.Past = append(v.Past, row)
	}
}

func evidenceOf(c *web.Context, e Evidence, mandates map[tenant.PersonID]Mandate) evidenceRow {
	row := evidenceRow{N: strconv.Itoa(e.Partner.Position), Name: e.Partner.Name, Mark: e.Partner.Mark(),
		Consent: c.T("couple_consent_none"), Screen: c.T("couple_screen_none"), Mandate: c.T("couple_mandate_none")}
	if e.ConsentOn != nil {
		row.Consent = c.T("couple_consent_on", "Day", c.DayYear(*e.ConsentOn))
	}
	if e.ScreenOn != nil {
		row.Screen = c.T("couple_screen_on", "Day", c.DayYear(*e.ScreenOn), "Outcome", c.T("couple_outcome_"+string(e.Outcome)))
	}
	if m, ok := mandates[e.Partner.Person]; ok {
		row.Mandate = c.T("couple_mandate_on", "Stance", c.T("couple_stance_"+string(m.Stance)), "Day", c.DayYear(m.On))
	}
	for _, o := range []Screen{ScreenJoint, ScreenConditions, ScreenIndividual} {
		row.Outcomes = append(row.Outcomes, web.Option{Value: string(o), Label: c.T("couple_outcome_" + string(o))})
	}
	for _, s := range Stances() {
		row.Stances = append(row.Stances, web.Option{Value: string(s), Label: c.T("couple_stance_" + string(s))})
	}
	return row
}

func gateOf(c *web.Context, g Gate, states GateStates, j judged) gateRow {
	row := gateRow{Name: "gate_" + string(g), Title: c.T("couple_gate_" + string(g)), Hard: g.Hard(), State: c.T("couple_gate_closed"),
		Facts: append(j.own(c, g), j.facts[g]...)}
	if e, ok := states[g]; ok {
		id := "couple_gate_closed_on"
		if e.Opened {
			id = "couple_gate_open_on"
		}
		row.State = c.T(id, "Day", c.DayYear(e.On))
	}
	row.Options = []web.Option{{Value: "", Label: c.T("couple_gate_leave")}, {Value: "open", Label: c.T("couple_gate_open")}}
	if states.Open(g) {
		row.Options[1] = web.Option{Value: "close", Label: c.T("couple_gate_close")}
	}
	return row
}

// own is what this room knows for a gate, in words.
func (j judged) own(c *web.Context, g Gate) (facts []string) {
	for _, e := range j.evidence {
		say := func(id string, pairs ...any) {
			facts = append(facts, c.T(id, append(pairs, "Name", e.Partner.Name)...))
		}
		m, told := j.mandates[e.Partner.Person]
		switch {
		case g == G0 && e.ConsentOn != nil:
			say("couple_fact_consent", "Day", c.DayYear(*e.ConsentOn))
		case g == G0:
			say("couple_fact_consent_none")
		case g == G1 && e.ScreenOn != nil:
			say("couple_fact_screen", "Day", c.DayYear(*e.ScreenOn), "Outcome", c.T("couple_outcome_"+string(e.Outcome)))
		case g == G1:
			say("couple_fact_screen_none")
		case g == G2 && told:
			say("couple_fact_mandate", "Day", c.DayYear(m.On), "Stance", c.T("couple_stance_"+string(m.Stance)))
		case g == G2:
			say("couple_fact_mandate_none")
		}
	}
	if g != G3 {
		return facts
	}
	for _, i := range j.injuries {
		if i.LearnedOn != nil {
			facts = append(facts, c.T("couple_fact_learned", "Day", c.DayYear(*i.LearnedOn)))
		}
	}
	return append(facts, c.T("couple_fact_injuries", "Count", len(j.injuries)))
}

// judge records evidence and gates of one entry: "already in care" opens several at once.
func (p Pages) judge(c *web.Context, s tenant.Staff) error {
	return Receive(c, s, "/gates", func(tx *db.Tx, cp Couple, f *web.Form) error {
		states, err := GatesOf(tx, cp.ID)
		if err != nil {
			return err
		}
		g, err := readGates(f, cp, states, c.Today())
		if err != nil {
			return err
		}
		return g.store(tx, cp)
	}, p.showGates)
}

// recordMandates records what each wants of the work, beside the gate that it speaks for.
func (p Pages) recordMandates(c *web.Context, s tenant.Staff) error {
	couple, err := c.CoupleID()
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	err = c.Submit(s, f, Path(couple)+"/gates", func(tx *db.Tx) error {
		cp, err := Get(tx, couple)
		if err != nil {
			return err
		}
		mandates, err := readMandates(f, cp, c.Today())
		if err != nil {
			return err
		}
		for _, m := range mandates {
			if err := RecordMandate(tx, cp.ID, m); err != nil {
				return err
			}
		}
		return nil
	})
	if fault.Mendable(err) {
		return p.showGates(c, s, web.Status(err), f.Fill(err))
	}
	return err
}

// store writes the evidence first, because the gates stand on it.
func (g gateForm) store(tx *db.Tx, cp Couple) error {
	for _, p := range cp.Partners {
		if on, ok := g.Consents[p.Person]; ok {
			if err := RecordConsent(tx, cp.ID, p.Person, "paper", on); err != nil {
				return err
			}
		}
		if screen, ok := g.Screens[p.Person]; ok {
			if err := RecordScreen(tx, cp.ID, p.Person, screen.Outcome, "paper", screen.On); err != nil {
				return err
			}
		}
	}
	return Judge(tx, cp, g.Judged)
}
