package main

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"amends/server/signin"
	"amends/server/tenant"
	"amends/server/testkit"
	"amends/server/web"
)

// The principals: treating and covering counselor, a colleague with a couple of her own, the owner, the front desk, both partners, a partner of
// another couple, a counselor of another practice, nobody.
const (
	treating, covering, colleague, owner, desk = "Ingrid Solberg", "Henrik Bauer", "Wanda Colleague", "Ruth Adler", "Mo Okafor"
	partner, theOther, elsewhere               = "Amira", "Jonas", "Clara"
	stranger, nobody                           = "Stella Stranger", "nobody"
)

func principals() []string {
	return []string{treating, covering, colleague, owner, desk, partner, theOther, elsewhere, stranger, nobody}
}

// object is a thing that routes name by id: the path parameters that lead to it, and who may reach it there.
type object struct {
	params map[string]string
	may    []string
}

// staffed adds a member of the staff by SQL, in any practice.
func (s *sample) staffed(practice uuid.UUID, name, role string) signin.Seat {
	s.t.Helper()
	person, account := uuid.New(), uuid.New()
	email := name + "@example.org"
	s.exec(`insert into account (id, email_hash, email, password_hash) values ($1, $2, '', 'none')`, account, s.DB.Ring().HashAddress(email))
	s.exec(`insert into person (practice_id, id, kind, chosen_name) values ($1, $2, 'staff', $3)`, practice, person, name)
	s.exec(`insert into contact (practice_id, person_id, account_id, zone) values ($1, $2, $3, 'America/New_York')`, practice, person, account)
	s.exec(`insert into staff_seat (practice_id, id, person_id, role, starts_on) values ($1, $2, $3, $4, '2025-01-01')`, practice, uuid.New(), person, role)
	return signin.Seat{Account: tenant.AccountID{UUID: account}, Practice: tenant.PracticeID{UUID: practice}, Person: tenant.PersonID{UUID: person}, Audience: tenant.Audience(role)}
}

// town is the sample practice with all principals in it.
type town struct {
	*sample
	seatOf map[string]signin.Seat
	visits map[string]*visitor
	forms  map[string]url.Values // what a page of the treating counselor or a partner would send, by action
}

func newTown(t *testing.T) *town {
	t.Helper()
	w := &town{sample: newSample(t), seatOf: map[string]signin.Seat{}, visits: map[string]*visitor{}, forms: map[string]url.Values{}}
	other := uuid.New()
	w.exec(`insert into practice (id, slug, name, zone) values ($1, 'elsewhere', 'Another practice', 'Europe/Paris')`, other)
	w.exec(`delete from couple_access where couple_id in (select couple_id from couple where code in ('NQ-05', 'NQ-06', 'NQ-07', 'NQ-08', 'NQ-09', 'NQ-13', 'NQ-14'))`) // seven couples show every page
	w.seatOf[colleague] = w.staffed(w.operator.Practice().UUID, colleague, "counselor")
	w.seatOf[stranger] = w.staffed(other, stranger, "counselor")
	for _, name := range principals() {
		w.visits[name] = w.fresh(name)
	}
	return w
}

// fresh is a new sign-in of a principal.
func (w *town) fresh(name string) *visitor {
	w.t.Helper()
	if name == nobody {
		return w.nobody()
	}
	seat, special := w.seatOf[name]
	if !special {
		seat = w.seat(name).Seat
	}
	v := w.sitting(seat)
	v.name = name
	return v
}

// own is the couple that the colleague takes into care herself, through the page.
func (w *town) own() string {
	w.t.Helper()
	v := w.visits[colleague]
	one := page{"/couples/new", v.get("/couples/new")}
	for _, o := range orders([]page{one}) {
		if o.action != "/couples" {
			continue
		}
		values := fields(o.form, func(string) string { return "Somebody" })
		a := v.post("/couples", values)
		if a.Status != 303 {
			w.t.Fatalf("the colleague opens a couple: %d %s", a.Status, a.Text())
		}
	}
	return w.text(`select couple_id from couple_access where staff_person_id = $1`, w.seatOf[colleague].Person)
}

