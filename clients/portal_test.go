package clients

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"amends/server/db"
	"amends/server/tenant"
	"amends/server/testkit"
)

func TestTheOneThingToDoNow(t *testing.T) {
	work := func(states ...bool) (items []WorkItem) {
		for _, s := range states {
			items = append(items, WorkItem{UnderWay: s})
		}
		return items
	}
	for _, c := range []struct {
		name  string
		due   CheckInDue
		looks int
		work  []WorkItem
		want  thing
		which int
	}{
		{"check-in first", CheckInDue{Due: "daily"}, 1, work(true), answerCheckIn, -1},
		{"then a promise", CheckInDue{Sent: "daily"}, 1, work(true), lookAtPromise, -1},
		{"then what is under way", CheckInDue{}, 0, work(false, true), goOn, 1},
		{"then what is open", CheckInDue{}, 0, work(false, false), begin, 0},
		{"nothing", CheckInDue{}, 0, nil, nothing, -1},
	} {
		if got, which := first(c.due, c.looks, c.work); got != c.want || which != c.which {
			t.Errorf("%s: %d, %d", c.name, got, which)
		}
	}
}

func TestHomeInTheCourseOfADay(t *testing.T) {
	s := newScene(t)
	me := s.couple.Partners[0].Person()
	a := s.mara.Get("/home")
	wantHas(t, a, "Thursday 4 June Hello, Mara", "Nothing else for now. Your counselor is preparing the next step.")
	wantNot(t, a, "Next session", "Confirm")
	s.fill(t)
	a = s.mara.Get("/home")
	wantHas(t, a, "How is today? Three questions, about a minute. Start check-in", "Ingrid reads this. By your agreement they may bring it into a session",
		"Feelings log 3 minutes, when you want to", "A letter Under way, by Monday", "A promise to look at Jonas: call by 18:30 if I am late",
		"Next session Thu 11 June, 09:30 With Ingrid, you and Jonas")
	wantNot(t, a, "This is the time in")
	s.due[me] = CheckInDue{Sent: "daily"}
	a = s.mara.Get("/home")
	wantHas(t, a, "A promise to look at From Jonas, for today", "Look at it", "You can change your check-in until midnight.", "Feelings log")
	wantNot(t, a, "Start check-in")
	path := strings.TrimSuffix(actions(s.mara.Get("/promises").Body, "/answer")[0], "/answer")
	s.mara.Post(path+"/answer", url.Values{"answer": {"confirm"}})
	a = s.mara.Get("/home")
	wantHas(t, a, "A letter Under way, by Monday Go on", "For this week Feelings log")
	wantNot(t, a, "promise to look at")
	s.work[me] = s.work[me][:1]
	wantHas(t, s.mara.Get("/home"), "Feelings log 3 minutes, when you want to Begin", "Nothing else for now.")
	if n := strings.Count(s.mara.Get("/home").Body, "button primary"); n != 1 {
		t.Errorf("%d primary buttons", n)
	}
	// Who lives elsewhere reads their own clock, and the practice's beside it.
	s.exec(t, `update contact set zone = 'America/New_York' where practice_id = $1 and person_id = $2`, s.Practice, me)
	wantHas(t, s.mara.Get("/home"), "Thu 11 June, 03:30", "This is the time in New York. At the practice it is 09:30.")
	s.Clock.Set(time.Date(2026, 6, 11, 7, 31, 0, 0, time.UTC))
	wantNot(t, s.site.As(s.couple.Partners[0]).Get("/home"), "Next session")
}

var actionOf = regexp.MustCompile(`action="([^"]+)"`)

func actions(body, suffix string) (found []string) {
	for _, m := range actionOf.FindAllStringSubmatch(body, -1) {
		if strings.HasSuffix(m[1], suffix) {
			found = append(found, m[1])
		}
	}
	return found
}

func TestByDay(t *testing.T) {
	s := newScene(t)
	me := s.couple.Partners[0].Person()
	for days, want := range map[int]string{-3: "when you can", 0: "by today", 1: "by tomorrow", 2: "by Saturday", 6: "by Wednesday", 7: "by Thu 11 June"} {
		due := s.Clock.Today().AddDate(0, 0, days)
		s.work[me] = []WorkItem{{Title: "Step", DueOn: &due, Href: "/work/1"}}
		wantHas(t, s.mara.Get("/home"), "Step "+want)
	}
}

func TestMyOwnPromiseForToday(t *testing.T) {
	s := newScene(t)
	path := s.promised(t, "Sing")
	a := s.jona.Get("/home")
	wantHas(t, a, "Your promise for today Sing")
	s.jona.Post(path+"/days/2026-06-04/keep", url.Values{"said": {"not"}})
	wantNot(t, s.jona.Get("/home"), "Your promise for today")
}

// keyOf finds what differs between two showings of the same page: the fresh keys of its forms.
var keyOf = regexp.MustCompile(`name="key" value="[^"]*"`)

