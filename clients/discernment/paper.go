package discernment

import (
	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// paperView is the form for a page that came on paper.
type paperView struct {
	People  []web.Option
	Leans   []web.Option
	Prompts []promptView
}

func paperOf(c *web.Context, cp couple.Couple) (v paperView) {
	for _, who := range cp.Partners {
		if who.EndsOn == nil {
			v.People = append(v.People, web.Option{Value: who.Person.String(), Label: who.Name})
		}
	}
	for _, o := range Outcomes() {
		v.Leans = append(v.Leans, web.Option{Value: string(o), Label: c.T("discernment_lean_" + string(o))})
	}
	for _, key := range Prompts() {
		v.Prompts = append(v.Prompts, promptView{Name: "say_" + key, Label: c.T("discernment_say_" + key)})
	}
	return v
}

// enter takes down what one of the two wrote on paper.
func (p Pages) enter(c *web.Context, s tenant.Staff) error {
	return p.change(c, s, func(tx *db.Tx, id couple.ID, f *web.Form) error {
		course, err := running(tx, id)
		if err != nil {
			return err
		}
		t, faults := readPage(f)
		if t.Empty() && len(faults) == 0 {
			faults = append(faults, fault.Field("lean", "discernment_empty"))
		}
		if err := faults.OrNil(); err != nil {
			return err
		}
		cp, err := couple.Get(tx, id)
		if err != nil {
			return err
		}
		who, err := uuid.Parse(f.Text("person"))
		if err != nil {
			who = uuid.Nil // nobody
		}
		return Enter(tx, cp, course, tenant.PersonID{UUID: who}, t)
	})
}

// Enter stores a page that one of the two wrote on paper, like one they had sent, and marked so. The page they keep for
// themself on the screen stays as it is.
func Enter(tx *db.Tx, cp couple.Couple, c Course, who tenant.PersonID, t Thoughts) error {
	if partner, known := cp.Partner(who); !known || partner.Left() {
		return fault.Field("person", "discernment_person_choose")
	}
	tx.Audit(audit.DiscernmentEntered, c.ID, c.Couple)
	return send(tx, c, who, t, "paper")
}
