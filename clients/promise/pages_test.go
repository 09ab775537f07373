package promise_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"amends/clients/promise"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/testkit"
)

func TestAPromiseFromMakingToConfirmed(t *testing.T) {
	s := newScene(t)
	if a := s.mara.Get("/promises"); !a.Has("Make a small promise") || !a.Has("One looks like this") {
		t.Fatalf("the empty page says nothing useful: %s", a.Text())
	}
	path := s.make(t, s.jona, "Call by 18:30 if I am late", "daily", "")
	a := s.mara.Get("/promises")
	if !a.Has("Call by 18:30") || a.Has("Confirm Not yet") {
		t.Errorf("today is not over, and already an answer is asked: %s", a.Text())
	}
	a = s.jona.Post(path+"/days/"+day(s.today)+"/keep", url.Values{"said": {"done"}})
	wantStatus(t, a, 303)
	if a := s.jona.Follow(a); !a.Has("You said you did it. It is for Mara to confirm.") || !a.Has("Kept today, for Mara to confirm") || a.Form(path+"/days/"+day(s.today)+"/undo") == nil {
		t.Errorf("after keeping: %s", a.Text())
	}
	a = s.mara.Get("/promises")
	action := path + "/days/" + day(s.today) + "/answer"
	if !a.Has("From Jona, for today, marked as kept") || !a.Has("You both and Ingrid see your answer.") || a.Form(action) == nil {
		t.Fatalf("nothing to look at: %s", a.Text())
	}
	a = s.mara.Post(action, url.Values{"answer": {"confirm"}})
	wantStatus(t, a, 303)
	if a := s.mara.Follow(a); !a.Has("You confirmed it.") || !a.Has("For today, confirmed by you") || a.Form(action) != nil {
		t.Errorf("after confirming: %s", a.Text())
	}
	if a := s.jona.Get("/promises"); !a.Has("For today, confirmed by Mara") {
		t.Errorf("the keeper does not see the confirmation: %s", a.Text())
	}
	if a := s.jona.Post(path+"/days/"+day(s.today)+"/keep", url.Values{"said": {"not"}}); a.Status != 409 {
		t.Errorf("a confirmed day was unsaid: %d", a.Status)
	}
	wantStatus(t, s.mara.Post(path+"/days/"+day(s.today)+"/undo", nil), 303)
	if a := s.mara.Get("/promises"); a.Form(action) == nil {
		t.Errorf("undo did not bring the question back: %s", a.Text())
	}
}

