package chart

import (
	"bytes"
	"encoding/xml"
	"html/template"
	"io"
	"math"
	"os"
	"strings"
	"testing"
	"time"
)

func day(month time.Month, d int) time.Time { return time.Date(2026, month, d, 0, 0, 0, 0, time.UTC) }

func calendar() Calendar {
	return Calendar{
		Month: func(t time.Time) string { return t.Format("Jan") },
		Day:   func(t time.Time) string { return t.Format("2 Jan") },
	}
}

// half is a period of 26 weeks with two phases, sessions and steps.
func half() Frame {
	return Frame{
		Span:     Span{day(5, 25), day(11, 23)},
		Sessions: []time.Time{day(5, 28), day(11, 12)},
		Steps:    []Step{{"1", day(5, 25)}, {"2", day(6, 8)}, {"3", day(6, 9)}, {"4", day(6, 10)}},
		Phases:   []Phase{{"Facing it", Span{day(5, 25), day(7, 6)}}, {"Listening", Span{day(7, 6), day(11, 23)}}},
		Bands:    []Span{{day(8, 3), day(8, 10)}},
		BandName: "week of 3 Aug",
		Calendar: calendar(),
	}
}

func width(f Face, s string) float64 { return float64(len([]rune(s))) * f.Size * 0.19 }

func readings(values map[int]float64) []Reading {
	var out []Reading
	for w := range 60 {
		if v, ok := values[w]; ok {
			out = append(out, Reading{day(5, 25).AddDate(0, 0, 7*w), v})
		}
	}
	return out
}

func of(l List, class string) List {
	var out List
	for _, s := range l {
		if s.Pen.Class == class || s.Face.Class == class && s.Kind == Text {
			out = append(out, s)
		}
	}
	return out
}

func same(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 0.005 {
		t.Errorf("%s = %.3f, want %.3f", what, got, want)
	}
}

func TestPanelMeasures(t *testing.T) {
	f := half()
	l := f.Panel(Panel{Who: First, Readings: readings(map[int]float64{0: 0, 1: 10, 2: 5, 25: 4})})
	zero, marks := of(l, "zero")[0], of(l, "pa-mark")
	same(t, "plot left", zero.Pts[0].X, 5.2)
	same(t, "plot right", zero.Pts[1].X, 64.6)
	same(t, "height", marks[0].Pts[0].Y-marks[1].Pts[0].Y, 19)
	same(t, "0 at the foot", marks[0].Pts[0].Y, zero.Pts[0].Y)
	same(t, "a week", marks[1].Pts[0].X-marks[0].Pts[0].X, 59.4/26)
	same(t, "visible diameter", 2*(marks[0].R-marks[0].Pen.Width/2), 1.44)
	same(t, "panel", Panel{}.PanelHeight(), 22.9)
	same(t, "last panel", Panel{Last: true}.PanelHeight(), 29.3)
	ticks := of(l, "session")
	same(t, "tick from", ticks[0].Pts[0].Y-zero.Pts[0].Y, 0.35)
	same(t, "tick to", ticks[0].Pts[1].Y-zero.Pts[0].Y, 1.65)
	same(t, "tick on its day", ticks[0].Pts[0].X, 5.2+3*59.4/182)
	step := of(l, "step")[0]
	same(t, "step tick", step.Pts[1].Y-step.Pts[0].Y, 0.8)
	same(t, "phase edge", of(l, "phase")[0].Pts[0].X, 5.2+42*59.4/182-0.9)
	diamond := Second.Dot(0, 0, 1)
	tip := diamond.Pts[1].X - diamond.Pen.Width/2*math.Sqrt2
	same(t, "diamond", 2*tip, 1.96)
}

// A missing week is neither bridged nor drawn.
func TestGapsStayGaps(t *testing.T) {
	l := half().Panel(Panel{Who: Second, Readings: readings(map[int]float64{0: 3, 1: 4, 3: 5, 5: 2, 6: 3, 7: 4})})
	joins := of(l, "pb-join")
	if len(joins) != 2 || len(joins[0].Pts) != 2 || len(joins[1].Pts) != 3 {
		t.Errorf("joins %+v", joins)
	}
	if n := len(of(l, "pb-mark")); n != 6 {
		t.Errorf("%d marks for 6 values", n)
	}
}

