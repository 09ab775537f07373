package checkin

import (
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"amends/clients/couple"
	"amends/clients/spreadsheet"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
)

// nameMost is the most characters of a label that becomes a name.
const nameMost = 120

// codeMost is the most characters of a couple's code, codeForm its form, as the table demands it.
const codeMost = 40

var codeForm = regexp.MustCompile(`^[A-Za-z0-9._-]{1,40}$`)

const sqlRoster = `SELECT c.code, c.couple_id, m.person_id, m.position, p.chosen_name, greatest(c.care_from, m.starts_on) AS care_from,
  least(c.care_to, m.ends_on) AS care_to
FROM couple c LEFT JOIN membership m ON m.practice_id = c.practice_id AND m.couple_id = c.couple_id
LEFT JOIN person p ON p.practice_id = m.practice_id AND p.id = m.person_id
WHERE c.practice_id = $1 AND c.code = ANY($2::text[]) ORDER BY c.code, m.position`

// known is a person of a couple that the practice has.
type known struct {
	Code   string           `db:"code"`
	Couple tenant.CoupleID  `db:"couple_id"`
	Person *tenant.PersonID `db:"person_id"` // nil while nobody took a place
	Place  *int             `db:"position"`
	Name   *string          `db:"chosen_name"`
	From   time.Time        `db:"care_from"`
	To     *time.Time       `db:"care_to"`
}

// seatAll finds a place for everybody the file names, and takes new couples into care when the order says so.
func (m *importer) seatAll(people []spreadsheet.Person) error {
	m.seats = make(map[seatKey]*importSeat, len(people))
	var codes []string
	byCode := map[string][]spreadsheet.Person{}
	for _, p := range people {
		if byCode[p.Code] == nil {
			codes = append(codes, p.Code)
		}
		byCode[p.Code] = append(byCode[p.Code], p)
	}
	var rows []known
	if err := m.tx.List(&rows, sqlRoster, m.tx.Scope().Practice(), db.Texts(codes)); err != nil {
		return err
	}
	roster := map[string][]known{}
	for _, r := range rows {
		roster[r.Code] = append(roster[r.Code], r)
	}
	for _, code := range codes {
		switch {
		case roster[code] != nil:
			m.seatKnown(code, byCode[code], roster[code])
		case !m.order.Create:
			m.seatNone(byCode[code], "checkin_import_no_couple", "Couple", code)
		case !codeForm.MatchString(code):
			m.seatNone(byCode[code], "checkin_import_code", "Code", code, "Most", codeMost)
		default:
			if err := m.open(code, byCode[code]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *importer) seatNone(people []spreadsheet.Person, sentence string, args ...any) {
	for _, p := range people {
		m.seats[seatKey{p.Code, p.Label}] = &importSeat{why: fault.Field("", sentence, args...)}
	}
}

// seatKnown matches the file's people with a couple's partners by their names.
func (m *importer) seatKnown(code string, people []spreadsheet.Person, partners []known) {
	taken := map[tenant.PersonID]string{}
	var names []string
	for _, k := range partners {
		if k.Name != nil {
			names = append(names, *k.Name)
		}
	}
	for _, p := range people {
		seat := &importSeat{why: nobodyCalled(code, p.Label, names)}
		for _, k := range partners {
			if k.Person == nil || !strings.EqualFold(*k.Name, p.Label) {
				continue
			}
			if other, twice := taken[*k.Person]; twice {
				seat.why = fault.Field("", "checkin_import_one_person", "One", other, "Other", p.Label, "Couple", code)
				break
			}
			taken[*k.Person] = p.Label
			*seat = importSeat{couple: k.Couple, person: *k.Person, from: k.From, to: k.To, position: *k.Place}
			break
		}
		m.seats[seatKey{p.Code, p.Label}] = seat
	}
}

// nobodyCalled says that a couple of the practice has nobody of that name, and whom it has.
func nobodyCalled(code, label string, names []string) *fault.Error {
	switch args := []any{"Couple", code, "Name", label}; len(names) {
	case 0:
		return fault.Field("", "checkin_import_nobody_joined", args...)
	case 1:
		return fault.Field("", "checkin_import_nobody_of_one", append(args, "One", names[0])...)
	default:
		return fault.Field("", "checkin_import_nobody", append(args, "One", names[0], "Other", names[1])...)
	}
}

// open takes a couple of the file into care, from its first date on.
func (m *importer) open(code string, people []spreadsheet.Person) error {
	first, _ := spans(people)
	zone, err := m.zone()
	if err != nil {
		return err
	}
	o := couple.Opening{ID: tenant.NewCoupleID(), Code: code, CareFrom: first[code], Policy: couple.LimitedSecrets}
	for _, p := range people {
		seat := &importSeat{couple: o.ID, from: first[code]}
		m.seats[seatKey{p.Code, p.Label}] = seat
		switch {
		case o.CareFrom.IsZero():
			seat.why = fault.Field("", "checkin_import_no_date", "Couple", code)
		case len(o.People) == 2:
			seat.why = fault.Field("", "checkin_import_third", "Couple", code)
		case utf8.RuneCountInString(p.Label) > nameMost:
			seat.why = fault.Field("", "checkin_import_name_long", "Couple", code, "Most", nameMost)
		case len(o.People) == 1 && strings.EqualFold(o.People[0].Name, p.Label):
			seat.why = fault.Field("", "checkin_import_capitals", "One", o.People[0].Name, "Other", p.Label, "Couple", code)
		default:
			seat.person, seat.position = tenant.NewPersonID(), len(o.People)+1
			o.People = append(o.People, couple.Joining{Person: seat.person, Name: p.Label, Locale: "en", Zone: zone, Position: seat.position, From: o.CareFrom})
		}
	}
	if len(o.People) == 0 {
		return nil
	}
	if err := couple.Open(m.tx, o); err != nil {
		return err
	}
	m.created = append(m.created, code)
	return m.treat(o)
}

const sqlTreating = `SELECT person_id FROM staff_seat WHERE practice_id = $1 AND role = 'counselor' AND ends_on IS NULL ORDER BY starts_on, id LIMIT 1`

const sqlTreat = `INSERT INTO couple_access (practice_id, couple_id, staff_person_id, kind, starts_on) VALUES ($1, $2, $3, 'treating', least($4::date, app_now()::date))`

// treat gives a new couple to the practice's counselor. A counselor who imports has it already.
func (m *importer) treat(o couple.Opening) error {
	s := m.tx.Scope()
	if s.Audience() != tenant.OfOperator {
		return nil
	}
	if m.counselor.IsZero() {
		found, err := m.tx.Find(&m.counselor, sqlTreating, s.Practice())
		if err != nil {
			return err
		}
		if !found {
			// Couples cannot be taken into care where nobody treats them.
			return fault.Stale("checkin_import_no_counselor")
		}
	}
	m.tx.Audit(audit.CareGiven, o.ID.UUID, o.ID)
	_, err := m.tx.Exec(sqlTreat, s.Practice(), o.ID, m.counselor, o.CareFrom)
	return err
}

const sqlPracticeZone = `SELECT zone FROM practice WHERE id = $1`

// zone is the mapping's time zone, else the practice's.
func (m *importer) zone() (string, error) {
	if m.order.Mapping.Day.Zone != "" {
		return m.order.Mapping.Day.Zone, nil
	}
	if m.practiceZone == "" {
		if err := m.tx.Get(&m.practiceZone, sqlPracticeZone, m.tx.Scope().Practice()); err != nil {
			return "", err
		}
	}
	return m.practiceZone, nil
}
