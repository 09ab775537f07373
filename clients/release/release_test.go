package release_test

import (
	"errors"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/clients/programme"
	"amends/clients/release"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
)

func TestChoices(t *testing.T) {
	for choice, waits := range map[release.Choice]bool{release.None: true, release.Later: true, release.Now: false, release.Session: false, release.Paper: false, release.Never: false} {
		if choice.Waits() != waits {
			t.Errorf("%q waits: %v", choice, !waits)
		}
		letter := release.Copy{Kind: programme.APO, Choice: choice}
		if letter.Shown() != (choice == release.Now) || !(release.Copy{Kind: programme.REF, Choice: choice}).Shown() {
			t.Errorf("%q: shown %v", choice, letter.Shown())
		}
	}
	if release.None.Known() || release.Choice("share").Known() || len(release.Choices()) != 5 {
		t.Error("an unknown answer is known")
	}
}

// The whole way of a letter: sent, asked for, passed on, chosen about, read, withdrawn.
func TestALetterIsReleased(t *testing.T) {
	s := newScene(t)
	entry := s.letter(t, "CANARY I kept the loan from you.")
	own := "/sent/" + entry
	says(t, want(t, s.asJon.Get("/sent"), 200), "A letter of apology", "today. With Ingrid.")
	preview := want(t, s.asJon.Get(own), 200)
	says(t, preview, "What Ana would get, word for word", "CANARY", "Ask for it to be released", "Ingrid reads it first and decides when it can pass.")
	says(t, want(t, s.staff.Get("/entries/"+entry+"/release"), 200), "Release was not asked for.")
	says(t, want(t, s.staff.Post("/entries/"+entry+"/release", nil), 409), "Release was not asked for, so this cannot pass.")

	want(t, s.asJon.Post(own+"/ask", nil), 303)
	says(t, want(t, s.asJon.Get(own), 200), "Release asked.", "Your counselor is preparing the next step.", "No longer ask")
	says(t, want(t, s.asJon.Post(own+"/ask", nil), 409), "This has moved on")
	says(t, want(t, s.staff.Get("/couples/"+s.couple.ID.String()+"/releases"), 200), "Asked for release", "A letter of apology", "Jon, asked today")
	page := want(t, s.staff.Get("/entries/"+entry+"/release"), 200)
	says(t, page, "Jon asks that Ana may read it.", "Ana is asked first whether and how to hear it.", "Release to Ana", "CANARY")
	form := page.Form("/entries/" + entry + "/release")
	want(t, s.staff.Post("/entries/"+entry+"/release", form), 303)
	if again := s.staff.Post("/entries/"+entry+"/release", form); again.Status != 303 {
		t.Errorf("the same form sent twice: %d", again.Status)
	}
	if n := s.count(t, `select count(*) from release_copy where practice_id = $1`); n != 1 {
		t.Fatalf("%d copies", n)
	}
	says(t, want(t, s.asJon.Get(own), 200), "Released to Ana.", "It may already have been read.", "Withdraw it")
	want(t, s.asJon.Post("/work/"+s.assignment(t, entry)+"/withdraw", nil), 409) // it is read by now

	at := s.copyOf(t, entry)
	list := want(t, s.asAna.Get("/received"), 200)
	says(t, list, "Something is here for you, if you want it", "Something from Jon", "You have not chosen yet.")
	lacks(t, list, "CANARY", "apology")
	offer := want(t, s.asAna.Get(at), 200)
	says(t, offer, "Something is here for you", "Jon wrote it, and Ingrid has read it.", "Read it now", "Have it read aloud in a session", "Have it on paper", "Later", "Not for me", "Jon does not, now or later.")
	lacks(t, offer, "CANARY", "apology", "nvolved", "njured")
	want(t, s.asAna.Post(at+"/choose", nil), 422)
	want(t, s.asAna.Post(at+"/choose", url.Values{"choice": {"always"}}), 422)
	for _, choice := range []string{"never", "later", "session", "paper"} {
		want(t, s.asAna.Post(at+"/choose", url.Values{"choice": {choice}}), 303)
		lacks(t, want(t, s.asAna.Get(at), 200), "CANARY")
	}
	says(t, want(t, s.staff.Get("/entries/"+entry+"/release"), 200), "Ana wants it on paper")
	want(t, s.asAna.Post(at+"/choose", url.Values{"choice": {"now"}}), 303)
	read := want(t, s.asAna.Get(at), 200)
	says(t, read, "CANARY", "A letter of apology", "You chose to read it. You can change that.")
	says(t, want(t, s.staff.Get("/entries/"+entry+"/release"), 200), "Ana read it, today")

	// Byte for byte: what the author saw before, what the counselor saw, what the reader got.
	if got := words(t, read); got != words(t, preview) || got != words(t, page) {
		t.Errorf("three different texts:\n%s\n%s\n%s", got, words(t, preview), words(t, page))
	}

	want(t, s.asJon.Post(own+"/withdraw", nil), 303)
	says(t, want(t, s.asJon.Get(own), 200), "Withdrawn.", "It may already have been read.", "Ask for it to be released")
	want(t, s.asAna.Get(at), 404)
	want(t, s.asAna.Post(at+"/choose", url.Values{"choice": {"now"}}), 404)
	says(t, want(t, s.asAna.Get("/received"), 200), "Nothing was passed on to you.")
	says(t, want(t, s.asJon.Post(own+"/withdraw", nil), 409), "moved on")
	var body []byte
	s.scan(t, &body, `select body from release_copy where practice_id = $1`)
	if strings.Contains(string(body), "CANARY") {
		t.Error("the copy lies open in the database")
	}
}

