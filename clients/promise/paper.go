package promise

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

// paperView is the form for a promise made on paper or aloud.
type paperView struct {
	Head      couple.HeadView
	Keepers   []web.Option
	Cadences  []web.Option
	Joint     bool
	GatesPath string
	Path      string
}

// paperBack is how many days back a promise made on paper may begin.
const paperBack = 60

func (p Pages) paperForm(c *web.Context, s tenant.Staff) error {
	return p.showPaper(c, s, 200, web.Filled("starts", c.Today().Format(time.DateOnly)))
}

func (p Pages) showPaper(c *web.Context, s tenant.Staff, status int, fill web.Fill) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	view := paperView{Cadences: cadences(c), Path: staffPath(id), GatesPath: couple.Path(id) + "/gates"}
	err = c.View(s, func(tx *db.Tx) error {
		cp, err := couple.Get(tx, id)
		if err != nil {
			return err
		}
		gates, err := couple.GatesOf(tx, id)
		view.Head, view.Joint = couple.Header(c, cp), gates.JointOpen()
		for _, who := range cp.Partners {
			view.Keepers = append(view.Keepers, web.Option{Value: who.Person.String(), Label: who.Name})
		}
		tx.Audit(audit.PromiseRead, id.UUID, id)
		return err
	})
	if err != nil {
		return err
	}
	return c.Render(status, web.Page{Name: "promise/paper", Title: c.T("promise_paper_title"), Place: "caseload", Fill: fill, Data: view,
		Back: &web.Link{Text: c.T("promise_staff_title"), Href: staffPath(id)}})
}

func (p Pages) makeOnPaper(c *web.Context, s tenant.Staff) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	return c.Receive(s, staffPath(id), func(tx *db.Tx, f *web.Form) error { return makeFor(tx, id, f, c.Today()) },
		func(f *web.Form, why error) error { return p.showPaper(c, s, web.Status(why), f.Fill(why)) })
}

// makeFor stores what a partner promised on paper: inside care, while joint work may stand.
func makeFor(tx *db.Tx, id couple.ID, f *web.Form, today time.Time) error {
	cp, err := couple.Get(tx, id)
	if err != nil {
		return err
	}
	promise, err := readPromise(f, uuid.New(), today, today.AddDate(0, 0, -paperBack))
	if err != nil {
		return err
	}
	promise.Couple, promise.Keeper = id, readKeeper(f)
	if _, known := cp.Partner(promise.Keeper); !known {
		return fault.Field("keeper", "promise_keeper_choose")
	}
	if !cp.InCare(promise.StartsOn) {
		return fault.Field("starts", "promise_outside_care")
	}
	gates, err := couple.GatesOf(tx, promise.Couple)
	if err != nil {
		return err
	}
	if !gates.JointOpen() {
		return fault.Stale("promise_gates_closed")
	}
	if err := couple.MayPass(tx, promise.Couple); err != nil { // what is made here stands before both at once
		return err
	}
	return Make(tx, promise)
}