// objects says for each audience and object what stands for it, and who may reach it. A route whose object has no line fails.
func (w *town) objects() map[string]func() object {
	const ofCouple = ` join couple c using (practice_id, couple_id) where c.code = 'NQ-01' `
	couple := w.text(`select couple_id from couple where code = 'NQ-01'`)
	care, both := []string{treating, covering}, []string{partner, theOther}
	one := func(name, query string, may []string, more ...string) func() object {
		return func() object {
			params := map[string]string{"couple": couple, name: w.text(query)}
			for i := 0; i+1 < len(more); i += 2 {
				params[more[i]] = more[i+1]
			}
			return object{params, may}
		}
	}
	promise := `select x.id from promise x` + ofCouple + `order by x.made_at limit 1`
	day := w.text(`select d.on_date from promise_deed d` + strings.Replace(ofCouple, "where", "join promise x on x.id = d.promise_id where", 1) +
		`and x.id = (` + promise + `) order by d.on_date desc limit 1`)[:10]
	agreed := `select x.id from agreement x` + ofCouple + `order by x.made_on limit 1`
	proposed := `select x.id from agreement_proposal x` + ofCouple + `and x.state = 'sent' and x.passed_on is null limit 1`
	asked := `select x.question_id from question_passed x` + ofCouple + `order by x.passed_at limit 1`
	bound := `select x.boundary_id from boundary_passed x` + ofCouple + `order by x.passed_at limit 1`
	return map[string]func() object{
		"staff couple":          one("couple", `select couple_id from couple where code = 'NQ-01'`, care),
		"staff person":          one("person", `select x.person_id from membership x`+ofCouple+`and x.position = 2`, care),
		"staff note":            one("note", `select x.id from progress_note x`+ofCouple+`and x.compartment = 'individual'`, care),
		"staff assignment":      one("assignment", `select x.id from assignment x`+ofCouple+`and x.step_key = 'apology'`, care, "person", w.seat(theOther).Person.String()),
		"staff entry":           one("entry", `select x.id from entry x`+ofCouple+`and x.part_key = 'letter'`, care),
		"staff planned":         one("planned", `select x.id from plan_step x`+ofCouple+`order by x.on_date limit 1`, care),
		"staff promise":         one("promise", promise, care),
		"staff check_in_window": one("window", `select x.id from check_in_window x`+ofCouple+`limit 1`, care),
		"staff safety_alert":    one("alert", `select id from safety_alert limit 1`, care),
		"staff confidence":      one("confidence", `select x.id from confidence x`+ofCouple+`limit 1`, care),
		"staff screen":          one("screen", `select x.id from screen_offer x`+ofCouple+`and x.how = 'room' limit 1`, care),
		"staff report":          w.report(couple, care),
		"staff row": func() object {
			return object{map[string]string{"row": w.firstRow()}, []string{treating, covering, colleague, stranger}}
		},
		"staff draft": w.draft,
		"staff programme_version": one("version", `select x.programme_version_id from couple_programme x`+ofCouple+`order by x.placed_on limit 1`,
			[]string{treating, covering, colleague, owner}),
		"staff desk":             one("couple", `select couple_id from couple where code = 'NQ-01'`, []string{owner, desk}),
		"staff staff":            one("person", `select id from person where chosen_name = 'Wanda Colleague'`, []string{owner}),
		"staff staff_seat":       one("seat", w.leavingSeat(), []string{owner}),
		"partner entry":          one("entry", `select x.id from entry x`+ofCouple+`and x.part_key = 'my-part'`, []string{theOther}),
		"partner release":        one("release", `select x.id from release_copy x`+ofCouple+`and x.closed_at is null`, []string{partner}),
		"partner promise":        one("promise", promise, both, "day", day),
		"staff agreement":        one("agreement", agreed, care),
		"partner agreement":      one("agreement", agreed, both),
		"staff proposal":         one("proposal", proposed, care),
		"partner proposal":       one("proposal", proposed, []string{theOther}),
		"staff question":         one("question", asked, care),
		"partner question":       one("question", asked, both),
		"staff decision":         one("decision", `select x.id from decision x`+ofCouple+`and x.kind = 'decide'`, care),
		"partner decision":       one("decision", `select x.id from decision x`+ofCouple+`and x.kind = 'decide'`, both),
		"partner wave":           one("wave", `select x.id from setback_wave x`+ofCouple+`limit 1`, []string{partner}),
		"staff setback_sent":     one("sent", `select x.id from setback_sent x`+ofCouple+`order by x.sent_at desc limit 1`, care),
		"partner assignment":     one("assignment", `select x.id from assignment x`+ofCouple+`and x.step_key = 'apology'`, []string{theOther}, "part", "letter", "n", "1"),
		"staff couple_programme": one("placed", `select x.id from couple_programme x`+ofCouple, care),
		"staff boundary":         one("boundary", bound, care),
		"partner boundary":       one("boundary", bound, both),
	}
}

