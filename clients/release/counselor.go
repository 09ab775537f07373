package release

import (
	"unicode/utf8"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/homework"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// coupleView is the counselor's list: what is asked for, what is held back, what was passed on.
type coupleView struct {
	Head                  couple.HeadView
	Asked, Held, Released []staffRow
}

type staffRow struct{ Title, Name, Mark, Note, Href string }

func itemPath(entry uuid.UUID) string { return "/entries/" + entry.String() + "/release" }

func (p Pages) ofCouple(c *web.Context, s tenant.Staff) error {
	id, err := c.CoupleID()
	if err != nil {
		return err
	}
	var view coupleView
	err = c.View(s, func(tx *db.Tx) error {
		cp, err := couple.Get(tx, id)
		if err != nil {
			return err
		}
		items, err := homework.Sendings(tx, p.shelf, id, c.Lang())
		if err != nil {
			return err
		}
		holds, err := HoldsOf(tx, id, uuid.NullUUID{})
		if err != nil {
			return err
		}
		copies, err := OfCouple(tx, id)
		view = coupleView{Head: couple.Header(c, cp)}
		view.fill(c, cp, items, holds, copies)
		tx.Audit(audit.ReleaseRead, id.UUID, id)
		return err
	})
	if err != nil {
		return err
	}
	return c.Render(200, web.Page{Name: "release/couple", Title: c.T("release_of_couple", "Names", view.Head.Names), Place: "caseload", Data: view,
		Back: &web.Link{Text: c.T("couple_back_caseload"), Href: "/caseload"}})
}

func (v *coupleView) fill(c *web.Context, cp couple.Couple, items []homework.SentItem, holds map[uuid.UUID]Hold, copies []Copy) {
	passed := make(map[uuid.UUID]Copy, len(copies))
	for _, k := range copies {
		passed[k.Entry] = k
	}
	for _, i := range items {
		author, _ := cp.Partner(i.Author)
		row := staffRow{Title: i.Title, Name: author.Name, Mark: author.Mark(), Href: itemPath(i.Entry)}
		h, held := holds[i.Entry]
		switch {
		case held:
			row.Note = c.T("release_held_on", "Day", c.Ago(c.DayOf(h.MadeAt)), "By", h.By)
			v.Held = append(v.Held, row)
		case i.State == homework.ReleaseAsked && i.AskedAt != nil:
			row.Note = c.T("release_asked_on", "Day", c.Ago(c.DayOf(*i.AskedAt)))
			v.Asked = append(v.Asked, row)
		case i.State == homework.Released:
			row.Note = readingWords(c, cp, passed[i.Entry])
			v.Released = append(v.Released, row)
		}
	}
}

// readingWords say what the reader did with a copy; for the counselor alone.
func readingWords(c *web.Context, cp couple.Couple, k Copy) string {
	reader, _ := cp.Partner(k.Reader)
	args := []any{"Name", reader.Name, "Day", c.Ago(k.PassedOn)}
	if !Offered(k.Kind) {
		return c.T("release_passed_on", args...)
	}
	if k.OpenedAt != nil {
		args = append(args, "Opened", c.Ago(c.DayOf(*k.OpenedAt)))
		return c.T("release_reading_opened_"+string(k.Choice), args...)
	}
	return c.T("release_reading_"+string(k.Choice), args...)
}

// itemView is the counselor's page of one item: the preview, and what may be done.
type itemView struct {
	Line, Author, Reader string
	Content              Content
	Empty                bool
	Hold                 *Hold
	HoldID, HeldOn       string
	State                string
	Pass, HoldBack       string // addresses; empty where it cannot be done
	PassText             string
	Record               string
	How                  []web.Option
	Reading              string
	Reply, Replied       string // opens the answer of the reader; where it was opened, its assignment
	Entry                string // what was sent in full
}

func (p Pages) item(c *web.Context, s tenant.Staff) error {
	return p.showItem(c, s, nil, web.Fill{})
}

func (p Pages) showItem(c *web.Context, s tenant.Staff, failed error, fill web.Fill) error {
	id, err := c.ID("entry")
	if err != nil {
		return err
	}
	var view itemView
	var page web.Page
	err = c.View(s, func(tx *db.Tx) error {
		of, by, err := whose(tx, id)
		if err != nil {
			return err
		}
		cp, err := couple.Get(tx, of)
		if err != nil {
			return err
		}
		k, open, err := CopyOf(tx, id)
		if err != nil {
			return err
		}
		author, _ := cp.Partner(by)
		piece, err := homework.PieceOf(tx, p.shelf, id, author.Locale)
		if err != nil {
			return err
		}
		holds, err := HoldsOf(tx, of, uuid.NullUUID{UUID: id, Valid: true})
		if err != nil {
			return err
		}
		view = itemOf(c, cp, piece)
		if h, held := holds[id]; held {
			view.Hold, view.HoldID, view.HeldOn = &h, h.ID.String(), c.T("release_held_on", "Day", c.Ago(c.DayOf(h.MadeAt)), "By", h.By)
			view.fillHeld(c, piece)
		}
		if open {
			view.fillCopy(c, cp, k)
			reply, err := homework.ReplyTo(tx, p.shelf, id, k.ID, k.Reader)
			if err != nil {
				return err
			}
			view.fillReply(id, reply)
		}
		page = web.Page{Name: "release/item", Title: piece.Title, Place: "caseload", Data: view, Fill: fill, Back: &web.Link{Text: couple.Names(c, cp), Href: couple.Path(of) + "/releases"}}
		tx.Audit(audit.ReleaseRead, id, of)
		return nil
	})
	if err != nil {
		return err
	}
	if e, ok := fault.As(failed); ok && page.Fill.Faults == nil {
		page.Fill.Faults = fault.List{e}
	}
	return c.Render(web.Status(failed), page)
}

func itemOf(c *web.Context, cp couple.Couple, piece homework.Piece) itemView {
	author, _ := cp.Partner(piece.Author)
	reader, _ := cp.Other(piece.Author)
	v := itemView{Author: author.Name, Reader: reader.Name, Content: contentOf(piece, author.Name), Empty: len(piece.Rows) == 0, Entry: "/entries/" + piece.Entry.String(),
		State: c.T("release_staff_"+string(piece.State), "Name", author.Name, "Reader", reader.Name)}
	at := "/entries/" + piece.Entry.String()
	asked := piece.State == homework.ReleaseAsked || piece.Paper && piece.State == homework.WithCounselor
	if asked && !v.Empty && reader.Name != "" {
		v.Pass, v.PassText = at+"/release", c.T("release_do", "Name", reader.Name)
		if Offered(piece.Kind) {
			v.Line = c.T("release_offered", "Name", reader.Name)
		}
	}
	if piece.State == homework.ReleaseAsked || piece.State == homework.Released {
		v.HoldBack = at + "/hold"
	}
	return v
}

// fillHeld takes away what cannot be done with an item that is held back, and offers to end the hold.
func (v *itemView) fillHeld(c *web.Context, piece homework.Piece) {
	v.HoldBack, v.PassText = "", c.T("release_do_anyway", "Name", v.Reader)
	if piece.State != homework.Released {
		return
	}
	v.State = c.T("release_staff_closed", "Name", v.Author, "Reader", v.Reader)
	if !v.Empty && v.Reader != "" {
		v.Pass = "/entries/" + piece.Entry.String() + "/release"
	}
}

// fillCopy adds what became of the copy, and shows the copy itself: it is what the reader gets.
func (v *itemView) fillCopy(c *web.Context, cp couple.Couple, k Copy) {
	v.Content, v.Reading = k.Content, readingWords(c, cp, k)
	if Offered(k.Kind) {
		v.Record = "/entries/" + k.Entry.String() + "/record"
		for _, how := range []Choice{Session, Paper} {
			v.How = append(v.How, web.Option{Value: string(how), Label: c.T("release_how_" + string(how))})
		}
	}
}

// fillReply offers to open the reader's answer, or leads to it.
func (v *itemView) fillReply(entry uuid.UUID, r homework.Reply) {
	switch {
	case r.Assignment != nil:
		v.Replied = homework.AssignmentPath(*r.Assignment)
	case r.May:
		v.Reply = "/entries/" + entry.String() + "/open-reply"
	}
}

// openReply gives the reader the page on which to answer. What they write goes to the counselor.
func (p Pages) openReply(c *web.Context, s tenant.Staff) error {
	return p.act(c, s, func(tx *db.Tx, id uuid.UUID, _ *web.Form) error {
		k, open, err := CopyOf(tx, id)
		if err != nil {
			return err
		}
		if !open {
			return fault.Stale("release_closed")
		}
		if err := couple.MayPass(tx, k.Couple); err != nil {
			return err
		}
		reply, err := homework.ReplyTo(tx, p.shelf, id, k.ID, k.Reader)
		if err != nil {
			return err
		}
		tx.Audit(audit.ReleaseReply, k.ID, k.Couple)
		_, err = homework.AskReply(tx, reply, c.PracticeToday())
		return err
	})
}

func (p Pages) release(c *web.Context, s tenant.Staff) error {
	return p.act(c, s, func(tx *db.Tx, id uuid.UUID, f *web.Form) error {
		seen, _ := uuid.Parse(f.Text("hold")) // none was seen
		_, err := Pass(tx, p.shelf, id, seen)
		return err
	})
}

// toldMost is the greatest length of a reason, in characters.
const toldMost = 1000

func (p Pages) hold(c *web.Context, s tenant.Staff) error {
	return p.act(c, s, func(tx *db.Tx, id uuid.UUID, f *web.Form) error {
		told := f.Long("told")
		if utf8.RuneCountInString(told) > toldMost {
			return fault.Field("told", "release_told_long", "Most", toldMost)
		}
		return HoldBack(tx, id, told)
	})
}

func (p Pages) record(c *web.Context, s tenant.Staff) error {
	return p.act(c, s, func(tx *db.Tx, id uuid.UUID, f *web.Form) error { return Record(tx, id, Choice(f.Text("how"))) })
}

// act stores one act on an item and comes back to its page; a fault is shown there with what was typed.
func (p Pages) act(c *web.Context, s tenant.Staff, do func(*db.Tx, uuid.UUID, *web.Form) error) error {
	id, err := c.ID("entry")
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	err = c.Submit(s, f, itemPath(id), func(tx *db.Tx) error {
		if _, _, err := whose(tx, id); err != nil {
			return err
		}
		return do(tx, id, f)
	})
	if fault.Mendable(err) {
		return p.showItem(c, s, err, f.Fill(err))
	}
	return err
}
