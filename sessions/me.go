package sessions

import (
	"slices"

	"amends/clients/couple"
	"amends/clients/homework"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// meView is the counselor's own page: look, keys, language.
type meView struct {
	Themes, Keys, Locales []web.Option
	Reading               string // what waits to be read before sessions, and how long that takes
}

func (p Pages) me(c *web.Context, s tenant.Staff) error {
	keys := "off"
	if c.Viewer().KeysOn {
		keys = "on"
	}
	return showMe(c, s, 200, web.Filled("theme", c.Viewer().Theme, "keys", keys, "locale", c.Viewer().Locale))
}

// readingDays is how far ahead the sessions lie that reading is counted for.
const readingDays = 7

func showMe(c *web.Context, s tenant.Staff, status int, fill web.Fill) error {
	var load homework.ReadingLoad
	err := c.View(s, func(tx *db.Tx) (err error) {
		load, err = homework.ReadingLoadOf(tx, c.Now().AddDate(0, 0, readingDays))
		return err
	})
	if err != nil {
		return err
	}
	view := meView{
		Themes:  []web.Option{{Value: "", Label: c.T("sessions_me_theme_system")}, {Value: "light", Label: c.T("sessions_me_theme_light")}, {Value: "dark", Label: c.T("sessions_me_theme_dark")}},
		Keys:    []web.Option{{Value: "off", Label: c.T("sessions_me_keys_off")}, {Value: "on", Label: c.T("sessions_me_keys_on")}},
		Locales: c.Languages(),
		Reading: c.T("sessions_me_reading_none"),
	}
	if load.Texts > 0 {
		view.Reading = c.T("sessions_me_reading_all", "Count", load.Texts, "Minutes", load.Minutes())
	}
	if load.Soon > 0 {
		view.Reading += " " + c.T("sessions_me_reading_soon", "Count", load.Soon, "Minutes", load.SoonMinutes())
	}
	return c.Render(status, web.Page{Name: "sessions/me", Title: c.T("sessions_me"), Fill: fill, Data: view})
}

const sqlSaveMe = `UPDATE contact SET theme = $3, keys_on = $4, locale = $5, version = version + 1 WHERE practice_id = $1 AND person_id = $2`

func (p Pages) saveMe(c *web.Context, s tenant.Staff) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	theme, keys, locale := f.Text("theme"), f.Text("keys"), f.Text("locale")
	if !slices.Contains([]string{"", "light", "dark"}, theme) || !slices.Contains([]string{"on", "off"}, keys) || !web.Speaks(locale) {
		return showMe(c, s, 422, f.Fill(fault.Field("theme", "sessions_me_choose")))
	}
	return c.Submit(s, f, "/me", func(tx *db.Tx) error {
		tx.Audit(audit.PersonSaved, s.Person().UUID, couple.ID{})
		return tx.ExecOne(sqlSaveMe, s.Practice(), s.Person(), theme, keys == "on", locale)
	})
}
