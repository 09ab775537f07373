package couple

import (
	"net/mail"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"amends/server/civil"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// Lengths in characters: of a one-line answer and of a longer text.
const (
	lineMost = 120
	textMost = 4000
)

// readOpening checks the form that takes a couple into care. today is the counselor's date.
func readOpening(f *web.Form, today time.Time) (Opening, error) {
	var faults fault.List
	o := Opening{ID: tenant.NewCoupleID(), Code: FoldCode(f.Text("code")), Policy: Policy(f.Text("policy"))}
	if !codeFits(o.Code) {
		faults = append(faults, fault.Field("code", "couple_code_form"))
	}
	o.CareFrom = readDate(f, "care_from", today, &faults)
	if !o.Policy.Known() {
		faults = append(faults, fault.Field("policy", "couple_policy_choose"))
	}
	o.Cover = readPerson(f, "cover", &faults)
	for n := 1; n <= 2; n++ {
		if n == 2 && !filled(f, n) {
			continue
		}
		p := readJoining(f, strconv.Itoa(n), &faults)
		p.Person, p.Position, p.From = tenant.NewPersonID(), n, o.CareFrom
		o.People = append(o.People, p)
	}
	if SharedAddress(o.People) {
		faults = append(faults, fault.Field("email2", "couple_shared_address"))
	}
	return o, faults.OrNil()
}

// filled tells whether anything was typed for the second place; an untouched one stays empty.
func filled(f *web.Form, n int) bool {
	for _, name := range []string{"name", "legal", "pronouns", "email", "phone", "safe"} {
		if f.Text(name+strconv.Itoa(n)) != "" {
			return true
		}
	}
	return false
}

// readJoining checks the fields of one person; suffix tells the two of a page apart.
func readJoining(f *web.Form, suffix string, faults *fault.List) Joining {
	p := Joining{Name: f.Text("name" + suffix), Legal: f.Text("legal" + suffix), Pronouns: f.Text("pronouns" + suffix),
		Email: strings.ToLower(f.Text("email" + suffix)), Phone: f.Text("phone" + suffix), SafeContact: f.Long("safe" + suffix),
		Locale: f.Text("locale" + suffix), Zone: f.Text("zone" + suffix), OnPaper: f.Text("way"+suffix) == "paper"}
	if p.Name == "" {
		*faults = append(*faults, fault.Field("name"+suffix, "couple_name_missing"))
	}
	for _, line := range []struct{ name, text string }{{"name", p.Name}, {"legal", p.Legal}, {"pronouns", p.Pronouns}, {"email", p.Email}, {"phone", p.Phone}} {
		if utf8.RuneCountInString(line.text) > lineMost {
			*faults = append(*faults, fault.Field(line.name+suffix, "couple_line_long", "Most", lineMost))
		}
	}
	if utf8.RuneCountInString(p.SafeContact) > textMost {
		*faults = append(*faults, fault.Field("safe"+suffix, "couple_text_long", "Most", textMost))
	}
	if p.Email != "" && !addressFits(p.Email) {
		*faults = append(*faults, fault.Field("email"+suffix, "couple_email_form"))
	}
	if !web.Speaks(p.Locale) {
		*faults = append(*faults, fault.Field("locale"+suffix, "couple_locale_choose"))
	}
	if _, known := civil.Zone(p.Zone); !known {
		*faults = append(*faults, fault.Field("zone"+suffix, "couple_zone_form"))
	}
	return p
}

func addressFits(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && strings.Contains(s[strings.LastIndex(s, "@")+1:], ".")
}

func codeFits(code string) bool {
	if code == "" || len(code) > 40 {
		return false
	}
	for _, r := range code {
		if !(r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '.' || r == '_' || r == '-') {
			return false
		}
	}
	return true
}

// readDate reads a day that may not lie in the future.
func readDate(f *web.Form, name string, today time.Time, faults *fault.List) time.Time {
	day, ok := f.Date(name)
	switch {
	case !ok:
		*faults = append(*faults, fault.Field(name, "couple_date_form"))
	case day.After(today):
		*faults = append(*faults, fault.Field(name, "couple_date_future"))
	case day.Year() < 1950:
		*faults = append(*faults, fault.Field(name, "couple_date_form"))
	}
	return day
}

// readPerson reads an id picked from a list; an empty choice is nil.
func readPerson(f *web.Form, name string, faults *fault.List) *tenant.PersonID {
	if f.Text(name) == "" {
		return nil
	}
	id, err := uuid.Parse(f.Text(name))
	if err != nil {
		*faults = append(*faults, fault.Field(name, "couple_cover_unknown"))
		return nil
	}
	return &tenant.PersonID{UUID: id}
}

// gateForm is one entry of the gates page: evidence for both, and what is opened or closed with it.
type gateForm struct {
	Consents map[tenant.PersonID]time.Time
	Screens  map[tenant.PersonID]screenForm
	Judged   []Judgement
}

type screenForm struct {
	On      time.Time
	Outcome Screen
}

// readGates checks the gates page. Dates left empty record nothing; ticking a gate opens it, "close" closes it.
func readGates(f *web.Form, c Couple, states GateStates, today time.Time) (gateForm, error) {
	var faults fault.List
	g := gateForm{Consents: map[tenant.PersonID]time.Time{}, Screens: map[tenant.PersonID]screenForm{}}
	for _, p := range c.Partners {
		n := strconv.Itoa(p.Position)
		if f.Text("consent"+n) != "" {
			g.Consents[p.Person] = readDate(f, "consent"+n, today, &faults)
		}
		if f.Text("screen"+n) == "" {
			continue
		}
		s := screenForm{readDate(f, "screen"+n, today, &faults), Screen(f.Text("outcome" + n))}
		if !s.Outcome.Known() {
			faults = append(faults, fault.Field("outcome"+n, "couple_outcome_choose"))
		}
		g.Screens[p.Person] = s
	}
	for _, gate := range Gates() {
		want := f.Text("gate_" + string(gate))
		if want == "" || (want == "open") == states.Open(gate) {
			continue
		}
		if want != "open" && want != "close" {
			faults = append(faults, fault.Field("gate_"+string(gate), "couple_gate_choose"))
			continue
		}
		g.Judged = append(g.Judged, Judgement{Gate: gate, Opened: want == "open", On: today, Basis: f.Text("basis"), Told: f.Long("told")})
	}
	if len(g.Judged) > 0 {
		faults = append(faults, basisFaults(f)...)
	}
	if utf8.RuneCountInString(f.Long("told")) > textMost {
		faults = append(faults, fault.Field("told", "couple_text_long", "Most", textMost))
	}
	if len(g.Judged)+len(g.Consents)+len(g.Screens) == 0 && len(faults) == 0 {
		faults = append(faults, fault.Field("basis", "couple_gates_nothing"))
	}
	return g, faults.OrNil()
}

// readMandates checks the form of what each wants; an empty choice records nothing.
func readMandates(f *web.Form, c Couple, today time.Time) (mandates []Mandate, err error) {
	var faults fault.List
	for _, p := range c.Partners {
		name := "mandate" + strconv.Itoa(p.Position)
		stance := Stance(f.Text(name))
		if stance == "" {
			continue
		}
		if !stance.Known() {
			faults = append(faults, fault.Field(name, "couple_stance_choose"))
		}
		mandates = append(mandates, Mandate{Person: p.Person, Stance: stance, On: today})
	}
	if len(mandates) == 0 {
		faults = append(faults, fault.Field("mandate1", "couple_stance_choose"))
	}
	return mandates, faults.OrNil()
}

// bases are the reasons to pick from for opening and closing, in the order of the form; "other" is told in words.
func bases() []string {
	return []string{"paper", "session", "early", "setback", "screen", "withdrawn", "other"}
}

// basisFaults checks the reason: one of the list, and words where the list has none.
func basisFaults(f *web.Form) (faults fault.List) {
	switch b := f.Text("basis"); {
	case !slices.Contains(bases(), b):
		faults = append(faults, fault.Field("basis", "couple_basis_choose"))
	case b == "other" && f.Long("told") == "":
		faults = append(faults, fault.Field("told", "couple_basis_missing"))
	}
	return faults
}

// readInjury checks the form of an injury: one text, dates if known, and a role for each partner.
func readInjury(f *web.Form, c Couple, today time.Time) (Injury, error) {
	var faults fault.List
	i := Injury{ID: uuid.New(), Told: f.Long("told"), Roles: map[tenant.PersonID]Role{}}
	if i.Told == "" {
		faults = append(faults, fault.Field("told", "couple_injury_missing"))
	}
	if utf8.RuneCountInString(i.Told) > textMost {
		faults = append(faults, fault.Field("told", "couple_text_long", "Most", textMost))
	}
	for _, d := range []struct {
		name string
		to   **time.Time
	}{{"happened_on", &i.HappenedOn}, {"learned_on", &i.LearnedOn}} {
		if f.Text(d.name) != "" {
			day := readDate(f, d.name, today, &faults)
			*d.to = &day
		}
	}
	involved := f.Text("involved")
	for _, p := range c.Partners {
		role := Injured
		if involved == p.Person.String() {
			role = Involved
		}
		i.Roles[p.Person] = role
	}
	if _, known := c.Partner(parsePerson(involved)); !known {
		faults = append(faults, fault.Field("involved", "couple_involved_choose"))
	}
	return i, faults.OrNil()
}

func parsePerson(s string) tenant.PersonID {
	id, err := uuid.Parse(s)
	if err != nil {
		return tenant.PersonID{}
	}
	return tenant.PersonID{UUID: id}
}
