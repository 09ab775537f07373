package couple

import (
	"amends/server/fault"
	"amends/server/web"
)

// restingView is the page in place of a joint page during a full stop: the same words everywhere, and what was typed.
type restingView struct{ Text, Typed string }

// Rested makes nothing of a page that is not found during a full stop: it rests then, whatever the address, so that nobody takes
// what rests for something the other took back.
func (m Mine) Rested(err error) error {
	if m.Stopped && fault.Is(err, fault.NotFound) {
		return nil
	}
	return err
}

// Resting answers a form that came to a joint page during a full stop: nothing is stored, and ShowResting keeps the text.
func Resting() error { return fault.Stale("couple_resting") }

// ReadOnly answers a form of somebody who may read but writes no more, because their place or care has ended (Mine.MayWrite).
func ReadOnly() error { return fault.Stale("couple_read_only") }

// ShowResting shows the neutral page in place of a joint one, for a partner whose Mine says Stopped. place is the navigation
// entry, title the page's; typed is what somebody wrote into a form that now is refused, and goes back to them.
func ShowResting(c *web.Context, place, title string, status int, typed string) error {
	return c.Render(status, web.Page{Name: "couple/resting", Title: title, Place: place, Data: restingView{c.T("couple_resting"), typed}})
}
