package homework

import "amends/clients/programme"

// thinkView is what one form that is done in a room of its own asks of its reader: to read and think about before the room
// asks in its own words. Nothing of it is answered or stored on the page where it stands.
type thinkView struct {
	Title   string // of the form; empty where the page tells of one alone
	Prompts []programme.ViewPrompt
}

// think lists the row's own questions, in the order of the row, of those pages that lead to a room; the partner's own wording
// and turn. Exercises ask theirs one by one and are left out.
func (t task) think(pages []Question) (out []thinkView) {
	for _, q := range pages {
		if q.View.Room() == "" {
			continue
		}
		if prompts := ofTurn(q.View, t.turn()); len(prompts) > 0 {
			out = append(out, thinkView{q.View.Title, prompts})
		}
	}
	if len(out) == 1 {
		out[0].Title = ""
	}
	return out
}
