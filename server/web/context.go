package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"amends/server/civil"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
)

const contextKey = "amends"

// Context is one request, as a room sees it.
type Context struct {
	app    *App
	echo   echo.Context
	entry  *entry // nil for addresses that are not routes
	viewer *Viewer
	token  string
	tongue *tongue
	now    time.Time
	typed  url.Values // what the form carried, once it was read
}

// Scoped is anything that carries a scope: a staff seat, a partner, an operator.
type Scoped interface{ Scope() tenant.Scope }

func (c *Context) Ctx() context.Context { return c.echo.Request().Context() }
func (c *Context) DB() *db.DB           { return c.app.cfg.DB }

// Viewer is who looks; nil on a public page without a sign-in.
func (c *Context) Viewer() *Viewer { return c.viewer }

// Token is the sign-in token of the request, living or not; only server/signin has a use for it.
func (c *Context) Token() string { return c.token }

// Now is one instant for the whole request.
func (c *Context) Now() time.Time { return c.now }

// Today is the viewer's civil date, as UTC midnight.
func (c *Context) Today() time.Time { return civil.Day(c.now, c.zone()) }

// PracticeToday is the practice's civil date: sessions and figures follow it, wherever the viewer is.
func (c *Context) PracticeToday() time.Time { return civil.Day(c.now, c.viewer.PracticeZone) }

func (c *Context) zone() *time.Location {
	if c.viewer != nil && c.viewer.Zone != nil {
		return c.viewer.Zone
	}
	return time.UTC
}

// ID reads an id from the path. A malformed one is absent like an unknown one.
func (c *Context) ID(name string) (uuid.UUID, error) {
	id, err := uuid.Parse(c.echo.Param(name))
	if err != nil || len(c.echo.Param(name)) != 36 {
		return uuid.Nil, fault.Absent()
	}
	return id, nil
}

// CoupleID reads the couple of the address.
func (c *Context) CoupleID() (tenant.CoupleID, error) {
	id, err := c.ID("couple")
	return tenant.CoupleID{UUID: id}, err
}

// Param reads a part of the path that is not an id, such as a one-time token.
func (c *Context) Param(name string) string { return c.echo.Param(name) }

// Query reads a parameter of the address, without control characters.
func (c *Context) Query(name string) string { return cleanLine(c.echo.QueryParam(name)) }

func (c *Context) Path() string   { return c.echo.Request().URL.Path }
func (c *Context) URL() *url.URL  { return c.echo.Request().URL }
func (c *Context) Method() string { return c.echo.Request().Method }

// Agent is what the browser calls itself, shortened; the list of one's own sign-ins shows it.
func (c *Context) Agent() string {
	agent := cleanLine(c.echo.Request().UserAgent())
	if len(agent) > 200 {
		agent = strings.ToValidUTF8(agent[:200], "")
	}
	return agent
}

// Peer is the address of the direct peer, never of a header.
func (c *Context) Peer() string { return c.echo.RealIP() }

// PublicURL is scheme and host that links are made with; empty only in tests.
func (c *Context) PublicURL() string { return c.app.address.Origin }

// Has tells whether a GET route exists for this viewer; pages ask before they show a way there.
func (c *Context) Has(path string) bool {
	return c.viewer != nil && c.app.routes.Has(http.MethodGet, path, c.viewer.Audience)
}

// Home is the viewer's first place.
func (c *Context) Home() string {
	switch {
	case c.viewer == nil:
		return "/sign-in"
	case c.viewer.Audience == "":
		return "/seats"
	}
	return c.HomeOf(c.viewer.Audience)
}

// HomeOf is the first place of an audience in this house.
func (c *Context) HomeOf(audience tenant.Audience) string { return c.app.routes.Home(audience) }

// T translates a message for the viewer. pairs are names and values; Count chooses the plural form.
func (c *Context) T(id string, pairs ...any) string { return c.tongue.say(id, pairs...) }

// Lang is the code of the viewer's language.
func (c *Context) Lang() string { return c.tongue.code }

// Speak chooses the language of a page for somebody who is not signed in, such as a person who was invited.
func (c *Context) Speak(code string) {
	if c.viewer == nil {
		c.tongue = c.app.pages.tongue(code)
	}
}

// Sentence is the translated sentence of a fault.
func (c *Context) Sentence(f *fault.Error) string { return c.tongue.sayMap(f.Sentence, f.Args) }

