package boundary

import (
	"regexp"
	"strings"
)

// HintKey says what a hint is about; its words stand in the locales.
type HintKey string

// What a boundary is no place for. A hint asks, and never blocks: the counselor reviews each one anyway.
const (
	HintWatch   HintKey = "watch" // passwords, places, copies of messages
	HintPhone   HintKey = "phone"
	HintClothes HintKey = "clothes"
	HintFriends HintKey = "friends"
	HintMoney   HintKey = "money"
	HintMoves   HintKey = "moves" // where somebody goes
	HintRule    HintKey = "rule"  // tells the other what they have to do
)

// Hint is one thing to look at, with the words it is about.
type Hint struct {
	Key   HintKey
	Quote string
}

const (
	straight = `['’]` // a typed apostrophe is straight or curly
	// you is somebody addressed, with up to four words before what they are to do.
	you = `\byou(` + straight + `(d|ll|re))?( \w+){0,4} `
)

var patterns = []struct {
	key  HintKey
	find *regexp.Regexp
}{
	{HintWatch, regexp.MustCompile(`(?i)\b(passwords?|passcodes?|pin codes?|logins?|log-?ins?|live location|share (your|the) location|your location|gps|air ?tags?|find my|track(ing|er)?|screenshots?|` +
		`(copies|copy) of (your |the |all )?(messages?|texts?|chats?|mails?|emails?)|(read|check|see|go through|look through|show me)( all| through)?( of)? your (messages?|texts?|chats?|mails?|emails?|phone|accounts?))\b`)},
	{HintPhone, regexp.MustCompile(`(?i)\byour (phone|mobile|cell ?phone|cell|messages|texts|e?mails?|chats?|accounts?|social media|contacts)\b`)},
	{HintClothes, regexp.MustCompile(`(?i)\byour (clothes|clothing|dress|dresses|outfits?|skirts?|make-?up)\b|` + you + `(wear|wearing|dress|dressing)\b|\bwhat you wear\b`)},
	{HintFriends, regexp.MustCompile(`(?i)\byour (friends?|family|mother|mum|mom|father|dad|sister|brother|colleagues?|workmates?)\b|` + you + `(see|meet|meeting|talk to|speak to|speak with|text|go out with) (her|him|them|other|any|anyone|men|women|people)\b`)},
	{HintMoney, regexp.MustCompile(`(?i)\byour (money|salary|pay|wages|cards?|bank|spending)\b|` + you + `(spend|spending|buy|buying)\b`)},
	{HintMoves, regexp.MustCompile(`(?i)\bwhere you (are|go|went|have been)\b|` + you + `(go out|going out|leave the house|stay out|be home|come home|go anywhere|travel)\b`)},
	{HintRule, regexp.MustCompile(`(?i)\byou (have to|must|must not|mustn` + straight + `t|may not|may never|are not allowed|aren` + straight + `t allowed|are forbidden|cannot|can` + straight + `t|can no longer|will never|are never to)\b|\bi (forbid|do not allow|don` + straight + `t allow|won` + straight + `t let you)\b`)},
}

// Hints reads a boundary written in English and points out where it rules over the other, at most once for each thing and in a
// set order. Other languages get none: what a rule is, is said differently in each.
func Hints(l Lines, lang string) (found []Hint) {
	if lang != "en" && !strings.HasPrefix(lang, "en-") {
		return nil
	}
	text := strings.Join([]string{l.Need, l.Fine, l.Do, l.Ask}, "\n")
	for _, p := range patterns {
		at := p.find.FindString(text)
		if at == "" || p.key == HintPhone && len(found) > 0 && strings.Contains(strings.ToLower(found[0].Quote), strings.ToLower(at)) {
			continue // the phone stands in the first hint already
		}
		found = append(found, Hint{p.key, strings.Join(strings.Fields(at), " ")})
	}
	return found
}
