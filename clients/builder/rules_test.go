package builder_test

import (
	"os"
	"strings"
	"testing"

	"amends/clients/builder"
	"amends/clients/programme"
)

func shipped(t testing.TB) *programme.Library {
	t.Helper()
	lib, err := programme.LoadShipped(os.DirFS("../../templates/programmes"))
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

// copied is a draft of a shipped programme.
func copied(t *testing.T, tag programme.Tag) builder.Content {
	t.Helper()
	lib := shipped(t)
	p, ok := lib.Programme(tag)
	if !ok {
		t.Fatalf("no programme %s", tag)
	}
	return builder.Copied(p, lib.StepsOf(tag), "XA", "en")
}

func codes(c builder.Content) string {
	var all []string
	for _, pl := range c.Programme.Placements {
		all = append(all, string(pl.Code)+" "+pl.Phase)
	}
	return strings.Join(all, ", ")
}

// Every shipped programme can be copied and published as it is: a copy has no fault of its own making.
func TestCopiesAreWhole(t *testing.T) {
	lib := shipped(t)
	for _, p := range lib.Programmes() {
		c := copied(t, p.Tag)
		if all := c.Troubles(lib.Themes()); len(all) > 0 {
			t.Errorf("%s: %+v", p.Tag, all[0])
		}
		if len(c.Programme.Placements) != len(p.Placements) {
			t.Fatalf("%s: %d rows of %d", p.Tag, len(c.Programme.Placements), len(p.Placements))
		}
		for i, pl := range c.Programme.Placements {
			from := p.Placements[i]
			if !strings.HasPrefix(string(pl.Code), "XA") || pl.Step != from.Step || len(pl.After) != len(from.After) {
				t.Errorf("%s became %s: step %s of %s, after %v of %v", from.Code, pl.Code, pl.Step, from.Step, pl.After, from.After)
			}
			for _, after := range pl.After {
				if row, _ := c.Row(after); row == nil {
					t.Errorf("%s comes after %s, which is not there", pl.Code, after)
				}
			}
		}
		if original, _ := lib.Programme(p.Tag); original.Placements[0].Code == "XA1" {
			t.Errorf("copying changed the shipped programme %s", p.Tag)
		}
	}
}

func small() builder.Content {
	c := builder.Begun("XA", "Ours", "One")
	c.Programme.Phases = append(c.Programme.Phases, programme.Phase{Key: "two", Title: programme.Title{"en": "Two"}})
	step := programme.Step{Key: "s", Title: programme.Title{"en": "S"}, Parts: []programme.Part{{Key: "p", Sharing: programme.Sharing{Code: programme.ShareKept}}}}
	for _, phase := range []string{"phase-1", "phase-1", "two"} {
		c.Add(step, phase)
	}
	return c
}

func TestRowsMoveThroughThePhases(t *testing.T) {
	for _, one := range []struct {
		code programme.Code
		up   bool
		may  bool
		want string
	}{
		{"XA1", true, false, "XA1 phase-1, XA2 phase-1, XA3 two"},
		{"XA1", false, true, "XA2 phase-1, XA1 phase-1, XA3 two"},
		{"XA2", true, true, "XA2 phase-1, XA1 phase-1, XA3 two"},
		{"XA2", false, true, "XA1 phase-1, XA2 two, XA3 two"},
		{"XA3", true, true, "XA1 phase-1, XA2 phase-1, XA3 phase-1"},
		{"XA3", false, false, "XA1 phase-1, XA2 phase-1, XA3 two"},
		{"XA9", true, false, "XA1 phase-1, XA2 phase-1, XA3 two"},
	} {
		c := small()
		if may := c.Move(one.code, one.up); may != one.may || codes(c) != one.want {
			t.Errorf("%s up %v: %v, %s", one.code, one.up, may, codes(c))
		}
	}
}

// A row that was taken out keeps its number for itself, and comes back without waiting for what is gone.
func TestNumbersAreNotUsedAgain(t *testing.T) {
	c := small()
	row, _ := c.Row("XA2")
	row.After = []programme.Code{"XA1"}
	last, _ := c.Row("XA3")
	last.After = []programme.Code{"XA2"}
	if !c.Remove("XA2") || !c.Remove("XA1") || codes(c) != "XA3 two" {
		t.Fatalf("after taking out: %s", codes(c))
	}
	if last, _ := c.Row("XA3"); len(last.After) != 0 {
		t.Errorf("XA3 still comes after %v", last.After)
	}
	if code := c.Add(c.Steps[0], "phase-1"); code != "XA4" {
		t.Errorf("the next row is %s", code)
	}
	if !c.PutBack("XA2") || c.PutBack("XA2") || codes(c) != "XA4 phase-1, XA2 phase-1, XA3 two" {
		t.Errorf("after putting back: %s", codes(c))
	}
	if row, _ := c.Row("XA2"); len(row.After) != 0 {
		t.Errorf("XA2 waits for %v, which is gone", row.After)
	}
}

// Whatever may reach the other partner stands behind the two hard gates from the start.
func TestAddedStepsBringTheirGates(t *testing.T) {
	lib := shipped(t)
	c := builder.Begun("XA", "Ours", "One")
	for _, s := range lib.Steps() {
		c.Add(s, "phase-1")
	}
	for _, one := range c.Troubles(lib.Themes()) {
		if strings.HasPrefix(one.Rule, "gates") {
			t.Errorf("%s: %s", one.Row, one.Reason)
		}
	}
}
