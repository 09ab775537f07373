package db_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/testkit"
)

// seen is how many rows about one couple each asker finds: treating, cover, supervisor, colleague without care, intern without
// care, front desk, owner, Bea, Cid. Strangers and nobody find none.
var seen = []struct {
	what, where string
	rows        [9]int
}{
	{"couple", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 1, 1, 1, 1}},
	{"membership", "couple_id = $2", [9]int{2, 2, 2, 0, 0, 2, 2, 2, 2}},
	{"couple_access", "couple_id = $2", [9]int{3, 3, 3, 0, 0, 3, 3, 0, 0}},
	{"person", "kind = 'staff'", [9]int{7, 7, 7, 7, 7, 7, 7, 0, 0}},
	{"person", "id in ($3, $4)", [9]int{2, 2, 2, 0, 0, 2, 2, 2, 2}},
	{"contact", "person_id in ($3, $4)", [9]int{2, 2, 2, 0, 0, 2, 2, 1, 1}},
	{"injury", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 0, 0}},
	{"injury_role", "couple_id = $2", [9]int{2, 2, 2, 0, 0, 0, 0, 0, 0}},
	{"policy_consent", "couple_id = $2", [9]int{2, 2, 2, 0, 0, 0, 0, 1, 1}},
	{"gate_event", "couple_id = $2", [9]int{2, 2, 2, 0, 0, 0, 0, 0, 0}},
	{"consent", "couple_id = $2", [9]int{2, 2, 2, 0, 0, 2, 2, 0, 0}},
	{"safety_screen", "couple_id = $2", [9]int{2, 2, 2, 0, 0, 0, 0, 0, 0}},
	{"lines_consent", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 1, 0}},
	{"programme_version", "true", [9]int{1, 1, 1, 1, 1, 1, 1, 1, 1}},
	{"programme_draft", "true", [9]int{1, 1, 1, 1, 1, 0, 1, 0, 0}},
	{"couple_programme", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 0, 0}},
	{"assignment", "couple_id = $2", [9]int{2, 2, 2, 0, 0, 0, 0, 2, 1}},
	{"assignee", "couple_id = $2", [9]int{3, 3, 3, 0, 0, 0, 0, 2, 1}},
	{"entry", "couple_id = $2", [9]int{3, 3, 3, 0, 0, 0, 0, 3, 2}},
	{"release_copy", "couple_id = $2", [9]int{2, 2, 2, 0, 0, 0, 0, 1, 2}},
	{"release_hold", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 0, 0}},
	{"release_reading", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 1, 0}},
	{"promise", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 1, 1}},
	{"promise_deed", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 1, 1}},
	{"promise_reason", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 0, 1}},
	{"promise_dispute", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 0, 1}},
	{"question_log", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 1, 0}},
	{"question_log_event", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 0, 0}},
	{"question", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 2, 0}},
	{"question_passed", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 1, 1}},
	{"question_answer", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 0, 2}},
	{"question_answered", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 1, 1}},
	{"question_park", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 0, 1}},
	{"question_verdict", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 1, 0}},
	{"agreement", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 1, 1}},
	{"agreement_version", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 1, 1}},
	{"agreement_signature", "couple_id = $2", [9]int{2, 2, 2, 0, 0, 0, 0, 1, 1}},
	{"agreement_review", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 1, 1}},
	{"agreement_proposal", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 2, 0}},
	{"boundary", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 2, 0}},
	{"boundary_draft", "couple_id = $2", [9]int{0, 0, 0, 0, 0, 0, 0, 1, 0}},
	{"boundary_sent", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 1, 0}},
	{"boundary_passed", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 1, 1}},
	{"boundary_answer", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 0, 1}},
	{"boundary_answered", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 1, 1}},
	{"setback_plan", "couple_id = $2", [9]int{0, 0, 0, 0, 0, 0, 0, 1, 0}},
	{"setback_sent", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 1, 0}},
	{"setback_passed", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 1, 1}},
	{"setback_wave", "couple_id = $2", [9]int{0, 0, 0, 0, 0, 0, 0, 1, 0}},
	{"setback_told", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 1, 0}},
	{"decision", "couple_id = $2", [9]int{2, 2, 2, 0, 0, 0, 0, 2, 2}},
	{"decision_answer", "couple_id = $2", [9]int{2, 2, 2, 0, 0, 0, 0, 2, 2}},
	{"decision_opened", "couple_id = $2", [9]int{2, 2, 2, 0, 0, 0, 0, 2, 2}},
	{"decision_outcome", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 1, 1}},
	{"plan_step", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 0, 0}},
	{"plan_pause", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 0, 0}},
	{"plan_recheck", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 0, 0}},
	{"felt", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 0, 1}},
	{"mandate", "couple_id = $2", [9]int{2, 2, 2, 0, 0, 0, 0, 0, 0}},
	{"screen_offer", "couple_id = $2", [9]int{2, 2, 2, 0, 0, 0, 0, 1, 1}},
	{"screen_answer", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 1, 0}},
	{"screen_review", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 0, 0}},
	{"safety_hold", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 0, 0}},
	{"discharge", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 0, 0}},
	{"discernment", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 1, 1}},
	{"discernment_talk", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 0, 0}},
	{"discernment_outcome", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 0, 0}},
	{"discernment_page", "couple_id = $2", [9]int{0, 0, 0, 0, 0, 0, 0, 1, 0}},
	{"discernment_sent", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 1, 0}},
	{"confidence", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 0, 0}},
	{"tonight_sheet", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 1, 1}},
	{"check_in", "couple_id = $2", [9]int{2, 2, 2, 0, 0, 0, 0, 1, 1}},
	{"check_in_window", "couple_id = $2", [9]int{2, 2, 2, 0, 0, 0, 0, 1, 1}},
	{"partner_state", "couple_id = $2", [9]int{2, 2, 2, 0, 0, 0, 0, 1, 1}},
	{"safety_answer", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 1, 0}},
	{"safety_alert", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 0, 0}},
	{"progress_note", "couple_id = $2", [9]int{2, 1, 1, 0, 0, 0, 0, 0, 0}},
	{"note_entry", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 0, 0}},
	{"progress_report", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 0, 0, 0}},
	{"data_key", "couple_id = $2", [9]int{4, 4, 4, 0, 0, 0, 0, 2, 2}},
	{"invitation", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 1, 1, 0, 0}},
	{"staff_invitation", "true", [9]int{0, 0, 0, 0, 0, 0, 1, 0, 0}},
	{"sign_in", "person_id = $3", [9]int{0, 0, 0, 0, 0, 0, 0, 1, 0}},
	{"idempotency", "author_id = $3", [9]int{0, 0, 0, 0, 0, 0, 0, 1, 0}},
	{"audit_event", "couple_id = $2", [9]int{1, 1, 1, 0, 0, 0, 1, 0, 0}},
}