// leavingSeat finds the seat of somebody who does nothing else here: the owner ends it.
func (w *town) leavingSeat() string {
	person := w.staffed(w.operator.Practice().UUID, "Lea Leaving", "intern").Person
	return `select id from staff_seat where person_id = '` + person.String() + `'`
}

// draft begins a programme of the practice as a counselor does.
func (w *town) draft() object {
	a := w.visits[treating].post("/own-programmes", url.Values{"key": {uuid.NewString()}, "from": {"A"}, "title": {"Ours"}})
	id, ok := strings.CutPrefix(a.Location, "/own-programmes/")
	if !ok {
		w.t.Fatalf("no programme was begun: %d %s", a.Status, a.Text())
	}
	return object{map[string]string{"draft": id}, []string{treating, covering, colleague, owner}}
}

// report begins a report of the couple as a counselor does.
func (w *town) report(couple string, may []string) func() object {
	return func() object {
		at := "/couples/" + couple + "/reports"
		for _, o := range orders([]page{{at, w.visits[treating].get(at)}}) {
			if o.action == at {
				a := w.visits[treating].post(at, fields(o.form, nil))
				if i := strings.LastIndexByte(a.Location, '/'); i > 0 {
					return object{map[string]string{"couple": couple, "report": a.Location[i+1:]}, may}
				}
				w.t.Fatalf("no report was begun: %d %s", a.Status, a.Text())
			}
		}
		w.t.Fatalf("%s offers no report", at)
		return object{}
	}
}

// free are path parameters that are no ids.
func (w *town) free() map[string]string {
	return map[string]string{"token": "unknown-token"}
}

func (w *town) firstRow() string {
	for _, way := range ways(w.visits[treating].get("/programmes"), "/programmes") {
		if row, ok := strings.CutPrefix(way, "/programmes/"); ok && row != "search" {
			return row
		}
	}
	w.t.Fatal("the library is empty")
	return ""
}

// fill puts parameters into a route's path; a parameter without a value fails.
func fill(t testing.TB, l web.Listed, params ...map[string]string) string {
	t.Helper()
	parts := strings.Split(l.Path, "/")
	for i, part := range parts {
		name, is := strings.CutPrefix(part, ":")
		if !is {
			continue
		}
		parts[i] = ""
		for _, p := range params {
			if parts[i] == "" {
				parts[i] = p[name]
			}
		}
		if parts[i] == "" {
			t.Fatalf("%s: nothing stands for :%s", l, name)
		}
	}
	path := strings.Join(parts, "/")
	if strings.HasSuffix(l.Path, "/sheet.pdf") { // one sheet for each person
		path += "?person=" + params[0]["person"]
	}
	return path
}

