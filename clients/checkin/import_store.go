package checkin

import (
	"time"

	"github.com/google/uuid"

	"amends/clients/spreadsheet"
	"amends/reports/progress"
	"amends/server/db"
	"amends/server/tenant"
)

const sqlImport = `INSERT INTO check_in AS k (practice_id, couple_id, person_id, local_date, design, id,
  safe, rely, heard, close, calm, free, kept_a, kept_p, hope, open_a, open_p, guard_a, limits, own_a, sure, trig, kind_a,
  source, entered_by, sent_at, changed_at)
SELECT $1::uuid, v.couple_id, v.person_id, v.local_date, v.design, v.id, v.r1, v.r2, v.r3, v.r4, v.r5, v.r6, v.r7, v.r8, v.r9,
  v.r10, v.r11, v.r12, v.r13, v.r14, v.r15, v.r16, v.r17, 'import', $2::uuid, $3::timestamptz, $3
FROM unnest($4::uuid[], $5::uuid[], $6::date[], $7::text[], $8::uuid[], $9::float8[], $10::float8[], $11::float8[], $12::float8[], $13::float8[],
  $14::float8[], $15::float8[], $16::float8[], $17::float8[], $18::float8[], $19::float8[], $20::float8[], $21::float8[], $22::float8[],
  $23::float8[], $24::float8[], $25::float8[])
  AS v (couple_id, person_id, local_date, design, id, r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, r11, r12, r13, r14, r15, r16, r17)
ON CONFLICT (practice_id, couple_id, person_id, local_date, design) DO UPDATE SET
  safe = coalesce(excluded.safe, k.safe), rely = coalesce(excluded.rely, k.rely), heard = coalesce(excluded.heard, k.heard),
  close = coalesce(excluded.close, k.close), calm = coalesce(excluded.calm, k.calm), free = coalesce(excluded.free, k.free),
  kept_a = coalesce(excluded.kept_a, k.kept_a), kept_p = coalesce(excluded.kept_p, k.kept_p), hope = coalesce(excluded.hope, k.hope),
  open_a = coalesce(excluded.open_a, k.open_a), open_p = coalesce(excluded.open_p, k.open_p), guard_a = coalesce(excluded.guard_a, k.guard_a),
  limits = coalesce(excluded.limits, k.limits), own_a = coalesce(excluded.own_a, k.own_a), sure = coalesce(excluded.sure, k.sure),
  trig = coalesce(excluded.trig, k.trig), kind_a = coalesce(excluded.kind_a, k.kind_a),
  entered_by = excluded.entered_by, changed_at = excluded.changed_at
WHERE k.source = 'import'`

// flush stores the batch. A row that was not taken belongs to the partner or came from paper, and is refused.
func (m *importer) flush() error {
	if len(m.batch) == 0 {
		return nil
	}
	ids := make([]uuid.UUID, len(m.batch))
	for i := range ids {
		ids[i] = uuid.New()
	}
	couples, people, days, designs := keysOf(m.batch)
	s := m.tx.Scope()
	by := uuid.NullUUID{UUID: s.Person().UUID, Valid: !s.Person().IsZero()}
	args := []any{s.Practice(), by, m.tx.Now(), couples, people, days, designs, db.UUIDs(ids)}
	n, err := m.tx.Exec(sqlImport, append(args, ratingsOf(m.batch)...)...)
	if err != nil {
		return err
	}
	kept := map[int]bool{}
	if int(n) < len(m.batch) {
		if kept, err = m.keptOf(couples, people, days, designs); err != nil {
			return err
		}
	}
	for i, p := range m.batch {
		if kept[i] {
			m.refuse(p.entry.Line, "checkin_import_own", "Name", p.entry.Person, "Couple", p.entry.Code, "Day", day(p.entry.Date))
			continue
		}
		m.wrote(p)
	}
	m.batch = m.batch[:0]
	return nil
}

func (m *importer) wrote(p pending) {
	m.entries++
	p.seat.written++
	p.seat.design = Design(p.entry.Design)
	if m.first.IsZero() || p.entry.Date.Before(m.first) {
		m.first = p.entry.Date
	}
	if p.entry.Date.After(m.last) {
		m.last = p.entry.Date
	}
}

func keysOf(batch []pending) (couples, people, days, designs any) {
	c, p := make([]uuid.UUID, len(batch)), make([]uuid.UUID, len(batch))
	d, w := make([]time.Time, len(batch)), make([]string, len(batch))
	for i, b := range batch {
		c[i], p[i], d[i], w[i] = b.seat.couple.UUID, b.seat.person.UUID, b.entry.Date, string(b.entry.Design)
	}
	return db.UUIDs(c), db.UUIDs(p), db.Dates(d), db.Texts(w)
}

