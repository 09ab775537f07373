package main

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// jointActs are the forms by which a partner does something before the other's eyes, and why. Every other form of a partner is
// a private act, and has one in TestPrivateActsStayPrivate.
func jointActs() map[string]string {
	return map[string]string{
		"POST /promises":                           "a promise is made to the other, who reads it",
		"POST /promises/:promise/end":              "the ledger of promises stands before both",
		"POST /promises/:promise/reopen":           "the ledger of promises stands before both",
		"POST /promises/:promise/days/:day/keep":   "a deed is done for the other, who confirms it",
		"POST /promises/:promise/days/:day/undo":   "a deed is done for the other, who confirms it",
		"POST /promises/:promise/days/:day/answer": "confirming a deed answers the one who did it",
		"POST /sent/:entry/withdraw":               "the other no longer reads what was passed on",
	}
}

// doings are private acts of Jonas's, done through his pages.
type doings struct {
	*town
	forged url.Values
}

// press fills the form of a page and sends it to an address; chosen are pairs that override what was typed.
func (d doings) press(at, form, action string, chosen ...string) func(a *visitor, word string) {
	return func(a *visitor, word string) {
		d.t.Helper()
		over := url.Values{}
		for i := 0; i+1 < len(chosen); i += 2 {
			over.Set(chosen[i], chosen[i+1])
		}
		if answer := a.post(action, a.typing(at, form, word, over, d.forged)); answer.Status != http.StatusSeeOther {
			d.t.Fatalf("%s: %d %s", action, answer.Status, clip(answer.Text()))
		}
	}
}

// own is press for a form that is sent where it stands.
func (d doings) own(at string, chosen ...string) func(a *visitor, word string) {
	return d.press(at, at, at, chosen...)
}

// asks sends a text to a helper of the page, which answers and stores nothing.
func (d doings) asks(action string) func(a *visitor, word string) {
	return func(a *visitor, word string) {
		d.t.Helper()
		if answer := a.post(action, url.Values{"text": {word}, "n": {"1"}, "part": {"letter"}}); answer.Status != http.StatusOK {
			d.t.Fatalf("%s: %d %s", action, answer.Status, clip(answer.Text()))
		}
	}
}

// ownActs are the private acts in the rooms of hard moments and of sealed answers: what Jonas keeps, sends and takes back there.
func (w *town) ownActs(forged url.Values) []act {
	w.t.Helper()
	d := doings{w, forged}
	decide := "/decisions/" + w.ofCouple(`select x.id from decision x`, `kind = 'decide'`)
	return []act{
		{"plan kept", d.own("/plan/mine")},
		{"plan sent", d.press("/plan/mine", "/plan/mine", "/plan/mine/send")},
		{"wave", d.press("/waves/new", "/waves", "/waves")},
		{"sealed answer taken back", d.press(decide, decide+"/take-back", decide+"/take-back")},
		{"sealed draft", d.own(decide)},
		{"sealed answer", d.press(decide, decide, decide+"/answer")},
	}
}

// ofCouple asks for one value of the couple that the acts are about.
func (w *town) ofCouple(query, where string) string {
	w.t.Helper()
	return w.text(query + ` join couple c using (practice_id, couple_id) where c.code = 'NQ-01' and ` + where)
}

// roomActs are the private acts that need something to be there first, which stage puts there.
func (w *town) roomActs(s staged) []act {
	w.t.Helper()
	d := doings{w, url.Values{}}
	all := d.questionActs(s)
	all = append(all, d.agreementActs()...)
	all = append(all, d.boundaryActs()...)
	return append(all, d.homeworkActs(s)...)
}

func (d doings) questionActs(s staged) []act {
	theirs := "/questions/" + d.ofCouple(`select x.question_id from question_passed x`, `passed_on < '2026-05-01'`)
	mine := ""
	on := func(form, action string, chosen ...string) func(a *visitor, word string) {
		return func(a *visitor, word string) { d.press(mine, mine+form, mine+action, chosen...)(a, word) }
	}
	return []act{
		{"question begun", func(a *visitor, word string) { mine = a.submits("/questions", "/questions", word, nil, nil) }},
		{"question kept", on("/ask", "")},
		{"question asked", on("/ask", "/ask", "again", "")},
		{"own question laid aside", on("/park", "/park")},
		{"own question taken up", on("/take-up", "/take-up")},
		{"their question laid aside", d.press(theirs, theirs+"/park", theirs+"/park")},
		{"their question taken up", d.press(theirs, theirs+"/take-up", theirs+"/take-up")},
		{"question's answer kept", d.press(theirs, theirs+"/answer/send", theirs+"/answer")},
		{"question's answer sent", d.press(theirs, theirs+"/answer/send", theirs+"/answer/send")},
		{"answer judged", d.press(s.question, s.question+"/judge", s.question+"/judge", "verdict", "not_yet")},
	}
}