func TestEarlyPanelIsMarksOnly(t *testing.T) {
	f := half()
	f.Span = Span{day(11, 2), day(11, 23)}
	l := f.Panel(Panel{Who: First, Early: true, Last: true,
		Readings: []Reading{{day(11, 2), 4}, {day(11, 9), 5}}, Levels: []Level{{day(11, 2), day(11, 9), 5}}})
	for _, class := range []string{"pa-join", "pa-level", "band", "phase", "step"} {
		if len(of(l, class)) != 0 {
			t.Errorf("%s is drawn", class)
		}
	}
	same(t, "plot", of(l, "zero")[0].Pts[0].Y-of(l, "grid")[0].Pts[0].Y, 13)
	same(t, "mark", 2*(of(l, "pa-mark")[0].R-0.11), 1.44*1.5)
}

func TestHeadNumbersDoNotTouch(t *testing.T) {
	f := half()
	l := f.Head(First, []string{"Maya"}, 0, width)
	right := 0.0
	for _, s := range l {
		if s.Kind == Text && s.Face.Bold && s.Face.Size == 7.5 {
			if s.Pts[0].X < right {
				t.Errorf("%q begins at %.2f, before %.2f", s.Words, s.Pts[0].X, right)
			}
			right = s.Pts[0].X + width(s.Face, s.Words)
		}
	}
	for _, s := range l {
		for _, p := range s.Pts {
			if p.Y > HeadHeight || p.X > PanelWidth+0.01 {
				t.Errorf("%+v leaves the head", s)
			}
		}
	}
}

func TestLongNameLowersTheHead(t *testing.T) {
	f := half()
	a, b := f.Head(First, []string{"Maya"}, 4.6, width), f.Head(Second, []string{"Maximiliane", "Theodora"}, 4.6, width)
	same(t, "both heads alike", of(a, "session")[0].Pts[0].Y, of(b, "session")[0].Pts[0].Y)
	same(t, "drop", of(a, "session")[0].Pts[0].Y-of(f.Head(First, []string{"Maya"}, 0, width), "session")[0].Pts[0].Y, 4.6)
}

func TestMonthNamesKeepTheirRoom(t *testing.T) {
	for weeks := 2; weeks <= 200; weeks += 3 {
		f := Frame{Span: Span{day(1, 5), day(1, 5).AddDate(0, 0, 7*weeks)}, Calendar: calendar()}
		last := -10.0
		for _, s := range f.monthsAt(f.axis(false), 0, 2) {
			if s.Kind != Text {
				continue
			}
			if s.Pts[0].X-last < 5 {
				t.Errorf("%d weeks: %q is %.1f mm after the last", weeks, s.Words, s.Pts[0].X-last)
			}
			last = s.Pts[0].X
		}
	}
}

func TestBars(t *testing.T) {
	f := half()
	closed := f.Bar(Bar{Began: day(6, 1), Closed: day(7, 1)})
	if n := len(of(closed, "work")); n != 3 {
		t.Errorf("closed bar has %d parts, want bar and two caps", n)
	}
	same(t, "strength", of(closed, "work")[1].Pts[1].Y-of(closed, "work")[1].Pts[0].Y, 1.1)
	open := of(f.Bar(Bar{Began: day(6, 1)}), "work")
	if open[1].Kind != Polygon {
		t.Error("a step that goes on has no arrow head")
	}
	if n := len(of(f.Bar(Bar{}), "work")); n != 0 {
		t.Error("a step for later has a bar")
	}
}

func TestCoverageMarksAndDashes(t *testing.T) {
	f := half()
	weeks := []time.Time{day(5, 25), day(6, 1), day(6, 8)}
	l := f.Coverage(First, weeks, map[time.Time]bool{day(5, 25): true, day(6, 8): true})
	if len(of(l, "pa-mark")) != 2 || len(of(l, "empty")) != 1 {
		t.Errorf("%d marks, %d dashes", len(of(l, "pa-mark")), len(of(l, "empty")))
	}
	e := of(l, "empty")[0]
	same(t, "dash", e.Pts[1].X-e.Pts[0].X, 1)
}

