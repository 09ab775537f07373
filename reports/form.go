package reports

import (
	"slices"
	"time"

	"amends/clients/couple"
	"amends/reports/progress"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// sheet is what a submitted report is read against: the stored draft, the couple, and how a date is worded.
type sheet struct {
	Stored Record
	Couple couple.Couple
	Today  time.Time // the practice's date
	Day    func(time.Time) string
}

// read takes the draft as it was typed. A field that cannot be read leaves the stored value and adds a fault, so that the
// paragraph can be kept whatever the dates say. Author, state and signature are never the form's.
func (s sheet) read(f *web.Form) (Record, fault.List) {
	r := s.Stored
	faults := s.readKind(f, &r)
	if f.Values.Has("paragraph") {
		r.Paragraph = f.Long("paragraph")
		// What the figures offered and nobody changed is not stored: it follows the figures.
		if r.Paragraph == f.Long("offered") {
			r.Paragraph = ""
		}
	}
	if f.Has("asks") {
		r.Included = map[tenant.PersonID][]progress.Rating{}
		for _, p := range s.Couple.Partners {
			faults = append(faults, s.readIncluded(f, p, &r)...)
		}
	}
	return r, faults
}

// readKind reads period, reader and paper.
func (s sheet) readKind(f *web.Form, r *Record) fault.List {
	var faults fault.List
	whole := true
	for _, at := range []struct {
		name string
		to   *time.Time
	}{{"from", &r.From}, {"to", &r.To}} {
		if day, ok := f.Date(at.name); ok {
			*at.to = day
		} else {
			faults, whole = append(faults, fault.Field(at.name, "reports_date_form")), false
		}
	}
	if reader, ok := ReaderOf(f.Text("reader")); ok {
		r.Reader = reader
	} else {
		faults = append(faults, fault.Field("reader", "reports_reader_choose"))
	}
	if whole {
		faults = append(faults, CheckPeriod(s.Couple, r.Reader, r.From, r.To, s.Day)...)
		if r.To.After(s.Today) {
			faults = append(faults, fault.Field("to", "reports_future"))
		}
	}
	if paper, ok := PaperOf(f.Text("paper")); ok {
		r.Paper = paper
	} else {
		faults = append(faults, fault.Field("paper", "reports_paper_choose"))
	}
	return faults
}

// readIncluded reads which private ratings of one partner may stand, and refuses them until the counselor says that this
// person was asked alone. Partners stand in forms by their place, a or b.
func (s sheet) readIncluded(f *web.Form, p couple.Partner, r *Record) fault.List {
	var wanted []progress.Rating
	for _, code := range f.All("include_" + p.Mark()) {
		if rating := progress.Rating(code); slices.Contains(Private(), rating) && !slices.Contains(wanted, rating) {
			wanted = append(wanted, rating)
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	r.Included[p.Person] = wanted
	if f.Text("asked_"+p.Mark()) != "yes" {
		return fault.List{fault.Field("asked_"+p.Mark(), "reports_ask_first", "Name", p.Name)}
	}
	return nil
}

// sound is the typed draft with everything that read refused taken back to what is stored: an autosave keeps the words and
// waits for the rest.
func (s sheet) sound(r Record, faults fault.List) Record {
	for _, e := range faults {
		switch e.Field {
		case "from", "to":
			r.From, r.To = s.Stored.From, s.Stored.To
		case "asked_a", "asked_b":
			r.Included = s.Stored.Included
		}
	}
	return r
}

// fill is the form of a draft as stored; offered is the paragraph that the figures offer.
func fill(r Record, cp couple.Couple, offered string) web.Fill {
	paragraph := r.Paragraph
	if paragraph == "" {
		paragraph = offered
	}
	pairs := []string{"from", r.From.Format(time.DateOnly), "to", r.To.Format(time.DateOnly), "reader", string(r.Reader), "paper", string(r.Paper), "paragraph", paragraph}
	for _, p := range cp.Partners {
		if len(r.Included[p.Person]) > 0 {
			pairs = append(pairs, "asked_"+p.Mark(), "yes")
		}
		for _, rating := range r.Included[p.Person] {
			pairs = append(pairs, "include_"+p.Mark(), string(rating))
		}
	}
	return web.Filled(pairs...)
}

// isSheet tells whether a form carries a whole draft, and not only a button.
func isSheet(f *web.Form) bool { return f != nil && f.Values.Has("paragraph") }

// paperOf is the paper of a new report: as the practice used last, else by where it is.
func paperOf(before []Record, zone *time.Location) string {
	newest := Record{}
	for _, r := range before {
		if r.MadeAt.After(newest.MadeAt) {
			newest = r
		}
	}
	if newest.Paper != "" {
		return string(newest.Paper)
	}
	return paperIn(zone)
}