func TestNotYetGoesQuietlyWithAReasonForTheCounselorAlone(t *testing.T) {
	s := newScene(t)
	path := s.make(t, s.jona, "Home by seven", "daily", "")
	s.in(1)
	yesterday := day(s.today.AddDate(0, 0, -1))
	a := s.mara.Get("/promises")
	if !a.Has("From Jona, for yesterday “Home by seven”") {
		t.Fatalf("the due day is not there: %s", a.Text())
	}
	a = s.mara.Post(path+"/days/"+yesterday+"/answer", url.Values{"answer": {"not-yet"}})
	wantStatus(t, a, 303)
	reason := path + "/days/" + yesterday + "/reason"
	if a.Location != reason {
		t.Fatalf("leads to %s", a.Location)
	}
	if a := s.mara.Follow(a); !a.Has("Thank you") || !a.Has("Ingrid reads this. By your agreement they may bring it into a session") || a.Has("Jona") {
		t.Errorf("the page after not yet: %s", a.Text())
	}
	before := s.jona.Get("/promises").Text() + s.jona.Get(path).Text()
	a = s.mara.Post(reason, url.Values{"reason": {"   "}})
	wantStatus(t, a, 422)
	secret := "it was half past nine " + uuid.NewString()
	wantStatus(t, s.mara.Post(reason, url.Values{"reason": {secret}}), 303)
	wantStatus(t, s.mara.Post(reason, url.Values{"reason": {"and again"}}), 303)
	if after := s.jona.Get("/promises").Text() + s.jona.Get(path).Text(); after != before || strings.Contains(after, secret) {
		t.Errorf("the keeper's pages changed with a private reason:\n%s\n%s", before, after)
	}
	if a := s.jona.Get(reason); a.Status != 404 {
		t.Errorf("the keeper opens the page of the reason: %d", a.Status)
	}
	if n := s.count(t, `select count(*) from promise_reason where practice_id = $1 and position(convert_to($2, 'UTF8') in body) > 0`, s.Practice, secret); n != 0 {
		t.Error("the reason is stored in plain text")
	}
	staff := s.site.As(s.counselor)
	list := "/couples/" + s.couple.ID.String() + "/promises"
	if a := staff.Get(list); !a.Has("A reason to read") {
		t.Errorf("the counselor is not told of the reason: %s", a.Text())
	}
	if a := staff.Get(list + strings.TrimPrefix(path, "/promises")); !a.Has(secret) || !a.Has("and again") || !a.Has("Why not yet, from Mara") || !a.Has("not yet") {
		t.Errorf("the counselor does not read the reason: %s", a.Text())
	}
	wantStatus(t, staff.Post("/couples/"+s.couple.ID.String()+"/promise-reasons/read", nil), 303)
	if a := staff.Get(list); a.Has("A reason to read") {
		t.Errorf("still unread: %s", a.Text())
	}
}

func TestSilenceIsNotKeptAndNobodyCountsIt(t *testing.T) {
	s := newScene(t)
	s.make(t, s.jona, "Phone in the hall", "daily", day(s.today.AddDate(0, 0, 2)))
	s.in(20)
	for _, who := range []*testkit.Client{s.mara, s.jona} {
		a := who.Get("/promises")
		if a.Has("Confirmed") || a.Has("unconfirmed") || !a.Has("Earlier") || !a.Has("Was until") {
			t.Errorf("after weeks of silence: %s", a.Text())
		}
	}
}

func TestEndingHasAWayBackForADay(t *testing.T) {
	s := newScene(t)
	path := s.make(t, s.jona, "Sing", "daily", "")
	a := s.jona.Post(path+"/end", nil)
	wantStatus(t, a, 303)
	if a := s.jona.Follow(a); !a.Has("The promise is ended.") || a.Form(path+"/reopen") == nil || !a.Has("Ended today") {
		t.Errorf("after ending: %s", a.Text())
	}
	wantStatus(t, s.jona.Post(path+"/reopen", nil), 303)
	if a := s.jona.Get("/promises"); a.Has("Ended") || !a.Has("Every day") {
		t.Errorf("after undo: %s", a.Text())
	}
	wantStatus(t, s.jona.Post(path+"/end", nil), 303)
	s.in(1)
	if a := s.jona.Post(path+"/reopen", nil); a.Status != 409 {
		t.Errorf("reopened a day later: %d", a.Status)
	}
}

func TestTheStepAPromiseIsMadeIn(t *testing.T) {
	s := newScene(t)
	assignment := uuid.New()
	s.assign(t, assignment, s.couple.Partners[0], s.couple.Partners[1])
	form := url.Values{"text": {"Sing"}, "cadence": {"daily"}, "starts": {day(s.today)}, "assignment": {assignment.String()}}
	wantStatus(t, s.mara.Post("/promises", form), 303)
	for i, want := range []string{"underway", "open"} {
		var state string
		if err := s.SQL(t).QueryRow(`select state from assignee where practice_id = $1 and assignment_id = $2 and person_id = $3`,
			s.Practice, assignment, s.couple.Partners[i].Person()).Scan(&state); err != nil || state != want {
			t.Errorf("%s: %q, want %q (%v)", s.couple.Names[i], state, want, err)
		}
	}
	alone := uuid.New()
	s.assign(t, alone, s.couple.Partners[1])
	for what, id := range map[string]string{"the partner's step": alone.String(), "an absent one": uuid.NewString(), "no id": "x"} {
		form.Set("assignment", id)
		if a := s.mara.Post("/promises", form); a.Status != 404 {
			t.Errorf("%s: %d", what, a.Status)
		}
	}
	if n := s.count(t, `select count(*) from promise where practice_id = $1`, s.Practice); n != 1 {
		t.Errorf("%d promises", n)
	}
	if a := s.mara.Get("/promises/new?assignment=" + assignment.String()); a.Form("/promises").Get("assignment") != assignment.String() {
		t.Error("the form forgets the step")
	}
}

