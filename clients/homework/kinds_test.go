package homework_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"
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
	says(t, page, "20 minutes at most, by the clock.", "Who speaks first?", "I do", "Ana", "hand it over when a question is for Ana", "Ingrid reads this first. Ana reads it once Ingrid has passed it on.")
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

// What comes round, and after how many days.
func TestUnitsRepeat(t *testing.T) {
	lib := shipped(t)
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

const (
	kindsThemes    = "themes:\n  - {key: one, title: {en: One}}\n"
	kindsProgramme = `tag: K
version: 1
title: {en: Kinds}
summary: {en: One row for each kind}
phases:
  - {key: all, title: {en: All}, summary: {en: All}}
placements:
`
	kindsRow = `  - code: K%[1]d
    phase: all
    step: %[2]s
    title: {en: Row %[2]s}
    summary: {en: Row %[2]s}
    gates: [G0, G1]
    parts:
      - {part: form}
`
	kindsStep = `key: %[2]s
version: 1
theme: one
title: {en: Step %[2]s}
about: {en: One kind}
parts:
  - key: form
    kind: %[1]s
    who: each
    cadence: {rhythm: weekly, least: 1, most: 1}
    sharing: {code: J}
    due: never
    minutes: 5
    intro: {en: {each: Take your time.}}
    prompts:
      - {key: one, label: {en: The first}, text: {en: {each: 'What comes first?'}}}
      - {key: two, label: {en: The second}, text: {en: {each: 'What comes then?'}}}
      - {key: three, label: {en: The third}, text: {en: {each: 'And then?'}}}
`
)

// ofKinds is a library with one row for each of some kinds, in their order.
func ofKinds(t *testing.T, kinds ...programme.Kind) *programme.Library {
	t.Helper()
	files, rows := fstest.MapFS{"themes.yaml": {Data: []byte(kindsThemes)}}, kindsProgramme
	for i, k := range kinds {
		step := strings.ToLower(string(k))
		files["steps/"+step+".yaml"] = &fstest.MapFile{Data: []byte(fmt.Sprintf(kindsStep, k, step))}
		rows += fmt.Sprintf(kindsRow, i, step)
	}
	files["kinds.yaml"] = &fstest.MapFile{Data: []byte(rows)}
	lib, err := programme.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

// Help lines and names stand where help outside is asked about, a pattern is drawn as a loop for its writer and the counselor,
// and a hidden accusation is noticed.
func TestPagesOfKinds(t *testing.T) {
	w := worldOf(t, ofKinds(t, programme.REFER, programme.ROOT, programme.IST, programme.OWN))
	w.Cover(t, w.couple, w.Counselor(t, "Henrik"))
	want(t, w.staff.Post(w.path("/programmes"), url.Values{"tag": {"K"}}), 303)
	help := "/work/" + w.give(t, "K0", "refer", w.ana.Person().String())
	says(t, want(t, w.asAna.Get(help+"/form/1"), 200), "Help outside", "Ingrid, Henrik", "Night line 0000 000 000", "What comes first?")
	lacks(t, want(t, w.asAna.Get(help+"/form/2"), 200), "Help outside")

	root := w.give(t, "K1", "root", w.jon.Person().String())
	at := "/work/" + root
	save(t, w.asJon, at+"/form/1", "I go quiet")
	lacks(t, want(t, w.asJon.Get(at+"/review"), 200), "<svg role")
	save(t, w.asJon, at+"/form/2", "You ask again")
	save(t, w.asJon, at+"/form/3", "I leave <b>the room</b>")
	review := want(t, w.asJon.Get(at+"/review"), 200)
	says(t, review, "A loop of what follows what: 1 The first, 2 The second, 3 The third, and then the first again.", "3. The third")
	if n := strings.Count(review.Body, `r="18"`); n != 3 || strings.Contains(review.Body, "<b>the room") {
		t.Errorf("%d stations", n)
	}
	want(t, w.asJon.Post(at+"/submit", nil), 303)
	staff := want(t, w.staff.Get("/assignments/"+root), 200)
	for _, link := range staff.Links() {
		if strings.HasPrefix(link, "/entries/") {
			says(t, want(t, w.staff.Get(link), 200), "A loop of what follows what:", "You ask again")
		}
	}

	ist := "/work/" + w.give(t, "K2", "ist", w.jon.Person().String())
	if !strings.Contains(want(t, w.asJon.Get(ist+"/form/1"), 200).Body, "data-hints") {
		t.Error("no hints in an I-statement")
	}
	_, said := script(t, w.asJon, ist+"/hints", url.Values{"text": {"I feel that you do not care."}})
	if hints := said["hints"].([]any); len(hints) != 1 || !strings.Contains(hints[0].(map[string]any)["text"].(string), "What is the feeling in it?") {
		t.Errorf("hints: %v", said)
	}
	save(t, w.asJon, ist+"/form/1", "You never call.") // noticed and never refused
	says(t, want(t, w.asJon.Get(ist+"/form/2"), 200), "A thought about “always” and “never”")

	own := "/work/" + w.give(t, "K3", "own", w.ana.Person().String())
	says(t, want(t, w.asAna.Get(own+"/form/1"), 200), "What comes first?")
}

// Self-forgiveness opens with the gate of ownership, or when work on responsibility is done; else with a reason alone.
func TestSelfForgivenessWaits(t *testing.T) {
	w := worldOf(t, ofKinds(t, programme.SFR))
	want(t, w.staff.Post(w.path("/programmes"), url.Values{"tag": {"K"}}), 303)
	says(t, want(t, w.staff.Get(w.path("/assign?step=K0")), 200), "Self-forgiveness comes after ownership")
	v := url.Values{"step": {"K0"}, "of": {"sfr"}, "for": {w.jon.Person().String()}, "from": {w.Clock.Today().Format(time.DateOnly)}, "reading": {"before"}}
	says(t, want(t, w.staff.Post(w.path("/assign"), v), 422), "Say why you go on")
	w.Gate(t, w.couple, "G5", true)
	lacks(t, want(t, w.staff.Get(w.path("/assign?step=K0")), 200), "Self-forgiveness comes after ownership")
	want(t, w.staff.Post(w.path("/assign"), v), 303)
}
