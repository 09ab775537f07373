package setback_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/setback"
	"amends/server/db"
	"amends/server/testkit"
)

func TestAPlanFromCalmDayToHardMoment(t *testing.T) {
	s := newScene(t)
	if a := s.mara.Get("/hard-moment"); !a.Has("There is no plan here yet") || !a.Has("Breathe slowly") || !a.Has("All help lines") {
		t.Fatalf("an empty plan: %s", a.Text())
	}
	a := s.mara.Post("/plan/mine", url.Values{"version": {"0"}, "sign": {"I check the clock"}, "ask": {"Ten quiet minutes"}})
	wantStatus(t, a, 303)
	if a := s.mara.Follow(a); !a.Has("Kept. It stands here for you.") || !a.Has("Ten quiet minutes") || !a.Has("Only you read this") {
		t.Errorf("after keeping: %s", a.Text())
	}
	if a := s.mara.Get("/hard-moment"); !a.Has("I check the clock") {
		t.Errorf("the own plan does not stand in a hard moment: %s", a.Text())
	}
	if a := s.staff.Get(s.desk); a.Has("quiet minutes") || a.Has("Waits to be passed on") {
		t.Errorf("the counselor reads what is kept: %s", a.Text())
	}
	sent := s.sends(t, s.mara, url.Values{"sign": {"I check the clock"}, "ask": {"Ten quiet minutes"}, "partner": {"Say: I am here"}})
	if a := s.staff.Get(s.desk); !a.Has("Waits to be passed on") || !a.Has("Say: I am here") {
		t.Fatalf("the counselor does not read what was sent: %s", a.Text())
	}
	before := pages(s.jona)
	if a := s.staff.Post(sent+"/pass", url.Values{}); a.Status != 422 || !a.Has("Choose at least one line") {
		t.Errorf("passed without a line: %d", a.Status)
	}
	if pages(s.jona) != before {
		t.Error("the other's pages moved before anything was passed")
	}
	wantStatus(t, s.staff.Post(sent+"/pass", url.Values{"lines": {"ask", "partner"}}), 303)
	if a := s.jona.Get("/hard-moment"); !a.Has("What Mara asks for then") || !a.Has("Ten quiet minutes") || a.Has("clock") {
		t.Errorf("what was passed: %s", a.Text())
	}
	if a := s.mara.Get("/plan"); !a.Has("Ingrid passed lines of it into our plan") {
		t.Errorf("the author is not told what was passed: %s", a.Text())
	}
	if a := s.staff.Post(sent+"/pass", url.Values{"lines": {"sign"}}); a.Status != 409 {
		t.Errorf("passed twice: %d", a.Status)
	}
}

func TestOldVersionsStayReadable(t *testing.T) {
	s := newScene(t)
	for _, text := range []string{"Tea first", "A walk first"} {
		wantStatus(t, s.staff.Post(s.sends(t, s.mara, url.Values{"ask": {text}})+"/pass", url.Values{"lines": {"ask"}}), 303)
	}
	for name, who := range map[string]*testkit.Client{"Mara": s.mara, "Jona": s.jona} {
		plan, earlier := who.Get("/plan"), who.Get("/plan/earlier")
		if !plan.Has("A walk first") || strings.Count(plan.Text(), "Tea first") != 0 || !earlier.Has("Tea first") || earlier.Has("A walk first") {
			t.Errorf("%s: the versions of the joint plan are mixed up: %s", name, plan.Text())
		}
	}
	if a := s.staff.Get(s.desk); !a.Has("Tea first") || !a.Has("A walk first") {
		t.Errorf("the counselor: %s", a.Text())
	}
}

func TestAnOlderOneGivesWayToANewer(t *testing.T) {
	s := newScene(t)
	first := s.sends(t, s.mara, url.Values{"ask": {"Tea first"}})
	second := s.sends(t, s.mara, url.Values{"ask": {"A walk first"}})
	if a := s.staff.Get(s.desk); a.Has("Tea first") {
		t.Errorf("the older one still waits: %s", a.Text())
	}
	if a := s.staff.Post(first+"/pass", url.Values{"lines": {"ask"}}); a.Status != 409 || !a.Has("A newer version") {
		t.Errorf("the older one passed: %d", a.Status)
	}
	wantStatus(t, s.staff.Post(second+"/talk", nil), 303)
	if a := s.staff.Get(s.desk); !a.Has("Kept for a session") || a.Has("Waits to be passed on") {
		t.Errorf("kept for a session: %s", a.Text())
	}
	wantStatus(t, s.staff.Post(second+"/pass", url.Values{"lines": {"ask"}}), 303) // after the session it may pass
}

