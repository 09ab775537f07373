package programme_test

import "amends/clients/programme"

// rowsOfE: the role of trust. The eight questions are cards to look up: nothing of
// them is due, and what is written beside them is kept.
var rowsOfE = map[programme.Code]row{
	"E0": {
		kinds: "EDU", parts: []string{"EDU each, once, C"},
		ratings: "SAFE each, CLOSE each", gates: "", cautions: "11",
	},
	"E1": {
		kinds: "IMP", parts: []string{"IMP each, once, R when reviewed"},
		ratings: "OWN-a each, HEARD each", gates: "G0 G1 G4", cautions: "1 5",
	},
	"E2": {
		kinds: "IST LIS", parts: []string{"IST each, weekly 1-2, J", "LIS both first involved, weekly 1-2, J"},
		ratings: "HEARD each, OPEN-a each", gates: "G0 G1", cautions: "6",
	},
	"E3": {
		kinds: "APO", parts: []string{"REF involved, once, C then R when reviewed", "APO involved, once, C then R when reviewed"},
		ratings: "OWN-a involved", gates: "G0 G1 G3", cautions: "1 2 4 14",
	},
	"E4": {
		kinds: "PRM", parts: []string{"PRM both first involved, weekly 1-1, J"},
		ratings: "KEPT-a each, KEPT-p each, RELY each", gates: "G0 G1", cautions: "3 7",
	},
	"E5": {
		kinds: "REF", parts: []string{"REF each, weekly 1-1, P"},
		ratings: "FREE each, KIND-a each", gates: "", cautions: "2 7",
	},
	"E6": {
		kinds: "REFER", parts: []string{"REFER each, raised, C", "REFER counselor, raised, C"},
		ratings: "SAFE each, HOPE each", gates: "G0 G1", cautions: "1 12",
	},
	"E7": {
		kinds: "EDU", parts: []string{"EDU each optional, demand, P"},
		ratings: "HOPE each", gates: "", cautions: "11",
	},
	"EO1": {
		kinds: "FEE IST", parts: []string{"FEE each, weekly 1-1, P then R when reviewed", "IST each, weekly 1-1, P then R when reviewed"},
		ratings: "SAFE each, TRIG each", gates: "G0 G1", cautions: "6 12",
	},
	"EO2": {
		kinds: "PRM WIN", parts: []string{"PRM both, weekly 1-1, J", "WIN each, weekly 1-1, J"},
		ratings: "RELY each, KEPT-a each, KEPT-p each", gates: "G0 G1", cautions: "7",
	},
	"EO3": {
		kinds: "ROOT", parts: []string{"ROOT each, once, C"},
		recheck: "8 weeks", ratings: "OWN-a each", gates: "G5", cautions: "13",
	},
	"EO4": {
		kinds: "BND AGR", parts: []string{"BND each, once, C then J when reviewed", "AGR both, once, C then J when reviewed"},
		recheck: "4 weeks", ratings: "LIMIT each, SAFE each", gates: "G0 G1", cautions: "1 3 8",
	},
	"EO5": {
		kinds: "LIS REF", parts: []string{"LIS each optional, wanted, P", "REF each optional, wanted, P"},
		ratings: "HEARD each, FREE each", gates: "", cautions: "2",
	},
	"EF1": {
		kinds: "EDU", parts: []string{"EDU each, demand, P"},
		ratings: "SAFE each, RELY each", gates: "", cautions: "7 11",
	},
	"EF2": {
		kinds: "EDU", parts: []string{"EDU each, demand, P"},
		ratings: "HOPE each", gates: "", cautions: "11",
	},
	"EF3": {
		kinds: "EDU DEC", parts: []string{"EDU each, demand, P", "DEC each, demand, P"},
		ratings: "SURE each", gates: "", cautions: "10 12",
	},
	"EF4": {
		kinds: "EDU", parts: []string{"EDU each, demand, P"},
		ratings: "RELY each, HOPE each", gates: "G0 G1", cautions: "1 11",
	},
	"EF5": {
		kinds: "EDU", parts: []string{"EDU each, demand, P"},
		ratings: "FREE each", gates: "", cautions: "2 7 11",
	},
	"EF6": {
		kinds: "EDU REF", parts: []string{"EDU injured, demand, P", "REF injured optional, demand, P"},
		ratings: "SAFE injured, HOPE injured", gates: "", cautions: "7",
	},
	"EF7": {
		kinds: "SFR", parts: []string{"SFR involved, demand, P"},
		ratings: "KIND-a involved, OWN-a involved", gates: "G5", cautions: "2 4",
	},
	"EF8": {
		kinds: "EDU", parts: []string{"EDU each first injured, demand, P"},
		ratings: "FREE each", gates: "", cautions: "2",
	},
}
