package spreadsheet

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

// shape is a mapping whose columns and people hold letters beyond ASCII.
func shape(t testing.TB) Mapping {
	return mapped(t, `{"layout":"long","couple":"Paar","person":"Für wen","design":"daily","day":{"column":"Tag"},
 "ratings":{"CALM":{"column":"Nähe","range":[0,10]}}}`)
}

const shapeFile = "Paar,Für wen,Tag,Nähe\n1,Zoë,2026-03-02,5\n"

func latin(t testing.TB, text string) string {
	t.Helper()
	out, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestEncodingsSeparatorsAndLineEndings(t *testing.T) {
	with := func(old, new string) func(string) string {
		return func(s string) string { return strings.ReplaceAll(s, old, new) }
	}
	for name, change := range map[string]func(string) string{
		"plain":              func(s string) string { return s },
		"mark":               func(s string) string { return byteOrderMark + s },
		"windows-1252":       func(s string) string { return latin(t, s) },
		"semicolon":          with(",", ";"),
		"tab":                with(",", "\t"),
		"crlf":               with("\n", "\r\n"),
		"cr":                 with("\n", "\r"),
		"no last line break": func(s string) string { return strings.TrimSuffix(s, "\n") },
		"quoted header":      with("Paar,Für wen", `"Paar","Für wen"`),
		"spaces":             with(",", " , "),
		"quotes and spaces":  with("1,Zoë", `"1" , "Zoë" `),
		"blank lines":        with("\n", "\n\n  \n"),
		"marked crlf tabs": func(s string) string {
			return byteOrderMark + strings.NewReplacer("\n", "\r\n", ",", "\t").Replace(s)
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, sum := readText(t, shape(t), change(shapeFile))
			if len(got) != 1 || !strings.HasSuffix(got[0], " 1/Zoë 2026-03-02 daily CALM=5") {
				t.Errorf("entries %q", got)
			}
			expectCounts(t, sum, "rows 1 entries 1 empty 0 refused 0")
		})
	}
}

func TestSeparatorIsTheOneThatFindsTheColumns(t *testing.T) {
	// More commas than semicolons, in a header whose names hold commas.
	m := mapped(t, `{"layout":"long","couple":"c","person":"who, in words","day":{"column":"d"},"design":"daily","ratings":{"CALM":{"column":"calm, 0, 1, 2","range":[0,2]}}}`)
	got, _ := readText(t, m, "c;who, in words;d;calm, 0, 1, 2\n1;a;2026-03-02;1,5\n")
	expect(t, got, "2 1/a 2026-03-02 daily CALM=7.5")
	got, _ = readText(t, m, "c,\"who, in words\",d,\"calm, 0, 1, 2\",note\n1,a,2026-03-02,\"1,5\",\"a;b;c;d;e\nf\"\"g\"\n")
	expect(t, got, "2 1/a 2026-03-02 daily CALM=7.5")
}

func TestEncodingIsDecidedByTheWholeFile(t *testing.T) {
	filler := strings.Repeat("1,a,NA,NA\n", 20_000) // beyond the first pieces read
	for name, change := range map[string]func(string) string{
		"utf-8":        func(s string) string { return s },
		"windows-1252": func(s string) string { return latin(t, s) },
	} {
		m := mapped(t, `{"layout":"long","couple":"c","person":"p","design":"daily","day":{"column":"d"},"ratings":{"CALM":{"column":"x","range":[0,10]}}}`)
		got, _ := readText(t, m, change("c,p,d,x\n"+filler+"1,Zoë,2026-03-02,5\n"))
		expect(t, got, "20002 1/Zoë 2026-03-02 daily CALM=5")
		if t.Failed() {
			t.Log(name)
		}
	}
}

func TestLettersAcrossPiecesStayValid(t *testing.T) {
	// Two-, three- and four-byte letters at every offset around the 64 KB pieces.
	for _, letter := range []string{"ë", "€", "𝄞"} {
		for shift := range 5 {
			text := strings.Repeat("a", 64<<10-shift) + strings.Repeat(letter, 40_000)
			coding, err := detect(strings.NewReader(text))
			if err != nil || coding != utf8Plain {
				t.Errorf("%s, shift %d: coding %d, %v", letter, shift, coding, err)
			}
		}
	}
	if coding, err := detect(strings.NewReader("abc\xe2\x82")); err != nil || coding != windows1252 {
		t.Errorf("cut letter: coding %d, %v", coding, err)
	}
}

