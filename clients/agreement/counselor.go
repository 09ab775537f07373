package agreement

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

// coupleView is the counselor's page of a couple's register.
type coupleView struct {
	Head     couple.HeadView
	Path     string
	Pass     []rowView // proposals that wait
	Talk     []rowView // kept for a session
	Sign     []rowView // wait for signatures, or to be put in force
	Running  []rowView
	Earlier  []rowView
	Authors  []web.Option
	Bearers  []web.Option
	Both     string
	Today    string
	Look     string // suggested day to look at it again
	Latest   string
	OneAlone bool // a place is empty: there is nobody to agree with
}

// staffPath is the address of a couple's register for staff.
func staffPath(id couple.ID) string { return couple.Path(id) + "/agreements" }

// desk is everything the counselor's pages read, in one transaction.
type desk struct {
	couple    couple.Couple
	all       []Agreement
	proposals []Proposal
}

func readDesk(tx *db.Tx, cp couple.Couple) (d desk, err error) {
	d.couple = cp
	if d.all, err = OfCouple(tx, cp.ID); err != nil {
		return d, err
	}
	d.proposals, err = Proposals(tx, cp.ID)
	return d, err
}

func (d desk) name(person tenant.PersonID) string {
	p, _ := d.couple.Partner(person)
	return p.Name
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
		tx.Audit(audit.AgreementRead, cp.ID.UUID, cp.ID)
		v := d.view(c)
		return web.Page{Name: "agreement/couple", Title: c.T("agreement_of_couple", "Names", v.Head.Names), Place: "caseload", Fill: fill, Data: v,
			Back: &web.Link{Text: c.T("couple_back_caseload"), Href: "/caseload"}}, nil
	})
}

func (d desk) view(c *web.Context) coupleView {
	today := c.PracticeToday()
	v := coupleView{Head: couple.Header(c, d.couple), Path: staffPath(d.couple.ID), Both: bothWays, Today: today.Format(time.DateOnly),
		Look: today.AddDate(0, 0, 28).Format(time.DateOnly), Latest: today.AddDate(0, 0, LookMost).Format(time.DateOnly), OneAlone: len(people(d.couple)) < 2, Authors: couple.People(d.couple)}
	v.Bearers = []web.Option{{Value: bothWays, Label: c.T("agreement_for_both")}}
	for _, p := range d.couple.Here() {
		v.Bearers = append(v.Bearers, web.Option{Value: p.Person.String(), Label: c.T("agreement_bearer_other", "Name", p.Name)})
	}
	for _, q := range d.proposals {
		row := rowView{Text: short(q.Terms.Text), Note: d.proposalNote(c, q), Href: couple.Path(d.couple.ID) + "/proposals/" + q.ID.String()}
		if q.Terms.Pointer() != "" {
			row.Flag = c.T("agreement_flag_watching")
		}
		switch {
		case q.Waits():
			v.Pass = append(v.Pass, row)
		case q.State == Sent && q.PassedOn == nil:
			v.Talk = append(v.Talk, row)
		}
	}
	d.sort(c, &v, today)
	return v
}

func (d desk) proposalNote(c *web.Context, q Proposal) string {
	note := c.T("agreement_proposed_by", "Name", d.name(q.Author), "Kind", c.T("agreement_kind_"+string(q.Kind)), "Day", c.Ago(*q.SentOn))
	if q.Paper {
		note += " · " + couple.Entered(c, q.By, *q.SentOn)
	}
	return note
}

// sort puts every agreement where somebody must act, where it runs, or where it is over.
func (d desk) sort(c *web.Context, v *coupleView, today time.Time) {
	for _, a := range d.all {
		href := staffPath(d.couple.ID) + "/" + a.ID.String()
		running, runs := a.Running()
		waiting, open := a.ToSign()
		if open {
			v.Sign = append(v.Sign, rowView{Text: short(waiting.Terms.Text), Note: d.signWords(c, waiting), Href: href})
		}
		switch {
		case runs && a.Over(today):
			v.Earlier = append(v.Earlier, rowView{Text: short(running.Terms.Text), Note: runningNote(c, a, today), Href: href})
		case runs:
			row := rowView{Text: short(running.Terms.Text), Note: runningNote(c, a, today), Href: href}
			if a.Overdue(today) > 0 {
				row.Flag = c.T("agreement_flag_review")
			}
			v.Running = append(v.Running, row)
		case !open && len(a.Versions) > 0:
			v.Earlier = append(v.Earlier, rowView{Text: short(a.Versions[len(a.Versions)-1].Terms.Text), Note: c.T("agreement_note_dropped"), Href: href})
		}
	}
	slices.Reverse(v.Earlier)
}

