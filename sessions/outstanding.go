package sessions

import (
	"slices"

	"amends/clients/couple"
	"amends/server/db"
	"amends/server/web"
)

// outlasts tells whether a reason goes on waiting after the couple's care has ended: what somebody sent or the counselor began is
// dealt with; what asked for the next weeks is over.
func (k Kind) outlasts() bool {
	return slices.Contains([]Kind{Safety, Screened, Read, Release, Unsigned, Seen, Confided}, k)
}

// Waiting is what still waits for the counselor about one couple, most urgent first, for the page that ends care. A hold asks for
// nothing, and what only speaks of the weeks ahead is over with the care.
func Waiting(c *web.Context, tx *db.Tx, cp couple.Couple) ([]couple.Outstanding, error) {
	row, facts, err := LoadOne(tx, cp.ID)
	if err != nil {
		return nil, err
	}
	var all []couple.Outstanding
	for _, r := range Reasons(row, facts, c.Today()) {
		if !r.Kind.outlasts() && r.Kind != Discern {
			continue
		}
		why, circumstance := reasonWords(c, r)
		all = append(all, couple.Outstanding{Icon: r.Kind.icon(), Why: why, Note: circumstance, Href: r.Path})
	}
	return all, nil
}
