package boundary_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"amends/clients/boundary"
	"amends/clients/couple"
	"amends/server/db"
	"amends/server/testkit"
)

func TestABoundaryFromADraftToItsEnd(t *testing.T) {
	s := newScene(t)
	at := begins(t, s.mara)
	if again := begins(t, s.mara); again != at {
		t.Errorf("an empty draft is not used again: %s %s", at, again)
	}
	want(t, s.keeps(t, s.mara, at, "keep", "need", "Calm talks."), 303)
	if a := s.staff.Get(s.page); a.Has("Calm talks") {
		t.Errorf("the counselor reads a draft: %s", a.Text())
	}
	want(t, s.staff.Get(s.of(at)), 404)
	want(t, s.jona.Get(at), 404)
	s.sends(t, s.mara, at, "Calm talks.")
	if a := s.mara.Get("/boundaries?sent=" + strings.TrimPrefix(at, "/boundaries/")); !a.Has("Your boundary is with Ingrid.") || !a.Has("With Ingrid") {
		t.Errorf("after sending: %s", a.Text())
	}
	want(t, s.jona.Get(at), 404)
	if a := s.staff.Get(s.page); !a.Has("Calm talks.") {
		t.Errorf("nothing to review: %s", a.Text())
	}
	want(t, s.does(t, at, "pass"), 303)
	if a := s.mara.Get(at); !a.Has("Active. You look at it again on 1 July 2026") {
		t.Errorf("active: %s", a.Text())
	}
	a := want(t, s.jona.Get(at), 200)
	for _, words := range []string{"What Mara needs to feel secure", "Calm talks.", "What Mara asks. It may be declined", "Knock before you come in.", "No is a complete answer"} {
		if !a.Has(words) {
			t.Errorf("the other does not read %q: %s", words, a.Text())
		}
	}
	want(t, s.jona.Post(at+"/answer", url.Values{"number": {"1"}, "reply": {"no"}}), 303)
	if a := s.mara.Get(at); a.Has("Jona says") {
		t.Errorf("an answer crossed by itself: %s", a.Text())
	}
	if a := s.jona.Get(at); !a.Has("Your answer: No. It is with Ingrid.") {
		t.Errorf("the own answer: %s", a.Text())
	}
	if a := s.staff.Get(s.page); !a.Has("Jona answered today: No") {
		t.Errorf("the counselor: %s", a.Text())
	}
	want(t, s.does(t, at, "pass-answer"), 303)
	want(t, s.staff.Post(s.of(at)+"/pass-answer", url.Values{"turn": {"1"}}), 409)
	if a := s.mara.Get(at); !a.Has("Jona says no to what you ask.") || !a.Has("still stands") {
		t.Errorf("after it was passed on: %s", a.Text())
	}
	want(t, s.mara.Post(at+"/end", nil), 303)
	if a := s.jona.Get(at); !a.Has("Mara ended it today") || a.Form(at+"/answer") != nil {
		t.Errorf("after the end: %s", a.Text())
	}
	if a := s.staff.Get(s.page); !a.Has("Ended by its author") {
		t.Errorf("the counselor after the end: %s", a.Text())
	}
	want(t, s.mara.Post(at+"/write", url.Values{"version": {"3"}, "need": {"More."}}), 409)
}

// Each version is reviewed by itself: the old one stands until the new one is active, and stays readable to its author and staff.
func TestEveryVersionIsReviewed(t *testing.T) {
	s := newScene(t)
	at := s.active(t, "Calm talks.")
	s.in(7)
	s.sends(t, s.mara, at, "Calm talks before nine.")
	if a := s.jona.Get(at); a.Has("before nine") || !a.Has("Calm talks.") {
		t.Errorf("a version crossed by itself: %s", a.Text())
	}
	if a := s.mara.Get(at); !a.Has("Active. A new version is with Ingrid") || !a.Has("Calm talks before nine.") {
		t.Errorf("the author: %s", a.Text())
	}
	want(t, s.does(t, at, "talk"), 303)
	if a := s.mara.Get(at); !a.Has("You talk about the new version in a session first") {
		t.Errorf("kept for a session: %s", a.Text())
	}
	if a := s.does(t, at, "back", "word", " "); a.Status != 422 || !a.Has("Write a word to the author first.") {
		t.Errorf("back without a word: %d", a.Status)
	}
	want(t, s.does(t, at, "back", "word", "What would you do on a weekend?"), 303)
	if a := s.mara.Get(at); !a.Has("What would you do on a weekend?") {
		t.Errorf("the word does not reach its reader: %s", a.Text())
	}
	if a := s.jona.Get(at); a.Has("weekend") {
		t.Errorf("the word reaches the other: %s", a.Text())
	}
	want(t, s.staff.Post(s.of(at)+"/pass", url.Values{"number": {"2"}}), 409)
	s.sends(t, s.mara, at, "Calm talks before ten.")
	want(t, s.does(t, at, "pass"), 303)
	if a := s.jona.Get(at); !a.Has("before ten") || a.Has("Calm talks. ") {
		t.Errorf("the new version: %s", a.Text())
	}
	for who, c := range map[string]*testkit.Client{"author": s.mara, "counselor": s.staff} {
		path := at
		if who == "counselor" {
			path = s.of(at)
		}
		if a := c.Get(path); !a.Has("Calm talks before nine.") || !a.Has("What would you do on a weekend?") {
			t.Errorf("%s cannot read the earlier versions: %s", who, a.Text())
		}
	}
}

