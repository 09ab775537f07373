package reports

import (
	"slices"
	"strings"

	"github.com/google/uuid"

	"amends/clients/homework"
	"amends/clients/programme"
	"amends/reports/progress"
	"amends/server/civil"
	"amends/server/db"
	"amends/server/tenant"
	"amends/server/web"
)

const homeworkName = "homework-sheet.pdf"

// homeworkSheet prints one person's part of an assignment in large type, in that person's own wording. What was written
// stays off it.
func (p Pages) homeworkSheet(c *web.Context, s tenant.Staff) error {
	id, err := c.ID("assignment")
	if err != nil {
		return err
	}
	person, err := uuid.Parse(c.Query("person"))
	if err != nil {
		person = uuid.Nil // nobody: absent like everybody the work was not given to
	}
	return showPaper(c, s, homeworkName, func(tx *db.Tx) (Drawing, error) {
		sheet, err := homework.SheetOf(tx, p.maker.shelf, id, tenant.PersonID{UUID: person}, c.Lang()) // audits the print
		if err != nil {
			return nil, err
		}
		head, err := letterheadOf(tx, s.Person())
		if err != nil {
			return nil, err
		}
		paper, _ := PaperOf(paperIn(head.zone()))
		printed := (&largeSheet{sheet, newPhrases(c.Words), head}).sheet(progressDate(civil.Day(tx.Now(), head.zone())))
		return func() ([]byte, error) {
			return RenderHomeworkSheet(printed, c.Words, Options{Press: p.maker.Press, Paper: paper, Lang: c.Lang()})
		}, nil
	})
}

// largeSheet puts a piece of work into the words of its paper.
type largeSheet struct {
	homework.Sheet
	*phrases
	head letterhead
}

func (l *largeSheet) sheet(printedOn progress.Date) HomeworkSheet {
	h := HomeworkSheet{Title: l.Title, For: l.Name, Dates: l.dates(), Readers: l.readers(), CoupleCode: l.Couple, PrintedOn: printedOn,
		Version: l.with("reports_homework_version", args{"Number": l.Number, "Version": l.Version})}
	help := false
	for _, part := range l.Parts {
		if part.Court {
			h.Before = l.say("programme_court")
		}
		if part.Title != l.Title && len(l.Parts) > 1 {
			h.Do = append(h.Do, part.Title)
		}
		h.Do = append(append(h.Do, part.Intro), part.Reading...)
		if ledger(part) {
			h.Table = l.table(part)
		} else {
			h.Questions = append(h.Questions, l.questions(part)...)
		}
		help = help || part.Help
	}
	h.After = l.after(h.Table != nil, help)
	return h
}

// dates say from when, and until when where a due date may stand.
func (l *largeSheet) dates() string {
	from := progressDate(l.From)
	if l.Due == nil {
		return l.with("reports_homework_from", args{"Date": l.date(from)})
	}
	return l.span(progress.Span{From: from, To: progressDate(*l.Due)})
}

// readers say who reads what is written here: one sentence for all parts, or one for each where they differ.
func (l *largeSheet) readers() string {
	var each, different []string
	for _, part := range l.Parts {
		said := strings.ReplaceAll(l.with(part.Reader.Sentence, part.Reader.Args), "*", "")
		if len(different) == 0 || different[0] != said {
			different = append(different, said)
		}
		each = append(each, l.with("reports_homework_reader_of", args{"Title": part.Title, "Readers": said}))
	}
	if len(different) <= 1 {
		return strings.Join(different, "")
	}
	return strings.Join(each, "\n")
}

// ledger tells whether a part is promises in rows, with something to tick. What else is asked about promises has lines to write on.
func ledger(part homework.SheetPart) bool {
	return part.Kind == programme.PRM && slices.ContainsFunc(part.Prompts, func(p programme.ViewPrompt) bool { return len(p.Options) > 0 })
}

// table is the rows of a promise sheet: what its owner fills is written or ticked, what the other one says is a box to tick.
func (l *largeSheet) table(part homework.SheetPart) *SheetTable {
	t := &SheetTable{}
	for i, p := range part.Prompts {
		switch {
		case p.Turn == programme.TurnReply:
			t.Columns = append(t.Columns, SheetColumn{Head: l.say("reports_homework_seen"), Tick: true, Share: 30})
		case len(p.Options) > 0:
			t.Columns = append(t.Columns, SheetColumn{Head: p.Label, Tick: true, Share: 20})
		case i == 0:
			t.Columns = append(t.Columns, SheetColumn{Head: p.Label, Share: 90})
		default:
			t.Columns = append(t.Columns, SheetColumn{Head: p.Label, Share: 34})
		}
	}
	return t
}

// Lines to write on, by how much is asked for.
const (
	linesShort = 2
	linesLong  = 5
)

// questions are a part's own prompts with room to write. Answers to choose stand below the question. What answers the other's
// words stands on another sheet, but for a talk that two have at one table, and for who only answers.
func (l *largeSheet) questions(part homework.SheetPart) []SheetQuestion {
	var out []SheetQuestion
	turns := part.Kind == programme.LIS || !slices.ContainsFunc(part.Prompts, func(p programme.ViewPrompt) bool { return p.Turn != programme.TurnReply })
	for _, p := range part.Prompts {
		if p.Turn == programme.TurnReply && !turns {
			continue
		}
		q := SheetQuestion{Text: p.Text, Hint: p.Hint, Lines: linesShort}
		if p.Answer == programme.AnswerText {
			q.Lines = linesLong
		}
		if len(p.Options) > 0 {
			var answers []string
			for _, o := range p.Options {
				answers = append(answers, o.Text)
			}
			q.Hint, q.Lines = strings.TrimSpace(q.Hint+" "+strings.Join(answers, "  ·  ")), 1
		}
		out = append(out, q)
	}
	return out
}

// after is what an empty place means, when to bring the page, and whom to ring where the work is heavy.
func (l *largeSheet) after(table, help bool) []string {
	first := l.say("reports_homework_empty")
	if table {
		first = l.say("reports_homework_empty_box")
	}
	if l.NextAt != nil {
		first = join(first, l.with("reports_homework_bring", args{"Date": l.date(progressDate(civil.Day(*l.NextAt, l.head.zone())))}))
	}
	out := []string{first}
	if help && strings.TrimSpace(l.head.HelpLines) != "" {
		out = append(out, l.with("reports_homework_help", args{"Lines": strings.Join(strings.Split(strings.TrimSpace(l.head.HelpLines), "\n"), " · ")}))
	}
	return out
}
