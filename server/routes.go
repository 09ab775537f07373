package main

import (
	"io/fs"

	"amends/clients"
	"amends/clients/agreement"
	"amends/clients/boundary"
	"amends/clients/builder"
	"amends/clients/checkin"
	"amends/clients/confidence"
	"amends/clients/couple"
	"amends/clients/decision"
	"amends/clients/discernment"
	"amends/clients/homework"
	"amends/clients/programme"
	"amends/clients/promise"
	"amends/clients/question"
	"amends/clients/release"
	"amends/clients/safety"
	"amends/clients/setback"
	"amends/clients/tonight"
	"amends/reports"
	"amends/server/practice"
	"amends/server/signin"
	"amends/server/web"
	"amends/sessions"
	"amends/sessions/note"
	"amends/sessions/plan"
	"amends/templates"
)

// register joins the rooms' routes: one line each.
func register(r *web.Routes, sign *signin.Service) error {
	library, err := loadLibrary()
	if err != nil {
		return err
	}
	sign.Register(r)
	practice.New(sign).Register(r)
	sessions.New(library, sign).Register(r)
	couple.New(sign).WithFacts(sessions.GateFacts).WithRooms(leavingRooms()).Register(r)
	shelf := programme.NewShelf(library)
	programme.New(shelf).Register(r)
	builder.New(shelf).Register(r)
	homework.New(shelf).Register(r)
	release.New(shelf).Register(r)
	clients.New(homeSources(shelf)).Register(r)
	promise.New().Register(r)
	setback.New().Register(r)
	decision.New().Register(r)
	question.New().Register(r)
	agreement.New().Register(r)
	boundary.New().Register(r)
	checkin.New().Register(r)
	safety.New().Register(r)
	discernment.New().Register(r)
	confidence.New().Register(r)
	tonight.New().Register(r)
	note.New(sessions.Beside(library)).Register(r)
	plan.New(shelf, planSources(shelf)).Register(r)
	maker, err := reports.NewMaker(library)
	if err != nil {
		return err
	}
	reports.New(maker).Register(r)
	return nil
}

// loadLibrary reads the step library and the programmes that ship; a fault names its file, line and reason.
func loadLibrary() (*programme.Library, error) {
	files, err := fs.Sub(templates.Files, "programmes")
	if err != nil {
		return nil, err
	}
	return programme.LoadShipped(files)
}
