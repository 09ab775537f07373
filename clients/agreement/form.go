package agreement

import (
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// textMost is the length of each of the three texts, in characters.
const textMost = 1000

// bothWays is the answer "for both of us".
const bothWays = "both"

// readProposal reads the form of a proposal. A draft may have gaps; what is sent is whole. End asks only why.
func readProposal(f *web.Form, kind Kind, today time.Time, send bool) (Proposal, error) {
	var faults fault.List
	p := Proposal{Kind: kind, Terms: Terms{Text: f.Long("text"), Know: f.Long("know"), Slip: f.Long("slip")}}
	for _, field := range []struct{ name, text, missing string }{{"text", p.Terms.Text, "agreement_text_missing"}, {"know", p.Terms.Know, "agreement_know_missing"}, {"slip", p.Terms.Slip, "agreement_slip_missing"}} {
		switch {
		case utf8.RuneCountInString(field.text) > textMost:
			faults = append(faults, fault.Field(field.name, "agreement_text_long", "Most", textMost))
		case send && field.text == "" && (kind != End || field.name == "text"):
			faults = append(faults, fault.Field(field.name, field.missing))
		}
	}
	if kind == End {
		return p, faults.OrNil()
	}
	if bearer := f.Text("bearer"); bearer != "" && bearer != bothWays {
		id, err := uuid.Parse(bearer)
		if err != nil {
			faults = append(faults, fault.Field("bearer", "agreement_bearer_choose"))
		}
		p.Span.Bearer = &tenant.PersonID{UUID: id}
	} else if send && bearer == "" {
		faults = append(faults, fault.Field("bearer", "agreement_bearer_choose"))
	}
	p.Span.Starts, p.Span.Until, p.Span.Review = readDay(f, "starts", &faults), readDay(f, "until", &faults), readDay(f, "review", &faults)
	if send && len(faults) == 0 {
		return p, p.Span.Check(today)
	}
	return p, faults.OrNil()
}

// readDay reads a day that may be missing.
func readDay(f *web.Form, name string, faults *fault.List) *time.Time {
	if !f.Has(name) {
		return nil
	}
	day, ok := f.Date(name)
	if !ok {
		*faults = append(*faults, fault.Field(name, "agreement_date_form"))
		return nil
	}
	return &day
}

// readSignature reads what the counselor heard or saw: whose answer ("both" or a person), how and when.
func readSignature(f *web.Form, today time.Time) (who string, s Signature, err error) {
	var faults fault.List
	s = Signature{Answer: Signed, How: How(f.Text("how"))}
	if s.How != InSession && s.How != OnPaper {
		faults = append(faults, fault.Field("how", "agreement_how_choose"))
	}
	on, ok := f.Date("on")
	if !ok || on.After(today) || on.Before(today.AddDate(0, 0, -BackMost)) {
		faults = append(faults, fault.Field("on", "agreement_on_form"))
	}
	s.On = on
	if who = f.Text("who"); who == "" {
		faults = append(faults, fault.Field("who", "agreement_who_choose"))
	}
	return who, s, faults.OrNil()
}

// readReview reads when an agreement was looked at, and when it is again.
func readReview(f *web.Form, today time.Time) (Review, error) {
	var faults fault.List
	on, ok := f.Date("looked")
	if !ok || on.After(today) || on.Before(today.AddDate(0, 0, -BackMost)) {
		faults = append(faults, fault.Field("looked", "agreement_on_form"))
	}
	next, is := f.Date("next")
	if !is || !next.After(today) || next.After(today.AddDate(0, 0, LookMost)) {
		faults = append(faults, fault.Field("next", "agreement_review_form", "Weeks", LookMost/7))
	}
	return Review{on, next}, faults.OrNil()
}
