package question_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/question"
	"amends/server/db"
	"amends/server/testkit"
)

func TestAQuestionFromAskingToEnough(t *testing.T) {
	s := newScene(t)
	if a := s.mara.Get("/questions"); a.Has("Ask a question") || !a.Has("There is nothing here for you at the moment.") {
		t.Fatalf("before the log is open: %s", a.Text())
	}
	if a := s.mara.Post("/questions", nil); a.Status != 409 {
		t.Errorf("asked while the log is closed: %d", a.Status)
	}
	s.open(t, 0, "3")
	path := s.ask(t, s.mara, "When did it begin?")
	a := s.mara.Get("/questions?sent=" + strings.TrimPrefix(path, "/questions/"))
	if !a.Has("Your question is with Ingrid.") || !a.Has("With Ingrid") {
		t.Errorf("after asking: %s", a.Text())
	}
	want(t, s.jona.Get(path), 404)
	if a := s.staff.Get(s.page); !a.Has("When did it begin?") || !a.Has("Mara: So that I can sleep.") || a.Form(s.of(path)+"/pass") == nil {
		t.Fatalf("the counselor: %s", a.Text())
	}
	s.pass(t, path)
	want(t, s.staff.Post(s.of(path)+"/pass", nil), 409)
	if a := s.mara.Get(path); !a.Has("With Jona") {
		t.Errorf("after it was passed on: %s", a.Text())
	}
	a = want(t, s.jona.Get(path), 200)
	for _, words := range []string{"When did it begin?", "So that I can sleep.", "records can be asked for by a court", "bring it to a session", "I don’t know yet", "20 minutes"} {
		if !a.Has(words) {
			t.Errorf("the page to answer on does not say %q: %s", words, a.Text())
		}
	}
	s.answer(t, s.jona, path, "In the autumn, at work.")
	if a := s.mara.Get(path); a.Has("autumn") || !a.Has("With Jona") {
		t.Errorf("an answer crossed by itself: %s", a.Text())
	}
	if a := s.staff.Get(s.page); !a.Has("Jona answered, today") {
		t.Errorf("no answer waits: %s", a.Text())
	}
	s.back(t, path)
	if a := s.mara.Get(path); !a.Has("In the autumn, at work.") || !a.Has("Answered, passed on today") {
		t.Errorf("after the pass: %s", a.Text())
	}
	want(t, s.mara.Post(path+"/judge", url.Values{"number": {"1"}, "verdict": {"not_yet"}}), 303)
	if a := s.staff.Get(s.page); !a.Has("Mara says: not yet.") {
		t.Errorf("the counselor does not hear the verdict: %s", a.Text())
	}
	s.in(7)
	s.answer(t, s.jona, path, "In September.")
	s.back(t, path)
	if a := s.mara.Get(path); !a.Has("In September.") || !a.Has("In the autumn, at work.") {
		t.Errorf("an earlier answer is gone: %s", a.Text())
	}
	want(t, s.mara.Post(path+"/judge", url.Values{"number": {"2"}, "verdict": {"enough"}}), 303)
	if a := s.staff.Get(s.of(path)); !a.Has("Mara says: enough.") || !a.Has("Heard") {
		t.Errorf("the thread: %s", a.Text())
	}
}

// What goes across in one ISO week is bounded by the counselor's number, across a week's end and not by asking.
func TestTheWeeklyNumber(t *testing.T) {
	s := newScene(t)
	s.open(t, 0, "2")
	var paths []string
	for _, text := range []string{"One?", "Two?", "Three?", "Four?"} {
		paths = append(paths, s.ask(t, s.mara, text))
	}
	s.pass(t, paths[0])
	s.pass(t, paths[1])
	if a := s.staff.Post(s.of(paths[2])+"/pass", nil); a.Status != 409 || !a.Has("2 questions went across this week") {
		t.Errorf("a third in the week: %d %s", a.Status, a.Text())
	}
	s.in(4) // Sunday
	want(t, s.staff.Post(s.of(paths[2])+"/pass", nil), 409)
	s.in(1) // Monday
	s.pass(t, paths[2])
	s.open(t, 0, "1")
	want(t, s.staff.Post(s.of(paths[3])+"/pass", nil), 409)
	s.open(t, 0, "5")
	s.pass(t, paths[3])
	want(t, s.staff.Post(strings.TrimSuffix(s.page, "s")+"-log/close", url.Values{"asker": {s.couple.Partners[0].Person().String()}}), 303)
	if a := s.mara.Get("/questions"); a.Has("Ask a question") || !a.Has("Your counselor is preparing the next step.") {
		t.Errorf("the log is closed: %s", a.Text())
	}
	if a := s.jona.Get(paths[0]); !a.Has("One?") {
		t.Errorf("what was passed on is gone: %s", a.Text())
	}
}

