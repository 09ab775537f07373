package programme_test

import "amends/clients/programme"

// rowsOfC: an opening, four phases and thirty short steps. A phase row lasts as long as
// its phase. CP4's decision keeps the sharing of every decision: each alone first, and
// opened by the counselor once both are in; so do C26's values.
var rowsOfC = map[programme.Code]row{
	"C0": {
		kinds: "EDU", parts: []string{"EDU each, once, C"},
		ratings: "HOPE each", gates: "", cautions: "11",
	},
	"CP1": {
		kinds: "ROOT IMP", parts: []string{"ROOT each, phase 2-4, C +G5", "IMP each, phase 2-4, C +G4"},
		ratings: "OWN-a each, HEARD each, SAFE each", gates: "G0 G1", cautions: "1 5 13",
	},
	"CP2": {
		kinds: "APO QNA LIS",
		parts: []string{"APO involved, phase 4-8, R when reviewed +G3", "LIS both first involved, phase 4-8, R when reviewed",
			"QNA both first injured opened by counselor, phase 4-8, R when session +G3 G4"},
		ratings: "SAFE each, RELY each, OPEN-p each", gates: "G0 G1", cautions: "1 3 5",
	},
	"CP3": {
		kinds:   "PRM AGR BND",
		parts:   []string{"PRM both, phase 8-16, J", "AGR both, phase 8-16, J", "BND each, phase 8-16, J"},
		ratings: "KEPT-a each, KEPT-p each, RELY each, LIMIT each", gates: "G0 G1", cautions: "3 7 8",
	},
	"CP4": {
		kinds: "REF SFR DEC RIT",
		parts: []string{"REF each, phase, R when reviewed", "SFR each first involved, phase, R when reviewed +G5",
			"DEC each opened by counselor, phase, P then R when both-in", "RIT both, phase, R when reviewed +G3"},
		ratings: "FREE each, CLOSE each, SURE each", gates: "G0 G1", cautions: "2 10",
	},
	"C1": {
		kinds: "IMP", parts: []string{"IMP each first involved, once, R when reviewed"},
		ratings: "OWN-a each, HEARD each", gates: "G0 G1 G4", cautions: "1 5",
	},
	"C2": {
		kinds: "REF", parts: []string{"REF involved, once, R when reviewed", "REF involved, once, R when reviewed"},
		ratings: "OWN-a involved", gates: "G0 G1", cautions: "4 13",
	},
	"C3": {
		kinds: "APO", parts: []string{"APO involved, once, C then R when reviewed"},
		ratings: "OWN-a involved, HEARD involved", gates: "G0 G1 G3", cautions: "1 2 14",
	},
	"C4": {
		kinds: "LIS FEE", parts: []string{"LIS both first injured, weekly 2-2, J +G0 G1", "FEE injured, weekly 2-2, P"},
		ratings: "HEARD each, CALM each", gates: "", cautions: "6",
	},
	"C5": {
		kinds: "REF QNA",
		parts: []string{"REF each first involved, weekly 1-1, R when reviewed",
			"QNA both first injured opened by counselor, weekly 1-1, R when session +G3 G4"},
		ratings: "OPEN-a each, RELY each", gates: "G0 G1", cautions: "3 5",
	},
	"C6": {
		kinds: "REF", parts: []string{"REF each first involved, weekly 1-1, P"},
		ratings: "FREE each, CALM each", gates: "", cautions: "7",
	},
	"C7": {
		kinds: "PRM", parts: []string{"PRM both first involved, daily 1-1, J"},
		ratings: "KEPT-a each, KEPT-p each", gates: "G0 G1", cautions: "7",
	},
	"C8": {
		kinds: "QNA", parts: []string{"QNA both first injured opened by counselor, event, R when reviewed"},
		ratings: "CALM each, OPEN-p each", gates: "G0 G1 G3 G4", cautions: "5 6",
	},
	"C9": {
		kinds: "AGR PRM", parts: []string{"AGR involved, once or weekly, J", "PRM involved, weekly 1-1, J"},
		ratings: "KEPT-a involved, KEPT-p injured, RELY involved", gates: "G0 G1", cautions: "3 8",
	},
	"C10": {
		kinds: "REF RIT", parts: []string{"REF each, weekly 1-1, R when reviewed", "RIT both, weekly 1-1, R when reviewed +G3"},
		ratings: "SAFE each", gates: "G0 G1", cautions: "1 12",
	},
	"C11": {
		kinds: "RIT", parts: []string{"RIT both, weekly 1-1, J"},
		ratings: "HEARD each, OPEN-a each", gates: "G0 G1 G3", cautions: "6",
	},
	"C12": {
		kinds: "LIS", parts: []string{"LIS each first involved, weekly 2-2, P"},
		ratings: "GUARD-a each, HEARD each", gates: "", cautions: "6 13",
	},
	"C13": {
		kinds: "BND", parts: []string{"BND each, weekly 1-1, R when reviewed"},
		ratings: "LIMIT each, FREE each", gates: "G0 G1", cautions: "1 8",
	},
	"C14": {
		kinds: "RIT", parts: []string{"RIT both first involved, weekly 3-3, J"},
		ratings: "CLOSE each, HEARD each", gates: "G0 G1 G3 G6", cautions: "9",
	},
	"C15": {
		kinds: "PRM WIN", parts: []string{"PRM involved, weekly 1-1, J", "WIN both first involved, weekly 1-1, J"},
		ratings: "KEPT-p injured, RELY involved", gates: "G0 G1", cautions: "7",
	},
	"C16": {
		kinds: "REF", parts: []string{"REF injured optional, wanted, P"},
		ratings: "FREE injured", gates: "", cautions: "2",
	},
	"C17": {
		kinds: "ROOT", parts: []string{"ROOT each first involved, once, C"},
		recheck: "8 weeks", ratings: "OWN-a each", gates: "G5", cautions: "5 13",
	},
	"C18": {
		kinds: "REF BND", parts: []string{"REF each, weekly 1-1, C", "BND each, weekly 1-1, C"},
		ratings: "FREE each, LIMIT each", gates: "G0 G1", cautions: "1 3 8",
	},
	"C19": {
		kinds: "LIS", parts: []string{"LIS both, weekly 1-2, J"},
		ratings: "HEARD each", gates: "G0 G1", cautions: "6",
	},
	"C20": {
		kinds: "RIT", parts: []string{"RIT each, weekly 1-1, P then R when reviewed"},
		ratings: "CLOSE each, FREE each", gates: "G0 G1 G3 G6 G7", cautions: "1 9",
	},
	"C21": {
		kinds: "ROOT SET", parts: []string{"ROOT both, once or event, J +G5", "SET both, once or event, J"},
		ratings: "CALM each, TRIG each", gates: "G0 G1", cautions: "6",
	},
	"C22": {
		kinds: "LIS IST", parts: []string{"LIS involved, weekly 2-2, J", "IST involved, weekly 2-2, J"},
		ratings: "HEARD involved, GUARD-a involved", gates: "G0 G1", cautions: "13",
	},
	"C23": {
		kinds: "SET PRM", parts: []string{"SET each, event, R when reviewed", "PRM each, event, R when reviewed"},
		ratings: "KEPT-a each, KEPT-p each, CALM each", gates: "G0 G1", cautions: "7",
	},
	"C24": {
		kinds: "IST", parts: []string{"IST each, weekly 2-2, J"},
		ratings: "OPEN-a each, HEARD each", gates: "G0 G1", cautions: "6",
	},
	"C25": {
		kinds: "REF", parts: []string{"REF each, every 2-2, P"},
		ratings: "FREE each", gates: "", cautions: "2 9",
	},
	"C26": {
		kinds: "DEC AGR", parts: []string{"DEC each opened by counselor, once, R then J when reviewed", "AGR both, once, R then J when reviewed"},
		ratings: "HOPE each, CLOSE each", gates: "G0 G1 G6", cautions: "10",
	},
	"C27": {
		kinds: "SET WIN", parts: []string{"SET each, event, J", "WIN each, event, J"},
		ratings: "HOPE each, CALM each", gates: "G0 G1", cautions: "6 7",
	},
	"C28": {
		kinds: "SFR", parts: []string{"SFR each first involved, every 2-4, P"},
		ratings: "KIND-a each, OWN-a each", gates: "G5", cautions: "4 12",
	},
	"C29": {
		kinds: "PRM WIN", parts: []string{"PRM both, daily 1-1, J", "WIN each, daily 1-1, J"},
		ratings: "KEPT-a each, KEPT-p each", gates: "G0 G1", cautions: "7",
	},
	"C30": {
		kinds: "DEC RIT", parts: []string{"DEC both, once at ending, J", "RIT both, once at ending, J +G3"},
		recheck: "3 6 12 months", ratings: "SURE each, HOPE each", gates: "G0 G1 G8", cautions: "11",
	},
}
