package homework_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"amends/clients/homework"
	"amends/clients/programme"
)

func TestTriggers(t *testing.T) {
	entry := func(text string) homework.Entry {
		return homework.Entry{Part: "log", Answers: map[string]string{"trigger": text}}
	}
	got := homework.Triggers([]homework.Entry{entry("A song."), entry("the phone"), entry("The  phone."), entry(""), entry("THE PHONE …"), {Part: "_summary", Answers: map[string]string{"trigger": "x"}}})
	if len(got) != 2 || got[0] != (homework.Trigger{Text: "the phone", Times: 3}) || got[1] != (homework.Trigger{Text: "A song.", Times: 1}) {
		t.Errorf("%d triggers: %v and %v", len(got), got[0].Text, got[0].Times)
	}
}

func TestOwned(t *testing.T) {
	work := func(step programme.StepKey, state homework.State) homework.Work {
		return homework.Work{Assignment: homework.Assignment{Step: step}, People: []homework.Person{{State: state}}}
	}
	for want, works := range map[bool][][]homework.Work{
		true:  {{work("ownership", homework.Submitted)}, {work("beginning", homework.Open), work("apology", homework.Paper)}},
		false: {nil, {work("ownership", homework.Underway)}, {work("beginning", homework.Submitted)}},
	} {
		for i, ws := range works {
			if homework.Owned(ws) != want {
				t.Errorf("case %d: owned %v", i, !want)
			}
		}
	}
}

// A feelings log is written again and again, kept by its writer, and told in short only if the writer wants to.
func TestFeelingsLog(t *testing.T) {
	w := newWorld(t)
	w.place(t)
	w.Clock.Set(time.Date(2026, 6, 1, 9, 0, 0, 0, time.UTC))
	id := w.give(t, "A3", "feelings-log", w.ana.Person().String())
	at := "/work/" + id
	log := func(client string) {
		save(t, w.asAna, at+"/log/1", client)
		save(t, w.asAna, at+"/log/4", "the phone")
		want(t, w.asAna.Post(at+"/submit", nil), 303)
	}
	want(t, w.asAna.Get(at+"/summary"), 303) // nothing to tell of yet
	log("CANARY one")
	w.asAna, w.staff = w.site.As(w.ana), w.site.As(w.ingrid)
	page := want(t, w.asAna.Get(at), 200)
	says(t, page, "Kept. Only you can read it.", "Write another one", "What set it off, so far", "the phone", "once", "Tell Ingrid in short how it was")
	if empty := want(t, w.asAna.Get(at+"/log/1"), 200); empty.Has("CANARY") {
		t.Error("the next go begins with the last one’s words")
	}
	log("CANARY two")
	if n := w.count(t, `select count(distinct go) from entry where practice_id = $1 and assignment_id = $2 and state = 'kept'`, id); n != 2 {
		t.Errorf("%d goes are kept", n)
	}
	says(t, want(t, w.asAna.Get(at), 200), "2 times", "CANARY one", "CANARY two")
	says(t, want(t, w.asAna.Post(at+"/submit", nil), 409), "sent or closed") // no third go was begun
	staff := want(t, w.staff.Get("/assignments/"+id), 200).Body + want(t, w.staff.Get(w.path("/homework")), 200).Body
	if strings.Contains(staff, "/entries/") || strings.Contains(staff, "CANARY") {
		t.Error("a kept log shows to the counselor")
	}
	says(t, want(t, w.asAna.Get(at+"/summary"), 200), "In short, for my counselor", "Only if you want to.", "Ingrid reads this.", "2 times")
	says(t, want(t, w.asAna.Post(at+"/summary", url.Values{"text": {" "}}), 422), "or leave it")
	long := want(t, w.asAna.Post(at+"/summary", url.Values{"text": {strings.Repeat("ä", 20001)}}), 422)
	says(t, long, "20000")
	want(t, w.asAna.Post(at+"/summary", url.Values{"text": {"SHORT mornings are hardest."}}), 303)
	says(t, want(t, w.asAna.Get(at), 200), "SHORT mornings are hardest.")
	var entry string
	if err := w.SQL(t).QueryRow(`select id from entry where practice_id = $1 and part_key = '_summary'`, w.Practice).Scan(&entry); err != nil {
		t.Fatal(err)
	}
	read := want(t, w.staff.Get("/entries/"+entry), 200)
	says(t, read, "In short, for my counselor", "SHORT mornings are hardest.", "Mark as read")
	lacks(t, read, "CANARY", "the phone")
	// It stands on Today again when its days have passed, and not before.
	if n := w.open(t); n != 0 {
		t.Errorf("%d things stand on the day it was done", n)
	}
	w.Clock.Advance(24 * time.Hour)
	if n := w.open(t); n != 1 {
		t.Errorf("%d things stand the day after", n)
	}
	want(t, w.asJon.Get(at), 404)
}

