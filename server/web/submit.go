package web

import (
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"amends/server/db"
	"amends/server/fault"
)

// errReplay ends the transaction of a form that was already stored.
var errReplay = errors.New("web: this form was stored before")

// Submit stores a form once and redirects to location. A form sent again with the same key answers with the redirect of
// the first time and stores nothing; the same key with other contents is a Stale fault. A fault comes back for showing
// the page again; after the redirect is written the answer is nil.
func (c *Context) Submit(s Scoped, f *Form, location string, fn func(*db.Tx) error) error {
	stored := location
	err := c.Update(s, func(tx *db.Tx) error {
		first, replay, err := tx.Once(f.Key, f.Hash, location)
		if err != nil {
			return err
		}
		if replay {
			stored = first
			return errReplay
		}
		return fn(tx)
	})
	if err != nil && !errors.Is(err, errReplay) {
		return err
	}
	return c.Redirect(stored)
}

// Receive reads the form of the request and stores it with Submit. After a fault that the person can mend, again shows the
// page with what was typed. It is for a form that is read and judged beside what is stored, inside the transaction.
func (c *Context) Receive(s Scoped, location string, store func(*db.Tx, *Form) error, again func(f *Form, why error) error) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	err = c.Submit(s, f, location, func(tx *db.Tx) error { return store(tx, f) })
	if fault.Mendable(err) {
		return again(f, err)
	}
	return err
}

// Autosave reads the form of the request and stores it once as a draft, for the page's own script. It answers when the draft
// was saved and the version that the next save is made from; a replay answers like the first time. After a conflict it
// answers why nothing was stored, with the text that stands, which theirs reads and audits. Any other fault comes back.
func (c *Context) Autosave(s Scoped, location string, save func(*db.Tx, *Form) (version int, at time.Time, err error), theirs func(*db.Tx) (string, error)) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	from, _ := f.Int("version")
	version, at := from+1, c.now // what a replay answers
	err = c.Update(s, func(tx *db.Tx) error {
		_, replay, err := tx.Once(f.Key, f.Hash, location)
		if err != nil {
			return err
		}
		if replay {
			return errReplay
		}
		version, at, err = save(tx, f)
		return err
	})
	switch {
	case fault.Is(err, fault.Conflict):
		return c.bothTexts(s, err, theirs)
	case err != nil && !errors.Is(err, errReplay):
		return err
	}
	return c.JSON(http.StatusOK, map[string]string{"saved": c.Clock(at), "version": strconv.Itoa(version)})
}

// bothTexts answers the script why its text was not stored, with the one that stands, to be shown beside.
func (c *Context) bothTexts(s Scoped, why error, theirs func(*db.Tx) (string, error)) error {
	e, _ := fault.As(why)
	text := ""
	err := c.View(s, func(tx *db.Tx) (err error) {
		text, err = theirs(tx)
		return err
	})
	if err != nil {
		return err
	}
	return c.JSON(Status(why), map[string]string{"sentence": c.Sentence(e), "theirs": text})
}

// Overtaken is a save that came after another one. It carries the text that stands now, for showing both.
type Overtaken struct {
	why    *fault.Error
	theirs string
}

// Overtake makes the fault of an overtaken save: a conflict with its sentence, and the text that stands.
func Overtake(sentence, theirs string) *Overtaken { return &Overtaken{fault.Stale(sentence), theirs} }

func (o *Overtaken) Error() string { return o.why.Error() }
func (o *Overtaken) Unwrap() error { return o.why }

// LogValue keeps what was written out of logs.
func (*Overtaken) LogValue() slog.Value { return slog.StringValue("[withheld]") }

// Theirs answers the text that stands when err is an overtaken save; else it is empty.
func Theirs(err error) string {
	var o *Overtaken
	if errors.As(err, &o) {
		return o.theirs
	}
	return ""
}

// ReceiveDraft is Receive for a text that the page's own script also saves while it is typed. store answers the version that
// the next save is made from; an overtaken save answers the script with the text it carries.
func (c *Context) ReceiveDraft(s Scoped, location string, store func(*db.Tx, *Form) (version int, err error), again func(f *Form, why error) error) error {
	if !c.WantsJSON() {
		return c.Receive(s, location, func(tx *db.Tx, f *Form) error { _, err := store(tx, f); return err }, again)
	}
	theirs := ""
	return c.Autosave(s, location, func(tx *db.Tx, f *Form) (int, time.Time, error) {
		version, err := store(tx, f)
		theirs = Theirs(err)
		return version, tx.Now(), err
	}, func(*db.Tx) (string, error) { return theirs, nil })
}
