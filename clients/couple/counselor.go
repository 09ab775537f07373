package couple

import (
	"strconv"
	"time"

	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// newView is the page that takes a couple into care.
type newView struct {
	Zones, Locales, Policies, Covers []web.Option
	CoverNone                        bool
}

func (p Pages) newForm(c *web.Context, s tenant.Staff) error {
	today := c.Today().Format(time.DateOnly)
	v := c.Viewer()
	fill := web.Filled("care_from", today, "policy", string(LimitedSecrets), "locale1", v.Locale, "locale2", v.Locale,
		"zone1", v.PracticeZone.String(), "zone2", v.PracticeZone.String(), "way1", "app", "way2", "app")
	return p.showNew(c, s, 200, fill)
}

func (p Pages) showNew(c *web.Context, s tenant.Staff, status int, fill web.Fill) error {
	view := newView{Zones: c.Zones(), Locales: c.Languages(), Policies: policyOptions(c)}
	err := c.View(s, func(tx *db.Tx) error {
		carers, err := Colleagues(tx)
		view.Covers = coverOptions(c, carers)
		return err
	})
	if err != nil {
		return err
	}
	view.CoverNone = len(view.Covers) == 1
	return c.Render(status, web.Page{Name: "couple/new", Title: c.T("couple_new_title"), Place: "caseload", Fill: fill,
		Back: &web.Link{Text: c.T("couple_back_caseload"), Href: "/caseload"}, Data: view})
}

func (p Pages) open(c *web.Context, s tenant.Staff) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	o, err := readOpening(f, c.Today())
	if err == nil {
		err = c.Submit(s, f, Path(o.ID)+"/gates", func(tx *db.Tx) error { return Open(tx, o) })
	}
	if _, is := fault.As(err); is {
		return p.showNew(c, s, web.Status(err), f.Fill(err))
	}
	return err
}

// joinForm shows the empty second place.
func (p Pages) joinForm(c *web.Context, s tenant.Staff) error {
	z := c.Viewer().PracticeZone.String()
	return p.showJoin(c, s, 200, web.Filled("zone", z, "locale", c.Viewer().Locale, "way", "app", "from", c.Today().Format(time.DateOnly)))
}

// personView is the form of one person.
type personView struct {
	Head           HeadView
	Action         string
	Name           string
	Zones, Locales []web.Option
	New            bool
}

func (p Pages) showJoin(c *web.Context, s tenant.Staff, status int, fill web.Fill) error {
	return Show(c, s, status, func(tx *db.Tx, cp Couple) (web.Page, error) {
		view := personView{Head: Header(c, cp), Zones: c.Zones(), Locales: c.Languages(), New: true}
		view.Action = view.Head.Path + "/people"
		tx.Audit(audit.PeopleRead, cp.ID.UUID, cp.ID)
		return web.Page{Name: "couple/person", Title: c.T("couple_join_title"), Place: "caseload", Fill: fill, Data: view,
			Back: &web.Link{Text: view.Head.Names, Href: view.Head.Path + "/people"}}, nil
	})
}

func (p Pages) join(c *web.Context, s tenant.Staff) error {
	couple, err := c.CoupleID()
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	var faults fault.List
	j := readJoining(f, "", &faults)
	j.Person, j.From = tenant.NewPersonID(), readDate(f, "from", c.Today(), &faults)
	if err = faults.OrNil(); err == nil {
		err = c.Submit(s, f, Path(couple)+"/people", func(tx *db.Tx) error {
			cp, err := Get(tx, couple)
			if err != nil {
				return err
			}
			if len(cp.Partners) >= 2 {
				return fault.Stale("couple_place_taken")
			}
			if j.From.Before(cp.CareFrom) {
				return fault.Field("from", "couple_before_care")
			}
			j.Position = 1
			if len(cp.Partners) == 1 {
				j.Position = 3 - cp.Partners[0].Position
			}
			return Join(tx, couple, j)
		})
	}
	if fault.Mendable(err) {
		return p.showJoin(c, s, web.Status(err), f.Fill(err))
	}
	return err
}

func (p Pages) personForm(c *web.Context, s tenant.Staff) error { return p.showPerson(c, s, 200, nil) }

// showPerson shows a person's form: as stored, or as typed when typed is given.
func (p Pages) showPerson(c *web.Context, s tenant.Staff, status int, typed *web.Fill) error {
	_, person, err := coupleAndPerson(c)
	if err != nil {
		return err
	}
	return Show(c, s, status, func(tx *db.Tx, cp Couple) (web.Page, error) {
		j, version, err := Details(tx, cp.ID, person)
		if err != nil {
			return web.Page{}, err
		}
		fill := stored(j, version)
		if typed != nil {
			fill = *typed
		}
		view := personView{Head: Header(c, cp), Name: j.Name, Zones: c.Zones(j.Zone), Locales: c.Languages()}
		view.Action = view.Head.Path + "/people/" + person.String()
		tx.Audit(audit.PeopleRead, person.UUID, cp.ID)
		return web.Page{Name: "couple/person", Title: c.T("couple_person_title", "Name", view.Name), Place: "caseload", Fill: fill, Data: view,
			Back: &web.Link{Text: view.Head.Names, Href: view.Head.Path + "/people"}}, nil
	})
}

// stored fills a person's form from what is stored.
func stored(j Joining, version int) web.Fill {
	way := "app"
	if j.OnPaper {
		way = "paper"
	}
	return web.Filled("name", j.Name, "legal", j.Legal, "pronouns", j.Pronouns, "email", j.Email, "phone", j.Phone, "safe", j.SafeContact,
		"locale", j.Locale, "zone", j.Zone, "way", way, "version", strconv.Itoa(version))
}

func (p Pages) savePerson(c *web.Context, s tenant.Staff) error {
	couple, person, err := coupleAndPerson(c)
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	var faults fault.List
	j := readJoining(f, "", &faults)
	j.Person = person
	version, _ := f.Int("version")
	if err = faults.OrNil(); err == nil {
		err = c.Submit(s, f, Path(couple)+"/people", func(tx *db.Tx) error {
			if _, _, err := Details(tx, couple, person); err != nil {
				return err
			}
			return SavePerson(tx, couple, j, version)
		})
	}
	if fault.Mendable(err) {
		fill := f.Fill(err)
		return p.showPerson(c, s, web.Status(err), &fill)
	}
	return err
}

func coupleAndPerson(c *web.Context) (ID, tenant.PersonID, error) {
	couple, err := c.CoupleID()
	if err != nil {
		return ID{}, tenant.PersonID{}, err
	}
	person, err := c.ID("person")
	return couple, tenant.PersonID{UUID: person}, err
}

func policyOptions(c *web.Context) []web.Option {
	var options []web.Option
	for _, p := range Policies() {
		options = append(options, web.Option{Value: string(p), Label: c.T("couple_policy_" + string(p)), Note: c.T("couple_policy_" + string(p) + "_note")})
	}
	return options
}

func coverOptions(c *web.Context, carers []Carer) []web.Option {
	options := []web.Option{{Value: "", Label: c.T("couple_cover_none")}}
	for _, k := range carers {
		options = append(options, web.Option{Value: k.Person.String(), Label: k.Name})
	}
	return options
}
