package main

import (
	"github.com/google/uuid"

	"amends/clients/agreement"
	"amends/clients/couple"
	"amends/clients/decision"
	"amends/clients/question"
	"amends/clients/setback"
	"amends/server/db"
	"amends/sessions/plan"
)

// questionsOfSession are the questions that wait for the counselor, answers to be heard first, and what is asked again and again.
func questionsOfSession(tx *db.Tx, a plan.Asked) (points []plan.Point, err error) {
	waits, err := question.ForSession(tx, a.Couple.ID)
	for _, part := range []struct {
		sentence string
		items    []question.Item
	}{{"plan_point_question_hear", waits.Hear}, {"plan_point_question_pass", waits.Pass}, {"plan_point_question_unsure", waits.Unsure}, {"plan_point_question_again", waits.Loops}} {
		for _, i := range part.items {
			asker := i.Asker
			points = append(points, plan.Point{Sentence: part.sentence, About: i.Text, Who: &asker, Href: couple.Path(a.Couple.ID) + "/questions/" + i.Question.String()})
		}
	}
	return points, err
}

// agreementsOfSession are proposals to pass or to talk about, signatures that are missing, and what is due to be looked at.
func agreementsOfSession(tx *db.Tx, a plan.Asked) (points []plan.Point, err error) {
	waits, err := agreement.ForSession(tx, a.Couple)
	at := couple.Path(a.Couple.ID)
	for _, part := range []struct {
		sentence, path string
		items          []agreement.Item
	}{{"plan_point_proposal", "/proposals/", waits.Pass}, {"plan_point_proposal_talk", "/proposals/", waits.Talk}, {"plan_point_sign", "/agreements/", waits.Sign},
		{"plan_point_force", "/agreements/", waits.Force}, {"plan_point_review", "/agreements/", waits.Review}} {
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
func setbacksOfSession(tx *db.Tx, a plan.Asked) (points []plan.Point, err error) {
	waits, err := setback.ForSession(tx, a.Couple.ID, a.Since, a.Waves())
	for _, part := range []struct {
		sentence string
		items    []setback.Item
	}{{"plan_point_wave", waits.Told}, {"plan_point_setback_pass", waits.Pass}, {"plan_point_setback_talk", waits.Talk}} {
		for _, i := range part.items {
			who, wave := i.Person, part.sentence == "plan_point_wave"
			point := plan.Point{Sentence: part.sentence, Who: &who, Href: couple.Path(a.Couple.ID) + "/plan", Wave: wave}
			if wave {
				point.On, point.Dated = i.On, true
			}
			points = append(points, point)
		}
	}
	return points, err
}

// decisionsOfSession are the double answers to open, and those of which nothing is recorded yet.
func decisionsOfSession(tx *db.Tx, a plan.Asked) (points []plan.Point, err error) {
	waits, err := decision.ForSession(tx, a.Couple.ID)
	for _, part := range []struct {
		sentence string
		ids      []uuid.UUID
	}{{"plan_point_decision_open", waits.Open}, {"plan_point_decision_record", waits.Decide}} {
		for _, id := range part.ids {
			points = append(points, plan.Point{Sentence: part.sentence, Href: couple.Path(a.Couple.ID) + "/decisions/" + id.String()})
		}
	}
	return points, err
}
