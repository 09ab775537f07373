package demo

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/programme"
	"amends/server/audit"
	"amends/server/civil"
	"amends/server/db"
	"amends/server/seal"
	"amends/server/signin"
	"amends/server/tenant"
)

// seeder writes the practice through the rooms, each act in its own scope and at its own instant.
type seeder struct {
	ctx     context.Context
	db      *db.DB
	library *programme.Library
	id      tenant.PracticeID
	zone    *time.Location
	monday  time.Time // civil date of the current week's Monday in the practice's zone, UTC midnight
	today   time.Time // civil date
	staff   []tenant.Staff
	planted bool   // markers stand in every private text
	secret  string // stored form of Password
}

// Make fills an empty database with the sample practice, as of now. user is the operating-system user of the command.
func Make(ctx context.Context, d *db.DB, library *programme.Library, user string, now time.Time) error {
	return fill(ctx, d, library, user, now, false)
}

// MakePlanted is Make with a marker in every text that must never stand in a shared report: for the throw-away database of
// the check command only. Markers answers them.
func MakePlanted(ctx context.Context, d *db.DB, library *programme.Library, user string, now time.Time) error {
	return fill(ctx, d, library, user, now, true)
}

func fill(ctx context.Context, d *db.DB, library *programme.Library, user string, now time.Time, planted bool) error {
	zone, err := time.LoadLocation(Zone)
	if err != nil {
		return err
	}
	today := civil.Day(now, zone)
	s := &seeder{ctx: db.WithRequestID(ctx, user), db: d, library: library, zone: zone, today: today, planted: planted,
		monday: civil.Monday(today)}
	// Ids come from a seeded source while the practice is made, so that the same day gives the same ids. Keys and tokens do not.
	uuid.SetRand(bytesOf(rand.New(rand.NewPCG(20260101, uint64(s.monday.Unix())))))
	defer uuid.SetRand(nil)
	if s.secret, err = signin.HashPassword(ctx, Password); err != nil {
		return err
	}
	s.id = tenant.NewPracticeID()
	if err := s.practice(user); err != nil {
		return fmt.Errorf("the sample practice: %w", err)
	}
	for _, sample := range couples() {
		if err := s.couple(sample, user); err != nil {
			return fmt.Errorf("sample couple %s: %w", sample.code, err)
		}
	}
	return nil
}

// randomBytes reads bytes from a generator of numbers.
type randomBytes struct{ *rand.Rand }

func bytesOf(r *rand.Rand) io.Reader { return randomBytes{r} }

func (r randomBytes) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return len(b), nil
}

// at is an instant: a civil date and a clock time in the practice's zone.
func (s *seeder) at(day time.Time, clock string) time.Time {
	t, err := time.Parse("15:04", clock)
	if err != nil {
		panic("demo: clock " + clock)
	}
	return time.Date(day.Year(), day.Month(), day.Day(), t.Hour(), t.Minute(), 0, 0, s.zone)
}

// week is a date: days after the Monday that many weeks ago.
func (s *seeder) week(ago, days int) time.Time { return s.monday.AddDate(0, 0, days-7*ago) }

// do runs one act in a scope at an instant.
func (s *seeder) do(scope tenant.Scope, at time.Time, fn func(tx *db.Tx) error) error {
	return s.db.At(func() time.Time { return at }).Update(s.ctx, scope, fn)
}

const (
	sqlPractice = `INSERT INTO practice (id, slug, name, zone, safety_read, help_lines) VALUES ($1, $2, $3, $4, $5, $6)`
	sqlPerson   = `INSERT INTO person (practice_id, id, kind, chosen_name, created_at) VALUES ($1, $2, 'staff', $3, $4)`
	sqlContact  = `INSERT INTO contact (practice_id, person_id, account_id, zone, keys_on) VALUES ($1, $2, $3, $4, true)`
	sqlSeat     = `INSERT INTO staff_seat (practice_id, id, person_id, role, credential, starts_on) VALUES ($1, $2, $3, $4, $5, $6)`
)