// Nothing that one does in private changes anything that the other sees.
func TestPrivateActsStayPrivate(t *testing.T) {
	s := newScene(t)
	s.open(t, 0, "9")
	passed := s.ask(t, s.mara, "Passed on?")
	answered := s.ask(t, s.mara, "Answered?")
	s.pass(t, passed)
	s.pass(t, answered)
	s.answer(t, s.jona, answered, "First.")
	s.back(t, answered)
	t.Run("the one who asks", func(t *testing.T) {
		before := seen(s.jona, passed, answered)
		s.ask(t, s.mara, "Another one, not passed on?")
		draft := want(t, s.mara.Post("/questions", nil), 303).Location
		form := s.mara.Get(draft).Form(draft + "/ask")
		form.Del("key")
		form.Set("text", "half a question")
		want(t, s.mara.Post(draft, form), 303)
		for _, act := range []struct {
			path string
			form url.Values
		}{{passed + "/park", nil}, {passed + "/take-up", nil}, {answered + "/judge", url.Values{"number": {"1"}, "verdict": {"changed"}}}, {answered + "/park", nil}} {
			want(t, s.mara.Post(act.path, act.form), 303)
		}
		if after := seen(s.jona, passed, answered); after != before {
			t.Errorf("before:\n%s\nafter:\n%s", before, after)
		}
		want(t, s.jona.Get(draft), 404)
	})
	t.Run("the one who answers", func(t *testing.T) {
		before := seen(s.mara, passed, answered)
		form := s.jona.Get(passed).Form(passed + "/answer/send")
		form.Del("key")
		form.Set("text", "half an answer")
		want(t, s.jona.Post(passed+"/answer", form), 303)
		if after := seen(s.mara, passed, answered); after != before {
			t.Errorf("a draft shows:\n%s\n%s", before, after)
		}
		s.answer(t, s.jona, passed, "A whole answer.")
		s.answer(t, s.jona, answered, "Another one.")
		want(t, s.jona.Post(passed+"/park", nil), 303)
		if after := seen(s.mara, passed, answered); after != before {
			t.Errorf("before:\n%s\nafter:\n%s", before, after)
		}
	})
	t.Run("the counselor reads no draft", func(t *testing.T) {
		if a := s.staff.Get(s.page); a.Has("half a question") {
			t.Errorf("%s", a.Text())
		}
		if a := s.staff.Get(s.of(passed)); a.Has("half an answer") || !a.Has("A whole answer.") {
			t.Errorf("%s", a.Text())
		}
	})
}

