package programme_test

import "amends/clients/programme"

// rowsOfA: gates are G0 and G1 for caution 1 and for whatever reaches the partner;
// G3 for letters, questions and rituals; G4 for statements and questions; G7 for the
// steps that reconnect.
var rowsOfA = map[programme.Code]row{
	"A0": {
		kinds:   "EDU REF",
		parts:   []string{"EDU each, once at start, C", "REF each, once at start, C"},
		ratings: "SAFE each, HOPE each", gates: "G0 G1", cautions: "1 11 12",
	},
	"A1": {
		kinds: "IMP REF",
		parts: []string{"IMP injured optional, once, R when reviewed", "IMP involved, once, R when reviewed",
			"REF involved, once, R when reviewed"},
		recheck: "4 weeks", ratings: "OWN-a involved, HEARD injured", gates: "G0 G1 G4", cautions: "1 4 5 14",
	},
	"A2": {
		kinds:   "REF APO",
		parts:   []string{"REF involved, once, R when reviewed", "APO involved, once, R when reviewed +G3"},
		recheck: "2 weeks", ratings: "OWN-a involved, RELY injured", gates: "G0 G1", cautions: "1 4 13",
	},
	"A3": {
		kinds: "FEE",
		parts: []string{"FEE injured, weekly 3-5, P then C when summary",
			"FEE involved, weekly 3-5, P then C when summary"},
		ratings: "CALM injured, FREE injured, TRIG injured", gates: "", cautions: "2 6 7 12",
	},
	"A4": {
		kinds: "LIS",
		parts: []string{"LIS both first involved, weekly 2-2, J",
			"LIS each, weekly 2-2, P"},
		ratings: "GUARD-a each, HEARD each", gates: "G0 G1", cautions: "1 6",
	},
	"A5": {
		kinds:   "QNA",
		parts:   []string{"QNA both first injured opened by counselor, weekly 0-3, R when session"},
		ratings: "OPEN-p each, RELY each, CALM each", gates: "G0 G1 G3 G4", cautions: "1 3 5 6",
	},
	"A6": {
		kinds:   "AGR",
		parts:   []string{"AGR both, once, C then J when signed"},
		recheck: "4 weeks again", ratings: "RELY each, LIMIT each, KEPT-a each, KEPT-p each", gates: "G0 G1", cautions: "1 3 8",
	},
	"A7": {
		kinds:   "PRM",
		parts:   []string{"PRM both first involved, daily or weekly, J"},
		ratings: "KEPT-a each, KEPT-p each, RELY each", gates: "G0 G1", cautions: "3 7",
	},
	"A8": {
		kinds:   "SET",
		parts:   []string{"SET both, once, J +G0 G1", "SET each, event, P"},
		ratings: "TRIG each, CALM each, HOPE each", gates: "", cautions: "6 7",
	},
	"A9": {
		kinds:   "RIT",
		parts:   []string{"RIT both, weekly 2-4, J"},
		ratings: "CLOSE each, SAFE each, FREE each", gates: "G0 G1 G3 G7", cautions: "1 9",
	},
	"A10": {
		kinds:   "DEC",
		parts:   []string{"DEC each opened by counselor, once at review, P then R when both-in"},
		ratings: "SURE each, HOPE each, FREE each", gates: "G0 G1", cautions: "1 2 10 12",
	},
}
