package reports

import (
	"time"

	"amends/clients/couple"
	"amends/reports/progress"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
	"amends/sessions/note"
)

// Names of files say what a document is and never whom it is about.
const (
	draftName   = "progress-report-draft.pdf"
	reportName  = "progress-report.pdf"
	sheetName   = "session-sheet.pdf"
	sessionName = "session-report.pdf"
)

// showPaper answers a paper to be looked at and printed. load reads what stands on it and audits the print.
func showPaper(c *web.Context, s tenant.Staff, name string, load func(*db.Tx) (Drawing, error)) error {
	var draw Drawing
	err := c.View(s, func(tx *db.Tx) (err error) {
		draw, err = load(tx)
		return err
	})
	if err != nil {
		return err
	}
	file, err := draw()
	if err != nil {
		return err
	}
	return c.ShowPDF(name, file)
}

// draftPDF is how the report would look now, marked as a draft on every page.
func (p Pages) draftPDF(c *web.Context, s tenant.Staff) error {
	id, err := reportOf(c)
	if err != nil {
		return err
	}
	return showPaper(c, s, draftName, func(tx *db.Tx) (Drawing, error) {
		r, err := Get(tx, id)
		if err != nil {
			return nil, err
		}
		if r.State == Signed {
			return nil, fault.Absent()
		}
		cp, err := couple.Get(tx, r.Couple)
		if err != nil {
			return nil, err
		}
		tx.Audit(audit.ReportPrinted, id.UUID, r.Couple)
		return p.maker.Draft(tx, wanted(c, cp, r))
	})
}

// signedPDF is exactly what was signed.
func (p Pages) signedPDF(c *web.Context, s tenant.Staff) error {
	id, err := reportOf(c)
	if err != nil {
		return err
	}
	var file []byte
	err = c.View(s, func(tx *db.Tx) error {
		bytes, of, err := Bytes(tx, id)
		file = bytes
		tx.Audit(audit.ReportPrinted, id.UUID, of)
		return err
	})
	if err != nil {
		return err
	}
	return c.File("application/pdf", reportName, file)
}

// sessionReport is the paper of one signed note with its entries, for the counselor's file.
func (p Pages) sessionReport(c *web.Context, s tenant.Staff) error {
	u, err := c.ID("note")
	if err != nil {
		return err
	}
	return showPaper(c, s, sessionName, func(tx *db.Tx) (Drawing, error) {
		n, err := note.Get(tx, note.ID{UUID: u})
		if err != nil {
			return nil, err
		}
		if n.State != note.Signed {
			return nil, fault.Absent()
		}
		cp, err := couple.Get(tx, n.Couple)
		if err != nil {
			return nil, err
		}
		tx.Audit(audit.NotePrinted, u, n.Couple)
		head, err := letterheadOf(tx, n.Author)
		if err != nil {
			return nil, err
		}
		paper, _ := PaperOf(paperIn(head.zone()))
		return func() ([]byte, error) {
			return RenderSessionReport(sessionReportOf(c, cp, n, head), c.Words, Options{Press: p.maker.Press, Paper: paper, Lang: c.Lang()})
		}, nil
	})
}

// sessionReportOf puts a signed note into the words of its paper.
func sessionReportOf(c *web.Context, cp couple.Couple, n note.Note, head letterhead) SessionReport {
	zone := head.zone()
	at := func(t time.Time) string { return At(c.Words, t, zone) }
	s := SessionReport{Practice: head.Practice, CoupleCode: cp.Code, Format: c.T("note_format_" + string(n.Format)), Date: progress.DateOf(n.HeldOn, time.UTC),
		Start: n.Starts.String(), Stop: n.Ends.String(), Minutes: n.Minutes(), Signer: n.Signer, Credential: n.Credential,
		SignedOn: progress.DateOf(*n.SignedAt, zone), SignedAt: at(*n.SignedAt), Hash: hexOf(n.Hash)}
	for _, partner := range cp.Partners {
		switch minutes := n.MinutesOf(partner.Person); {
		case !n.Came(partner.Person):
		case minutes != n.Minutes():
			s.Present = append(s.Present, c.T("reports_present_minutes", "Name", partner.Name, "Count", minutes))
		default:
			s.Present = append(s.Present, partner.Name)
		}
	}
	for _, section := range n.Content.Read() {
		s.Sections = append(s.Sections, SessionText{section.Title, section.Text})
	}
	for _, e := range n.Entries {
		s.Entries = append(s.Entries, SessionEntry{Kind: c.T("note_kind_" + string(e.Kind)), At: at(e.SignedAt), Author: withCredential(e.Signer, e.Credential), Text: e.Text})
	}
	return s
}
