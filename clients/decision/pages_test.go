package decision_test

import (
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/decision"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/testkit"
)

func TestTwoAnswersFromSealedToOpened(t *testing.T) {
	s := newScene(t)
	path := s.asks(t, "decide")
	if a := s.mara.Get(path); !a.Has("Decide together") || !a.Has("Each for yourself, please") || !a.Has("Only you until both of you are done. Then Ingrid reads both") || !a.Has("Jona does not") {
		t.Fatalf("the page: %s", a.Text())
	}
	wantStatus(t, s.mara.Post(path, url.Values{"version": {"0"}, "willing": {"Draft words"}}), 303)
	if a := s.staff.Get(s.of(path)); a.Has("Draft words") || !a.Has("Mara is not in. Jona is not in.") {
		t.Errorf("a draft reaches the counselor: %s", a.Text())
	}
	s.answers(t, s.mara, path, url.Values{"willing": {"Yes, with time"}, "lean": {"stay"}})
	if a := s.mara.Get(path); !a.Has("Your answer is in") || !a.Has("Yes, with time") || !a.Has("towards going on together") || a.Form(path+"/take-back") == nil {
		t.Errorf("after answering: %s", a.Text())
	}
	if a := s.staff.Get(s.of(path)); a.Has("with time") || !a.Has("Mara is in since today") || !a.Has("Sealed until both are in") || a.Form(s.of(path)+"/open") != nil {
		t.Errorf("one answer is open to the counselor: %s", a.Text())
	}
	if a := s.staff.Post(s.of(path)+"/open", nil); a.Status != 409 {
		t.Errorf("one answer was opened: %d", a.Status)
	}
	s.answers(t, s.jona, path, url.Values{"leaving": {"To breathe"}, "lean": {"part"}})
	before := s.sees(t, 0, path) + s.sees(t, 1, path)
	a := s.staff.Get(s.of(path))
	if !a.Has("Yes, with time") || !a.Has("To breathe") || a.Form(s.of(path)+"/open") == nil {
		t.Fatalf("both are in, and the counselor does not read them: %s", a.Text())
	}
	if s.sees(t, 0, path)+s.sees(t, 1, path) != before || strings.Contains(before, "To breathe") && strings.Contains(s.sees(t, 0, path), "To breathe") {
		t.Error("a partner sees something before the counselor opened it")
	}
	wantStatus(t, s.staff.Post(s.of(path)+"/open", url.Values{"session": {"yes"}}), 303)
	for name, who := range map[string]*testkit.Client{"Mara": s.mara, "Jona": s.jona} {
		a := who.Get(path)
		m, j := strings.Index(a.Text(), "Yes, with time"), strings.Index(a.Text(), "To breathe")
		if m < 0 || j < m || !a.Has("towards going separate ways") || a.Form(path+"/take-back") != nil {
			t.Errorf("%s does not read both: %s", name, a.Text())
		}
		if a := who.Post(path+"/take-back", nil); a.Status != 409 {
			t.Errorf("%s took an opened answer back: %d", name, a.Status)
		}
	}
	if n := s.count(t, `select count(*) from decision_opened where practice_id = $1 and position(convert_to('breathe', 'UTF8') in body) > 0`, s.Practice); n != 0 {
		t.Error("a copy is stored in plain text")
	}
}

