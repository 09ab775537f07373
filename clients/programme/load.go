package programme

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Fault is one thing wrong with a file. Line counts from 1; File and Line are empty
// for content that does not come from a file.
type Fault struct {
	File   string
	Line   int
	Reason string
}

// Error writes "file:line: reason", as far as they are known.
func (f Fault) Error() string {
	switch {
	case f.File == "":
		return f.Reason
	case f.Line == 0:
		return f.File + ": " + f.Reason
	}
	return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.Reason)
}

// Faults is every fault found at once, in order of file and line.
type Faults []Fault

// Error writes one fault per line.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, one := range f {
		lines[i] = one.Error()
	}
	return strings.Join(lines, "\n")
}

// maxFile bounds one file in bytes; the largest shipped one is a tenth of it.
const maxFile = 1 << 20

// source remembers where the content of one file stood.
type source struct {
	file  string
	lines map[string]int
}

// Load reads themes.yaml, steps/*.yaml and the programme files *.yaml at the root of
// fsys and checks them as a whole. The error is Faults with every fault of every
// file; the Library is nil then. Files that end in anything but .yaml are not read.
func Load(fsys fs.FS) (*Library, error) {
	l := loader{fsys: fsys}
	l.themes()
	l.each("steps", func(name string) {
		var s Step
		src, ok := l.read(path.Join("steps", name), &s)
		if !ok {
			l.raw.unread = append(l.raw.unread, StepKey(strings.TrimSuffix(name, ".yaml")))
			return
		}
		if string(s.Key)+".yaml" != name {
			l.fault(src, "key", "a step stands in a file of its own name: key %q does not belong in %s", s.Key, name)
		}
		l.raw.steps = append(l.raw.steps, s)
		l.raw.stepAt = append(l.raw.stepAt, src)
	})
	l.each(".", func(name string) {
		if name == "themes.yaml" {
			return
		}
		var p Programme
		src, ok := l.read(name, &p)
		if !ok {
			return
		}
		l.raw.programmes = append(l.raw.programmes, p)
		l.raw.programmeAt = append(l.raw.programmeAt, src)
	})
	if len(l.faults) == 0 && len(l.raw.programmes) == 0 {
		l.faults = append(l.faults, Fault{File: ".", Reason: "there is no programme file"})
	}
	l.faults = append(l.faults, l.raw.check()...)
	if len(l.faults) > 0 {
		return nil, tidy(l.faults)
	}
	return newLibrary(l.raw), nil
}