// expected says what a principal gets on a route: "in", or the status of the refusal.
func (w *town) expected(l web.Listed, who string, o object) string {
	seat, special := w.seatOf[who]
	if !special && who != nobody {
		seat = w.seat(who).Seat
	}
	isStaff := seat.Audience != tenant.OfPartner
	switch {
	case l.Audience == "public":
		return "in"
	case who == nobody:
		return "401"
	case l.Audience == "signed-in":
		return "in"
	case (l.Audience == "staff") != isStaff:
		return "404"
	case l.Audience == "staff" && !slices.Contains(strings.Split(l.Permission, ","), string(seat.Audience)):
		return "403"
	case l.Object != "" && !slices.Contains(o.may, who):
		return "404"
	}
	return "in"
}

func met(expected string, status int) bool {
	if expected == "in" {
		return status < 500 && status != 401 && status != 403 && status != 404
	}
	return fmt.Sprint(status) == expected
}

// K1: every route × every principal × own, foreign and absent id, reading and writing.
func TestStrangerAtEveryRoute(t *testing.T) {
	w := newTown(t)
	t.Parallel()
	objects, free := w.objects(), w.free()
	ownCouple := map[string]string{"couple": w.own()}
	w.collect()
	made := map[string]object{}
	for _, l := range w.App.List() {
		if name := l.Audience + " " + l.Object; l.Object != "" && made[name].params == nil {
			if objects[name] == nil {
				t.Fatalf("%s: no case for the object %q", l, name)
			}
			made[name] = objects[name]()
		}
	}
	before := w.rows()
	tried := 0
	for _, l := range w.App.List() {
		o := made[l.Audience+" "+l.Object]
		if l.Object == "" && strings.Contains(l.Path, ":") && l.Audience != "public" {
			t.Errorf("%s has a parameter and names no object", l)
		}
		for _, who := range principals() {
			want := w.expected(l, who, o)
			if want == "in" && l.Method == "POST" {
				continue // below, when everything else is done: these write
			}
			tried++
			path := fill(t, l, o.params, free)
			a := w.ask(w.visits[who], l, path)
			if !met(want, a.Status) && !(want == "in" && excepted(l, a.Status)) {
				t.Errorf("%s by %s: %d, want %s: %s", l, who, a.Status, want, clip(a.Text()))
			}
			if want == "404" || want == "403" {
				w.likeAbsent(l, who, path, o, free, ownCouple, a)
			}
		}
	}
	unchanged(t, before, w.rows(), "refused requests")
	for _, l := range w.App.List() {
		o := made[l.Audience+" "+l.Object]
		for _, who := range principals() {
			if l.Method == "POST" && w.expected(l, who, o) == "in" {
				tried++
				w.admitted(l, who, fill(t, l, o.params, free))
			}
		}
	}
	t.Logf("%d routes, %d answers", len(w.App.List()), tried)
}

// stateful are routes that answer 404 also to somebody who may reach the object, as long as it is not in the state they are for or
// not theirs to change. Strangers get no exception.
func stateful() []string {
	return []string{
		"GET /progress-reports/:report/report.pdf",                   // still a draft
		"GET /assignments/:assignment/paper",                         // nobody of this work is on paper
		"POST /assignments/:assignment/paper",                        //
		"POST /couples/:couple/assign",                               // the couple's programme was ended above
		"POST /assignments/:assignment/excuse",                       // sent already
		"POST /assignments/:assignment/reopen",                       // nobody's part is read and done once
		"POST /received/:release/choose",                             // withdrawn by its author, who went first
		"GET /promises/:promise/days/:day/reason",                    // that day was confirmed
		"POST /promises/:promise/days/:day/reason",                   //
		"GET /promises/:promise/days/:day/different",                 //
		"POST /promises/:promise/days/:day/different",                //
		"POST /promises/:promise/days/:day/answer",                   // the other's alone
		"POST /promises/:promise/end",                                // the keeper's alone
		"POST /promises/:promise/days/:day/keep",                     //
		"POST /promises/:promise/reopen",                             //
		"POST /questions/:question", "POST /questions/:question/ask", // the asker's alone
		"POST /questions/:question/judge",                                           //
		"POST /questions/:question/answer", "POST /questions/:question/answer/send", // the other's alone
		"GET /boundaries/:boundary/write", "POST /boundaries/:boundary/write", // the author's alone
		"GET /boundaries/:boundary/check", "POST /boundaries/:boundary/send", //
		"POST /boundaries/:boundary/end",                                                                   //
		"POST /boundaries/:boundary/answer",                                                                // the other's alone
		"POST /couples/:couple/people/:person/invite",                                                      // has a sign-in already
		"POST /couples/:couple/people/:person/confirm",                                                     //
		"POST /couples/:couple/people/:person/revoke",                                                      //
		"POST /progress-notes/:note", "POST /progress-notes/:note/sign", "POST /progress-notes/:note/undo", // the author's alone
		"POST /received/:release/felt",                          // closed by then
		"POST /couples/:couple/planner/work/:assignment/swap",   // the form names a planned step
		"POST /couples/:couple/planner/steps/:planned/take-out", // taken out already
		"POST /sign-ins", "POST /seats", // the form names a row of one's own
	}
}

