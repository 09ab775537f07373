package homework

import (
	"regexp"
	"strings"

	"amends/clients/programme"
)

// What the practice of I-statements points out: a thought about the other that begins like a feeling, and a verdict for ever.
const (
	HintFeelYou HintKey = "feel_you" // "I feel that you …", "I feel like you …"
	HintAlways  HintKey = "always"   // "you always", "you never"
)

var (
	feelYou = regexp.MustCompile(`(?i)\bi (just |really |often |sometimes )?(feel|felt) (that |like |as if |as though )?(you(` + apostrophe + `(re|ve|ll|d))?|your)\b`)
	always  = regexp.MustCompile(`(?i)\byou(` + apostrophe + `(re|ve))? (\w+ )?(always|never)\b`)
	// free follows a "you always" or "you never" that leaves the other free.
	free = regexp.MustCompile(`(?i)^\s+(have|need|had) (to|a choice)\b`)
)

// AccusationHints reads an I-statement in English and points out where an accusation hides in it, at most one per sentence and
// in the order of the text. It asks, and never blocks. Other languages get none.
//
// It knows these exceptions, and no others: the words themselves in quotation marks, and "you never have to", "you always
// have a choice". "I feel close to you" holds a feeling and gets no hint.
func AccusationHints(text, lang string) []Hint {
	if lang != "en" && !strings.HasPrefix(lang, "en-") {
		return nil
	}
	var hints []Hint
	for _, s := range sentences(text) {
		if h, ok := accusation(text[s.start:s.end]); ok {
			h.ID = hintID(h.Key, text[s.start:s.end])
			h.Start += s.start
			h.End += s.start
			hints = append(hints, h)
		}
	}
	return hints
}

// accusation finds the first one in a sentence.
func accusation(s string) (Hint, bool) {
	best := Hint{Start: len(s)}
	for _, rule := range []struct {
		key   HintKey
		words *regexp.Regexp
	}{{HintFeelYou, feelYou}, {HintAlways, always}} {
		for _, at := range rule.words.FindAllStringIndex(s, -1) {
			if quoted(s[:at[0]], s[at[1]:]) || rule.key == HintAlways && free.MatchString(s[at[1]:]) || at[0] >= best.Start {
				continue
			}
			best = Hint{Key: rule.key, Start: at[0], End: at[1], Quote: s[at[0]:at[1]]}
			break
		}
	}
	return best, best.Key != ""
}

// hinting is the reader of a kind's texts; nil for kinds whose texts get no hints.
func hinting(k programme.Kind) func(text, lang string) []Hint {
	switch k {
	case programme.APO:
		return ApologyHints
	case programme.IST:
		return AccusationHints
	}
	return nil
}
