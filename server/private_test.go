package main

import "net/url"

// ownActs are the private acts in the rooms of hard moments and of sealed answers: what Jonas keeps, sends and takes back there.
func (w *town) ownActs(forged url.Values) []act {
	w.t.Helper()
	decide := "/decisions/" + w.text(`select x.id from decision x join couple c using (practice_id, couple_id) where c.code = 'NQ-01' and kind = 'decide'`)
	sends := func(at, action string) func(a *visitor, word string) {
		return func(a *visitor, word string) {
			if answer := a.post(action, a.typing(at, at, word, nil, forged)); answer.Status != 303 {
				w.t.Fatalf("%s: %d %s", action, answer.Status, clip(answer.Text()))
			}
		}
	}
	return []act{
		{"plan kept", func(a *visitor, word string) { a.submits("/plan/mine", "/plan/mine", word, nil, forged) }},
		{"plan sent", sends("/plan/mine", "/plan/mine/send")},
		{"wave", func(a *visitor, word string) { a.submits("/waves/new", "/waves", word, nil, forged) }},
		{"sealed answer taken back", func(a *visitor, word string) { a.submits(decide, decide+"/take-back", word, nil, forged) }},
		{"sealed draft", func(a *visitor, word string) { a.submits(decide, decide, word, nil, forged) }},
		{"sealed answer", sends(decide, decide+"/answer")},
	}
}
