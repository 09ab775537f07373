package agreement_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"amends/clients/agreement"
	"amends/clients/couple"
	"amends/server/db"
	"amends/server/testkit"
)

func TestFromAProposalToAnEnd(t *testing.T) {
	s := newScene(t)
	has(t, s.mara.Get("/agreements"), "Propose an agreement", "Either of you can propose one")
	proposal := s.propose(t, s.mara, "/agreements", s.terms("the budget is written down by Sunday"))
	has(t, s.mara.Get("/agreements?sent="+strings.TrimPrefix(proposal, "/proposals/")), "Your proposal is with Ingrid.", "With Ingrid")
	want(t, s.jona.Get(proposal), 404)
	hasNot(t, s.jona.Get("/agreements"), "budget")
	has(t, s.staff.Get(s.base+"/agreements"), "Mara proposes a new agreement, today", "the budget is written down")
	s.pass(t, proposal)
	want(t, s.staff.Post(s.base+proposal+"/pass", nil), 409)
	path := s.newest(t)
	for _, who := range []*testkit.Client{s.mara, s.jona} {
		has(t, who.Get("/agreements"), "For you to sign", "the budget is written down by Sunday")
		has(t, who.Get(path), "It stands on the fridge.", "We talk about it on Sunday.", "For both", "look at it again on 1 July 2026", "I sign", "Not now")
	}
	sign(t, s.mara, path, "signed")
	has(t, s.mara.Get(path), "You signed today. It stands when both have signed and Ingrid puts it in force.")
	if a := s.staff.Post(s.base+path+"/activate", url.Values{"number": {"1"}}); a.Status != 409 || !a.Has("Both have to sign first") {
		t.Errorf("in force with one signature: %d", a.Status)
	}
	has(t, s.staff.Get(s.base+path), "Mara has signed. In the app, today.", "Jona has not answered.")
	sign(t, s.jona, path, "not_now")
	has(t, s.staff.Get(s.base+path), "Jona says “not now”.")
	sign(t, s.jona, path, "signed")
	has(t, s.staff.Get(s.base+"/agreements"), "Both have signed. Put it in force.")
	hasNot(t, s.jona.Get(path), "In force since")
	s.force(t, path)
	has(t, s.jona.Get(path), "In force since 3 June 2026")
	if a := s.jona.Post(path+"/sign", url.Values{"number": {"1"}, "answer": {"not_now"}}); a.Status != 409 {
		t.Errorf("a signature was taken back from what stands: %d", a.Status)
	}

	change := s.propose(t, s.jona, path+"/change", url.Values{"text": {"the budget is written down by Monday"}})
	s.pass(t, change)
	a := s.mara.Get(path)
	has(t, a, "A new version to sign", "by Monday", "by Sunday", "In force since")
	sign(t, s.mara, path, "signed")
	has(t, s.mara.Get("/agreements"), "In force the budget is written down by Sunday")
	sign(t, s.jona, path, "signed")
	s.force(t, path)
	a = s.mara.Get(path)
	has(t, a, "by Monday", "Earlier versions", "by Sunday", "In force from 3 June 2026")
	s.in(1)
	end := s.propose(t, s.mara, path+"/end", url.Values{"text": {"It makes me check the fridge."}})
	has(t, s.mara.Get(end), "the end of an agreement", "It makes me check the fridge.")
	hasNot(t, s.jona.Get(path), "check the fridge")
	has(t, s.staff.Get(s.base+path), "Mara asks to end it: It makes me check the fridge.")
	want(t, s.staff.Post(s.base+end+"/pass", nil), 409)
	want(t, s.staff.Post(s.base+path+"/end", nil), 303)
	for _, who := range []*testkit.Client{s.mara, s.jona} {
		has(t, who.Get("/agreements"), "Earlier", "Ended today")
		a := who.Get(path)
		has(t, a, "by Monday")
		hasNot(t, a, "Propose a change")
	}
	want(t, s.staff.Post(s.base+path+"/end", nil), 409)
}

