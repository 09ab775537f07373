package builder

import (
	"amends/clients/programme"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// Pages are the pages on which a practice writes its programmes.
type Pages struct{ shelf *programme.Shelf }

// New makes the pages; the shelf holds the library that steps and copies are taken from.
func New(shelf *programme.Shelf) Pages { return Pages{shelf} }

// Register joins the room's addresses.
func (p Pages) Register(r *web.Routes) {
	writers := []tenant.Audience{tenant.Counselor, tenant.Supervisor, tenant.Owner}
	get := func(path string, handle func(*web.Context, tenant.Staff) error) {
		r.Staff(web.Route{Method: "GET", Path: path, Audit: audit.Nothing, Allow: writers, Object: objectOf(path)}, handle)
	}
	post := func(path string, verb audit.Verb, handle func(*web.Context, tenant.Staff) error) {
		r.Staff(web.Route{Method: "POST", Path: path, Audit: verb, Allow: writers, Object: objectOf(path), Limit: 256 << 10}, handle)
	}
	get("/own-programmes", p.list)
	post("/own-programmes", audit.ProgrammeBegun, p.begin)
	get("/own-programmes/:draft", p.outline)
	post("/own-programmes/:draft/order", audit.ProgrammeSaved, p.order)
	get("/own-programmes/:draft/frame", p.frameForm)
	post("/own-programmes/:draft/frame", audit.ProgrammeSaved, p.frame)
	get("/own-programmes/:draft/add", p.library)
	post("/own-programmes/:draft/add", audit.ProgrammeSaved, p.add)
	get("/own-programmes/:draft/row", p.rowForm)
	post("/own-programmes/:draft/row", audit.ProgrammeSaved, p.row)
	get("/own-programmes/:draft/part", p.partForm)
	post("/own-programmes/:draft/part", audit.ProgrammeSaved, p.part)
	get("/own-programmes/:draft/preview", p.preview)
	post("/own-programmes/:draft/publish", audit.ProgrammePublished, p.publish)
	post("/own-programmes/:draft/retire", audit.ProgrammeRetired, p.retire(true))
	post("/own-programmes/:draft/resume", audit.ProgrammeResumed, p.retire(false))
}

func objectOf(path string) string {
	if path == "/own-programmes" {
		return ""
	}
	return "draft"
}

// open reads the draft of a page.
func (p Pages) open(c *web.Context, s tenant.Staff) (d Draft, err error) {
	id, err := c.ID("draft")
	if err != nil {
		return d, err
	}
	err = c.View(s, func(tx *db.Tx) error {
		d, err = Get(tx, id)
		return err
	})
	return d, err
}

// change stores one change of a draft and goes on to the place that to names below its address. The form's version says what
// the change was made from; after another one in between it is a conflict, and again shows both.
func (p Pages) change(c *web.Context, s tenant.Staff, to string, do func(*Draft, *web.Form) error, again func(*web.Form, error) error) error {
	id, err := c.ID("draft")
	if err != nil {
		return err
	}
	return c.Receive(s, Path(id)+to, func(tx *db.Tx, f *web.Form) error {
		d, err := Get(tx, id)
		if err != nil {
			return err
		}
		if from, ok := f.Int("version"); !ok || from != d.Version {
			return fault.Stale("builder_stale")
		}
		if err := do(&d, f); err != nil {
			return err
		}
		return Save(tx, d)
	}, again)
}

// back is the way up from a page inside a draft.
func (d Draft) back() *web.Link {
	return &web.Link{Text: d.Content.Programme.Title.In(programme.English), Href: d.Path()}
}

// page is a page of the room.
func page(name, title string, data any) web.Page {
	return web.Page{Name: "builder/" + name, Title: title, Place: "programmes", Data: data}
}

// now is one line of what stands stored beside what was typed.
type now struct{ Label, Text string }

// conflict tells whether a page is shown again because somebody saved in between.
func conflict(err error) bool { return fault.Is(err, fault.Conflict) }
