package couple

import (
	"time"

	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/signin"
	"amends/server/tenant"
	"amends/server/web"
)

// peopleView is People and consent: who they are, who may see what, and what was agreed.
type peopleView struct {
	Head       HeadView
	People     []personRow
	Empty      bool // the second place is free
	Matrix     MatrixView
	Policies   []web.Option
	Policy     string // the sentence of the running policy
	Version    int
	Carers     []string
	Covers     []web.Option
	HasCover   bool
	Cover      string // id of the cover counselor
	Lines      bool
	Today      string
	NextDate   string
	NextTime   string
	Discharged bool         // care has ended
	Invited    *invitedView // just after an invitation was made: the link, shown once
}

type personRow struct {
	Mark, Name, Pronouns, State, StateNote, Path string
	MayInvite, MayConfirm, MayRevoke             bool
	Separate, SeparateText                       string // the page of the place's end, for who may open it
}

type invitedView struct {
	Name, URL string
	QR        signin.QR
}

// MatrixView is who may see what, in words.
type MatrixView struct {
	Heads []string
	Rows  []MatrixRow
}

// MatrixRow is one kind of record and a word for each reader.
type MatrixRow struct {
	What  string
	Words []string
}

// Matrix computes who may see what of a couple.
func Matrix(c *web.Context, cp Couple) MatrixView {
	m := MatrixView{Heads: []string{c.T("couple_matrix_you", "Name", c.Viewer().Name)}}
	m.Heads = append(m.Heads, cp.Names()...)
	for _, row := range []struct{ what, you, partner string }{
		{"couple_matrix_checkins", "reads", "own"}, {"couple_matrix_letter", "first", "own"}, {"couple_matrix_promises", "reads", "reads"},
		{"couple_matrix_kept", "no", "own"}, {"couple_matrix_notes", "writes", "request"}, {"couple_matrix_safety", "reads", "own"},
	} {
		r := MatrixRow{What: c.T(row.what), Words: []string{c.T("couple_word_" + row.you)}}
		for range cp.Partners {
			r.Words = append(r.Words, c.T("couple_word_"+row.partner))
		}
		m.Rows = append(m.Rows, r)
	}
	return m
}

func (p Pages) people(c *web.Context, s tenant.Staff) error {
	return p.showPeople(c, s, 200, web.Fill{}, nil)
}

func (p Pages) showPeople(c *web.Context, s tenant.Staff, status int, fill web.Fill, invited *invitedView) error {
	return Show(c, s, status, func(tx *db.Tx, cp Couple) (web.Page, error) {
		carers, err := Carers(tx, cp.ID)
		if err != nil {
			return web.Page{}, err
		}
		colleagues, err := Colleagues(tx)
		if err != nil {
			return web.Page{}, err
		}
		view := peopleView{Invited: invited, Today: c.Today().Format(time.DateOnly)}
		view.fill(c, cp, carers, colleagues)
		tx.Audit(audit.PeopleRead, cp.ID.UUID, cp.ID)
		return web.Page{Name: "couple/people", Title: view.Head.Names, Place: "caseload", Fill: fill, Data: view,
			Back: &web.Link{Text: c.T("couple_back_caseload"), Href: "/caseload"}}, nil
	})
}

func (v *peopleView) fill(c *web.Context, cp Couple, carers, colleagues []Carer) {
	v.Head, v.Matrix, v.Version, v.Lines = Header(c, cp), Matrix(c, cp), cp.Version, cp.Lines
	v.Empty = len(cp.Partners) < 2
	v.Policies, v.Covers = policyOptions(c), coverOptions(c, colleagues)
	v.Policy = PolicyWords(c, cp)
	for _, p := range cp.Partners {
		v.People = append(v.People, rowOf(c, cp, p))
	}
	v.Discharged = cp.Discharged()
	for _, k := range carers {
		v.Carers = append(v.Carers, c.T("couple_carer_"+k.Kind, "Name", k.Name))
		if k.Kind == "cover" {
			v.HasCover, v.Cover = true, k.Person.String()
		}
	}
	if cp.NextAt != nil {
		at := cp.NextAt.In(c.Viewer().PracticeZone)
		v.NextDate, v.NextTime = at.Format(time.DateOnly), at.Format("15:04")
	}
}

// rowOf is one partner of the list. Whose place has ended is neither invited nor asked to confirm any more.
func rowOf(c *web.Context, cp Couple, p Partner) personRow {
	row := personRow{Mark: p.Mark(), Name: p.Name, Pronouns: p.Pronouns, Path: Path(cp.ID) + "/people/" + p.Person.String(),
		State: c.T("couple_seat_" + string(p.State)), StateNote: c.T("couple_seat_" + string(p.State) + "_note")}
	if c.Has("/couples/:couple/people/:person/separate") {
		row.Separate, row.SeparateText = row.Path+"/separate", c.T("couple_separate_link")
	}
	if p.Left() {
		row.State, row.StateNote, row.SeparateText = c.T("couple_seat_left"), c.T("couple_seat_left_note", "Day", c.DayYear(*p.EndsOn)), c.T("couple_left_link")
		return row
	}
	row.MayInvite, row.MayConfirm, row.MayRevoke = p.State == SeatOpen || p.State == SeatInvited, p.State == SeatClaimed, p.State == SeatInvited || p.State == SeatClaimed
	return row
}

