package question

import (
	"strings"
	"unicode"

	"github.com/google/uuid"
)

// loopFrom is how often the same question is asked before the counselor is told: nobody else ever is.
const loopFrom = 3

// Loops answers, for each question asked for the third time or more, how many times it was asked by then. Two questions of one
// person are the same when that person says so, or when they have the same words, whatever their case and punctuation.
func Loops(all []Thread) map[uuid.UUID]int {
	group, times, loops := map[uuid.UUID]uuid.UUID{}, map[uuid.UUID]int{}, map[uuid.UUID]int{}
	first := map[string]uuid.UUID{}
	for _, t := range all {
		q := t.Question
		if q == nil || q.State != Asked {
			continue
		}
		root := q.ID
		words := q.Asker.String() + " " + plain(q.Text)
		if same, seen := first[words]; seen {
			root = group[same]
		} else if q.AgainOf != nil {
			if of, known := group[*q.AgainOf]; known {
				root = of
			}
		}
		if _, seen := first[words]; !seen {
			first[words] = q.ID
		}
		group[q.ID] = root
		if times[root]++; times[root] >= loopFrom {
			loops[q.ID] = times[root]
		}
	}
	return loops
}

// plain is a text for comparing: letters and digits in small, single spaces between words.
func plain(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }), " ")
}