func (s *scene) count(t *testing.T, query string, args ...any) (n int) {
	t.Helper()
	if err := s.SQL(t).QueryRow(query, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// Whatever the other does alone, a partner is served the same bytes: before a draft of their own, with one, and when they are in.
func TestNobodyCanTellWhetherTheOtherAnswered(t *testing.T) {
	s := newScene(t)
	for _, kind := range []string{"decide", "values", "upkeep", "enough"} {
		path := s.asks(t, kind)
		first := map[string]string{"decide": "able", "values": "five", "upkeep": "keep", "enough": "whom"}[kind]
		for _, mine := range []string{"nothing of my own", "a draft of my own", "in"} {
			if mine == "in" && kind == "enough" {
				continue
			}
			switch mine {
			case "a draft of my own":
				wantStatus(t, s.mara.Post(path, url.Values{"version": {"0"}, first: {"My draft"}}), 303)
			case "in":
				s.answers(t, s.mara, path, url.Values{first: {"My answer"}})
			}
			before := s.sees(t, 0, path)
			still := func(act string) {
				t.Helper()
				if s.sees(t, 0, path) != before {
					t.Errorf("%s, %s: Mara can tell that Jona %s", kind, mine, act)
				}
			}
			version := func() string { return s.jona.Get(path).Form(path).Get("version") }
			wantStatus(t, s.jona.Post(path, url.Values{"version": {version()}, first: {"His draft"}}), 303)
			still("wrote")
			if kind == "enough" {
				continue
			}
			wantStatus(t, s.jona.Post(path+"/answer", url.Values{"version": {version()}, first: {"His answer"}}), 303)
			still("answered")
			wantStatus(t, s.jona.Post(path+"/take-back", nil), 303)
			still("took it back")
			wantStatus(t, s.jona.Post(path+"/answer", url.Values{"version": {version()}, "lean": {"not_now"}}), 303)
			still("said not now")
			wantStatus(t, s.jona.Post(path+"/take-back", nil), 303)
		}
	}
}

func TestTakingBackWinsUntilItIsOpened(t *testing.T) {
	s := newScene(t)
	path := s.asks(t, "values")
	s.answers(t, s.mara, path, url.Values{"five": {"Calm"}})
	s.answers(t, s.jona, path, url.Values{"five": {"Laughing"}})
	wantStatus(t, s.jona.Post(path+"/take-back", nil), 303)
	if a := s.staff.Get(s.of(path)); a.Has("Calm") || a.Has("Laughing") || !a.Has("Jona is not in") {
		t.Errorf("after taking back: %s", a.Text())
	}
	if a := s.staff.Post(s.of(path)+"/open", nil); a.Status != 409 || !a.Has("Not both answers are in") {
		t.Errorf("opened without both: %d %s", a.Status, a.Text())
	}
	if n := s.count(t, `select count(*) from decision_opened where practice_id = $1`, s.Practice); n != 0 {
		t.Errorf("%d copies of a pair that is none", n)
	}
	if form := s.jona.Get(path).Form(path); form.Get("five") != "Laughing" {
		t.Errorf("what was taken back is lost: %v", form)
	}
}

// An answer taken back and the opening of the pair at one moment: either it is opened and the taking back is refused, or the
// opening is; never half.
func TestTakingBackAndOpeningAtOnce(t *testing.T) {
	s := newScene(t)
	for range 6 {
		path := s.asks(t, "upkeep")
		id := uuid.MustParse(strings.TrimPrefix(path, "/decisions/"))
		s.answers(t, s.mara, path, url.Values{"keep": {"Sunday walks"}})
		s.answers(t, s.jona, path, url.Values{"keep": {"Monday calls"}})
		var wait sync.WaitGroup
		var opening error
		status := 0
		wait.Go(func() {
			opening = s.DB.Update(t.Context(), s.counselor.Scope(), func(tx *db.Tx) error {
				cp, err := couple.Get(tx, s.couple.ID)
				if err != nil {
					return err
				}
				return decision.Open(tx, cp, id, true, s.today)
			})
		})
		wait.Go(func() { status = s.jona.Post(path+"/take-back", nil).Status })
		wait.Wait()
		copies := s.count(t, `select count(*) from decision_opened where decision_id = $1`, id)
		drafts := s.count(t, `select count(*) from decision_answer where decision_id = $1 and state = 'draft'`, id)
		switch {
		case opening == nil && status == 409 && copies == 2 && drafts == 0:
		case fault.Is(opening, fault.Conflict) && status == 303 && copies == 0 && drafts == 1:
			wantStatus(t, s.staff.Post(s.of(path)+"/close", nil), 303) // one of a kind at a time
		default:
			t.Fatalf("opening %v, taking back %d, %d copies, %d drafts", opening, status, copies, drafts)
		}
	}
}

func TestHoldsAndGates(t *testing.T) {
	s := newScene(t)
	path := s.asks(t, "decide")
	s.answers(t, s.mara, path, url.Values{"lean": {"not_now"}})
	before := s.sees(t, 0, path)
	s.hold(t, couple.Quiet)
	if s.sees(t, 0, path) != before {
		t.Error("a quiet hold can be seen")
	}
	s.answers(t, s.jona, path, url.Values{"lean": {"not_now"}}) // what is visible stays answerable
	for where, form := range map[string]url.Values{s.of(path) + "/open": {"session": {"yes"}}, s.desk: {"kind": {"values"}}} {
		if a := s.staff.Post(where, form); a.Status != 409 || !strings.Contains(a.Body, "hold") {
			t.Errorf("%s under a hold: %d %s", where, a.Status, a.Text())
		}
	}
	s.endHold(t)
	s.hold(t, couple.Full)
	if a := s.mara.Get(path); !a.Has("Not now") || !a.Has("Joint pages are resting.") || a.Has("Each for yourself") || a.Form(path+"/take-back") != nil {
		t.Errorf("in a full stop: %s", a.Text())
	}
	s.endHold(t)
	s.Clock.Advance(time.Minute)
	s.Gate(t, s.couple, "G1", false)
	if s.sees(t, 0, path) != before {
		t.Error("a closed gate can be seen")
	}
	if a := s.staff.Post(s.of(path)+"/open", nil); a.Status != 409 {
		t.Errorf("opened with a closed gate: %d", a.Status)
	}
	s.Clock.Advance(time.Minute)
	s.Gate(t, s.couple, "G1", true)
	wantStatus(t, s.staff.Post(s.of(path)+"/open", nil), 303)
	s.Clock.Advance(time.Minute)
	s.Gate(t, s.couple, "G1", false)
	if a := s.staff.Post(s.of(path)+"/conclude", url.Values{"said": {"Words that wait"}}); a.Status != 409 || !strings.Contains(a.Body, "Words that wait") {
		t.Errorf("an outcome with a closed gate: %d", a.Status)
	}
}

func TestOutcomesAreEqualAndTheGateIsTheCounselors(t *testing.T) {
	s := newScene(t)
	path := s.asks(t, "decide")
	if a := s.staff.Post(s.of(path)+"/conclude", url.Values{"said": {"Too early"}}); a.Status != 409 {
		t.Errorf("concluded while sealed: %d", a.Status)
	}
	s.answers(t, s.mara, path, url.Values{"lean": {"part"}})
	s.answers(t, s.jona, path, url.Values{"lean": {"part"}})
	wantStatus(t, s.staff.Post(s.of(path)+"/open", nil), 303)
	if a := s.staff.Post(s.of(path)+"/open-gate", nil); a.Status != 409 {
		t.Errorf("the gate opened without an outcome: %d", a.Status)
	}
	for name, form := range map[string]url.Values{"no words": {"choice": {"part"}}, "a lean": {"choice": {"unsure"}, "said": {"Typed"}}, "too long": {"said": {strings.Repeat("x", 4001)}}} {
		if a := s.staff.Post(s.of(path)+"/conclude", form); a.Status != 422 || a.Form(s.of(path)+"/conclude").Get("said") != form.Get("said") {
			t.Errorf("%s: %d", name, a.Status)
		}
	}
	wantStatus(t, s.staff.Post(s.of(path)+"/conclude", url.Values{"choice": {"part"}, "said": {"We part as friends"}}), 303)
	gate := `select count(*) from gate_event where practice_id = $1 and gate = 'G8' and opened`
	if n := s.count(t, gate, s.Practice); n != 0 {
		t.Error("an outcome opened the gate by itself")
	}
	for _, who := range []*testkit.Client{s.mara, s.jona} {
		if a := who.Get(path); !a.Has("We go separate ways") || !a.Has("We part as friends") {
			t.Errorf("the outcome: %s", a.Text())
		}
	}
	wantStatus(t, s.staff.Post(s.of(path)+"/open-gate", nil), 303)
	if n := s.count(t, gate, s.Practice); n != 1 {
		t.Errorf("%d openings of the gate", n)
	}
	if a := s.staff.Get(s.of(path)); a.Form(s.of(path)+"/open-gate") != nil {
		t.Error("the open gate is offered again")
	}
	wantStatus(t, s.staff.Post(s.of(path)+"/conclude", url.Values{"choice": {"stay"}, "said": {"We thought again"}}), 303)
	if a := s.mara.Get(path); !a.Has("We part as friends") || !a.Has("We thought again") {
		t.Errorf("an earlier word is gone: %s", a.Text())
	}
}

func TestClosingOpensNothing(t *testing.T) {
	s := newScene(t)
	path := s.asks(t, "decide")
	if a := s.staff.Post(s.desk, url.Values{"kind": {"decide"}, "word": {"Again, typed"}}); a.Status != 422 || !strings.Contains(a.Body, "Again, typed") {
		t.Errorf("two of a kind: %d", a.Status)
	}
	s.answers(t, s.mara, path, url.Values{"fears": {"To lose the house"}})
	s.answers(t, s.jona, path, url.Values{"fears": {"To stay for the wrong thing"}})
	wantStatus(t, s.staff.Post(s.of(path)+"/close", nil), 303)
	a := s.mara.Get(path)
	if !a.Has("Ingrid closed this without opening anything") || !a.Has("To lose the house") || a.Has("wrong thing") {
		t.Errorf("after closing: %s", a.Text())
	}
	if a := s.mara.Post(path+"/take-back", nil); a.Status != 409 {
		t.Errorf("changed after closing: %d", a.Status)
	}
	if a := s.staff.Post(s.of(path)+"/open", nil); a.Status != 409 {
		t.Errorf("opened after closing: %d", a.Status)
	}
	s.asks(t, "decide") // another one may begin
}

func TestEnoughIsForEachAlone(t *testing.T) {
	s := newScene(t)
	path := s.asks(t, "enough")
	for i, who := range []*testkit.Client{s.mara, s.jona} {
		if a := who.Post(path+"/answer", url.Values{"version": {"0"}, "enough": {"When I sleep"}}); a.Status != 404 {
			t.Errorf("%d sent what is kept: %d", i, a.Status)
		}
		wantStatus(t, who.Post(path, url.Values{"version": {"0"}, "enough": {"When I sleep"}}), 303)
		if a := who.Get(path); a.Form(path).Get("enough") != "When I sleep" || !a.Has("This is never opened") {
			t.Errorf("the own words: %s", a.Text())
		}
	}
	if a := s.staff.Get(s.of(path)); a.Has("sleep") || a.Form(s.of(path)+"/open") != nil || a.Form(s.of(path)+"/enter") != nil {
		t.Errorf("the counselor: %s", a.Text())
	}
	if a := s.staff.Post(s.of(path)+"/open", nil); a.Status != 409 {
		t.Errorf("opened: %d", a.Status)
	}
}

func TestAnswersFromPaper(t *testing.T) {
	s := newScene(t)
	path := s.asks(t, "decide")
	mara, jona := s.couple.Partners[0].Person().String(), s.couple.Partners[1].Person().String()
	for name, form := range map[string]url.Values{"a stranger": {"person": {uuid.NewString()}, "able": {"Typed"}}, "nothing": {"person": {mara}}, "no choice": {"person": {mara}, "lean": {"yes"}, "able": {"Typed"}}} {
		if a := s.staff.Post(s.of(path)+"/enter", form); a.Status != 422 || a.Form(s.of(path)+"/enter").Get("able") != form.Get("able") {
			t.Errorf("%s: %d %s", name, a.Status, a.Text())
		}
	}
	before := s.sees(t, 1, path)
	wantStatus(t, s.staff.Post(s.of(path)+"/enter", url.Values{"person": {mara}, "able": {"From the sheet"}}), 303)
	if s.sees(t, 1, path) != before {
		t.Error("the other can tell that a sheet was entered")
	}
	wantStatus(t, s.jona.Post(path, url.Values{"version": {"0"}, "able": {"Begun"}}), 303)
	if a := s.staff.Post(s.of(path)+"/enter", url.Values{"person": {jona}, "able": {"Instead"}}); a.Status != 422 {
		t.Errorf("entered over an own answer: %d", a.Status)
	}
	s.answers(t, s.jona, path, url.Values{"able": {"Yes"}})
	wantStatus(t, s.staff.Post(s.of(path)+"/open", nil), 303)
	if a := s.jona.Get(path); !a.Has("From the sheet") {
		t.Errorf("the sheet was not opened: %s", a.Text())
	}
}

func TestBadInputKeepsWhatWasTyped(t *testing.T) {
	s := newScene(t)
	path := s.asks(t, "decide")
	for name, form := range map[string]url.Values{
		"too long":       {"able": {strings.Repeat("x", 4001)}, "need": {"typed words"}},
		"another lean":   {"lean": {"forgive"}, "need": {"typed words"}},
		"nothing at all": {},
	} {
		form.Set("version", "0")
		if a := s.mara.Post(path+"/answer", form); a.Status != 422 || a.Form(path).Get("need") != form.Get("need") {
			t.Errorf("%s: %d %s", name, a.Status, a.Text())
		}
	}
	wantStatus(t, s.mara.Post(path, url.Values{"version": {"0"}, "need": {"First"}}), 303)
	if a := s.mara.Post(path, url.Values{"version": {"0"}, "need": {"Second"}}); a.Status != 409 || !a.Has("First") || a.Form(path).Get("need") != "Second" {
		t.Errorf("two windows: %d %s", a.Status, a.Text())
	}
	for _, kind := range []string{"", "forgive"} {
		if a := s.staff.Post(s.desk, url.Values{"kind": {kind}, "word": {"typed"}}); a.Status != 422 || !strings.Contains(a.Body, "typed") {
			t.Errorf("kind %q: %d", kind, a.Status)
		}
	}
	key := url.Values{"kind": {"values"}, "key": {uuid.NewString()}}
	wantStatus(t, s.staff.Post(s.desk, key), 303)
	wantStatus(t, s.staff.Post(s.desk, key), 303)
	if n := s.count(t, `select count(*) from decision where practice_id = $1 and kind = 'values'`, s.Practice); n != 1 {
		t.Errorf("%d sets after a double submit", n)
	}
	if a := s.mara.Get("/decisions/" + uuid.NewString()); a.Status != 404 {
		t.Errorf("an absent set: %d", a.Status)
	}
}

func TestWhoLeftReadsUpToTheirDay(t *testing.T) {
	s := newScene(t)
	first, second := s.asks(t, "decide"), s.asks(t, "values")
	for _, who := range []*testkit.Client{s.mara, s.jona} {
		s.answers(t, who, first, url.Values{"able": {"Before the end"}})
		s.answers(t, who, second, url.Values{"five": {"Opened after"}})
	}
	wantStatus(t, s.staff.Post(s.of(first)+"/open", nil), 303)
	left := s.today
	s.Clock.Advance(48 * time.Hour)
	s.staff = s.site.As(s.counselor)
	wantStatus(t, s.staff.Post(s.of(second)+"/open", nil), 303)
	third := s.asks(t, "upkeep")
	mara := s.site.As(s.Separate(t, s.couple, 0, left))
	if a := mara.Get(first); !a.Has("Both answers") {
		t.Errorf("what was opened before: %s", a.Text())
	}
	if a := mara.Get(second); a.Has("Both answers") || a.Has("Opened for both") || !a.Has("Opened after") {
		t.Errorf("what was opened later: %s", a.Text())
	}
	if a := mara.Get(third); a.Status != 404 {
		t.Errorf("a newer set: %d", a.Status)
	}
	if a := mara.Post(second+"/take-back", nil); a.Status != 409 {
		t.Errorf("wrote after leaving: %d", a.Status)
	}
	if a := s.staff.Post(s.desk, url.Values{"kind": {"decide"}}); a.Status != 409 {
		t.Errorf("a set for one: %d", a.Status)
	}
}

func TestTheAgendaOfASession(t *testing.T) {
	s := newScene(t)
	agenda := func() (open, wait, decide int) {
		t.Helper()
		err := s.DB.View(t.Context(), s.counselor.Scope(), func(tx *db.Tx) error {
			a, err := decision.ForSession(tx, s.couple.ID)
			open, wait, decide = len(a.Open), len(a.Wait), len(a.Decide)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return open, wait, decide
	}
	path := s.asks(t, "decide")
	s.asks(t, "enough")
	steps := []func(){
		func() {},
		func() {
			s.answers(t, s.mara, path, url.Values{"lean": {"unsure"}})
			s.answers(t, s.jona, path, url.Values{"lean": {"unsure"}})
		},
		func() { wantStatus(t, s.staff.Post(s.of(path)+"/open", nil), 303) },
		func() { wantStatus(t, s.staff.Post(s.of(path)+"/conclude", url.Values{"said": {"Later"}}), 303) },
	}
	for i, want := range [][]int{{0, 1, 0}, {1, 0, 0}, {0, 0, 1}, {0, 0, 0}} {
		steps[i]()
		if o, w, d := agenda(); !slices.Equal([]int{o, w, d}, want) {
			t.Errorf("step %d: %d to open, %d wait, %d to decide", i, o, w, d)
		}
	}
}

func TestAfterCareItIsReadAndNotWritten(t *testing.T) {
	s := newScene(t)
	path := s.asks(t, "values")
	wantStatus(t, s.mara.Post(path, url.Values{"version": {"0"}, "five": {"My own five"}}), 303)
	if _, err := s.SQL(t).Exec(`update couple set care_to = $3 where practice_id = $1 and couple_id = $2`, s.Practice, s.couple.ID, s.today.AddDate(0, 0, -1)); err != nil {
		t.Fatal(err)
	}
	if a := s.mara.Get(path); !a.Has("My own five") || a.Form(path) != nil {
		t.Errorf("after care: %s", a.Text())
	}
	if a := s.mara.Post(path+"/answer", url.Values{"version": {"1"}, "five": {"More"}}); a.Status != 409 {
		t.Errorf("answered after care: %d", a.Status)
	}
}

// The answer of somebody who left opens for nobody, also when another person took a new place since.
func TestWhatSomebodyWhoLeftWroteStaysSealed(t *testing.T) {
	s := newScene(t)
	path := s.asks(t, "values")
	s.answers(t, s.mara, path, url.Values{"five": {"Mine alone"}})
	s.answers(t, s.jona, path, url.Values{"five": {"Mine as well"}})
	if a := s.staff.Get(s.desk); !a.Has("Both are in") {
		t.Errorf("not called ready: %s", a.Text())
	}
	s.Separate(t, s.couple, 0, s.today)
	newcomer := s.Couple(t, s.counselor, "Kim").Partners[0].Person()
	if _, err := s.SQL(t).Exec(`insert into membership (practice_id, couple_id, person_id, position, starts_on, state) values ($1, $2, $3, 3, $4, 'active')`,
		s.Practice, s.couple.ID, newcomer, s.today); err != nil {
		t.Fatal(err)
	}
	if a := s.staff.Get(s.of(path)); a.Form(s.of(path)+"/open") != nil || !a.Has("Mara left this couple on") {
		t.Errorf("offered: %s", a.Text())
	}
	if a := s.staff.Get(s.desk); a.Has("Both are in") {
		t.Errorf("called ready: %s", a.Text())
	}
	if a := s.staff.Post(s.of(path)+"/open", nil); a.Status != 409 {
		t.Errorf("opened: %d %s", a.Status, a.Text())
	}
	if n := s.count(t, `select count(*) from decision_opened where practice_id = $1`, s.Practice); n != 0 {
		t.Errorf("%d copies", n)
	}
	if a := s.staff.Get(s.of(path)); a.Form(s.of(path)+"/open") != nil {
		t.Errorf("the page offers to open them: %s", a.Text())
	}
	err := s.DB.View(t.Context(), s.counselor.Scope(), func(tx *db.Tx) error {
		a, err := decision.ForSession(tx, s.couple.ID)
		if err == nil && (len(a.Open) != 0 || len(a.Wait) != 1) {
			t.Errorf("the agenda of the next session: %+v", a)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// With nobody else there, nothing is asked of both.
func TestAfterSomebodyLeftNothingIsAsked(t *testing.T) {
	s := newScene(t)
	s.Separate(t, s.couple, 1, s.today)
	if a := s.staff.Get(s.desk); a.Form(s.desk) != nil || !a.Has("Jona left this couple on") {
		t.Errorf("offered: %s", a.Text())
	}
	wantStatus(t, s.staff.Post(s.desk, url.Values{"kind": {"values"}}), 409)
}