// LoadShipped is Load for the files that ship: every programme of the design must be
// there. Each of them refuses a missing row by itself.
func LoadShipped(fsys fs.FS) (*Library, error) {
	lib, err := Load(fsys)
	if err != nil {
		return nil, err
	}
	var faults Faults
	for _, tag := range shippedTags() {
		if _, ok := lib.Programme(tag); !ok {
			faults = append(faults, Fault{File: ".", Reason: fmt.Sprintf("programme %s is missing", tag)})
		}
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return lib, nil
}

// Assemble makes a Library of content that was loaded before, such as the versions a
// practice keeps in its own tables. The same rules hold as for Load.
func Assemble(themes []Theme, steps []Step, programmes []Programme) (*Library, error) {
	raw := content{themes: themes, steps: steps, programmes: programmes}
	raw.stepAt = make([]source, len(steps))
	raw.programmeAt = make([]source, len(programmes))
	if faults := raw.check(); len(faults) > 0 {
		return nil, tidy(faults)
	}
	return newLibrary(raw), nil
}

func tidy(faults Faults) Faults {
	slices.SortStableFunc(faults, func(a, b Fault) int {
		if c := strings.Compare(a.File, b.File); c != 0 {
			return c
		}
		return a.Line - b.Line
	})
	return slices.Compact(faults)
}

type loader struct {
	fsys   fs.FS
	raw    content
	faults Faults
}

func (l *loader) fault(src source, at, format string, args ...any) {
	l.faults = append(l.faults, src.fault(problem{at: at, reason: fmt.Sprintf(format, args...)}))
}

// each calls do for every .yaml file of a folder, by name.
func (l *loader) each(folder string, do func(name string)) {
	entries, err := fs.ReadDir(l.fsys, folder)
	if err != nil {
		l.faults = append(l.faults, Fault{File: folder, Reason: "the folder cannot be read: " + err.Error()})
		return
	}
	for _, e := range entries {
		if !e.IsDir() && strings.HasSuffix(e.Name(), ".yaml") {
			do(e.Name())
		}
	}
}

func (l *loader) themes() {
	var file struct {
		Themes []Theme `yaml:"themes"`
	}
	src, ok := l.read("themes.yaml", &file)
	l.raw.themes, l.raw.themeAt, l.raw.noThemes = file.Themes, src, !ok
}

// read decodes one file strictly into out and reports whether it could.
func (l *loader) read(name string, out any) (source, bool) {
	src := source{file: name, lines: map[string]int{}}
	data, err := fs.ReadFile(l.fsys, name)
	if err != nil {
		l.fault(src, "", "the file cannot be read: %v", err)
		return src, false
	}
	if len(data) > maxFile {
		l.fault(src, "", "the file has %d bytes, more than %d", len(data), maxFile)
		return src, false
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		l.decodeFaults(src, err)
		return src, false
	}
	if alias := src.index("", &doc); alias > 0 {
		l.faults = append(l.faults, Fault{name, alias, "anchors and aliases are not used here; write the text out"})
		return src, false
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(out); err != nil {
		l.decodeFaults(src, err)
		return src, false
	}
	if err := dec.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		l.fault(src, "", "the file holds more than one document")
		return src, false
	}
	return src, true
}

// index notes the line of every value under its path, such as
// "parts[0].intro.en.injured". It returns the line of the first alias or anchor.
func (s source) index(at string, n *yaml.Node) int {
	if n.Kind == yaml.AliasNode || n.Anchor != "" {
		return n.Line
	}
	s.lines[at] = n.Line
	for i, child := range n.Content {
		below := at
		switch n.Kind {
		case yaml.SequenceNode:
			below = at + "[" + strconv.Itoa(i) + "]"
		case yaml.MappingNode:
			if i%2 == 0 {
				continue
			}
			key := n.Content[i-1]
			below = strings.TrimPrefix(at+"."+key.Value, ".")
		}
		if alias := s.index(below, child); alias > 0 {
			return alias
		}
		if n.Kind == yaml.MappingNode {
			s.lines[below] = n.Content[i-1].Line
		}
	}
	return 0
}

// fault places a problem on its line, or on that of the nearest value around it.
func (s source) fault(p problem) Fault {
	at := p.at
	for {
		if line, ok := s.lines[at]; ok {
			return Fault{s.file, line, p.reason}
		}
		cut := strings.LastIndexAny(at, ".[")
		if cut < 0 {
			return Fault{s.file, s.lines[""], p.reason}
		}
		at = at[:cut]
	}
}

var (
	lineOf       = regexp.MustCompile(`line (\d+): (?s:(.*))$`)
	unknownField = regexp.MustCompile(`^field (\S+) not found in type \S+$`)
	goType       = regexp.MustCompile(` into \S+$`)
)

// decodeFaults turns the decoder's errors into faults in words of the files.
func (l *loader) decodeFaults(src source, err error) {
	if errors.Is(err, io.EOF) {
		l.fault(src, "", "the file is empty")
		return
	}
	messages := []string{err.Error()}
	var typed *yaml.TypeError
	if errors.As(err, &typed) {
		messages = typed.Errors
	}
	for _, m := range messages {
		f := Fault{File: src.file, Line: 1, Reason: strings.TrimPrefix(m, "yaml: ")}
		if found := lineOf.FindStringSubmatch(m); found != nil {
			f.Line, _ = strconv.Atoi(found[1])
			f.Reason = found[2]
		}
		if found := unknownField.FindStringSubmatch(f.Reason); found != nil {
			f.Reason = fmt.Sprintf("unknown field %q", found[1])
		}
		f.Reason = goType.ReplaceAllString(f.Reason, ": a value of another shape belongs here")
		l.faults = append(l.faults, f)
	}
}
