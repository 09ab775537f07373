package checkin_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"amends/clients/checkin"
	"amends/clients/spreadsheet"
	"amends/reports/progress"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/testkit"
	"amends/server/web"
	"amends/templates"
)

const longMap = `{"layout":"long","couple":"dyad","person":"role","day":{"column":"day"},"ratings":{"CALM":{"column":"calm","range":[1,5]},"SAFE":{"column":"safe","range":[0,10]}}}`

func order(t *testing.T, mapping, file string) checkin.ImportOrder {
	t.Helper()
	m, err := spreadsheet.ParseMapping([]byte(mapping))
	if err != nil {
		t.Fatal(err)
	}
	return checkin.ImportOrder{File: strings.NewReader(file), Mapping: m}
}

func (p *place) run(t *testing.T, o checkin.ImportOrder) (checkin.Imported, error) {
	t.Helper()
	return checkin.Run(t.Context(), p.DB, p.Operator().Scope(), o)
}

// file is a long spreadsheet about the place's couple.
func (p *place) file(rows ...string) string {
	text := "dyad,role,day,calm,safe\n"
	for _, r := range rows {
		text += p.couple.Code + "," + r + "\n"
	}
	return text
}

func TestImportRescalesMarksAndAgrees(t *testing.T) {
	p := open(t)
	file := p.file("Amira,2026-05-04,3,6", "Jonas,2026-05-04,5,", "Amira,2026-05-11,1,7.5", "Amira,2026-05-18,NA,.", "Amira,2026-05-25,,2", "Jonas,2026-05-25,2,")
	o := order(t, longMap, file)
	o.DryRun = true
	dry, err := p.run(t, o)
	if err != nil || p.rows(t) != 0 {
		t.Fatalf("a dry run: %v, %d rows stored", err, p.rows(t))
	}
	done, err := p.run(t, order(t, longMap, strings.ReplaceAll(file, "Amira", "AMIRA")))
	if err != nil || done.Rows != 6 || done.Entries != 5 || done.Empty != 1 || len(done.Refused) != 0 {
		t.Fatalf("%+v %v", done, err)
	}
	if dry.Entries != done.Entries || dry.Rows != done.Rows || dry.Empty != done.Empty {
		t.Errorf("a dry run counts %+v, the import %+v", dry, done)
	}
	all := p.between(t, p.ingrid)
	if len(all) != 5 {
		t.Fatalf("%d check-ins", len(all))
	}
	last := all[len(all)-1]
	for _, c := range all {
		if c.Source != checkin.ByImport || c.By != nil {
			t.Errorf("source %q by %v", c.Source, c.By)
		}
		if c.Person == p.couple.Partners[0].Person() && c.On.Equal(date("2026-05-04")) {
			last = c
		}
	}
	if last.Ratings["CALM"] != 5 || last.Ratings["SAFE"] != 6 || last.Design != checkin.Weekly {
		t.Errorf("stored %+v", last)
	}
	// State rows are written, and imported check-ins do not wait to be read.
	var on time.Time
	var unseen int
	if err := p.SQL(t).QueryRow(`select last_on, unseen from partner_state where practice_id = $1 and person_id = $2`, p.Practice, p.couple.Partners[0].Person()).Scan(&on, &unseen); err != nil {
		t.Fatal(err)
	}
	if !on.Equal(date("2026-05-25")) || unseen != 0 {
		t.Errorf("state: %v, %d", on, unseen)
	}
	// The couple's open weekly window covers the file's days already: none is added.
	if n := p.count(t, `select count(*) from check_in_window where practice_id = $1`); n != 2 {
		t.Errorf("%d windows", n)
	}
	if n := p.count(t, `select count(*) from audit_event where chain_id = $1 and verb = 'check_in.import'`); n != 1 {
		t.Errorf("%d audit events", n)
	}
	// Again: the same rows, the same counts.
	again, err := p.run(t, order(t, longMap, file))
	if err != nil || again.Entries != 5 || p.rows(t) != 5 {
		t.Errorf("a second import: %+v %v, %d rows", again, err, p.rows(t))
	}
}

