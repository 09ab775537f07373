// Package clients is the partner's own house: Today, and settings and safety. It composes the rooms below it.
//
// Only partners enter, each into their own. What a page here shows depends on what this partner did, on what is joint and on
// what the counselor arranged; it must never change with anything the other partner does in private, and never say so.
package clients

import (
	"time"

	"amends/server/audit"
	"amends/server/db"
	"amends/server/web"
)

// Sources are what Today asks of the rooms that hold a partner's day. A source that is nil has nothing for today.
type Sources struct {
	// CheckIn answers what the person's local date asks for and what was sent on it.
	CheckIn func(tx *db.Tx, today time.Time) (CheckInDue, error)
	// Work answers the steps that stand for this week, worded for this person in their language, in the order to show.
	Work func(tx *db.Tx, lang string) ([]WorkItem, error)
	// Rooms answer, one after the other, what a room with pages of its own has for the person; an empty line has nothing.
	Rooms []func(tx *db.Tx, today time.Time) (RoomLine, error)
	// Kept are the rooms of who reads and writes no more: what was theirs or joint, and nothing that asks.
	Kept []func(tx *db.Tx, today time.Time) (RoomLine, error)
}

// RoomLine is a room's line on Today: something that waits for the person, or the way to what is there. Both move by the
// person's own acts and the counselor's alone.
type RoomLine struct {
	Title string // id of a message
	Waits int    // how many things wait for the person; 0: only the way there
	Note  string // id of a message for what waits; Count is its argument
	Href  string
}

// CheckInDue is today's check-in: "daily", "weekly" or empty for none, each for what waits and for what was sent and may
// still be changed.
type CheckInDue struct{ Due, Sent string }

// WorkItem is one step that stands for this week.
type WorkItem struct {
	Title    string
	Minutes  int        // estimate for one go; 0: not said
	DueOn    *time.Time // civil date; nil for steps without a day
	UnderWay bool
	Href     string
}

// Pages are Today and the settings.
type Pages struct{ from Sources }

// New makes the pages.
func New(from Sources) Pages { return Pages{from} }

// Register joins the house's addresses.
func (p Pages) Register(r *web.Routes) {
	r.Partner(web.Route{Method: "GET", Path: "/home", Audit: audit.PortalRead}, p.home)
	r.Partner(web.Route{Method: "GET", Path: "/settings", Audit: audit.Nothing}, p.settings)
	r.Partner(web.Route{Method: "POST", Path: "/settings", Audit: audit.SettingsSaved, Lasting: true}, p.saveSettings)
	r.Partner(web.Route{Method: "POST", Path: "/settings/lines", Audit: audit.LinesSet, Lasting: true}, p.setLines)
	r.Partner(web.Route{Method: "GET", Path: "/settings/device", Audit: audit.Nothing}, p.device)
}
