package homework

import (
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/programme"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// entryView is what one person sent, in full.
type entryView struct {
	Title, Name, Mark, Line string
	Parts                   []entryPart
	MarkRead                string // address of "read"; empty once read
	Read                    string
	Assignment              string
}

type entryPart struct {
	Title, Source string
	State         string // where it stands between the two
	Release       string // the way to its release; empty where there is none
	Answers       []answerRow
	Nothing       bool
	Loop          *loopView
}

// loopRows are the answers of an entry that is drawn as a loop; none for other kinds.
func loopRows(c *web.Context, qs []Question, e Entry) (rows []answerRow) {
	for _, q := range qs {
		if text := e.Answers[q.Key]; q.Part == e.Part && q.View.Kind == programme.ROOT && q.Prompt != nil && text != "" {
			rows = append(rows, answerRow{label(c, q), []string{firstLine(text)}})
		}
	}
	return rows
}

func (p Pages) entry(c *web.Context, s tenant.Staff) error {
	id, err := c.ID("entry")
	if err != nil {
		return err
	}
	var view entryView
	var back web.Link
	err = c.View(s, func(tx *db.Tx) error {
		sent, err := Read(tx, id)
		if err != nil {
			return err
		}
		cp, err := couple.Get(tx, sent.Work.Couple)
		if err != nil {
			return err
		}
		copy, err := p.shelf.Version(tx, sent.Work.VersionID)
		if err != nil {
			return err
		}
		view = entryOf(c, cp, copy, sent)
		if sent.Person.ToRead() {
			view.MarkRead = "/entries/" + id.String() + "/read"
		}
		back = web.Link{Text: couple.Names(c, cp), Href: couple.Path(cp.ID) + "/homework"}
		return nil
	})
	if err != nil {
		return err
	}
	return c.Render(200, web.Page{Name: "homework/entry", Title: view.Title, Place: "caseload", Data: view, Back: &back})
}

// entryOf sets what was written below the questions it answers, in the order and words of the writer's pages.
func entryOf(c *web.Context, cp couple.Couple, copy *programme.Copy, sent Sent) entryView {
	v := entryView{Title: sent.Work.Title(c.Lang()), Name: sent.Person.Name, Assignment: AssignmentPath(sent.Work.ID)}
	if partner, ok := cp.Partner(sent.Person.Person); ok {
		v.Mark = partner.Mark()
	}
	if sent.Person.DoneOn != nil {
		v.Line = c.T("homework_sent_line", "Name", v.Name, "Day", c.Ago(*sent.Person.DoneOn))
	}
	if sent.Person.ReadAt != nil {
		v.Read = c.T("homework_read_line", "Day", c.Ago(c.DayOf(*sent.Person.ReadAt)))
	}
	unit, _ := UnitOf(copy.Lib, sent.Work.Code, sent.Work.Step)
	qs := questionsOf(copy.Lib, unit, unit.For(sent.Person.Role), sent.Person.Role, c.Lang(), everyTurn)
	last := 1
	for _, e := range sent.Entries {
		last = max(last, e.Go)
	}
	for n := last; n >= 1; n-- {
		for _, e := range sent.Entries {
			if e.Go == n {
				v.Parts = append(v.Parts, partOf(c, qs, e, last > 1))
			}
		}
	}
	return v
}

// partOf is one entry with the questions it answers; dated where there are several goes.
func partOf(c *web.Context, qs []Question, e Entry, dated bool) entryPart {
	part := entryPart{Nothing: true}
	if e.Paper {
		part.Source = c.T("homework_from_paper", "Name", e.By)
	}
	if e.Part == summaryPart {
		part.Title, part.Nothing = c.T("homework_summary_title"), false
		part.Answers = []answerRow{{c.T("homework_summary_of"), lines(e.Answers[summaryKey])}}
	}
	for _, q := range qs {
		if q.Part != e.Part {
			continue
		}
		part.Title = q.View.Title
		if e.State != Kept && q.View.Sharing.Reaches() && c.Has("/entries/:entry/release") {
			part.Release, part.State = "/entries/"+e.ID.String()+"/release", c.T("homework_entry_"+string(e.State))
		}
		if text := e.Answers[q.Key]; q.Key != "" && q.Key != firstKey && text != "" {
			asked := label(c, q)
			if q.Prompt != nil {
				asked = q.Prompt.Text
			}
			part.Answers, part.Nothing = append(part.Answers, answerRow{asked, lines(shown(q, text))}), false
		}
	}
	part.Loop = loopOf(c, loopRows(c, qs, e))
	if (dated || e.Part == summaryPart) && e.OnDate != nil {
		part.Title = c.T("homework_label_day", "Label", part.Title, "Day", c.Ago(*e.OnDate))
	}
	return part
}

func (p Pages) markRead(c *web.Context, s tenant.Staff) error {
	id, err := c.ID("entry")
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	return c.Submit(s, f, "/entries/"+id.String(), func(tx *db.Tx) error {
		sent, err := Read(tx, id)
		if err != nil {
			return err
		}
		return MarkRead(tx, sent)
	})
}

// paperView is the form for what one person did on paper.
type paperView struct {
	Title, Name, Person, Action, Today, Reader string
	Parts                                      []paperPart
}

type paperPart struct {
	Title  string
	Fields []paperField
}

type paperField struct {
	Name, Label, Kind string
	Options           []web.Option
}

func (p Pages) paperForm(c *web.Context, s tenant.Staff) error {
	return p.showPaper(c, s, c.Query("person"), 200, web.Filled("done_on", c.Today().Format(time.DateOnly)))
}

// sheetTask reads an assignment and the questions of one of its people.
func (p Pages) sheetTask(c *web.Context, tx *db.Tx, id uuid.UUID, person string) (Work, Person, []Question, error) {
	w, err := Get(tx, id)
	if err != nil {
		return w, Person{}, nil, err
	}
	u, err := uuid.Parse(person)
	who, ok := w.Person(tenant.PersonID{UUID: u})
	if err != nil || !ok {
		return w, Person{}, nil, fault.Absent()
	}
	copy, err := p.shelf.Version(tx, w.VersionID)
	if err != nil {
		return w, who, nil, err
	}
	unit, ok := UnitOf(copy.Lib, w.Code, w.Step)
	if !ok {
		return w, who, nil, fault.Absent()
	}
	return w, who, Questions(copy.Lib, unit, who.Role, c.Lang()), nil
}

func (p Pages) showPaper(c *web.Context, s tenant.Staff, person string, status int, fill web.Fill) error {
	id, err := c.ID("assignment")
	if err != nil {
		return err
	}
	var view paperView
	err = c.View(s, func(tx *db.Tx) error {
		w, who, qs, err := p.sheetTask(c, tx, id, person)
		if err != nil {
			return err
		}
		view = paperView{Title: w.Title(c.Lang()), Name: who.Name, Person: person, Action: AssignmentPath(id) + "/paper", Today: c.Today().Format(time.DateOnly),
			Reader: c.T("homework_paper_reader", "Name", who.Name)}
		for _, q := range qs {
			if q.N == 1 {
				view.Parts = append(view.Parts, paperPart{Title: q.View.Title})
			}
			if q.Key == "" || q.Key == firstKey {
				continue
			}
			f := paperField{Name: sheetField(q), Label: label(c, q), Kind: "text"}
			if q.Prompt != nil {
				f.Label, f.Kind = q.Prompt.Text, string(q.Prompt.Answer)
				for _, o := range q.Prompt.Options {
					f.Options = append(f.Options, web.Option{Value: o.Key, Label: o.Text})
				}
			}
			last := &view.Parts[len(view.Parts)-1]
			last.Fields = append(last.Fields, f)
		}
		tx.Audit(audit.AssignmentRead, id, w.Couple)
		return nil
	})
	if err != nil {
		return err
	}
	return c.Render(status, web.Page{Name: "homework/paper", Title: c.T("homework_paper_title", "Name", view.Name), Place: "caseload", Fill: fill, Data: view,
		Back: &web.Link{Text: view.Title, Href: AssignmentPath(id)}})
}

func (p Pages) paper(c *web.Context, s tenant.Staff) error {
	id, err := c.ID("assignment")
	if err != nil {
		return err
	}
	return c.Receive(s, AssignmentPath(id), func(tx *db.Tx, f *web.Form) error {
		w, _, qs, err := p.sheetTask(c, tx, id, f.Text("person"))
		if err != nil {
			return err
		}
		sheet, err := readSheet(f, qs, c.Today())
		if err != nil {
			return err
		}
		return RecordPaper(tx, w, sheet)
	}, func(f *web.Form, why error) error {
		return p.showPaper(c, s, f.Text("person"), web.Status(why), f.Fill(why))
	})
}
