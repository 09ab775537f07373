package clients

import (
	"time"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/civil"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// own is what a person chose for themself.
type own struct {
	Locale  string `db:"locale"`
	Zone    string `db:"zone"`
	Theme   string `db:"theme"`
	ShowOwn bool   `db:"show_own"` // their own past answers are shown to them
	Version int    `db:"version"`
}

const sqlOwn = `SELECT locale, zone, theme, show_own, version FROM contact WHERE practice_id = $1 AND person_id = $2`

const sqlSaveOwn = `UPDATE contact SET locale = $4, zone = $5, theme = $6, show_own = $7, version = version + 1
WHERE practice_id = $1 AND person_id = $2 AND version = $3`

func getOwn(tx *db.Tx) (o own, err error) {
	err = tx.Get(&o, sqlOwn, tx.Scope().Practice(), tx.Scope().Person())
	return o, err
}

// saveOwn stores a person's own choices; o.Version is the one the form was made from.
func saveOwn(tx *db.Tx, o own) error {
	s := tx.Scope()
	n, err := tx.Exec(sqlSaveOwn, s.Practice(), s.Person(), o.Version, o.Locale, o.Zone, o.Theme, o.ShowOwn)
	if err == nil && n == 0 {
		return fault.Stale("portal_settings_stale")
	}
	tx.Audit(audit.SettingsSaved, s.Person().UUID, s.Couple())
	return err
}

// settingsView is settings and safety.
type settingsView struct {
	Own                             own    // what is stored
	Shown                           string // the stored choices as the form's values
	Look                            string
	Locales, Zones, Themes, Showing []web.Option
	Lines                           []web.Option // the two answers; none when the switch is not offered
	Line                            string       // the chosen one
	Heads                           []string
	Rows                            [][]string
	Policy                          string
	SignIns, TellUs                 bool
}

func (p Pages) settings(c *web.Context, s tenant.Partner) error {
	return p.showSettings(c, s, 200, web.Fill{})
}

// showSettings shows the page: as stored, and where fill carries values as they were typed.
func (p Pages) showSettings(c *web.Context, s tenant.Partner, status int, fill web.Fill) error {
	var mine couple.Mine
	var o own
	var lines bool
	err := c.View(s, func(tx *db.Tx) (err error) {
		if mine, err = couple.GetMine(tx); err != nil {
			return err
		}
		if o, err = getOwn(tx); err != nil {
			return err
		}
		lines, err = couple.MyLines(tx)
		return err
	})
	if err != nil {
		return err
	}
	v := settingsView{Own: o, Look: themeName(o.Theme), Shown: yesNo(o.ShowOwn), Locales: c.Languages(), Zones: c.Zones(o.Zone), Themes: choices(c, "portal_theme_", "system", "light", "dark"),
		Showing: choices(c, "portal_show_own_", "yes", "no"), SignIns: c.Has("/sign-ins"), TellUs: tells(c, mine)}
	if offered(s, mine, c.Today()) || lines {
		v.Lines, v.Line = choices(c, "portal_lines_", "yes", "no"), yesNo(lines)
	}
	if !s.Scope().Until().IsZero() {
		mine.Lines = false // no line of who left stands anywhere, whatever is offered to who stays
	}
	v.whoSees(c, mine)
	if fill.Values != nil && !fill.Values.Has("lines") {
		fill.Values.Set("lines", v.Line) // the other form of the page was not sent
	}
	page := web.Page{Name: "portal/settings", Title: c.T("portal_settings_title"), Place: "settings", Fill: fill, Data: v}
	if status == 200 && c.Query("said") == "saved" {
		page.Status = c.T("portal_saved")
	}
	return c.Render(status, page)
}

// offered tells whether the lines switch is there: the counselor offers it, and the couple is two people in care. Where it is on,
// it stays there to be switched off.
func offered(s tenant.Partner, m couple.Mine, today time.Time) bool {
	return m.Lines && m.Other != "" && m.MayWrite(s, today)
}

// tells tells whether "Tell my counselor" has somewhere to go: the safety page, offered where a cover counselor is named.
func tells(c *web.Context, m couple.Mine) bool { return m.Cover && c.Has("/safety") }

// whoSees computes the table of who may see what from the couple's policy: one column per reader.
func (v *settingsView) whoSees(c *web.Context, m couple.Mine) {
	told := map[couple.Policy]string{couple.Unsigned: "not_agreed", couple.NoSecrets: "may_tell", couple.LimitedSecrets: "tells_first", couple.Confidences: "no"}[m.Policy]
	lines := "no"
	if m.Lines {
		lines = "both_yes"
	}
	v.Heads = []string{c.T("portal_sees_what"), c.T("portal_sees_you")}
	if m.Other != "" {
		v.Heads = append(v.Heads, m.Other)
	}
	v.Heads = append(v.Heads, m.CounselorName(c))
	for _, row := range []struct{ what, you, other, counselor string }{
		{"check_ins", "own", lines, "reads"}, {"words", "own", told, "reads"}, {"safety", "own", "never", "reads"},
		{"drafts", "own", "no", "no"}, {"promises", "reads", "reads", "reads"}, {"notes", "ask", "ask", "writes"},
	} {
		cells := []string{c.T("portal_sees_" + row.what), c.T("portal_word_" + row.you)}
		if m.Other != "" {
			cells = append(cells, c.T("portal_word_"+row.other))
		}
		v.Rows = append(v.Rows, append(cells, c.T("portal_word_"+row.counselor)))
	}
	agreed := string(m.Policy)
	if m.Policy == couple.Unsigned {
		agreed = "unsigned"
	}
	v.Policy = c.T("portal_policy_"+agreed, "Counselor", m.CounselorName(c))
}

func (p Pages) saveSettings(c *web.Context, s tenant.Partner) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	o, err := readOwn(f)
	if err == nil {
		err = c.Submit(s, f, "/settings?said=saved", func(tx *db.Tx) error { return saveOwn(tx, o) })
	}
	return p.again(c, s, f, err)
}