func (d doings) agreementActs() []act {
	running := "/agreements/" + d.ofCouple(`select x.agreement_id from agreement_version x`, `in_force_on is not null`)
	waiting := "/agreements/" + d.ofCouple(`select x.agreement_id from agreement_version x`, `in_force_on is null and dropped_on is null`)
	mine := ""
	begun := func(at, action string) func(a *visitor, word string) {
		return func(a *visitor, word string) { mine = a.submits(at, action, word, nil, nil) }
	}
	on := func(action string) func(a *visitor, word string) {
		return func(a *visitor, word string) { d.press(mine, mine+"/send", mine+action)(a, word) }
	}
	return []act{
		{"proposal begun", begun("/agreements", "/agreements")},
		{"proposal looked over", func(a *visitor, word string) { d.asks(mine+"/hints")(a, word) }},
		{"proposal kept", on("")},
		{"proposal sent", on("/send")},
		{"change begun", begun(running, running+"/change")},
		{"change sent", on("/send")},
		{"end begun", begun(running, running+"/end")},
		{"end sent", on("/send")},
		{"not signed now", d.press(waiting, waiting+"/sign", waiting+"/sign", "answer", "not_now")},
		{"signed", d.press(waiting, waiting+"/sign", waiting+"/sign", "answer", "signed")},
	}
}

func (d doings) boundaryActs() []act {
	theirs := "/boundaries/" + d.ofCouple(`select x.boundary_id from boundary_passed x`, `asks and x.author_id = '`+d.seat(partner).Person.String()+`'`)
	review := d.DB.Now().AddDate(0, 0, 28).Format(time.DateOnly)
	mine := ""
	on := func(at, form string, chosen ...string) func(a *visitor, word string) {
		return func(a *visitor, word string) { d.press(mine+at, mine+form, mine+form, chosen...)(a, word) }
	}
	begun := func(a *visitor, word string) {
		mine = strings.TrimSuffix(a.submits("/boundaries", "/boundaries", word, nil, nil), "/write")
	}
	return []act{
		{"boundary begun", begun},
		{"boundary kept", on("/write", "/write", "review", review, "next", "keep")},
		{"boundary dropped", on("/write", "/end")},
		{"boundary begun anew", begun},
		{"boundary looked over", on("/write", "/write", "review", review, "next", "check")},
		{"boundary sent", on("/check", "/send")},
		{"boundary answered", d.press(theirs, theirs+"/answer", theirs+"/answer", "reply", "no")},
	}
}

func (d doings) homeworkActs(s staged) []act {
	deeds := "/work/" + d.ofCouple(`select x.id from assignment x`, `step_key = 'promises'`)
	wave := func(a *visitor, word string) {
		d.own("/waves/"+d.text(`select id from setback_wave where person_id = $1 limit 1`, d.seat(theOther).Person))(a, word)
	}
	return []act{
		{"what got in the way", d.press(deeds, deeds+"/obstacle", deeds+"/obstacle", "obstacle", "hard")},
		{"pledge written", d.own(s.pledge + "/pledge/1")},
		{"letter looked over", d.asks(s.letter + "/hints")},
		{"pledge kept", d.press(s.pledge+"/review", s.pledge+"/submit", s.pledge+"/submit")},
		{"pledge in short", d.own(s.pledge + "/summary")},
		{"ritual done", d.press(s.ritual+"/review", s.ritual+"/submit", s.ritual+"/submit")},
		{"ritual felt", d.press(s.ritual, s.ritual+"/felt", s.ritual+"/felt", "felt", "no")},
		{"copy chosen", d.press(s.copy, s.copy+"/choose", s.copy+"/choose", "choice", "now")},
		{"copy felt", d.press(s.copy, s.copy+"/felt", s.copy+"/felt", "felt", "no")},
		{"wave changed", wave},
		{"discernment kept", d.press("/discernment", "/discernment", "/discernment", "do", "keep")},
		{"discernment sent", d.press("/discernment", "/discernment", "/discernment", "do", "send")},
		{"it was different", d.own(s.different)},
	}
}

// staged are the addresses, for Jonas, of what his acts need.
type staged struct{ question, pledge, ritual, letter, copy, different string }

