package main

import (
	"net/url"
	"strings"

	"amends/server/testkit"
)

// ownPart: a reflection for whoever broke trust; before it is done, self-forgiveness is advised against. Then one for both about pace.
func (w *rounds) ownPart() {
	w.begins("REF")
	w.desk.Open(w.path() + "/assign?step=C28")
	w.look(w.desk, "too-early")
	w.says(w.desk, selfForgivenessWaits)
	w.desk.Go(".assign-row button.primary")
	w.says(w.desk, "Say why you go on")
	given := w.assigns("A2", "ownership", "Jon")
	w.ana.Open("/home")
	w.lacks(w.ana, "Own my whole part", "Own the whole")
	w.does(w.jon, given, answers("I hid the loan", "the bank", "You slept badly", "I told it all"))
	w.says(w.jon, "Sent to Ingrid")
	w.passes(w.jon, "Own my whole part", "I hid the loan")
	given = w.assigns("B5", "pace", "both")
	w.ana.Open("/work/" + given)
	w.says(w.ana, "Only you. Your counselor sees at most that you did it.", "Ingrid reads this first. Jon reads it once Ingrid has passed it on.") // each part its own
	w.does(w.ana, given, answers("The evenings", "We ate together", "I thanked you", "A call at noon"))
	w.does(w.jon, given, answers("My wish to be done", "A calm Sunday", "I stayed", "A smile"))
	w.passes(w.ana, "One reassurance", "A call at noon")
	w.lacks(w.jon, "The evenings")
	w.passes(w.jon, "One reassurance", "I stayed")
}

// selfForgivenessWaits is said where self-forgiveness may be assigned, until ownership is done.
const selfForgivenessWaits = "Self-forgiveness comes after ownership"

// selfForgiveness: it opens after ownership, and is kept.
func (w *rounds) selfForgiveness() {
	w.begins("SFR")
	w.desk.Open(w.path() + "/assign?step=C28")
	w.lacks(w.desk, selfForgivenessWaits)
	given := w.assigns("C28", "self-forgiveness", "both")
	w.does(w.jon, given, answers("I broke a promise", "I told the truth", "Go on slowly", "Call each day"))
	w.says(w.jon, "Kept. Only you can read it.")
	w.does(w.ana, given, answers("I did not see it", "I slept", "It was not you", "Walks"))
	w.says(w.ana, "Kept. Only you can read it.")
	w.desk.Open("/assignments/" + given)
	w.look(w.desk, "kept")
	w.lacks(w.desk, "I broke a promise", "I did not see it")
	if holds(w.desk, `a[href^="/entries/"]`) {
		w.t.Error("the counselor can open what was kept")
	}
	w.jon.Open("/sent")
	goText(w.jon, "A base for change")
	w.look(w.jon, "own")
	if holds(w.jon, `form[action$="/ask"]`) {
		w.t.Error("self-forgiveness can be asked to pass")
	}
}

// causes: what led up to it stays with the counselor; the loop of two is drawn and passes.
func (w *rounds) causes() {
	w.begins("ROOT")
	drawn := func(b *testkit.Tab, stations int) {
		if n := testkit.Eval[int](b, `document.querySelectorAll("main figure svg circle").length`); n != stations {
			w.t.Errorf("ROOT: %s sees a loop of %d at %s", w.name(b), n, b.Location())
		}
	}
	given := w.assigns("C17", "causes", "both")
	w.unseen(w.jon, "did it", func() {
		w.opens(w.jon, given)
		w.fills(w.jon, answers("I felt small at work", "I stop calling", "A group on Mondays", "No late nights"))
		drawn(w.jon, 4)
		w.jon.Go("main form button.primary")
	})
	w.waits()
	w.does(w.ana, given, answers("I was tired", "I stop asking", "My sister"))
	w.desk.Open("/assignments/" + given)
	w.desk.Go(`a[href^="/entries/"]`)
	w.look(w.desk, "entry")
	w.says(w.desk, "What was going on in me", "1. ")
	w.lacks(w.desk, "what the other would get") // it never passes
	if n := testkit.Eval[int](w.desk, `document.querySelectorAll("main figure svg circle").length`); n < 3 {
		w.t.Errorf("ROOT: the counselor sees a loop of %d", n)
	}
	w.waits()
	given = w.assigns("C21", "causes", "both")
	w.waits()
	w.unseen(w.ana, "drew a loop", func() {
		w.opens(w.ana, given)
		w.fills(w.ana, answers("I ask again", "You go quiet"))
		drawn(w.ana, 2)
		w.ana.Go("main form button.primary")
		w.look(w.ana, "sent")
	})
	w.does(w.jon, given, answers("I go quiet", "You ask again"))
	w.passes(w.ana, "Our loop", "I ask again")
}

