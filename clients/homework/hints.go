package homework

import (
	"net/http"
	"strconv"
	"strings"

	"amends/clients/programme"
	"amends/server/db"
	"amends/server/tenant"
	"amends/server/web"
)

// thought is one hint in words. It asks, and blocks nothing.
type thought struct {
	Title    string `json:"title"`
	Text     string `json:"text"`
	Quote    string `json:"quote,omitempty"` // the writer's own words
	Sentence string `json:"sentence"`        // what the hint is about, word for word
	Href     string `json:"-"`               // the page where it was written
}

// hints answers the script of a page whose kind gets hints: what may be asked about the text as it stands. Nothing is stored, and nobody
// but the writer learns of it.
func (p Pages) hints(c *web.Context, s tenant.Partner) error {
	id, err := c.ID("assignment")
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	var kind programme.Kind
	var lang programme.Lang
	err = c.View(s, func(tx *db.Tx) error {
		m, err := GetMine(tx, id)
		if err != nil {
			return err
		}
		copy, err := p.shelf.Version(tx, m.VersionID)
		if err != nil {
			return err
		}
		unit, _ := UnitOf(copy.Lib, m.Code, m.Step)
		for _, q := range Questions(copy.Lib, unit, m.Role, c.Lang()) {
			if kind == "" && hinting(q.View.Kind) != nil {
				kind, lang = q.View.Kind, q.View.Lang
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	said := []thought{}
	if kind != "" {
		said = append(said, thoughts(c, f.Long(field), kind, lang)...)
	}
	return c.JSON(http.StatusOK, map[string]any{"hints": said})
}

// thoughts puts the hints of a text into words.
func thoughts(c *web.Context, text string, kind programme.Kind, lang programme.Lang) []thought {
	var out []thought
	for _, h := range hinting(kind)(text, string(lang)) {
		one := thought{Title: c.T("homework_hint_" + string(h.Key) + "_title"), Text: c.T("homework_hint_" + string(h.Key)), Sentence: sentenceAt(text, h.Start)}
		words := h.Quote
		if h.Keep != "" {
			words = h.Keep
		}
		one.Quote = "“" + words + "”"
		out = append(out, one)
	}
	return out
}

// sentenceAt is the sentence around a place of the text, as it was typed.
func sentenceAt(text string, at int) string {
	for _, s := range sentences(text) {
		if at >= s.start && at < s.end {
			return strings.TrimSpace(text[s.start:s.end])
		}
	}
	return ""
}

// firstThought is what a page without script shows about the answer that was saved just before.
func firstThought(c *web.Context, text string, q Question, href string) *thought {
	if hinting(q.View.Kind) == nil {
		return nil
	}
	all := thoughts(c, text, q.View.Kind, q.View.Lang)
	if len(all) == 0 {
		return nil
	}
	all[0].Href = href
	return &all[0]
}

func itoa(n int) string { return strconv.Itoa(n) }