// A hold or a closed hard gate stops every pass, and partners' own pages do not change by it.
func TestAHoldStopsPassing(t *testing.T) {
	s := newScene(t)
	s.open(t, 0, "9")
	first, second := s.ask(t, s.mara, "First?"), s.ask(t, s.mara, "Second?")
	s.pass(t, first)
	s.answer(t, s.jona, first, "An answer.")
	before := seen(s.mara, first, second) + seen(s.jona, first)
	s.hold(t, func(tx *db.Tx) error {
		return couple.SetHold(tx, s.couple.ID, couple.Hold{Kind: couple.Quiet, StartsAt: tx.Now()})
	})
	refused := func(what string) {
		t.Helper()
		if a := s.staff.Post(s.of(second)+"/pass", nil); a.Status != 409 {
			t.Errorf("%s: a question was passed on: %d", what, a.Status)
		}
		if a := s.staff.Post(s.of(first)+"/pass-answer", url.Values{"number": {"1"}, "heard": {s.today()}}); a.Status != 409 {
			t.Errorf("%s: an answer was passed back: %d", what, a.Status)
		}
		path := strings.TrimSuffix(s.page, "s") + "-log/open"
		if a := s.staff.Post(path, url.Values{"asker": {s.couple.Partners[1].Person().String()}, "weekly": {"3"}}); a.Status != 409 {
			t.Errorf("%s: a log was opened: %d", what, a.Status)
		}
	}
	refused("quiet hold")
	if after := seen(s.mara, first, second) + seen(s.jona, first); after != before {
		t.Errorf("a quiet hold shows:\n%s\n%s", before, after)
	}
	s.ask(t, s.mara, "Asked on hold?") // partners go on writing
	s.hold(t, func(tx *db.Tx) error { return couple.EndHold(tx, s.couple.ID) })
	s.gate(t, "G1", false)
	refused("closed gate")
	s.gate(t, "G1", true)
	s.pass(t, second)
	s.back(t, first)
}

// While an advice gate is closed the log opens with a reason, which stands in the record and nowhere a partner looks.
func TestAdviceGatesWantAReason(t *testing.T) {
	s := newScene(t)
	s.gate(t, "G4", false)
	path := strings.TrimSuffix(s.page, "s") + "-log/open"
	form := url.Values{"asker": {s.couple.Partners[0].Person().String()}, "weekly": {"4"}}
	a := s.staff.Post(path, form)
	if a.Status != 422 || !a.Has("Write why you go on") || a.Form(path).Get("weekly") != "4" || a.Form(path).Get("asker") != form.Get("asker") {
		t.Fatalf("without a reason: %d %v", a.Status, a.Form(path))
	}
	form.Set("reason", "She asks for two facts only.")
	want(t, s.staff.Post(path, form), 303)
	var told []byte
	if err := s.SQL(t).QueryRow(`select told from question_log_event where practice_id = $1 and told is not null`, s.Practice).Scan(&told); err != nil || strings.Contains(string(told), "two facts") {
		t.Errorf("the reason: %q %v", told, err)
	}
	if a := s.staff.Get(s.page); !a.Has("Why you went on: She asks for two facts only.") {
		t.Errorf("the reason cannot be read: %s", a.Text())
	}
	if a := s.mara.Get("/questions"); !a.Has("Ask a question") || a.Has("two facts") {
		t.Errorf("the log is not open: %s", a.Text())
	}
}

// A full stop closes the pages for both alike, says nothing why, gives back what was typed, and ends without a trace.
func TestAFullStopClosesThePages(t *testing.T) {
	s := newScene(t)
	s.open(t, 0, "9")
	path := s.ask(t, s.mara, "Now?")
	s.pass(t, path)
	before := seen(s.mara, path) + seen(s.jona, path)
	s.hold(t, func(tx *db.Tx) error {
		return couple.SetHold(tx, s.couple.ID, couple.Hold{Kind: couple.Full, StartsAt: tx.Now()})
	})
	for _, who := range []*testkit.Client{s.mara, s.jona} {
		for _, at := range []string{"/questions", path} {
			if a := want(t, who.Get(at), 200); a.Has("Now?") || a.Has("Ask a question") {
				t.Errorf("%s during a full stop: %s", at, a.Text())
			}
		}
	}
	if a := s.jona.Post(path+"/answer/send", url.Values{"version": {"0"}, "text": {"Because of the"}}); a.Status != 409 || !a.Has("Because of the") {
		t.Errorf("an answer during a full stop: %d %s", a.Status, a.Text())
	}
	want(t, s.mara.Post("/questions", nil), 409)
	s.hold(t, func(tx *db.Tx) error { return couple.EndHold(tx, s.couple.ID) })
	if after := seen(s.mara, path) + seen(s.jona, path); after != before {
		t.Errorf("afterwards:\n%s\n%s", before, after)
	}
}