func (s *scene) assignment(t testing.TB, entry string) (id string) {
	s.scan(t, &id, `select assignment_id from entry where practice_id = $1 and id = $2`, entry)
	return id
}

// Anything but a letter or statement is simply there for its reader.
func TestAReflectionIsShownAtOnce(t *testing.T) {
	s := newScene(t)
	entry := s.reflection(t, "CANARY my part")
	want(t, s.asJon.Post("/sent/"+entry+"/ask", nil), 303)
	want(t, s.staff.Post("/entries/"+entry+"/release", nil), 303)
	at := s.copyOf(t, entry)
	says(t, want(t, s.asAna.Get("/received"), 200), "From Jon, passed on today")
	says(t, want(t, s.asAna.Get(at), 200), "CANARY my part")
	says(t, want(t, s.asAna.Post(at+"/choose", url.Values{"choice": {"now"}}), 409), "moved on")
	// A full stop closes joint pages; afterwards all is as it was.
	s.holdCouple(t, couple.Full)
	own := want(t, s.asJon.Get("/sent/"+entry), 200)
	says(t, own, "CANARY my part", "Released to Ana.")
	const resting = "Joint pages are resting. Your counselor will tell you when they open again. Your own pages stay open."
	for _, page := range []string{at, "/received"} {
		mine, his := want(t, s.asAna.Get(page), 200), want(t, s.asJon.Get(page), 200)
		says(t, mine, resting)
		lacks(t, mine, "CANARY", at)
		if mine.Text() != his.Text() {
			t.Errorf("%s tells one more than the other: %s / %s", page, mine.Text(), his.Text())
		}
	}
	for act, form := range map[string]url.Values{"/choose": {"choice": {"now"}}, "/felt": {"felt": {"partly"}}} {
		says(t, want(t, s.asAna.Post(at+act, form), 409), resting)
	}
	if n := s.count(t, `select count(*) from release_reading where practice_id = $1`); n != 0 {
		t.Errorf("%d choices were stored during a full stop", n)
	}
	s.do(t, s.ingrid.Scope(), func(tx *db.Tx) error { return couple.EndHold(tx, s.couple.ID) })
	says(t, want(t, s.asAna.Get(at), 200), "CANARY my part")
}

