package note

import (
	"amends/clients/couple"
	"amends/server/db"
	"amends/server/fault"
	"amends/server/tenant"
	"amends/server/web"
)

// sign stores what stands on the sheet and signs it, in one transaction.
func (p Pages) sign(c *web.Context, s tenant.Staff) error {
	return p.receive(c, s, func(tx *db.Tx, id ID, f *web.Form) error {
		n, err := toSign(tx, c, id, f)
		if err != nil {
			return err
		}
		return SignNow(tx, n)
	})
}

// toSign is the draft that a signature is asked for: the sheet that was sent, stored first; or, from a form that carries no
// sheet, what is stored.
func toSign(tx *db.Tx, c *web.Context, id ID, f *web.Form) (Note, error) {
	if isSheet(f) {
		n, _, err := take(tx, c, id, f)
		if err != nil {
			return n, err
		}
		return n, Save(tx, &n)
	}
	n, err := lockRow(tx, id)
	if version, sent := f.Int("version"); err == nil && sent && version != n.Version {
		err = fault.Stale("note_stale")
	}
	return n, err
}

// SignNow signs a stored draft as the seat that asks, and hands the next session of a joint note to the couple.
func SignNow(tx *db.Tx, n Note) error {
	by, err := SignerOf(tx)
	if err != nil {
		return err
	}
	cp, err := couple.Get(tx, n.Couple)
	if err != nil {
		return err
	}
	signed, err := n.Sign(by, cp, tx.Now())
	if err != nil {
		return err
	}
	return SaveSigned(tx, signed)
}

// undo takes the signature back.
func (p Pages) undo(c *web.Context, s tenant.Staff) error {
	return p.receive(c, s, func(tx *db.Tx, id ID, _ *web.Form) error {
		n, err := lockRow(tx, id)
		if err != nil {
			return err
		}
		undone, err := n.Undo(s.Person(), tx.Now())
		if err != nil {
			return err
		}
		return SaveUndone(tx, undone)
	})
}

// amend adds an entry to a signed note.
func (p Pages) amend(c *web.Context, s tenant.Staff) error {
	return p.receive(c, s, func(tx *db.Tx, id ID, f *web.Form) error {
		n, err := lockRow(tx, id)
		if err != nil {
			return err
		}
		by, err := SignerOf(tx)
		if err != nil {
			return err
		}
		e, err := n.Amend(Kind(f.Text("kind")), f.Long("text"), by, tx.Now())
		if err != nil {
			return err
		}
		return InsertEntry(tx, e)
	})
}
