package question_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"amends/clients/question"
	"amends/server/db"
)

// After somebody left, no answer goes across, whoever of the two it was; what was passed back later has not happened for them.
func TestNoAnswerGoesAcrossAfterSomebodyLeft(t *testing.T) {
	for i, name := range []string{"who asked", "who answered"} {
		s := newScene(t)
		s.open(t, 0, "9")
		first, second := s.ask(t, s.mara, "First?"), s.ask(t, s.mara, "Second?")
		for _, path := range []string{first, second} {
			s.pass(t, path)
			s.answer(t, s.jona, path, "Heard after the end.")
		}
		left := s.Clock.Today()
		s.in(1)
		s.back(t, first)
		form := s.staff.Get(s.of(second)).Form(s.of(second) + "/pass-answer")
		form.Del("key")
		want(t, s.staff.Post(s.of(first)+"/rest", nil), 303)
		third := s.ask(t, s.mara, "Third?")
		gone := s.site.As(s.Separate(t, s.couple, i, left))
		if a := s.staff.Post(s.of(second)+"/pass-answer", form); a.Status != 409 || !a.Has("Nothing can be passed on at the moment") {
			t.Errorf("%s left, and an answer was passed: %d %s", name, a.Status, a.Text())
		}
		for page, act := range map[string]string{s.of(second): s.of(second) + "/pass-answer", s.of(first): s.of(first) + "/resume", s.page: s.of(third) + "/pass"} {
			if a := want(t, s.staff.Get(page), 200); a.Form(act) != nil || !a.Has("left this couple on") {
				t.Errorf("%s left, and %s is offered: %s", name, act, a.Text())
			}
			want(t, s.staff.Post(act, form), 409)
		}
		var thread question.Thread
		err := s.DB.View(t.Context(), s.couple.Partners[i].Scope(), func(tx *db.Tx) (err error) {
			thread, err = question.Get(tx, s.couple.ID, uuid.MustParse(strings.TrimPrefix(first, "/questions/")))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range thread.Answers {
			if a.PassedOn != nil || a.HeardOn != nil {
				t.Errorf("%s sees the day it was passed: %v", name, a.PassedOn)
			}
		}
		if len(thread.Given) > 0 || i == 0 && gone.Get(first).Has("Heard after the end.") {
			t.Errorf("%s sees what was passed later: %s", name, gone.Get(first).Text())
		}
	}
}