// change runs one of the small forms of People and consent and comes back to the page; a fault is shown at its field.
func (p Pages) change(c *web.Context, s tenant.Staff, do func(tx *db.Tx, cp Couple, f *web.Form) error) error {
	return Receive(c, s, "/people", do, func(c *web.Context, s tenant.Staff, status int, fill web.Fill) error {
		return p.showPeople(c, s, status, fill, nil)
	})
}

func (p Pages) signPolicy(c *web.Context, s tenant.Staff) error {
	return p.change(c, s, func(tx *db.Tx, cp Couple, f *web.Form) error {
		var faults fault.List
		policy := Policy(f.Text("policy"))
		if !policy.Known() {
			faults = append(faults, fault.Field("policy", "couple_policy_choose"))
		}
		on := readDate(f, "signed_on", c.Today(), &faults)
		if err := faults.OrNil(); err != nil {
			return err
		}
		version, _ := f.Int("version")
		return SignPolicy(tx, cp, policy, on, version)
	})
}

func (p Pages) setCover(c *web.Context, s tenant.Staff) error {
	return p.change(c, s, func(tx *db.Tx, cp Couple, f *web.Form) error {
		var faults fault.List
		cover := readPerson(f, "cover", &faults)
		if err := faults.OrNil(); err != nil {
			return err
		}
		return SetCover(tx, cp.ID, cover, c.Today())
	})
}

func (p Pages) offerLines(c *web.Context, s tenant.Staff) error {
	return p.change(c, s, func(tx *db.Tx, cp Couple, f *web.Form) error { return OfferLines(tx, cp.ID, f.Text("offer") == "yes") })
}

func (p Pages) setNext(c *web.Context, s tenant.Staff) error {
	return p.change(c, s, func(tx *db.Tx, cp Couple, f *web.Form) error {
		tx.Audit(audit.CoupleSaved, cp.ID.UUID, cp.ID)
		if f.Text("next_date") == "" {
			return SetNext(tx, cp.ID, nil)
		}
		if cp.Discharged() {
			return fault.Field("next_date", "couple_discharged_now")
		}
		day, ok := f.Date("next_date")
		clock, err := time.Parse("15:04", f.Text("next_time"))
		if !ok || err != nil {
			return fault.Field("next_date", "couple_next_form")
		}
		at := time.Date(day.Year(), day.Month(), day.Day(), clock.Hour(), clock.Minute(), 0, 0, c.Viewer().PracticeZone)
		return SetNext(tx, cp.ID, &at)
	})
}

// invite makes a link for one person and shows it once, as text and as a picture to scan. A link made before is revoked.
func (p Pages) invite(c *web.Context, s tenant.Staff) error {
	couple, person, err := coupleAndPerson(c)
	if err != nil {
		return err
	}
	if _, err := c.Form(); err != nil {
		return err
	}
	view := &invitedView{}
	err = c.Update(s, func(tx *db.Tx) error {
		j, _, err := Details(tx, couple, person)
		if err != nil {
			return err
		}
		if j.Email == "" {
			return fault.Field("invite", "couple_invite_address", "Name", j.Name)
		}
		path, err := p.sign.MakeInvitation(tx, couple, person, j.Email)
		if err != nil {
			return err
		}
		view.Name, view.URL = j.Name, c.PublicURL()+path
		return setSeat(tx, couple, person, SeatInvited)
	})
	if fault.Mendable(err) {
		return p.showPeople(c, s, web.Status(err), web.Fill{Faults: asList(err)}, nil)
	}
	if err != nil {
		return err
	}
	if view.QR, err = signin.Draw(view.URL); err != nil {
		return err
	}
	return p.showPeople(c, s, 200, web.Fill{}, view)
}

func asList(err error) fault.List {
	e, _ := fault.As(err)
	return fault.List{e}
}

const sqlSetSeat = `UPDATE membership SET state = $4 WHERE practice_id = $1 AND couple_id = $2 AND person_id = $3 AND state IN ('open', 'invited', 'claimed')`

func setSeat(tx *db.Tx, couple ID, person tenant.PersonID, state Seat) error {
	return tx.ExecOne(sqlSetSeat, tx.Scope().Practice(), couple, person, state)
}

// confirm gives the place to the account that claimed it: the counselor has made sure who that is.
func (p Pages) confirm(c *web.Context, s tenant.Staff) error {
	return p.onSeat(c, s, func(tx *db.Tx, couple ID, person tenant.PersonID) error {
		return p.sign.ConfirmInvitation(tx, couple, person)
	})
}

func (p Pages) revoke(c *web.Context, s tenant.Staff) error {
	return p.onSeat(c, s, func(tx *db.Tx, couple ID, person tenant.PersonID) error {
		if err := p.sign.RevokeInvitation(tx, couple, person); err != nil {
			return err
		}
		return setSeat(tx, couple, person, SeatOpen)
	})
}

func (p Pages) onSeat(c *web.Context, s tenant.Staff, do func(*db.Tx, ID, tenant.PersonID) error) error {
	couple, person, err := coupleAndPerson(c)
	if err != nil {
		return err
	}
	return p.change(c, s, func(tx *db.Tx, cp Couple, _ *web.Form) error {
		if _, ok := cp.Partner(person); !ok {
			return fault.Absent()
		}
		return do(tx, couple, person)
	})
}
