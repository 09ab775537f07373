package agreement

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"amends/server/fault"
	"amends/server/tenant"
)

func TestPointer(t *testing.T) {
	for text, want := range map[string]bool{
		"I tell you my password":                            true,
		"You share your location":                           true,
		"we both switch tracking on":                        true,
		"I may read your messages":                          true,
		"You may check my phone":                            true,
		"I go through her texts on Fridays":                 true,
		"copies of messages to my sister":                   true,
		"we read each other's messages":                     true,
		"Phones stay in the hall":                           false,
		"I call when I am late":                             false,
		"We read a book together":                           false,
		"I send a message when the train is late":           false,
		"We keep track of nothing but the money on Sundays": true, // it only asks
		"We check the oven":                                 false,
		"the racetrack on Saturdays":                        false,
	} {
		if got := Pointer(text) != ""; got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestSpans(t *testing.T) {
	today := time.Date(2026, 6, 3, 0, 0, 0, 0, time.UTC)
	in := func(n int) *time.Time { d := today.AddDate(0, 0, n); return &d }
	for _, c := range []struct {
		name  string
		span  Span
		field string
	}{
		{"a month", Span{Starts: in(0), Review: in(28)}, ""},
		{"twelve weeks", Span{Starts: in(0), Review: in(84)}, ""},
		{"a day more", Span{Starts: in(0), Review: in(85)}, "review"},
		{"only an end", Span{Starts: in(0), Until: in(84)}, ""},
		{"only a far end", Span{Starts: in(0), Until: in(85)}, "review"},
		{"a far end that is looked at", Span{Starts: in(0), Until: in(200), Review: in(60)}, ""},
		{"neither", Span{Starts: in(0)}, "review"},
		{"no start", Span{Review: in(28)}, "starts"},
		{"review before a later start", Span{Starts: in(10), Review: in(9)}, "review"},
		{"review in the past", Span{Starts: in(-10), Review: in(-1)}, "review"},
		{"end before the start", Span{Starts: in(10), Until: in(9)}, "until"},
		{"long ago", Span{Starts: in(-61), Review: in(28)}, "starts"},
		{"more than a year", Span{Starts: in(0), Until: in(400), Review: in(28)}, "until"},
	} {
		got := ""
		if e, ok := fault.As(c.span.Check(today)); ok {
			got = e.Field
		}
		if got != c.field {
			t.Errorf("%s: fault at %q, want %q", c.name, got, c.field)
		}
	}
}

func TestTheLifeOfAnAgreement(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 6, n, 0, 0, 0, 0, time.UTC) }
	at := func(n int) *time.Time { d := day(n); return &d }
	a, b := tenant.NewPersonID(), tenant.NewPersonID()
	version := func(n int, force, dropped *time.Time, span Span) Version {
		return Version{Number: n, InForceOn: force, DroppedOn: dropped, Span: span}
	}
	review := Span{Review: at(20)}
	for _, c := range []struct {
		name          string
		agreement     Agreement
		running, sign int
		over          bool
		overdue       int
		on            int
	}{
		{"new", Agreement{Versions: []Version{version(1, nil, nil, review)}}, 0, 1, false, 0, 25},
		{"in force", Agreement{Versions: []Version{version(1, at(1), nil, review)}}, 1, 0, false, 5, 25},
		{"on the day itself", Agreement{Versions: []Version{version(1, at(1), nil, review)}}, 1, 0, false, 0, 20},
		{"a change waits", Agreement{Versions: []Version{version(1, at(1), nil, review), version(2, nil, nil, review)}}, 1, 2, false, 1, 21},
		{"a change was dropped", Agreement{Versions: []Version{version(1, at(1), nil, review), version(2, nil, at(3), review)}}, 1, 0, false, 1, 21},
		{"changed", Agreement{Versions: []Version{version(1, at(1), nil, review), version(2, at(5), nil, Span{Review: at(28)})}}, 2, 0, false, 0, 21},
		{"looked at", Agreement{Versions: []Version{version(1, at(1), nil, review)}, Reviews: []Review{{day(15), day(29)}}}, 1, 0, false, 0, 28},
		{"looked at before it was changed", Agreement{Versions: []Version{version(1, at(10), nil, review)}, Reviews: []Review{{day(5), day(29)}}}, 1, 0, false, 1, 21},
		{"past its last day", Agreement{Versions: []Version{version(1, at(1), nil, Span{Until: at(9)})}}, 1, 0, true, 0, 10},
		{"on its last day", Agreement{Versions: []Version{version(1, at(1), nil, Span{Until: at(9)})}}, 1, 0, false, 0, 9},
		{"ended", Agreement{EndedOn: at(4), Versions: []Version{version(1, at(1), nil, review), version(2, nil, nil, review)}}, 1, 0, true, 0, 25},
	} {
		running, _ := c.agreement.Running()
		waiting, _ := c.agreement.ToSign()
		sign := waiting.Number
		if !waiting.Open() || c.agreement.EndedOn != nil {
			sign = 0
		}
		on := day(c.on)
		if running.Number != c.running || sign != c.sign || c.agreement.Over(on) != c.over || c.agreement.Overdue(on) != c.overdue {
			t.Errorf("%s: running %d, to sign %d, over %v, overdue %d", c.name, running.Number, sign, c.agreement.Over(on), c.agreement.Overdue(on))
		}
	}
	v := Version{Signatures: map[tenant.PersonID]Signature{a: {Answer: Signed}}}
	if v.SignedBy([]tenant.PersonID{a, b}) || v.SignedBy(nil) || !v.SignedBy([]tenant.PersonID{a}) {
		t.Error("who has signed")
	}
	v.Signatures[b] = Signature{Answer: NotNow}
	if v.SignedBy([]tenant.PersonID{a, b}) {
		t.Error("“not now” is a signature")
	}
}

func TestTheRegisterAsItStoodOnTheLastDay(t *testing.T) {
	last := time.Date(2026, 6, 10, 0, 0, 0, 0, time.UTC)
	before, after := last.AddDate(0, 0, -3), last.AddDate(0, 0, 3)
	a := Agreement{ID: uuid.New(), EndedOn: &after, Versions: []Version{{Number: 1, InForceOn: &before}, {Number: 2, InForceOn: &after}, {Number: 3, DroppedOn: &after}}}
	got := a.asSeenUntil(last)
	if got.EndedOn != nil || got.Versions[0].InForceOn == nil || got.Versions[1].InForceOn != nil || got.Versions[2].DroppedOn != nil {
		t.Errorf("%+v", got)
	}
}