func TestTheCounselorRecordsWhatWasSaidAloud(t *testing.T) {
	s := newScene(t)
	s.OnPaper(t, s.couple, 0)
	staff := s.site.As(s.counselor)
	base := "/couples/" + s.couple.ID.String() + "/promises"
	mara := s.couple.Partners[0].Person().String()
	made := s.today.AddDate(0, 0, -20)
	a := staff.Post(base, url.Values{"keeper": {uuid.NewString()}, "text": {"Walk on Sundays"}, "cadence": {"weekly"}, "starts": {day(made)}})
	if a.Status != 422 || !a.Has("Choose who promised.") || a.Form(base).Get("text") != "Walk on Sundays" {
		t.Fatalf("a stranger as keeper: %d %s", a.Status, a.Text())
	}
	if a := staff.Post(base, url.Values{"keeper": {mara}, "text": {"Walk"}, "cadence": {"weekly"}, "starts": {day(s.today.AddDate(0, 0, -90))}}); a.Status != 422 {
		t.Errorf("too long ago: %d", a.Status)
	}
	wantStatus(t, staff.Post(base, url.Values{"keeper": {mara}, "text": {"Walk on Sundays"}, "cadence": {"weekly"}, "starts": {day(made)}}), 303)
	var id string
	if err := s.SQL(t).QueryRow(`select id from promise where practice_id = $1`, s.Practice).Scan(&id); err != nil {
		t.Fatal(err)
	}
	one := base + "/" + id
	a = staff.Get(one)
	form := a.Form(one + "/record")
	if form == nil || !strings.HasSuffix(form.Get("day"), ".0") || form.Get("how") != "session" || !a.Has("nothing said") {
		t.Fatalf("the form: %v %s", form, a.Text())
	}
	if a := staff.Post(one+"/record", url.Values{"day": {form.Get("day")}, "how": {"session"}}); a.Status != 422 || !a.Has("Choose what was said.") || a.Form(one+"/record").Get("day") != form.Get("day") {
		t.Errorf("without an outcome: %d", a.Status)
	}
	if a := staff.Post(one+"/record", url.Values{"day": {day(made.AddDate(0, 0, 1)) + ".0"}, "how": {"session"}, "outcome": {"confirmed"}}); a.Status != 422 {
		t.Errorf("a day that is not due: %d", a.Status)
	}
	record := url.Values{"day": {form.Get("day")}, "how": {"session"}, "outcome": {"confirmed"}}
	wantStatus(t, staff.Post(one+"/record", record), 303)
	if a := staff.Get(one); !a.Has("confirmed in a session") {
		t.Errorf("not recorded: %s", a.Text())
	}
	record.Set("outcome", "not_yet")
	if a := staff.Post(one+"/record", record); a.Status != 409 || !a.Has("Somebody answered for this day meanwhile") {
		t.Errorf("recorded from an old page: %d %s", a.Status, a.Text())
	}
	if a := s.jona.Get("/promises"); !a.Has("confirmed aloud in a session") {
		t.Errorf("the partner: %s", a.Text())
	}
	wantStatus(t, staff.Post(one+"/end", nil), 303)
	wantStatus(t, staff.Post(one+"/reopen", nil), 303)
}

