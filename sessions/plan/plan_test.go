package plan_test

import (
	"io/fs"
	"testing"
	"time"

	"github.com/google/uuid"

	"amends/clients/homework"
	"amends/clients/programme"
	"amends/sessions/plan"
	"amends/templates"
)

func day(text string) time.Time {
	d, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return d
}

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

func work(code programme.Code, step programme.StepKey, states ...homework.State) homework.Work {
	w := homework.Work{Assignment: homework.Assignment{ID: uuid.New(), Code: code, Step: step, GivenAt: day("2026-06-01")}}
	for i, s := range states {
		p := homework.Person{State: s}
		p.Person.UUID[0] = byte(i + 1)
		if s.Done() {
			done := day("2026-06-03").AddDate(0, 0, i)
			p.DoneOn = &done
		}
		w.People = append(w.People, p)
	}
	return w
}

func TestReady(t *testing.T) {
	today := day("2026-06-10")
	half, whole := work("A1", "impact", homework.Submitted, homework.Open), work("A1", "impact", homework.Submitted, homework.Paper)
	excused := work("A1", "impact", homework.Submitted, homework.Excused)
	opened := day("2026-06-09")
	other := uuid.New()
	for _, row := range []struct {
		name  string
		p     plan.Planned
		works []homework.Work
		want  bool
	}{
		{"its day", plan.Planned{On: today, Waits: plan.ForDate}, nil, true},
		{"a day too early", plan.Planned{On: today.AddDate(0, 0, 1), Waits: plan.ForDate}, nil, false},
		{"one of two done", plan.Planned{On: today, Waits: plan.ForBoth, WaitsFor: &half.ID}, []homework.Work{half}, false},
		{"both done", plan.Planned{On: today, Waits: plan.ForBoth, WaitsFor: &whole.ID}, []homework.Work{half, whole}, true},
		{"done or excused", plan.Planned{On: today, Waits: plan.ForBoth, WaitsFor: &excused.ID}, []homework.Work{excused}, true},
		{"both done, too early", plan.Planned{On: today.AddDate(0, 0, 1), Waits: plan.ForBoth, WaitsFor: &whole.ID}, []homework.Work{whole}, false},
		{"an assignment of nobody", plan.Planned{On: today, Waits: plan.ForBoth, WaitsFor: &other}, []homework.Work{whole}, false},
		{"without the counselor's word", plan.Planned{On: today, Waits: plan.ForRelease}, nil, false},
		{"with it", plan.Planned{On: today, Waits: plan.ForRelease, OpenedAt: &opened}, nil, true},
	} {
		if got := row.p.Ready(row.works, today); got != row.want {
			t.Errorf("%s: %v", row.name, got)
		}
	}
}

func TestGivenSincePlanned(t *testing.T) {
	w := work("A1", "impact", homework.Open)
	person, stranger := w.People[0].Person, w.People[0].Person
	stranger.UUID[15] = 9
	aside := w
	at := day("2026-06-02")
	aside.SetAsideAt = &at
	for _, row := range []struct {
		name  string
		p     plan.Planned
		works []homework.Work
		want  bool
	}{
		{"given after", plan.Planned{Step: "impact", MadeAt: day("2026-05-30")}, []homework.Work{w}, true},
		{"to that person", plan.Planned{Step: "impact", For: &person, MadeAt: day("2026-05-30")}, []homework.Work{w}, true},
		{"to the other only", plan.Planned{Step: "impact", For: &stranger, MadeAt: day("2026-05-30")}, []homework.Work{w}, false},
		{"given before it was planned", plan.Planned{Step: "impact", MadeAt: day("2026-06-02")}, []homework.Work{w}, false},
		{"set aside again", plan.Planned{Step: "impact", MadeAt: day("2026-05-30")}, []homework.Work{aside}, false},
		{"another step", plan.Planned{Step: "ownership", MadeAt: day("2026-05-30")}, []homework.Work{w}, false},
	} {
		if got := row.p.Given(row.works); got != row.want {
			t.Errorf("%s: %v", row.name, got)
		}
	}
}

func TestWeek(t *testing.T) {
	today := day("2026-06-10") // a Wednesday
	for text, want := range map[string]int{"2026-06-01": 0, "2026-06-08": 0, "2026-06-14": 0, "2026-06-15": 1, "2026-07-13": 5, "2027-01-01": 5} {
		if got := plan.Week(day(text), today); got != want {
			t.Errorf("%s lies in week %d, not %d", text, got, want)
		}
	}
}