// help: what is not managed alone, with the lines to call and whom to ask on the page.
func (w *rounds) help() {
	w.begins("REFER")
	given := w.assigns("B6", "outside-help", "both")
	outside := func(b *testkit.Tab) { w.says(b, "Help outside", "Ingrid", "Night line 0000 000 000") }
	w.does(w.ana, given, []sheet{{"", nil}, {"The nights", outside}, {"A group", nil}})
	w.says(w.ana, "Sent to Ingrid")
	w.does(w.jon, given, []sheet{{"", nil}, {"The money", outside}, {"A course", nil}})
	w.desk.Open("/assignments/" + given)
	w.desk.Go(`a[href^="/entries/"]`)
	w.look(w.desk, "entry")
	if text := w.desk.Text("main"); !strings.Contains(text, "The nights") && !strings.Contains(text, "The money") {
		w.t.Errorf("the counselor reads nothing of it: %s", clip(text))
	}
}

// impact: a statement passes if its reader wants it, and is answered only once the counselor opened that.
func (w *rounds) impact() {
	w.begins("IMP")
	given := w.assigns("A1", "impact", "both")
	w.ana.Open("/home")
	w.says(w.ana, "15 minutes") // her own part; his takes longer
	w.does(w.ana, given, answers("I sleep badly", "the lies", "that it was a year"))
	w.does(w.jon, given, answers("I kept a loan from you", "your calm", "the nights", "only", "It was much", "I told it all"))
	w.says(w.jon, "Sent to Ingrid")
	statement := w.passes(w.ana, "What it cost me", "I sleep badly")
	const heard = "What I heard"
	w.jon.Open("/home")
	w.lacks(w.jon, heard)
	w.desk.Open("/entries/" + statement + "/release")
	w.look(w.desk, "may-open")
	w.says(w.desk, "Jon read it", "Nothing can be answered before you open it.")
	w.waits()
	w.desk.Go(`form[action$="/open-reply"] button`)
	w.look(w.desk, "opened")
	w.says(w.desk, "An answer is open for Jon.")
	w.ana.Open("/home")
	w.lacks(w.ana, heard)
	reply := w.ask(`select id from assignment where practice_id = $1 and answers_id is not null`)
	w.jon.Open("/work/" + reply)
	w.says(w.jon, "What was passed on to you")
	w.does(w.jon, reply, answers("You are worn out", "the year", "How are the nights"))
	w.says(w.jon, "Sent to Ingrid")
	w.passes(w.jon, heard, "You are worn out")
}

// promises: one is made from the step and kept; the other saw that day in another way and says so to the counselor alone.
func (w *rounds) promises() {
	w.begins("PRM")
	given := w.assigns("A7", "promises", "both")
	b := w.jon
	w.opens(b, given)
	b.Go(`main a.button.primary`)
	w.look(b, "make")
	write(b, "#f-text", "Home by seven")
	pick(b, "cadence", "daily")
	b.Go("main form button.primary")
	w.look(b, "made")
	promise := w.ask(`select id from promise where practice_id = $1`)
	b.Open("/work/" + given)
	w.unseen(b, "was done with the step", func() { b.Go(`form[action$="/submit"] button`) })
	w.says(b, "Done. Thank you.")
	w.look(b, "sent")
	b.Open("/promises/" + promise)
	b.Go(`form[action$="/keep"] button`)
	w.look(b, "kept")
	w.ana.Open("/home")
	w.look(w.ana, "today")
	w.ana.Open("/promises")
	w.says(w.ana, "Home by seven")
	w.look(w.ana, "to-look-at")
	w.unseen(w.ana, "saw it in another way", func() {
		w.ana.Go(`a[href$="/different"]`)
		w.look(w.ana, "different")
		write(w.ana, `main textarea`, "It was half past nine")
		w.ana.Go("main form button.primary")
		w.look(w.ana, "told")
		w.says(w.ana, "It is on Ingrid’s list for your next session.")
	})
	w.desk.Open(w.path() + "/promises/" + promise)
	w.look(w.desk, "disputed")
	w.says(w.desk, "It was half past nine", "It was different, from Ana")
	w.ana.Open("/work/" + given)
	w.look(w.ana, "work")
	w.ana.Go(`form[action$="/submit"] button`)
	w.says(w.ana, "Done. Thank you.")
}