// signWords says who has signed a version: for the counselor alone.
func (d desk) signWords(c *web.Context, v Version) string {
	if v.SignedBy(people(d.couple)) {
		return c.T("agreement_both_signed")
	}
	line := ""
	for _, p := range d.couple.Partners {
		id := "agreement_sign_open"
		if s, any := v.Signatures[p.Person]; any {
			id = "agreement_sign_" + string(s.Answer)
		}
		if line != "" {
			line += " "
		}
		line += c.T(id, "Name", p.Name)
	}
	return line
}

// record takes down a proposal made on paper or aloud.
func (p Pages) record(c *web.Context, s tenant.Staff) error {
	id := uuid.New()
	return couple.Receive(c, s, "/proposals/"+id.String(), func(tx *db.Tx, cp couple.Couple, f *web.Form) error {
		q, err := readProposal(f, Fresh, c.PracticeToday(), true)
		if err != nil {
			return err
		}
		q.ID, q.Author = id, tenant.PersonID{UUID: f.ID("author")}
		known := func(p tenant.PersonID) bool { _, ok := cp.Partner(p); return ok }
		if err := bearerOf(known, q.Span.Bearer); err != nil {
			return err
		}
		return Record(tx, cp, q, c.PracticeToday())
	}, p.showCouple)
}

// proposalView is one proposal before the counselor.
type proposalView struct {
	Head      couple.HeadView
	Path      string
	Kicker    string
	Terms     termsView
	End       bool
	Current   *termsView // what stands now
	Agreement string     // its address
	Pointer   string
	Stale     string // why it cannot be passed on as it is; empty when it can
	Waits     bool   // may be passed on
	MayTalk   bool
}

func (p Pages) proposalOfCouple(c *web.Context, s tenant.Staff) error {
	return p.showProposalOf(c, s, 200, web.Fill{})
}

func (p Pages) showProposalOf(c *web.Context, s tenant.Staff, status int, fill web.Fill) error {
	proposal, err := c.ID("proposal")
	if err != nil {
		return err
	}
	return couple.Show(c, s, status, func(tx *db.Tx, cp couple.Couple) (web.Page, error) {
		d, err := readDesk(tx, cp)
		if err != nil {
			return web.Page{}, err
		}
		q, err := findProposal(d.proposals, proposal)
		if err != nil {
			return web.Page{}, err
		}
		tx.Audit(audit.AgreementRead, proposal, cp.ID)
		return web.Page{Name: "agreement/proposal", Title: c.T("agreement_proposal_title"), Place: "caseload", Fill: fill, Data: d.proposal(c, q),
			Back: &web.Link{Text: c.T("agreement_staff_title"), Href: staffPath(cp.ID)}}, nil
	})
}

func (d desk) proposal(c *web.Context, q Proposal) proposalView {
	v := proposalView{Head: couple.Header(c, d.couple), Path: couple.Path(d.couple.ID) + "/proposals/" + q.ID.String(), Kicker: d.proposalNote(c, q),
		Terms: termsOf(c, q.Terms, q.Span, d.name), End: q.Kind == End, Pointer: q.Terms.Pointer(), Waits: q.PassedOn == nil && q.Kind != End, MayTalk: q.Waits()}
	switch apart := couple.Apart(c, d.couple, q.Author); {
	case !v.Waits:
	case apart != "":
		v.Stale, v.Waits = apart, false
	case q.Span.Check(c.PracticeToday()) != nil:
		v.Stale, v.Waits = c.T("agreement_cannot_pass"), false
	}
	if q.Agreement != nil {
		v.Agreement = staffPath(d.couple.ID) + "/" + q.Agreement.String()
		if a, err := find(d.all, *q.Agreement); err == nil {
			if running, runs := a.Running(); runs {
				terms := termsOf(c, running.Terms, running.Span, d.name)
				v.Current = &terms
			}
		}
	}
	return v
}

// pass lets a proposal become a version that both read, and leads to it.
func (p Pages) pass(c *web.Context, s tenant.Staff) error {
	return p.onProposal(c, s, func(tx *db.Tx, id couple.ID, proposal uuid.UUID) error {
		_, err := Pass(tx, id, proposal, c.PracticeToday())
		return err
	})
}

func (p Pages) keepForSession(c *web.Context, s tenant.Staff) error {
	return p.onProposal(c, s, func(tx *db.Tx, id couple.ID, proposal uuid.UUID) error {
		return KeepForSession(tx, id, proposal, c.PracticeToday())
	})
}

// onProposal runs one of the counselor's forms about a proposal, and shows its page again when it cannot be.
func (p Pages) onProposal(c *web.Context, s tenant.Staff, do func(tx *db.Tx, id couple.ID, proposal uuid.UUID) error) error {
	proposal, err := c.ID("proposal")
	if err != nil {
		return err
	}
	return couple.Receive(c, s, "/agreements", func(tx *db.Tx, cp couple.Couple, _ *web.Form) error {
		return do(tx, cp.ID, proposal)
	}, p.showProposalOf)
}
