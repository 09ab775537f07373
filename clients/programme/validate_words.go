package programme

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

func (c *checker) key(at, key string) {
	if !keyForm.MatchString(key) {
		c.add(at, "a key is small letters, digits and hyphens, at most 40 of them, not %q", key)
	}
}

// title checks a text that everybody reads: English, and every language of its file.
func (c *checker) title(at string, t Title) {
	if t[English] == "" {
		c.breaks("empty", at, "the wording in English (en) is missing")
	}
	c.languages(at, t.Langs())
	for _, lang := range t.Langs() {
		c.plain(at+"."+string(lang), t[lang])
	}
}

// languages checks that a text comes in exactly the languages of its file's title.
func (c *checker) languages(at string, have []Lang) {
	for _, lang := range have {
		if !langForm.MatchString(string(lang)) {
			c.add(at+"."+string(lang), "%q is no language key such as en or es", lang)
		} else if !slices.Contains(c.langs, lang) && lang != English {
			c.add(at+"."+string(lang), "wording in %q stands here and the title of the file has none in it", lang)
		}
	}
	for _, lang := range c.langs {
		if lang != English && !slices.Contains(have, lang) {
			c.add(at, "the wording in %q is missing; a language is there in all texts of a file or in none", lang)
		}
	}
}

// wording checks a text by role. With all, each role needs words; without, a role
// may be left out, which means that it is not asked.
func (c *checker) wording(at string, w Wording, roles []Role, all bool) {
	if len(w[English]) == 0 {
		c.breaks("empty", at, "the wording in English (en) is missing")
	}
	have := slices.Sorted(maps.Keys(w))
	c.languages(at, have)
	for _, lang := range have {
		here := at + "." + string(lang)
		for _, role := range slices.Sorted(maps.Keys(w[lang])) {
			there := here + "." + string(role)
			if role != Each && !slices.Contains(roles, role) || role == Each && len(roles) < 2 {
				c.breaks("role_apart", there, "wording for %q, who takes no part here", role)
			}
			c.plain(there, w[lang][role])
		}
		for _, role := range roles {
			missing := w.For(lang, role) == ""
			if missing && (all || w.For(English, role) != "") {
				c.breaks("role_missing", here+"."+string(role), "the wording for %s is missing", role)
			}
		}
	}
}

// plain checks what holds for every text: there is one, it is calm, it can be shown.
func (c *checker) plain(at, text string) {
	switch {
	case strings.TrimSpace(text) == "":
		c.breaks("empty", at, "the text is empty")
	case strings.Contains(text, "!"):
		c.breaks("exclaim", at, "no exclamation marks in our texts")
	case strings.ContainsFunc(text, func(r rune) bool { return r < ' ' && r != '\n' || r == 0x7f || r == '\uFFFD' }):
		c.breaks("control", at, "the text holds a control character")
	}
}

// reading checks the length of the English readings and their honest line.
func (c *checker) reading(at string, w Wording) {
	for _, role := range slices.Sorted(maps.Keys(w[English])) {
		here := fmt.Sprintf("%s.%s.%s", at, English, role)
		text := w[English][role]
		if n := len(strings.Fields(text)); n < leastReading || n > mostReading {
			c.breaks("reading_words", here, "a reading has %d to %d words, not %d", leastReading, mostReading, n)
		}
		if !strings.Contains(strings.ToLower(strings.Join(strings.Fields(text), " ")), oftenNotAlways) {
			c.breaks("reading_honest", here, "a reading says “%s”", oftenNotAlways)
		}
	}
}

func (c *checker) who(at string, w Who) {
	if w.Roles() == nil {
		c.add(at, "who is involved, injured, each, both or counselor, not %q", w)
	}
}

func (c *checker) sharing(at string, s Sharing) {
	codes := []Share{ShareKept, ShareCounselor, ShareReleased, ShareJoint}
	if !slices.Contains(codes, s.Code) {
		c.add(at+".code", "a sharing code is P, C, R or J, not %q", s.Code)
	}
	if s.Then != "" && !slices.Contains(codes, s.Then) {
		c.add(at+".then", "a sharing code is P, C, R or J, not %q", s.Then)
	}
	if s.Then != "" && s.When == "" {
		c.breaks("sharing_when", at, "then needs a when")
	}
	if s.When != "" && !slices.Contains([]When{WhenSummary, WhenSigned, WhenBothIn, WhenSession, WhenReviewed}, s.When) {
		c.add(at+".when", "unknown condition %q", s.When)
	}
}

func (c *checker) cadence(at string, d Cadence) {
	if !slices.Contains(Rhythms(), d.Rhythm) {
		c.add(at+".rhythm", "unknown rhythm %q", d.Rhythm)
	}
	for i, r := range d.Also {
		if !slices.Contains(Rhythms(), r) {
			c.add(fmt.Sprintf("%s.also[%d]", at, i), "unknown rhythm %q", r)
		}
	}
	if d.Least < 0 || d.Most < 0 || d.Most > 0 && d.Least > d.Most || d.Most > 52 {
		c.breaks("cadence", at, "least and most run from 0 to 52, least first")
	}
	if d.At != "" && !slices.Contains([]string{"start", "review", "ending"}, d.At) {
		c.add(at+".at", "at is start, review or ending, not %q", d.At)
	}
}

func (c *checker) cautions(at string, list []Caution) {
	seen := map[Caution]bool{}
	for i, n := range list {
		here := fmt.Sprintf("%s[%d]", at, i)
		if n < 1 || n > lastCaution {
			c.add(here, "cautions run from 1 to %d, not %d", lastCaution, n)
		}
		if seen[n] {
			c.add(here, "caution %d stands here twice", n)
		}
		seen[n] = true
	}
}

func (c *checker) gates(at string, list []Gate) {
	for i, g := range list {
		here := fmt.Sprintf("%s[%d]", at, i)
		if !slices.Contains(Gates(), g) {
			c.add(here, "unknown gate %q; there are G0 to G8", g)
		}
		if slices.Contains(list[:i], g) {
			c.add(here, "gate %s stands here twice", g)
		}
	}
}
