package main

import (
	"time"

	"amends/clients/agreement"
	"amends/clients/couple"
	"amends/clients/decision"
	"amends/clients/question"
	"amends/clients/setback"
	"amends/server/db"
	"amends/sessions/plan"
)

// questionsOfSession are the questions that wait for the counselor, answers to be heard first, and what is asked again and again.
func questionsOfSession(tx *db.Tx, id couple.ID, _ time.Time, _ string) (points []plan.Point, err error) {
	a, err := question.ForSession(tx, id)
	for _, part := range []struct {
		sentence string
		items    []question.Item
	}{{"plan_point_question_hear", a.Hear}, {"plan_point_question_pass", a.Pass}, {"plan_point_question_unsure", a.Unsure}, {"plan_point_question_again", a.Loops}} {
		for _, i := range part.items {
			asker := i.Asker
			points = append(points, plan.Point{Sentence: part.sentence, About: i.Text, Who: &asker, Href: couple.Path(id) + "/questions/" + i.Question.String()})
		}
	}
	return points, err
}

// agreementsOfSession are proposals to pass or to talk about, signatures that are missing, and what is due to be looked at.
func agreementsOfSession(tx *db.Tx, id couple.ID, _ time.Time, _ string) (points []plan.Point, err error) {
	a, err := agreement.ForSession(tx, id)
	at := couple.Path(id)
	for _, part := range []struct {
		sentence, path string
		items          []agreement.Item
	}{{"plan_point_proposal", "/proposals/", a.Pass}, {"plan_point_proposal_talk", "/proposals/", a.Talk}, {"plan_point_sign", "/agreements/", a.Sign},
		{"plan_point_force", "/agreements/", a.Force}, {"plan_point_review", "/agreements/", a.Review}} {
		for _, i := range part.items {
			of := i.Agreement
			if part.path == "/proposals/" {
				of = i.Proposal
			}
			points = append(points, plan.Point{Sentence: part.sentence, About: i.Text, Href: at + part.path + of.String()})
		}
	}
	return points, err
}

// setbacksOfSession are the parts of a plan for hard moments that wait, and who told of a wave. The words stand in their room.
func setbacksOfSession(tx *db.Tx, id couple.ID, since time.Time, _ string) (points []plan.Point, err error) {
	a, err := setback.ForSession(tx, id, since)
	at := couple.Path(id) + "/plan"
	for _, s := range a.Told {
		who := s.Person
		points = append(points, plan.Point{Sentence: "plan_point_wave", Who: &who, On: s.On, Dated: true, Href: at})
	}
	for _, part := range []struct {
		sentence string
		sent     []setback.Sent
	}{{"plan_point_setback_pass", a.Pass}, {"plan_point_setback_talk", a.Talk}} {
		for _, s := range part.sent {
			who := s.Author
			points = append(points, plan.Point{Sentence: part.sentence, Who: &who, Href: at})
		}
	}
	return points, err
}

// decisionsOfSession are the double answers to open, and those of which nothing is recorded yet.
func decisionsOfSession(tx *db.Tx, id couple.ID, _ time.Time, _ string) (points []plan.Point, err error) {
	a, err := decision.ForSession(tx, id)
	for _, p := range a.Open {
		points = append(points, plan.Point{Sentence: "plan_point_decision_open", Href: couple.Path(id) + "/decisions/" + p.ID.String()})
	}
	for _, p := range a.Decide {
		points = append(points, plan.Point{Sentence: "plan_point_decision_record", Href: couple.Path(id) + "/decisions/" + p.ID.String()})
	}
	return points, err
}
