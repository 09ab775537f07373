package spreadsheet

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"amends/server/fault"
)

// maxMappingBytes is the largest mapping read; a full one takes about 3 KB.
const maxMappingBytes = 256 << 10

// ParseMapping reads a mapping from JSON, strictly: keys are spelled exactly, an
// unknown or doubled key is a fault, nothing may follow the object. The error is
// Faults.
//
//	{"layout":"wide","couple":"coupleid","code_prefix":"D","design":"daily",
//	 "day":{"column":"time","start":"2026-03-02","first":1},
//	 "partners":[{"label":"F","ratings":{"CLOSE":{"column":"f_close","range":[1,7]},
//	                                     "TRIG":{"column":"f_stress","range":[0,10],"reverse":true}}}]}
//	{"layout":"long","couple_code":"D7","person":"role",
//	 "day":{"column":"start","format":"YYYY-MM-DD hh:mm:ss","zone":"Europe/Brussels"},
//	 "ratings":{"CALM":{"column":"PA1","range":[1,100]}},"several_per_day":"mean"}
func ParseMapping(data []byte) (Mapping, error) {
	if len(data) > maxMappingBytes {
		return Mapping{}, Faults{{Why: fault.Field("", "spreadsheet_json_large", "Most", maxMappingBytes>>10)}}
	}
	var f form
	tree := f.parse(data)
	if len(f.faults) > 0 {
		return Mapping{}, f.faults
	}
	m := f.mapping(tree)
	if len(f.faults) > 0 {
		return Mapping{}, f.faults
	}
	if faults := m.Faults(); len(faults) > 0 {
		return Mapping{}, faults
	}
	return m, nil
}

// mapping reads the root object.
func (f *form) mapping(o *object) Mapping {
	f.allow(o, "layout", "couple", "couple_code", "code_prefix", "person", "design", "day", "partners", "ratings", "several_per_day")
	m := Mapping{
		Layout:       Layout(f.text(o, "layout")),
		CoupleColumn: strings.TrimSpace(f.text(o, "couple")),
		CoupleCode:   strings.TrimSpace(f.text(o, "couple_code")),
		CodePrefix:   f.text(o, "code_prefix"),
		PersonColumn: strings.TrimSpace(f.text(o, "person")),
		Design:       Design(f.text(o, "design")),
		Several:      Refuse,
	}
	if _, named := o.values["several_per_day"]; named {
		m.Several = Several(f.text(o, "several_per_day"))
	}
	if day := f.object(o, "day"); day != nil {
		m.Day = f.day(day)
	} else {
		f.faults.add("day", "spreadsheet_day_none")
	}
	if _, named := o.values["ratings"]; named && m.Layout == Wide {
		f.faults.add("ratings", "spreadsheet_ratings_wide")
	}
	if m.Layout == Long {
		m.Partners = []Partner{{Ratings: f.ratings(o)}}
		if _, named := o.values["partners"]; named {
			f.faults.add("partners", "spreadsheet_partners_long")
		}
		return m
	}
	m.Partners = f.partners(o)
	return m
}

func (f *form) day(o *object) Day {
	f.allow(o, "column", "format", "zone", "start", "first")
	d := Day{Column: strings.TrimSpace(f.text(o, "column")), Format: strings.TrimSpace(f.text(o, "format")), Zone: f.text(o, "zone")}
	if start := f.text(o, "start"); start != "" {
		var err error
		if d.Start, err = time.Parse(time.DateOnly, start); err != nil || d.Start.Year() < firstYear || d.Start.Year() > lastYear {
			f.faults.add("day.start", "spreadsheet_start", "Found", excerpt(start))
		}
	}
	if raw, named := o.values["first"]; named {
		number, isNumber := raw.(json.Number)
		n, err := strconv.Atoi(number.String())
		if !isNumber || err != nil {
			f.faults.add("day.first", "spreadsheet_first_whole")
		}
		d.First = &n
	}
	return d
}

func (f *form) partners(o *object) []Partner {
	raw, named := o.values["partners"]
	list, isList := raw.([]any)
	if named && !isList {
		f.faults.add("partners", "spreadsheet_partners_list")
	}
	var partners []Partner
	for i, item := range list {
		one, isObject := item.(*object)
		if !isObject {
			f.faults.add(fmt.Sprintf("partners[%d]", i), "spreadsheet_partners_object")
			continue
		}
		f.allow(one, "label", "ratings")
		partners = append(partners, Partner{Label: strings.TrimSpace(f.text(one, "label")), Ratings: f.ratings(one)})
	}
	return partners
}

func (f *form) ratings(o *object) []Rating {
	all := f.object(o, "ratings")
	if all == nil {
		return nil
	}
	var ratings []Rating
	for _, code := range all.keys {
		one := f.object(all, code)
		if one == nil {
			continue
		}
		f.allow(one, "column", "range", "reverse")
		r := Rating{Code: code, Column: strings.TrimSpace(f.text(one, "column"))}
		r.Low, r.High = f.bounds(one)
		if raw, named := one.values["reverse"]; named {
			reverse, isBool := raw.(bool)
			if !isBool {
				f.faults.add(one.at("reverse"), "spreadsheet_key_bool", "Key", one.at("reverse"))
			}
			r.Reverse = reverse
		}
		ratings = append(ratings, r)
	}
	return ratings
}

// bounds reads the range of a rating, two numbers.
func (f *form) bounds(o *object) (low, high float64) {
	list, _ := o.values["range"].([]any)
	var ends []float64
	for _, item := range list {
		number, _ := item.(json.Number)
		if v, err := number.Float64(); err == nil {
			ends = append(ends, v)
		}
	}
	if len(list) != 2 || len(ends) != 2 {
		f.faults.add(o.at("range"), "spreadsheet_key_range", "Key", excerpt(o.at("range")))
		return 0, 1
	}
	return ends[0], ends[1]
}
