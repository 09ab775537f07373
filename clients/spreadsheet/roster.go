package spreadsheet

import (
	"strings"

	"amends/server/fault"
)

// couple is one couple of the file.
type couple struct {
	value, code string
	people      []*person // at most two
}

// person is one partner of one couple of the file.
type person struct {
	couple  *couple
	label   string
	days    daySet // days that already have a row with ratings
	joined  joined // values held back, with "last" and "mean"
	entries int
	first   int32
	last    int32
}

// personKey names a person across two readings of one file.
type personKey struct{ couple, label string }

func (p *person) key() personKey { return personKey{p.couple.value, p.label} }

// count notes an entry on the day.
func (p *person) count(day int32) {
	if p.entries == 0 {
		p.first, p.last = day, day
	}
	p.first, p.last = min(p.first, day), max(p.last, day)
	p.entries++
}

// roster holds the couples and people of a file, in the order of their first row.
type roster struct {
	prefix  string
	couples map[string]*couple
	people  []*person
}

// couple finds the couple of a value, or begins it.
func (r *roster) couple(value string) *couple {
	if c := r.couples[value]; c != nil {
		return c
	}
	// The value is part of a whole row; a copy lets the row go.
	value = strings.Clone(value)
	c := &couple{value: value, code: r.prefix + value}
	r.couples[value] = c
	return c
}

// person finds the person of a couple, or begins one. The fault says why there
// can be none; the error ends the reading.
func (r *roster) person(c *couple, label string) (*person, *fault.Error, error) {
	for _, p := range c.people {
		if p.label == label {
			return p, nil, nil
		}
	}
	if len(c.people) == 2 {
		return nil, fault.Field("", "spreadsheet_person_third", "Person", excerpt(label), "Couple", excerpt(c.value),
			"One", excerpt(c.people[0].label), "Other", excerpt(c.people[1].label)), nil
	}
	if len(r.people) >= MaxPeople {
		return nil, nil, fileFault(0, "spreadsheet_people_many", "Most", MaxPeople)
	}
	p := &person{couple: c, label: strings.Clone(label)}
	c.people, r.people = append(c.people, p), append(r.people, p)
	return p, nil, nil
}
