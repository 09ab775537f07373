package reports

import (
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/reports/pdf"
	"amends/reports/progress"
	"amends/server/civil"
	"amends/server/fault"
	"amends/server/tenant"
)

// ID is a progress report's identity in addresses. What is printed is its Identity.
type ID struct{ uuid.UUID }

// State is whether a report may still change.
type State string

// A draft may change; a signed report never does.
const (
	DraftState State = "draft"
	Signed     State = "signed"
)

// Record is a progress report as it is kept: a period, a reader and the counselor's paragraph; once signed, who signed and
// under which identity. Its figures are computed each time from the rooms' own rows until the bytes are stored.
type Record struct {
	ID         ID
	Couple     couple.ID
	From, To   time.Time // civil dates, both included
	Reader     progress.Reader
	Paper      pdf.Paper
	Paragraph  string // empty: the sentences that the figures offer
	Included   map[tenant.PersonID][]progress.Rating
	Author     tenant.PersonID
	State      State
	MadeAt     time.Time
	SavedAt    time.Time
	Identity   string // of a signed report
	SignedAt   *time.Time
	Signer     string // name and credential as they were
	Credential string
	Version    int
}

// LogValue keeps the counselor's words out of the log.
func (r Record) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Weeks is the length of the period proposed for a new report.
const Weeks = 26

// mostDays is the longest period of one report: ten years. Beyond it a date is a slip of the keyboard.
const mostDays = 3660

// Proposed is the period offered for a new report of both: the last 26 weeks up to today, or since care began. It ends with care, and
// with the last day on which nobody had left.
func Proposed(c couple.Couple, today time.Time) (from, to time.Time) {
	to = today
	if c.CareTo != nil && c.CareTo.Before(to) {
		to = *c.CareTo
	}
	if last := c.LastTogether(); last != nil && last.Before(to) {
		to = *last
	}
	from = civil.Monday(to).AddDate(0, 0, -7*(Weeks-1))
	if from.Before(c.CareFrom) {
		from = c.CareFrom
	}
	return from, to
}

// CheckPeriod finds what is wrong with a period for a reader: ends in the wrong order, days outside the couple's care, and days that
// somebody who left must not read of. day words a date.
func CheckPeriod(c couple.Couple, reader progress.Reader, from, to time.Time, day func(time.Time) string) fault.List {
	var faults fault.List
	switch {
	case to.Before(from):
		faults = append(faults, fault.Field("to", "reports_order"))
	case civil.Days(from, to) > mostDays:
		faults = append(faults, fault.Field("from", "reports_long"))
	}
	if from.Before(c.CareFrom) {
		faults = append(faults, fault.Field("from", "reports_before_care", "Day", day(c.CareFrom)))
	}
	if c.CareTo != nil && to.After(*c.CareTo) {
		faults = append(faults, fault.Field("to", "reports_after_care", "Day", day(*c.CareTo)))
	} else if last := c.LastTogether(); reader == progress.ReaderCouple && last != nil && to.After(*last) {
		faults = append(faults, fault.Field("to", "reports_after_leaving", "Day", day(*last)))
	}
	return faults
}

// Private are the ratings that never pass to the partner by themselves, in the order of the form.
func Private() []progress.Rating {
	var out []progress.Rating
	for _, r := range progress.Ratings() {
		if r.StaysPrivate() {
			out = append(out, r)
		}
	}
	return out
}

// PaperOf is the paper of a typed word.
func PaperOf(word string) (pdf.Paper, bool) {
	p := pdf.Paper(word)
	return p, p == pdf.A4 || p == pdf.Letter
}

// ReaderOf is the reader of a typed word.
func ReaderOf(word string) (progress.Reader, bool) {
	r := progress.Reader(word)
	return r, r == progress.ReaderFile || r == progress.ReaderCouple
}

// Sign makes the signed record: its identity is the hash of what the report says, the same digits as its last draft's.
func (r Record) Sign(hash, signer, credential string, now time.Time) (Record, error) {
	if r.State == Signed {
		return r, fault.Stale("reports_signed_already")
	}
	r.State, r.Identity, r.Signer, r.Credential, r.SignedAt = Signed, hash[:12], signer, credential, &now
	return r, nil
}

// signature is who issued the report, for the foot of its pages. zone is the practice's.
func (r Record) signature(zone *time.Location) *progress.Signature {
	if r.State != Signed {
		return nil
	}
	return &progress.Signature{ID: r.Identity, On: progress.DateOf(*r.SignedAt, zone), Name: withCredential(r.Signer, r.Credential)}
}

// withCredential is a name as printed: "Ruth Alder, LMFT".
func withCredential(name, credential string) string {
	if credential == "" {
		return name
	}
	return name + ", " + credential
}

// packIncluded and unpackIncluded turn what was included into stored words, 'person:RATING', sorted.
func packIncluded(in map[tenant.PersonID][]progress.Rating) []string {
	out := []string{}
	for person, ratings := range in {
		for _, r := range ratings {
			out = append(out, person.String()+":"+string(r))
		}
	}
	slices.Sort(out)
	return out
}

func unpackIncluded(words []string) map[tenant.PersonID][]progress.Rating {
	out := map[tenant.PersonID][]progress.Rating{}
	for _, w := range words {
		id, code, _ := strings.Cut(w, ":")
		person, err := uuid.Parse(id)
		if r := progress.Rating(code); err == nil && r.Valid() && r.StaysPrivate() {
			key := tenant.PersonID{UUID: person}
			out[key] = append(out[key], r)
		}
	}
	return out
}

// same tells whether two drafts say the same.
func (r Record) same(o Record) bool {
	return r.From.Equal(o.From) && r.To.Equal(o.To) && r.Reader == o.Reader && r.Paper == o.Paper && r.Paragraph == o.Paragraph &&
		slices.Equal(packIncluded(r.Included), packIncluded(o.Included))
}
