package programme_test

import "amends/clients/programme"

var questionsOfB = map[programme.Code]string{
	"B0":  "fits b, guess b",
	"B1":  "+choice i, +blaming i, +effect i, +stands i, deed i, hurt i, mine i, now i",
	"B2":  "feel-when b, heard b, +landed b, heard b, got-it b",
	"B2a": "when b, felt b, need b, like b",
	"B2b": "question b, their-words b, can-do b",
	"B2c": "felt b, sense b, next b",
	"B3":  "promise b, by b, done b, seen b",
	"B4":  "need b, do b, ask b, review b, +terms b, +start b, +until b, +review b, +both-ways b, +known b, +slips b",
	"B5":  "slow b, moved b, gave b, welcome b",
	"B6":  "alone b, accept b, +need k, +names k, +next k",
	"B7":  "when b, long b, about b, stop b",
}

var questionsOfD = map[programme.Code]string{
	"D0":  "brought b, ready b",
	"D1":  "happened b, felt b, +stands i, differ b, +begin i, +stands b",
	"D2":  "choice i, blaming i, +effect i, +stands i, amend i, by i, seen-how i",
	"D3":  "impact i, responsibility i, help i, plan i",
	"D4":  "understood i, feeling i, wonder i, +understood h, +feeling h, +wonder h",
	"D5":  "fine b, not-fine b, +do b, often b, topics b, review b",
	"D6":  "+promise i, +by i, +done i, +seen i, kept i, slipped i, learned i",
	"D7":  "meant b, respected b, +stands i",
	"D8":  "wants b, own b, +need k, +names k, +next k",
	"D9":  "feel-when b, heard b, +landed b, win b, +mark b",
	"D10": "feeling b, need b, thanks b",
}
