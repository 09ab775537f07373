package setback

import (
	"strconv"
	"time"

	"github.com/google/uuid"

	"amends/clients/couple"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/tenant"
	"amends/server/web"
)

// waveForm is the page on which a wave is written down or looked at again.
type waveForm struct {
	Action         string
	Version        int
	Today, On      string
	Strength       string
	Words          Words
	Reader         string
	Told           []toldView // lines already sent
	ToldReader     string
	Theirs, Writes bool // another window saved in between; the person still writes
}

// toldView is a line that went to the counselor.
type toldView struct{ Day, Text, Name, Mark string }

func (p Pages) newWave(c *web.Context, s tenant.Partner) error {
	return p.showNew(c, s, 200, web.Filled("on", c.Today().Format(time.DateOnly)))
}

func (p Pages) showNew(c *web.Context, s tenant.Partner, status int, fill web.Fill) error {
	b, err := read(c, s, false)
	if err != nil {
		return err
	}
	v := waveForm{Action: "/waves", Today: c.Today().Format(time.DateOnly), Writes: b.writes}
	v.readers(c, b.mine)
	return c.Render(status, web.Page{Name: "setback/wave", Title: c.T("setback_wave_new"), Place: "today", Bare: true, Fill: fill, Data: v,
		Back: &web.Link{Text: c.T("setback_title"), Href: "/plan"}})
}

func (v *waveForm) readers(c *web.Context, m couple.Mine) {
	v.Reader, v.ToldReader = c.T("setback_reader_waves"), m.ReaderLine(c, couple.ToReader)
}

func (p Pages) wave(c *web.Context, s tenant.Partner) error {
	return p.showWave(c, s, 200, web.Fill{})
}

func (p Pages) showWave(c *web.Context, s tenant.Partner, status int, fill web.Fill) error {
	id, err := c.ID("wave")
	if err != nil {
		return err
	}
	v := waveForm{Action: wavePath(id), Today: c.Today().Format(time.DateOnly), Theirs: status == 409}
	err = c.View(s, func(tx *db.Tx) error {
		tx.Audit(audit.PortalRead, s.Couple().UUID, s.Couple())
		mine, err := couple.GetMine(tx)
		if err != nil {
			return err
		}
		w, err := MyWave(tx, id)
		if err != nil {
			return err
		}
		lines, err := told(tx, s.Couple(), &id, time.Time{})
		v.Version, v.On, v.Words, v.Writes = w.Version, w.On.Format(time.DateOnly), w.Words, mine.MayWrite(s, c.Today())
		if w.Strength != nil {
			v.Strength = strconv.Itoa(*w.Strength)
		}
		for _, t := range lines {
			v.Told = append(v.Told, toldView{Day: c.Ago(t.On), Text: t.Text})
		}
		v.readers(c, mine)
		return err
	})
	if err != nil {
		return err
	}
	return c.Render(status, web.Page{Name: "setback/wave", Title: c.T("setback_wave_one"), Place: "today", Bare: true, Fill: fill, Data: v,
		Back: &web.Link{Text: c.T("setback_title"), Href: "/plan"}})
}

func (p Pages) addWave(c *web.Context, s tenant.Partner) error {
	return c.Receive(s, "/plan?done=kept", func(tx *db.Tx, f *web.Form) error {
		w, line, err := readWave(f, c.Today())
		if err == nil {
			err = mayWrite(tx, s, c.Today())
		}
		if err != nil {
			return err
		}
		w.ID = uuid.New()
		if err := AddWave(tx, w); err != nil {
			return err
		}
		return tell(tx, w.ID, line, c.Today())
	}, func(f *web.Form, why error) error { return p.showNew(c, s, web.Status(why), f.Fill(why)) })
}

func (p Pages) saveWave(c *web.Context, s tenant.Partner) error {
	id, err := c.ID("wave")
	if err != nil {
		return err
	}
	return c.Receive(s, "/plan?done=kept", func(tx *db.Tx, f *web.Form) error {
		if _, err := MyWave(tx, id); err != nil {
			return err
		}
		w, line, err := readWave(f, c.Today())
		if err == nil {
			err = mayWrite(tx, s, c.Today())
		}
		if err != nil {
			return err
		}
		w.ID = id
		w.Version, _ = f.Int("version")
		if err := SaveWave(tx, w); err != nil {
			return err
		}
		return tell(tx, id, line, c.Today())
	}, func(f *web.Form, why error) error { return p.showWave(c, s, web.Status(why), f.Fill(why)) })
}

// tell sends the line to the counselor, when there is one.
func tell(tx *db.Tx, wave uuid.UUID, line string, today time.Time) error {
	if line == "" {
		return nil
	}
	return Tell(tx, Told{ID: uuid.New(), Wave: wave, Text: line, On: today})
}
