package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/homework"
	"amends/clients/programme"
	"amends/clients/promise"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/seal"
	"amends/server/tenant"
	"amends/sessions/note"
)

// Crowd makes many couples quickly, for measuring: whole tables at a time, without the rooms' rules and without a story. The
// sample practice is the other generator; nothing here is for looking at. Every couple has 26 weeks of check-ins and signed
// notes, six assigned steps with entries, four promises with their deeds, open gates, and state rows computed from them.
type Crowd struct {
	DB      *db.DB
	Library *programme.Library
	Monday  time.Time // civil date of the current week's Monday; nothing is later than its morning
}

// crowdSteps is how many steps of the programme each couple was given.
const crowdSteps = 6

// Practices makes n other practices, each with one counselor who treats that many couples. Their text is filler that no key opens.
func (c Crowd) Practices(ctx context.Context, n, couples int) error {
	for range n {
		id, counselor := tenant.NewPracticeID(), tenant.NewPersonID()
		err := c.write(ctx, id, func(tx *db.Tx) error {
			if err := c.founded(tx, id, counselor); err != nil {
				return err
			}
			if err := c.couples(tx, counselor, couples); err != nil {
				return err
			}
			filler := bytes.Repeat([]byte("filler "), 40)
			for _, x := range []step{{sqlCrowdPromises, []any{id, counselor, c.Monday, filler[:60]}}, {sqlCrowdNotes, []any{id, counselor, c.Monday, filler}}} {
				if _, err := tx.Exec(x.query, x.args...); err != nil {
					return err
				}
			}
			return c.settled(tx, counselor)
		})
		if err != nil {
			return fmt.Errorf("one practice of a crowd: %w", err)
		}
	}
	return nil
}

// Caseload gives a counselor that many couples in the counselor's own practice, and answers them. Notes and promises are sealed
// as their rooms seal them, so that pages open them; entries are filler.
func (c Crowd) Caseload(ctx context.Context, counselor tenant.Staff, couples int) ([]couple.ID, error) {
	practice, author := counselor.Scope().Practice(), counselor.Person()
	if err := c.write(ctx, practice, func(tx *db.Tx) error { return c.couples(tx, author, couples) }); err != nil {
		return nil, err
	}
	var all []couple.Couple
	err := c.write(ctx, practice, func(tx *db.Tx) (err error) {
		all, err = c.recorded(tx, author)
		return err
	})
	if err != nil {
		return nil, err
	}
	ids := make([]couple.ID, 0, len(all))
	for _, cp := range all {
		ids = append(ids, cp.ID)
		for _, p := range cp.Partners {
			if err := c.promises(ctx, tenant.NewPartner(practice, p.Person, cp.ID, p.StartsOn, time.Time{})); err != nil {
				return nil, err
			}
		}
	}
	return ids, c.write(ctx, practice, func(tx *db.Tx) error { return c.settled(tx, author) })
}

// recorded writes the notes of a counselor's couples, and answers the couples.
func (c Crowd) recorded(tx *db.Tx, author tenant.PersonID) ([]couple.Couple, error) {
	var ids []couple.ID
	if err := tx.List(&ids, sqlCrowdIDs, tx.Scope().Practice(), author); err != nil {
		return nil, err
	}
	all := make([]couple.Couple, 0, len(ids))
	for n, id := range ids {
		cp, err := couple.Get(tx, id)
		if err != nil {
			return nil, err
		}
		if err := c.notes(tx, cp, author, n); err != nil {
			return nil, err
		}
		all = append(all, cp)
	}
	return all, nil
}

// write runs fn as the operator of a practice, without the short limit of a page's statements.
func (c Crowd) write(ctx context.Context, practice tenant.PracticeID, fn func(*db.Tx) error) error {
	return c.DB.Update(db.Long(ctx), tenant.NewOperator(practice, "crowd").Scope(), func(tx *db.Tx) error {
		tx.Audit(audit.PracticeSetUp, practice.UUID, tenant.CoupleID{})
		return fn(tx)
	})
}

// step is one statement of a crowd with what it needs.
type step struct {
	query string
	args  []any
}

func (c Crowd) founded(tx *db.Tx, practice tenant.PracticeID, counselor tenant.PersonID) error {
	slug := "crowd-" + practice.String()[:13]
	if _, err := tx.Exec(sqlPractice, practice, slug, slug, Zone, "", ""); err != nil {
		return err
	}
	if _, err := tx.Seal(seal.OfPractice(practice), seal.Ref{Table: "practice", Row: practice.String()}, nil); err != nil {
		return err
	}
	if _, err := tx.Exec(sqlPerson, practice, counselor, "Ingrid Solberg", tx.Now()); err != nil {
		return err
	}
	if _, err := tx.Exec(sqlContact, practice, counselor, nil, Zone); err != nil {
		return err
	}
	_, err := tx.Exec(sqlSeat, practice, uuid.New(), counselor, "counselor", "LMFT", c.Monday.AddDate(0, 0, -200))
	return err
}