func excepted(l web.Listed, status int) bool {
	return status == 404 && slices.Contains(stateful(), l.Method+" "+l.Path)
}

// collect learns what the pages of those who may write would send, so that strangers send what would be accepted.
func (w *town) collect() {
	for _, who := range []string{treating, partner, theOther} {
		for _, o := range orders(w.visits[who].crawl("/")) {
			w.forms[o.action] = fields(o.form, func(string) string { return "Written by a stranger." })
		}
	}
}

func (w *town) ask(v *visitor, l web.Listed, path string) *testkit.Answer {
	w.t.Helper()
	if l.Method == "GET" {
		return v.get(path)
	}
	values := url.Values{}
	for name, x := range w.forms[path] {
		values[name] = x
	}
	values.Set("key", uuid.NewString())
	return v.post(path, values)
}

// likeAbsent asks for the same thing under an id that nobody has, and under the asker's own couple: the answers must not differ, and
// each must stand in the trail as a denial.
func (w *town) likeAbsent(l web.Listed, who, path string, o object, free, ownCouple map[string]string, foreign *testkit.Answer) {
	w.t.Helper()
	if l.Object == "" {
		return
	}
	if got := w.trail(foreign); !slices.Equal(got, []string{"access.denied"}) {
		w.t.Errorf("%s by %s left %v in the trail, not a denial", l, who, got)
	}
	absent := map[string]string{}
	for name := range o.params {
		absent[name] = uuid.NewString()
	}
	for name, keep := range map[string]string{"day": o.params["day"], "part": o.params["part"], "n": o.params["n"]} {
		absent[name] = keep
	}
	others := []map[string]string{absent}
	if strings.Contains(l.Path, ":couple") && strings.Count(l.Path, ":") > 1 && who == colleague {
		others = append(others, ownCouple) // her own couple, the foreign object
	}
	for _, params := range others {
		other := fill(w.t, l, params, o.params, free)
		w.forms[other] = w.forms[path]
		a := w.ask(w.visits[who], l, other)
		if a.Status != foreign.Status || same(a) != same(foreign) {
			w.t.Errorf("%s by %s: %s answers %d, %s answers %d, and not the same", l, who, path, foreign.Status, other, a.Status)
		}
	}
}

// admitted writes as somebody who may, in a sign-in of its own: the door opens, whatever the form then says.
func (w *town) admitted(l web.Listed, who, path string) {
	w.t.Helper()
	v := w.fresh(who)
	a := w.ask(v, l, path)
	if !met("in", a.Status) && !excepted(l, a.Status) {
		w.t.Errorf("%s by %s: %d: %s", l, who, a.Status, clip(a.Text()))
	}
	bare := w.fresh(who).send("POST", path, nil)
	if bare.Status != 403 && l.Path != "/csp" {
		w.t.Errorf("%s by %s without proof of origin: %d", l, who, bare.Status)
	}
}
