package sessions

import (
	"slices"
	"testing"
	"time"

	"amends/clients/couple"
	"amends/server/tenant"
)

// Of who has left, only what they sent before is still looked at; the lines and the silence are of who stays.
func TestWhoLeftIsNotWaitedFor(t *testing.T) {
	today, left := on("2026-06-04"), on("2026-05-01")
	steady := ring(5, 5, 6, 5, 6, 5, 5, 6)
	part := func(r Row, both bool) Row {
		r.Partners[1].LeftOn = &left
		if both {
			r.Partners[0].LeftOn = &left
		}
		return r
	}
	unseen := part(pair(steady, steady, "2026-06-02", "2026-04-28"), false)
	at := time.Date(2026, 4, 28, 20, 0, 0, 0, time.UTC)
	unseen.Partners[1].Unseen, unseen.Partners[1].UnseenAt = 1, &at
	closed := part(pair(steady, steady, "2026-06-02", "2026-04-28"), true)
	closed.JointOn = false
	for _, c := range []struct {
		name string
		row  Row
		want []Kind
	}{
		{"a hard week of who left", part(pair(steady, ring(5, 5, 6, 5, 6, 5, 5, 1), "2026-06-02", "2026-04-28"), false), nil},
		{"a hard week of who stays", part(pair(ring(5, 5, 6, 5, 6, 5, 5, 1), steady, "2026-06-02", "2026-04-28"), false), []Kind{Setback}},
		{"lines apart of one and nobody", part(pair(ring(5, 5, 5, 5, 6, 6, 7, 8), ring(5, 5, 5, 5, 5, 5, 4, 4), "2026-06-02", "2026-06-01"), false), nil},
		{"silence of who stays", part(pair(steady, steady, "2026-05-20", "2026-06-03"), false), []Kind{Quiet}},
		{"silence of nobody", part(pair(steady, steady, "2026-05-20", "2026-05-20"), true), nil},
		{"sent before, not seen", unseen, []Kind{Seen}},
		{"no consent of nobody", closed, nil},
	} {
		got := kindsOf(Reasons(c.row, nil, today))
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// After a discharge what somebody sent, or the counselor began, still waits; what asked for the next weeks is over.
func TestWhatIsOwedIsStillThere(t *testing.T) {
	today, ended := on("2026-06-04"), on("2026-05-10")
	r := pair(ring(5, 5, 6, 5, 6, 5, 5, 1), ring(5, 5, 6, 5, 6, 5, 5, 6), "2026-05-20", "2026-05-20")
	r.JointOn = false
	r.Partners[1].Seat = couple.SeatClaimed
	at := time.Date(2026, 5, 9, 20, 0, 0, 0, time.UTC)
	r.Partners[0].Unseen, r.Partners[0].UnseenAt = 2, &at
	var facts []Fact
	for _, k := range Kinds() {
		switch k {
		case Seat, Setback, Apart, Quiet, Consent, Seen: // found in the row
		default:
			facts = append(facts, Fact{Kind: k, Couple: r.Couple, Object: tenant.NewPersonID().String(), Person: r.Partners[0].Person, At: at})
		}
	}
	if got := kindsOf(Reasons(r, facts, today)); !slices.Contains(got, Quiet) || !slices.Contains(got, Held) || !slices.Contains(got, Consent) {
		t.Fatalf("in care: %v", got)
	}
	r.CareTo = &ended
	want := []Kind{Safety, Screened, Read, Release, Unsigned, Seen, Confided}
	if got := kindsOf(Reasons(r, facts, today)); !slices.Equal(got, want) {
		t.Errorf("after the end: %v, want %v", got, want)
	}
	for filter, in := range map[string]bool{"": false, "needs": true, "read": false, "quiet": false, "paper": false, "cover": false, discharged: true} {
		if got := matches(filter, r, pressing(Reasons(r, facts, today))); got != in {
			t.Errorf("filter %q: %v", filter, got)
		}
	}
	if matches("needs", r, nil) || !matches(discharged, r, nil) {
		t.Error("a couple nobody waits for is only among the discharged")
	}
}

func kindsOf(rs []Reason) (kinds []Kind) {
	for _, r := range rs {
		kinds = append(kinds, r.Kind)
	}
	return kinds
}