// Nothing that one does in private changes anything that the other sees: drafts, proposals, signatures, "not now".
func TestPrivateActsStayPrivate(t *testing.T) {
	s := newScene(t)
	running := s.standing(t, "phones stay in the hall")
	s.pass(t, s.propose(t, s.jona, "/agreements", s.terms("breakfast together on Sundays")))
	waiting := s.newest(t)
	for i, who := range []*testkit.Client{s.mara, s.jona} {
		other := []*testkit.Client{s.jona, s.mara}[i]
		before := seen(other, running, waiting)
		draft := want(t, who.Post("/agreements", nil), 303).Location
		want(t, who.Post(draft, url.Values{"kind": {"new"}, "version": {"1"}, "text": {"half a thought"}}), 303)
		s.propose(t, who, "/agreements", s.terms("a secret proposal"))
		s.propose(t, who, running+"/change", url.Values{"text": {"another wording"}})
		s.propose(t, who, running+"/end", url.Values{"text": {"I want out of this"}})
		sign(t, who, waiting, "not_now")
		if after := seen(other, running, waiting); after != before {
			t.Errorf("before:\n%s\nafter:\n%s", before, after)
		}
		sign(t, who, waiting, "signed")
		if after := seen(other, running, waiting); after != before {
			t.Errorf("a signature shows:\n%s\n%s", before, after)
		}
		want(t, other.Get(draft), 404)
		hasNot(t, s.staff.Get(s.base+"/agreements"), "half a thought")
	}
}

// A hold or a closed hard gate stops proposals and putting in force; partners see nothing of it, and ending is always possible.
func TestAHoldStopsPassing(t *testing.T) {
	s := newScene(t)
	running := s.standing(t, "phones stay in the hall")
	proposal := s.propose(t, s.mara, "/agreements", s.terms("breakfast together"))
	s.pass(t, s.propose(t, s.jona, "/agreements", s.terms("a walk on Sundays")))
	signed := s.newest(t)
	sign(t, s.mara, signed, "signed")
	sign(t, s.jona, signed, "signed")
	before := seen(s.mara, running, signed) + seen(s.jona, running, signed)
	err := s.DB.Update(t.Context(), s.counselor.Scope(), func(tx *db.Tx) error {
		return couple.SetHold(tx, s.couple.ID, couple.Hold{Kind: couple.Quiet, StartsAt: tx.Now()})
	})
	if err != nil {
		t.Fatal(err)
	}
	if a := s.staff.Post(s.base+proposal+"/pass", nil); a.Status != 409 {
		t.Errorf("passed on: %d", a.Status)
	}
	if a := s.staff.Post(s.base+signed+"/activate", url.Values{"number": {"1"}}); a.Status != 409 {
		t.Errorf("put in force: %d", a.Status)
	}
	if after := seen(s.mara, running, signed) + seen(s.jona, running, signed); after != before {
		t.Errorf("a quiet hold shows:\n%s\n%s", before, after)
	}
	s.propose(t, s.jona, "/agreements", s.terms("written on hold"))
	want(t, s.staff.Post(s.base+running+"/end", nil), 303)
	err = s.DB.Update(t.Context(), s.counselor.Scope(), func(tx *db.Tx) error { return couple.EndHold(tx, s.couple.ID) })
	if err != nil {
		t.Fatal(err)
	}
	s.force(t, signed)
	s.pass(t, proposal)
}

// A full stop closes the pages for both alike, says nothing why, gives back what was typed, and ends without a trace.
func TestAFullStopClosesThePages(t *testing.T) {
	s := newScene(t)
	running := s.standing(t, "phones stay in the hall")
	s.pass(t, s.propose(t, s.jona, "/agreements", s.terms("a walk on Sundays")))
	waiting := s.newest(t)
	draft := want(t, s.mara.Post("/agreements", nil), 303).Location
	before := seen(s.mara, running, waiting) + seen(s.jona, running, waiting)
	hold := func(do func(tx *db.Tx) error) {
		t.Helper()
		if err := s.DB.Update(t.Context(), s.counselor.Scope(), do); err != nil {
			t.Fatal(err)
		}
	}
	hold(func(tx *db.Tx) error {
		return couple.SetHold(tx, s.couple.ID, couple.Hold{Kind: couple.Full, StartsAt: tx.Now()})
	})
	for _, who := range []*testkit.Client{s.mara, s.jona} {
		for _, at := range []string{"/agreements", running, running + "/print", waiting} {
			hasNot(t, want(t, who.Get(at), 200), "phones stay", "a walk", "Propose")
		}
		want(t, who.Post(waiting+"/sign", url.Values{"number": {"1"}, "answer": {"signed"}}), 409)
	}
	form := s.terms("typed meanwhile")
	form.Set("kind", "new")
	form.Set("version", "1")
	has(t, want(t, s.mara.Post(draft+"/send", form), 409), "typed meanwhile")
	hold(func(tx *db.Tx) error { return couple.EndHold(tx, s.couple.ID) })
	if after := seen(s.mara, running, waiting) + seen(s.jona, running, waiting); after != before {
		t.Errorf("afterwards:\n%s\n%s", before, after)
	}
}

