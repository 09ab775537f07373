package programme_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"amends/clients/programme"
)

// questions lists, row by row, the questions of the design in the order of the files,
// and who is asked: i involved, h injured, b each in words of their own or shared, k
// the counselor. What the files ask beyond the design is marked with a plus: a look at
// what already stands after each look at what was done, what belongs to the form (a
// date, a reply), and questions that may be skipped.
var questions = []map[programme.Code]string{questionsOfA, questionsOfB, questionsOfC, questionsOfD, questionsOfE}

var questionsOfA = map[programme.Code]string{
	"A0":  "uncertain b, begun b, +stands b",
	"A1":  "+changed h, +hardest h, +understood h, happened i, cost i, +unsure i, smaller i, +instead i, +stands i",
	"A2":  "choice i, blaming i, effect i, +stands i, deed i, hurt i, mine i, now i",
	"A3":  "feeling h, strength h, body h, trigger h, helped h, instead i, +hard i",
	"A4":  "heard b, got-it b, held-back b, +went b",
	"A5":  "question h, why h, answer i, match h",
	"A6":  "terms b, start b, until b, review b, +both-ways b, known b, slips b",
	"A7":  "promise b, by b, done b, seen b",
	"A8":  "sign b, ask b, partner b, back b, +happened b, +helped b, +stands b",
	"A9":  "thing b, when b, how b, keep b",
	"A10": "willing b, able b, staying b, leaving b, fears b, lean b",
}

var questionsOfE = map[programme.Code]string{
	"E0":  "had b, missing b, +stands b",
	"E1":  "noticed b, daily b, +stands b",
	"E2":  "feeling b, worry b, hope b, heard b, +got-it b",
	"E3":  "+choice i, +blaming i, +effect i, +stands i, hurt i, ownership i, regret i, amends i",
	"E4":  "promise b, +by b, done b, seen b",
	"E5":  "not-patient b, patient b",
	"E6":  "complex b, +with-us b, +need k, +names k, +next k",
	"E7":  "like-us b, unlike-us b",
	"EO1": "fear b, louder b, calms b, +when b, +felt b, +need b, +like b",
	"EO2": "step b, size b, +by b, done b, +seen b, marked b",
	"EO3": "pattern b, sign b, move b, +stands b",
	"EO4": "need b, wish b, limit b, value b, +review b, +terms b, +start b, +until b, +review b, +both-ways b, +known b, +slips b",
	"EO5": "chair b, carry b, set-down b",
	"EF1": "safer b",
	"EF2": "hope b",
	"EF3": "tell-me b, talk-to b",
	"EF4": "visible b",
	"EF5": "hurried b",
	"EF6": "risk h",
	"EF7": "differently i, +hard-moment i",
	"EF8": "means b, means-not b",
}

func TestEveryQuestionOfTheDesignIsAsked(t *testing.T) {
	l := shipped(t)
	rows := 0
	for _, of := range questions {
		for _, code := range slices.Sorted(maps.Keys(of)) {
			rows++
			var got []string
			for _, part := range l.Parts(code) {
				for _, q := range part.Part.Prompts {
					got = append(got, q.Key+" "+asked(q, part.Part.Who))
				}
			}
			if want := strings.ReplaceAll(of[code], "+", ""); strings.Join(got, ", ") != want {
				t.Errorf("%s\n got  %s\n want %s", code, strings.Join(got, ", "), want)
			}
		}
	}
	if rows != rowsInAll {
		t.Errorf("the tables hold the questions of %d rows of %d", rows, rowsInAll)
	}
}

// asked says who finds words in a question, of those who take part.
func asked(q programme.Prompt, who programme.Who) string {
	words := func(role programme.Role) bool {
		return who.Includes(role) && q.Text.For(programme.English, role) != ""
	}
	switch i, h := words(programme.Involved), words(programme.Injured); {
	case i && h:
		return "b"
	case i:
		return "i"
	case h:
		return "h"
	case words(programme.Counselor):
		return "k"
	}
	return "nobody"
}
