package main

import (
	"amends/clients/boundary"
	"amends/clients/couple"
	"amends/clients/homework"
	"amends/clients/programme"
	"amends/clients/promise"
	"amends/server/db"
	"amends/server/tenant"
	"amends/sessions/note"
	"amends/sessions/plan"
)

// planSources tells the planner where its agenda comes from: one line for each room that brings something to a session. Held
// confidences and the safety route never do.
func planSources(shelf *programme.Shelf) plan.Sources {
	return plan.Sources{
		Agenda: []plan.Source{
			promisesOfSession,
			boundariesWaiting,
			releasesAsked(shelf),
			questionsOfSession,
			agreementsOfSession,
			setbacksOfSession,
			decisionsOfSession,
		},
		LastSession: note.LastHeld,
	}
}

// promisesOfSession are the days of promises on which the two see it differently: done, said one; not yet, said the other. And those
// about which one told the counselor that it was different, until an outcome is recorded.
func promisesOfSession(tx *db.Tx, a plan.Asked) (points []plan.Point, err error) {
	waits, err := promise.ForSession(tx, a.Couple.ID, a.Since)
	for _, part := range []struct {
		sentence string
		items    []promise.Item
	}{{"plan_point_not_yet", waits.NotYet}, {"plan_point_different", waits.Different}} {
		for _, i := range part.items {
			keeper := i.Keeper
			points = append(points, plan.Point{Sentence: part.sentence, About: i.Text, Who: &keeper, On: i.On, Dated: true,
				Href: couple.Path(a.Couple.ID) + "/promises/" + i.Promise.String()})
		}
	}
	return points, err
}

// boundariesWaiting are boundaries to review, to talk about, to look at again, and answers to pass on.
func boundariesWaiting(tx *db.Tx, a plan.Asked) (points []plan.Point, err error) {
	waits, err := boundary.ForSession(tx, a.Couple)
	for _, part := range []struct {
		sentence string
		items    []boundary.Item
	}{{"plan_point_boundary_review", waits.Review}, {"plan_point_boundary_talk", waits.Talk}, {"plan_point_boundary_answer", waits.Answers}, {"plan_point_boundary_due", waits.Due}} {
		for _, i := range part.items {
			author := i.Author
			points = append(points, plan.Point{Sentence: part.sentence, About: i.Text, Who: &author, Href: couple.Path(a.Couple.ID) + "/boundaries/" + i.Boundary.String()})
		}
	}
	return points, err
}

// releasesAsked are the texts whose release was asked and neither decided nor held back.
func releasesAsked(shelf *programme.Shelf) plan.Source {
	return func(tx *db.Tx, a plan.Asked) (points []plan.Point, err error) {
		asked, err := homework.Askings(tx, shelf, a.Couple.ID, a.Lang)
		for _, i := range asked {
			author := tenant.PersonID(i.Author)
			point := plan.Point{Sentence: "plan_point_release", About: i.Title, Who: &author, Href: "/entries/" + i.Entry.String()}
			if i.AskedAt != nil {
				point.On = *i.AskedAt
			}
			points = append(points, point)
		}
		return points, err
	}
}