func TestFilesRefusedAsAWhole(t *testing.T) {
	for _, c := range []struct{ name, file, sentence string }{
		{"empty", "", "The file is empty."},
		{"only a mark", byteOrderMark, "The file is empty."},
		{"only blank lines", "\n \r\n", "The file is empty."},
		{"zero byte", "Paar,Tag\n1,\x00\n", "zero byte"},
		{"zero byte far below", shapeFile + strings.Repeat("x", 200_000) + "\x00", "zero byte"},
		{"utf-16", "\xff\xfeP\x00a\x00", "UTF-16"},
		{"workbook", "PK\x03\x04\x14\x00", "workbook"},
		{"old workbook", "\xd0\xcf\x11\xe0\xa1\xb1", "workbook"},
		{"no encoding of ours", "Paar\n\x81\x8d\n", "neither UTF-8 nor Windows-1252"},
		{"marked as UTF-8 and not", byteOrderMark + "Paar\n\xe4\n", "neither UTF-8 nor Windows-1252"},
		{"column missing", "Paar;wer;Tag;Nähe\n", "The file has no column “Für wen”; its columns are “Paar”, “wer”, “Tag”, “Nähe”."},
		{"no header", "1,Zoë,2026-03-02,5\n", "The file has no column “Paar”; its columns are “1”, “Zoë”, “2026-03-02”, “5”."},
		{"column twice", "Paar,Für wen,Tag,Nähe,Nähe\n", "The file has 2 columns with the name “Nähe”"},
		{"header not closed", "Paar,\"Für wen,Tag,Nähe\n1", "never closed"},
		{"many columns", "Paar" + strings.Repeat(",x", 30) + "\n", "and 11 more"},
	} {
		t.Run(c.name, func(t *testing.T) {
			sum, err := Read(strings.NewReader(c.file), shape(t), func(Entry) error { t.Error("emitted"); return nil })
			if got := sentences(t, err); !strings.Contains(got, c.sentence) {
				t.Errorf("error %q, want %q", got, c.sentence)
			}
			if _, faults := err.(Faults); !faults || sum.Rows != 0 {
				t.Errorf("error %T, summary %+v", err, sum)
			}
		})
	}
}

func TestEveryMissingColumnIsNamedOnce(t *testing.T) {
	_, err := Read(strings.NewReader("a,b\n"), shape(t), nil)
	faults, _ := err.(Faults)
	if len(faults) != 4 || faults[0].Line != 1 {
		t.Errorf("faults %v", faults)
	}
}

func TestColumnNamedTwiceMattersOnlyWhenUsed(t *testing.T) {
	got, _ := readText(t, shape(t), "Paar,note,note,,,Für wen,Tag,Nähe\n1,,,,,Zoë,2026-03-02,5\n")
	expect(t, got, "2 1/Zoë 2026-03-02 daily CALM=5")
}

func TestOneCoupleForTheWholeFile(t *testing.T) {
	m := mapped(t, `{"layout":"wide","couple_code":"K7","design":"weekly","day":{"column":"d"},
 "partners":[{"label":"Ann","ratings":{"SAFE":{"column":"s","range":[0,10]}}}]}`)
	got, _ := readText(t, m, "d,s\n2026-03-02,5\n")
	expect(t, got, "2 K7/Ann 2026-03-02 weekly SAFE=5")
}

func TestPeopleAreLimited(t *testing.T) {
	var file strings.Builder
	file.WriteString("Paar,Für wen,Tag,Nähe\n")
	for i := range MaxPeople + 1 {
		fmt.Fprintf(&file, "%d,a,2026-03-02,5\n", i)
	}
	_, err := Read(strings.NewReader(file.String()), shape(t), nil)
	if got := sentences(t, err); !strings.Contains(got, "more than 100000 people") {
		t.Errorf("error %v", err)
	}
}
