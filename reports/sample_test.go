package reports

import (
	_ "embed"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"amends/reports/pdf"
	"amends/reports/progress"
)

// english binds the shipped English texts as a caller does.
func english(t testing.TB) Words {
	t.Helper()
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	const path = "../templates/locales/report.en.toml"
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := bundle.ParseMessageFileBytes(data, path); err != nil {
		t.Fatal(err)
	}
	localizer := i18n.NewLocalizer(bundle, "en")
	return func(id string, a map[string]any) string {
		c := &i18n.LocalizeConfig{MessageID: id, TemplateData: a}
		if n, ok := a["Count"]; ok {
			c.PluralCount = n
		}
		s, err := localizer.Localize(c)
		if err != nil {
			return ""
		}
		return s
	}
}

func press(t testing.TB) *pdf.Press {
	t.Helper()
	p, err := pdf.NewPress()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func on(month time.Month, day int) progress.Date { return progress.NewDate(2026, month, day) }

// table holds 26 weeks of two invented people, the seven ratings that may be
// shown: the first's, then the second's; "." is no answer.
//
//go:embed progress/testdata/half_year.txt
var table string

var tableColumns = []progress.Rating{
	progress.Rely, progress.Heard, progress.Calm, progress.Close, progress.Hope, progress.KeptA, progress.KeptP,
}

// partners builds the two people of a table of weeks that begins on first.
func partners(first progress.Date, names []string, weeks string) []progress.Partner {
	var out []progress.Partner
	for position, name := range names {
		p := progress.Partner{
			Position: position, Name: name, Zone: "America/New_York", Care: progress.Span{From: first},
			Schedule: []progress.Window{{Design: progress.Weekly, Span: progress.Span{From: first}}},
		}
		for week, line := range strings.Split(strings.TrimSpace(weeks), "\n") {
			e := progress.Entry{Date: first.AddDays(7*week + 2), Design: progress.Weekly, Source: progress.SourceSelf, Values: map[progress.Rating]float64{}}
			for i, cell := range strings.Fields(strings.Split(line, "|")[position]) {
				if v, err := strconv.ParseFloat(cell, 64); err == nil {
					e.Values[tableColumns[i]] = v
				}
			}
			if len(e.Values) > 0 {
				p.Entries = append(p.Entries, e)
			}
		}
		out = append(out, p)
	}
	return out
}

// input is a half year of Maya and Tomas, as a couple report both agreed to.
func input() progress.Input {
	first := on(5, 25)
	in := progress.Input{
		Reader: progress.ReaderCouple, Period: progress.Span{From: first, To: on(11, 22)}, Today: on(11, 23),
		PreparedBy: "Ruth Alder, LMFT", Practice: "Linden Street Counseling", CoupleCode: "LS-0427",
		Paragraph:    "You came in May with many questions and little rest. By November both of you say more often that you can rely on the other’s word. August was hard. You did not go round it: you spoke about it in a session, made a plan for such weeks, and have used the plan twice since. Small promises have become ordinary days. What is still slow is closeness, and it may be slow.",
		LinesAllowed: true, Partners: partners(first, []string{"Maya", "Tomas"}, table),
	}
	in.Phases = []progress.Phase{
		{Name: "Facing it", Span: progress.Span{From: first, To: on(7, 5)}},
		{Name: "Listening", Span: progress.Span{From: on(7, 6), To: on(8, 30)}},
		{Name: "Doing", Span: progress.Span{From: on(8, 31)}},
	}
	both := []int{0, 1}
	for _, d := range []progress.Date{on(5, 28), on(6, 11), on(6, 25), on(7, 9), on(7, 23), on(8, 6), on(8, 13), on(8, 20), on(9, 3), on(9, 17), on(10, 1), on(10, 29), on(11, 12)} {
		in.Sessions = append(in.Sessions, progress.Session{Date: d, Present: both, Minutes: 50})
	}
	in.Sessions = append(in.Sessions,
		progress.Session{Date: on(6, 3), Present: []int{0}, Minutes: 50},
		progress.Session{Date: on(6, 6), Present: []int{1}, Minutes: 80},
		progress.Session{Date: on(10, 15), Cancelled: true, Reason: "illness"})
	work := func(n int, title, phase string, from, until progress.Date, counts ...progress.Count) {
		state := progress.WorkOpen
		switch {
		case from.IsZero():
			state = progress.WorkLater
		case !until.IsZero():
			state = progress.WorkClosed
		}
		in.Work = append(in.Work, progress.Work{Number: n, Code: "A" + strconv.Itoa(n), Title: title, Phase: phase, Who: both, State: state, From: from, Until: until, Counts: counts})
	}
	none := progress.Date{}
	work(1, "Saying plainly what happened", "Facing it", on(5, 25), on(6, 22))
	work(2, "Owning my part", "Facing it", on(6, 8), on(7, 6))
	work(3, "Making room for feelings", "Facing it", on(6, 15), none)
	work(4, "Listening to take in", "Listening", on(7, 6), on(8, 31), progress.Count{Key: "talk", N: 11})
	work(5, "Questions and answers", "Listening", on(7, 20), on(8, 31), progress.Count{Key: "session", N: 4})
	work(6, "A plan for hard weeks", "Listening", on(8, 10), none, progress.Count{Key: "time", N: 2})
	work(7, "Agreements", "Doing", on(8, 31), none, progress.Count{Key: "agreement", N: 3})
	work(8, "Small promises", "Doing", on(9, 7), none, progress.Count{Key: "kept", N: 38})
	work(9, "Time together", "Doing", on(10, 5), none, progress.Count{Key: "time", N: 21})
	work(10, "Deciding together", "Doing", none, none)

	promise := func(keeper int, text string, from progress.Date, days ...int) {
		p := progress.Promise{Keeper: keeper, Text: text, Starts: from, Cadence: "weekly"}
		yes := true
		for _, n := range days {
			p.Deeds = append(p.Deeds, progress.Deed{Date: from.AddDays(n), SaidKept: &yes, Outcome: progress.OutcomeConfirmed})
		}
		p.Deeds = append(p.Deeds, progress.Deed{Date: from.AddDays(5), SaidKept: &yes, Outcome: progress.OutcomeNotYet},
			progress.Deed{Date: from.AddDays(6), Outcome: progress.OutcomeNone})
		in.Promises = append(in.Promises, p)
	}
	promise(1, "Call when I will be more than 30 minutes late", on(9, 7), 0, 3, 8, 11, 16, 23, 31, 38, 46, 52, 59, 66, 71)
	promise(0, "Say at breakfast what I need for the evening", on(9, 7), 2, 9, 17, 24, 30, 44, 51, 58, 73)
	promise(1, "Phone stays in the hall from seven to nine", on(9, 25), 4, 11, 18, 25, 39, 46, 53)
	promise(0, "Tell you on Sunday how the week was for me", on(10, 7), 4, 11, 18, 32, 39)
	promise(1, "Plan the Saturday walk and keep the time free", on(10, 20), 4, 11, 25, 32)
	return in
}

// beginning is three weeks of Ines and Jakob: too early for any direction.
func beginning() progress.Input {
	first := on(11, 2)
	weeks := "4 3 6 . . . . | 5 5 4 . . . .\n5 . 5 . . . . | . . . . . . .\n4 5 5 . . . . | 6 4 6 . . . ."
	both := []int{0, 1}
	return progress.Input{
		Reader: progress.ReaderCouple, Period: progress.Span{From: first, To: on(11, 22)}, Today: on(11, 23),
		PreparedBy: "Ruth Alder, LMFT", Practice: "Linden Street Counseling", CoupleCode: "LS-0613",
		Paragraph:    "You have begun. We have met twice, and each of you has said what you hope for here. No step is behind.",
		LinesAllowed: true, Partners: partners(first, []string{"Ines", "Jakob"}, weeks),
		Sessions: []progress.Session{{Date: on(11, 5), Present: both}, {Date: on(11, 19), Present: both}},
		Work: []progress.Work{
			{Number: 1, Code: "A0", Title: "Opening: where we stand", Who: both, State: progress.WorkClosed, From: on(11, 5), Until: on(11, 12)},
			{Number: 2, Code: "A1", Title: "Saying plainly what happened", Who: both, State: progress.WorkOpen, From: on(11, 16)},
		},
	}
}

func options(t testing.TB) Options {
	return Options{
		Press: press(t), Paper: pdf.A4, Lang: "en",
		Next: []Line{{"26 November, 17:30", "Next session"}},
		Agreements: []Agreement{
			{"Evenings away from home are told by noon of the day before.", "both of you", on(9, 14), on(12, 7)},
			{"Money over 200 is talked about before it is spent.", "both of you", on(9, 21), on(12, 7)},
			{"Sundays at six: twenty minutes, no phones, one question each.", "both of you", on(10, 5), progress.NewDate(2027, 1, 4)},
		},
		Help: []Line{
			{"Linden Street Counseling", "555 0142, Monday to Friday, 9:00 to 17:00"}, {"In danger now", "911"},
			{"Crisis line, day and night", "988, call or text"}, {"Not safe at home", "1 800 799 7233, or text START to 88788"},
		},
	}
}

// keep writes a file for looking at when AMENDS_PDF_DIR names a folder.
func keep(t testing.TB, name string, file []byte) {
	dir := os.Getenv("AMENDS_PDF_DIR")
	if dir == "" {
		return
	}
	if err := os.WriteFile(dir+"/"+name+".pdf", file, 0o600); err != nil {
		t.Fatal(err)
	}
}

func progressPDF(t testing.TB, in progress.Input, o Options) []byte {
	t.Helper()
	file, err := RenderProgress(progress.Compute(in), english(t), o)
	if err != nil {
		t.Fatal(err)
	}
	return file
}
