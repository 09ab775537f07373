package boundary

import (
	"testing"
	"time"
)

func TestHintsAskAboutRulesOverTheOther(t *testing.T) {
	for _, c := range []struct {
		lines Lines
		want  HintKey // empty: nothing to ask about
	}{
		{Lines{Need: "To hear early when a plan changes.", Do: "I will leave the room for twenty minutes.", Ask: "Send me a line when you are late. You may say no."}, ""},
		{Lines{Need: "Calm talks.", Do: "I turn my phone off and go for a walk."}, ""},
		{Lines{Need: "My own money in my own account.", Do: "I sleep at my sister’s."}, ""},
		{Lines{Need: "Quiet evenings.", Do: "I wear what I like."}, ""},
		{Lines{Ask: "Give me your password."}, HintWatch},
		{Lines{Ask: "I want to read your messages in the evening."}, HintWatch},
		{Lines{Ask: "Share your live location with me."}, HintWatch},
		{Lines{Ask: "Leave your phone on the table."}, HintPhone},
		{Lines{Need: "That you do not wear that dress to work."}, HintClothes},
		{Lines{Need: "That you never again meet her alone."}, HintFriends},
		{Lines{Need: "Fewer evenings with your friends."}, HintFriends},
		{Lines{Do: "If you spend anything without me, I will be angry."}, HintMoney},
		{Lines{Need: "To know where you are."}, HintMoves},
		{Lines{Need: "You have to tell me everything."}, HintRule},
		{Lines{Need: "You’re not to shout, you can’t do that."}, HintRule},
	} {
		found := Hints(c.lines, "en")
		var first HintKey
		if len(found) > 0 {
			first = found[0].Key
		}
		if first != c.want {
			t.Errorf("%+v: %v, want %q", c.lines, found, c.want)
		}
		if len(Hints(c.lines, "es")) > 0 {
			t.Errorf("hints in a language they do not know")
		}
	}
	if all := Hints(Lines{Ask: "Let me read your phone."}, "en"); len(all) != 1 {
		t.Errorf("one thing is asked about twice: %v", all)
	}
}

func TestADraftIsCompleteWithAReviewWithinTwelveWeeks(t *testing.T) {
	today := time.Date(2026, 6, 3, 0, 0, 0, 0, time.UTC)
	in := func(days int) *time.Time { d := today.AddDate(0, 0, days); return &d }
	whole := Lines{Need: "Calm.", Do: "I leave the room."}
	for _, c := range []struct {
		name string
		d    Draft
		ok   bool
	}{
		{"whole", Draft{Lines: whole, Review: in(28)}, true},
		{"tomorrow", Draft{Lines: whole, Review: in(1)}, true},
		{"the last day", Draft{Lines: whole, Review: in(7 * MostWeeks)}, true},
		{"a day too far", Draft{Lines: whole, Review: in(7*MostWeeks + 1)}, false},
		{"today", Draft{Lines: whole, Review: in(0)}, false},
		{"no day", Draft{Lines: whole}, false},
		{"only a request", Draft{Lines: Lines{Ask: "Call me."}, Review: in(28)}, false},
		{"nothing I do", Draft{Lines: Lines{Need: "Calm."}, Review: in(28)}, false},
	} {
		if err := c.d.Complete(today); (err == nil) != c.ok {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestWhatStandsAndWhatWaits(t *testing.T) {
	today := time.Date(2026, 6, 3, 0, 0, 0, 0, time.UTC)
	b := Boundary{Sent: []Version{{Number: 1, State: Passed}}, Copies: []Copy{{Number: 1, Review: today}}}
	if !b.ReviewDue(today) || b.ReviewDue(today.AddDate(0, 0, -1)) {
		t.Error("a review is due on its day and not before")
	}
	b.Sent = append(b.Sent, Version{Number: 2, State: Sent})
	if b.ReviewDue(today) {
		t.Error("a newer version is under way, and the review still calls")
	}
	if v, waits := b.Waiting(); !waits || v.Number != 2 {
		t.Errorf("%v %v", v, waits)
	}
	if c, stands := b.Standing(); !stands || c.Number != 1 {
		t.Errorf("the version both read went before another was reviewed: %v %v", c, stands)
	}
	b.Answers = []Answer{{Number: 1, Turn: 1, Reply: Yes}, {Number: 1, Turn: 2, Reply: No}}
	if a, any := b.LastAnswer(); !any || a.Reply != No {
		t.Errorf("the newest reply: %v %v", a, any)
	}
	b.Copies = append(b.Copies, Copy{Number: 2})
	if _, any := b.LastAnswer(); any {
		t.Error("a reply to an older version counts for the newer one")
	}
	b.Ended = &today
	_, stands := b.Standing()
	_, waits := b.Waiting()
	if stands || waits || b.ReviewDue(today) {
		t.Error("an ended boundary stands, waits or is due")
	}
}