func TestAPartnerWhoLeftReadsUpToTheirDay(t *testing.T) {
	s := newScene(t)
	s.make(t, s.jona, "Before the end", "daily", "")
	left := s.today
	s.in(2)
	path := s.make(t, s.jona, "After the end", "daily", "")
	mara := s.site.As(s.Separate(t, s.couple, 0, left))
	a := mara.Get("/promises")
	if !a.Has("Before the end") || a.Has("After the end") || a.Has("Make a small promise") || a.Has("Confirm") {
		t.Errorf("after leaving: %s", a.Text())
	}
	if a := mara.Get(path); a.Status != 404 {
		t.Errorf("a newer promise: %d", a.Status)
	}
	if a := mara.Post("/promises", url.Values{"text": {"Sing"}, "cadence": {"daily"}, "starts": {day(s.today)}}); a.Status != 409 {
		t.Errorf("a promise made after leaving: %d", a.Status)
	}
}

func TestAPartnerWhoJoinedLaterReadsFromTheirFirstDay(t *testing.T) {
	s := newScene(t)
	before := s.make(t, s.jona, "Before she came", "daily", "")
	own := s.make(t, s.mara, "Made for herself", "weekly", "")
	wantStatus(t, s.jona.Post(before+"/days/"+day(s.today)+"/keep", url.Values{"said": {"done"}}), 303)
	s.in(1)
	first := s.make(t, s.jona, "On her first day", "daily", "")
	s.Since(t, s.couple, 0, s.today)
	s.in(1) // signed in again: the first day comes from the stored place
	yesterday := day(s.today.AddDate(0, 0, -1))
	a := s.mara.Get("/promises")
	if !a.Has("On her first day") || !a.Has("Made for herself") || a.Has("Before she came") || strings.Contains(a.Body, strings.TrimPrefix(before, "/promises/")) {
		t.Errorf("the list of who came later: %s", a.Text())
	}
	absent := "/promises/" + uuid.NewString()
	for _, at := range []string{"", "/days/" + yesterday + "/reason"} {
		a, none := s.mara.Get(before+at), s.mara.Get(absent+at)
		if a.Status != 404 || a.Text() != none.Text() {
			t.Errorf("%s of a promise from before: %d %s", at, a.Status, a.Text())
		}
	}
	for at, form := range map[string]url.Values{"/days/" + yesterday + "/answer": {"answer": {"confirm"}}, "/days/" + yesterday + "/keep": {"said": {"done"}},
		"/days/" + yesterday + "/reason": {"reason": {"No"}}, "/days/" + yesterday + "/undo": nil, "/end": nil, "/reopen": nil} {
		if a := s.mara.Post(before+at, form); a.Status != 404 {
			t.Errorf("%s of a promise from before: %d", at, a.Status)
		}
	}
	wantStatus(t, s.mara.Get(own), 200)
	if a := s.mara.Get(first); !a.Has("You both and Ingrid read this.") {
		t.Errorf("made on the first day: %s", a.Text())
	}
	wantStatus(t, s.mara.Post(first+"/days/"+yesterday+"/answer", url.Values{"answer": {"confirm"}}), 303)

	// Whoever made it is told the truth about who reads it.
	if a := s.jona.Get(before); !a.Has("Mara reads what is made from their first day here to their last") || a.Has("at once") || a.Has("You both") {
		t.Errorf("to its keeper: %s", a.Text())
	}
	if a := s.jona.Get("/promises"); !a.Has("Before she came") || a.Has("for Mara to confirm") {
		t.Errorf("the keeper's list: %s", a.Text())
	}
	a = s.jona.Post(before+"/days/"+day(s.today)+"/keep", url.Values{"said": {"done"}})
	wantStatus(t, a, 303)
	if a := s.jona.Follow(a); !a.Has("Your answer is stored.") || a.Has("It is for Mara to confirm") {
		t.Errorf("after keeping: %s", a.Text())
	}
	if a := s.site.As(s.counselor).Get("/couples/" + s.couple.ID.String() + "/promises"); !a.Has("Before she came") {
		t.Errorf("the counselor: %s", a.Text())
	}
}

