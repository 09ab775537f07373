package db_test

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"

	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/testkit"
)

func contains(err error, part string) bool { return err != nil && strings.Contains(err.Error(), part) }

const eventColumns = `chain_id, seq, at, actor_id, audience, verb, object, object_id, couple_id, request, prev, hash`

func TestTrailTellsWhoDidWhat(t *testing.T) {
	h := testkit.New(t)
	ana := h.Counselor(t, "Ana")
	c := h.Couple(t, ana, "Bea", "Cid")
	ctx := db.WithRequestID(t.Context(), "req-7")
	err := h.DB.View(ctx, ana.Scope(), func(tx *db.Tx) error {
		tx.Audit(audit.CoupleRead, c.ID.UUID, c.ID)
		tx.Audit(audit.CaseloadRead, uuid.Nil, tenant.CoupleID{})
		tx.Audit(audit.Nothing, c.ID.UUID, c.ID)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := h.DB.Deny(ctx, c.Partners[0].Scope(), audit.Denied, c.ID.UUID); err != nil {
		t.Fatal(err)
	}
	events := trail(t, h)[1:] // after the practice's set-up
	if len(events) != 3 {
		t.Fatalf("%d events: %+v", len(events), events)
	}
	read, list, denied := events[0], events[1], events[2]
	if read.Verb != audit.CoupleRead || read.Object != "couple" || read.ObjectID.UUID != c.ID.UUID || read.Couple.UUID != c.ID.UUID ||
		read.Actor.UUID != ana.Person().UUID || read.Audience != "counselor" || read.Request != "req-7" {
		t.Errorf("read: %+v", read)
	}
	if list.Verb != audit.CaseloadRead || list.ObjectID.Valid || list.Couple.Valid {
		t.Errorf("list: %+v", list)
	}
	if denied.Verb != audit.Denied || denied.Couple.UUID != c.ID.UUID || denied.Actor.UUID != c.Partners[0].Person().UUID || denied.Audience != "partner" {
		t.Errorf("denial: %+v", denied)
	}
	if err := verify(t, h); err != nil {
		t.Error(err)
	}
}

func TestNoTrailNoWrite(t *testing.T) {
	h := testkit.New(t)
	ana := h.Counselor(t, "Ana")
	c := h.Couple(t, ana, "Bea")
	before := len(trail(t, h))
	err := h.DB.Update(t.Context(), ana.Scope(), func(tx *db.Tx) error {
		return tx.ExecOne(`update couple set policy = 'none' where practice_id = $1 and couple_id = $2`, h.Practice, c.ID)
	})
	if !contains(err, "audit trail") {
		t.Errorf("unaudited write: %v", err)
	}
	boom := errors.New("boom")
	err = h.DB.Update(t.Context(), ana.Scope(), func(tx *db.Tx) error {
		note(tx)
		if err := tx.ExecOne(`update couple set policy = 'none' where couple_id = $1`, c.ID); err != nil {
			return err
		}
		return boom
	})
	if !errors.Is(err, boom) {
		t.Error(err)
	}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		h.DB.Update(t.Context(), ana.Scope(), func(tx *db.Tx) error {
			note(tx)
			tx.Exec(`update couple set policy = 'none' where couple_id = $1`, c.ID)
			panic("boom")
		})
	}()
	err = h.DB.View(t.Context(), ana.Scope(), func(tx *db.Tx) error {
		_, err := tx.Exec(`update couple set policy = 'none' where couple_id = $1`, c.ID)
		return err
	})
	if !contains(err, "View reads") {
		t.Errorf("View wrote: %v", err)
	}
	var policy string
	h.SQL(t).QueryRow(`select policy from couple where couple_id = $1`, c.ID).Scan(&policy)
	if after := len(trail(t, h)); policy != "limited" || after != before {
		t.Errorf("policy %s, %d new events", policy, after-before)
	}
}

// A read whose event cannot be written fails.
func TestReadFailsWithoutTrail(t *testing.T) {
	c := testkit.Clone(t)
	super := open(t, c.Super)
	exec(t, super, `insert into practice (id, slug, name, zone) values ('00000000-0000-4000-8000-000000000001', 'one', 'One', 'UTC')`)
	exec(t, super, `alter table audit_event add constraint full_disk check (false) not valid`)
	d := openDB(t, c.App, 2)
	p := tenant.PracticeID{UUID: uuid.MustParse("00000000-0000-4000-8000-000000000001")}
	s := tenant.NewStaff(p, tenant.NewPersonID(), tenant.Owner).Scope()
	var name string
	read := func(audited bool) error {
		return d.View(t.Context(), s, func(tx *db.Tx) error {
			if audited {
				note(tx)
			}
			return tx.Get(&name, `select name from practice where id = $1`, p)
		})
	}
	if err := read(false); err != nil || name != "One" {
		t.Fatal(name, err)
	}
	if err := read(true); db.Constraint(err) != "full_disk" {
		t.Errorf("the read passed without its event: %v", err)
	}
}

// K31, without the tail: whoever edits the trail as superuser is found, and the first bad event is named.
func TestTamperedTrailIsFound(t *testing.T) {
	for name, c := range map[string]struct{ statement, want string }{
		"edit":    {`update audit_event set verb = 'couple.save' where chain_id = $1 and seq = 4`, "audit_changed map[Event:4]"},
		"actor":   {`update audit_event set actor_id = null where chain_id = $1 and seq = 4`, "audit_changed map[Event:4]"},
		"time":    {`update audit_event set at = at + interval '1 microsecond' where chain_id = $1 and seq = 4`, "audit_changed map[Event:4]"},
		"delete":  {`delete from audit_event where chain_id = $1 and seq = 5`, "audit_gap map[Before:4 Event:6]"},
		"insert":  {`insert into audit_event select chain_id, 99, at, actor_id, audience, verb, object, object_id, couple_id, request, prev, hash from audit_event where chain_id = $1 and seq = 3`, "Event:99]"},
		"reorder": {`update audit_event set seq = case seq when 3 then -4 else -3 end where chain_id = $1 and seq in (3, 4)`, "audit_moved map[Event:3]"},
		"first":   {`delete from audit_event where chain_id = $1 and seq = 1`, "audit_gap map[Before:0 Event:2]"},
		"last":    {`delete from audit_event where chain_id = $1 and seq = (select max(seq) from audit_event where chain_id = $1)`, "audit_short map["},
		"rehash":  {`update audit_event set verb = 'couple.save', hash = sha256(prev || 'x') where chain_id = $1 and seq = 4`, "audit_changed map[Event:4]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := testkit.New(t)
			ana := h.Counselor(t, "Ana")
			for range 8 {
				if err := h.DB.Deny(t.Context(), ana.Scope(), audit.Denied, uuid.New()); err != nil {
					t.Fatal(err)
				}
			}
			if err := verify(t, h); err != nil {
				t.Fatalf("before: %v", err)
			}
			exec(t, h.SQL(t), c.statement, h.Practice)
			if name == "reorder" {
				exec(t, h.SQL(t), `update audit_event set seq = -seq where chain_id = $1 and seq < 0`, h.Practice)
			}
			why, ok := fault.As(verify(t, h))
			if !ok || !strings.Contains(fmt.Sprint(why.Sentence, " ", why.Args), c.want) {
				t.Errorf("found %v, want %q", why, c.want)
			}
		})
	}
}