func TestBadInputKeepsWhatWasTyped(t *testing.T) {
	s := newScene(t)
	path := want(t, s.mara.Post("/agreements", nil), 303).Location
	for _, c := range []struct {
		name, want string
		change     url.Values
	}{
		{"nothing", "Write what you agree on.", url.Values{"text": {""}}},
		{"no way to know", "Write how you will both know.", url.Values{"know": {""}}},
		{"no plan for slips", "Write what you do if it slips.", url.Values{"slip": {""}}},
		{"nobody", "Choose for whom it goes.", url.Values{"bearer": {uuid.NewString()}}},
		{"too long", "at most 1000 characters", url.Values{"text": {strings.Repeat("é", 1001)}}},
		{"neither review nor end", "Choose a day to look at it again, or a last day.", url.Values{"review": {""}}},
		{"a far review", "within 12 weeks", url.Values{"review": {s.day(85)}}},
		{"only a far end", "The last day is far.", url.Values{"review": {""}, "until": {s.day(120)}}},
		{"an end before the start", "The last day comes after the first", url.Values{"until": {s.day(-1)}}},
		{"no date", "Choose a date.", url.Values{"starts": {"3.6.2026"}}},
	} {
		form := s.terms("Sing <b>aloud</b>")
		form.Set("kind", "new")
		form.Set("version", "1")
		for name, v := range c.change {
			form[name] = v
		}
		a := s.mara.Post(path+"/send", form)
		if a.Status != 422 || !a.Has(c.want) || a.Form(path+"/send").Get("text") != form.Get("text") {
			t.Errorf("%s: %d %s", c.name, a.Status, a.Text())
		}
	}
	good := s.terms("Sing")
	good["kind"], good["version"], good["key"] = []string{"new"}, []string{"1"}, []string{uuid.NewString()}
	want(t, s.mara.Post(path+"/send", good), 303)
	want(t, s.mara.Post(path+"/send", good), 303)
	good.Set("key", uuid.NewString())
	if a := s.mara.Post(path+"/send", good); a.Status != 409 {
		t.Errorf("sent again: %d", a.Status)
	}
	s.pass(t, path)
	agreed := s.newest(t)
	if a := s.mara.Post(agreed+"/sign", url.Values{"number": {"1"}, "answer": {"maybe"}}); a.Status != 422 {
		t.Errorf("no such answer: %d", a.Status)
	}
	if a := s.mara.Post(agreed+"/sign", url.Values{"number": {"2"}, "answer": {"signed"}}); a.Status != 409 {
		t.Errorf("another version: %d", a.Status)
	}
	if a := s.mara.Post(agreed+"/change", nil); a.Status != 409 {
		t.Errorf("a change of what does not stand: %d", a.Status)
	}
	for _, p := range []string{"/agreements/" + uuid.NewString(), "/proposals/" + uuid.NewString(), "/agreements/x"} {
		want(t, s.mara.Get(p), 404)
	}
	record := s.terms("Aloud")
	record.Set("author", uuid.NewString())
	if a := s.staff.Post(s.base+"/agreements", record); a.Status != 422 || a.Form(s.base+"/agreements").Get("text") != "Aloud" {
		t.Errorf("a stranger proposes: %d", a.Status)
	}
	if a := s.staff.Post(s.base+agreed+"/sign", url.Values{"number": {"1"}, "who": {"both"}, "how": {"app"}, "on": {s.day(0)}}); a.Status != 422 {
		t.Errorf("the counselor signs in the app: %d", a.Status)
	}
	if a := s.staff.Post(s.base+agreed+"/sign", url.Values{"number": {"1"}, "who": {uuid.NewString()}, "how": {"paper"}, "on": {s.day(0)}}); a.Status != 422 {
		t.Errorf("a stranger signs: %d", a.Status)
	}
}

