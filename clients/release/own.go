package release

import (
	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/homework"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// sentView is the author's list of what was sent or kept.
type sentView struct{ Rows []itemRow }

type itemRow struct{ Title, Note, Href string }

func (p Pages) sent(c *web.Context, s tenant.Partner) error {
	var items []homework.SentItem
	var mine couple.Mine
	err := c.View(s, func(tx *db.Tx) (err error) {
		if mine, err = couple.GetMine(tx); err != nil {
			return err
		}
		items, err = homework.Sendings(tx, p.shelf, s.Couple(), c.Lang())
		tx.Audit(audit.PortalRead, s.Couple().UUID, s.Couple())
		return err
	})
	if err != nil {
		return err
	}
	var v sentView
	for _, i := range items {
		row := itemRow{Title: i.Title, Note: stateWords(c, mine, i.State), Href: ownPath(i.Entry)}
		if i.OnDate != nil {
			row.Note = c.T("release_note", "Day", c.Ago(*i.OnDate), "State", row.Note)
		}
		v.Rows = append(v.Rows, row)
	}
	return c.Render(200, web.Page{Name: "release/sent", Title: c.T("release_sent_title"), Place: "today", Data: v, Back: &web.Link{Text: c.T("release_back_today"), Href: c.Home()}})
}

func ownPath(entry uuid.UUID) string { return "/sent/" + entry.String() }

// stateWords say where an own item stands. Held back reads as asked for.
func stateWords(c *web.Context, mine couple.Mine, s homework.EntryState) string {
	return c.T("release_state_"+string(s), "Counselor", mine.CounselorName(c), "Partner", mine.Other)
}

// ownView is one own item with the preview of what the other gets.
type ownView struct {
	State, More         string
	Content             Content
	Lead                string // above the preview
	Ask, Stop, Withdraw string // addresses; empty where it cannot be done
	Reader              string
	Work                string
	ReadOnly            string
}

func (p Pages) own(c *web.Context, s tenant.Partner) error { return p.showOwn(c, s, nil) }

func (p Pages) showOwn(c *web.Context, s tenant.Partner, failed error) error {
	id, err := c.ID("entry")
	if err != nil {
		return err
	}
	var piece homework.Piece
	var mine couple.Mine
	err = c.View(s, func(tx *db.Tx) (err error) {
		if mine, err = couple.GetMine(tx); err != nil {
			return err
		}
		piece, err = homework.PieceOf(tx, p.shelf, id, c.Lang())
		tx.Audit(audit.PortalRead, id, s.Couple())
		return err
	})
	if err != nil {
		return err
	}
	v := ownViewOf(c, s, mine, piece)
	page := web.Page{Name: "release/own", Title: piece.Title, Place: "today", Data: v, Back: &web.Link{Text: c.T("release_sent_title"), Href: "/sent"}}
	if e, ok := fault.As(failed); ok {
		page.Fill = web.Fill{Faults: fault.List{e}}
	}
	return c.Render(web.Status(failed), page)
}

func ownViewOf(c *web.Context, s tenant.Partner, mine couple.Mine, piece homework.Piece) ownView {
	names := []any{"Counselor", mine.CounselorName(c), "Partner", mine.Other}
	v := ownView{State: stateWords(c, mine, piece.State), Content: contentOf(piece, mine.Name), Work: homework.WorkPath(piece.Assignment)}
	at := ownPath(piece.Entry)
	writes := mine.MayWrite(s, c.Today())
	switch {
	case !piece.Sharing.Reaches() || mine.Other == "":
		v.Lead = c.T("release_stays", names...)
	case piece.State == homework.Released:
		v.Lead = c.T("release_gets_released", names...)
	default:
		v.Lead = c.T("release_gets", names...)
	}
	if !writes {
		v.ReadOnly = c.T("couple_read_only")
	}
	switch {
	case piece.State == homework.ReleaseAsked && !writes: // nothing is prepared any more; the wish may still be taken back
		v.Stop = at + "/stop-asking"
	case piece.State == homework.ReleaseAsked:
		v.More, v.Stop = c.T("release_preparing"), at+"/stop-asking"
	case piece.State == homework.Released:
		v.More, v.Withdraw = c.T("release_released_more", names...), at+"/withdraw"
	case writes && piece.MayAsk() && mine.Other != "":
		v.Ask, v.Reader = at+"/ask", c.T("release_ask_reader", names...)
	}
	if piece.State == homework.Withdrawn {
		v.More = c.T("release_withdrawn_more")
	}
	return v
}

func (p Pages) ask(c *web.Context, s tenant.Partner) error {
	return p.change(c, s, func(tx *db.Tx, id uuid.UUID) error {
		if err := mayWrite(tx, s, c.Today()); err != nil {
			return err
		}
		return Ask(tx, p.shelf, id, c.Lang())
	})
}

func (p Pages) stopAsking(c *web.Context, s tenant.Partner) error {
	return p.change(c, s, StopAsking)
}

func (p Pages) withdraw(c *web.Context, s tenant.Partner) error {
	return p.change(c, s, Withdraw)
}

// change stores one of the author's acts and comes back to the item. Taking back is never refused: who has left, or whose care has
// ended, still takes a wish or a released copy back.
func (p Pages) change(c *web.Context, s tenant.Partner, do func(*db.Tx, uuid.UUID) error) error {
	id, err := c.ID("entry")
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	err = c.Submit(s, f, ownPath(id), func(tx *db.Tx) error {
		if _, err := homework.LockEntry(tx, id); err != nil {
			return err
		}
		return do(tx, id)
	})
	if fault.Mendable(err) {
		return p.showOwn(c, s, err)
	}
	return err
}