// A listening turn begins with the talk: a time box, who speaks first, one phone or two.
func TestListeningTurn(t *testing.T) {
	w := newWorld(t)
	w.place(t)
	id := w.give(t, "A4", "listening-turn", "both")
	at := "/work/" + id
	page := want(t, w.asJon.Get(at+"/turn/1"), 200)
	says(t, page, "20 minutes at most, by the clock.", "Who speaks first?", "I do", "Ana", "hand it over when a question is for Ana", "Ingrid reads this first, then passes it on to Ana")
	if !strings.Contains(page.Body, `data-timer="20"`) {
		t.Error("no timer")
	}
	want(t, w.asJon.Post(at+"/turn/1", url.Values{"text": {"nobody"}}), 422)
	save(t, w.asJon, at+"/turn/1", "other")
	save(t, w.asJon, at+"/turn/2", "CANARY that Sundays are long")
	says(t, want(t, w.asJon.Get(at+"/turn/3"), 200), "did your partner get it?", "Yes", "Partly", "No")
	save(t, w.asJon, at+"/turn/3", "partly")
	says(t, want(t, w.asJon.Get(at+"/review"), 200), "Who speaks first?", "Ana", "Partly", "After Ingrid has read it and passed it on.")
	before := steady(want(t, w.asAna.Get(at), 200).Body)
	want(t, w.asJon.Post(at+"/submit", nil), 303)
	if steady(want(t, w.asAna.Get(at), 200).Body) != before {
		t.Error("the other sees that a turn was sent")
	}
	if n := w.count(t, `select count(*) from entry where practice_id = $1 and ((part_key = 'turn' and state = 'release_asked') or (part_key = 'notes' and state = 'kept'))`); n != 2 {
		t.Errorf("%d of turn and notes stand where they should", n)
	}
}

// The help lines and names stand where help outside is asked about; the pattern is drawn as a loop; a hidden accusation is noticed.
func TestPagesOfKinds(t *testing.T) {
	lib := shipped(t)
	w := newWorld(t)
	w.place(t)
	for code, step := range map[programme.Code]programme.StepKey{"A0": "beginning", "A3": "feelings-log", "A4": "listening-turn", "A9": "ritual"} {
		unit, _ := homework.UnitOf(lib, code, step)
		for _, role := range []programme.Role{programme.Involved, programme.Injured} {
			if qs := homework.Questions(lib, unit, role, "en"); len(qs) == 0 {
				t.Errorf("%s has no pages for %s", code, role)
			}
		}
	}
	if days := repeats(t, lib, "A9", "ritual"); days < 1 || days > 3 {
		t.Errorf("a ritual comes round after %d days", days)
	}
	if days := repeats(t, lib, "A2", "apology"); days != 0 {
		t.Errorf("a letter comes round after %d days", days)
	}
}

func repeats(t *testing.T, lib *programme.Library, code programme.Code, step programme.StepKey) int {
	t.Helper()
	unit, ok := homework.UnitOf(lib, code, step)
	if !ok {
		t.Fatalf("no unit %s %s", code, step)
	}
	return unit.Repeats(programme.Involved)
}