func TestDraftsSurviveAndMeet(t *testing.T) {
	s := newScene(t)
	path := want(t, s.mara.Post("/agreements", nil), 303).Location
	save := func(version, text string) *testkit.Answer {
		body := url.Values{"key": {uuid.NewString()}, "kind": {"new"}, "version": {version}, "text": {text}}.Encode()
		return s.mara.Send("POST", path, "application/x-www-form-urlencoded", strings.NewReader(body), http.Header{"Accept": {"application/json"}, "Sec-Fetch-Site": {"same-origin"}})
	}
	if a := save("1", "First words"); a.Status != 200 || !strings.Contains(a.Body, `"version":"2"`) {
		t.Fatalf("a draft: %d %s", a.Status, a.Body)
	}
	if a := save("1", "Other words"); a.Status != 409 || !strings.Contains(a.Body, "First words") {
		t.Errorf("an overtaken draft: %d %s", a.Status, a.Body)
	}
	a := s.mara.Post(path, url.Values{"kind": {"new"}, "version": {"1"}, "text": {"Other words"}})
	if a.Status != 409 || !a.Has("First words") || a.Form(path+"/send").Get("text") != "Other words" || a.Form(path+"/send").Get("version") != "2" {
		t.Errorf("an overtaken form: %d %v", a.Status, a.Form(path+"/send"))
	}
	s.in(30)
	has(t, s.mara.Get("/agreements"), "First words", "A draft. Only you read it")
}

// Words of watching get a kind pointer, stored or while typing; nothing is blocked.
func TestAPointerNeverBlocks(t *testing.T) {
	s := newScene(t)
	path := want(t, s.mara.Post("/agreements", nil), 303).Location
	a := s.mara.Send("POST", path+"/hints", "application/x-www-form-urlencoded", strings.NewReader(url.Values{"key": {uuid.NewString()}, "text": {"You share your location with me"}}.Encode()),
		http.Header{"Accept": {"application/json"}, "Sec-Fetch-Site": {"same-origin"}})
	if a.Status != 200 || !strings.Contains(a.Body, `"quote":"location"`) {
		t.Errorf("while typing: %d %s", a.Status, a.Body)
	}
	want(t, s.mara.Post(path, url.Values{"kind": {"new"}, "version": {"1"}, "text": {"I may read your messages"}, "starts": {s.day(0)}, "review": {s.day(28)}}), 303)
	has(t, s.mara.Get(path), "About watching over each other", "read your messages")
	form := s.mara.Get(path).Form(path + "/send")
	form.Del("key")
	form.Set("know", "So.")
	form.Set("slip", "So.")
	want(t, s.mara.Post(path+"/send", form), 303)
	has(t, s.staff.Get(s.base+"/agreements"), "Watching")
	has(t, s.staff.Get(s.base+path), "It speaks of watching")
	s.pass(t, path)
}

// Aloud or on paper, everything is recorded by the counselor; a signature given so stands in the app as well.
func TestSignedAloudAndOnPaper(t *testing.T) {
	s := newScene(t)
	s.OnPaper(t, s.couple, 1)
	record := s.terms("the car keys hang by the door")
	record.Set("author", s.couple.Partners[1].Person().String())
	record.Set("bearer", s.couple.Partners[1].Person().String())
	at := want(t, s.staff.Post(s.base+"/agreements", record), 303).Location
	has(t, s.staff.Get(at), "From paper or aloud, entered by Ingrid, today")
	want(t, s.staff.Post(at+"/pass", nil), 303)
	path := s.newest(t)
	has(t, s.mara.Get(path), "the car keys hang by the door", "For Jona")
	want(t, s.staff.Post(s.base+path+"/sign", url.Values{"number": {"1"}, "who": {"both"}, "how": {"session"}, "on": {s.day(-1)}}), 303)
	has(t, s.staff.Get(s.base+path), "Aloud in a session, yesterday.")
	if a := s.mara.Post(path+"/sign", url.Values{"number": {"1"}, "answer": {"not_now"}}); a.Status != 409 || !a.Has("in a session or on paper") {
		t.Errorf("said otherwise in the app: %d %s", a.Status, a.Text())
	}
	s.force(t, path)
	has(t, s.mara.Get(path+"/print"), "Our agreement", "In force since", "Mara", "Jona", "Date and signature")
	has(t, s.staff.Get(s.base+path+"/print"), "the car keys hang by the door")
}

