package main

import (
	"strings"
	"testing"

	"amends/server/testkit"
)

// Every kind of homework that is done on the exercise engine, and those whose rooms are not walked elsewhere, done by both partners
// on phones from assignment to release, with what stands and what does not at each moment. Questions, agreements, setbacks,
// decisions, boundaries and letters are walked beside their own rooms.
func TestEveryKindInBrowsers(t *testing.T) {
	for name, kinds := range map[string][]func(*rounds){
		"own words":  {(*rounds).feelings, (*rounds).listening},
		"statements": {(*rounds).iStatement, (*rounds).ritual, (*rounds).win, (*rounds).reading},
		"own part":   {(*rounds).ownPart, (*rounds).selfForgiveness, (*rounds).causes, (*rounds).help},
		"between":    {(*rounds).impact, (*rounds).promises, (*rounds).hardMoments, (*rounds).ownKind},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWalk(t)
			for _, kind := range kinds {
				kind(w)
			}
		})
	}
}

// feelings: a log of three minutes is kept, draws its own map of what set it off, and goes to the counselor in short only if wanted.
func (w *rounds) feelings() {
	w.begins("FEE")
	given := w.assigns("A3", "feelings-log", "both")
	w.does(w.ana, given, answers("lonely", "7", "in my chest", "the phone rang", "a walk"))
	w.says(w.ana, "Kept. Only you can read it.", "What set it off, so far", "the phone rang", "once")
	w.waits()
	w.unseen(w.ana, "wrote again", func() {
		goText(w.ana, "Write another one")
		for _, one := range []string{"angry", "4", "", "The phone rang.", ""} {
			switch {
			case one == "":
			case holds(w.ana, `main input[type="radio"]`):
				pick(w.ana, "text", one)
			default:
				write(w.ana, `main [name="text"]`, one)
			}
			w.ana.Go(".foot button.primary")
		}
		w.ana.Go("main form button.primary")
	})
	w.says(w.ana, "2 times", "Written today, ") // each go by itself
	w.look(w.ana, "map")
	w.does(w.jon, given, answers("I made tea and said nothing", ""))
	w.desk.Open(w.path() + "/homework")
	w.look(w.desk, "kept")
	w.lacks(w.desk, "lonely", "the phone rang", "I made tea", "To read first")
	w.unseen(w.ana, "told the counselor", func() {
		goText(w.ana, "Tell Ingrid in short how it was")
		w.look(w.ana, "summary")
		w.says(w.ana, "Ingrid reads this", "2 times")
		write(w.ana, `main [name="text"]`, "Phones are hard")
		w.ana.Go(".foot button.primary")
		w.look(w.ana, "told")
	})
	w.desk.Open(w.path() + "/homework")
	w.says(w.desk, "To read first")
	w.desk.Go(`a[href^="/entries/"]`)
	w.look(w.desk, "summary")
	w.says(w.desk, "Phones are hard")
	w.lacks(w.desk, "lonely", "phone rang")
	w.desk.Open(w.path() + "/releases")
	w.says(w.desk, "Nothing is asked for now.")
}

// listening: a turn of twenty minutes by the clock, on one phone that is handed over, with "did I get it".
func (w *rounds) listening() {
	w.begins("LIS")
	given := w.assigns("A4", "listening-turn", "both")
	talk := func(b *testkit.Tab) {
		w.says(b, "20 minutes at most, by the clock", "Who speaks first?", "One phone is enough", "Ana reads it once Ingrid has passed it on.")
		b.Module("timer")
		b.Click("[data-timer] button")
		w.says(b, "20 minutes left.")
		if holds(b, "[data-timer] button:not([hidden])") {
			w.t.Error("the time can be started twice")
		}
	}
	got := func(b *testkit.Tab) { w.says(b, "did your partner get it?", "Yes", "Partly", "No") }
	w.does(w.jon, given, []sheet{{"other", talk}, {"that Sundays are long", nil}, {"partly", got}, {"my excuse", nil}, {"", nil}})
	w.says(w.jon, "Sent to Ingrid")
	w.passes(w.jon, "Listen to take in", "that Sundays are long")
	w.lacks(w.ana, "my excuse")
	w.does(w.ana, given, answers("me", "", "got", "", ""))
	w.says(w.ana, "Sent to Ingrid")
}

// iStatement: a hidden accusation is noticed while it is typed, the note is kept, and passes when its author asks.
func (w *rounds) iStatement() {
	w.begins("IST")
	given := w.assigns("B2a", "i-statements", "both")
	hint := func(b *testkit.Tab) {
		b.Wait("[data-hint-line] b")
		w.says(b, "What is the feeling in it?")
		w.look(b, "hint")
	}
	w.does(w.ana, given, []sheet{{"The door was shut", nil}, {"I feel that you do not care", hint}, {"to be told in time", nil}, {"a word before eight", nil}})
	w.says(w.ana, "Kept. Only you can read it.")
	w.desk.Open(w.path() + "/homework")
	w.lacks(w.desk, "The door was shut", "To read first")
	w.does(w.jon, given, answers("The call was long", "afraid", "to know what comes", "to sit down first"))
	w.passes(w.ana, "Say it from your side", "The door was shut")
	w.lacks(w.ana, "The call was long")
}

// ritual: ten minutes together; each says how it was, and the counselor passes both on.
func (w *rounds) ritual() {
	w.begins("RIT")
	given := w.assigns("A9", "ritual", "both")
	w.does(w.ana, given, answers("Tea by the window", "Tuesday", "calm", "keep"))
	w.does(w.jon, given, answers("A short walk", "Friday", "good", "keep"))
	w.passes(w.jon, "Ten calm minutes", "A short walk")
	w.passes(w.ana, "Ten calm minutes", "Tea by the window")
}

// win: a small thing both saw.
func (w *rounds) win() {
	w.begins("WIN")
	given := w.assigns("D9", "wins", "both")
	w.does(w.jon, given, answers("We laughed at lunch"))
	w.does(w.ana, given, answers("You came home early"))
	w.passes(w.ana, "A small win", "You came home early")
}

// reading: read, with a line or two for the counselor.
func (w *rounds) reading() {
	w.begins("EDU")
	given := w.assigns("B0", "feelings-log", "both")
	w.does(w.ana, given, answers("", "tired", ""))
	w.says(w.ana, "Sent to Ingrid")
	w.does(w.jon, given, answers("", "helpless", "in doubt"))
	w.desk.Open(w.path() + "/homework")
	w.says(w.desk, "To read first")
	w.desk.Go(`a[href^="/entries/"]`)
	w.look(w.desk, "entry")
	if text := w.desk.Text("main"); !strings.Contains(text, "tired") && !strings.Contains(text, "helpless") {
		w.t.Errorf("the counselor reads nothing of it: %s", clip(text))
	}
	w.ana.Open("/sent")
	goText(w.ana, "Two sides of one hurt")
	w.look(w.ana, "own")
	if holds(w.ana, `form[action$="/ask"]`) {
		w.t.Error("what is for the counselor alone can be asked to pass")
	}
}
