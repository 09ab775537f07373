package couple

import (
	"testing"
	"time"
)

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func TestHardGatesNeedEvidenceOfEachPartner(t *testing.T) {
	on := day("2026-03-02")
	full := Evidence{ConsentOn: &on, ScreenOn: &on, Outcome: ScreenJoint}
	cases := []struct {
		name     string
		gate     Gate
		evidence []Evidence
		want     bool
	}{
		{"nobody in the couple", G0, nil, false},
		{"both signed", G0, []Evidence{full, full}, true},
		{"one signed", G0, []Evidence{full, {}}, false},
		{"a couple with one partner", G0, []Evidence{full}, true},
		{"both screened", G1, []Evidence{full, full}, true},
		{"one screen missing", G1, []Evidence{full, {ConsentOn: &on}}, false},
		{"joint with conditions", G1, []Evidence{full, {ScreenOn: &on, Outcome: ScreenConditions}}, true},
		{"individual only", G1, []Evidence{full, {ConsentOn: &on, ScreenOn: &on, Outcome: ScreenIndividual}}, false},
		{"advice needs none", G3, nil, true},
	}
	for _, c := range cases {
		if got := MayOpen(c.gate, c.evidence); got != c.want {
			t.Errorf("%s: MayOpen(%s) = %v", c.name, c.gate, got)
		}
	}
}

func TestClosedGatesPartHardFromAdvice(t *testing.T) {
	states := GateStates{G0: {Opened: true}, G1: {Opened: false}, G3: {Opened: true}}
	hard, advice := states.Closed([]Gate{G1, G3, G4})
	if len(hard) != 1 || hard[0] != G1 || len(advice) != 1 || advice[0] != G4 {
		t.Errorf("hard %v, advice %v", hard, advice)
	}
	if states.JointOpen() {
		t.Error("joint work stands although G1 is closed")
	}
}

func TestOneAddressForTwo(t *testing.T) {
	if !SharedAddress([]Joining{{Email: "both@example.org"}, {Email: "both@example.org"}}) {
		t.Error("one address for two was not seen")
	}
	if SharedAddress([]Joining{{}, {}}) || SharedAddress([]Joining{{Email: "a@example.org"}, {Email: "b@example.org"}}) {
		t.Error("two people without a common address were refused")
	}
}

func TestWhoReadsIsComputedFromThePolicy(t *testing.T) {
	cases := []struct {
		sharing Sharing
		policy  Policy
		partner string
		want    string
	}{
		{Kept, NoSecrets, "Jo", "reader_kept"},
		{Joint, LimitedSecrets, "Jo", "reader_joint"},
		{Joint, LimitedSecrets, "", "reader_joint_alone"},
		{ToReader, NoSecrets, "Jo", "reader_counselor_none"},
		{ToReader, LimitedSecrets, "Jo", "reader_counselor_limited"},
		{Released, Confidences, "Jo", "reader_counselor_individual"},
	}
	for _, c := range cases {
		if got := WhoReads(c.sharing, c.policy, "Ingrid", c.partner); got.Sentence != c.want {
			t.Errorf("%s %s: %s, want %s", c.sharing, c.policy, got.Sentence, c.want)
		}
	}
}

func TestTheOtherReadsFromFirstToLastDay(t *testing.T) {
	from, to := day("2026-03-02"), day("2026-05-01")
	for date, want := range map[string]bool{"2026-03-01": false, "2026-03-02": true, "2026-05-01": true, "2026-05-02": false} {
		if got := (Mine{Other: "Jo", OtherFrom: &from, OtherTo: &to}).OtherReads(day(date)); got != want {
			t.Errorf("%s: %v", date, got)
		}
	}
	if (Mine{}).OtherReads(from) || !(Mine{OtherFrom: &from}).OtherReads(to) {
		t.Error("an empty place reads, or an open one does not")
	}
}

func TestInCare(t *testing.T) {
	end := day("2026-05-01")
	c := Couple{CareFrom: day("2026-01-12"), CareTo: &end}
	for date, want := range map[string]bool{"2026-01-11": false, "2026-01-12": true, "2026-05-01": true, "2026-05-02": false} {
		if got := c.InCare(day(date)); got != want {
			t.Errorf("%s: %v", date, got)
		}
	}
}
