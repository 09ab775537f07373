package main

import (
	"time"

	"amends/clients/boundary"
	"amends/clients/couple"
	"amends/clients/programme"
	"amends/clients/promise"
	"amends/clients/release"
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
			promisesNotYet,
			promisesDifferent,
			boundariesWaiting,
			releasesAsked(shelf),
			questionsOfSession,
			agreementsOfSession,
			setbacksOfSession,
			decisionsOfSession,
		},
		LastSession: func(tx *db.Tx, id couple.ID, today time.Time) (on time.Time, met bool, err error) {
			held, err := note.Sessions(tx, id, today.AddDate(-2, 0, 0), today)
			if err != nil || len(held) == 0 {
				return on, false, err
			}
			return held[len(held)-1].On, true, nil
		},
	}
}

// promisesNotYet are the days of promises on which the two see it differently: done, said one; not yet, said the other.
func promisesNotYet(tx *db.Tx, id couple.ID, since time.Time, _ string) (points []plan.Point, err error) {
	all, err := promise.OfCouple(tx, id)
	for _, p := range all {
		keeper := p.Keeper
		for _, d := range p.Deeds {
			if d.Outcome == promise.NotYet && !d.On.Before(since) {
				points = append(points, plan.Point{Sentence: "plan_point_not_yet", About: p.Text, Who: &keeper, On: d.On, Dated: true,
					Href: couple.Path(id) + "/promises/" + p.ID.String()})
			}
		}
	}
	return points, err
}

// promisesDifferent are the days about which one told the counselor that it was different, until an outcome is recorded.
func promisesDifferent(tx *db.Tx, id couple.ID, _ time.Time, _ string) (points []plan.Point, err error) {
	a, err := promise.ForSession(tx, id)
	for _, i := range a.Different {
		points = append(points, plan.Point{Sentence: "plan_point_different", About: i.Text, Who: &i.Keeper, On: i.On, Dated: true,
			Href: couple.Path(id) + "/promises/" + i.Promise.String()})
	}
	return points, err
}

// boundariesWaiting are boundaries to review, to talk about, to look at again, and answers to pass on.
func boundariesWaiting(tx *db.Tx, id couple.ID, _ time.Time, _ string) (points []plan.Point, err error) {
	a, err := boundary.ForSession(tx, id)
	for _, list := range []struct {
		sentence string
		items    []boundary.Item
	}{{"plan_point_boundary_review", a.Review}, {"plan_point_boundary_talk", a.Talk}, {"plan_point_boundary_answer", a.Answers}, {"plan_point_boundary_due", a.Due}} {
		for _, i := range list.items {
			points = append(points, plan.Point{Sentence: list.sentence, About: i.Text, Who: &i.Author, Href: couple.Path(id) + "/boundaries/" + i.Boundary.String()})
		}
	}
	return points, err
}

// releasesAsked are the texts whose release was asked and neither decided nor held back.
func releasesAsked(shelf *programme.Shelf) plan.Source {
	return func(tx *db.Tx, id couple.ID, _ time.Time, lang string) (points []plan.Point, err error) {
		asked, err := release.AskedOf(tx, shelf, id, lang)
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
