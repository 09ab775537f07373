package chart

// Room is the one chart of the room view: both lines on one axis, shown only
// where both agreed. The caller decides that; here nothing is checked.
type Room struct {
	Span
	Title string
	Ticks []Tick
	Lines []RoomLine
	Width float64 // 0 is RoomWidth; below 520 it is for a phone held upright: taller, with the names above the plot
}

// RoomLine is one partner's line with name and last value at its end.
type RoomLine struct {
	Who    Who
	Stroke Stroke
}

// Measures of the room view's chart, pixels.
const (
	RoomWidth = 1216.0
	roomPlot  = 220.0
	roomTop   = 14.0
	roomFoot  = 36.0 // below the zero line: the dates

	uprightPlot = 300.0
	uprightRow  = 30.0 // of one name above the plot
)

// SVG draws the room chart for a page.
func (r Room) SVG() SVG {
	if r.Width > 0 && r.Width < narrowBelow {
		return r.upright()
	}
	ax := axis{r.Span, 34, 1060}
	l, y := r.plot(ax, roomTop, roomPlot)
	var ends []float64
	for _, line := range r.Lines {
		if n := len(line.Stroke.Readings); n > 0 {
			ends = append(ends, y(line.Stroke.Readings[n-1].Value)+6)
		}
	}
	if len(ends) == 2 {
		// Two names never touch; the higher line keeps the higher name.
		swap := ends[0] > ends[1]
		if swap {
			ends[0], ends[1] = ends[1], ends[0]
		}
		spread(ends, 24, roomTop, roomTop+roomPlot+6)
		if swap {
			ends[0], ends[1] = ends[1], ends[0]
		}
	}
	i := 0
	for _, line := range r.Lines {
		if len(line.Stroke.Readings) > 0 {
			l = append(l, line.name(Start, ax.right()+14, ends[i]))
			i++
		}
	}
	l = append(l, dateTicks(ax, r.Ticks, roomTop+roomPlot+28)...)
	return render("chart-room", r.Title, RoomWidth, roomTop+roomPlot+roomFoot, l)
}

// plot draws the scale and both lines between top and top+height, and answers where a value lies.
func (r Room) plot(ax axis, top, height float64) (l List, y func(float64) float64) {
	y = func(v float64) float64 { return top + height - v/10*height }
	l = pageScale(ax, y)
	for _, line := range r.Lines {
		line.Stroke.Chosen = true
		l = append(l, line.Stroke.draw(line.Who, ax, y)...)
	}
	return l, y
}

// upright draws the chart over the whole width of a phone: one row above the plot for each name, behind a piece of its line, so
// that no line crosses a name; and only the first and the last date, which never touch.
func (r Room) upright() SVG {
	ax := axis{r.Span, 30, r.Width - 40}
	top := roomTop
	var names List
	for _, line := range r.Lines {
		if len(line.Stroke.Readings) == 0 {
			continue
		}
		x, at := ax.left, top+8
		names = append(names, Line(Pen{Class: line.Who.class("line")}, x, at, x+36, at), pageMark(line.Who, Pen{Class: line.Who.class("end")}, x+36, at, 5),
			line.name(Start, x+50, at+7))
		top += uprightRow
	}
	l, _ := r.plot(ax, top, uprightPlot)
	ticks := r.Ticks
	if n := len(ticks); n > 2 {
		ticks = []Tick{ticks[0], ticks[n-1]}
	}
	l = append(append(l, names...), dateTicks(ax, ticks, top+uprightPlot+28)...)
	return render("chart-room", r.Title, r.Width, top+uprightPlot+roomFoot, l)
}

// name is a line's name with its last value.
func (l RoomLine) name(anchor Anchor, x, y float64) Shape {
	return Words(Face{Class: l.Who.class("label")}, anchor, x, y, l.Stroke.Label)
}
