package homework

import (
	"math"
	"strconv"
	"strings"

	"amends/server/web"
)

// loopView is a pattern drawn as a loop: numbered stations on a ring with an arrow from each to the next. The words stand in a
// list beside it and in the drawing's title.
type loopView struct {
	Title    string
	Stations []station
	Arrows   []arrow
}

type station struct {
	N     int
	X, Y  string
	Label string
	Lines []string
}

// arrow is one arc with its head.
type arrow struct{ Path, Head string }

// The drawing's measures, in its own units.
const (
	loopSize   = 240.0
	loopRing   = 84.0
	loopRadius = 18.0
)

// loopOf draws the answers of a pattern map; fewer than two stations make no loop.
func loopOf(c *web.Context, answers []answerRow) *loopView {
	if len(answers) < 2 {
		return nil
	}
	v := &loopView{}
	var said []string
	gap := (loopRadius + 6) / loopRing // the angle an arrow keeps from its stations
	for i, a := range answers {
		at := turnAt(i, len(answers))
		v.Stations = append(v.Stations, station{N: i + 1, X: number(loopSize/2 + loopRing*math.Cos(at)), Y: number(loopSize/2 + loopRing*math.Sin(at)), Label: a.Label, Lines: a.Lines})
		said = append(said, strconv.Itoa(i+1)+" "+a.Label)
		v.Arrows = append(v.Arrows, arc(at+gap, turnAt(i+1, len(answers))-gap))
	}
	v.Title = c.T("homework_loop", "Stations", strings.Join(said, ", "))
	return v
}

// turnAt is the angle of a station, the first at the top, clockwise.
func turnAt(i, n int) float64 { return -math.Pi/2 + 2*math.Pi*float64(i)/float64(n) }

// arc runs clockwise on the ring from one angle to another and ends in a head.
func arc(from, to float64) arrow {
	x := func(at, r float64) string { return number(loopSize/2 + r*math.Cos(at)) }
	y := func(at, r float64) string { return number(loopSize/2 + r*math.Sin(at)) }
	large := " 0 0 1 "
	if to-from > math.Pi {
		large = " 0 1 1 "
	}
	ring := number(loopRing)
	path := "M" + x(from, loopRing) + " " + y(from, loopRing) + "A" + ring + " " + ring + large + x(to, loopRing) + " " + y(to, loopRing)
	back := to - 9/loopRing
	head := "M" + x(back, loopRing+6) + " " + y(back, loopRing+6) + "L" + x(to, loopRing) + " " + y(to, loopRing) + "L" + x(back, loopRing-6) + " " + y(back, loopRing-6)
	return arrow{path, head}
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }

// loop is the drawing of a task's pattern map as far as it is written.
func (t task) loop(c *web.Context) *loopView {
	for _, p := range t.parts {
		if e, ok := t.entries[p.Part.Key]; ok {
			if v := loopOf(c, loopRows(c, t.questions, e)); v != nil {
				return v
			}
		}
	}
	return nil
}
