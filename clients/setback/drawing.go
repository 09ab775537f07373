package setback

import (
	"math"
	"strconv"
	"strings"

	"amends/reports/chart"
	"amends/server/civil"
	"amends/server/web"
)

// The drawing of the own waves, in pixels: a phone's width, twelve weeks, a wave about a week from end to end.
const (
	drawnWeeks = 12
	drawnWide  = 336
	drawnHigh  = 112
	waterLine  = 88.0 // the height of a calm day, from the top
	waveTop    = 12.0 // of the strongest
	halfWave   = 3.5  // days from the top of a wave to the water line
	unsaid     = 5    // strength that is drawn where none was said
)

// drawn draws a person's own waves of the last twelve weeks as waves on water; nil when there was none. Position chooses the
// colour of the partner.
func drawn(c *web.Context, waves []Wave, position int) *chart.SVG {
	to := c.Today()
	from := to.AddDate(0, 0, -7*drawnWeeks)
	heights := map[float64]float64{} // strength by days since from
	for _, w := range waves {
		if w.On.After(from) && !w.On.After(to) {
			strength := unsaid
			if w.Strength != nil {
				strength = *w.Strength
			}
			at := float64(civil.Days(from, w.On))
			heights[at] = math.Max(heights[at], float64(strength))
		}
	}
	if len(heights) == 0 {
		return nil
	}
	line := "pa-line"
	if position == 2 {
		line = "pb-line"
	}
	svg := chart.SVG{Class: "chart-waves", Title: c.T("setback_waves_drawn", "Count", drawnWeeks), Width: strconv.Itoa(drawnWide), Height: strconv.Itoa(drawnHigh)}
	svg.Paths = []chart.Path{{Class: "grid", D: "M0 " + pixels(waterLine) + "H" + strconv.Itoa(drawnWide)}, {Class: line, D: surface(heights)}}
	svg.Labels = []chart.Label{{Anchor: "start", X: "0", Y: strconv.Itoa(drawnHigh - 4), Text: c.Day(from)},
		{Anchor: "end", X: strconv.Itoa(drawnWide), Y: strconv.Itoa(drawnHigh - 4), Text: c.T("setback_today")}}
	return &svg
}

// surface is the line of the water: level, and at each wave a smooth rise and fall. Where two meet, the higher stands.
func surface(heights map[float64]float64) string {
	const step = 2 // pixels
	var d strings.Builder
	for x := 0; x <= drawnWide; x += step {
		day := float64(x) / drawnWide * 7 * drawnWeeks
		high := 0.0
		for at, strength := range heights {
			if away := math.Abs(day - at); away < halfWave {
				high = math.Max(high, strength*(1+math.Cos(math.Pi*away/halfWave))/2)
			}
		}
		if x == 0 {
			d.WriteString("M0 ")
		} else {
			d.WriteString("L" + strconv.Itoa(x) + " ")
		}
		d.WriteString(pixels(waterLine - high/Strongest*(waterLine-waveTop)))
	}
	return d.String()
}

// pixels writes a length with at most one decimal.
func pixels(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64) }