// The author is told nothing of reading, choosing and holding back: no page of the author's moves.
func TestNoReceipts(t *testing.T) {
	s := newScene(t)
	letter, other := s.letter(t, "CANARY letter"), s.reflection(t, "CANARY part")
	for _, entry := range []string{letter, other} {
		want(t, s.asJon.Post("/sent/"+entry+"/ask", nil), 303)
	}
	pages := func() string {
		all := ""
		for _, path := range []string{"/sent", "/sent/" + letter, "/sent/" + other, "/received", "/work/" + s.assignment(t, letter)} {
			all += steady(want(t, s.asJon.Get(path), 200).Body)
		}
		return all
	}
	// Held back reads as asked for.
	asked := pages()
	want(t, s.staff.Post("/entries/"+other+"/hold", url.Values{"told": {"CANARY reason"}}), 303)
	if pages() != asked {
		t.Error("the author can tell a hold")
	}
	want(t, s.staff.Post("/entries/"+letter+"/release", nil), 303)
	released, at := pages(), s.copyOf(t, letter)
	for _, choice := range []string{"later", "never", "session", "now"} {
		want(t, s.asAna.Post(at+"/choose", url.Values{"choice": {choice}}), 303)
		want(t, s.asAna.Get(at), 200)
		if pages() != released {
			t.Errorf("the author can tell %q", choice)
		}
	}
	want(t, s.staff.Post("/entries/"+letter+"/record", url.Values{"how": {"session"}}), 303)
	if pages() != released {
		t.Error("the author can tell what was heard in a session")
	}
	says(t, want(t, s.staff.Get("/entries/"+other+"/release"), 200), "Held back by Ingrid", "CANARY reason", "End the hold and release to Ana")
	if n := s.count(t, `select count(*) from release_reading where practice_id = $1`); n != 1 {
		t.Errorf("%d readings of one copy", n)
	}
	s.view(t, s.jon.Scope(), func(tx *db.Tx) error {
		for _, table := range []string{"release_reading", "release_hold"} {
			var n int
			if err := tx.Get(&n, "select count(*) from "+table); err != nil || n != 0 {
				t.Errorf("the author finds %d rows of %s: %v", n, table, err)
			}
		}
		return nil
	})
}

func (s *scene) view(t testing.TB, who tenant.Scope, fn func(*db.Tx) error) {
	t.Helper()
	if err := s.DB.View(t.Context(), who, fn); err != nil {
		t.Fatal(err)
	}
}

// What Jon does in private with an item moves nothing of Ana's.
func TestAskingIsPrivate(t *testing.T) {
	s := newScene(t)
	entry := s.letter(t, "CANARY")
	pages := func() string {
		return steady(want(t, s.asAna.Get("/received"), 200).Body + want(t, s.asAna.Get("/sent"), 200).Body)
	}
	before := pages()
	for _, act := range []string{"ask", "stop-asking", "ask"} {
		want(t, s.asJon.Post("/sent/"+entry+"/"+act, nil), 303)
		if pages() != before {
			t.Errorf("%s shows", act)
		}
	}
	want(t, s.staff.Post("/entries/"+entry+"/hold", nil), 303)
	if pages() != before {
		t.Error("a hold shows")
	}
}

// Hold beats release: a hold set while the counselor's page was open stops it, and a hold after it closes the copy.
func TestHoldBeatsRelease(t *testing.T) {
	s := newScene(t)
	entry := s.reflection(t, "CANARY")
	want(t, s.asJon.Post("/sent/"+entry+"/ask", nil), 303)
	form := want(t, s.staff.Get("/entries/"+entry+"/release"), 200).Form("/entries/" + entry + "/release")
	long := want(t, s.staff.Post("/entries/"+entry+"/hold", url.Values{"told": {strings.Repeat("ä", 1001)}}), 422)
	says(t, long, "1000", "ääää")
	want(t, s.staff.Post("/entries/"+entry+"/hold", url.Values{"told": {"Not before Monday."}}), 303)
	says(t, want(t, s.staff.Post("/entries/"+entry+"/release", form), 409), "held this back in the meantime", "Not before Monday.")
	says(t, want(t, s.staff.Post("/entries/"+entry+"/hold", nil), 409), "It is held back already.")
	knowing := want(t, s.staff.Get("/entries/"+entry+"/release"), 200).Form("/entries/" + entry + "/release")
	want(t, s.staff.Post("/entries/"+entry+"/release", knowing), 303)
	at := s.copyOf(t, entry)
	want(t, s.staff.Post("/entries/"+entry+"/hold", nil), 303)
	want(t, s.asAna.Get(at), 404)
	if state := s.state(t, entry); state != "released" {
		t.Errorf("after a hold it reads %s", state)
	}
}

