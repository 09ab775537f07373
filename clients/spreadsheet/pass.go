package spreadsheet

import "amends/server/fault"

// pass is one reading of all rows.
type pass struct {
	src     *source
	roster  roster
	summary Summary
	line    int // of the present row
	take    func(who *person, at moment, g *group, r *reading) error
	found   []reading      // one for each group, used again for each row
	reasons []*fault.Error // why the present row is not taken
}

// reading is what one row holds for one person: values in nanoPoints, by slot.
type reading struct {
	given  int
	nano   [ratingCount]int64
	exists [ratingCount]bool
}

// answers rounds the values of a reading to three decimals.
func (r *reading) answers(g *group) Answers {
	var a Answers
	for i, slot := range g.slots {
		if r.exists[i] {
			a.cells[slot.rating] = cellOf(r.nano[i], 1)
		}
	}
	return a
}

func newPass(s *source) *pass {
	return &pass{
		src:    s,
		roster: roster{prefix: s.mapping.CodePrefix, couples: map[string]*couple{}},
		found:  make([]reading, len(s.groups)),
	}
}

// run reads every row below the header.
func (p *pass) run() error {
	rows, err := p.src.rows()
	if err != nil {
		return err
	}
	if _, err := rows.next(); err != nil {
		return err
	}
	for {
		rec, err := rows.next()
		if err == errEnd {
			return nil
		}
		if err != nil {
			return err
		}
		p.summary.Rows++
		p.line, p.reasons = rec.line, nil
		if err := p.row(rec); err != nil {
			return err
		}
		if len(p.reasons) > 0 {
			p.refuse()
		}
	}
}

// row takes one row, or leaves the reasons why not.
func (p *pass) row(rec record) error {
	if rec.problem != nil {
		p.because(rec.problem)
		return nil
	}
	if len(rec.cells) != p.src.width {
		p.because(fault.Field("", "spreadsheet_row_cells", "Count", len(rec.cells), "Wanted", p.src.width))
		return nil
	}
	given := 0
	for i := range p.src.groups {
		given += p.readRatings(&p.src.groups[i], &p.found[i], rec.cells)
	}
	if given == 0 && len(p.reasons) == 0 {
		p.summary.Empty++
		return nil
	}
	value := p.name(rec.cells, p.src.couple, p.src.mapping.CoupleCode, "spreadsheet_couple")
	label := p.name(rec.cells, p.src.person, "", "spreadsheet_person")
	at, why := p.src.days.read(trim(rec.cells[p.src.day]))
	if why != nil {
		p.because(why)
	}
	if len(p.reasons) > 0 {
		return nil
	}
	return p.place(p.roster.couple(value), label, at)
}

// place hands the row's readings on, all of them or none.
func (p *pass) place(c *couple, label string, at moment) error {
	var people [2]*person
	for i := range p.src.groups {
		if p.found[i].given == 0 {
			continue
		}
		own := label
		if p.src.person < 0 {
			own = p.src.groups[i].label
		}
		who, why, err := p.roster.person(c, own)
		if err != nil {
			return err
		}
		if why != nil {
			p.because(why)
			continue
		}
		if p.src.mapping.Several == Refuse && who.days.has(at.day) {
			p.because(fault.Field("", "spreadsheet_row_again", "Person", excerpt(own), "Couple", excerpt(c.value), "Day", dateOf(at.day).Format("2006-01-02")))
		}
		people[i] = who
	}
	if len(p.reasons) > 0 {
		return nil
	}
	for i, who := range people {
		if who == nil {
			continue
		}
		who.days.add(at.day)
		if err := p.take(who, at, &p.src.groups[i], &p.found[i]); err != nil {
			return err
		}
	}
	return nil
}

// readRatings reads the rating cells of one group and counts the answers.
func (p *pass) readRatings(g *group, r *reading, cells []string) int {
	r.given = 0
	for i := range g.slots {
		slot := &g.slots[i]
		r.exists[i] = false
		cell := trim(cells[slot.column])
		if missing(cell) {
			continue
		}
		v, ok := parseNumber(cell)
		if !ok {
			p.because(cellFault("spreadsheet_cell_number", cell, "Column", excerpt(slot.name), "Rating", slot.code))
			continue
		}
		if !slot.scale.holds(v) {
			p.because(cellFault("spreadsheet_cell_range", cell, "Low", plainNumber(slot.scale.low), "High", plainNumber(slot.scale.high),
				"Column", excerpt(slot.name), "Rating", slot.code))
			continue
		}
		r.exists[i], r.nano[i] = true, slot.scale.nano(v)
		r.given++
	}
	return r.given
}

// name reads the couple or person of a row; fixed stands in for a column of -1. what begins the ids of its messages.
func (p *pass) name(cells []string, column int, fixed, what string) string {
	if column < 0 {
		return fixed
	}
	text := trim(cells[column])
	switch {
	case missing(text):
		p.because(fault.Field("", what+"_missing"))
	case !plainName(text):
		p.because(cellFault(what+"_line", text, "Most", maxNameBytes))
	}
	return text
}

// mostReasons is how many reasons one refused row names.
const mostReasons = 3

// because notes a reason to refuse the present row.
func (p *pass) because(why *fault.Error) {
	if len(p.reasons) < mostReasons {
		p.reasons = append(p.reasons, why)
	}
}

// refuse writes down the present row with its reasons.
func (p *pass) refuse() {
	p.summary.RefusedRows++
	if len(p.summary.Refused) < MaxRefusalsListed {
		p.summary.Refused = append(p.summary.Refused, Refusal{Line: p.line, Why: p.reasons})
	}
}