// ratingsOf makes one array for each rating, in the order of the columns.
func ratingsOf(batch []pending) []any {
	codes := progress.Ratings()
	arrays := make([]any, len(codes))
	for j, code := range codes {
		values := make([]*float64, len(batch))
		for i, b := range batch {
			if v, answered := b.entry.Answers.Get(string(code)); answered {
				values[i] = &v
			}
		}
		arrays[j] = db.Floats(values)
	}
	return arrays
}

const sqlKept = `SELECT v.n::integer FROM unnest($2::uuid[], $3::uuid[], $4::date[], $5::text[]) WITH ORDINALITY AS v (couple_id, person_id, local_date, design, n)
JOIN check_in k ON k.practice_id = $1 AND k.couple_id = v.couple_id AND k.person_id = v.person_id AND k.local_date = v.local_date AND k.design = v.design
WHERE k.source <> 'import'`

// keptOf answers which of the batch stand as the partner's own, or from paper.
func (m *importer) keptOf(couples, people, days, designs any) (map[int]bool, error) {
	var places []int
	if err := m.tx.List(&places, sqlKept, m.tx.Scope().Practice(), couples, people, days, designs); err != nil {
		return nil, err
	}
	kept := make(map[int]bool, len(places))
	for _, n := range places {
		kept[n-1] = true
	}
	return kept, nil
}

const (
	sqlImportWindows = `SELECT w.couple_id, w.id, w.person_id, w.design, w.starts_on, w.ends_on FROM check_in_window w
WHERE w.practice_id = $1 AND w.person_id = ANY($2::uuid[]) ORDER BY w.starts_on`
	sqlAgreeMany = `INSERT INTO check_in_window (practice_id, couple_id, person_id, id, design, starts_on, ends_on)
SELECT $1, v.couple_id, v.person_id, v.id, v.design, v.starts_on, v.ends_on
FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::date[], $7::date[]) AS v (couple_id, person_id, id, design, starts_on, ends_on)`
)

// agree records windows over the days that the file spans for each couple, where none holds yet.
func (m *importer) agree(people []spreadsheet.Person) error {
	have, err := m.windows()
	if err != nil {
		return err
	}
	first, last := spans(people)
	var couples, persons, ids []uuid.UUID
	var designs []string
	var starts, ends []time.Time
	for _, p := range people {
		seat := m.seats[seatKey{p.Code, p.Label}]
		if seat.why != nil || seat.written == 0 {
			continue
		}
		from, to := clip(first[p.Code], last[p.Code], seat)
		for _, w := range uncovered(have[place{seat.couple, seat.person}], seat.design, from, to) {
			couples, persons, ids = append(couples, seat.couple.UUID), append(persons, seat.person.UUID), append(ids, uuid.New())
			designs, starts, ends = append(designs, string(w.Design)), append(starts, w.StartsOn), append(ends, *w.EndsOn)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	_, err = m.tx.Exec(sqlAgreeMany, m.tx.Scope().Practice(), db.UUIDs(couples), db.UUIDs(persons), db.UUIDs(ids), db.Texts(designs), db.Dates(starts), db.Dates(ends))
	return err
}

// place is a person in a couple.
type place struct {
	couple tenant.CoupleID
	person tenant.PersonID
}

func (m *importer) windows() (map[place][]Window, error) {
	var people []uuid.UUID
	for _, s := range m.sorted() {
		people = append(people, s.person.UUID)
	}
	var rows []struct {
		Couple tenant.CoupleID `db:"couple_id"`
		Window
	}
	if err := m.tx.List(&rows, sqlImportWindows, m.tx.Scope().Practice(), db.UUIDs(people)); err != nil {
		return nil, err
	}
	have := map[place][]Window{}
	for _, r := range rows {
		key := place{r.Couple, r.Person}
		have[key] = append(have[key], r.Window)
	}
	return have, nil
}

// spans are the first and last date of the file for each couple: both partners were asked as long as one answered.
func spans(people []spreadsheet.Person) (first, last map[string]time.Time) {
	first, last = map[string]time.Time{}, map[string]time.Time{}
	for _, p := range people {
		if p.First.IsZero() {
			continue
		}
		if f, ok := first[p.Code]; !ok || p.First.Before(f) {
			first[p.Code] = p.First
		}
		if p.Last.After(last[p.Code]) {
			last[p.Code] = p.Last
		}
	}
	return first, last
}

// clip cuts a span to a person's time in care.
func clip(from, to time.Time, seat *importSeat) (time.Time, time.Time) {
	if from.Before(seat.from) {
		from = seat.from
	}
	if seat.to != nil && to.After(*seat.to) {
		to = *seat.to
	}
	return from, to
}