// Holding back what was released closes it for its reader as a withdrawal does, and tells its author nothing: no page of theirs
// moves, then or when it is released again.
func TestHoldingWhatWasReleasedTellsItsAuthorNothing(t *testing.T) {
	s := newScene(t)
	entry, other := s.letter(t, "CANARY letter"), s.reflection(t, "CANARY withdrawn")
	for _, e := range []string{entry, other} {
		want(t, s.asJon.Post("/sent/"+e+"/ask", nil), 303)
		want(t, s.staff.Post("/entries/"+e+"/release", nil), 303)
	}
	pages := func() (all string) {
		for _, at := range []string{"/sent", "/sent/" + entry, "/work/" + s.assignment(t, entry), "/received"} {
			all += steady(want(t, s.asJon.Get(at), 200).Body)
		}
		return all
	}
	at, gone := s.copyOf(t, entry), s.copyOf(t, other)
	want(t, s.asAna.Post(at+"/choose", url.Values{"choice": {"now"}}), 303)
	want(t, s.asJon.Post("/sent/"+other+"/withdraw", nil), 303)
	released := pages()
	says(t, want(t, s.asJon.Get("/sent/"+entry), 200), "Released to Ana.", "What was released to Ana, word for word")

	want(t, s.staff.Post("/entries/"+entry+"/hold", url.Values{"told": {"CANARY reason"}}), 303)
	if pages() != released {
		t.Error("the author can tell that it is held back")
	}
	held, withdrawn, none := s.asAna.Get(at), s.asAna.Get(gone), s.asAna.Get("/received/"+uuid.NewString())
	if held.Status != 404 || held.Text() != withdrawn.Text() || held.Text() != none.Text() {
		t.Errorf("its reader can tell a hold from a withdrawal: %s / %s", held.Text(), withdrawn.Text())
	}
	lacks(t, want(t, s.asAna.Get("/received"), 200), at, gone, "Jon")
	page := want(t, s.staff.Get("/entries/"+entry+"/release"), 200)
	says(t, page, "Held back by Ingrid", "CANARY reason", "is closed for Ana now. Jon reads “released” as before.", "End the hold and release to Ana")
	says(t, want(t, s.staff.Get("/couples/"+s.couple.ID.String()+"/releases"), 200), "Held back", "Held back by Ingrid, today.")
	says(t, want(t, s.staff.Post("/entries/"+entry+"/release", nil), 409), "Somebody held this back in the meantime.")

	want(t, s.staff.Post("/entries/"+entry+"/release", page.Form("/entries/"+entry+"/release")), 303)
	if again := s.copyOf(t, entry); again == at || pages() != released {
		t.Error("the author can tell that it was released again")
	}
	want(t, s.asAna.Get(s.copyOf(t, entry)), 200)
	says(t, want(t, s.staff.Post("/entries/"+entry+"/release", nil), 409), "This has moved on")

	// Held again, it is still its author's to withdraw and to ask for.
	want(t, s.staff.Post("/entries/"+entry+"/hold", nil), 303)
	want(t, s.asJon.Post("/sent/"+entry+"/withdraw", nil), 303)
	says(t, want(t, s.asJon.Get("/sent/"+entry), 200), "Withdrawn.")
	want(t, s.staff.Post("/entries/"+entry+"/release", nil), 409)
	want(t, s.asJon.Post("/sent/"+entry+"/ask", nil), 303)
	says(t, want(t, s.asJon.Get("/sent/"+entry), 200), "Release asked.")
}