func TestTheReviewDayComes(t *testing.T) {
	s := newScene(t)
	at := s.active(t, "Calm talks.")
	s.in(28)
	if a := s.mara.Get("/boundaries"); !a.Has("It is a good time to look at it again") {
		t.Errorf("the author: %s", a.Text())
	}
	if a := s.staff.Get(s.page); !a.Has("review due") {
		t.Errorf("the counselor: %s", a.Text())
	}
	if form := s.mara.Get(at + "/write").Form(at + "/write"); form.Get("need") != "Calm talks." || form.Get("review") != "" {
		t.Errorf("a new day is not asked for: %v", form)
	}
	var g boundary.Glance
	s.view(t, 0, func(tx *db.Tx) (err error) { g, err = boundary.GlanceOf(tx, s.Clock.Today()); return err })
	if g.Waiting != 1 {
		t.Errorf("Today says nothing: %+v", g)
	}
	s.sends(t, s.mara, at, "Calm talks.")
	s.view(t, 0, func(tx *db.Tx) (err error) { g, err = boundary.GlanceOf(tx, s.Clock.Today()); return err })
	if g.Waiting != 0 {
		t.Errorf("Today still asks: %+v", g)
	}
	s.in(28)
	if a := s.does(t, at, "pass"); a.Status != 409 || !a.Has("The day to look at it again has come already") {
		t.Errorf("a version whose day has come became active: %d %s", a.Status, a.Text())
	}
}

func (s *scene) view(t *testing.T, i int, do func(tx *db.Tx) error) {
	t.Helper()
	if err := s.DB.View(t.Context(), s.couple.Partners[i].Scope(), do); err != nil {
		t.Fatal(err)
	}
}

// Nothing that one does in private changes anything that the other sees; an end is the one act of its author that both see.
func TestPrivateActsStayPrivate(t *testing.T) {
	s := newScene(t)
	at := s.active(t, "Calm talks.")
	t.Run("the author", func(t *testing.T) {
		before := seen(s.jona, at)
		want(t, s.keeps(t, s.mara, at, "keep", "need", "Something else."), 303)
		other := begins(t, s.mara)
		want(t, s.keeps(t, s.mara, other, "keep", "need", "Another one."), 303)
		s.sends(t, s.mara, other, "Another one.")
		s.sends(t, s.mara, at, "Something else.")
		want(t, s.does(t, other, "talk"), 303)
		want(t, s.does(t, at, "back", "word", "Not yet."), 303)
		want(t, s.mara.Post(other+"/end", nil), 303)
		if after := seen(s.jona, at); after != before {
			t.Errorf("before:\n%s\nafter:\n%s", before, after)
		}
		want(t, s.jona.Get(other), 404)
		want(t, s.jona.Get(at+"/write"), 404)
		want(t, s.jona.Get(at+"/check"), 404)
	})
	t.Run("the other", func(t *testing.T) {
		before := seen(s.mara, at)
		for _, reply := range []string{"talk", "yes", "yes", "no"} {
			want(t, s.jona.Post(at+"/answer", url.Values{"number": {"1"}, "reply": {reply}}), 303)
		}
		own := begins(t, s.jona)
		s.sends(t, s.jona, own, "My own evening.")
		if after := seen(s.mara, at); after != before {
			t.Errorf("before:\n%s\nafter:\n%s", before, after)
		}
	})
}

