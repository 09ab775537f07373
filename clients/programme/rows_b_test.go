package programme_test

import "amends/clients/programme"

// rowsOfB: five steps with spoken scripts. B1 is the ownership reflection and the
// letter; B4's limits and terms are drafts until the counselor has read them.
var rowsOfB = map[programme.Code]row{
	"B0": {
		kinds: "EDU", parts: []string{"EDU each, once, C"},
		ratings: "SAFE each, HOPE each", gates: "", cautions: "11 12",
	},
	"B1": {
		kinds: "APO", parts: []string{"REF involved, once, C then R when reviewed", "APO involved, once, C then R when reviewed"},
		ratings: "OWN-a involved, RELY injured, HEARD injured", gates: "G0 G1 G3", cautions: "1 2 4 5 14",
	},
	"B2": {
		kinds: "IST LIS", parts: []string{"IST each, weekly 2-2, J", "LIS both first involved, weekly 2-2, J"},
		ratings: "HEARD each, OPEN-a each, CALM each", gates: "G0 G1", cautions: "1 6",
	},
	"B2a": {
		kinds: "IST", parts: []string{"IST each, weekly 3-3, P then R when reviewed"},
		ratings: "HEARD each, CALM each", gates: "G0 G1", cautions: "",
	},
	"B2b": {
		kinds: "LIS", parts: []string{"LIS both first involved, weekly 1-1, J"},
		ratings: "HEARD each, SAFE each", gates: "G0 G1", cautions: "3",
	},
	"B2c": {
		kinds: "LIS", parts: []string{"LIS both first involved, weekly 1-1, J"},
		ratings: "GUARD-a each, HEARD each", gates: "G0 G1", cautions: "13",
	},
	"B3": {
		kinds: "PRM", parts: []string{"PRM both first involved, weekly 1-1 or daily, J"},
		ratings: "KEPT-a each, KEPT-p each, RELY each", gates: "G0 G1", cautions: "3 7",
	},
	"B4": {
		kinds: "BND AGR", parts: []string{"BND each, once, C then J when reviewed", "AGR both, once, C then J when reviewed"},
		recheck: "4 weeks again", ratings: "LIMIT each, FREE each, SAFE each", gates: "G0 G1", cautions: "1 3 8 9",
	},
	"B5": {
		kinds: "REF FEE", parts: []string{"REF each, weekly 1-1, J +G0 G1", "FEE each, weekly 1-1, P"},
		ratings: "FREE each, HOPE each, CALM each", gates: "", cautions: "2 7",
	},
	"B6": {
		kinds: "REFER EDU", parts: []string{"REFER each, raised, C", "REFER counselor, raised, C", "EDU each, raised, C"},
		ratings: "HOPE each, SAFE each", gates: "G0 G1", cautions: "1 12",
	},
	"B7": {
		kinds: "RIT REF", parts: []string{"RIT both, once, J +G3", "REF each, once, J"},
		ratings: "HOPE each", gates: "G0 G1", cautions: "6",
	},
}