// Both at once, many times over: whichever comes first, in the end it is held and nothing is open.
func TestHoldAndReleaseRace(t *testing.T) {
	s := newScene(t)
	for range 8 {
		entry := uuid.MustParse(s.reflection(t, "CANARY"))
		s.do(t, s.jon.Scope(), func(tx *db.Tx) error { return release.Ask(tx, s.shelf, entry, "en") })
		var race sync.WaitGroup
		var passing, holding error
		race.Go(func() {
			passing = s.DB.Update(t.Context(), s.ingrid.Scope(), func(tx *db.Tx) error {
				_, err := release.Pass(tx, s.shelf, entry, uuid.Nil)
				return err
			})
		})
		race.Go(func() {
			holding = s.DB.Update(t.Context(), s.ingrid.Scope(), func(tx *db.Tx) error { return release.HoldBack(tx, entry, "") })
		})
		race.Wait()
		if holding != nil || passing != nil && !fault.Is(passing, fault.Conflict) {
			t.Fatalf("hold %v, release %v", holding, passing)
		}
		if n := s.count(t, `select count(*) from release_copy where practice_id = $1 and closed_at is null`); n != 0 {
			t.Fatalf("%d copies are open", n)
		}
	}
}

// A closed hard gate and a safety hold stop what would pass, and say so to the counselor alone.
func TestGatesAndHoldsStopReleases(t *testing.T) {
	s := newScene(t)
	entry := s.reflection(t, "CANARY")
	s.Gate(t, s.couple, "G1", false)
	want(t, s.asJon.Post("/sent/"+entry+"/ask", nil), 303) // asking tells of nothing
	want(t, s.staff.Post("/entries/"+entry+"/release", nil), 409)
	s.Clock.Advance(time.Minute)
	s.Gate(t, s.couple, "G1", true)
	s.holdCouple(t, couple.Quiet)
	want(t, s.staff.Post("/entries/"+entry+"/release", nil), 409)
	if n := s.count(t, `select count(*) from release_copy where practice_id = $1`); n != 0 {
		t.Fatalf("%d copies passed", n)
	}
	s.do(t, s.ingrid.Scope(), func(tx *db.Tx) error { return couple.EndHold(tx, s.couple.ID) })
	want(t, s.staff.Post("/entries/"+entry+"/release", nil), 303)
}

// What is kept, and what only the counselor may read, never passes.
func TestWhatMayNotPass(t *testing.T) {
	s := newScene(t)
	uncertain := s.sent(t, s.jon, programme.Involved, "A0", "beginning", "uncertain", "CANARY")
	page := want(t, s.asJon.Get("/sent/"+uncertain), 200)
	lacks(t, page, "/ask")
	says(t, want(t, s.asJon.Post("/sent/"+uncertain+"/ask", nil), 409), "moved on")
	kept := s.sent(t, s.ana, programme.Injured, "A3", "feelings-log", "log", "7")
	lacks(t, want(t, s.asAna.Get("/sent/"+kept), 200), "/ask")
	want(t, s.staff.Get("/entries/"+kept+"/release"), 404)
	want(t, s.staff.Post("/entries/"+kept+"/release", nil), 404)
	want(t, s.asJon.Get("/sent/"+kept), 404)
	want(t, s.asJon.Post("/sent/"+kept+"/ask", nil), 404)
	// What is joint is asked for by sending it.
	joint := s.sent(t, s.ana, programme.Injured, "A9", "ritual", "ten-minutes", "CANARY a walk")
	if state := s.state(t, joint); state != "release_asked" {
		t.Errorf("a joint text is %s", state)
	}
	want(t, s.asJon.Get("/sent/"+joint), 404)
	want(t, s.staff.Post("/entries/"+joint+"/release", nil), 303)
	says(t, want(t, s.asJon.Get(s.copyOf(t, joint)), 200), "CANARY a walk")
}

