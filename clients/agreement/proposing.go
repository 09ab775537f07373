package agreement

import (
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// draftView is the page on which a proposal is written.
type draftView struct {
	Action, Title, Lede   string
	Kind                  string
	Reader, Send          string
	Terms                 Terms
	Bearer                string
	Bearers               []web.Option
	Starts, Until, Review string
	Latest                string // the last day a look may be put off to
	Version               int
	Saved, Theirs         string
	Pointer               string // words of watching that stand in the text
	Current               *termsView
	Closed                string // why nothing can be written; empty when it can
}

// sentView is a proposal after it was sent.
type sentView struct {
	Kicker, Reader, Path string
	Terms                termsView
	End                  bool
}

func (p Pages) proposal(c *web.Context, s tenant.Partner) error {
	return p.showProposal(c, s, 200, web.Fill{}, "")
}

// showProposal shows a draft to write, or what was sent; theirs is what another window saved in between.
func (p Pages) showProposal(c *web.Context, s tenant.Partner, status int, fill web.Fill, theirs string) error {
	id, err := c.ID("proposal")
	if err != nil {
		return err
	}
	var q Proposal
	b, err := p.read(c, s, audit.AgreementRead, id, func(b book) (err error) { q, err = findProposal(b.proposals, id); return err })
	if err != nil {
		return err
	}
	if b.mine.Stopped {
		return resting(c, status, fill)
	}
	page := web.Page{Name: "agreement/sent", Title: c.T("agreement_proposal_title"), Place: "promises", Fill: fill, Back: &web.Link{Text: c.T("agreement_title"), Href: "/agreements"}}
	if q.State == Draft {
		v := draftOf(c, s, b, q, theirs)
		page.Name, page.Title, page.Bare, page.Data = "agreement/draft", v.Title, v.Closed == "", v
		return c.Render(status, page)
	}
	page.Data = sentView{Path: proposalPath(id), Kicker: proposalNote(c, b, q), Reader: proposalReader(c, b), Terms: termsOf(c, q.Terms, q.Span, b.call(c, s.Person())), End: q.Kind == End}
	return c.Render(status, page)
}

func draftOf(c *web.Context, s tenant.Partner, b book, q Proposal, theirs string) draftView {
	v := draftView{Action: proposalPath(q.ID), Kind: string(q.Kind), Title: c.T("agreement_draft_" + string(q.Kind)), Lede: c.T("agreement_draft_" + string(q.Kind) + "_lede"),
		Reader: proposalReader(c, b), Send: c.T("agreement_send", "Counselor", b.mine.CounselorName(c)), Terms: q.Terms, Version: q.Version, Theirs: theirs,
		Starts: dayText(q.Span.Starts), Until: dayText(q.Span.Until), Review: dayText(q.Span.Review), Latest: c.Today().AddDate(0, 0, LookMost).Format(time.DateOnly),
		Pointer: q.Terms.Pointer(), Bearer: bothWays, Bearers: []web.Option{{Value: bothWays, Label: c.T("agreement_bearer_both")}}}
	v.Bearers = append(v.Bearers, web.Option{Value: s.Person().String(), Label: c.T("agreement_bearer_me")})
	if b.mine.OtherID != nil {
		v.Bearers = append(v.Bearers, web.Option{Value: b.mine.OtherID.String(), Label: c.T("agreement_bearer_other", "Name", b.mine.Other)})
	}
	if q.Span.Bearer != nil {
		v.Bearer = q.Span.Bearer.String()
	}
	if !q.Terms.Blank() {
		v.Saved = c.Clock(q.SavedAt)
	}
	if q.Agreement != nil {
		if a, err := find(b.all, *q.Agreement); err == nil {
			if running, runs := a.Running(); runs {
				terms := termsOf(c, running.Terms, running.Span, b.call(c, s.Person()))
				v.Current = &terms
			}
		}
	}
	if !b.writes {
		v.Closed = c.T("couple_read_only")
	}
	return v
}

func dayText(day *time.Time) string {
	if day == nil {
		return ""
	}
	return day.Format(time.DateOnly)
}

// proposalReader says who reads a proposal: the counselor, and the other word for word once it is passed on.
func proposalReader(c *web.Context, b book) string {
	line := b.mine.ReaderLine(c, couple.Released)
	if b.mine.Other == "" {
		return line
	}
	return c.T("agreement_reader", "Line", line, "Name", b.mine.Other)
}

func (p Pages) begin(c *web.Context, s tenant.Partner) error {
	return p.start(c, s, Fresh, nil)
}

func (p Pages) beginChange(c *web.Context, s tenant.Partner) error { return p.startOn(c, s, Change) }

func (p Pages) beginEnd(c *web.Context, s tenant.Partner) error { return p.startOn(c, s, End) }

func (p Pages) startOn(c *web.Context, s tenant.Partner, kind Kind) error {
	id, err := c.ID("agreement")
	if err != nil {
		return err
	}
	return p.start(c, s, kind, &id)
}

// start opens a draft: a new one with a week's default dates, a change from the running words, an end with nothing but why.
func (p Pages) start(c *web.Context, s tenant.Partner, kind Kind, of *uuid.UUID) error {
	id, today := uuid.New(), c.Today()
	return c.Receive(s, proposalPath(id), func(tx *db.Tx, _ *web.Form) error {
		b, err := readBook(tx, s, today)
		if err != nil {
			return err
		}
		if b.mine.Stopped {
			return couple.Resting()
		}
		look := today.AddDate(0, 0, 28)
		q := Proposal{ID: id, Kind: kind, Agreement: of, Span: Span{Starts: &today, Review: &look}}
		if of != nil {
			a, err := find(b.all, *of)
			if err != nil {
				return err
			}
			running, runs := a.Running()
			if !runs || a.EndedOn != nil {
				return fault.Stale("agreement_not_running")
			}
			q.Span.Bearer = running.Span.Bearer
			if kind == Change {
				q.Terms = running.Terms
			}
		}
		if !b.writes {
			return couple.ReadOnly()
		}
		return Begin(tx, q)
	}, func(f *web.Form, why error) error {
		if of == nil {
			return p.showList(c, s, web.Status(why), f.Fill(why))
		}
		return p.showOne(c, s, web.Status(why), f.Fill(why))
	})
}

func (p Pages) save(c *web.Context, s tenant.Partner) error { return p.keep(c, s, false) }
func (p Pages) send(c *web.Context, s tenant.Partner) error { return p.keep(c, s, true) }

// keep stores a draft, or sends it to the counselor.
func (p Pages) keep(c *web.Context, s tenant.Partner, send bool) error {
	id, err := c.ID("proposal")
	if err != nil {
		return err
	}
	location := "/agreements"
	if send {
		location += "?sent=" + id.String()
	}
	return c.ReceiveDraft(s, location, func(tx *db.Tx, f *web.Form) (int, error) {
		from, _ := f.Int("version")
		q, err := readProposal(f, Kind(f.Text("kind")), c.Today(), send)
		if err != nil {
			return 0, err
		}
		q.ID = id
		return from + 1, store(tx, s, c.Today(), q, from, send)
	}, func(f *web.Form, why error) error {
		return p.showProposal(c, s, web.Status(why), f.Fill(why), web.Theirs(why))
	})
}

// store holds a draft against what stands and stores it.
func store(tx *db.Tx, s tenant.Partner, today time.Time, q Proposal, from int, send bool) error {
	b, err := readBook(tx, s, today)
	if err != nil {
		return err
	}
	if b.mine.Stopped {
		return couple.Resting()
	}
	was, err := findProposal(b.proposals, q.ID)
	switch {
	case err != nil:
		return err
	case !b.writes:
		return couple.ReadOnly()
	case was.State == Sent || was.Version != from:
		return web.Overtake("agreement_stale", strings.TrimSpace(was.Terms.Text+"\n\n"+was.Terms.Know+"\n\n"+was.Terms.Slip))
	}
	if was.Kind != q.Kind { // the page names the kind it was made for
		return fault.Absent()
	}
	mine := func(p tenant.PersonID) bool { return p == s.Person() || b.mine.OtherID != nil && p == *b.mine.OtherID }
	if err := bearerOf(mine, q.Span.Bearer); err != nil {
		return err
	}
	if !send {
		return SaveProposal(tx, q, from, nil)
	}
	return SaveProposal(tx, q, from, &today)
}

// hint is what the page's script may show below a text. It asks, and blocks nothing.
type hint struct {
	Title    string `json:"title"`
	Text     string `json:"text"`
	Quote    string `json:"quote"`
	Sentence string `json:"sentence"`
}

// hints answers the script of a draft: whether its words speak of watching. Nothing is stored, and nobody but the writer learns of it.
func (p Pages) hints(c *web.Context, s tenant.Partner) error {
	id, err := c.ID("proposal")
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	err = c.View(s, func(tx *db.Tx) error {
		_, err := GetProposal(tx, s.Couple(), id)
		return err
	})
	if err != nil {
		return err
	}
	said := []hint{}
	if found := Pointer(f.Long("text")); found != "" {
		said = append(said, hint{c.T("agreement_pointer_title"), c.T("agreement_pointer"), found, found})
	}
	return c.JSON(http.StatusOK, map[string]any{"hints": said})
}