func TestNothingPrivateOfOneIsSeenByTheOther(t *testing.T) {
	s := newScene(t)
	s.offerLines(t)
	path := s.promised(t, "Sing")
	s.Clock.Advance(24 * time.Hour)
	s.mara, s.jona = s.site.As(s.couple.Partners[0]), s.site.As(s.couple.Partners[1])
	day := path + "/days/2026-06-04"
	if a := s.mara.Post(day+"/answer", url.Values{"answer": {"not-yet"}}); a.Status != 303 {
		t.Fatal(a.Text())
	}
	before := crawl(s.jona, "/home", "/promises", "/settings")
	if len(before) < 6 {
		t.Fatalf("the crawl saw only %d pages", len(before))
	}
	me := s.couple.Partners[0].Person()
	form := s.mara.Get("/settings").Form("/settings")
	form.Set("show_own", "no")
	form.Set("theme", "dark")
	for what, a := range map[string]*testkit.Answer{
		"reason":   s.mara.Post(day+"/reason", url.Values{"reason": {"because " + uuid.NewString()}}),
		"lines":    s.mara.Post("/settings/lines", url.Values{"lines": {"yes"}}),
		"settings": s.mara.Post("/settings", form),
	} {
		if a.Status != 303 {
			t.Fatalf("%s: %d %s", what, a.Status, a.Text())
		}
	}
	s.due[me] = CheckInDue{Sent: "weekly"}
	s.work[me] = []WorkItem{{Title: "Only hers", UnderWay: true, Href: "/work/1"}}
	after := crawl(s.jona, "/home", "/promises", "/settings")
	for at, was := range before {
		if after[at] != was {
			t.Errorf("%s changed with what the other did in private", at)
		}
	}
	if len(after) != len(before) {
		t.Errorf("%d pages before, %d after", len(before), len(after))
	}
}

func TestAfterLeavingAndAfterCare(t *testing.T) {
	s := newScene(t)
	s.fill(t)
	s.offerLines(t)
	s.exec(t, `update couple set care_to = '2026-06-03' where practice_id = $1 and couple_id = $2`, s.Practice, s.couple.ID)
	a := s.mara.Get("/home")
	wantHas(t, a, "What was yours here can still be read.")
	wantNot(t, a, "Start check-in", "Next session", "Feelings log")
	s.exec(t, `update couple set care_to = null where practice_id = $1 and couple_id = $2`, s.Practice, s.couple.ID)
	left := s.site.As(s.Separate(t, s.couple, 0, s.Clock.Today().AddDate(0, 0, -1)))
	a = left.Get("/home")
	wantHas(t, a, "What was yours here can still be read.")
	wantNot(t, a, "Start check-in", "Next session", "call by 18:30")
	wantNot(t, left.Get("/settings"), "My lines may stand")
	if a := left.Post("/settings/lines", url.Values{"lines": {"yes"}}); a.Status != 409 {
		t.Errorf("lines after leaving: %d", a.Status)
	}
}

func TestWhoJoinedLaterIsAskedNothingFromBefore(t *testing.T) {
	s := newScene(t)
	s.fill(t)
	s.due[s.couple.Partners[0].Person()] = CheckInDue{}
	s.Clock.Advance(24 * time.Hour)
	wantHas(t, s.site.As(s.couple.Partners[0]).Get("/home"), "call by 18:30")
	late := s.site.As(s.Since(t, s.couple, 0, s.Clock.Today()))
	wantNot(t, late.Get("/home"), "call by 18:30")
}

func TestOnlyPartnersEnter(t *testing.T) {
	s := newScene(t)
	for name, c := range map[string]struct {
		who    *testkit.Client
		status int
	}{
		"counselor":  {s.site.As(s.counselor), 404},
		"front desk": {s.site.As(s.Staff(t, tenant.FrontDesk, "Fay")), 404},
		"owner":      {s.site.As(s.Staff(t, tenant.Owner, "Odd")), 404},
		"nobody":     {s.site.Nobody(), 401},
	} {
		for _, at := range []string{"/home", "/settings", "/settings/device"} {
			if a := c.who.Get(at); a.Status != c.status {
				t.Errorf("%s at %s: %d, want %d", name, at, a.Status, c.status)
			}
		}
	}
}

func TestHomeNeedsFewStatements(t *testing.T) {
	s := newScene(t)
	s.fill(t)
	for range 6 {
		s.promised(t, "One more")
	}
	who := s.couple.Partners[0]
	ctx, n := db.WithCount(t.Context())
	err := s.DB.View(ctx, who.Scope(), func(tx *db.Tx) error {
		d, err := Pages{}.read(tx, who, s.Clock.Today(), "en")
		if err == nil && len(d.promises) != 7 {
			t.Errorf("%d promises", len(d.promises))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	// Begin, scope, the couple, promises, deeds, the couple's key once, commit.
	if n.N() > 7 {
		t.Errorf("%d statements: %v", n.N(), n.Texts())
	}
}
