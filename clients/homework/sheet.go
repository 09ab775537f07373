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
)

// Sheet is one person's work as it is printed in large type, in that person's own words. It names no role.
type Sheet struct {
	Assignment uuid.UUID
	Couple     string // the couple's code
	Name       string // whom it is for
	Title      string
	Number     string // of the row within its programme
	Version    int    // of the programme
	From       time.Time
	Due        *time.Time
	NextAt     *time.Time // next session, an instant
	Parts      []SheetPart
}

// SheetPart is one form on the sheet. Reader is the visibility line: the id of a message and its arguments.
type SheetPart struct {
	Kind    programme.Kind
	Title   string
	Intro   string
	Reading []string
	Reader  couple.Reader
	Court   bool
	Help    bool
	Prompts []programme.ViewPrompt // with the other partner's boxes, Turn "reply", on a joint form
}

// SheetOf gathers what the sheet of one person needs; for staff. What somebody wrote is never on it.
func SheetOf(tx *db.Tx, shelf *programme.Shelf, assignment uuid.UUID, person tenant.PersonID, lang string) (Sheet, error) {
	w, err := Get(tx, assignment)
	if err != nil {
		return Sheet{}, err
	}
	who, ok := w.Person(person)
	if !ok {
		return Sheet{}, fault.Absent()
	}
	cp, err := couple.Get(tx, w.Couple)
	if err != nil {
		return Sheet{}, err
	}
	carers, err := couple.Carers(tx, w.Couple)
	if err != nil {
		return Sheet{}, err
	}
	copy, err := shelf.Version(tx, w.VersionID)
	if err != nil {
		return Sheet{}, err
	}
	partner, _ := cp.Partner(person)
	ci := circleFor(cp, carers, partner, tx.Now())
	s := Sheet{Assignment: w.ID, Couple: cp.Code, Name: who.Name, Title: w.Title(lang), Number: w.Number(), Version: int(copy.Programme().Version),
		From: w.From, Due: who.Due(w.Assignment), NextAt: cp.NextAt}
	unit, _ := UnitOf(copy.Lib, w.Code, w.Step)
	for _, p := range unit.For(who.Role) {
		v, ok := copy.Lib.View(w.Code, w.Step, p.Part.Key, who.Role, programme.Lang(lang))
		if !ok {
			continue
		}
		s.Parts = append(s.Parts, SheetPart{Kind: v.Kind, Title: v.Title, Intro: v.Intro, Reading: v.Reading, Court: v.Court, Help: v.Help, Prompts: v.Prompts,
			Reader: ci.reads(v)})
	}
	tx.Audit(audit.SheetPrinted, w.ID, w.Couple)
	return s, nil
}
