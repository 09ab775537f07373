package homework

import "testing"

func TestAccusationHints(t *testing.T) {
	for _, c := range []struct {
		text  string
		key   HintKey
		quote string
	}{
		{"I feel that you do not care.", HintFeelYou, "I feel that you"},
		{"I feel like you’re hiding something.", HintFeelYou, "I feel like you’re"},
		{"I feel you don't listen.", HintFeelYou, "I feel you"},
		{"Sometimes I felt as if your work came first.", HintFeelYou, "I felt as if your"},
		{"I just feel that you left me alone.", HintFeelYou, "I just feel that you"},
		{"You always leave.", HintAlways, "You always"},
		{"When we talk you never answer.", HintAlways, "you never"},
		{"You’ve never asked.", HintAlways, "You’ve never"},
		{"I feel that you always lie.", HintFeelYou, "I feel that you"}, // one for a sentence: the first
		{"I feel sad when the door shuts.", "", ""},
		{"I feel close to you.", "", ""},
		{"I felt afraid when you were late.", "", ""},
		{"You never have to answer this.", "", ""},
		{"You always have a choice.", "", ""},
		{"I leave the words “you always” out.", "", ""},
		{"I always feel alone on Sundays.", "", ""},
		{"", "", ""},
	} {
		hints := AccusationHints(c.text, "en")
		switch {
		case c.key == "" && len(hints) > 0:
			t.Errorf("%q: %s points at %q", c.text, hints[0].Key, hints[0].Quote)
		case c.key != "" && (len(hints) != 1 || hints[0].Key != c.key || hints[0].Quote != c.quote || c.text[hints[0].Start:hints[0].End] != c.quote):
			t.Errorf("%q: %+v, want %s at %q", c.text, hints, c.key, c.quote)
		}
	}
	two := AccusationHints("You never call. I feel that you forgot.", "en")
	if len(two) != 2 || two[0].ID == two[1].ID || two[1].Key != HintFeelYou {
		t.Errorf("two sentences: %+v", two)
	}
	if AccusationHints("You always leave.", "de") != nil {
		t.Error("another language gets English hints")
	}
}
