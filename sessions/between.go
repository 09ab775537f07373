package sessions

import "amends/server/web"

// between lists the pages of what stands between the two partners, one for each room this program has.
func between(c *web.Context, couple string) (links []web.Link) {
	for _, room := range []struct{ path, title string }{
		{"/planner", "sessions_planner"}, {"/promises", "sessions_link_promises"}, {"/releases", "sessions_link_releases"}, {"/questions", "sessions_link_questions"}, {"/agreements", "sessions_link_agreements"},
		{"/plan", "setback_staff_title"}, {"/boundaries", "boundary_title"}, {"/decisions", "decision_staff_title"},
	} {
		if c.Has("/couples/:couple" + room.path) {
			links = append(links, web.Link{Text: c.T(room.title), Href: couple + room.path})
		}
	}
	return links
}