func TestHardWeek(t *testing.T) {
	f := Frame{Span: Span{day(7, 6), day(9, 28)}, Calendar: calendar()}
	h := HardWeek{Who: First, Week: Span{day(8, 3), day(8, 10)}, Before: 5, HasPast: true,
		Readings:   []Reading{{day(7, 27), 5}, {day(8, 3), 1}, {day(8, 10), 2}},
		BeforeText: "before", WeekText: "week"}
	l := f.HardWeek(h, width)
	for _, s := range l {
		if s.Words == "back" || s.Pen.Class == "leader" {
			t.Error("a callout for a return that has not been")
		}
	}
	h.Back, h.BackText = &Reading{day(9, 7), 5}, "back"
	if n := len(of(f.HardWeek(h, width), "leader")); n != 1 {
		t.Errorf("%d leaders", n)
	}
}

func couple(a, b []Reading) Couple {
	return Couple{
		Span: Span{day(5, 25), day(8, 17)}, Title: "Amira <and> Jonas", Sessions: []time.Time{day(6, 4)},
		Ticks: []Tick{{day(5, 25), "Week of 25 May"}, {day(8, 10), "10 August"}},
		Lanes: []Lane{
			{Who: First, Name: "Amira", Note: "3 of 12 weeks", Strokes: []Stroke{
				{Label: "Safe 5", Readings: a, Chosen: true}, {Label: "Heard 5", Readings: a}, {Label: "Steady 5", Readings: a}}},
			{Who: Second, Name: "Jonas", Strokes: []Stroke{{Label: "Safe 6", Readings: b, Chosen: true}}},
		},
	}
}

func TestEndLabelsAreApart(t *testing.T) {
	for _, v := range []float64{0, 5, 10} {
		svg := couple(readings(map[int]float64{10: v, 11: v}), nil).SVG()
		var ys []float64
		for _, lb := range svg.Labels {
			if strings.HasSuffix(lb.Text, " 5") {
				ys = append(ys, number(t, lb.Y))
			}
		}
		if len(ys) != 3 {
			t.Fatalf("%d end labels", len(ys))
		}
		for i := 1; i < len(ys); i++ {
			if ys[i]-ys[i-1] < 16-0.01 {
				t.Errorf("value %v: labels at %v", v, ys)
			}
		}
		if ys[0] < panelTop || ys[2] > panelTop+panelPlot+10 {
			t.Errorf("value %v: labels leave the panel: %v", v, ys)
		}
	}
}