// Day writes a civil date: "Thu 4 June".
func (c *Context) Day(t time.Time) string {
	return c.tongue.calendar.format(c.tongue.calendar.day, t.UTC())
}

// DayLong writes a civil date with its whole weekday: "Thursday 4 June".
func (c *Context) DayLong(t time.Time) string {
	return c.tongue.calendar.format(c.tongue.calendar.dayLong, t.UTC())
}

// DayYear writes a civil date with its year: "4 June 2026".
func (c *Context) DayYear(t time.Time) string {
	return c.tongue.calendar.format(c.tongue.calendar.dayYear, t.UTC())
}

// DayShort is a civil date for narrow columns: "Thu 4 Jun".
func (c *Context) DayShort(t time.Time) string {
	return c.tongue.calendar.format(c.tongue.calendar.dayShort, t.UTC())
}

// Clock writes an instant's time in the viewer's zone: "14:02".
func (c *Context) Clock(t time.Time) string { return t.In(c.zone()).Format("15:04") }

// DayTime writes an instant in the viewer's zone: "Thu 4 June, 14:02".
func (c *Context) DayTime(t time.Time) string {
	return c.tongue.calendar.format(c.tongue.calendar.dayTime, t.In(c.zone()))
}

// DayOf is the civil date of an instant in the viewer's zone.
func (c *Context) DayOf(t time.Time) time.Time { return civil.Day(t, c.zone()) }

// Ago writes a civil date in words where words are clear: today, yesterday, tomorrow; else its day, with the year when
// it is not this one.
func (c *Context) Ago(date time.Time) string {
	today := c.Today()
	switch days := civil.Days(today, date.UTC()); {
	case days == 0:
		return c.T("web_today")
	case days == -1:
		return c.T("web_yesterday")
	case days == 1:
		return c.T("web_tomorrow")
	case date.Year() != today.Year():
		return c.DayYear(date)
	}
	return c.Day(date)
}

// View reads in one transaction.
func (c *Context) View(s Scoped, fn func(*db.Tx) error) error {
	return c.DB().View(c.Ctx(), s.Scope(), fn)
}

// Update writes in one transaction; fn must call tx.Audit. What a partner sends after their place or the couple's care has ended
// is refused here, whatever the room stored, and nothing of it stays: rooms say so in words of their own before, this is
// where none can forget it. A form to be shown again keeps what was typed. Lasting routes stay open.
func (c *Context) Update(s Scoped, fn func(*db.Tx) error) error {
	if c.entry == nil || c.entry.audience != forPartner || c.entry.Lasting {
		return c.DB().Update(c.Ctx(), s.Scope(), fn)
	}
	return c.DB().Update(c.Ctx(), s.Scope(), func(tx *db.Tx) error {
		if err := fn(tx); err != nil {
			return err
		}
		writes, err := tx.Writes(c.Today())
		if err == nil && !writes {
			err = fault.Stale("web_care_over")
		}
		return err
	})
}

// Redirect answers 303 to a path of this house.
func (c *Context) Redirect(path string) error {
	local, ok := LocalPath(path)
	if !ok {
		return errors.New("web: redirect to a path that is not local")
	}
	c.echo.Response().Header().Set("Location", local)
	c.echo.Response().WriteHeader(http.StatusSeeOther)
	return nil
}

// LocalPath answers path when it stays in this house: one leading slash, no scheme, host, backslash or control
// character, in whatever encoding.
func LocalPath(path string) (string, bool) {
	plain, err := url.PathUnescape(path)
	if err != nil || strings.ContainsFunc(plain, func(r rune) bool { return r < ' ' || r == '\\' || r == 0x7f }) {
		return "", false
	}
	u, err := url.Parse(path)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || u.Opaque != "" {
		return "", false
	}
	if !strings.HasPrefix(plain, "/") || strings.HasPrefix(plain, "//") || !strings.HasPrefix(path, "/") {
		return "", false
	}
	return path, true
}

// WantsJSON tells whether one of our own scripts asks.
func (c *Context) WantsJSON() bool {
	return strings.HasPrefix(c.echo.Request().Header.Get("Accept"), "application/json")
}

// JSON answers a script.
func (c *Context) JSON(status int, v any) error { return c.echo.JSON(status, v) }

// SetCookie and Header let server/signin set and clear what a sign-in needs.
func (c *Context) SetCookie(cookie *http.Cookie) { c.echo.SetCookie(cookie) }
func (c *Context) Header() http.Header           { return c.echo.Response().Header() }
