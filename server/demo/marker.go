package demo

// places are the kinds of private text that get a marker.
func places() []string {
	return []string{"line", "answer", "draft", "injury", "reason", "reach", "phone", "contact", "legal", "gate", "individual", "hold", "screen", "alone", "confidence", "discharge"}
}

// Markers are the strings MakePlanted plants: one for each kind of text that must never stand in a shared report.
func Markers() []string {
	var all []string
	for _, p := range places() {
		all = append(all, marker(p))
	}
	return all
}

func marker(place string) string { return "Zq7" + place + "Xk3" }

// plant adds the marker of a place to a text of the planted practice; any other practice stays as it is.
func (s *seeder) plant(place, text string) string {
	if !s.planted {
		return text
	}
	return text + " " + marker(place)
}