// The same question for the third time is for the counselor's eyes.
func TestLoopsAreFlaggedToTheCounselorOnly(t *testing.T) {
	s := newScene(t)
	s.open(t, 0, "9")
	first := s.ask(t, s.mara, "Do you love her?")
	s.ask(t, s.mara, "do you love HER ?!")
	if a := s.staff.Get(s.page); a.Has("times") {
		t.Errorf("flagged at the second time: %s", a.Text())
	}
	third := s.ask(t, s.mara, "Is she still on your mind?", "again", strings.TrimPrefix(first, "/questions/"))
	if a := s.staff.Get(s.page); !a.Has("asked 3 times") {
		t.Errorf("not flagged: %s", a.Text())
	}
	s.pass(t, third)
	if all := seen(s.mara, first, third) + seen(s.jona, third); strings.Contains(all, "times") {
		t.Errorf("a partner reads a count: %s", all)
	}
	if a := s.staff.Get(s.of(third)); !a.Has("Asked 3 times so far. Only you see this") {
		t.Errorf("the thread: %s", a.Text())
	}
}

func TestBadInputKeepsWhatWasTyped(t *testing.T) {
	s := newScene(t)
	s.open(t, 0, "9")
	path := want(t, s.mara.Post("/questions", nil), 303).Location
	for _, c := range []struct {
		name, want string
		form       url.Values
	}{
		{"nothing", "Write your question.", url.Values{"version": {"1"}}},
		{"no why", "Write why it matters to you.", url.Values{"version": {"1"}, "text": {"Who <b>was</b> it?"}}},
		{"too long", "at most 600 characters", url.Values{"version": {"1"}, "text": {strings.Repeat("é", 601)}, "why": {"x"}}},
		{"a stranger's question", "Choose one of your earlier questions", url.Values{"version": {"1"}, "text": {"Who?"}, "why": {"x"}, "again": {uuid.NewString()}}},
		{"no id", "Choose one of your earlier questions", url.Values{"version": {"1"}, "text": {"Who?"}, "why": {"x"}, "again": {"x"}}},
	} {
		a := s.mara.Post(path+"/ask", c.form)
		if a.Status != 422 || !a.Has(c.want) || a.Form(path+"/ask").Get("text") != c.form.Get("text") {
			t.Errorf("%s: %d %s", c.name, a.Status, a.Text())
		}
	}
	asked := s.ask(t, s.mara, "Who was it?")
	s.pass(t, asked)
	if a := s.jona.Post(asked+"/answer/send", url.Values{"version": {"0"}}); a.Status != 422 || !a.Has("Write an answer, or choose") {
		t.Errorf("an empty answer: %d", a.Status)
	}
	want(t, s.jona.Post(asked+"/answer/send", url.Values{"version": {"0"}, "unknown": {"yes"}}), 303)
	s.back(t, asked)
	if a := s.mara.Get(asked); !a.Has("I don’t know yet") {
		t.Errorf("not known yet is an answer: %s", a.Text())
	}
	for what, a := range map[string]*testkit.Answer{
		"a verdict on nothing":   s.mara.Post(asked+"/judge", url.Values{"number": {"7"}, "verdict": {"enough"}}),
		"the other's verdict":    s.jona.Post(asked+"/judge", url.Values{"number": {"1"}, "verdict": {"enough"}}),
		"an answer by the asker": s.mara.Post(asked+"/answer/send", url.Values{"version": {"0"}, "text": {"x"}}),
		"the other's question":   s.jona.Post(asked+"/ask", url.Values{"version": {"2"}, "text": {"x"}, "why": {"x"}}),
		"the same, ill filled":   s.jona.Post(asked+"/ask", url.Values{"version": {"2"}, "text": {""}}),
		"the same, as a draft":   s.jona.Post(asked, url.Values{"version": {"2"}, "text": {strings.Repeat("x", 700)}}),
		"an absent question":     s.mara.Get("/questions/" + uuid.NewString()),
	} {
		want(t, a, 404)
		_ = what
	}
	if a := s.mara.Post(asked+"/judge", url.Values{"number": {"1"}, "verdict": {"great"}}); a.Status != 422 {
		t.Errorf("no such verdict: %d", a.Status)
	}
	if a := s.staff.Post(s.page, url.Values{"who": {uuid.NewString()}, "text": {"Aloud?"}, "why": {"x"}}); a.Status != 422 || a.Form(s.page).Get("text") != "Aloud?" {
		t.Errorf("a stranger asks: %d", a.Status)
	}
}

