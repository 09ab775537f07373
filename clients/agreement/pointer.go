package agreement

import "regexp"

// watching finds words of watching over somebody: passwords, places, messages read along. Such agreements feed vigilance, so the
// page points that out; it never blocks.
var watching = regexp.MustCompile(`(?i)\b(pass ?words?|pass ?codes?|pin codes?|log ?ins?|locations?|gps|track(s|ed|ing|ers?)?|spy(ing|ware)?|screenshots?|` +
	`(read|see|check|go through|look (at|through)|copy|copies of|forward)( all| every| any)?( of)?( (my|your|his|her|their|our|the|each other['’]?s?))?( (phone|mobile|private|text))*( messages?| texts?| chats?| mails?| e-?mails?| phones?))\b`)

// Pointer answers the first words in a text that speak of watching; empty when there are none.
func Pointer(text string) string { return watching.FindString(text) }

// Pointer answers the first such words in an agreement's terms.
func (t Terms) Pointer() string {
	for _, s := range []string{t.Text, t.Know, t.Slip} {
		if found := Pointer(s); found != "" {
			return found
		}
	}
	return ""
}