// Next follows the order of placement, leaves out what was given under any row or is planned, and says what it stands after.
func TestNext(t *testing.T) {
	lib := shipped(t)
	copy := &programme.Copy{ID: uuid.New(), Tag: "A", Lib: lib}
	first := plan.Next(copy, nil, nil, 3)
	if len(first) != 3 {
		t.Fatalf("%d rows", len(first))
	}
	given := work(first[0].Unit.Code, first[0].Unit.Step, homework.Submitted)
	next := plan.Next(copy, []homework.Work{given}, []plan.Planned{{Step: first[1].Unit.Step}}, -1)
	for _, row := range next {
		if row.Unit.Step == given.Step || row.Unit.Step == first[1].Unit.Step {
			t.Errorf("%s is offered again", row.Unit.Code)
		}
	}
	if next[0].Unit.Step != first[2].Unit.Step {
		t.Errorf("next is %s, not %s", next[0].Unit.Step, first[2].Unit.Step)
	}
	after := false
	for _, row := range plan.Next(copy, []homework.Work{given}, nil, -1) {
		pl, _ := lib.Placement(row.Unit.Code)
		if len(row.After) != len(pl.After) {
			t.Errorf("%s stands after %d rows, not %d", row.Unit.Code, len(row.After), len(pl.After))
		}
		after = after || len(row.After) > 0
	}
	if !after {
		t.Error("no row of the programme stands after another")
	}
	ph, ok := plan.PhaseOf(copy, nil)
	if pl := copy.Programme().Placements[0]; !ok || ph.Key != pl.Phase {
		t.Errorf("the first phase is %q", ph.Key)
	}
}

func TestRechecks(t *testing.T) {
	lib := programmeWith(t, &programme.Recheck{Weeks: 2, Repeats: true})
	copy := &programme.Copy{Lib: lib, Tag: lib.Programmes()[0].Tag}
	code, step := firstRow(lib)
	done := work(code, step, homework.Submitted, homework.Paper) // the last on 4 June
	for _, row := range []struct {
		name    string
		works   []homework.Work
		checked []plan.Checked
		today   string
		want    int
	}{
		{"before its day", []homework.Work{done}, nil, "2026-06-17", 0},
		{"on its day", []homework.Work{done}, nil, "2026-06-18", 1},
		{"looked at", []homework.Work{done}, []plan.Checked{{Code: code, On: day("2026-06-18")}}, "2026-06-30", 0},
		{"again", []homework.Work{done}, []plan.Checked{{Code: code, On: day("2026-06-18")}}, "2026-07-02", 1},
		{"open again", []homework.Work{work(code, step, homework.Open), done}, nil, "2026-07-02", 0},
		{"never given", nil, nil, "2026-07-02", 0},
	} {
		if got := plan.Rechecks(copy, row.works, row.checked, day(row.today)); len(got) != row.want {
			t.Errorf("%s: %v", row.name, got)
		}
	}
	lib = programmeWith(t, &programme.Recheck{Months: []int{3, 6}})
	copy = &programme.Copy{Lib: lib, Tag: lib.Programmes()[0].Tag}
	for _, row := range []struct {
		checked []plan.Checked
		today   string
		want    int
	}{{nil, "2026-09-03", 0}, {nil, "2026-09-04", 1}, {[]plan.Checked{{Code: code, On: day("2026-09-05")}}, "2026-10-01", 0},
		{[]plan.Checked{{Code: code, On: day("2026-09-05")}}, "2026-12-04", 1}, {[]plan.Checked{{Code: code, On: day("2026-12-05")}}, "2028-01-01", 0}} {
		if got := plan.Rechecks(copy, []homework.Work{done}, row.checked, day(row.today)); len(got) != row.want {
			t.Errorf("months, %s: %v", row.today, got)
		}
	}
}

// programmeWith is the first shipped programme with one recheck on its first row.
func programmeWith(t *testing.T, r *programme.Recheck) *programme.Library {
	t.Helper()
	lib := shipped(t)
	pr := lib.Programmes()[0]
	rows := append([]programme.Placement(nil), pr.Placements...)
	for i := range rows {
		rows[i].Recheck = nil
	}
	rows[0].Recheck = r
	pr.Placements = rows
	made, err := programme.Assemble(lib.Themes(), lib.StepsOf(pr.Tag), []programme.Programme{pr})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func firstRow(lib *programme.Library) (programme.Code, programme.StepKey) {
	pl := lib.Programmes()[0].Placements[0]
	return pl.Code, pl.Step
}
