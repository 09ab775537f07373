package homework

import (
	"errors"
	"net/http"
	"strconv"

	"amends/clients/programme"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// questionView is one page of a work: a reading, a question, or the way to the promises.
type questionView struct {
	Kicker, Path, Action string
	Kind                 string // text short date scale choice reading promise
	Title                string
	Label, Hint          string
	Reader               string
	Private              bool
	Intro                string // of a part that begins on this page
	Reading              []string
	Card                 bool // "often, not always"
	Value, Mark, Saved   string
	Autosave, Hints      string
	Options              []web.Option
	Earlier              []answerRow
	Theirs               []string // what another window saved, after a conflict
	Thought              *thought
	Room, RoomText       string // the way to the room where it is done, and its words
	Think                []thinkView
	Stop                 string
	Help                 bool
	Timebox              string
	Minutes              int      // of the timer on a talk's page
	OnePhone             string   // a talk may be done on one phone or two
	Outside              bool     // where to find help outside: the lines stand on the page
	Names                []string // who can help to find it
}

func (p Pages) question(c *web.Context, s tenant.Partner) error {
	t, err := p.load(c, s)
	if err != nil {
		return err
	}
	i, err := place(c, t)
	if err != nil {
		return err
	}
	if !t.Waits() && !t.Again() {
		return c.Redirect(WorkPath(t.ID))
	}
	return p.showQuestion(c, t, i, 200, web.Fill{}, "")
}

// place finds the page that the address names.
func place(c *web.Context, t task) (int, error) {
	n, err := strconv.Atoi(c.Param("n"))
	if err != nil {
		return 0, fault.Absent()
	}
	i := Find(t.questions, programme.PartKey(c.Param("part")), n)
	if i < 0 {
		return 0, fault.Absent()
	}
	return i, nil
}

func (p Pages) showQuestion(c *web.Context, t task, i, status int, fill web.Fill, theirs string) error {
	q := t.questions[i]
	v := questionView{Path: WorkPath(t.ID), Action: t.path(i), Title: q.View.Title, Kind: kindOf(q), Value: t.answer(q), Theirs: lines(theirs),
		Reader: t.circle.line(c, q.View), Stop: c.Home(), Help: q.View.Help,
		Private: true, // until it is sent, and joint parts have no field here
		Kicker:  c.T("homework_step_of", "Number", i+1, "Of", len(t.questions)+1, "Label", kickerLabel(c, q))}
	v.Mark = Mark(v.Value)
	if e, ok := t.entries[q.Part]; ok && v.Value != "" {
		v.Saved = clock(c, e.SavedAt)
	}
	if q.N == 1 && i > 0 {
		v.Intro = q.View.Intro
	}
	if q.Prompt == nil {
		v.fillReading(c, q)
		v.Room, v.RoomText = t.room(c, q.View.Kind)
		v.Think = t.think(t.questions[i : i+1])
		if q.Key == firstKey {
			v.fillTurn(c, t, q)
		}
	} else {
		v.Label, v.Hint = q.Prompt.Text, q.Prompt.Hint
		for _, o := range q.Prompt.Options {
			v.Options = append(v.Options, web.Option{Value: o.Key, Label: o.Text})
		}
	}
	if q.View.Timebox > 0 && v.Minutes == 0 {
		v.Timebox = c.T("homework_timebox", "Count", q.View.Timebox)
	}
	if q.View.Kind == programme.REFER && q.N == 1 {
		v.Outside = true
		for _, k := range t.circle.Carers {
			v.Names = append(v.Names, k.Name)
		}
	}
	if v.Kind == "text" {
		v.Autosave = v.Action
	}
	if hinting(q.View.Kind) != nil {
		v.Hints = v.Path + "/hints"
		if i > 0 {
			v.Thought = firstThought(c, t.answer(t.questions[i-1]), t.questions[i-1], t.path(i-1))
		}
	}
	for _, before := range t.questions[:i] {
		if text := t.answer(before); text != "" && before.Key != firstKey {
			v.Earlier = append(v.Earlier, answerRow{label(c, before), lines(shown(before, text))})
		}
	}
	return c.Render(status, web.Page{Name: "homework/question", Title: q.View.Title, Place: "today", Bare: true, Fill: fill, Data: v})
}

func (v *questionView) fillReading(c *web.Context, q Question) {
	v.Reading, v.Card, v.Intro = q.View.Reading, q.View.Card, ""
	if q.Key == Reflection {
		v.Label = c.T("homework_reflection_label")
	}
}

// kindOf names the form a question is answered with.
func kindOf(q Question) string {
	switch {
	case q.View.Room() != "":
		return "room"
	case q.Prompt == nil:
		return "reading"
	}
	return string(q.Prompt.Answer)
}

// kickerLabel is what a page is about, for the line above its heading.
func kickerLabel(c *web.Context, q Question) string {
	if q.Key == firstKey {
		return c.T("homework_turn_word")
	}
	if q.Prompt == nil && q.View.Kind == programme.EDU {
		return c.T("homework_reading_word")
	}
	return label(c, q)
}

// save stores one answer: for a script as a draft, for a form as "save and go on".
func (p Pages) save(c *web.Context, s tenant.Partner) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	t, err := p.load(c, s)
	if err != nil {
		return err
	}
	i, err := place(c, t)
	if err != nil {
		return err
	}
	q := t.questions[i]
	a := Answer{Part: q.Part, Key: q.Key, Base: f.Text("version")}
	if a.Text, err = readAnswer(f, q); err == nil {
		if c.WantsJSON() {
			return p.saveDraft(c, s, t, a)
		}
		err = c.Submit(s, f, t.path(i+1), func(tx *db.Tx) error { return p.keep(tx, t, q, a) })
	}
	if c.WantsJSON() {
		return answerFault(c, err)
	}
	if fault.Mendable(err) {
		var over *Overtaken
		if errors.As(err, &over) {
			now, failed := p.load(c, s) // the page is made anew from what stands
			if failed != nil {
				return failed
			}
			return p.showQuestion(c, now, i, http.StatusConflict, f.Fill(err), over.Theirs)
		}
		return p.showQuestion(c, t, i, web.Status(err), f.Fill(err), "")
	}
	return err
}