func TestWhoSeesWhat(t *testing.T) {
	w := newWorld(t)
	for i, name := range w.names {
		err := w.DB.View(t.Context(), w.asks[name], func(tx *db.Tx) error {
			for _, s := range seen {
				want := 0
				if i < len(s.rows) {
					want = s.rows[i]
				}
				place := "practice_id"
				if s.what == "audit_event" {
					place = "chain_id"
				}
				var n int
				// Every argument is named, whichever of them the condition uses.
				query := fmt.Sprintf(`with p as (select $1::uuid, $2::uuid, $3::uuid, $4::uuid) select count(*) from %s where %s = $1 and %s`, s.what, place, s.where)
				if err := tx.Get(&n, query, w.Practice, w.couple.ID, w.bea(), w.cid()); err != nil {
					return fmt.Errorf("%s: %w", s.what, err)
				}
				if n != want {
					t.Errorf("%s sees %d rows of %s, want %d", name, n, s.what, want)
				}
			}
			return nil
		})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// K28: the runtime role without a scope finds nothing in any table that holds something about people.
func TestNoScopeNoRows(t *testing.T) {
	w := newWorld(t)
	tables := personalTables(t, w.House)
	if len(tables) < 35 {
		t.Fatalf("only %d tables: %v", len(tables), tables)
	}
	empty := 0
	for _, table := range tables {
		var all int
		if err := w.SQL(t).QueryRow("select count(*) from " + table).Scan(&all); err != nil {
			t.Fatal(err)
		}
		if all == 0 {
			empty++
			t.Logf("%s has no row to hide in this test", table)
		}
		for _, s := range []tenant.Scope{{}, tenant.NewStaff(tenant.PracticeID{}, w.ana(), tenant.Counselor).Scope(),
			tenant.NewStaff(w.Practice, w.ana(), "").Scope(), tenant.NewStaff(w.Practice, tenant.NewPersonID(), "admin").Scope()} {
			var n int
			err := w.DB.View(t.Context(), s, func(tx *db.Tx) error { return tx.Get(&n, "select count(*) from "+table) })
			name := table == "practice" && !s.Practice().IsZero() // the practice's own row is no secret in it
			if denied := table == "letter" && contains(err, "permission denied"); (err != nil && !denied) || (n != 0 && !name) {
				t.Errorf("%s: %d rows, %v, for audience %q", table, n, err, s.Audience())
			}
		}
	}
	if empty > 3 { // throttle, factor, one_time_link
		t.Errorf("%d tables held nothing, so nothing was proved about them", empty)
	}
}

func personalTables(t *testing.T, h *testkit.House) (tables []string) {
	rows, err := h.SQL(t).Query(`select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r','p') and relname <> 'goose_db_version' order by 1`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		rows.Scan(&name)
		tables = append(tables, name)
	}
	return tables
}

// Every policy of every table is run by every audience: none of them fails to evaluate.
func TestEveryPolicyRuns(t *testing.T) {
	w := newWorld(t)
	columns, err := w.SQL(t).Query(`select c.relname, min(a.attname) from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
	  where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and has_column_privilege('amends_app', c.oid, a.attnum, 'update') group by 1 order by 1`)
	if err != nil {
		t.Fatal(err)
	}
	defer columns.Close()
	ran := 0
	undo := errors.New("undo")
	for columns.Next() {
		var table, column string
		columns.Scan(&table, &column)
		for name, scope := range w.asks {
			// Aside from locked rows, an update of nothing into itself passes or changes 0 rows.
			err := w.DB.Update(t.Context(), scope, func(tx *db.Tx) error {
				if _, err := tx.Exec(fmt.Sprintf(`update %s set %s = %s`, table, column, column)); err != nil {
					return err
				}
				ran++
				return undo
			})
			if !errors.Is(err, undo) && db.Constraint(err) != "progress_note_locked" {
				t.Errorf("%s by %s: %v", table, name, err)
			}
		}
	}
	if ran < 200 {
		t.Errorf("only %d updates ran", ran)
	}
}

func TestNobodyWritesForAnother(t *testing.T) {
	w := newWorld(t)
	changes := []struct {
		who, query string
		args       []any
	}{
		{"bea", `update check_in set safe = 1 where person_id = $1`, []any{w.cid()}},
		{"bea", `update lines_consent set yes = false where person_id = $1`, []any{w.cid()}},
		{"bea", `update entry set body = 'y' where author_id = $1`, []any{w.cid()}},
		{"bea", `update assignee set state = 'submitted' where person_id = $1`, []any{w.cid()}},
		{"cid", `update promise set state = 'ended' where id = $1`, []any{w.promise}},
		{"bea", `update contact set phone = 'y' where person_id = $1`, []any{w.cid()}},
		{"bea", `update person set chosen_name = 'y' where id = $1`, []any{w.ana()}},
		{"colleague", `update person set chosen_name = 'y' where id = $1`, []any{w.ana()}},
		{"bea", `update data_key set destroyed_at = now() where practice_id = $1`, []any{w.Practice}},
		{"treating", `update data_key set destroyed_at = now() where practice_id = $1`, []any{w.Practice}},
		{"bea", `update person set chosen_name = 'y' where id = $1`, []any{w.bea()}},
		{"bea", `update couple set policy = 'none' where couple_id = $1`, []any{w.couple.ID}},
		{"colleague", `update couple set policy = 'none' where couple_id = $1`, []any{w.couple.ID}},
		{"cover", `update progress_note set body = 'y' where couple_id = $1 and state = 'draft'`, []any{w.couple.ID}},
		{"desk", `update check_in set safe = 1 where couple_id = $1`, []any{w.couple.ID}},
		{"owner", `update safety_alert set acknowledged_at = now() where couple_id = $1`, []any{w.couple.ID}},
		{"stranger", `update couple set policy = 'none' where couple_id = $1`, []any{w.couple.ID}},
		{"operator elsewhere", `update couple set policy = 'none' where couple_id = $1`, []any{w.couple.ID}},
		{"nobody", `update couple set policy = 'none' where couple_id = $1`, []any{w.couple.ID}},
	}
	for _, c := range changes {
		err := w.DB.Update(t.Context(), w.asks[c.who], func(tx *db.Tx) error {
			note(tx)
			return tx.ExecOne(c.query, c.args...)
		})
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %s: %v", c.who, c.query, err)
		}
	}
	const checkIn = `insert into check_in (practice_id, couple_id, person_id, local_date, design, id, sent_at, changed_at) values ($1, $2, $3, '2001-01-01', 'weekly', gen_random_uuid(), now(), now())`
	for _, who := range []string{"bea", "colleague", "desk", "owner", "stranger", "strange partner", "operator elsewhere", "nobody"} {
		err := w.DB.Update(t.Context(), w.asks[who], func(tx *db.Tx) error {
			note(tx)
			return tx.ExecOne(checkIn, w.Practice, w.couple.ID, w.cid())
		})
		var r *db.Refused
		if !errors.As(err, &r) || !contains(err, "row-level security") {
			t.Errorf("%s wrote a check-in for Cid: %v", who, err)
		}
	}
}

func TestSeparatedPartnerSeesNothingNewer(t *testing.T) {
	w := newWorld(t)
	gone := w.Separate(t, w.couple, 0, w.Clock.Today().AddDate(0, 0, -1))
	count := func(s tenant.Scope, query string) (n int) {
		if err := w.DB.View(t.Context(), s, func(tx *db.Tx) error { return tx.Get(&n, query) }); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := count(gone.Scope(), `select count(*) from promise`); n != 0 {
		t.Errorf("sees %d promises made after the end", n)
	}
	if n := count(gone.Scope(), `select count(*) from check_in`); n != 1 {
		t.Errorf("sees %d own check-ins, want 1", n)
	}
	if n := count(w.asks["cid"], `select count(*) from promise`); n != 1 {
		t.Errorf("the other sees %d promises, want 1", n)
	}
	same := w.Separate(t, w.couple, 0, w.Clock.Today())
	if n := count(same.Scope(), `select count(*) from promise`); n != 1 {
		t.Errorf("on the last day sees %d promises, want 1", n)
	}
}

// The other bound of K45: who joined later sees nothing joint from before, but all that is their own.
func TestLaterPartnerSeesNothingOlder(t *testing.T) {
	w := newWorld(t)
	today := w.Clock.Today()
	w.put(t, `insert into promise (practice_id, couple_id, id, keeper_id, text, cadence, starts_on, made_on, passed_on, made_by, made_at) select pr, co, $8::uuid, cid, 'x', 'daily', today, today, today, cid, now from p`, uuid.New())
	count := func(who string, s tenant.Scope, want int, query string, args ...any) {
		t.Helper()
		var n int
		if err := w.DB.View(t.Context(), s, func(tx *db.Tx) error { return tx.Get(&n, query, args...) }); err != nil {
			t.Fatal(err)
		}
		if n != want {
			t.Errorf("%s sees %d, want %d: %s", who, n, want, query)
		}
	}
	one, days := `select count(*) from promise where id = $1`, `select count(*) from promise_deed where promise_id = $1`
	late := w.Since(t, w.couple, 1, today.AddDate(0, 0, 1)).Scope()
	// A scope that was never told a first day sees what is its own.
	unset := tenant.NewPartner(w.Practice, w.cid(), w.couple.ID, time.Time{}, time.Time{}).Scope()
	for who, s := range map[string]tenant.Scope{"late": late, "unset": unset} {
		count(who, s, 0, one, w.promise)
		count(who, s, 0, days, w.promise)
		count(who, s, 1, `select count(*) from promise`)
		count(who, s, 1, `select count(*) from check_in`)
		count(who, s, 1, `select count(*) from promise_reason`)
		count(who, s, 0, `select count(*) from entry where author_id <> $1`, w.cid())
		count(who, s, 2, `select count(*) from entry`)
	}
	undo := errors.New("undo")
	say := func(s tenant.Scope, query string) (changed int64, err error) {
		err = w.DB.Update(t.Context(), s, func(tx *db.Tx) (err error) {
			note(tx)
			if changed, err = tx.Exec(query, w.promise); err != nil {
				return err
			}
			return undo
		})
		return changed, err
	}
	confirm := `update promise_deed set outcome = 'confirmed', outcome_by = app_person(), outcome_at = app_now(), how = 'app' where promise_id = $1`
	another := `insert into promise_deed (practice_id, couple_id, promise_id, on_date, made_on) values (app_practice(), app_couple(), $1, '2001-01-01', '2001-01-01')`
	if n, err := say(late, confirm); n != 0 || !errors.Is(err, undo) {
		t.Errorf("answered %d days of a promise from before: %v", n, err)
	}
	if _, err := say(late, another); errors.Is(err, undo) || err == nil {
		t.Error("said something about a promise from before")
	}

	same := w.Since(t, w.couple, 1, today).Scope()
	count("on the first day", same, 1, one, w.promise)
	count("on the first day", same, 1, days, w.promise)
	for _, query := range []string{confirm, another} {
		if n, err := say(same, query); n != 1 || !errors.Is(err, undo) {
			t.Errorf("on the first day: %d rows, %v: %s", n, err, query)
		}
	}
	keeper := w.Since(t, w.couple, 0, today.AddDate(0, 0, 1)).Scope()
	count("the keeper, come later", keeper, 1, one, w.promise)
	count("the keeper, come later", keeper, 1, days, w.promise)
	count("the keeper, come later", keeper, 1, `select count(*) from promise`)
	count("the counselor", w.asks["treating"], 2, `select count(*) from promise`)
}

func TestScopeEndsWithItsTransaction(t *testing.T) {
	h := testkit.New(t)
	ana := h.Counselor(t, "Ana")
	c := h.Couple(t, ana, "Bea")
	see := func(s tenant.Scope) (n int) {
		if err := h.DB.View(t.Context(), s, func(tx *db.Tx) error { return tx.Get(&n, `select count(*) from couple where couple_id = $1`, c.ID) }); err != nil {
			t.Fatal(err)
		}
		return n
	}
	for range 30 { // over reused connections
		if in, out := see(ana.Scope()), see(tenant.Scope{}); in != 1 || out != 0 {
			t.Fatalf("%d with care, %d without a scope", in, out)
		}
	}
	h.Clock.Set(time.Date(2031, 5, 4, 3, 2, 1, 123456789, time.UTC))
	var inside time.Time
	err := h.DB.View(t.Context(), ana.Scope(), func(tx *db.Tx) error {
		if want := time.Date(2031, 5, 4, 3, 2, 1, 123456000, time.UTC); !tx.Now().Equal(want) {
			t.Errorf("Now is %v", tx.Now())
		}
		return tx.Get(&inside, `select app_now()`)
	})
	if err != nil || !inside.Equal(h.DB.Now()) {
		t.Errorf("the database counts %v as now, %v", inside, err)
	}
}