// What somebody keeps about a wave reaches nobody: not the other, not the counselor, not by a count or a time, and not the trail.
func TestAWaveIsItsAuthorsAlone(t *testing.T) {
	s := newScene(t)
	wantStatus(t, s.mara.Post("/plan/mine", url.Values{"version": {"0"}, "ask": {"Tea"}}), 303)
	trail := func() (all string) { // what was done, without reading
		t.Helper()
		if err := s.SQL(t).QueryRow(`select string_agg(distinct verb || ' ' || coalesce(object_id::text, ''), ', ') from audit_event where chain_id = $1 and verb not like '%.read'`, s.Practice).Scan(&all); err != nil {
			t.Fatal(err)
		}
		return all
	}
	done := trail()
	before, desk := pages(s.jona), s.staff.Get(s.desk).Text()
	word := "Canary" + uuid.NewString()
	wave := url.Values{"on": {day(s.today)}, "strength": {"7"}, "trigger": {word}, "helped": {word + "h"}, "stands": {word + "s"}, "next": {word + "n"}}
	a := s.mara.Post("/waves", wave)
	wantStatus(t, a, 303)
	if a := s.mara.Follow(a); !a.Has(word) || !a.Has("7 of 10") || !strings.Contains(a.Body, "<svg") {
		t.Errorf("the author does not see the own wave: %s", a.Text())
	}
	if pages(s.jona) != before {
		t.Error("the other's pages moved with a wave")
	}
	if after := s.staff.Get(s.desk).Text(); after != desk {
		t.Errorf("the counselor's page moved with a kept wave: %s", after)
	}
	if now := trail(); now != done {
		t.Errorf("the trail tells a wave from a plan: %s, before %s", now, done)
	}
	err := s.DB.View(t.Context(), s.counselor.Scope(), func(tx *db.Tx) error {
		agenda, err := setback.ForSession(tx, s.couple.ID, s.today.AddDate(0, 0, -30), s.today.AddDate(0, 0, -30))
		if err != nil || len(agenda.Told) != 0 {
			t.Errorf("a kept wave stands on the agenda: %v %v", agenda, err)
		}
		var n int
		if err := tx.Get(&n, `SELECT count(*) FROM setback_wave WHERE practice_id = $1`, s.Practice); err != nil {
			return err
		}
		if n != 0 {
			t.Errorf("staff read %d waves from the table", n)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := s.count(t, `select count(*) from setback_wave where practice_id = $1 and position(convert_to($2, 'UTF8') in body) > 0`, s.Practice, word); n != 0 {
		t.Error("a wave is stored in plain text")
	}
}

func TestALineToTheCounselorGoesAlone(t *testing.T) {
	s := newScene(t)
	before := pages(s.jona)
	wantStatus(t, s.mara.Post("/waves", url.Values{"on": {day(s.today)}, "trigger": {"the old song"}, "told": {"Please ask me about Sunday"}}), 303)
	if pages(s.jona) != before {
		t.Error("the other's pages moved with a line to the counselor")
	}
	if a := s.staff.Get(s.desk); !a.Has("Please ask me about Sunday") || a.Has("old song") {
		t.Errorf("the counselor reads: %s", a.Text())
	}
	err := s.DB.View(t.Context(), s.counselor.Scope(), func(tx *db.Tx) error {
		agenda, err := setback.ForSession(tx, s.couple.ID, s.today, s.today.AddDate(0, 0, -7))
		if err == nil && (len(agenda.Told) != 1 || agenda.Told[0].Person != s.couple.Partners[0].Person() || !agenda.Told[0].On.Equal(s.today)) {
			t.Errorf("the agenda: %+v", agenda.Told)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var wave string
	if err := s.SQL(t).QueryRow(`select id from setback_wave where practice_id = $1`, s.Practice).Scan(&wave); err != nil {
		t.Fatal(err)
	}
	form := s.mara.Get("/waves/" + wave).Form("/waves/" + wave)
	if form.Get("trigger") != "the old song" || form.Get("told") != "" {
		t.Errorf("the form of a wave: %v", form)
	}
	form.Set("helped", "walking")
	wantStatus(t, s.mara.Post("/waves/"+wave, form), 303)
	if a := s.mara.Post("/waves/"+wave, url.Values{"on": {day(s.today)}, "version": {"1"}, "helped": {"another window"}}); a.Status != 409 || !a.Has("walking") || !strings.Contains(a.Body, "another window") {
		t.Errorf("two windows: %d %s", a.Status, a.Text())
	}
	for name, c := range map[string]int{"the other": s.jona.Get("/waves/" + wave).Status, "the other writes": s.jona.Post("/waves/"+wave, form).Status} {
		if c != 404 {
			t.Errorf("%s: %d", name, c)
		}
	}
}

// No gate and no hold touches what is one's own; a quiet hold leaves the joint plan, a full stop closes it.
func TestGatesAndHolds(t *testing.T) {
	s := newScene(t)
	wantStatus(t, s.staff.Post(s.sends(t, s.jona, url.Values{"ask": {"A glass of water"}})+"/pass", url.Values{"lines": {"ask"}}), 303)
	own := func(when string) {
		t.Helper()
		form := s.mara.Get("/plan/mine").Form("/plan/mine")
		form.Set("ask", "Air "+when)
		wantStatus(t, s.mara.Post("/plan/mine", form), 303)
		wantStatus(t, s.mara.Post("/waves", url.Values{"on": {day(s.today)}}), 303)
		if !s.mara.Get("/hard-moment").Has("Air " + when) {
			t.Errorf("%s: the own plan is gone", when)
		}
	}
	s.sends(t, s.mara, url.Values{"ask": {"Air"}})
	before := pages(s.mara)
	s.hold(t, couple.Quiet)
	if pages(s.mara) != before {
		t.Error("a quiet hold can be seen")
	}
	own("under a quiet hold")
	waits := s.sends(t, s.mara, url.Values{"ask": {"Air"}})
	for path, form := range map[string]url.Values{waits + "/pass": {"lines": {"ask"}}, s.desk: {"author": {"both"}, "ask": {"Ours, typed"}, "how": {"session"}}} {
		if a := s.staff.Post(path, form); a.Status != 409 || !strings.Contains(a.Body, "hold") {
			t.Errorf("%s under a hold: %d %s", path, a.Status, a.Text())
		}
	}
	if !s.mara.Get("/hard-moment").Has("A glass of water") {
		t.Error("the joint plan is gone under a quiet hold")
	}
	if err := s.DB.Update(t.Context(), s.counselor.Scope(), func(tx *db.Tx) error { return couple.EndHold(tx, s.couple.ID) }); err != nil {
		t.Fatal(err)
	}
	s.hold(t, couple.Full)
	if s.mara.Get("/hard-moment").Has("A glass of water") || s.mara.Get("/plan").Has("A glass of water") {
		t.Error("the joint plan stands in a full stop")
	}
	for _, at := range []string{"/plan", "/plan/earlier"} { // nobody is told that there is none, or that the other took it back
		if a := s.mara.Get(at); !a.Has("Joint pages are resting.") || a.Has("There are no earlier versions") || a.Has("Nothing here yet") {
			t.Errorf("%s in a full stop: %s", at, a.Text())
		}
	}
	own("in a full stop")
	if err := s.DB.Update(t.Context(), s.counselor.Scope(), func(tx *db.Tx) error { return couple.EndHold(tx, s.couple.ID) }); err != nil {
		t.Fatal(err)
	}
	if !s.mara.Get("/hard-moment").Has("A glass of water") {
		t.Error("the joint plan did not come back")
	}
	s.Gate(t, s.couple, "G1", false)
	own("with a closed gate")
	if a := s.staff.Post(waits+"/pass", url.Values{"lines": {"ask"}}); a.Status != 409 {
		t.Errorf("passed with a closed gate: %d", a.Status)
	}
}

func TestLinesWrittenInTheRoom(t *testing.T) {
	s := newScene(t)
	mara := s.couple.Partners[0].Person().String()
	for name, test := range map[string]struct {
		form url.Values
		want int
	}{
		"nothing written": {url.Values{"author": {"both"}, "how": {"session"}}, 422},
		"a stranger":      {url.Values{"author": {uuid.NewString()}, "ask": {"Tea"}, "how": {"session"}}, 422},
		"no author":       {url.Values{"ask": {"Tea"}, "how": {"session"}}, 422},
		"no way":          {url.Values{"author": {"both"}, "ask": {"Tea"}}, 422},
		"both on paper":   {url.Values{"author": {"both"}, "ask": {"Tea"}, "how": {"paper"}}, 422},
		"too long":        {url.Values{"author": {"both"}, "ask": {strings.Repeat("x", 601)}, "how": {"session"}}, 422},
		"together":        {url.Values{"author": {"both"}, "ask": {"Tea together"}, "how": {"session"}}, 303},
		"on paper":        {url.Values{"author": {mara}, "sign": {"From the sheet"}, "how": {"paper"}}, 303},
	} {
		a := s.staff.Post(s.desk, test.form)
		if a.Status != test.want {
			t.Errorf("%s: %d %s", name, a.Status, a.Text())
		}
		if text := test.form.Get("ask"); test.want != 303 && text != "" && !strings.Contains(a.Body, text) {
			t.Errorf("%s: what was typed is gone", name)
		}
	}
	if !s.jona.Get("/plan").Has("Tea together") || !s.mara.Get("/plan").Has("Both of us") || s.jona.Get("/plan").Has("From the sheet") {
		t.Error("what stands after the session")
	}
	if a := s.staff.Get(s.desk); !a.Has("From paper or aloud, entered by Ingrid") || !a.Has("From the sheet") {
		t.Errorf("the sheet does not wait: %s", a.Text())
	}
}

func TestBadInputKeepsWhatWasTyped(t *testing.T) {
	s := newScene(t)
	for name, form := range map[string]url.Values{
		"no day":        {"on": {""}, "trigger": {"typed words"}},
		"tomorrow":      {"on": {day(s.today.AddDate(0, 0, 1))}, "trigger": {"typed words"}},
		"long ago":      {"on": {"1999-01-01"}, "trigger": {"typed words"}},
		"too strong":    {"on": {day(s.today)}, "strength": {"11"}, "trigger": {"typed words"}},
		"a long line":   {"on": {day(s.today)}, "told": {strings.Repeat("x", 1001)}, "trigger": {"typed words"}},
		"a long answer": {"on": {day(s.today)}, "helped": {strings.Repeat("x", 4001)}, "trigger": {"typed words"}},
	} {
		if a := s.mara.Post("/waves", form); a.Status != 422 || a.Form("/waves").Get("trigger") != "typed words" {
			t.Errorf("%s: %d", name, a.Status)
		}
	}
	wantStatus(t, s.mara.Post("/plan/mine", url.Values{"version": {"0"}, "ask": {"First"}}), 303)
	if a := s.mara.Post("/plan/mine", url.Values{"version": {"0"}, "ask": {"Second"}}); a.Status != 409 || !a.Has("First") || a.Form("/plan/mine").Get("ask") != "Second" {
		t.Errorf("two windows: %d %s", a.Status, a.Text())
	}
	if a := s.mara.Post("/plan/mine/send", url.Values{"version": {"1"}}); a.Status != 422 {
		t.Errorf("sent nothing: %d", a.Status)
	}
	key := url.Values{"on": {day(s.today)}, "key": {uuid.NewString()}}
	wantStatus(t, s.mara.Post("/waves", key), 303)
	wantStatus(t, s.mara.Post("/waves", key), 303)
	if n := s.count(t, `select count(*) from setback_wave where practice_id = $1`, s.Practice); n != 1 {
		t.Errorf("%d waves after a double submit", n)
	}
}

func TestWhoLeftReadsAndWritesNothing(t *testing.T) {
	s := newScene(t)
	wantStatus(t, s.mara.Post("/plan/mine", url.Values{"version": {"0"}, "ask": {"My own tea"}}), 303)
	wantStatus(t, s.mara.Post("/waves", url.Values{"on": {day(s.today)}, "trigger": {"My own wave"}}), 303)
	wantStatus(t, s.staff.Post(s.desk, url.Values{"author": {"both"}, "ask": {"Before the end"}, "how": {"session"}}), 303)
	left := s.today
	s.Clock.Advance(48 * time.Hour)
	s.staff = s.site.As(s.counselor)
	wantStatus(t, s.staff.Post(s.desk, url.Values{"author": {"both"}, "sign": {"After the end"}, "how": {"session"}}), 303)
	mara := s.site.As(s.Separate(t, s.couple, 0, left))
	a := mara.Get("/plan")
	if !a.Has("My own tea") || !a.Has("My own wave") || !a.Has("Before the end") || a.Has("After the end") {
		t.Errorf("after leaving: %s", a.Text())
	}
	for path, form := range map[string]url.Values{"/plan/mine": {"version": {"1"}, "ask": {"x"}}, "/plan/mine/send": {"version": {"1"}, "ask": {"x"}}, "/waves": {"on": {day(left)}}} {
		if a := mara.Post(path, form); a.Status != 409 {
			t.Errorf("%s after leaving: %d", path, a.Status)
		}
	}
}

func TestAfterCareItIsReadAndNotWritten(t *testing.T) {
	s := newScene(t)
	wantStatus(t, s.mara.Post("/plan/mine", url.Values{"version": {"0"}, "ask": {"My own tea"}}), 303)
	if _, err := s.SQL(t).Exec(`update couple set care_to = $3 where practice_id = $1 and couple_id = $2`, s.Practice, s.couple.ID, s.today.AddDate(0, 0, -1)); err != nil {
		t.Fatal(err)
	}
	if a := s.mara.Get("/hard-moment"); !a.Has("My own tea") || a.Has("Write down a wave") {
		t.Errorf("after care: %s", a.Text())
	}
	if a := s.mara.Get("/plan/mine"); a.Form("/plan/mine") != nil {
		t.Error("a form that nobody may send")
	}
	if a := s.mara.Post("/waves", url.Values{"on": {day(s.today)}}); a.Status != 409 {
		t.Errorf("a wave after care: %d", a.Status)
	}
}

// After somebody left, nothing joins the plan of both, whoever of the two sent it; what was passed later has not happened for them.
func TestNothingIsPassedAfterSomebodyLeft(t *testing.T) {
	s := newScene(t)
	first := s.sends(t, s.mara, url.Values{"ask": {"Tea first"}})
	theirs := s.sends(t, s.jona, url.Values{"ask": {"A walk first"}})
	left := s.today
	s.Clock.Advance(24 * time.Hour)
	s.staff = s.site.As(s.counselor)
	wantStatus(t, s.staff.Post(first+"/pass", url.Values{"lines": {"ask"}}), 303)
	mara := s.site.As(s.Separate(t, s.couple, 0, left))
	if a := mara.Get("/plan"); a.Has("passed lines of it") || !a.Has("Sent to Ingrid") {
		t.Errorf("what was passed later shows: %s", a.Text())
	}
	err := s.DB.View(t.Context(), s.couple.Partners[0].Scope(), func(tx *db.Tx) error {
		all, err := setback.SentOf(tx, s.couple.ID)
		if err == nil && (len(all) != 1 || all[0].Passed != nil || all[0].Talk != nil) {
			t.Errorf("%d sent, decided: %v", len(all), all[0].Passed)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	a := s.staff.Get(s.desk)
	if a.Form(theirs+"/pass") != nil || a.Form(theirs+"/talk") == nil || a.Has("In a session, with both") || !a.Has("Mara left this couple on") {
		t.Errorf("offered after somebody left: %s", a.Text())
	}
	if a := s.staff.Post(theirs+"/pass", url.Values{"lines": {"ask"}}); a.Status != 409 || !a.Has("somebody left") {
		t.Errorf("passed to somebody who left: %d %s", a.Status, a.Text())
	}
	who, gone := s.couple.Partners[1].Person().String(), s.couple.Partners[0].Person().String()
	for name, c := range map[string]struct {
		author, how string
		status      int
	}{
		"together with both":      {"both", "session", 409},
		"together with one":       {who, "session", 409},
		"who left, on paper":      {gone, "paper", 422},
		"who left, in a session":  {gone, "session", 422},
		"who is here, on a paper": {who, "paper", 303},
	} {
		if a := s.staff.Post(s.desk, url.Values{"author": {c.author}, "how": {c.how}, "ask": {"Tea"}}); a.Status != c.status {
			t.Errorf("%s: %d %s", name, a.Status, a.Text())
		}
	}
	other := newScene(t)
	sent := other.sends(t, other.mara, url.Values{"ask": {"Tea first"}})
	other.Clock.Advance(24 * time.Hour)
	other.Separate(t, other.couple, 0, left)
	if a := other.site.As(other.counselor).Post(sent+"/pass", url.Values{"lines": {"ask"}}); a.Status != 409 || !a.Has("somebody left") {
		t.Errorf("passed from somebody who left: %d %s", a.Status, a.Text())
	}
}