// Who may not: the author as reader, the reader as author, a colleague, the front desk, another practice, nobody.
func TestStrangersFindNothing(t *testing.T) {
	s := newScene(t)
	entry := s.letter(t, "CANARY")
	want(t, s.asJon.Post("/sent/"+entry+"/ask", nil), 303)
	want(t, s.staff.Post("/entries/"+entry+"/release", nil), 303)
	at := s.copyOf(t, entry)
	for _, path := range []string{at, "/sent/" + entry} {
		other := s.asJon
		if path == "/sent/"+entry {
			other = s.asAna
		}
		if a, absent := other.Get(path), other.Get(path[:len(path)-36]+uuid.NewString()); a.Status != 404 || a.Text() != absent.Text() {
			t.Errorf("%s: %d, and not as if it did not exist", path, a.Status)
		}
	}
	colleague := s.site.As(s.Counselor(t, "Henrik"))
	for _, path := range []string{"/entries/" + entry + "/release", "/couples/" + s.couple.ID.String() + "/releases"} {
		want(t, colleague.Get(path), 404)
		want(t, s.site.Nobody().Get(path), 401)
	}
	for _, act := range []string{"release", "hold", "record"} {
		want(t, colleague.Post("/entries/"+entry+"/"+act, url.Values{"how": {"paper"}}), 404)
		want(t, s.asAna.Post("/entries/"+entry+"/"+act, nil), 404)
	}
	// A partner cannot make, reopen or change a copy, whatever the program would let through.
	for _, query := range []string{
		`update release_copy set closed_at = null where practice_id = $1`,
		`update release_copy set closed_at = now(), body = 'x' where practice_id = $1`,
		`insert into release_copy select practice_id, couple_id, gen_random_uuid(), entry_id, author_id, reader_id, kind, body, passed_on, made_by, made_at, now() from release_copy where practice_id = $1`,
	} {
		err := s.DB.Update(t.Context(), s.jon.Scope(), func(tx *db.Tx) error { _, err := tx.Exec(query, s.Practice); return err })
		if err == nil || errors.Is(err, fault.Absent()) {
			t.Errorf("%s: %v", query, err)
		}
	}
}

// Who has left reads what was passed before, and nothing newer; writes nothing.
func TestAfterLeaving(t *testing.T) {
	s := newScene(t)
	early, late := s.reflection(t, "CANARY early"), s.letter(t, "CANARY late")
	for _, entry := range []string{early, late} {
		want(t, s.asJon.Post("/sent/"+entry+"/ask", nil), 303)
	}
	want(t, s.staff.Post("/entries/"+early+"/release", nil), 303)
	s.Clock.Advance(72 * time.Hour)
	want(t, s.site.As(s.ingrid).Post("/entries/"+late+"/release", nil), 303)
	newer := s.copyOf(t, late)
	gone := s.site.As(s.Separate(t, s.couple, 0, s.Clock.Today().AddDate(0, 0, -1)))
	says(t, want(t, gone.Get(s.copyOf(t, early)), 200), "CANARY early")
	want(t, gone.Get(newer), 404)
	lacks(t, want(t, gone.Get("/received"), 200), newer)
	want(t, gone.Post(newer+"/choose", url.Values{"choice": {"now"}}), 404)
	// Nothing passes to somebody who has left.
	third := s.reflection(t, "CANARY third")
	want(t, s.site.As(s.jon).Post("/sent/"+third+"/ask", nil), 303)
	says(t, want(t, s.site.As(s.ingrid).Post("/entries/"+third+"/release", nil), 409), "nobody in the couple")
}

// steady drops the fresh keys of a page's forms.
func steady(body string) string {
	for {
		i := strings.Index(body, `name="key" value="`)
		if i < 0 {
			return body
		}
		body = body[:i] + "key" + body[i+len(`name="key" value="`)+36:]
	}
}

// Nothing is being prepared for somebody who has left.
func TestNothingIsPreparedAfterLeaving(t *testing.T) {
	s := newScene(t)
	says(t, want(t, s.asAna.Get("/received"), 200), "Nothing was passed on to you.", "preparing the next step")
	gone := s.site.As(s.Separate(t, s.couple, 0, s.Clock.Today().AddDate(0, 0, -1)))
	page := want(t, gone.Get("/received"), 200)
	says(t, page, "Nothing was passed on to you.")
	lacks(t, page, "preparing")
}
