package reports

import (
	"strings"

	"amends/clients/couple"
	"amends/clients/programme"
	"amends/reports/pdf"
	"amends/reports/progress"
	"amends/server/civil"
	"amends/server/db"
	"amends/server/tenant"
	"amends/sessions"
)

// Maker makes documents from the record: pages and the command share it, so both print the same.
type Maker struct {
	Library *programme.Library
	Press   *pdf.Press
	shelf   *programme.Shelf // the versions of programmes that homework sheets are printed from
}

// NewMaker reads the fonts once.
func NewMaker(library *programme.Library) (Maker, error) {
	press, err := pdf.NewPress()
	return Maker{library, press, programme.NewShelf(library)}, err
}

// Wanted is the progress report to make, for whom it is read and in whose words.
type Wanted struct {
	Record
	Couple couple.Couple
	Words  Words
	Lang   string // of the words
}

// made is a report with its figures, ready to be drawn.
type made struct {
	Report  progress.Report
	Options Options
	Head    letterhead
}

// make loads the figures under the transaction's scope and resolves them for the reader. The number of statements does not
// grow with the rows. The caller audits.
func (m Maker) make(tx *db.Tx, w Wanted) (made, error) {
	head, err := letterheadOf(tx, w.Author)
	if err != nil {
		return made{}, err
	}
	g, err := sessions.Gather(tx, m.Library, sessions.Asked{Couple: w.Couple, From: w.From, To: w.To, Today: civil.Day(tx.Now(), head.zone()), Reader: w.Reader,
		Lang: w.Lang, Included: w.Included})
	if err != nil {
		return made{}, err
	}
	in := g.Input
	in.PreparedBy, in.Practice, in.Paragraph, in.Signed = head.preparedBy(), head.Practice, w.Paragraph, w.signature(head.zone())
	if w.Reader == progress.ReaderCouple && !in.LinesAllowed {
		openAll(in.Work)
	}
	o := Options{Press: m.Press, Paper: w.Paper, Lang: w.Lang}
	if w.Reader == progress.ReaderCouple {
		o.Help = helpOf(head.HelpLines)
	}
	apart := w.Reader == progress.ReaderCouple && w.Couple.LastTogether() != nil
	if next := w.Couple.NextAt; next != nil && next.After(tx.Now()) && !apart { // the next session is not of both any more
		p := newPhrases(w.Words)
		o.Next = []Line{{p.with("reports_next_when", args{"Day": p.day(progress.DateOf(*next, head.zone())), "Time": next.In(head.zone()).Format("15:04")}), p.say("reports_next_session")}}
	}
	return made{progress.Compute(in), o, head}, nil
}

// openAll takes from the steps what depends on what somebody handed in: whether work is done is adherence, and in a couple's
// report that stands only where both said yes.
func openAll(work []progress.Work) {
	for i := range work {
		work[i].State, work[i].Until = progress.WorkOpen, progress.Date{}
	}
}

// Drawing is a paper whose figures are loaded and whose pages are not drawn yet: drawn after the transaction, it keeps no
// connection waiting for a place at the press.
type Drawing func() ([]byte, error)

// Draft loads an unsigned progress report.
func (m Maker) Draft(tx *db.Tx, w Wanted) (Drawing, error) {
	done, err := m.make(tx, w)
	return func() ([]byte, error) { return RenderProgress(done.Report, w.Words, done.Options) }, err
}

// Figures are the report's data without a document, for who only compares or measures them.
func (m Maker) Figures(tx *db.Tx, w Wanted) (progress.Report, error) {
	done, err := m.make(tx, w)
	return done.Report, err
}

// Treating is the first counselor who treats a couple; the zero person when none is named.
func Treating(tx *db.Tx, id couple.ID) (tenant.PersonID, error) {
	carers, err := couple.Carers(tx, id)
	for _, c := range carers {
		if c.Kind == "treating" {
			return c.Person, err
		}
	}
	return tenant.PersonID{}, err
}

// helpOf reads the practice's help lines, one per line: what stands before the first colon names who can be reached.
func helpOf(lines string) []Line {
	var out []Line
	for line := range strings.SplitSeq(lines, "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		who, how, found := strings.Cut(line, ": ")
		if !found {
			who, how = line, ""
		}
		out = append(out, Line{who, strings.TrimSpace(how)})
	}
	return out
}
