package homework_test

import (
	"io/fs"
	"slices"
	"testing"

	"amends/clients/couple"
	"amends/clients/homework"
	"amends/clients/programme"
	"amends/templates"
)

func shipped(t testing.TB) *programme.Library {
	t.Helper()
	files, err := fs.Sub(templates.Files, "programmes")
	if err != nil {
		t.Fatal(err)
	}
	lib, err := programme.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

func TestStates(t *testing.T) {
	all := []homework.State{homework.Open, homework.Underway, homework.Submitted, homework.Declined, homework.Later, homework.Excused, homework.Paused, homework.Paper}
	for _, row := range []struct {
		act  homework.Act
		from []homework.State
		to   homework.State
	}{
		{homework.Save, []homework.State{homework.Open, homework.Underway, homework.Later, homework.Declined}, homework.Underway},
		{homework.Submit, []homework.State{homework.Open, homework.Underway, homework.Later}, homework.Submitted},
		{homework.Decline, []homework.State{homework.Open, homework.Underway, homework.Later}, homework.Declined},
		{homework.NotNow, []homework.State{homework.Open, homework.Underway, homework.Later}, homework.Later},
		{homework.Reopen, []homework.State{homework.Declined, homework.Later}, homework.Open},
		{homework.Withdraw, []homework.State{homework.Submitted}, homework.Underway},
		{homework.Excuse, []homework.State{homework.Open, homework.Underway, homework.Later}, homework.Excused},
		{homework.Unexcuse, []homework.State{homework.Excused}, homework.Open},
		{homework.OnPaper, []homework.State{homework.Open, homework.Underway, homework.Later, homework.Declined, homework.Excused}, homework.Paper},
		{"forgive", nil, ""},
	} {
		for _, s := range all {
			to, ok := s.After(row.act)
			if want := slices.Contains(row.from, s); ok != want {
				t.Errorf("%s in state %s: possible %v, want %v", row.act, s, ok, want)
			} else if ok && to != row.to || !ok && to != s {
				t.Errorf("%s in state %s leads to %s", row.act, s, to)
			}
		}
	}
}

// A row that borrows a part of another step is given in two: the letter can come after the reflection.
func TestUnits(t *testing.T) {
	lib := shipped(t)
	units := homework.Units(lib, "A2")
	if len(units) != 2 || units[0].Step != "ownership" || units[1].Step != "apology" || units[1].Title.In("en") != "A letter of apology" {
		t.Fatalf("units of A2: %+v", units)
	}
	if homework.Units(lib, "Z9") != nil {
		t.Error("an unknown row has units")
	}
	if _, ok := homework.UnitOf(lib, "A2", "promises"); ok {
		t.Error("a unit of a step that the row does not place")
	}
	for _, row := range []struct {
		code               programme.Code
		step               programme.StepKey
		involved, injured  int
		dueInvolved, dueIn bool
		open               bool
	}{
		{"A0", "", 2, 2, true, false, true},
		{"A1", "", 2, 1, true, false, true},
		{"A2", "", 1, 0, true, false, true},
		{"A2", "apology", 1, 0, true, false, true},
		{"A3", "", 1, 1, false, false, true},
		{"A7", "", 1, 1, false, false, true},
		{"A9", "", 1, 1, false, false, true},
		{"A10", "", 1, 1, false, false, true},
	} {
		u, ok := homework.UnitOf(lib, row.code, row.step)
		if !ok {
			t.Fatalf("%s %s: no unit", row.code, row.step)
		}
		if a, b := len(u.For(programme.Involved)), len(u.For(programme.Injured)); a != row.involved || b != row.injured {
			t.Errorf("%s %s: %d and %d parts to give, want %d and %d", row.code, row.step, a, b, row.involved, row.injured)
		}
		if a, b := u.DueFor(programme.Involved), u.DueFor(programme.Injured); a != row.dueInvolved || b != row.dueIn {
			t.Errorf("%s %s: due %v %v", row.code, row.step, a, b)
		}
		if u.Open() != row.open {
			t.Errorf("%s %s: open %v", row.code, row.step, u.Open())
		}
	}
}

func TestGatesOfUnit(t *testing.T) {
	lib := shipped(t)
	pr, _ := lib.Programme("A")
	open := func(gates ...couple.Gate) couple.GateStates {
		s := couple.GateStates{}
		for _, g := range gates {
			s[g] = couple.GateEvent{Gate: g, Opened: true}
		}
		return s
	}
	reflection, _ := homework.UnitOf(lib, "A2", "")
	letter, _ := homework.UnitOf(lib, "A2", "apology")
	later, _ := homework.UnitOf(lib, "A3", "") // nothing to give: only the programme's own gate
	involved := []programme.Role{programme.Involved}
	for _, row := range []struct {
		name         string
		unit         homework.Unit
		states       couple.GateStates
		hard, advice []couple.Gate
	}{
		{"nothing open", reflection, open(), []couple.Gate{"G0", "G1"}, []couple.Gate{"G2"}},
		{"consents only", reflection, open("G0"), []couple.Gate{"G1"}, []couple.Gate{"G2"}},
		{"both hard ones", reflection, open("G0", "G1"), nil, []couple.Gate{"G2"}},
		{"the letter asks for more", letter, open("G0", "G1", "G2"), nil, []couple.Gate{"G3"}},
		{"all open", letter, open("G0", "G1", "G2", "G3"), nil, nil},
		{"closed again", letter, couple.GateStates{"G0": {Gate: "G0"}, "G1": {Gate: "G1", Opened: true}, "G2": {Opened: true}, "G3": {Opened: true}}, []couple.Gate{"G0"}, nil},
		{"no part to give", later, open(), nil, []couple.Gate{"G2"}},
	} {
		hard, advice := row.unit.Gates(pr, involved, row.states)
		if !slices.Equal(hard, row.hard) || !slices.Equal(advice, row.advice) {
			t.Errorf("%s: hard %v advice %v, want %v and %v", row.name, hard, advice, row.hard, row.advice)
		}
	}
}

func TestQuestions(t *testing.T) {
	lib := shipped(t)
	u, _ := homework.UnitOf(lib, "A0", "")
	qs := homework.Questions(lib, u, programme.Injured, "en")
	var keys []string
	for _, q := range qs {
		keys = append(keys, string(q.Part)+"/"+itoa(q.N)+":"+q.Key)
	}
	if want := []string{"reading/1:reflection", "uncertain/1:uncertain", "uncertain/2:begun", "uncertain/3:stands"}; !slices.Equal(keys, want) {
		t.Fatalf("pages of A0: %v", keys)
	}
	if qs[1].Prompt.Hint == homework.Questions(lib, u, programme.Involved, "en")[1].Prompt.Hint {
		t.Error("both roles read the same hint")
	}
	if i := homework.Find(qs, "uncertain", 2); i != 2 {
		t.Errorf("found at %d", i)
	}
	if homework.Find(qs, "uncertain", 4) >= 0 || homework.Find(qs, "letter", 1) >= 0 {
		t.Error("found a page that is not there")
	}
	promises, _ := homework.UnitOf(lib, "A7", "")
	if qs := homework.Questions(lib, promises, programme.Injured, "en"); len(qs) != 1 || qs[0].Key != "" {
		t.Errorf("promises have %d pages", len(qs))
	}
}

func itoa(n int) string { return string(rune('0' + n)) }

func TestSentAs(t *testing.T) {
	for share, want := range map[programme.Share]homework.EntryState{
		programme.ShareKept: homework.Kept, programme.ShareCounselor: homework.WithCounselor, programme.ShareReleased: homework.WithCounselor,
	} {
		if got := homework.SentAs(programme.Sharing{Code: share}); got != want {
			t.Errorf("%s is sent as %s", share, got)
		}
	}
}

// A step that can only be looked at still shows what would stand before it.
func TestGatesOfWhatIsOnlyShown(t *testing.T) {
	lib := shipped(t)
	pr, _ := lib.Programme("A")
	u, _ := homework.UnitOf(lib, "A9", "")
	hard, advice := u.Gates(pr, []programme.Role{programme.Involved}, couple.GateStates{"G0": {Opened: true}, "G2": {Opened: true}})
	if !slices.Equal(hard, []couple.Gate{"G1"}) || !slices.Equal(advice, []couple.Gate{"G3", "G7"}) {
		t.Errorf("hard %v advice %v", hard, advice)
	}
}
