package main

import (
	"io"
	"net/http"
	"testing"
	"time"

	"amends/server/tenant"
)

// BenchmarkSample measures pages of a couple of the sample practice that has something in every room, each in turn with its floor
// as BenchmarkScale does: the planner, the couple's page, the gates, and a partner's home.
func BenchmarkSample(b *testing.B) {
	s := newSample(b)
	of := "/couples/" + s.text(`select couple_id from couple where code = 'NQ-01'`)
	for _, page := range []struct{ name, who, path string }{
		{"Planner", treating, of + "/planner"}, {"Couple", treating, of}, {"Gates", treating, of + "/gates"}, {"Home", partner, "/home"},
	} {
		b.Run(page.name, func(b *testing.B) { s.page(b, page.who, page.path) })
	}
}

func (s *sample) page(b *testing.B, who, path string) {
	seat := s.seat(who)
	v := s.sitting(seat.Seat)
	at, err := http.NewRequest("GET", s.URL+path, nil)
	if err != nil {
		b.Fatal(err)
	}
	all := statements(b, s.App, v.http.Jar.Cookies(at.URL)[0].Value, s.URL+path)
	scope := tenant.NewStaff(seat.Practice, seat.Person, seat.Audience).Scope()
	if seat.Audience == tenant.OfPartner {
		scope = tenant.NewPartner(seat.Practice, seat.Person, seat.Couple, s.dates(seat.Person.String()), time.Time{}).Scope()
	}
	pagesRead(b, s.DB, scope, all)
	inTurn(b, func() {}, func() {
		res, err := v.http.Get(s.URL + path)
		if err != nil {
			b.Fatal(err)
		}
		defer res.Body.Close()
		if _, err := io.Copy(io.Discard, res.Body); err != nil || res.StatusCode != http.StatusOK {
			b.Fatalf("%s: %d %v", path, res.StatusCode, err)
		}
	}, func() { floor(b, s.DB, scope, all) })
}

// dates is the first day on which somebody belongs to a couple.
func (s *sample) dates(person string) (from time.Time) {
	s.t.Helper()
	if err := s.super.QueryRow(`select starts_on from membership where person_id = $1`, person).Scan(&from); err != nil {
		s.t.Fatal(err)
	}
	return from
}