// A look that is overdue stands calmly on both sides, moves when it was done, and is never further than twelve weeks ahead.
func TestLookingAtItAgain(t *testing.T) {
	s := newScene(t)
	path := s.standing(t, "phones stay in the hall")
	s.in(29)
	for _, who := range []*testkit.Client{s.mara, s.jona} {
		has(t, who.Get("/agreements"), "The day to look at it again was yesterday. Bring it to your next session.")
	}
	has(t, s.staff.Get(s.base+"/agreements"), "Look overdue")
	overdue := func(want int) {
		t.Helper()
		var n int
		err := s.DB.View(t.Context(), s.counselor.Scope(), func(tx *db.Tx) (err error) {
			n, err = agreement.Overdue(tx, s.couple.ID, s.Clock.Today())
			return err
		})
		if err != nil || n != want {
			t.Errorf("%d overdue, want %d (%v)", n, want, err)
		}
	}
	overdue(1)
	review := s.base + path + "/review"
	for _, next := range []string{s.day(85), s.day(0), "", "x"} {
		if a := s.staff.Post(review, url.Values{"looked": {s.day(0)}, "next": {next}}); a.Status != 422 {
			t.Errorf("next look on %q: %d", next, a.Status)
		}
	}
	want(t, s.staff.Post(review, url.Values{"looked": {s.day(0)}, "next": {s.day(84)}}), 303)
	hasNot(t, s.mara.Get("/agreements"), "was yesterday")
	hasNot(t, s.staff.Get(s.base+"/agreements"), "Look overdue")
	overdue(0)
	has(t, s.staff.Get(s.base+path), "goes on, again on")
}

// A version that was passed on and not signed gives way to the next, or is taken back; what stands goes on.
func TestOneVersionWaitsAtATime(t *testing.T) {
	s := newScene(t)
	path := s.standing(t, "the first wording")
	s.pass(t, s.propose(t, s.jona, path+"/change", url.Values{"text": {"the second wording"}}))
	sign(t, s.mara, path, "signed")
	s.pass(t, s.propose(t, s.mara, path+"/change", url.Values{"text": {"the third wording"}}))
	has(t, s.staff.Get(s.base+path), "Mara has not answered.", "the third wording", "not put in force")
	want(t, s.staff.Post(s.base+path+"/drop", url.Values{"number": {"2"}}), 409)
	want(t, s.staff.Post(s.base+path+"/drop", url.Values{"number": {"3"}}), 303)
	a := s.jona.Get(path)
	has(t, a, "the first wording", "In force since")
	if a.Form(path+"/sign") != nil {
		t.Error("something is still to be signed")
	}
	kept := s.propose(t, s.mara, "/agreements", s.terms("for a session"))
	want(t, s.staff.Post(s.base+kept+"/keep-for-session", nil), 303)
	want(t, s.staff.Post(s.base+kept+"/keep-for-session", nil), 409)
	has(t, s.mara.Get("/agreements"), "Ingrid keeps it for a session")
	s.pass(t, kept)
	late := s.propose(t, s.jona, "/agreements", s.terms("too late"))
	s.in(40)
	if a := s.staff.Post(s.base+late+"/pass", nil); a.Status != 409 || !a.Has("The dates of this proposal have passed meanwhile") {
		t.Errorf("passed on with a review in the past: %d", a.Status)
	}
}