func (p *place) count(t *testing.T, query string) (n int) {
	t.Helper()
	if err := p.SQL(t).QueryRow(query, p.Practice).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// said is what people read of the faults, in English.
func said(t *testing.T, all []*fault.Error) string {
	t.Helper()
	words, err := web.Messages(templates.Files, "en")
	if err != nil {
		t.Fatal(err)
	}
	var text []string
	for _, one := range all {
		text = append(text, words(one.Sentence, one.Args))
	}
	return strings.Join(text, " ")
}

func TestImportRefuses(t *testing.T) {
	p := open(t)
	amira := p.As(p.couple.Partners[0])
	if a := amira.Post("/check-in", weekly("8")); a.Status != 303 { // on 2026-06-03
		t.Fatal(a.Text())
	}
	file := p.file("Amira,2026-05-04,3,6", // 2: fits
		"Amira,2025-01-06,3,6",   // 3: before care
		"Amira,2026-06-03,3,6",   // 4: her own stands
		"Karim,2026-05-04,3,6",   // 5: nobody
		"Amira,2026-05-11,9,6",   // 6: outside its range
		"Amira,2026-05-18,2,1") + // 7: fits
		"ELSE,Amira,2026-05-04,2,1\n" // 8: no couple
	done, err := p.run(t, order(t, longMap, file))
	if !errors.Is(err, checkin.ErrRefused) || done.Entries != 0 || p.rows(t) != 1 {
		t.Fatalf("%+v %v, %d rows", done, err, p.rows(t))
	}
	want := map[int]string{3: "before care", 4: "own check-in", 5: "nobody called “Karim”; it has ", 6: "9", 8: "no couple ELSE"}
	if len(done.Refused) != len(want) || done.RefusedRows != len(want) {
		t.Fatalf("refused %+v", done.Refused)
	}
	for _, r := range done.Refused {
		if got := said(t, r.Why); !strings.Contains(got, want[r.Line]) || want[r.Line] == "" {
			t.Errorf("line %d: %s", r.Line, got)
		}
	}
	o := order(t, longMap, file)
	o.SkipRefused = true
	done, err = p.run(t, o)
	if err != nil || done.Entries != 2 || len(done.Refused) != len(want) || p.rows(t) != 3 {
		t.Fatalf("skipping: %+v %v, %d rows", done, err, p.rows(t))
	}
	for _, c := range p.between(t, p.ingrid) {
		if c.Source == checkin.BySelf && c.Ratings["SAFE"] != 8 {
			t.Errorf("her own check-in became %+v", c)
		}
	}
}

func TestImportNeverOverwritesPaper(t *testing.T) {
	p := open(t)
	err := p.DB.Update(t.Context(), p.ingrid.Scope(), func(tx *db.Tx) error {
		tx.Audit("check_in.enter", p.couple.ID.UUID, p.couple.ID)
		return checkin.Save(tx, checkin.CheckIn{Couple: p.couple.ID, Person: p.couple.Partners[1].Person(), On: date("2026-05-04"),
			Design: checkin.Weekly, Ratings: checkin.Ratings{progress.Safe: 1}, Source: checkin.ByPaper})
	})
	if err != nil {
		t.Fatal(err)
	}
	done, err := p.run(t, order(t, longMap, p.file("Jonas,2026-05-04,3,9")))
	if !errors.Is(err, checkin.ErrRefused) || len(done.Refused) != 1 {
		t.Errorf("%+v %v", done, err)
	}
}

func TestImportTakesNewCouplesIntoCare(t *testing.T) {
	p := open(t)
	const mapping = `{"layout":"wide","couple":"pair","code_prefix":"D","design":"daily","day":{"column":"day","zone":"America/New_York"},
	 "partners":[{"label":"F","ratings":{"CLOSE":{"column":"f","range":[1,7]},"TRIG":{"column":"fs","range":[0,10],"reverse":true}}},{"label":"M","ratings":{"CLOSE":{"column":"m","range":[1,7]}}}]}`
	var b strings.Builder
	b.WriteString("pair;day;f;fs;m\n")
	for d := 1; d <= 6; d++ {
		m := "4"
		if d > 3 {
			m = "NA"
		}
		fmt.Fprintf(&b, "1;2026-03-%02d;7;2,5;%s\n2;2026-03-%02d;1;0;%s\n", d, m, d+1, m)
	}
	o := order(t, mapping, b.String())
	if done, err := p.run(t, o); !errors.Is(err, checkin.ErrRefused) || done.RefusedRows != 12 {
		t.Fatalf("without -create: %+v %v", done, err)
	}
	o = order(t, mapping, b.String())
	o.Create = true
	done, err := p.run(t, o)
	if err != nil || done.Entries != 18 || strings.Join(done.Created, " ") != "D1 D2" || done.Couples != 2 {
		t.Fatalf("%+v %v", done, err)
	}
	rows, err := p.SQL(t).Query(`select c.code, c.care_from::text, p.chosen_name, t.zone, m.position, w.design, w.starts_on::text, w.ends_on::text, a.staff_person_id
	  from couple c join membership m on m.couple_id = c.couple_id join person p on p.id = m.person_id join contact t on t.person_id = p.id
	  join check_in_window w on w.person_id = p.id join couple_access a on a.couple_id = c.couple_id
	  where c.practice_id = $1 and c.code like 'D%' order by 1, 5`, p.Practice)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var got []string
	for rows.Next() {
		var code, from, name, zone, place, design, starts, ends, treating string
		if err := rows.Scan(&code, &from, &name, &zone, &place, &design, &starts, &ends, &treating); err != nil {
			t.Fatal(err)
		}
		if treating != p.ingrid.Person().String() && treating != p.henrik.Person().String() {
			t.Errorf("treated by %s", treating)
		}
		got = append(got, strings.Join([]string{code, from, name, zone, place, design, starts, ends}, " "))
	}
	want := []string{"D1 2026-03-01 F America/New_York 1 daily 2026-03-01 2026-03-06", "D1 2026-03-01 M America/New_York 2 daily 2026-03-01 2026-03-06",
		"D2 2026-03-02 F America/New_York 1 daily 2026-03-02 2026-03-07", "D2 2026-03-02 M America/New_York 2 daily 2026-03-02 2026-03-07"}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	var close, trig float64
	if err := p.SQL(t).QueryRow(`select k.close, k.trig from check_in k join couple c on c.couple_id = k.couple_id where c.practice_id = $1 and c.code = 'D1' and k.trig is not null limit 1`, p.Practice).Scan(&close, &trig); err != nil || close != 10 || trig != 7.5 {
		t.Errorf("close %v, trig %v, %v", close, trig, err)
	}
}

func TestImportWithoutACounselorSaysSo(t *testing.T) {
	h := testkit.New(t)
	o := order(t, longMap, "dyad,role,day,calm,safe\nN1,A,2026-05-04,3,6\n")
	o.Create = true
	_, err := checkin.Run(t.Context(), h.DB, h.Operator().Scope(), o)
	if why, ok := fault.As(err); !ok || !strings.Contains(said(t, []*fault.Error{why}), "no counselor yet") {
		t.Errorf("%v", err)
	}
}

// A file of nothing but refusals is counted to its end and listed up to the limit.
func TestImportListsRefusalsUpToALimit(t *testing.T) {
	p := open(t)
	const more = 25
	var rows []string
	for i := range spreadsheet.MaxRefusalsListed + more {
		rows = append(rows, "Amira,"+date("1950-01-01").AddDate(0, 0, i).Format(time.DateOnly)+",3,6") // long before care
	}
	done, err := p.run(t, order(t, longMap, p.file(rows...)))
	if !errors.Is(err, checkin.ErrRefused) || done.RefusedRows != len(rows) || len(done.Refused) != spreadsheet.MaxRefusalsListed {
		t.Errorf("%d refused, %d listed, %v", done.RefusedRows, len(done.Refused), err)
	}
}

func TestImportOfABadFileWritesNothing(t *testing.T) {
	p := open(t)
	for name, file := range map[string]string{
		"no such column": "a,b\n1,2\n",
		"empty":          "",
		"zeros":          "dyad,role,day,calm,safe\n\x00\x00\n",
	} {
		o := order(t, longMap, file)
		o.Create = true
		done, err := p.run(t, o)
		var faults spreadsheet.Faults
		if err == nil || !errors.As(err, &faults) && !errors.Is(err, checkin.ErrRefused) || done.Entries != 0 || p.rows(t) != 0 {
			t.Errorf("%s: %+v %v", name, done, err)
		}
	}
	// Windows-1252 with a name beyond ASCII is read as it is meant.
	o := order(t, longMap, "")
	o.File = bytes.NewReader([]byte("dyad,role,day,calm,safe\nW1,Ren\xe9,2026-05-04,3,6\n"))
	o.Create = true
	if done, err := p.run(t, o); err != nil || done.Entries != 1 {
		t.Errorf("%+v %v", done, err)
	}
	if n := p.count(t, `select count(*) from person where practice_id = $1 and chosen_name = 'René'`); n != 1 {
		t.Errorf("%d people called René", n)
	}
}

func TestImportInManyBatches(t *testing.T) {
	p := open(t)
	var b strings.Builder
	b.WriteString("dyad,role,day,calm,safe\n")
	const couples, days = 30, 100
	for c := range couples {
		for d := range days {
			day := date("2026-01-05").AddDate(0, 0, d).Format(time.DateOnly)
			fmt.Fprintf(&b, "B%d,F,%s,%d,%d\nB%d,M,%s,%d,\n", c, day, 1+d%5, d%11, c, day, 1+d%5)
		}
	}
	o := order(t, longMap, b.String())
	o.Create = true
	ctx, count := db.WithCount(t.Context())
	done, err := checkin.Run(ctx, p.DB, p.Operator().Scope(), o)
	if err != nil || done.Entries != couples*days*2 || p.rows(t) != done.Entries {
		t.Fatalf("%+v %v", done, err)
	}
	perCouple := 8 // opening one: the couple, its access, and two people with addresses and state
	if most := 20 + couples*perCouple + done.Entries/1000; count.N() > most {
		t.Errorf("%d statements, at most %d", count.N(), most)
	}
	// Every state row equals the facts.
	if n := p.count(t, `select count(*) from partner_state s where s.practice_id = $1 and s.last_on is distinct from
	  (select max(local_date) from check_in k where k.practice_id = s.practice_id and k.person_id = s.person_id)`); n != 0 {
		t.Errorf("%d state rows differ", n)
	}
}

func TestImportByAnotherPracticeSeesNothingHere(t *testing.T) {
	p, other := open(t), testkit.New(t)
	_, err := checkin.Run(t.Context(), other.DB, tenant.Operator(other.Operator()).Scope(), order(t, longMap, p.file("Amira,2026-05-04,3,6")))
	if !errors.Is(err, checkin.ErrRefused) || p.rows(t) != 0 {
		t.Errorf("%v, %d rows", err, p.rows(t))
	}
}