func number(t *testing.T, s string) float64 {
	t.Helper()
	var v float64
	if err := xml.Unmarshal([]byte("<v>"+s+"</v>"), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func page(t *testing.T, svg SVG) string {
	t.Helper()
	snippet, err := os.ReadFile("../../templates/parts/chart.html")
	if err != nil {
		t.Fatal(err)
	}
	tpl := template.Must(template.New("").Parse(string(snippet)))
	var b bytes.Buffer
	if err := tpl.ExecuteTemplate(&b, "chart", svg); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// The markup is well formed, everything foreign in it is escaped by
// html/template, and no style or event attribute stands in it.
func TestMarkup(t *testing.T) {
	c := couple(readings(map[int]float64{0: 1, 1: 2, 5: 7}), readings(map[int]float64{3: 4}))
	c.Lanes[0].Name = `<script>alert("x")</script>`
	got := page(t, c.SVG())
	if strings.Contains(got, "<script") || strings.Contains(got, "style=") || strings.Contains(got, "ZgotmplZ") || strings.Contains(got, "&#43;") {
		t.Errorf("markup: %s", got)
	}
	for _, want := range []string{`role="img"`, "<title>Amira &lt;and&gt; Jonas</title>", `class="pa-line"`, `class="upright"`, `<tspan class="note"`} {
		if !strings.Contains(got, want) {
			t.Errorf("%s missing", want)
		}
	}
	dec := xml.NewDecoder(strings.NewReader(got))
	for {
		if _, err := dec.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

func TestSparklineIsSmallAndShowsLoneDays(t *testing.T) {
	s := Spark{Span: Span{day(5, 25), day(8, 17)}, Title: "Amira: latest 4", Who: First,
		Readings: readings(map[int]float64{0: 3, 1: 4, 2: 4, 3: 5, 4: 6, 5: 5, 6: 4, 7: 3, 9: 4, 10: 5, 11: 4})}
	if n := len(page(t, s.SVG())); n > 650 {
		t.Errorf("%d bytes", n)
	}
	s.Readings = readings(map[int]float64{4: 0})
	svg := s.SVG()
	if len(svg.Paths) != 2 || svg.Paths[1].Class != "pa-mark" {
		t.Errorf("a lone day: %+v", svg.Paths)
	}
	if svg.Width != "180" || svg.Height != "24" {
		t.Errorf("%s by %s", svg.Width, svg.Height)
	}
}

func TestRoomNamesDoNotTouch(t *testing.T) {
	r := Room{Span: Span{day(5, 25), day(8, 17)}, Title: "t", Lines: []RoomLine{
		{First, Stroke{Label: "Amira 5", Readings: readings(map[int]float64{10: 5, 11: 5})}},
		{Second, Stroke{Label: "Jonas 5", Readings: readings(map[int]float64{10: 5, 11: 5})}},
	}}
	var ys []float64
	for _, lb := range r.SVG().Labels {
		if strings.HasSuffix(lb.Text, " 5") {
			ys = append(ys, number(t, lb.Y))
		}
	}
	if len(ys) != 2 || math.Abs(ys[0]-ys[1]) < 16 {
		t.Errorf("names at %v", ys)
	}
}

// On a phone held upright the chart stays inside its width, is taller than the wide one, and no line can reach a name.
func TestTheRoomOnAPhone(t *testing.T) {
	r := Room{Span: Span{day(5, 25), day(8, 17)}, Title: "t", Width: 350, Ticks: []Tick{{day(5, 25), "first"}, {day(7, 6), "middle"}, {day(8, 10), "last"}}, Lines: []RoomLine{
		{First, Stroke{Label: "Amira 10", Readings: readings(map[int]float64{0: 10, 10: 10, 11: 10})}},
		{Second, Stroke{Label: "Jonas 5", Readings: readings(map[int]float64{10: 5, 11: 5})}},
	}}
	svg, wide := r.SVG(), Room{Span: r.Span, Lines: r.Lines}.SVG()
	if svg.Width != "350" || number(t, svg.Height)/350 <= 3*number(t, wide.Height)/RoomWidth {
		t.Errorf("%s by %s, the wide one %s by %s", svg.Width, svg.Height, wide.Width, wide.Height)
	}
	names, ten := map[string]float64{}, 0.0
	for _, lb := range svg.Labels {
		switch y := number(t, lb.Y); lb.Text {
		case "10":
			ten = y - 4
		case "Amira 10", "Jonas 5":
			names[lb.Text] = y
		case "middle":
			t.Error("three dates on a phone")
		}
		if x := number(t, lb.X); x < 0 || x > 350 {
			t.Errorf("%s at %.0f", lb.Text, x)
		}
	}
	if len(names) != 2 || names["Jonas 5"]-names["Amira 10"] < 24 || ten-names["Jonas 5"] < 8 {
		t.Errorf("names at %v, the line of 10 at %.0f", names, ten)
	}
}

func TestGreysOfTheTwoPartnersDiffer(t *testing.T) {
	grey := func(c Colour) float64 {
		r, g, b := c.RGB()
		return 0.299*float64(r) + 0.587*float64(g) + 0.114*float64(b)
	}
	if d := grey(SecondInk) - grey(FirstInk); d < 50 {
		t.Errorf("marks are %.0f apart on a grey printer", d)
	}
}

func TestNarrowPanelsNameTheLineAboveIt(t *testing.T) {
	c := couple(readings(map[int]float64{10: 9, 11: 10}), nil)
	c.Ticks = []Tick{{day(5, 25), "first"}, {day(7, 1), "middle"}, {day(8, 10), "last"}}
	c.Width = 350
	svg := c.SVG()
	dates := 0
	for _, lb := range svg.Labels {
		if lb.Text == "middle" || lb.Text == "Heard 5" {
			t.Errorf("%q has no room here", lb.Text)
		}
		if lb.Text == "first" || lb.Text == "last" {
			dates++
		}
		if lb.Text == "Safe 5" && number(t, lb.Y) > panelTop-uprightAbove {
			t.Errorf("the label at %s may be crossed", lb.Y)
		}
	}
	if dates != 2 || svg.Width != "350" {
		t.Errorf("%d dates, width %s", dates, svg.Width)
	}
}