func TestWhoLeftAndWhoIsAStranger(t *testing.T) {
	s := newScene(t)
	early := s.standing(t, "the early one")
	left := s.Clock.Today()
	s.in(2)
	s.pass(t, s.propose(t, s.mara, early+"/change", url.Values{"text": {"the changed one"}}))
	s.pass(t, s.propose(t, s.mara, "/agreements", s.terms("the late one")))
	late := s.newest(t)
	want(t, s.staff.Post(s.base+early+"/end", nil), 303)
	jona := s.site.As(s.Separate(t, s.couple, 1, left))
	a := jona.Get("/agreements")
	has(t, a, "the early one")
	hasNot(t, a, "the late one", "the changed one", "Ended", "Propose")
	a = jona.Get(early)
	has(t, a, "In force since")
	hasNot(t, a, "the changed one", "Propose a change")
	want(t, jona.Get(late), 404)
	want(t, jona.Post("/agreements", nil), 409)
	colleague := s.site.As(s.Counselor(t, "Dov"))
	want(t, colleague.Get(s.base+"/agreements"), 404)
	want(t, colleague.Post(s.base+early+"/end", nil), 404)
	want(t, s.site.As(s.Staff(t, "front_desk", "Max")).Get(s.base+"/agreements"), 403)
}

// What waits is the planner's agenda, and its statements do not grow with the register.
func TestTheAgendaAndItsCost(t *testing.T) {
	s := newScene(t)
	agenda := func() (a agreement.Agenda, n int) {
		t.Helper()
		ctx, count := db.WithCount(t.Context())
		err := s.DB.View(ctx, s.counselor.Scope(), func(tx *db.Tx) error {
			cp, err := couple.Get(tx, s.couple.ID)
			if err == nil {
				a, err = agreement.ForSession(tx, cp)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return a, count.N()
	}
	path := s.standing(t, "phones stay in the hall")
	s.propose(t, s.mara, "/agreements", s.terms("one"))
	a, few := agenda()
	if len(a.Pass) != 1 || len(a.Talk)+len(a.Sign)+len(a.Force)+len(a.Review) != 0 {
		t.Errorf("one proposal waits: %+v", a)
	}
	s.pass(t, s.propose(t, s.mara, "/agreements", s.terms("two")))
	two := s.newest(t)
	s.pass(t, s.propose(t, s.mara, "/agreements", s.terms("three")))
	sign(t, s.mara, two, "signed")
	sign(t, s.jona, two, "signed")
	s.in(22)
	a, many := agenda()
	if len(a.Pass) != 1 || len(a.Sign) != 1 || len(a.Force) != 1 || len(a.Review) != 1 || a.Review[0].Agreement.String() != strings.TrimPrefix(path, "/agreements/") {
		t.Errorf("the agenda: %+v", a)
	}
	if many != few {
		t.Errorf("%d statements for a small register, %d for a larger one", few, many)
	}
}

// After somebody left, no proposal becomes a version, whoever of the two made it; what was decided later has not happened for them.
func TestNothingIsPassedAfterSomebodyLeft(t *testing.T) {
	s := newScene(t)
	passed := s.propose(t, s.jona, "/agreements", s.terms("passed after the end"))
	kept := s.propose(t, s.jona, "/agreements", s.terms("kept after the end"))
	mine := s.propose(t, s.jona, "/agreements", s.terms("from who left"))
	theirs := s.propose(t, s.mara, "/agreements", s.terms("to who left"))
	left := s.Clock.Today()
	s.in(1)
	s.pass(t, passed)
	want(t, s.staff.Post(s.base+kept+"/keep-for-session", nil), 303)
	signed := s.signed(t, "signed by both")
	jona := s.site.As(s.Separate(t, s.couple, 1, left))
	a := jona.Get("/agreements")
	has(t, a, "passed after the end", "kept after the end", "With Ingrid")
	hasNot(t, a, "for a session", "For you to sign")
	for _, proposal := range []string{mine, theirs} {
		a := want(t, s.staff.Get(s.base+proposal), 200)
		if has(t, a, "Jona left this couple on"); a.Form(s.base+proposal+"/pass") != nil {
			t.Errorf("offered after somebody left: %s", a.Text())
		}
		has(t, want(t, s.staff.Post(s.base+proposal+"/pass", nil), 409), "somebody left")
	}
	a = want(t, s.staff.Get(s.base+signed), 200)
	if has(t, a, "Jona left this couple on"); a.Form(s.base+signed+"/activate") != nil {
		t.Errorf("offered after somebody left: %s", a.Text())
	}
	has(t, want(t, s.staff.Post(s.base+signed+"/activate", url.Values{"number": {"1"}}), 409), "somebody left")
}
