package couple

import (
	"strings"

	"amends/server/web"
)

// Between are the pages of what stands between the two of a couple, one for each room this program has; the one that is looked at
// is the current one. home is the couple's own address.
func Between(c *web.Context, home string) (rooms []Tab) {
	for _, room := range []struct{ path, title string }{
		{"/planner", "couple_room_plan"}, {"/promises", "couple_room_promises"}, {"/releases", "couple_room_releases"}, {"/questions", "couple_room_questions"},
		{"/agreements", "couple_room_agreements"}, {"/plan", "couple_room_hard_moments"}, {"/boundaries", "couple_room_boundaries"}, {"/decisions", "couple_room_decisions"},
	} {
		if c.Has("/couples/:couple" + room.path) {
			href := home + room.path
			rooms = append(rooms, Tab{Text: c.T(room.title), Href: href, Current: c.Path() == href || strings.HasPrefix(c.Path(), href+"/")}) // a form of the room shows it again
		}
	}
	return rooms
}

// besides are the rooms beside the one that is looked at, with it; none on a page that is no such room.
func besides(rooms []Tab) []Tab {
	for _, room := range rooms {
		if room.Current {
			return rooms
		}
	}
	return nil
}
