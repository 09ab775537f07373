package release

import (
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/homework"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// receivedView is the reader's list of what was passed on.
type receivedView struct {
	Waiting, Rows []itemRow
	None          bool   // nothing was passed on yet
	Preparing     string // the neutral sentence, while something may still come
}

// Path is the reader's page of a copy.
func Path(id uuid.UUID) string { return "/received/" + id.String() }

func (p Pages) received(c *web.Context, s tenant.Partner) error {
	var all []Copy
	var mine couple.Mine
	err := c.View(s, func(tx *db.Tx) (err error) {
		if mine, err = couple.GetMine(tx); err != nil {
			return err
		}
		all, err = Received(tx)
		tx.Audit(audit.ReleaseRead, s.Couple().UUID, s.Couple())
		return err
	})
	if err != nil {
		return err
	}
	if mine.Stopped {
		return couple.ShowResting(c, "today", c.T("release_received_title"), 200, "")
	}
	v := receivedView{}
	for _, k := range all {
		row := itemRow{Title: k.Content.Title, Note: c.T("release_from", "Name", k.Content.Author, "Day", c.Ago(k.PassedOn)), Href: Path(k.ID)}
		if !k.Shown() { // until it is wanted, not even its title
			row.Title = c.T("release_something", "Name", k.Content.Author)
			row.Note = c.T("release_chosen_"+string(k.Choice), "Day", c.Ago(k.PassedOn))
		}
		if Offered(k.Kind) && k.Choice.Waits() {
			v.Waiting = append(v.Waiting, row)
		} else {
			v.Rows = append(v.Rows, row)
		}
	}
	if v.None = len(all) == 0; v.None && mine.MayWrite(s, c.Today()) {
		v.Preparing = c.T("release_preparing")
	}
	return c.Render(200, web.Page{Name: "release/received", Title: c.T("release_received_title"), Place: "today", Data: v, Back: &web.Link{Text: c.T("release_back_today"), Href: c.Home()}})
}

// oneView is one copy: its words, or the question whether they are wanted.
type oneView struct {
	Heading, Lede string
	Shown         bool
	Content       Content
	Chosen        string // what was answered before
	Action        string // of the choice; empty where there is nothing to choose
	Options       []choiceView
	Told          string // who learns of the choice
	ReadOnly      string
	Asks          *homework.OnePress // what reached the reader; nil where nothing may be said
}

type choiceView struct{ Value, Text string }

func (p Pages) one(c *web.Context, s tenant.Partner) error { return p.showOne(c, s, nil) }

func (p Pages) showOne(c *web.Context, s tenant.Partner, failed error) error {
	id, err := c.ID("release")
	if err != nil {
		return err
	}
	var k Copy
	var mine couple.Mine
	var felt homework.Felt
	err = c.View(s, func(tx *db.Tx) (err error) {
		tx.Audit(audit.ReleaseRead, id, s.Couple())
		if mine, err = couple.GetMine(tx); err != nil || mine.Stopped {
			return err
		}
		if k, err = GetReceived(tx, id); err != nil {
			return err
		}
		felt, err = homework.MyFelt(tx, id)
		return err
	})
	if err != nil {
		return err
	}
	if mine.Stopped {
		return couple.ShowResting(c, "today", c.T("release_received_title"), web.Status(failed), "")
	}
	names := []any{"Name", k.Content.Author, "Counselor", mine.CounselorName(c), "Day", c.Ago(k.PassedOn)}
	v := oneView{Heading: k.Content.Title, Lede: c.T("release_from", names...), Shown: k.Shown(), Content: k.Content}
	if Offered(k.Kind) {
		v.fillChoices(c, k, names)
		if !mine.MayWrite(s, c.Today()) {
			v.Action, v.ReadOnly = "", c.T("release_read_only_reader", names...)
		}
	}
	if k.Shown() && mine.MayWrite(s, c.Today()) {
		v.Asks = homework.FeltQuestion(c, felt, Path(k.ID)+"/felt", k.Content.Author, mine.CounselorName(c))
	}
	page := web.Page{Name: "release/one", Title: v.Heading, Place: "today", Data: v, Back: &web.Link{Text: c.T("release_received_title"), Href: "/received"}}
	if e, ok := fault.As(failed); ok {
		page.Fill = web.Fill{Faults: fault.List{e}}
	}
	return c.Render(web.Status(failed), page)
}

// fillChoices asks whether and how the reader wants to hear it.
func (v *oneView) fillChoices(c *web.Context, k Copy, names []any) {
	if !v.Shown {
		v.Heading, v.Lede = c.T("release_here"), c.T("release_here_lede", names...)
	}
	v.Action, v.Told = Path(k.ID)+"/choose", c.T("release_choice_told", names...)
	if k.Choice != None {
		v.Chosen = c.T("release_chosen_"+string(k.Choice), names...)
	}
	for _, choice := range Choices() {
		if choice == k.Choice {
			continue
		}
		v.Options = append(v.Options, choiceView{Value: string(choice), Text: c.T("release_choice_"+string(choice), names...)})
	}
}

// mayAnswer answers the copy that the reader may say something about now: it was passed on to them, and nothing rests.
func mayAnswer(tx *db.Tx, s tenant.Partner, id uuid.UUID, today time.Time) (Copy, error) {
	mine, err := couple.GetMine(tx)
	if err != nil {
		return Copy{}, err
	}
	if mine.Stopped {
		return Copy{}, couple.Resting()
	}
	k, err := GetReceived(tx, id)
	if err == nil && !mine.MayWrite(s, today) {
		err = couple.ReadOnly()
	}
	return k, err
}

// felt records what a copy that is shown brought to its reader. Its author never learns of it.
func (p Pages) felt(c *web.Context, s tenant.Partner) error {
	id, err := c.ID("release")
	if err != nil {
		return err
	}
	return c.Receive(s, Path(id), func(tx *db.Tx, f *web.Form) error {
		k, err := mayAnswer(tx, s, id, c.Today())
		if err != nil {
			return err
		}
		if !k.Shown() {
			return fault.Stale("release_not_shown")
		}
		return homework.SayFelt(tx, id, homework.Felt(f.Text("felt")), c.Today())
	}, func(_ *web.Form, why error) error { return p.showOne(c, s, why) })
}

func (p Pages) choose(c *web.Context, s tenant.Partner) error {
	id, err := c.ID("release")
	if err != nil {
		return err
	}
	return c.Receive(s, Path(id), func(tx *db.Tx, f *web.Form) error {
		if _, err := mayAnswer(tx, s, id, c.Today()); err != nil {
			return err
		}
		return Choose(tx, id, Choice(f.Text("choice")))
	}, func(_ *web.Form, why error) error { return p.showOne(c, s, why) })
}
