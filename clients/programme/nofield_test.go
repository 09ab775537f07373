package programme_test

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"amends/clients/programme"
)

// noField is what nobody is ever asked for, wider than the rule that refuses a file: product rule 2.
var noField = regexp.MustCompile(`(?i)\b(pass[-_ ]?(words?|codes?|phrases?|keys?)|pin|log-?ins?|gps|locations?|latitude|longitude|whereabouts|coordinates|` +
	`screenshots?|phone[-_ ](code|records?|bill)|device|tracking|tracker|copies of|copy of|forward(ed)? messages?|chats?|unlock|bank statements?)\b`)

// signsIn are the pages on which somebody types a password of this program: to sign in, or to leave what is turned to the couple.
var signsIn = regexp.MustCompile(`^(signin/|practice/join|sessions/leave|styleguide/)`)

// ours are the columns about this program itself: how somebody signs in, and where a form that was sent leads on to.
var ours = []string{"00004_signin.sql password_hash", "00004_signin.sql password_at", "00004_signin.sql location"}

// Nothing that ships asks for passwords, locations or copies of messages: no question of a programme, in any words of its own.
func TestNoQuestionAsksForPasswordsPlacesOrMessages(t *testing.T) {
	asked := 0
	for _, step := range shipped(t).Steps() {
		for _, part := range step.Parts {
			for _, q := range part.Prompts {
				texts := []string{q.Key, q.Label[programme.English]}
				for _, text := range q.Text[programme.English] {
					texts = append(texts, text)
				}
				for _, o := range q.Options {
					texts = append(texts, o.Key, o.Text[programme.English])
				}
				for _, text := range texts {
					if found := noField.FindString(text); found != "" {
						t.Errorf("%s/%s/%s asks for %q: %s", step.Key, part.Key, q.Key, found, text)
					}
				}
				asked++
			}
		}
	}
	if asked < 150 {
		t.Errorf("only %d questions were looked at", asked)
	}
}

var (
	partField = regexp.MustCompile(`\(field \S+ (?:\(\w+ )?"([^"]+)"[^"]*?\)? "([^"]+)"`)
	rawField  = regexp.MustCompile(`<(?:input|textarea|select)[^>]*? name="([^"]+)"`)
	column    = regexp.MustCompile(`(?m)^\s*(?:alter table \w+ )?(?:add column )?([a-z_]+) (?:text|bytea|jsonb|uuid|point|inet|boolean|smallint|int|integer|date|timestamptz)`)
)

// And no form of the house has a field for them, nor a place in the database: neither by its name nor by its label.
func TestNoFieldHoldsPasswordsPlacesOrMessages(t *testing.T) {
	root := os.DirFS("../..")
	words, fields, columns := labels(t, root), 0, 0
	err := fs.WalkDir(root, "templates", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(file) != ".html" {
			return err
		}
		data, err := fs.ReadFile(root, file)
		inside := strings.TrimPrefix(file, "templates/")
		wrong := func(name, label string) {
			fields++
			found := noField.FindString(strings.NewReplacer("-", " ", "_", " ", "%d", "", "%s", "").Replace(name) + " " + label)
			if found == "" || name == "password" && signsIn.MatchString(inside) {
				return
			}
			t.Errorf("%s: the field %s (%q) asks for %q", inside, name, label, found)
		}
		for _, m := range partField.FindAllStringSubmatch(string(data), -1) {
			wrong(m[1], words[m[2]])
		}
		for _, m := range rawField.FindAllStringSubmatch(string(data), -1) {
			wrong(m[1], "")
		}
		if strings.Contains(string(data), `type="file"`) {
			t.Errorf("%s takes a file", inside)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	all, err := fs.Glob(root, "migrations/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range all {
		data, err := fs.ReadFile(root, file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range column.FindAllStringSubmatch(string(data), -1) {
			columns++
			if found := noField.FindString(strings.ReplaceAll(m[1], "_", " ")); found != "" && !slices.Contains(ours, path.Base(file)+" "+m[1]) {
				t.Errorf("%s has a column %s", file, m[1])
			}
		}
	}
	if fields < 150 || columns < 300 {
		t.Errorf("only %d fields and %d columns were looked at", fields, columns)
	}
}

// labels are the words of every message, by id.
func labels(t *testing.T, root fs.FS) map[string]string {
	t.Helper()
	files, err := fs.Glob(root, "templates/locales/*.en.toml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no locales: %v", err)
	}
	words := map[string]string{}
	for _, file := range files {
		var messages map[string]any
		if _, err := toml.DecodeFS(root, file, &messages); err != nil {
			t.Fatal(err)
		}
		for id, m := range messages {
			switch m := m.(type) {
			case string:
				words[id] = m
			case map[string]any:
				words[id], _ = m["other"].(string)
			}
		}
	}
	return words
}
