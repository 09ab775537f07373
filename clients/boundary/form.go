package boundary

import (
	"time"
	"unicode/utf8"

	"amends/server/fault"
	"amends/server/web"
)

// Lengths in characters: a boundary is short, and so is a word about it.
const (
	lineMost = 600
	wordMost = 1000
)

// readDraft reads what somebody writes. A draft may be unfinished; what is sent is asked for more by Complete.
func readDraft(f *web.Form) (d Draft, err error) {
	var faults fault.List
	for _, name := range Names() {
		text := f.Long(name)
		if utf8.RuneCountInString(text) > lineMost {
			faults = append(faults, fault.Field(name, "boundary_long", "Most", lineMost))
		}
		*d.Lines.at(name) = text
	}
	if f.Has("review") {
		day, ok := f.Date("review")
		if !ok {
			faults = append(faults, fault.Field("review", "boundary_review_form"))
		}
		d.Review = &day
	}
	return d, faults.OrNil()
}

// readWord reads the counselor's word to an author.
func readWord(f *web.Form) (string, error) {
	word := f.Long("word")
	switch {
	case word == "":
		return "", fault.List{fault.Field("word", "boundary_word_missing")}
	case utf8.RuneCountInString(word) > wordMost:
		return word, fault.List{fault.Field("word", "boundary_long", "Most", wordMost)}
	}
	return word, nil
}

// readAnswer reads a reply. Its number is the one the page showed: to a partner a place among the copies, to staff a version.
func readAnswer(f *web.Form, today time.Time) (Answer, error) {
	a := Answer{Reply: Reply(f.Text("reply")), On: today}
	a.Number, _ = f.Int("number")
	if !a.Reply.Known() {
		return a, fault.List{fault.Field("reply", "boundary_reply_choose")}
	}
	return a, nil
}
