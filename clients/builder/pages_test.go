package builder_test

import (
	"net/url"
	"strings"
	"testing"

	"amends/clients/builder"
	"amends/clients/programme"
	"amends/server/db"
	"amends/server/tenant"
	"amends/server/testkit"
)

func TestAProgrammeFromCopyToVersion(t *testing.T) {
	s := newScene(t)
	says(t, want(t, s.staff.Get("/programmes"), 200), "Your own programmes")
	says(t, want(t, s.staff.Get("/own-programmes"), 200), "No programme of your own yet", "Ten steps", "Four phases")
	path := s.begin(t, "A", "Our ten steps")
	page := want(t, s.staff.Get(path), 200)
	says(t, page, "Our ten steps", "Own my whole part", "Changed today by Ingrid")
	if page.Has("Published versions") {
		t.Error("it is published before anybody published it")
	}
	want(t, s.order(t, path, "XA3", "up"), 303)
	want(t, s.order(t, path, "XA5", "remove"), 303)
	says(t, s.staff.Get(path), "Taken out", "Put back")
	a := want(t, s.order(t, path, "XA1", "up"), 422)
	says(t, a, "That row cannot go there any more.")

	// The row's own words.
	row := path + "/row?row=XA3"
	v := form(t, want(t, s.staff.Get(row), 200), path+"/row", "title", "Own my part, all of it", "motto", "Mine is mine.", "weeks", "6", "repeats", "yes", "months", "3,6 12")
	want(t, s.staff.Post(path+"/row", v), 303)
	says(t, s.staff.Get(row), "Own my part, all of it")
	if v := form(t, s.staff.Get(row), path+"/row"); v.Get("weeks") != "6" || v.Get("repeats") != "yes" || v.Get("months") != "3, 6, 12" || v.Get("motto") != "Mine is mine." {
		t.Errorf("stored: %v", v)
	}
	// The words of a part, for each partner.
	part := s.partOf(t, row)
	v = form(t, want(t, s.staff.Get(part), 200), path+"/part", "intro-involved", "A calm look at what I chose.")
	if v.Get("prompt-0-text-involved") == "" {
		t.Fatalf("the words are not in the form: %v", v)
	}
	want(t, s.staff.Post(path+"/part", v), 303)
	preview := want(t, s.staff.Get(path+"/preview?row=XA3"), 200)
	says(t, preview, "As the partner who broke trust sees it", "A calm look at what I chose.", "Mine is mine.", "Own my part, all of it")

	want(t, s.publish(t, path), 303)
	says(t, s.staff.Get(path), "Version 1")
	says(t, want(t, s.publish(t, path), 422), "This is what version 1 says already")
	want(t, s.staff.Post(path+"/row", form(t, s.staff.Get(row), path+"/row", "title", "My part")), 303)
	want(t, s.publish(t, path), 303)
	s.versions(t, "XA", 2, 1)
	says(t, s.staff.Get("/own-programmes"), "Our ten steps", "version 2")

	// Published words stay: the first version says what it said.
	err := s.DB.View(t.Context(), s.counselor.Scope(), func(tx *db.Tx) error {
		all, err := programme.PublishedOf(tx, "XA")
		if err != nil {
			return err
		}
		first, err := s.shelf.Version(tx, all[1].ID)
		if err != nil {
			return err
		}
		if pl, _ := first.Lib.Placement("XA3"); pl.Title["en"] != "Own my part, all of it" || len(first.Programme().Placements) != 10 {
			t.Errorf("version 1 reads %q, %d rows", pl.Title["en"], len(first.Programme().Placements))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}

	// And every version can be read whole, from the draft's own page.
	seen := map[bool]bool{}
	for _, href := range s.staff.Get(path).Links() {
		if strings.HasPrefix(href, "/programme-versions/") {
			read := want(t, s.staff.Get(href), 200)
			says(t, read, "It never changes.", "by Ingrid", "As the partner who was hurt sees it", "Mine is mine.")
			read1 := read.Has("Our ten steps, version 1")
			if read1 != read.Has("Own my part, all of it") {
				t.Errorf("%s mixes versions", href)
			}
			seen[read1] = true
			if len(orders(read)) > 1 { // only the sign-out
				t.Errorf("something can be changed on %s: %v", href, orders(read))
			}
		}
	}
	if len(seen) != 2 {
		t.Errorf("the draft leads to %d versions", len(seen))
	}
	// A copy of one's own, and out of use.
	drafts := strings.TrimPrefix(path, "/own-programmes/")
	says(t, s.staff.Get(s.begin(t, drafts, "")), "Our ten steps")
	want(t, s.staff.Post(path+"/retire", nil), 303)
	says(t, s.staff.Get(path), "Out of use", "Use again")
	want(t, s.staff.Post(path+"/resume", nil), 303)
	if s.staff.Get(path).Has("No couple can be placed on it") {
		t.Error("still out of use")
	}
}

// orders are the addresses that the forms of a page send to.
func orders(a *testkit.Answer) (actions []string) {
	for _, part := range strings.Split(a.Body, `method="post" action="`)[1:] {
		action, _, _ := strings.Cut(part, `"`)
		actions = append(actions, action)
	}
	return actions
}

// partOf is the address of the first part's words on a row's page.
func (s *scene) partOf(t *testing.T, row string) string {
	t.Helper()
	for _, href := range s.staff.Get(row).Links() {
		if strings.Contains(href, "/part?step=") {
			return href
		}
	}
	t.Fatalf("%s leads to no words", row)
	return ""
}

// versions checks which versions of a programme the practice has, latest first.
func (s *scene) versions(t *testing.T, tag programme.Tag, numbers ...programme.Version) {
	t.Helper()
	err := s.DB.View(t.Context(), s.counselor.Scope(), func(tx *db.Tx) error {
		all, err := programme.PublishedOf(tx, tag)
		if len(all) != len(numbers) {
			t.Fatalf("%d versions of %s: %v", len(all), tag, err)
		}
		for i, n := range numbers {
			if all[i].Version != n || all[i].By != "Ingrid" {
				t.Errorf("%+v, want version %d", all[i], n)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAnEmptyProgrammeIsNotPublished(t *testing.T) {
	s := newScene(t)
	path := s.begin(t, "empty", "From nothing")
	for _, at := range []string{"/row", "/preview"} {
		want(t, s.staff.Get(path+at), 303)
	}
	a := want(t, s.publish(t, path), 422)
	says(t, a, "Something is still missing", "A programme has at least one step.", "Some words are missing here.")
	if strings.Count(a.Body, "/frame\">") < 2 {
		t.Error("the page does not lead to what mends it")
	}
	v := form(t, want(t, s.staff.Get(path+"/frame"), 200), path+"/frame", "summary", "For a short course.", "phase-0-title", "Begin", "phase-0-summary", "The only phase.",
		"phase-1-title", "Go on", "phase-1-summary", "Another one.", "gates", "G2|G3")
	want(t, s.staff.Post(path+"/frame", v), 303)
	says(t, s.staff.Get(path), "Begin", "Go on", "No step stands here yet.")
	// An emptied phase goes, as long as no step stands in it.
	v = form(t, s.staff.Get(path+"/frame"), path+"/frame", "phase-1-title", "", "phase-1-summary", "")
	want(t, s.staff.Post(path+"/frame", v), 303)
	if s.staff.Get(path).Has("Go on") {
		t.Error("the emptied phase is still there")
	}
	add := want(t, s.staff.Get(path+"/add"), 200)
	says(t, add, "Small wins", "Room for feelings")
	want(t, s.staff.Post(path+"/add", form(t, add, path+"/add", "step", "wins")), 303)
	says(t, want(t, s.staff.Post(path+"/add", form(t, s.staff.Get(path+"/add"), path+"/add", "step", "nothing")), 422), "Choose a step.")
	v = form(t, s.staff.Get(path+"/frame"), path+"/frame", "phase-0-title", "", "phase-0-summary", "")
	says(t, want(t, s.staff.Post(path+"/frame", v), 422), "Steps stand in this phase.")
	want(t, s.publish(t, path), 303)
	s.versions(t, "XA", 1)
}

// own is the form of a new step, filled so that it is good as it stands.
func (s *scene) own(t *testing.T, path string, pairs ...string) url.Values {
	t.Helper()
	v := form(t, want(t, s.staff.Get(path+"/part"), 200), path+"/part", "step-title", "An evening walk", "step-about", "For calm company.", "theme", "connection",
		"intro-involved", "Walk a little, side by side.", "intro-injured", "Walk a little, if you like.", "prompt-0-label", "The walk",
		"prompt-0-text-involved", "Where did you walk?", "prompt-0-text-injured", "How was the walk for you?")
	for i := 0; i+1 < len(pairs); i += 2 {
		v[pairs[i]] = strings.Split(pairs[i+1], "|")
	}
	return v
}

// reading has as many words as a reading needs.
var reading = "Often, not always, a walk helps. " + strings.Repeat("A calm word stands here. ", 30)

func TestOwnStepsOfEveryKind(t *testing.T) {
	s := newScene(t)
	path := s.begin(t, "empty", "Ours")
	v := form(t, s.staff.Get(path+"/frame"), path+"/frame", "summary", "Ours.", "phase-0-summary", "All of it.")
	want(t, s.staff.Post(path+"/frame", v), 303)
	for _, kind := range programme.Kinds() {
		fields := []string{"kind", string(kind), "step-title", "Ours of kind " + string(kind), "sharing", "C_R_reviewed"}
		if kind == programme.EDU {
			fields = append(fields, "reading-involved", reading, "reading-injured", reading)
		}
		want(t, s.staff.Post(path+"/part", s.own(t, path, fields...)), 303)
	}
	page := s.staff.Get(path)
	for _, kind := range programme.Kinds() {
		says(t, page, "Ours of kind "+string(kind))
	}
	want(t, s.publish(t, path), 303)
	err := s.DB.View(t.Context(), s.counselor.Scope(), func(tx *db.Tx) error {
		all, err := programme.PublishedOf(tx, "XA")
		if err != nil {
			return err
		}
		copy, err := s.shelf.Version(tx, all[0].ID)
		if err != nil {
			return err
		}
		kinds := map[programme.Kind]bool{}
		for _, pl := range copy.Programme().Placements {
			for _, p := range copy.Lib.Parts(pl.Code) {
				kinds[p.Part.Kind] = true
				v, ok := copy.Lib.View(pl.Code, p.Step, p.Part.Key, programme.Injured, "en")
				if !ok || v.Intro != "Walk a little, if you like." || v.Prompts[0].Text != "How was the walk for you?" || len(p.Gates) != 2 {
					t.Errorf("%s: %+v, gates %v", pl.Code, v, p.Gates)
				}
			}
		}
		if len(kinds) != len(programme.Kinds()) {
			t.Errorf("%d kinds of %d", len(kinds), len(programme.Kinds()))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// What the programme's rules refuse comes back as a sentence at its field, with everything that was typed.
func TestBadInputComesBackAtItsField(t *testing.T) {
	s := newScene(t)
	path := s.begin(t, "A", "")
	for _, one := range []struct {
		name, field, says string
		change            []string
	}{
		{"no title", "step-title", "Some words are missing here.", []string{"step-title", " "}},
		{"no words for one", "intro-injured", "Words for this partner are missing.", []string{"intro-injured", ""}},
		{"words for nobody", "intro-injured", "This partner takes no part here.", []string{"who", "involved", "prompt-0-text-injured", ""}},
		{"loud", "prompt-0-text-involved", "No exclamation marks", []string{"prompt-0-text-involved", "Well!"}},
		{"a password", "prompt-0-text-involved", "must not ask for “password”", []string{"prompt-0-text-involved", "What is the password?"}},
		{"a location", "prompt-1-text-involved", "must not ask for “Location”", []string{"prompt-1-label", "Location", "prompt-1-text-involved", "And then?"}},
		{"due for feelings", "due", "This form never has a date", []string{"kind", "FEE", "due", "allowed"}},
		{"due for the hurt partner", "due", "never has a date", []string{"who", "injured", "due", "allowed", "intro-involved", "", "prompt-0-text-involved", ""}},
		{"due forgiveness", "due", "What speaks of forgiveness", []string{"due", "allowed", "prompt-0-text-injured", "Can you forgive?"}},
		{"a long time box", "timebox", "At most 20 minutes.", []string{"timebox", "45"}},
		{"no minutes", "minutes", "An estimate from 1 to 90 minutes.", []string{"minutes", ""}},
		{"minutes in words", "minutes", "Write a whole number", []string{"minutes", "ten"}},
		{"nothing asked", "kind", "This form needs at least one question.", []string{"prompt-0-label", "", "prompt-0-text-involved", "", "prompt-0-text-injured", ""}},
		{"one of one answer", "prompt-0-options", "Write at least two answers", []string{"prompt-0-answer", "choice", "prompt-0-options", "yes"}},
		{"a short reading", "reading-involved", "A reading has 120 to 400 words; this one has 2.", []string{"kind", "EDU", "reading-involved", "Too short.", "reading-injured", reading}},
		{"a sure reading", "reading-injured", "A reading says “often, not always”", []string{"kind", "EDU", "reading-involved", reading, "reading-injured", strings.Repeat("It helps. ", 80)}},
		{"a wrong rhythm", "rhythm", "The numbers run from 0 to 52", []string{"rhythm", "weekly", "least", "5", "most", "2"}},
		{"many times", "most", "Write a whole number", []string{"rhythm", "weekly", "most", "400"}},
		{"no such kind", "kind", "", []string{"kind", "XXX"}},
		{"no such reader", "sharing", "Choose who reads it.", []string{"sharing", "everybody"}},
		{"first of one", "first", "only where both take part", []string{"who", "involved", "first", "involved", "intro-injured", "", "prompt-0-text-injured", ""}},
		{"no phase", "phase", "Choose a phase.", []string{"phase", "nowhere"}},
		{"too long", "intro-involved", "This is too long", []string{"intro-involved", strings.Repeat("word ", 1500)}},
	} {
		v := s.own(t, path, append([]string{"step-about", "Kept " + one.name}, one.change...)...)
		a := want(t, s.staff.Post(path+"/part", v), 422)
		says(t, a, one.says)
		if !strings.Contains(a.Body, `href="#f-`+one.field+`"`) {
			t.Errorf("%s: no fault at %s: %.300s", one.name, one.field, a.Text())
		}
		if again := a.Form(path + "/part"); again.Get("step-about") != "Kept "+one.name || again.Get("prompt-0-label") != v.Get("prompt-0-label") || again.Get("intro-involved") != strings.TrimSpace(v.Get("intro-involved")) && one.name != "too long" {
			t.Errorf("%s: what was typed is lost: %v", one.name, again)
		}
	}
	row := form(t, s.staff.Get(path+"/row?row=XA2"), path+"/row")
	for _, one := range []struct{ name, field, value, says string }{
		{"no title", "title", "", "Some words are missing here."},
		{"no gates", "gates", "G3", "needs the gates"},
		{"no parts", "parts", "", "A row has at least one part."},
		{"after itself", "after", "XA3", "come after itself"},
		{"rechecked late", "weeks", "99", "From 1 to 52 weeks."},
		{"rechecked in words", "months", "3, six", "Up to six numbers of months from 1 to 36"},
		{"rechecked backwards", "months", "12, 6", "Up to six numbers of months from 1 to 36"},
		{"nowhere", "phase", "x", "Choose a phase."},
	} {
		v := url.Values{}
		for name, values := range row {
			v[name] = values
		}
		v[one.field] = []string{one.value}
		v.Del("key")
		a := want(t, s.staff.Post(path+"/row", v), 422)
		says(t, a, one.says)
		if !strings.Contains(a.Body, `href="#f-`+one.field+`"`) {
			t.Errorf("%s: no fault at %s: %.300s", one.name, one.field, a.Text())
		}
	}
	want(t, s.staff.Post("/own-programmes", url.Values{"from": {"nothing"}, "title": {"X"}}), 422)
	want(t, s.staff.Post("/own-programmes", url.Values{"from": {"empty"}}), 422)
	says(t, want(t, s.staff.Post("/own-programmes", url.Values{"from": {"empty"}, "title": {"Ours!"}}), 422), "No exclamation marks")
}

// Two people change one draft: the second is told, sees both, loses nothing, and may put theirs in place.
func TestTwoWritersSeeBoth(t *testing.T) {
	s := newScene(t)
	path := s.begin(t, "A", "Shared")
	other := s.site.As(s.Staff(t, tenant.Supervisor, "Rosa"))
	row, frame := path+"/row?row=XA3", path+"/frame"
	part := s.partOf(t, row)
	mine := map[string]url.Values{path + "/row": form(t, s.staff.Get(row), path+"/row", "title", "My title"), frame: form(t, s.staff.Get(frame), frame, "title", "My title"),
		path + "/part": form(t, s.staff.Get(part), path+"/part", "intro-involved", "My title")}
	order := form(t, s.staff.Get(path), path+"/order", "row", "XA3", "act", "up")
	publish := form(t, s.staff.Get(path), path+"/publish")
	want(t, other.Post(path+"/row", form(t, other.Get(row), path+"/row", "title", "Their row")), 303)
	want(t, other.Post(frame, form(t, other.Get(frame), frame, "title", "Their programme")), 303)
	want(t, other.Post(path+"/part", form(t, other.Get(part), path+"/part", "intro-involved", "Their words.")), 303)
	for action, theirs := range map[string]string{path + "/row": "Their row", frame: "Their programme", path + "/part": "Their words."} {
		a := want(t, s.staff.Post(action, mine[action]), 409)
		says(t, a, "Somebody changed this programme", "What stands stored now", theirs)
		again := form(t, a, action)
		if !strings.Contains(again.Encode(), "My+title") {
			t.Errorf("%s: what was typed is lost: %v", action, again)
		}
		want(t, s.staff.Post(action, again), 303)
	}
	want(t, s.staff.Post(path+"/order", order), 409)
	want(t, s.staff.Post(path+"/publish", publish), 409)
	says(t, s.staff.Get(path), "My title")
}

// Counselors, supervisors and the owner write; nobody else does, and another practice finds nothing.
func TestWhoMayWrite(t *testing.T) {
	s := newScene(t)
	path := s.begin(t, "A", "Ours")
	c := s.Couple(t, s.counselor, "Ana", "Jon")
	for role, status := range map[tenant.Audience]int{tenant.Owner: 200, tenant.Supervisor: 200, tenant.Counselor: 200, tenant.Intern: 403, tenant.FrontDesk: 403} {
		who := s.site.As(s.Staff(t, role, string(role)))
		for _, at := range []string{"/own-programmes", path, path + "/frame", path + "/add", path + "/row", path + "/part", path + "/preview"} {
			want(t, who.Get(at), status)
		}
	}
	owner := s.site.As(s.Staff(t, tenant.Owner, "Ruth"))
	want(t, owner.Post(path+"/publish", form(t, owner.Get(path), path+"/publish")), 303)
	want(t, s.site.As(s.Staff(t, tenant.Intern, "Ian")).Post(path+"/publish", nil), 403)
	want(t, s.site.As(c.Partners[0]).Get(path), 404)
	want(t, s.site.Nobody().Get(path), 401)
	other := testkit.New(t)
	err := other.DB.View(t.Context(), other.Counselor(t, "Eva").Scope(), func(tx *db.Tx) error {
		heads, err := builder.List(tx)
		if len(heads) != 0 {
			t.Errorf("another practice sees %d", len(heads))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	// The database keeps it so, whatever the program does.
	for _, role := range []tenant.Audience{tenant.Intern, tenant.FrontDesk} {
		err := s.DB.Update(t.Context(), s.Staff(t, role, "By hand").Scope(), func(tx *db.Tx) error {
			return builder.Begin(tx, s.counselor.Person().UUID, builder.Begun("ZZ", "Slipped in", "One"))
		})
		if err == nil {
			t.Errorf("%s wrote a draft", role)
		}
	}
}

// A sent form that is sent again stores once.
func TestDoubleSubmit(t *testing.T) {
	s := newScene(t)
	path := s.begin(t, "A", "Ours")
	v := s.own(t, path)
	first, second := want(t, s.staff.Post(path+"/part", v), 303), want(t, s.staff.Post(path+"/part", v), 303)
	if first.Location != second.Location || strings.Count(s.staff.Get(path).Body, "An evening walk</a>") != 1 {
		t.Errorf("stored twice")
	}
}

// A part that is taken into a row keeps its own rhythm and readers until somebody changes them there.
func TestPartsAreTakenInAndOut(t *testing.T) {
	s := newScene(t)
	path := s.begin(t, "B", "Ours")
	row := path + "/row?row=XA2"
	v := form(t, s.staff.Get(row), path+"/row")
	if v.Get("rhythm-apology.letter-with-amends") != "" || v.Get("rhythm-apology.letter") == "" {
		t.Fatalf("a part that is not in the row has its fields there: %v", v)
	}
	v["parts"] = nil
	for _, part := range s.partNames(t, row) {
		v.Add("parts", part)
	}
	want(t, s.staff.Post(path+"/row", v), 303)
	again := form(t, s.staff.Get(row), path+"/row")
	if n := len(s.partNames(t, row)); n < 3 || len(again["parts"]) != n || again.Get("rhythm-apology.letter-with-amends") == "" || again.Get("sharing-apology.letter-with-amends") == "" {
		t.Errorf("%d parts, stored %v", n, again)
	}
	again["parts"] = again["parts"][:1]
	want(t, s.staff.Post(path+"/row", again), 303)
	if got := form(t, s.staff.Get(row), path+"/row")["parts"]; len(got) != 1 {
		t.Errorf("still %v", got)
	}
	want(t, s.publish(t, path), 303)
}

// partNames are all parts that a row's page offers.
func (s *scene) partNames(t *testing.T, row string) (names []string) {
	t.Helper()
	for _, field := range strings.Split(s.staff.Get(row).Body, `name="parts" value="`)[1:] {
		names = append(names, field[:strings.Index(field, `"`)])
	}
	return names
}
