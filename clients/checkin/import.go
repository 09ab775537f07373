package checkin

import (
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"amends/clients/spreadsheet"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
)

// ErrRefused says that rows were refused and nothing was written. Imported names the rows.
var ErrRefused = errors.New("checkin: rows were refused, nothing was imported")

// errDry rolls an import back after it was counted.
var errDry = errors.New("checkin: a dry run")

// ImportOrder is one import of a spreadsheet.
type ImportOrder struct {
	File        io.ReadSeeker
	Mapping     spreadsheet.Mapping
	Create      bool // take couples into care that the practice does not have yet
	DryRun      bool // count as always, write nothing
	SkipRefused bool // write what fits beside what is refused; without it one refusal stops all
}

// Imported counts what an import did, or would have done.
type Imported struct {
	Rows, Entries, Empty int
	RefusedRows          int
	Refused              []spreadsheet.Refusal // in order of line, at most spreadsheet.MaxRefusalsListed
	Created              []string              // codes of couples taken into care
	Couples              int                   // couples that got entries
	First, Last          time.Time             // dates of the entries; zero without any
}

// Run imports in one transaction of its own, with limits of its own. Rows that do not fit give ErrRefused beside the
// counts; a mapping or file that cannot be used gives spreadsheet.Faults.
func Run(ctx context.Context, d *db.DB, scope tenant.Scope, o ImportOrder) (Imported, error) {
	var done Imported
	err := d.Update(db.Long(ctx), scope, func(tx *db.Tx) error {
		var err error
		if done, err = Import(tx, o); err != nil {
			return err
		}
		if o.DryRun {
			return errDry
		}
		return nil
	})
	if errors.Is(err, errDry) {
		err = nil
	}
	if err != nil {
		done.Entries, done.Created, done.Couples = 0, nil, 0
	}
	return done, err
}

// Import reads the file and stores its entries, marked as imported. What a partner sent, or the counselor entered from
// paper, is never overwritten: such rows are refused with their line, like dates outside care. An import of the same
// dates again adds and corrects ratings and removes none. Windows are agreed for the days the file spans, so that figures
// expect what was asked. Without SkipRefused any refusal gives ErrRefused, and the caller rolls back.
func Import(tx *db.Tx, o ImportOrder) (Imported, error) {
	look, err := spreadsheet.Read(o.File, o.Mapping, nil)
	if err != nil {
		return Imported{}, err
	}
	m := &importer{tx: tx, order: o, refused: map[int][]*fault.Error{}}
	if err := m.seatAll(look.People); err != nil {
		return Imported{}, err
	}
	sum, err := spreadsheet.Read(o.File, o.Mapping, m.take)
	if err != nil {
		return Imported{}, err
	}
	if err := m.flush(); err != nil {
		return Imported{}, err
	}
	done := m.count(sum)
	if done.RefusedRows > 0 && !o.SkipRefused {
		return done, ErrRefused
	}
	if err := m.agree(look.People); err != nil {
		return done, err
	}
	return done, m.finish()
}

// batchRows is how many entries go in one statement.
const batchRows = 2000

// importer is one import under way.
type importer struct {
	tx      *db.Tx
	order   ImportOrder
	seats   map[seatKey]*importSeat
	created []string
	batch   []pending
	refused map[int][]*fault.Error // line → reasons
	entries int
	first   time.Time // dates of what was written
	last    time.Time

	counselor    tenant.PersonID // who treats couples that a command takes into care
	practiceZone string
}

type seatKey struct{ code, label string }

// importSeat is the place of a person of the file in this practice, or why there is none.
type importSeat struct {
	couple   tenant.CoupleID
	person   tenant.PersonID
	from     time.Time
	to       *time.Time
	why      *fault.Error // nil: there is a place
	design   Design
	written  int
	position int
}

type pending struct {
	seat  *importSeat
	entry spreadsheet.Entry
}

