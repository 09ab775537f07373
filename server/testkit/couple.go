package testkit

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"amends/server/tenant"
)

// Couple is a couple in care, with its partners in the order of their names.
type Couple struct {
	ID       tenant.CoupleID
	Code     string
	From     time.Time // first day of care
	Partners []tenant.Partner
	Names    []string
	treating tenant.Staff
}

// Couple makes a couple in care of a counselor since the Monday 26 weeks ago, with a weekly check-in agreed from that day. Each name
// is a partner with an active place and a sign-in, who signed limited secrets.
func (h *House) Couple(t testing.TB, treating tenant.Staff, names ...string) *Couple {
	t.Helper()
	id := tenant.NewCoupleID()
	c := &Couple{ID: id, Code: "C-" + id.String()[:8], From: h.Clock.Monday().AddDate(0, 0, -26*7), Names: names, treating: treating}
	h.exec(t, `insert into couple (practice_id, couple_id, code, care_from, policy, policy_on) values ($1, $2, $3, $4, 'limited', $4)`,
		h.Practice, id, c.Code, c.From)
	h.exec(t, `insert into couple_access (practice_id, couple_id, staff_person_id, kind, starts_on) values ($1, $2, $3, 'treating', $4)`,
		h.Practice, id, treating.Person(), c.From)
	for i, name := range names {
		person := h.person(t, "partner", name)
		h.exec(t, `insert into membership (practice_id, couple_id, person_id, position, starts_on, state) values ($1, $2, $3, $4, $5, 'active')`,
			h.Practice, id, person, i+1, c.From)
		h.exec(t, `insert into policy_consent (practice_id, couple_id, person_id, policy, how, signed_on, made_by, made_at) values ($1, $2, $3, 'limited', 'paper', $4, $5, $6)`,
			h.Practice, id, person, c.From, treating.Person(), h.DB.Now())
		p := tenant.NewPartner(h.Practice, person, id, c.From, time.Time{})
		h.Window(t, c, p, "weekly", c.From)
		c.Partners = append(c.Partners, p)
	}
	return c
}

// Treating is the counselor who treats the couple.
func (c *Couple) Treating() tenant.Staff { return c.treating }

// Window agrees a check-in, "weekly" or "daily", from a date on.
func (h *House) Window(t testing.TB, c *Couple, p tenant.Partner, design string, from time.Time) {
	t.Helper()
	h.exec(t, `insert into check_in_window (practice_id, couple_id, person_id, id, design, starts_on) values ($1, $2, $3, $4, $5, $6)`,
		h.Practice, c.ID, p.Person(), uuid.New(), design, from)
}

// OpenGates opens G0 and G1 on paper evidence: consent and an individual screen of each partner.
func (h *House) OpenGates(t testing.TB, c *Couple) {
	t.Helper()
	by, now := c.treating.Person(), h.DB.Now()
	for _, p := range c.Partners {
		for _, query := range []string{
			`insert into consent (practice_id, couple_id, person_id, how, signed_on, made_by, made_at) values ($1, $2, $3, 'paper', $4, $5, $6)`,
			`insert into safety_screen (practice_id, couple_id, person_id, on_date, outcome, how, made_by, made_at) values ($1, $2, $3, $4, 'joint', 'paper', $5, $6)`,
		} {
			h.exec(t, query, h.Practice, c.ID, p.Person(), c.From, by, now)
		}
	}
	for _, gate := range []string{"G0", "G1"} {
		h.Gate(t, c, gate, true)
	}
}

// Gate opens or closes one gate now.
func (h *House) Gate(t testing.TB, c *Couple, gate string, open bool) {
	t.Helper()
	h.exec(t, `insert into gate_event (practice_id, couple_id, id, gate, opened, on_date, basis, made_by, made_at) values ($1, $2, $3, $4, $5, $6, 'paper', $7, $8)`,
		h.Practice, c.ID, uuid.New(), gate, open, h.Clock.Today(), c.treating.Person(), h.DB.Now())
}

// Cover names a cover counselor; with one, the safety question may be offered.
func (h *House) Cover(t testing.TB, c *Couple, s tenant.Staff) { h.Care(t, c, s, "cover") }

// Care gives care of a couple: treating, cover or supervising, since its first day.
func (h *House) Care(t testing.TB, c *Couple, s tenant.Staff, kind string) {
	t.Helper()
	h.exec(t, `insert into couple_access (practice_id, couple_id, staff_person_id, kind, starts_on) values ($1, $2, $3, $4, $5)`,
		h.Practice, c.ID, s.Person(), kind, c.From)
}

// OnPaper makes partner i a partner without sign-in.
func (h *House) OnPaper(t testing.TB, c *Couple, i int) {
	t.Helper()
	person := c.Partners[i].Person()
	h.exec(t, `update membership set state = 'paper' where practice_id = $1 and couple_id = $2 and person_id = $3`, h.Practice, c.ID, person)
	h.exec(t, `update contact set on_paper = true, account_id = null, email_hash = null where practice_id = $1 and person_id = $2`, h.Practice, person)
}

// Since moves the first day of partner i's place in the couple, and answers the scope that sees nothing joint made before it.
func (h *House) Since(t testing.TB, c *Couple, i int, on time.Time) tenant.Partner {
	t.Helper()
	s := c.Partners[i].Scope()
	h.exec(t, `update membership set starts_on = $4 where practice_id = $1 and couple_id = $2 and person_id = $3`, h.Practice, c.ID, s.Person(), on)
	c.Partners[i] = tenant.NewPartner(h.Practice, s.Person(), c.ID, on, s.Until())
	return c.Partners[i]
}

// Separate ends partner i's place in the couple on a date, and answers the scope that sees nothing joint made later.
func (h *House) Separate(t testing.TB, c *Couple, i int, on time.Time) tenant.Partner {
	t.Helper()
	person := c.Partners[i].Person()
	h.exec(t, `update membership set ends_on = $4 where practice_id = $1 and couple_id = $2 and person_id = $3`, h.Practice, c.ID, person, on)
	c.Partners[i] = tenant.NewPartner(h.Practice, person, c.ID, c.Partners[i].Scope().From(), on)
	return c.Partners[i]
}
