package programme_test

import "amends/clients/programme"

// rowsOfD: the nine-part guide, an opening and a closing. The partner who broke trust
// begins wherever the design says so; the other may follow, and never has to. Hearing
// motives (D4) comes later and only when the hurt partner wants to.
var rowsOfD = map[programme.Code]row{
	"D0": {
		kinds: "EDU", parts: []string{"EDU each, once, C"},
		ratings: "HOPE each", gates: "", cautions: "11 12",
	},
	"D1": {
		kinds: "IMP ROOT", parts: []string{"IMP each first involved, once, R when reviewed +G4", "ROOT each first involved, once, R when reviewed +G5"},
		recheck: "4 weeks again", ratings: "OWN-a each, HEARD each", gates: "G0 G1", cautions: "1 5",
	},
	"D2": {
		kinds: "REF PRM", parts: []string{"REF involved, once, R when reviewed", "PRM involved, once or weekly, J"},
		ratings: "OWN-a involved, KEPT-a involved, KEPT-p injured", gates: "G0 G1", cautions: "4 13",
	},
	"D3": {
		kinds: "APO", parts: []string{"APO involved, once, C then R when reviewed"},
		ratings: "OWN-a involved, HEARD involved", gates: "G0 G1 G3", cautions: "1 2 14",
	},
	"D4": {
		kinds: "LIS", parts: []string{"LIS involved, weekly 2-2, J", "LIS injured optional, wanted, J +G5"},
		ratings: "HEARD each, GUARD-a each", gates: "G0 G1", cautions: "6 13",
	},
	"D5": {
		kinds: "BND AGR", parts: []string{"BND each, once, C then J when reviewed", "AGR both, once, C then J when reviewed"},
		recheck: "4 weeks", ratings: "LIMIT each, FREE each", gates: "G0 G1", cautions: "1 3 8",
	},
	"D6": {
		kinds: "PRM WIN", parts: []string{"PRM involved, weekly 1-1, J", "WIN involved, weekly 1-1, J"},
		ratings: "KEPT-a involved, KEPT-p injured, RELY involved", gates: "G0 G1", cautions: "3 7",
	},
	"D7": {
		kinds: "REF", parts: []string{"REF each first involved, weekly 1-1, P"},
		ratings: "FREE each, CALM each", gates: "", cautions: "7 15",
	},
	"D8": {
		kinds: "REFER", parts: []string{"REFER each, raised, C", "REFER counselor, raised, C"},
		ratings: "HOPE each, SAFE each", gates: "G0 G1", cautions: "1 12",
	},
	"D9": {
		kinds: "IST WIN RIT", parts: []string{"IST each, weekly 1-2, J", "WIN each, weekly 1-2, J", "RIT both, weekly 1-2, J +G3"},
		ratings: "HEARD each, OPEN-a each, HOPE each", gates: "G0 G1", cautions: "6",
	},
	"D10": {
		kinds: "RIT", parts: []string{"RIT both, weekly 1-1, J"},
		ratings: "HEARD each, HOPE each", gates: "G0 G1 G3", cautions: "11",
	},
}