// Two windows: the later one keeps both texts; the page's script is told alike, and drafts survive.
func TestDraftsSurviveAndMeet(t *testing.T) {
	s := newScene(t)
	s.open(t, 0, "9")
	path := want(t, s.mara.Post("/questions", nil), 303).Location
	if again := want(t, s.mara.Post("/questions", nil), 303).Location; again != path {
		t.Errorf("an empty draft was left behind: %s, %s", path, again)
	}
	save := func(version, text string) *testkit.Answer {
		body := url.Values{"key": {uuid.NewString()}, "version": {version}, "text": {text}, "why": {""}}.Encode()
		return s.mara.Send("POST", path, "application/x-www-form-urlencoded", strings.NewReader(body), http.Header{"Accept": {"application/json"}, "Sec-Fetch-Site": {"same-origin"}})
	}
	if a := save("1", "First words"); a.Status != 200 || !strings.Contains(a.Body, `"version":"2"`) {
		t.Fatalf("a draft: %d %s", a.Status, a.Body)
	}
	if a := save("1", "Other words"); a.Status != 409 || !strings.Contains(a.Body, "First words") {
		t.Errorf("an overtaken draft: %d %s", a.Status, a.Body)
	}
	a := s.mara.Post(path+"/ask", url.Values{"version": {"1"}, "text": {"Other words"}, "why": {"x"}})
	if a.Status != 409 || !a.Has("First words") || a.Form(path+"/ask").Get("text") != "Other words" || a.Form(path+"/ask").Get("version") != "2" {
		t.Errorf("an overtaken form: %d %v", a.Status, a.Form(path+"/ask"))
	}
	s.in(30)
	if a := s.mara.Get("/questions"); !a.Has("First words") || !a.Has("A draft. Only you read it") {
		t.Errorf("a month later: %s", a.Text())
	}
	form := s.mara.Get(path).Form(path + "/ask")
	form.Set("why", "x")
	want(t, s.mara.Post(path+"/ask", form), 303)
	want(t, s.mara.Post(path+"/ask", form), 303)
	var n int
	if err := s.SQL(t).QueryRow(`select count(*) from question where practice_id = $1 and state = 'asked'`, s.Practice).Scan(&n); err != nil || n != 1 {
		t.Errorf("%d questions, %v", n, err)
	}
}

// A partner on paper asks and answers aloud; the counselor records it.
func TestAskedAndAnsweredAloud(t *testing.T) {
	s := newScene(t)
	s.OnPaper(t, s.couple, 1)
	s.open(t, 1, "3")
	want(t, s.staff.Post(s.page, url.Values{"who": {s.couple.Partners[1].Person().String()}, "text": {"Will you stay?"}, "why": {"I count the days."}}), 303)
	var id string
	if err := s.SQL(t).QueryRow(`select id from question where practice_id = $1`, s.Practice).Scan(&id); err != nil {
		t.Fatal(err)
	}
	path := "/questions/" + id
	s.pass(t, path)
	s.answer(t, s.mara, path, "Yes, this year.")
	s.back(t, path)
	s.open(t, 0, "3")
	asked := s.ask(t, s.mara, "And you?")
	want(t, s.staff.Post(s.of(asked)+"/record-answer", url.Values{"text": {"Yes"}}), 409)
	s.pass(t, asked)
	want(t, s.staff.Post(s.of(asked)+"/record-answer", url.Values{"text": {"I do, said aloud."}}), 303)
	s.back(t, asked)
	if a := s.mara.Get(asked); !a.Has("I do, said aloud.") {
		t.Errorf("%s", a.Text())
	}
}

