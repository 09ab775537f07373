package reports

import (
	"amends/clients/couple"
	"amends/reports/progress"
	"amends/server/audit"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
	"amends/sessions/note"
)

// sign stores what stands on the sheet, draws the report under its identity and keeps exactly those bytes, in one
// transaction. Pressed twice, or by two at once, it is signed once; the second press only leads to it.
func (p Pages) sign(c *web.Context, s tenant.Staff) error {
	return p.receive(c, s, func(tx *db.Tx, id ID, f *web.Form) error {
		r, done, err := toSign(tx, c, id, f)
		if err != nil || done {
			return err
		}
		return p.signNow(tx, c, r)
	})
}

// toSign is the draft that a signature is asked for: the sheet that was sent, stored first where it differs; or, from a form
// that carries no sheet, what is stored. done tells that this very report is signed already.
func toSign(tx *db.Tx, c *web.Context, id ID, f *web.Form) (r Record, done bool, err error) {
	stored, err := lockRow(tx, id)
	if err != nil {
		return stored, false, err
	}
	if !isSheet(f) {
		if version, sent := f.Int("version"); sent && version != stored.Version && stored.State != Signed {
			return stored, false, fault.Stale("reports_stale")
		}
		r = stored
	} else if r, _, err = take(tx, c, id, f); err != nil && !(stored.State == Signed && saysTheSame(tx, c, stored, f)) {
		return stored, false, err
	}
	if stored.State == Signed {
		tx.Audit(audit.ReportRead, id.UUID, stored.Couple)
		return stored, true, nil
	}
	if !r.same(stored) {
		err = Save(tx, &r)
	}
	return r, false, err
}

// saysTheSame tells whether a sheet that came after the signature says nothing else than what was signed.
func saysTheSame(tx *db.Tx, c *web.Context, signed Record, f *web.Form) bool {
	cp, err := couple.Get(tx, signed.Couple)
	if err != nil {
		return false
	}
	typed, _ := sheet{Stored: signed, Couple: cp, Today: c.PracticeToday(), Day: c.DayYear}.read(f)
	return typed.same(signed)
}

// signNow signs a stored draft as the seat that asks.
func (p Pages) signNow(tx *db.Tx, c *web.Context, r Record) error {
	cp, err := couple.Get(tx, r.Couple)
	if err != nil {
		return err
	}
	// A draft may be older than the day on which care ended or somebody left.
	if err := CheckPeriod(cp, r.Reader, r.From, r.To, c.DayYear).OrNil(); err != nil {
		return err
	}
	by, err := note.SignerOf(tx)
	if err != nil {
		return err
	}
	done, err := p.maker.make(tx, wanted(c, cp, r))
	if err != nil {
		return err
	}
	hash, err := progress.Hash(done.Report)
	if err != nil {
		return err
	}
	signed, err := r.Sign(hash, by.Name, by.Credential, tx.Now())
	if err != nil {
		return err
	}
	sign := signed.signature(done.Head.zone())
	done.Report.ID, done.Report.Signed = sign.ID, sign
	file, err := RenderProgress(done.Report, c.Words, done.Options)
	if err != nil {
		return err
	}
	return SaveSigned(tx, signed, file)
}
