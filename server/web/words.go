package web

import (
	"io/fs"
	"strings"
)

// Words answers a message of the viewer's language with its slots filled; a Count among them chooses the plural form. An id
// without a text answers "", so that a document leaves out what it cannot say.
func (c *Context) Words(id string, args map[string]any) string { return c.tongue.words(id, args) }

// Messages reads the messages of one language, English where there is none, for a command that makes documents without a
// request. The answer behaves as [Context.Words].
func Messages(files fs.FS, lang string) (func(id string, args map[string]any) string, error) {
	langs, err := loadLanguages(files)
	if err != nil {
		return nil, err
	}
	return langs.get(lang).words, nil
}

// Short is a text in one line for a list, cut after most characters.
func Short(text string, most int) string {
	line := strings.Join(strings.Fields(text), " ")
	if r := []rune(line); len(r) > most {
		return string(r[:most]) + "…"
	}
	return line
}

func (t *tongue) words(id string, args map[string]any) string {
	if s := t.sayMap(id, args); s != "["+id+"]" {
		return s
	}
	return ""
}