// A hold or a closed hard gate stops every pass, partners go on writing, and their pages do not change by it.
func TestAHoldStopsPassing(t *testing.T) {
	s := newScene(t)
	at := s.active(t, "Calm talks.")
	next := begins(t, s.mara)
	s.sends(t, s.mara, next, "A second one.")
	want(t, s.jona.Post(at+"/answer", url.Values{"number": {"1"}, "reply": {"yes"}}), 303)
	before := seen(s.mara, at, next) + seen(s.jona, at)
	s.hold(t, couple.Quiet)
	refused := func(what string) {
		t.Helper()
		want(t, s.does(t, next, "pass"), 409)
		want(t, s.does(t, at, "pass-answer"), 409)
	}
	refused("quiet hold")
	if after := seen(s.mara, at, next) + seen(s.jona, at); after != before {
		t.Errorf("a quiet hold shows:\n%s\n%s", before, after)
	}
	third := begins(t, s.mara)
	s.sends(t, s.mara, third, "Written on hold.")
	if err := s.DB.Update(t.Context(), s.counselor.Scope(), func(tx *db.Tx) error { return couple.EndHold(tx, s.couple.ID) }); err != nil {
		t.Fatal(err)
	}
	s.Clock.Advance(60e9)
	s.Gate(t, s.couple, "G1", false)
	refused("closed gate")
	s.Clock.Advance(60e9)
	s.Gate(t, s.couple, "G1", true)
	want(t, s.does(t, next, "pass"), 303)
	want(t, s.does(t, at, "pass-answer"), 303)
	s.hold(t, couple.Full)
	for _, page := range []string{"/boundaries", at, at + "/print"} { // nobody is left to think that the other took it back
		if a := want(t, s.jona.Get(page), 200); !a.Has("Joint pages are resting.") || a.Has("Calm talks.") || a.Has("There is nothing here yet") {
			t.Errorf("%s in a full stop: %s", page, a.Text())
		}
	}
	if a := want(t, s.jona.Post(at+"/answer", url.Values{"number": {"1"}, "reply": {"no"}}), 409); !a.Has("Joint pages are resting.") {
		t.Errorf("an answer in a full stop: %s", a.Text())
	}
	want(t, s.jona.Get(at+"/write"), 404)
	if a := s.mara.Get(at); !a.Has("Calm talks.") {
		t.Errorf("a full stop hides what somebody wrote from themself: %s", a.Text())
	}
}

func TestBadInputKeepsWhatWasTyped(t *testing.T) {
	s := newScene(t)
	at := begins(t, s.mara)
	for _, c := range []struct {
		name, want string
		pairs      []string
	}{
		{"nothing", "Write what you need.", nil},
		{"nothing done", "Write what you will do yourself", []string{"need", "Calm <b>talks</b>"}},
		{"no day", "Choose the day on which it is looked at again.", []string{"need", "Calm", "do", "I go."}},
		{"today", "Choose a day after today.", []string{"need", "Calm", "do", "I go.", "review", s.day(0)}},
		{"too far", "Choose a day within the next 12 weeks.", []string{"need", "Calm", "do", "I go.", "review", s.day(85)}},
		{"no date", "Write the day as year, month and day.", []string{"need", "Calm", "do", "I go.", "review", "soon"}},
		{"too long", "at most 600 characters", []string{"need", strings.Repeat("é", 601)}},
	} {
		a := s.keeps(t, s.mara, at, "check", c.pairs...)
		typed := ""
		if len(c.pairs) > 1 {
			typed = c.pairs[1]
		}
		if a.Status != 422 || !a.Has(c.want) || a.Form(at+"/write").Get("need") != typed {
			t.Errorf("%s: %d %s", c.name, a.Status, a.Text())
		}
	}
	want(t, s.keeps(t, s.mara, at, "check", "need", "Calm", "do", "I go.", "ask", "Give me your password.", "review", s.day(10)), 303)
	if a := s.mara.Get(at + "/check"); !a.Has("A boundary is about what you will do.") || !a.Has("Passwords, places and messages") || a.Form(at+"/send") == nil {
		t.Errorf("a hint is missing, or blocks: %s", a.Text())
	}
	stale := s.mara.Get(at + "/write").Form(at + "/write")
	stale.Del("key")
	want(t, s.keeps(t, s.mara, at, "keep", "need", "From the other window"), 303)
	stale.Set("need", "From this window")
	if a := s.mara.Post(at+"/write", stale); a.Status != 409 || !a.Has("From the other window") || a.Form(at+"/write").Get("need") != "From this window" {
		t.Errorf("two windows: %d %s", a.Status, a.Text())
	}
	want(t, s.mara.Post(at+"/send", url.Values{"version": {"2"}}), 409)
	s.sends(t, s.mara, at, "Calm")
	want(t, s.does(t, at, "pass"), 303)
	if a := s.jona.Post(at+"/answer", url.Values{"number": {"1"}, "reply": {"never"}}); a.Status != 422 || !a.Has("Choose one of the three.") {
		t.Errorf("no such reply: %d", a.Status)
	}
	want(t, s.jona.Post(at+"/answer", url.Values{"number": {"7"}, "reply": {"yes"}}), 409)
	for _, a := range []*testkit.Answer{
		s.mara.Post(at+"/answer", url.Values{"number": {"1"}, "reply": {"yes"}}), s.jona.Post(at+"/end", nil), s.jona.Post(at+"/send", url.Values{"version": {"1"}}),
		s.jona.Post(at+"/write", url.Values{"version": {"1"}, "need": {"x"}}), s.mara.Get("/boundaries/" + uuid.NewString()), s.mara.Get("/boundaries/x"),
	} {
		want(t, a, 404)
	}
	if a := s.staff.Post(s.page, url.Values{"who": {uuid.NewString()}, "need": {"Aloud"}, "do": {"I go."}, "review": {s.day(9)}}); a.Status != 422 || a.Form(s.page).Get("need") != "Aloud" {
		t.Errorf("a stranger’s boundary: %d %s", a.Status, a.Text())
	}
}