func TestTheStoreKnowsTheFirstDay(t *testing.T) {
	s := newScene(t)
	id, err := uuid.Parse(strings.TrimPrefix(s.make(t, s.jona, "Sing", "daily", ""), "/promises/"))
	if err != nil {
		t.Fatal(err)
	}
	for ahead, want := range map[int]int{0: 1, 1: 0} {
		who := s.Since(t, s.couple, 0, s.today.AddDate(0, 0, ahead))
		var mine, of []promise.Promise
		var one error
		err := s.DB.View(t.Context(), who.Scope(), func(tx *db.Tx) (err error) {
			if mine, err = promise.Mine(tx); err != nil {
				return err
			}
			if of, err = promise.OfCouple(tx, s.couple.ID); err != nil {
				return err
			}
			_, one = promise.Get(tx, s.couple.ID, id)
			return nil
		})
		if err != nil || len(mine) != want || len(of) != want || (one == nil) != (want == 1) || (want == 0 && !fault.Is(one, fault.NotFound)) {
			t.Errorf("first day %d days later: %d and %d promises, %v, %v", ahead, len(mine), len(of), one, err)
		}
	}
}

// Alone in the couple, the line says what who comes later will read, and it holds.
func TestAloneThenTwo(t *testing.T) {
	s := newScene(t)
	alone := s.House.Couple(t, s.counselor, "Noor")
	s.OpenGates(t, alone)
	noor := s.site.As(alone.Partners[0])
	if a := noor.Get("/promises/new"); !a.Has("A partner who joins later reads only what is made from their first day here.") {
		t.Errorf("alone: %s", a.Text())
	}
	path := s.make(t, noor, "Written alone", "daily", "")
	if a := noor.Get(path); a.Has("You both") || !a.Has("A partner who joins later") {
		t.Errorf("alone, one promise: %s", a.Text())
	}
	s.in(1)
	later := s.House.Couple(t, s.counselor, "Sam").Partners[0].Person()
	if _, err := s.SQL(t).Exec(`insert into membership (practice_id, couple_id, person_id, position, starts_on, state) values ($1, $2, $3, 2, $4, 'active')`,
		s.Practice, alone.ID, later, s.today); err != nil {
		t.Fatal(err)
	}
	sam, noor := s.site.As(tenant.NewPartner(s.Practice, later, alone.ID, s.today, time.Time{})), s.site.As(alone.Partners[0])
	if a := sam.Get("/promises"); a.Status != 200 || a.Has("Written alone") {
		t.Errorf("who joined reads what was written before: %d %s", a.Status, a.Text())
	}
	wantStatus(t, sam.Get(path), 404)
	if a := noor.Get("/promises/new"); !a.Has("Sam reads it once your counselor lets it pass, which is usually at once.") {
		t.Errorf("two: %s", a.Text())
	}
	path = s.make(t, noor, "Written for both", "daily", "")
	if a := sam.Get(path); a.Status != 200 || !a.Has("Written for both") {
		t.Errorf("made on the first day: %d %s", a.Status, a.Text())
	}
}

func TestStatementsDoNotGrowWithPromises(t *testing.T) {
	s := newScene(t)
	s.make(t, s.jona, "One", "daily", "")
	count := func() int {
		ctx, n := db.WithCount(t.Context())
		err := s.DB.View(ctx, s.couple.Partners[0].Scope(), func(tx *db.Tx) error {
			_, err := promise.Mine(tx)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return n.N()
	}
	few := count()
	for i := range 12 {
		s.make(t, s.jona, fmt.Sprintf("Promise %d", i), "weekly", "")
	}
	if many := count(); many != few {
		t.Errorf("%d statements for one promise, %d for thirteen", few, many)
	}
}
