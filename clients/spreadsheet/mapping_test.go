package spreadsheet

import (
	"strings"
	"testing"
)

func TestFixturesParse(t *testing.T) {
	wide := fixture(t, "wide.json")
	if wide.Layout != Wide || wide.CodePrefix != "D" || wide.Design != Daily || wide.Several != Refuse ||
		wide.Day.Start.Format("2006-01-02") != "2026-03-02" || len(wide.Partners) != 2 || !wide.Partners[0].Ratings[1].Reverse {
		t.Errorf("wide: %+v", wide)
	}
	long := fixture(t, "long.json")
	if long.Layout != Long || long.PersonColumn != "role" || long.Day.Zone != "Europe/Brussels" || long.Several != Mean ||
		long.Partners[0].Ratings[0] != (Rating{Code: "CALM", Column: "PA1", Low: 1, High: 100}) {
		t.Errorf("long: %+v", long)
	}
}

const goodMapping = `{"layout":"long","couple":"c","person":"p","day":{"column":"d"},"ratings":{"CALM":{"column":"x","range":[0,10]}}}`

func TestMappingFaults(t *testing.T) {
	wide := func(partners string) string {
		return `{"layout":"wide","couple":"c","day":{"column":"d"},"partners":` + partners + `}`
	}
	change := func(old, new string) string {
		if !strings.Contains(goodMapping, old) {
			t.Fatalf("%s is not in the mapping", old)
		}
		return strings.Replace(goodMapping, old, new, 1)
	}
	day := func(more string) string { return change(`{"column":"d"}`, `{"column":"d"`+more+`}`) }
	const f, m = `{"label":"F","ratings":{"CALM":{"column":"x","range":[0,10]}}}`, `{"label":"M","ratings":{"CALM":{"column":"y","range":[0,10]}}}`
	for _, c := range []struct{ name, text, field, sentence string }{
		{"empty", "", "", "not valid JSON (near its line 1): it ends too early"},
		{"cut", "{\"layout\":\n\"long\",", "", "near its line 2"},
		{"list", "[]", "", "one JSON object"},
		{"null", "null", "", "one JSON object"},
		{"two", goodMapping + "{}", "", "something follows behind its end"},
		{"deep", strings.Repeat(`{"a":`, 12) + "1" + strings.Repeat("}", 12), "", "nests too deep"},
		{"large", `{"layout":"` + strings.Repeat(" ", maxMappingBytes) + `"}`, "", "larger than 256 KB"},
		{"unknown key", change(`"layout"`, `"lines":1,"layout"`), "lines", "“lines” is not a key of a mapping; known here are layout"},
		{"case matters", change(`"layout"`, `"Layout"`), "Layout", "“Layout” is not a key"},
		{"unknown key below", change(`"range"`, `"rang":1,"range"`), "ratings.CALM.rang", "“ratings.CALM.rang” is not a key"},
		{"doubled key", change(`"layout"`, `"layout":"wide","layout"`), "layout", "“layout” is named twice"},
		{"doubled rating", change(`"CALM"`, `"CALM":{"column":"z","range":[0,1]},"CALM"`), "ratings.CALM", "“ratings.CALM” is named twice"},
		{"wrong type", change(`"long"`, `1`), "layout", "“layout” must be a text"},
		{"empty text", change(`"p"`, `" "`), "person", "“person” must be a text that is not empty"},
		{"day is a text", change(`{"column":"d"}`, `"d"`), "day", "“day” must be an object"},
		{"no day", change(`"day":{"column":"d"},`, ``), "day", "needs “day”"},
		{"no day column", change(`{"column":"d"}`, `{}`), "day.column", "“day” needs “column”"},
		{"no layout", change(`"layout":"long",`, ``), "layout", "it can be “long” or “wide”"},
		{"no couple", change(`"couple":"c",`, ``), "couple", "names no couple"},
		{"two couples", change(`"couple":"c",`, `"couple":"c","couple_code":"K",`), "couple", "keep one of them"},
		{"prefix with code", change(`"couple":"c",`, `"couple_code":"K","code_prefix":"D",`), "code_prefix", "leave out “code_prefix”"},
		{"code of two lines", change(`"couple":"c",`, `"couple_code":"K\n7",`), "couple_code", "must be one line"},
		{"no person", change(`"person":"p",`, ``), "person", "needs “person”"},
		{"no ratings", change(`"ratings":{"CALM":{"column":"x","range":[0,10]}}`, `"ratings":{}`), "ratings", "names no rating"},
		{"partners in long", change(`"person"`, `"partners":[],"person"`), "partners", "names its columns in “ratings”"},
		{"design", change(`"layout"`, `"design":"monthly","layout"`), "design", "“design” is “monthly”"},
		{"several", change(`"layout"`, `"several_per_day":"first","layout"`), "several_per_day", "can be “refuse”, “last” or “mean”"},
		{"rating unknown", change(`CALM`, `JOY`), "ratings.JOY", "“JOY” is not a rating; the ratings are SAFE, RELY, HEARD"},
		{"rating case", change(`CALM`, `calm`), "ratings.calm", "“calm” is not a rating"},
		{"rating without column", change(`"column":"x",`, ``), "ratings.CALM.column", "needs “column”"},
		{"range missing", change(`,"range":[0,10]`, ``), "ratings.CALM.range", "must be two numbers"},
		{"range of one", change(`[0,10]`, `[10]`), "ratings.CALM.range", "must be two numbers"},
		{"range of texts", change(`[0,10]`, `["0","10"]`), "ratings.CALM.range", "must be two numbers"},
		{"range without end", change(`[0,10]`, `[0,1e999]`), "ratings.CALM.range", "must be two numbers"},
		{"range equal", change(`[0,10]`, `[7,7]`), "ratings.CALM.range", "begins and ends at 7"},
		{"range turned round", change(`[0,10]`, `[7,1]`), "ratings.CALM.range", "runs from 7 down to 1; write the lower number first"},
		{"range too wide", change(`[0,10]`, `[0,1e300]`), "ratings.CALM.range", "too wide"},
		{"reverse", change(`[0,10]`, `[0,10],"reverse":"yes"`), "ratings.CALM.reverse", "must be true or false"},
		{"zone", day(`,"zone":"Europe/Bruges"`), "day.zone", "“Europe/Bruges” is not known"},
		{"zone of the machine", day(`,"zone":"Local"`), "day.zone", "“Local” is not known"},
		{"zone outside", day(`,"zone":"../../etc/passwd"`), "day.zone", "is not known"},
		{"start", day(`,"start":"2.3.2026"`), "day.start", "write it as in “2026-03-02”"},
		{"start far off", day(`,"start":"0026-03-02"`), "day.start", "write it as in"},
		{"start and format", day(`,"start":"2026-03-02","format":"YYYY-MM-DD"`), "day.format", "has no “format”"},
		{"first alone", day(`,"first":0`), "day.first", "needs “start”"},
		{"first negative", day(`,"start":"2026-03-02","first":-1`), "day.first", "0 to 36525"},
		{"first of half", day(`,"start":"2026-03-02","first":1.5`), "day.first", "whole number"},
		{"first as text", day(`,"start":"2026-03-02","first":"1"`), "day.first", "whole number"},
		{"format small", day(`,"format":"dd.mm.yyyy"`), "day.format", "“d” in the date form “dd.mm.yyyy” is not known"},
		{"format minutes for months", day(`,"format":"DD.mm.YYYY"`), "day.format", "must name the year, the month and the day"},
		{"format twice", day(`,"format":"DD.MM.YYYY hh:MM"`), "day.format", "names “MM” twice"},
		{"format without year", day(`,"format":"DD.MM."`), "day.format", "must name the year"},
		{"format seconds alone", day(`,"format":"YYYY-MM-DD ss"`), "day.format", "lacks a part"},
		{"format offset without zone", day(`,"format":"YYYY-MM-DDThh:mmZ"`), "day.zone", "needs “zone”"},
		{"wide with person", strings.Replace(wide(`[`+f+`]`), `"couple"`, `"person":"p","couple"`, 1), "person", "has no “person” column"},
		{"wide with ratings", strings.Replace(wide(`[`+f+`]`), `"couple"`, `"ratings":{},"couple"`, 1), "ratings", "inside each of the “partners”"},
		{"wide without partners", wide(`[]`), "partners", "has 0"},
		{"wide with three", wide(`[` + f + `,` + f + `,` + f + `]`), "partners", "has 3"},
		{"partners not a list", wide(`{}`), "partners", "must be a list"},
		{"partner not an object", wide(`["F"]`), "partners[0]", "must be an object"},
		{"same label", wide(`[` + f + `,` + strings.Replace(m, `"M"`, `"F"`, 1) + `]`), "partners[1].label", "the label “F”"},
		{"no label", wide(`[{"ratings":{"CALM":{"column":"x","range":[0,10]}}}]`), "partners[0].label", "Partner 1 needs a “label”"},
		{"same column", wide(`[` + f + `,` + strings.Replace(m, `"y"`, `"x"`, 1) + `]`), "partners[1].ratings.CALM.column", "“x” is used for “partners[0].ratings.CALM” and for “partners[1].ratings.CALM”"},
		{"partner key", wide(`[` + strings.Replace(f, `"label"`, `"name":"F","label"`, 1) + `]`), "partners[0].name", "“partners[0].name” is not a key"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ParseMapping([]byte(c.text))
			faults, _ := err.(Faults)
			for _, fault := range faults {
				if fault.Why.Field == c.field && strings.Contains(english(t)(fault.Why), c.sentence) {
					return
				}
			}
			t.Errorf("faults %v, want %s: %s", faults, c.field, c.sentence)
		})
	}
}

func TestMappingNamesAllFaultsAtOnce(t *testing.T) {
	_, err := ParseMapping([]byte(`{"layout":"tall","design":"x","several_per_day":"y","day":{"column":"d","zone":"z"},"couple":"c"}`))
	if faults, _ := err.(Faults); len(faults) != 4 {
		t.Errorf("%d faults: %v", len(faults), err)
	}
}

func TestReadChecksAMappingThatWasNotParsed(t *testing.T) {
	_, err := Read(strings.NewReader(shapeFile), Mapping{}, nil)
	if faults, _ := err.(Faults); len(faults) == 0 {
		t.Errorf("error %v", err)
	}
}

func TestMappingWithAMark(t *testing.T) {
	mapped(t, byteOrderMark+goodMapping)
}