// couples writes everything that is the same in both kinds of practice, and needs no key.
func (c Crowd) couples(tx *db.Tx, counselor tenant.PersonID, couples int) error {
	version, err := programme.EnsureVersion(tx, c.Library, "A")
	if err != nil {
		return err
	}
	codes, keys, titles, err := c.steps()
	if err != nil {
		return err
	}
	practice, monday := tx.Scope().Practice(), c.Monday
	for _, s := range []step{
		{sqlCrowdCouples, []any{practice, counselor, monday, couples}},
		{sqlCrowdCare, []any{practice, counselor, monday, couples}},
		{sqlCrowdPeople, []any{practice, counselor, monday}},
		{sqlCrowdContacts, []any{practice, counselor, Zone}},
		{sqlCrowdSeats, []any{practice, counselor, monday}},
		{sqlCrowdConsents, []any{practice, counselor, monday}},
		{sqlCrowdScreens, []any{practice, counselor, monday}},
		{sqlCrowdGates, []any{practice, counselor, monday}},
		{sqlCrowdWindows, []any{practice, counselor, monday}},
		{sqlCrowdCheckIns, []any{practice, counselor, monday}},
		{sqlCrowdPlaced, []any{practice, counselor, monday, version}},
		{sqlCrowdAssignments, []any{practice, counselor, monday, version, db.Texts(codes), db.Texts(keys), db.Texts(titles)}},
		{sqlCrowdAssignees, []any{practice, counselor, monday}},
		{sqlCrowdEntries, []any{practice, counselor, bytes.Repeat([]byte("filler "), 60)}},
	} {
		if _, err := tx.Exec(s.query, s.args...); err != nil {
			return err
		}
	}
	return nil
}

// settled writes what follows from promises and notes: deeds, and the state rows last.
func (c Crowd) settled(tx *db.Tx, counselor tenant.PersonID) error {
	practice := tx.Scope().Practice()
	if _, err := tx.Exec(sqlCrowdDeeds, practice, counselor, c.Monday); err != nil {
		return err
	}
	_, err := tx.Exec(sqlCrowdStates, practice, counselor)
	return err
}

// steps are the first steps of the programme, as an assignment names them.
func (c Crowd) steps() (codes, keys, titles []string, err error) {
	shipped, _ := c.Library.Programme("A")
	for _, row := range shipped.Placements {
		for _, unit := range homework.Units(c.Library, row.Code) {
			title, err := json.Marshal(unit.Title)
			if err != nil {
				return nil, nil, nil, err
			}
			codes, keys, titles = append(codes, string(unit.Code)), append(keys, string(unit.Step)), append(titles, string(title))
			if len(codes) == crowdSteps {
				return codes, keys, titles, nil
			}
		}
	}
	return codes, keys, titles, nil
}

// notes writes a note for each of 26 weeks, signed the same day; each eighth couple's newest is a draft.
func (c Crowd) notes(tx *db.Tx, cp couple.Couple, author tenant.PersonID, n int) error {
	for week := 1; week <= weeks; week++ {
		on := c.Monday.AddDate(0, 0, 3-7*week)
		at := on.Add(17 * time.Hour)
		x := note.Note{ID: note.NewID(), Couple: cp.ID, Author: author, Format: note.DAP, HeldOn: on, Starts: 16 * 60, Ends: 16*60 + 50, State: note.Draft,
			MadeAt: at, SavedAt: at, Version: 1, Zone: "UTC"}
		for _, p := range cp.Partners {
			x.Present = append(x.Present, p.Person)
		}
		for i, key := range note.Keys(note.DAP) {
			text := "How the week went, what each of them heard the other say, and what was agreed for the days until we meet again."
			x.Content.Sections = append(x.Content.Sections, note.Section{Key: key, Title: []string{"Data", "Assessment", "Plan"}[i], Text: text})
		}
		if week > 1 || n%8 != 0 {
			signed, err := x.Sign(note.Signer{Person: author, Name: "Ingrid Solberg", Credential: "LMFT"}, cp, at)
			if err != nil {
				return err
			}
			x = signed
		}
		if err := note.Insert(tx, x); err != nil {
			return err
		}
	}
	return nil
}

// promises makes two weekly promises of one partner.
func (c Crowd) promises(ctx context.Context, who tenant.Partner) error {
	return c.DB.Update(ctx, who.Scope(), func(tx *db.Tx) error {
		for _, weeksAgo := range []int{8, 16} {
			on := c.Monday.AddDate(0, 0, -7*weeksAgo)
			p := promise.Promise{ID: uuid.New(), Couple: who.Couple(), Keeper: who.Person(), Text: "Phone stays on the table in the evening",
				Cadence: promise.Weekly, StartsOn: on, MadeOn: on}
			if err := promise.Make(tx, p); err != nil {
				return err
			}
		}
		return nil
	})
}
