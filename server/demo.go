package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"amends/server/db"
	"amends/server/demo"
	"amends/server/fault"
	"amends/server/signin"
	"amends/server/tenant"
)

// linkFor is how long the sample practice's one-time links wait.
const linkFor = 24 * time.Hour

// runDemo is a private database with the sample practice. The database is made once for a day and folder; the links are new
// at every start.
func runDemo(ctx context.Context, args []string, s std) error {
	f := flags("demo", s)
	data := f.dataFlag()
	listen := f.String("listen", "127.0.0.1:8080", "command_flag_listen")
	asJSON := f.Bool("json", false, "command_flag_json")
	today := f.String("today", "", "command_flag_today")
	if err := parse(f, args, 0); err != nil {
		return err
	}
	now, err := clockOf(*today)
	if err != nil {
		return err
	}
	c, reason, err := configure(*data, *listen, withoutDatabase)
	if err != nil {
		return err
	}
	if *data == "" {
		c.Data = filepath.Join(c.Data, "demo")
	}
	if reason != nil {
		s.tell(reason)
	}
	h, err := open(ctx, c, wants{start: true, migrate: true, safe: true, now: now}, s)
	if err != nil {
		return err
	}
	err = h.serve(ctx, s, *asJSON, func(base string) (ready, error) { return h.sample(ctx, base, s) })
	return errors.Join(err, h.Close())
}

// withoutDatabase reads the environment, but never a database of somebody: the sample practice has its own.
func withoutDatabase(name string) string {
	if name == "DATABASE_URL" || name == "MIGRATE_DATABASE_URL" {
		return ""
	}
	return os.Getenv(name)
}

// clockOf is the program's clock: the machine's, or one that began at nine on the given day when the program started.
func clockOf(today string) (func() time.Time, error) {
	if today == "" {
		return time.Now, nil
	}
	day, err := time.Parse(time.DateOnly, today)
	if err != nil {
		return nil, fault.Field("today", "command_day", "Flag", "-today", "Found", today)
	}
	zone, err := time.LoadLocation(demo.Zone)
	if err != nil {
		return nil, err
	}
	start := time.Date(day.Year(), day.Month(), day.Day(), 9, 0, 0, 0, zone)
	began := time.Now()
	return func() time.Time { return start.Add(time.Since(began)) }, nil
}

// sample makes the practice if the database is empty, and fresh sign-in links for everybody.
func (h *house) sample(ctx context.Context, base string, s std) (ready, error) {
	r := ready{Event: "ready", URL: base, Practice: demo.Slug}
	taken, err := practiceTaken(ctx, h.DB)
	if err != nil {
		return r, err
	}
	if !taken {
		s.say("command_demo_making")
		library, err := loadLibrary()
		if err != nil {
			return r, err
		}
		if err := demo.Make(ctx, h.DB, library, osUser(), h.DB.Now()); err != nil {
			return r, err
		}
	}
	practice, err := practiceOf(ctx, h.DB, demo.Slug)
	if err != nil {
		return r, err
	}
	operator := tenant.NewOperator(practice, osUser())
	seats, err := demo.Seats(ctx, h.DB, operator)
	if err != nil {
		return r, err
	}
	s.say("command_demo_password", "Password", demo.Password)
	err = h.DB.Update(db.WithRequestID(ctx, osUser()), operator.Scope(), func(tx *db.Tx) error {
		r.SignIn = nil
		for _, seat := range seats {
			path, err := signin.MakeSignInLink(tx, seat.Seat, linkFor)
			if err != nil {
				return err
			}
			r.SignIn = append(r.SignIn, person{Who: seat.Who, Name: seat.Name, Couple: seat.Code, URL: base + path})
		}
		return nil
	})
	return r, err
}