// The runtime role can only append: it may neither change nor remove an event, nor write one by itself.
func TestTrailIsAppendOnly(t *testing.T) {
	h := testkit.New(t)
	owner := h.Staff(t, tenant.Owner, "Nia")
	for _, statement := range []string{`update audit_event set verb = 'x'`, `delete from audit_event`, `truncate audit_event`,
		`insert into audit_event select * from audit_event limit 1`, `update audit_head set seq = 0`, `delete from audit_head`} {
		err := h.DB.Update(t.Context(), owner.Scope(), func(tx *db.Tx) error {
			note(tx)
			_, err := tx.Exec(statement)
			return err
		})
		if !contains(err, "permission denied") {
			t.Errorf("%s: %v", statement, err)
		}
	}
}

// trail reads a practice's chain the way `audit verify` does.
func trail(t *testing.T, h *testkit.House) (events []audit.Event) {
	t.Helper()
	err := h.DB.View(t.Context(), h.Operator().Scope(), func(tx *db.Tx) error {
		return tx.List(&events, `select `+eventColumns+` from audit_chain($1, 0, 1000)`, h.Practice)
	})
	if err != nil {
		t.Fatal(err)
	}
	return events
}

func verify(t *testing.T, h *testkit.House) error {
	t.Helper()
	v := audit.NewVerifier(h.Practice.UUID)
	for _, e := range trail(t, h) {
		if err := v.Next(e); err != nil {
			return err
		}
	}
	var head struct {
		Seq  int64
		Hash []byte
	}
	err := h.DB.View(t.Context(), h.Operator().Scope(), func(tx *db.Tx) error {
		return tx.Get(&head, `select seq, hash from audit_chains() where chain_id = $1`, h.Practice)
	})
	if err != nil {
		t.Fatal(err)
	}
	return v.End(head.Seq, head.Hash)
}

func exec(t *testing.T, d *sql.DB, statement string, args ...any) {
	t.Helper()
	if _, err := d.ExecContext(t.Context(), statement, args...); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}