// room is the way to the room where a kind is done, and its words; empty where there is none.
func (t task) room(c *web.Context, k programme.Kind) (href, text string) {
	room := programme.Room(k)
	if k == programme.PRM && c.Has("/promises/new") {
		room = "/promises/new"
	} else if room == "" || !c.Has(room) {
		return "", ""
	}
	return room + "?assignment=" + t.ID.String(), c.T("homework_room_" + string(k))
}

// keep stores an answer; the page that leads to a room has nothing to store.
func (p Pages) keep(tx *db.Tx, t task, q Question, a Answer) error {
	if q.View.Room() != "" {
		return Touch(tx, t.ID)
	}
	return SaveAnswer(tx, t.ID, a)
}

func (p Pages) saveDraft(c *web.Context, s tenant.Partner, t task, a Answer) error {
	err := c.Update(s, func(tx *db.Tx) error { return SaveAnswer(tx, t.ID, a) })
	if err != nil {
		return answerFault(c, err)
	}
	return c.JSON(http.StatusOK, map[string]string{"saved": clock(c, c.Now()), "version": Mark(a.Text)})
}

// answerFault tells a script what stands in the way; a conflict carries the text that stands now.
func answerFault(c *web.Context, err error) error {
	e, is := fault.As(err)
	if !is {
		return err
	}
	said := map[string]string{"sentence": c.Sentence(e)}
	var over *Overtaken
	if errors.As(err, &over) {
		said["theirs"] = over.Theirs
	}
	return c.JSON(web.Status(err), said)
}

// reviewView is the look over everything before it is sent.
type reviewView struct {
	Kicker, Path, Heading string
	Rows                  []reviewRow
	Readers               []reader
	Court, Help           bool
	Send, Stop            string
	Later                 string // the words of the way out
	Loop                  *loopView
}

type reviewRow struct{ Label, Text, Href, Change string }

func (p Pages) review(c *web.Context, s tenant.Partner) error {
	t, err := p.load(c, s)
	if err != nil {
		return err
	}
	if !t.Waits() && !(t.Again() && t.begun()) || t.roomsOnly() {
		return c.Redirect(WorkPath(t.ID))
	}
	n := len(t.questions) + 1
	v := reviewView{Path: WorkPath(t.ID), Court: t.court(), Help: t.help(), Stop: c.Home(), Heading: c.T("homework_review_title"),
		Kicker:  c.T("homework_step_of", "Number", n, "Of", n, "Label", c.T("homework_review_label")),
		Readers: t.circle.readers(c, t.sharings(), t.Reading), Send: c.T("homework_send_to", "Counselor", t.circle.counselor(c))}
	v.Loop, v.Later = t.loop(c), c.T("homework_keep_for_now")
	if t.keptOnly() { // it is kept by the button, so the other way is to stop
		v.Send, v.Heading, v.Later = c.T("homework_keep"), c.T("homework_review_kept"), c.T("homework_stop")
	}
	for i, q := range t.questions {
		v.Rows = append(v.Rows, t.reviewRow(c, i, q))
	}
	return c.Render(200, web.Page{Name: "homework/review", Title: v.Heading, Place: "today", Bare: true, Data: v})
}

func (t task) reviewRow(c *web.Context, i int, q Question) reviewRow {
	row := reviewRow{Label: label(c, q), Href: t.path(i), Change: c.T("homework_change")}
	text := t.answer(q)
	switch {
	case q.Key == firstKey:
		row.Label, row.Text = c.T("homework_turn_first"), t.speaksFirst(c, text)
	case q.Prompt == nil:
		row.Label, row.Text = q.View.Title, c.T("homework_reading_open")
		if t.passed(q) {
			row.Text = c.T("homework_reading_done")
		}
		if text != "" {
			row.Text = firstLine(text)
		}
		row.Change = c.T("homework_look")
	case text == "":
		row.Text, row.Change = c.T("homework_nothing_yet"), c.T("homework_write_it")
	default:
		row.Text = firstLine(shown(q, text))
	}
	return row
}