// hardMoments: the plan is one tap from Today; what one sends for it reaches the other when the counselor passes it on.
func (w *rounds) hardMoments() {
	w.begins("SET")
	given := w.assigns("A8", "setback-plan", "both")
	b := w.ana
	w.unseen(b, "wrote a plan", func() {
		w.opens(b, given)
		w.says(b, "Only you, until you send it. Then: Ingrid reads this first. Jon reads it once Ingrid has passed it on.")
		b.Go(`main a.button.primary`)
		w.look(b, "plan")
		b.Go(`a[href^="/plan/mine"]`)
		write(b, `textarea[name="sign"]`, "I count back the dates")
		write(b, `textarea[name="ask"]`, "Ten quiet minutes")
		w.look(b, "mine")
		b.Go(`button[formaction="/plan/mine/send"]`)
		b.Open("/work/" + given)
		b.Go(`form[action$="/submit"] button`)
		w.says(b, "Done. Thank you.")
	})
	w.jon.Open("/home")
	w.jon.Go(`a[href="/hard-moment"]`) // one tap
	w.look(w.jon, "moment")
	w.says(w.jon, "This is a wave.")
	w.lacks(w.jon, "Ten quiet minutes")
	w.desk.Open(w.path() + "/plan")
	w.look(w.desk, "plan")
	w.waits()
	w.desk.Go(`form[action$="/pass"] button.primary`)
	w.jon.Open("/home")
	w.jon.Go(`a[href="/hard-moment"]`)
	w.says(w.jon, "Ten quiet minutes", "I count back the dates")
	w.look(w.jon, "moment-with-plan")
	w.unseen(w.jon, "wrote down a wave", func() {
		w.jon.Go(`a[href="/waves/new"]`)
		pick(w.jon, "strength", "6")
		write(w.jon, `textarea[name="trigger"]`, "A song in the car")
		w.look(w.jon, "wave")
		w.jon.Go(".foot button.primary")
		w.look(w.jon, "waves")
	})
	w.desk.Open(w.path() + "/plan")
	w.lacks(w.desk, "A song in the car")
}

// ownKind: a step that the counselor wrote herself is given, done and passed on like any other.
func (w *rounds) ownKind() {
	w.begins("OWN")
	programme := w.writesProgramme()
	w.desk.Open(w.path() + "/programmes")
	pick(w.desk, "tag", programme)
	w.desk.Go("main form button.primary")
	given := w.assigns(programme+"1", "", "both")
	w.does(w.ana, given, answers("Round the pond"))
	w.says(w.ana, "Sent to Ingrid")
	w.does(w.jon, given, answers("Along the canal"))
	w.passes(w.jon, "An evening walk", "Along the canal")
	w.passes(w.ana, "An evening walk", "Round the pond")
}

// writesProgramme publishes a programme with one step of the counselor's own kind and answers its tag.
func (w *rounds) writesProgramme() string {
	w.t.Helper()
	staff := w.site.As(w.ingrid)
	form := func(page, action string, pairs ...string) {
		w.t.Helper()
		v := staff.Get(page).Form(action)
		if v == nil {
			w.t.Fatalf("%s has no form for %s", page, action)
		}
		for i := 0; i+1 < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
		if a := staff.Post(action, v); a.Status != 303 {
			w.t.Fatalf("%s: %d %s", action, a.Status, clip(a.Text()))
		}
	}
	at := staff.Post("/own-programmes", url.Values{"from": {"empty"}, "title": {"Evenings"}}).Location
	form(at+"/frame", at+"/frame", "summary", "Calm evenings.", "phase-0-title", "Begin", "phase-0-summary", "The only phase.")
	form(at+"/part", at+"/part", "step-title", "An evening walk", "step-about", "For calm company.", "theme", "connection", "kind", "OWN", "who", "each",
		"sharing", "C_R_reviewed", "intro-involved", "Walk a little, side by side.", "intro-injured", "Walk a little, if you like.",
		"prompt-0-label", "The walk", "prompt-0-text-involved", "Where did you walk?", "prompt-0-text-injured", "How was the walk for you?")
	form(at, at+"/publish")
	return w.ask(`select tag from programme_draft where practice_id = $1`)
}