func (p Pages) setLines(c *web.Context, s tenant.Partner) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	answer := f.Text("lines")
	if answer != "yes" && answer != "no" {
		err = fault.Field("lines", "portal_lines_choose")
	} else {
		err = c.Submit(s, f, "/settings?said=saved", func(tx *db.Tx) error {
			mine, err := couple.GetMine(tx)
			if err != nil {
				return err
			}
			if answer == "yes" && !offered(s, mine, c.Today()) { // a no is taken from anybody: it is never too late for one
				return fault.Stale("portal_lines_gone")
			}
			return couple.SetLines(tx, answer == "yes")
		})
	}
	if fault.Mendable(err) {
		// The other form of the page was not sent with this one: it shows what is stored.
		return p.showSettings(c, s, web.Status(err), web.Fill{Faults: f.Fill(err).Faults})
	}
	return err
}

func (p Pages) again(c *web.Context, s tenant.Partner, f *web.Form, err error) error {
	if fault.Mendable(err) {
		return p.showSettings(c, s, web.Status(err), f.Fill(err))
	}
	return err
}

// readOwn checks the form of one's own choices.
func readOwn(f *web.Form) (own, error) {
	var faults fault.List
	version, _ := f.Int("version")
	o := own{Locale: f.Text("locale"), Zone: f.Text("zone"), ShowOwn: f.Text("show_own") == "yes", Version: version}
	if !web.Speaks(o.Locale) {
		faults = append(faults, fault.Field("locale", "portal_locale_choose"))
	}
	if _, known := civil.Zone(o.Zone); !known {
		faults = append(faults, fault.Field("zone", "portal_zone_choose"))
	}
	switch f.Text("theme") {
	case "system":
	case "light", "dark":
		o.Theme = f.Text("theme")
	default:
		faults = append(faults, fault.Field("theme", "portal_theme_choose"))
	}
	if !o.ShowOwn && f.Text("show_own") != "no" {
		faults = append(faults, fault.Field("show_own", "portal_show_own_choose"))
	}
	return o, faults.OrNil()
}

func themeName(stored string) string {
	if stored == "" {
		return "system"
	}
	return stored
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// choices makes the answers of a closed list; words are found at prefix + value.
func choices(c *web.Context, prefix string, values ...string) []web.Option {
	var options []web.Option
	for _, v := range values {
		options = append(options, web.Option{Value: v, Label: c.T(prefix + v)})
	}
	return options
}

// deviceView is "Who might see this device?".
type deviceView struct{ SignIns, TellUs bool }

func (p Pages) device(c *web.Context, s tenant.Partner) error {
	var mine couple.Mine
	err := c.View(s, func(tx *db.Tx) (err error) {
		mine, err = couple.GetMine(tx)
		return err
	})
	if err != nil {
		return err
	}
	return c.Render(200, web.Page{Name: "portal/device", Title: c.T("portal_device_title"), Place: "settings",
		Back: &web.Link{Text: c.T("portal_settings_title"), Href: "/settings"}, Data: deviceView{c.Has("/sign-ins"), tells(c, mine)}})
}