func TestRestingIsTheCounselorsAct(t *testing.T) {
	s := newScene(t)
	s.open(t, 0, "3")
	path := s.ask(t, s.mara, "Now?")
	s.pass(t, path)
	want(t, s.staff.Post(s.of(path)+"/rest", nil), 303)
	if a := s.mara.Get("/questions"); !a.Has("Rests for now") {
		t.Errorf("%s", a.Text())
	}
	if a := s.jona.Get(path); !a.Has("This question rests for now.") || a.Form(path+"/answer/send") != nil {
		t.Errorf("%s", a.Text())
	}
	want(t, s.jona.Post(path+"/answer/send", url.Values{"version": {"0"}, "text": {"x"}}), 409)
	want(t, s.staff.Post(s.of(path)+"/resume", nil), 303)
	s.answer(t, s.jona, path, "Yes.")
}

func TestWhoLeftAndWhoIsAStranger(t *testing.T) {
	s := newScene(t)
	s.open(t, 0, "9")
	early := s.ask(t, s.mara, "Early?")
	s.pass(t, early)
	left := s.Clock.Today()
	s.in(3)
	late := s.ask(t, s.mara, "Late?")
	s.pass(t, late)
	jona := s.site.As(s.Separate(t, s.couple, 1, left))
	if a := jona.Get("/questions"); !a.Has("Early?") || a.Has("Late?") {
		t.Errorf("after leaving: %s", a.Text())
	}
	want(t, jona.Get(late), 404)
	if a := jona.Get(early); a.Form(early+"/answer/send") != nil || !a.Has("Nothing new is written any more") {
		t.Errorf("after leaving: %s", a.Text())
	}
	want(t, jona.Post(early+"/answer/send", url.Values{"version": {"0"}, "text": {"x"}}), 409)
	if a := s.staff.Post(s.of(s.ask(t, s.mara, "To nobody?"))+"/pass", nil); a.Status != 409 {
		t.Errorf("passed on to nobody: %d", a.Status)
	}
	colleague := s.site.As(s.Counselor(t, "Dov"))
	want(t, colleague.Get(s.page), 404)
	want(t, colleague.Post(s.of(late)+"/rest", nil), 404)
	want(t, s.site.As(s.Staff(t, "front_desk", "Max")).Get(s.page), 403)
	other := newScene(t)
	want(t, other.site.As(other.counselor).Get(s.page), 404)
}

// What waits is the planner's agenda, and its statements do not grow with the questions.
func TestTheAgendaAndItsCost(t *testing.T) {
	s := newScene(t)
	s.open(t, 0, "20")
	first := s.ask(t, s.mara, "First?")
	agenda := func() (a question.Agenda, n int) {
		t.Helper()
		ctx, count := db.WithCount(t.Context())
		err := s.DB.View(ctx, s.counselor.Scope(), func(tx *db.Tx) (err error) { a, err = question.ForSession(tx, s.couple.ID); return err })
		if err != nil {
			t.Fatal(err)
		}
		return a, count.N()
	}
	if a, _ := agenda(); len(a.Pass) != 1 || len(a.Hear)+len(a.Unsure)+len(a.Loops) != 0 || a.Pass[0].Text != "First?" {
		t.Errorf("one question waits: %+v", a)
	}
	s.pass(t, first)
	s.answer(t, s.jona, first, "So.")
	a, few := agenda()
	if len(a.Pass) != 0 || len(a.Hear) != 1 {
		t.Errorf("one answer waits: %+v", a)
	}
	s.back(t, first)
	want(t, s.mara.Post(first+"/judge", url.Values{"number": {"1"}, "verdict": {"changed"}}), 303)
	for range 3 {
		path := s.ask(t, s.mara, "Again?")
		s.pass(t, path)
		s.answer(t, s.jona, path, "So.")
	}
	a, many := agenda()
	if len(a.Hear) != 3 || len(a.Unsure) != 1 || len(a.Loops) != 1 || a.Loops[0].Times != 3 {
		t.Errorf("the agenda: %+v", a)
	}
	if many != few {
		t.Errorf("%d statements for one question, %d for four", few, many)
	}
}
