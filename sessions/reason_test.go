package sessions

import (
	"testing"
	"time"

	"amends/clients/couple"
	"amends/server/tenant"
)

func on(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func ring(values ...float64) []*float64 {
	out := make([]*float64, len(values))
	for i, v := range values {
		if v >= 0 {
			out[i] = &values[i]
		}
	}
	return out
}

// pair is a couple in joint work whose partners checked in on the given dates, with these rings ending on one Monday.
func pair(a, b []*float64, lastA, lastB string) Row {
	monday := on("2026-05-25")
	r := Row{Couple: couple.ID{UUID: tenant.NewCoupleID().UUID}, JointOn: true, CareFrom: on("2026-01-12")}
	for i, values := range [][]*float64{a, b} {
		last := on([]string{lastA, lastB}[i])
		r.Partners = append(r.Partners, PartnerRow{Person: tenant.NewPersonID(), Position: i + 1, Name: []string{"Amira", "Jonas"}[i], Seat: couple.SeatActive,
			LastOn: &last, Monday: &monday, Safe: values})
	}
	return r
}

func TestReasonsFromLines(t *testing.T) {
	today := on("2026-06-04")
	steady := ring(5, 5, 6, 5, 6, 5, 5, 6)
	cases := []struct {
		name string
		row  Row
		want []Kind
	}{
		{"nothing", pair(steady, steady, "2026-06-02", "2026-06-01"), nil},
		{"one fell out of the own wave", pair(ring(5, 5, 6, 5, 6, 5, 5, 1), steady, "2026-06-02", "2026-06-01"), []Kind{Setback}},
		{"a low week that lies back is no news", pair(ring(5, 5, 6, 5, 1, 5, 5, 6), steady, "2026-06-02", "2026-06-01"), nil},
		{"the newest week is a gap", pair(ring(5, 5, 6, 5, 6, 5, 5, -1), steady, "2026-06-02", "2026-06-01"), nil},
		{"lines moved apart", pair(ring(5, 5, 5, 5, 6, 6, 7, 8), ring(5, 5, 5, 5, 5, 5, 4, 4), "2026-06-02", "2026-06-01"), []Kind{Apart}},
		{"far apart as ever is no news", pair(ring(8, 8, 8, 8, 8, 8, 8, 8), ring(4, 4, 4, 4, 4, 4, 4, 4), "2026-06-02", "2026-06-01"), nil},
		{"the gap closed in between", pair(ring(5, 5, 5, 5, 6, 6, 6, 8), ring(5, 5, 5, 5, 4, 5, 4, 4), "2026-06-02", "2026-06-01"), nil},
		{"ten days of silence", pair(steady, steady, "2026-05-25", "2026-05-20"), []Kind{Quiet}},
		{"nine days are none", pair(steady, steady, "2026-05-26", "2026-05-20"), nil},
	}
	for _, c := range cases {
		got := Reasons(c.row, nil, today)
		if len(got) != len(c.want) {
			t.Errorf("%s: %v", c.name, got)
			continue
		}
		for i := range got {
			if got[i].Kind != c.want[i] {
				t.Errorf("%s: %v", c.name, got)
			}
		}
	}
}

func TestReasonsAreOrderedByUrgency(t *testing.T) {
	today := on("2026-06-04")
	r := pair(ring(5, 5, 6, 5, 6, 5, 5, 1), ring(5, 5, 5, 5), "2026-06-02", "2026-06-02")
	seen := on("2026-06-01")
	r.JointOn, r.Partners[0].Unseen, r.Partners[0].UnseenAt, r.Partners[1].Seat = false, 2, &seen, couple.SeatClaimed
	facts := []Fact{{Kind: Unsigned, Couple: r.Couple, Object: "n", At: on("2026-05-29")}, {Kind: NotYet, Couple: r.Couple, Person: r.Partners[1].Person, At: seen},
		{Kind: Safety, Couple: r.Couple, Object: "a", Person: r.Partners[0].Person, At: seen}, {Kind: Read, Couple: couple.ID{UUID: tenant.NewCoupleID().UUID}, At: seen}}
	want := []Kind{Safety, Seat, Unsigned, NotYet, Setback, Consent, Seen}
	got := Reasons(r, facts, today)
	if len(got) != len(want) {
		t.Fatalf("%v", got)
	}
	for i := range want {
		if got[i].Kind != want[i] {
			t.Errorf("%d: %s, want %s", i, got[i].Kind, want[i])
		}
	}
	if got[2].Days != 6 || got[6].Days != 2 || got[0].Name != "Amira" {
		t.Errorf("details: %+v", got)
	}
}

// A counselor who only covers answers for safety, and for a note of their own; the rest waits for whoever treats the couple.
func TestCoverAnswersForSafety(t *testing.T) {
	r := pair(ring(5, 5, 6, 5, 6, 5, 5, 1), nil, "2026-04-01", "2026-04-01")
	r.Cover, r.JointOn = true, false
	facts := []Fact{{Kind: NotYet, Couple: r.Couple}, {Kind: Safety, Couple: r.Couple, At: on("2026-06-01")}}
	if got := Reasons(r, facts, on("2026-06-04")); len(got) != 1 || got[0].Kind != Safety {
		t.Errorf("%v", got)
	}
}

// Who takes part on paper is not waited for.
func TestPaperIsNotQuiet(t *testing.T) {
	r := pair(ring(5, 5), ring(5, 5), "2026-04-01", "2026-04-01")
	for i := range r.Partners {
		r.Partners[i].Seat = couple.SeatPaper
	}
	if got := Reasons(r, nil, on("2026-06-04")); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

// Days that were agreed are dates, whatever the hour is where the counselor sits; a held confidence is said on Today alone.
func TestAgreedDaysAreDates(t *testing.T) {
	r := pair(ring(5, 5), ring(5, 5), "2026-06-02", "2026-06-02")
	r.JointOn = true
	facts := []Fact{{Kind: Discern, Couple: r.Couple, At: on("2026-06-04")}, {Kind: Confided, Couple: r.Couple, Object: "c", At: on("2026-06-06")}}
	got := Reasons(r, facts, on("2026-06-04"))
	if len(got) != 2 || !got[0].Dated || !got[1].Dated || got[0].Path != couple.Path(r.Couple)+"/discernment" || got[1].Path != couple.Path(r.Couple)+"/confidences" {
		t.Fatalf("%+v", got)
	}
	if left := pressing(got); len(left) != 1 || left[0].Kind != Discern {
		t.Errorf("printed: %+v", left)
	}
	if left := unconfided(Reasons(r, facts, on("2026-06-04"))); len(left) != 1 || left[0].Kind != Discern {
		t.Errorf("on the couple's page: %+v", left)
	}
}

// A hold comes last, cover knows of it, and lists that are turned to others or printed go without it.
func TestAHoldIsAStateNotATask(t *testing.T) {
	r := pair(ring(5, 5), ring(5, 5), "2026-06-02", "2026-06-02")
	r.JointOn = true
	facts := []Fact{{Kind: Held, Couple: r.Couple, At: on("2026-06-01")}, {Kind: Unsigned, Couple: r.Couple, Object: "n", At: on("2026-06-03")}}
	got := Reasons(r, facts, on("2026-06-04"))
	if len(got) != 2 || got[1].Kind != Held || got[1].Path != couple.Path(r.Couple)+"/hold" {
		t.Fatalf("%+v", got)
	}
	if left := pressing(got); len(left) != 1 || left[0].Kind != Unsigned {
		t.Errorf("%+v", left)
	}
	r.Cover = true
	if got := Reasons(r, facts[:1], on("2026-06-04")); len(got) != 1 || got[0].Kind != Held {
		t.Errorf("cover: %+v", got)
	}
}
