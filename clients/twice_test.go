package clients

import (
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"amends/clients/builder"
	"amends/clients/couple"
	"amends/clients/homework"
	"amends/clients/programme"
	"amends/server/tenant"
	"amends/server/testkit"
	"amends/server/web"
)

// several is a couple on several programmes, with the rooms that place and assign.
type several struct {
	*testkit.House
	staff  *testkit.Client
	couple *testkit.Couple
	path   string
}

func newSeveral(t *testing.T) several {
	t.Helper()
	lib, err := programme.LoadShipped(os.DirFS("../templates/programmes"))
	if err != nil {
		t.Fatal(err)
	}
	h := testkit.New(t)
	ingrid := h.Counselor(t, "Ingrid")
	s := several{House: h, couple: h.Couple(t, ingrid, "Ana", "Jon")}
	h.OpenGates(t, s.couple)
	h.Gate(t, s.couple, "G2", true)
	injury := uuid.New()
	for _, do := range []struct {
		query string
		args  []any
	}{
		{`insert into injury (practice_id, couple_id, id, told, made_at, made_by) values ($1, $2, $3, 'x', $4, $5)`, []any{h.Practice, s.couple.ID, injury, h.DB.Now(), ingrid.Person()}},
		{`insert into injury_role (practice_id, couple_id, injury_id, person_id, role) values ($1, $2, $3, $4, 'injured'), ($1, $2, $3, $5, 'involved')`,
			[]any{h.Practice, s.couple.ID, injury, s.couple.Partners[0].Person(), s.couple.Partners[1].Person()}},
	} {
		if _, err := h.SQL(t).Exec(do.query, do.args...); err != nil {
			t.Fatal(err)
		}
	}
	shelf := programme.NewShelf(lib)
	s.path = couple.Path(s.couple.ID)
	s.staff = h.Serve(t, func(r *web.Routes) {
		programme.New(shelf).Register(r)
		builder.New(shelf).Register(r)
		homework.New(shelf).Register(r)
	}).As(ingrid)
	return s
}

func (s several) post(t *testing.T, path string, v url.Values, status int) *testkit.Answer {
	t.Helper()
	a := s.staff.Post(path, v)
	if a.Status != status {
		t.Fatalf("%s: %d, want %d: %.500s", path, a.Status, status, a.Text())
	}
	return a
}

func (s several) place(t *testing.T, tag string) {
	t.Helper()
	s.post(t, s.path+"/programmes", url.Values{"tag": {tag}}, 303)
}

// own publishes a copy of a shipped programme, with the summary changed, and answers its address.
func (s several) own(t *testing.T, from string) string {
	t.Helper()
	path := s.post(t, "/own-programmes", url.Values{"from": {from}, "title": {"Ours from " + from}}, 303).Location
	s.publish(t, path)
	return path
}

func (s several) publish(t *testing.T, path string) {
	t.Helper()
	s.post(t, path+"/publish", s.staff.Get(path).Form(path+"/publish"), 303)
}

// assign gives a row's own step to somebody, as the page does.
func (s several) assign(t *testing.T, code, step string, to tenant.Partner, status int, more ...string) *testkit.Answer {
	t.Helper()
	v := url.Values{"step": {code}, "of": {step}, "for": {to.Person().String()}, "from": {s.Clock.Today().Format(time.DateOnly)}, "reading": {"before"}}
	for i := 0; i+1 < len(more); i += 2 {
		v.Set(more[i], more[i+1])
	}
	return s.post(t, s.path+"/assign", v, status)
}

// On several programmes nobody is asked the same library step twice: the earlier work stands on the assigning page of every
// other row that places the step, also in a copy that the practice wrote, and asking again is a choice of its own.
func TestNobodyIsAskedTheSameStepTwice(t *testing.T) {
	s := newSeveral(t)
	s.own(t, "A")
	for _, tag := range []string{"A", "D", "XA"} {
		s.place(t, tag)
	}
	jon := s.couple.Partners[1]
	s.assign(t, "A2", "ownership", jon, 303)
	for _, row := range []string{"D2", "XA3"} { // D2 by design; XA3 is the copy of A2
		page := s.staff.Get(s.path + "/assign?step=" + row + "&of=ownership")
		wantHas(t, page, "Given before", "Own my whole part", "Jon has this step open already.")
		if page.Form(s.path+"/assign") != nil && page.Has("Assign to Jon") {
			t.Errorf("%s can be given to Jon while he has it", row)
		}
		s.assign(t, row, "ownership", jon, 409, "again", "yes")
	}
	// Done, it may be asked again, and only when somebody says so.
	if _, err := s.SQL(t).Exec(`update assignee set state = 'submitted', done_on = $3 where practice_id = $1 and couple_id = $2`, s.Practice, s.couple.ID, s.Clock.Today()); err != nil {
		t.Fatal(err)
	}
	wantHas(t, s.staff.Get(s.path+"/assign?step=XA3&of=ownership"), "Given before", "Ask again")
	wantHas(t, s.assign(t, "XA3", "ownership", jon, 422), "It was given before.")
	s.assign(t, "XA3", "ownership", jon, 303, "again", "yes")
}

// After a move, what is open stays in the version it was given in, and what is given next comes from the new one.
func TestOpenAssignmentsStayInTheirVersion(t *testing.T) {
	s := newSeveral(t)
	path := s.own(t, "A")
	s.place(t, "XA")
	ana, jon := s.couple.Partners[0], s.couple.Partners[1]
	s.assign(t, "XA3", "ownership", jon, 303)
	v := s.staff.Get(path + "/row?row=XA3").Form(path + "/row")
	v.Set("title", "Another name for it")
	s.post(t, path+"/row", v, 303)
	s.publish(t, path)
	page := s.staff.Get(s.path + "/programmes")
	wantHas(t, page, "A newer version exists: version 2.")
	if before := s.staff.Get(s.path + "/assign"); before.Has("Another name for it") {
		t.Error("the couple has the new version before it was moved")
	}
	compare := ""
	for _, href := range page.Links() {
		if strings.HasPrefix(href, s.path+"/programmes/") {
			compare = href
		}
	}
	wantHas(t, s.staff.Get(compare), "Another name for it", "other words")
	s.post(t, compare+"/move", url.Values{"to": {"2"}}, 303)
	wantHas(t, s.staff.Get(s.path+"/assign?step=XA3&of=ownership"), "Another name for it", "Given before", "Jon has this step open already.")
	s.assign(t, "XA4", "feelings-log", ana, 303)
	rows, err := s.SQL(t).Query(`select a.code, v.version from assignment a join programme_version v on v.practice_id = a.practice_id and v.id = a.programme_version_id
	  where a.practice_id = $1 order by a.code`, s.Practice)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	got := map[string]int{}
	for rows.Next() {
		var code string
		var version int
		if err := rows.Scan(&code, &version); err != nil {
			t.Fatal(err)
		}
		got[code] = version
	}
	if got["XA3"] != 1 || got["XA4"] != 2 || len(got) != 2 || rows.Err() != nil {
		t.Errorf("versions: %v %v", got, rows.Err())
	}
}