// practice makes the practice and its staff. One signs in by link; the one password is asked for only when leaving room view.
func (s *seeder) practice(user string) error {
	start := s.at(s.week(weeks+8, 0), "09:00")
	return s.do(tenant.NewOperator(s.id, user).Scope(), start, func(tx *db.Tx) error {
		tx.Audit(audit.PracticeSetUp, s.id.UUID, tenant.CoupleID{})
		if _, err := tx.Exec(sqlPractice, s.id, Slug, practiceName, Zone, "Monday 9:00",
			"988 Suicide and Crisis Lifeline: call or text 988\nNational Domestic Violence Hotline: 1-800-799-7233\nEmergency: 911"); err != nil {
			return err
		}
		if _, err := tx.Seal(seal.OfPractice(s.id), seal.Ref{Table: "practice", Row: s.id.String()}, nil); err != nil {
			return err
		}
		for _, h := range staff() {
			person := tenant.NewPersonID()
			account, err := s.enrol(tx, fmt.Sprintf("%s@north-quay.example", h.role+person.String()[:4]))
			if err != nil {
				return err
			}
			if _, err := tx.Exec(sqlPerson, s.id, person, h.name, tx.Now()); err != nil {
				return err
			}
			if _, err := tx.Exec(sqlContact, s.id, person, account, Zone); err != nil {
				return err
			}
			if _, err := tx.Exec(sqlSeat, s.id, uuid.New(), person, h.role, h.credential, s.week(weeks+8, 0)); err != nil {
				return err
			}
			s.staff = append(s.staff, tenant.NewStaff(s.id, person, tenant.Audience(h.role)))
		}
		return nil
	})
}

func whoOf(role string) string {
	if role == "front_desk" {
		return "front-desk"
	}
	return role
}

func (s *seeder) enrol(tx *db.Tx, email string) (tenant.AccountID, error) {
	id, made, err := signin.Enrol(tx, s.db.Ring(), email, s.secret)
	if err == nil && !made {
		err = fmt.Errorf("the address %s is taken", email)
	}
	return id, err
}

const (
	sqlActivate = `UPDATE contact SET account_id = $3 WHERE practice_id = $1 AND person_id = $2`
	sqlActive   = `UPDATE membership SET state = $4 WHERE practice_id = $1 AND couple_id = $2 AND person_id = $3`
	sqlInvited  = `INSERT INTO invitation (practice_id, id, couple_id, person_id, token_hash, address_hash, made_by, made_at, expires_at, claimed_at, claimed_account)
VALUES ($1, $2, $3, $4, sha256(convert_to($5, 'UTF8')), $6, $7, $8, $9, $10, $11)`
)

// joined gives the partners of a couple their seats: a sign-in of their own, or a claim that waits for the counselor.
func (s *seeder) joined(c couple.Couple, sample sample, user string) error {
	return s.do(tenant.NewOperator(s.id, user).Scope(), s.at(c.CareFrom, "18:00"), func(tx *db.Tx) error {
		tx.Audit(audit.InvitationConfirmed, c.ID.UUID, c.ID)
		for i, p := range c.Partners {
			if p.OnPaper {
				continue
			}
			email := address(sample, i)
			account, err := s.enrol(tx, email)
			if err != nil {
				return err
			}
			waits := sample.claimed && i == 1
			state, claimed := "active", tx.Now()
			if waits {
				state, claimed = "claimed", s.at(s.today.AddDate(0, 0, -1), "19:20")
			}
			if _, err := tx.Exec(sqlInvited, s.id, uuid.New(), c.ID, p.Person, uuid.NewString(), tx.HashAddress(email), s.staff[sample.counselor].Person(), tx.Now(), claimed.AddDate(0, 0, 7), claimed, account); err != nil {
				return err
			}
			if err := tx.ExecOne(sqlActive, s.id, c.ID, p.Person, state); err != nil {
				return err
			}
			if waits {
				continue
			}
			if err := tx.ExecOne(sqlActivate, s.id, p.Person, account); err != nil {
				return err
			}
		}
		return nil
	})
}

func address(sample sample, i int) string {
	return fmt.Sprintf("partner%d.%s@example.org", i+1, sample.code)
}