// The form key makes a double submit one version, and the same reply twice one turn.
func TestSendingTwiceIsOnce(t *testing.T) {
	s := newScene(t)
	at := begins(t, s.mara)
	want(t, s.keeps(t, s.mara, at, "check", "need", "Calm", "do", "I go.", "ask", "Knock.", "review", s.day(10)), 303)
	form := s.mara.Get(at + "/check").Form(at + "/send")
	want(t, s.mara.Post(at+"/send", form), 303)
	want(t, s.mara.Post(at+"/send", form), 303)
	want(t, s.does(t, at, "pass"), 303)
	for range 2 {
		want(t, s.jona.Post(at+"/answer", url.Values{"number": {"1"}, "reply": {"yes"}}), 303)
	}
	var sent, answers int
	if err := s.SQL(t).QueryRow(`select (select count(*) from boundary_sent where practice_id = $1), (select count(*) from boundary_answer where practice_id = $1)`, s.Practice).Scan(&sent, &answers); err != nil || sent != 1 || answers != 1 {
		t.Errorf("%d sent, %d answers: %v", sent, answers, err)
	}
}

// What is on paper is entered by the counselor, is marked, and passes like anything else.
func TestOnPaper(t *testing.T) {
	s := newScene(t)
	form := url.Values{"who": {s.couple.Partners[1].Person().String()}, "need": {"My own evening"}, "do": {"I go to choir."}, "ask": {"Eat without me on Tuesdays."}, "review": {s.day(20)}}
	want(t, s.staff.Post(s.page, form), 303)
	var id string
	if err := s.SQL(t).QueryRow(`select boundary_id from boundary_sent where practice_id = $1 and source = 'paper'`, s.Practice).Scan(&id); err != nil {
		t.Fatal(err)
	}
	at := "/boundaries/" + id
	want(t, s.mara.Get(at), 404)
	want(t, s.does(t, at, "pass"), 303)
	if a := s.mara.Get(at); !a.Has("My own evening") {
		t.Errorf("not passed on: %s", a.Text())
	}
	want(t, s.does(t, at, "record-answer", "reply", "talk"), 303)
	var agenda boundary.Agenda
	err := s.DB.View(t.Context(), s.counselor.Scope(), func(tx *db.Tx) error {
		cp, err := couple.Get(tx, s.couple.ID)
		if err == nil {
			agenda, err = boundary.ForSession(tx, cp)
		}
		return err
	})
	if err != nil || len(agenda.Answers) != 1 || agenda.Answers[0].Reply != boundary.TalkAbout {
		t.Errorf("the agenda: %+v %v", agenda, err)
	}
	want(t, s.does(t, at, "pass-answer"), 303)
	if a := s.jona.Get(at); !a.Has("Mara would like to talk about what you ask.") {
		t.Errorf("the author: %s", a.Text())
	}
	if form := s.jona.Get(at + "/write").Form(at + "/write"); form.Get("need") != "My own evening" {
		t.Errorf("what was on paper cannot be changed in the app: %v", form)
	}
	want(t, s.does(t, at, "end"), 422)
	want(t, s.does(t, at, "end", "said", "yes"), 303)
	if a := s.mara.Get(at); !a.Has("Jona ended it today") {
		t.Errorf("the end: %s", a.Text())
	}
}