// take gets one entry of the file.
func (m *importer) take(e spreadsheet.Entry) error {
	seat := m.seats[seatKey{e.Code, e.Person}]
	switch {
	case seat == nil:
		return fmt.Errorf("checkin: line %d names somebody the first reading did not", e.Line)
	case seat.why != nil:
		m.because(e.Line, seat.why)
		return nil
	case e.Date.Before(seat.from):
		m.refuse(e.Line, "checkin_import_before", "Day", day(e.Date), "Couple", e.Code, "From", day(seat.from))
		return nil
	case seat.to != nil && e.Date.After(*seat.to):
		m.refuse(e.Line, "checkin_import_after", "Day", day(e.Date), "Couple", e.Code, "To", day(*seat.to))
		return nil
	}
	m.batch = append(m.batch, pending{seat, e})
	if len(m.batch) < batchRows {
		return nil
	}
	return m.flush()
}

func day(t time.Time) string { return t.Format(time.DateOnly) }

// refuse leaves a line out; args of the message are pairs of name and value.
func (m *importer) refuse(line int, sentence string, args ...any) {
	m.because(line, fault.Field("", sentence, args...))
}

// because notes a reason once for a line. Beyond the lines that can be listed only the line is kept, to be counted, so that a
// file of nothing but refusals does not fill the memory with sentences.
func (m *importer) because(line int, why *fault.Error) {
	if reasons, known := m.refused[line]; known && reasons == nil || !known && len(m.refused) >= spreadsheet.MaxRefusalsListed {
		m.refused[line] = nil
		return
	}
	same := func(other *fault.Error) bool { return reflect.DeepEqual(other, why) }
	if !slices.ContainsFunc(m.refused[line], same) {
		m.refused[line] = append(m.refused[line], why)
	}
}

// count joins what the file refused with what the practice refused, one refusal for a line.
func (m *importer) count(sum spreadsheet.Summary) Imported {
	done := Imported{Rows: sum.Rows, Entries: m.entries, Empty: sum.Empty, RefusedRows: sum.RefusedRows + len(m.refused), Created: m.created,
		First: m.first, Last: m.last, Refused: slices.Clone(sum.Refused)}
	for line, reasons := range m.refused {
		if reasons == nil {
			continue
		}
		done.Refused = append(done.Refused, spreadsheet.Refusal{Line: line, Why: reasons})
	}
	slices.SortFunc(done.Refused, func(a, b spreadsheet.Refusal) int { return a.Line - b.Line })
	if len(done.Refused) > spreadsheet.MaxRefusalsListed {
		done.Refused = done.Refused[:spreadsheet.MaxRefusalsListed]
	}
	couples := map[tenant.CoupleID]bool{}
	for _, s := range m.seats {
		if s.written > 0 {
			couples[s.couple] = true
		}
	}
	done.Couples = len(couples)
	return done
}

const sqlRefreshMany = `SELECT state_refresh(v.couple_id, v.person_id) FROM unnest($1::uuid[], $2::uuid[]) AS v (couple_id, person_id)`

// finish writes the state rows last, and says for the trail which couples were touched.
func (m *importer) finish() error {
	var couples, people []uuid.UUID
	seen := map[tenant.CoupleID]bool{}
	for _, s := range m.sorted() {
		if s.written == 0 {
			continue
		}
		couples, people = append(couples, s.couple.UUID), append(people, s.person.UUID)
		if !seen[s.couple] {
			seen[s.couple] = true
			m.tx.Audit(audit.CheckInImported, uuid.Nil, s.couple)
		}
	}
	if len(people) == 0 {
		m.tx.Audit(audit.CheckInImported, uuid.Nil, tenant.CoupleID{})
		return nil
	}
	_, err := m.tx.Exec(sqlRefreshMany, db.UUIDs(couples), db.UUIDs(people))
	return err
}

// sorted answers the seats in one order, so that two imports lock rows in the same one.
func (m *importer) sorted() []*importSeat {
	all := make([]*importSeat, 0, len(m.seats))
	for _, s := range m.seats {
		if s.why == nil {
			all = append(all, s)
		}
	}
	slices.SortFunc(all, func(a, b *importSeat) int { return strings.Compare(a.person.String(), b.person.String()) })
	return all
}