// stage puts there, through the pages, what Jonas's acts need: an answered question of his own, work to do, something passed on
// to him, a discernment, and a day of Amira's that he may have seen otherwise.
func (w *town) stage() (s staged) {
	w.t.Helper()
	a, b, c := w.visits[theOther], w.visits[partner], w.visits[treating]
	jonas := w.seat(theOther).Person.String()
	couple := "/couples/" + w.text(`select couple_id from couple where code = 'NQ-01'`)
	d := doings{w, nil}

	d.press(couple+"/questions", couple+"/question-log/open", couple+"/question-log/open", "asker", jonas, "weekly", "9")(c, "He asks as well.")
	s.question = a.submits("/questions", "/questions", "", nil, nil)
	d.press(s.question, s.question+"/ask", s.question+"/ask", "again", "")(a, "When shall we tell them?")
	of := couple + s.question
	d.press(couple+"/questions", of+"/pass", of+"/pass")(c, "")
	d.press(s.question, s.question+"/answer/send", s.question+"/answer/send")(b, "At Easter.")
	d.press(of, of+"/pass-answer", of+"/pass-answer")(c, "")

	give := func(code, step, to string) string {
		w.t.Helper()
		form := url.Values{"step": {code}, "of": {step}, "for": {to}, "from": {w.DB.Now().Format(time.DateOnly)}, "reading": {"before"}, "again": {"yes"}, "reason": {"Both asked for it."}}
		if answer := c.post(couple+"/assign", form); answer.Status != http.StatusSeeOther {
			w.t.Fatalf("giving %s: %d %s", step, answer.Status, clip(answer.Text()))
		}
		return "/work/" + w.ofCouple(`select x.id from assignment x`, `step_key = '`+step+`' order by given_at desc limit 1`)
	}
	s.pledge, s.ritual = give("A3", "feelings-log", jonas), give("A9", "ritual", "both")
	s.letter = "/work/" + w.ofCouple(`select x.id from assignment x`, `step_key = 'apology'`)

	impact := give("A1", "impact", w.seat(partner).Person.String())
	d.own(impact+"/cost-to-me/1")(b, "It took my sleep.")
	d.press(impact+"/review", impact+"/submit", impact+"/submit")(b, "")
	entry := w.ofCouple(`select x.id from entry x`, `part_key = 'cost-to-me'`)
	d.press("/sent/"+entry, "/sent/"+entry+"/ask", "/sent/"+entry+"/ask")(b, "")
	d.press("/entries/"+entry+"/release", "/entries/"+entry+"/release", "/entries/"+entry+"/release")(c, "")
	s.copy = "/received/" + w.text(`select id from release_copy where entry_id = $1`, entry)

	w.exec(`insert into gate_event (practice_id, couple_id, id, gate, opened, on_date, basis, made_by, made_at)
	  select practice_id, couple_id, gen_random_uuid(), 'G2', false, on_date, 'session', made_by, $1 from gate_event join couple c using (practice_id, couple_id) where c.code = 'NQ-01' and gate = 'G2'`, w.DB.Now())
	d.press(couple+"/discernment", couple+"/discernment", couple+"/discernment", "ends", w.DB.Now().AddDate(0, 0, 21).Format(time.DateOnly))(c, "")
	today := w.DB.Now().Format(time.DateOnly)
	d.press("/promises/new", "/promises", "/promises", "cadence", "daily", "starts", today, "until", "")(b, "A call at noon.")
	s.different = "/promises/" + w.ofCouple(`select x.id from promise x`, `cadence = 'daily' order by x.made_at desc limit 1`) + "/days/" + today + "/different"
	return s
}

// recorder remembers what a visitor posted and was taken.
type recorder struct {
	mu    sync.Mutex
	paths []string
}

func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	res, err := http.DefaultTransport.RoundTrip(req)
	if err == nil && req.Method == "POST" && res.StatusCode < http.StatusBadRequest {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.paths = append(r.paths, req.URL.Path)
	}
	return res, err
}

// missing fails for each form of a partner that nobody did in private and that has no reason to be joint.
func (r *recorder) missing(w *town) {
	w.t.Helper()
	list, joint := w.App.List(), jointActs()
	done := map[string]bool{}
	for _, path := range r.paths {
		if l := routeOf(list, "POST", path); l != nil {
			done[l.Method+" "+l.Path] = true
		}
	}
	forms := 0
	for _, l := range list {
		route := l.Method + " " + l.Path
		if l.Method != "POST" || l.Audience != "partner" {
			continue
		}
		if forms++; !done[route] && joint[route] == "" {
			w.t.Errorf("%s is no private act of the test and has no reason to be joint", route)
		}
		delete(joint, route)
	}
	for route := range joint {
		w.t.Errorf("%s is named as joint and is no form of a partner", route)
	}
	if forms < 50 {
		w.t.Errorf("only %d forms of partners", forms)
	}
}