// Who left, and a discharged couple, read their own and what was passed, and write nothing.
func TestWhoLeftReadsAndWritesNothing(t *testing.T) {
	s := newScene(t)
	at := s.active(t, "Calm talks.")
	draft := begins(t, s.mara)
	want(t, s.keeps(t, s.mara, draft, "check", "need", "More", "do", "I go.", "review", s.day(20)), 303)
	if _, err := s.SQL(t).Exec(`update couple set care_to = $2 where practice_id = $1`, s.Practice, s.day(0)); err != nil {
		t.Fatal(err)
	}
	s.in(1)
	for _, who := range []*testkit.Client{s.mara, s.jona} {
		if a := who.Get(at); !a.Has("Calm talks.") || a.Form(at+"/answer") != nil || a.Form(at+"/end") != nil {
			t.Errorf("after care: %s", a.Text())
		}
	}
	want(t, s.mara.Post("/boundaries", nil), 409)
	want(t, s.mara.Post(draft+"/send", url.Values{"version": {"2"}}), 409)
	want(t, s.mara.Post(at+"/end", nil), 409)
	want(t, s.jona.Post(at+"/answer", url.Values{"number": {"1"}, "reply": {"yes"}}), 409)
}

// The other's page counts what was passed on, so that nobody reads from it how often the author was sent back.
func TestThePageOfTheOtherCountsNoSendBacks(t *testing.T) {
	s := newScene(t)
	at := begins(t, s.mara)
	for _, need := range []string{"First.", "Second."} {
		s.sends(t, s.mara, at, need)
		want(t, s.does(t, at, "back", "word", "Say it plainly."), 303)
	}
	s.sends(t, s.mara, at, "Third.")
	want(t, s.does(t, at, "pass"), 303)
	form := want(t, s.jona.Get(at), 200).Form(at + "/answer")
	if form.Get("number") != "1" {
		t.Errorf("the form shows %q", form.Get("number"))
	}
	want(t, s.jona.Post(at+"/answer", url.Values{"number": {"3"}, "reply": {"no"}}), 409)
	form.Del("key")
	form.Set("reply", "yes")
	want(t, s.jona.Post(at+"/answer", form), 303)
	s.sends(t, s.mara, at, "Fourth.")
	want(t, s.does(t, at, "pass"), 303)
	form = s.jona.Get(at).Form(at + "/answer")
	if form.Get("number") != "2" {
		t.Errorf("the form of the second version shows %q", form.Get("number"))
	}
	want(t, s.jona.Post(at+"/answer", url.Values{"number": {"1"}, "reply": {"no"}}), 409)
	form.Del("key")
	form.Set("reply", "no")
	want(t, s.jona.Post(at+"/answer", form), 303)
}

// After somebody left, neither a boundary nor a reply is offered to be passed on, whoever of the two it was.
func TestNothingIsPassedAfterSomebodyLeft(t *testing.T) {
	for i, name := range []string{"Mara", "Jona"} {
		s := newScene(t)
		asked := s.active(t, "Calm talks.")
		want(t, s.jona.Post(asked+"/answer", url.Values{"number": {"1"}, "reply": {"yes"}}), 303)
		sent := begins(t, s.mara)
		s.sends(t, s.mara, sent, "Doors that stay open.")
		pass, answer := s.staff.Get(s.of(sent)).Form(s.of(sent)+"/pass"), s.staff.Get(s.of(asked)).Form(s.of(asked)+"/pass-answer")
		if pass == nil || answer == nil {
			t.Fatal("nothing to pass on")
		}
		s.Separate(t, s.couple, i, s.Clock.Today())
		for act, form := range map[string]url.Values{s.of(sent) + "/pass": pass, s.of(asked) + "/pass-answer": answer} {
			if a := s.staff.Get(act[:strings.LastIndex(act, "/")]); a.Form(act) != nil || !a.Has(name+" left this couple on") {
				t.Errorf("%s left, and %s is offered: %s", name, act, a.Text())
			}
			form.Del("key")
			if a := want(t, s.staff.Post(act, form), 409); !a.Has("somebody left") {
				t.Errorf("%s left: %s", name, a.Text())
			}
		}
		want(t, s.staff.Post(s.of(sent)+"/talk", pass), 303)
	}
}
