package programme_test

import (
	"slices"
	"strings"
	"testing"

	"amends/clients/programme"
)

// TestNothingOfTheInjuredPartnerIsDue: product rule 4, over the whole library.
func TestNothingOfTheInjuredPartnerIsDue(t *testing.T) {
	l := shipped(t)
	seen := 0
	for _, s := range l.Steps() {
		for _, p := range s.Parts {
			if !p.Who.Includes(programme.Injured) {
				continue
			}
			seen++
			v, ok := l.View("", s.Key, p.Key, programme.Injured, programme.English)
			if !ok || v.Due {
				t.Errorf("%s/%s: view %v, due %v", s.Key, p.Key, ok, v.Due)
			}
		}
	}
	if seen < 50 {
		t.Fatalf("only %d parts for the injured partner; the programmes have more", seen)
	}
}

// TestWhatComesAtItsOwnPaceIsDueForNobody: product rules 1, 4 and 14. These rows are
// about feelings, closeness, forgiveness, decisions or patience.
func TestWhatComesAtItsOwnPaceIsDueForNobody(t *testing.T) {
	l := shipped(t)
	rows := "A3 A9 A10 B5 C10 C11 C14 C16 C20 C25 C26 C28 C30 D10 E5 EO5 EF3 EF5 EF7 EF8"
	for code := range strings.FieldsSeq(rows) {
		for _, p := range l.Parts(programme.Code(code)) {
			if !ownPace(p.Part.Kind) && !slices.Contains([]string{"B5", "C16", "C25", "E5", "EO5", "EF5", "EF8"}, code) {
				continue
			}
			for _, role := range []programme.Role{programme.Involved, programme.Injured} {
				if p.Part.DueAllowed(role) {
					t.Errorf("%s: %s/%s is due for %s", code, p.Step, p.Part.Key, role)
				}
			}
		}
	}
}

func ownPace(k programme.Kind) bool {
	return slices.Contains([]programme.Kind{programme.RIT, programme.DEC, programme.FEE, programme.SFR}, k)
}

// TestForgivenessIsOpenedByThePersonAlone: whatever the forgiveness step asks is never
// offered by a schedule, may always be left out, and is kept by its writer unless a
// phase of the programme says otherwise.
func TestForgivenessIsOpenedByThePersonAlone(t *testing.T) {
	l := shipped(t)
	for _, code := range []programme.Code{"C16", "EO5"} {
		for _, p := range l.Parts(code) {
			if p.Part.Cadence.Rhythm != programme.Wanted || len(p.Part.Cadence.Also) > 0 || !p.Part.Optional {
				t.Errorf("%s: %s/%s comes %s, optional %v", code, p.Step, p.Part.Key, p.Part.Cadence.Rhythm, p.Part.Optional)
			}
			if p.Part.Sharing != (programme.Sharing{Code: programme.ShareKept}) {
				t.Errorf("%s: %s/%s is shared: %+v", code, p.Step, p.Part.Key, p.Part.Sharing)
			}
		}
	}
	s, _ := l.Step("forgiveness")
	for _, p := range s.Parts {
		if p.Due != programme.DueNever {
			t.Errorf("forgiveness/%s has a due date", p.Key)
		}
	}
}

// TestHardTalksHaveATimeBox: caution 6, at most twenty minutes. The design names its
// own bound where the row has one; whatever two do together has one in any case.
func TestHardTalksHaveATimeBox(t *testing.T) {
	l := shipped(t)
	most := map[programme.Code]int{"A3": 3}
	rows := "A3 A4 A5 A8 B2 B7 C4 C8 C11 C19 C21 C24 C27 D4 D9 E2 EO1"
	for code := range strings.FieldsSeq(rows) {
		bound, named := most[programme.Code(code)]
		if !named {
			bound = 20
		}
		for _, p := range l.Parts(programme.Code(code)) {
			together := p.Part.Who == programme.WhoBoth && p.Part.Kind != programme.PRM
			if box := p.Part.Timebox; box > bound || (together || named) && box == 0 {
				t.Errorf("%s: %s/%s has a time box of %d minutes, not 1 to %d", code, p.Step, p.Part.Key, box, bound)
			}
		}
	}
}

// TestEveryShortStepHasItsMotto: the thirty steps of programme C have one each; a motto
// can be switched off, and nothing else has one.
func TestEveryShortStepHasItsMotto(t *testing.T) {
	l := shipped(t)
	seen := map[string]programme.Code{}
	for _, p := range l.Programmes() {
		for _, pl := range p.Placements {
			short := p.Tag == "C" && pl.Code != "C0" && !strings.HasPrefix(string(pl.Code), "CP")
			motto := pl.Motto[programme.English]
			if (motto != "") != short {
				t.Errorf("%s has the motto %q", pl.Code, motto)
			}
			if other, twice := seen[motto]; twice && motto != "" {
				t.Errorf("%s and %s share a motto", pl.Code, other)
			}
			seen[motto] = pl.Code
		}
	}
	after := func(code programme.Code) []programme.Code {
		pl, _ := l.Placement(code)
		return pl.After
	}
	if got := after("C28"); !slices.Contains(got, "C2") || !slices.Contains(got, "C3") {
		t.Errorf("C28 comes after %v, and the design wants C2 and C3 first", got)
	}
}

// What was said and done in hard moments is asked in questions of its own, on one form; what is kept of a wave, a plan and
// promises stand in their rooms.
func TestHardMomentsAreAskedInTheirOwnFields(t *testing.T) {
	l := shipped(t)
	var asked []string
	for _, p := range l.Parts("C23") {
		if p.Part.Room() != "" || p.Step != "setback-plan" {
			t.Errorf("%s of C23 stands in %s, and leads to %q", p.Part.Key, p.Step, p.Part.Room())
		}
		for _, q := range p.Part.Prompts {
			asked = append(asked, q.Label["en"])
		}
	}
	if got := strings.Join(asked, ", "); got != "The hard moment, What steadied me, What I kept doing, What slipped" {
		t.Errorf("C23 asks %s", got)
	}
	for _, want := range []struct {
		code programme.Code
		part programme.PartKey
		room string
	}{{"A8", "plan", "/plan"}, {"A8", "wave", "/plan"}, {"C21", "exit", "/plan"}, {"C27", "setback", ""}, {"A7", "ledger", "/promises"}, {"D2", "amend", "/promises"}} {
		for _, p := range l.Parts(want.code) {
			if p.Part.Key == want.part && p.Part.Room() != want.room {
				t.Errorf("%s %s leads to %q", want.code, want.part, p.Part.Room())
			}
		}
	}
}

// Feelings are noted down in three minutes at most.
func TestFeelingsTakeThreeMinutes(t *testing.T) {
	for _, s := range shipped(t).Steps() {
		for _, p := range s.Parts {
			if p.Kind == programme.FEE && p.Minutes > 3 {
				t.Errorf("%s/%s takes %d minutes", s.Key, p.Key, p.Minutes)
			}
		}
	}
}
