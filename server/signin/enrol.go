package signin

import (
	"amends/server/db"
	"amends/server/seal"
	"amends/server/tenant"
)

const sqlEnrol = `select auth_enrol($1, $2, $3, $4, $5)`

// Enrol makes an account for an e-mail address, sealed and found by the keys of ring. passwordHash is what HashPassword
// answered. made is false when the address has an account already; then nothing was stored and id belongs to nobody.
func Enrol(tx *db.Tx, ring *seal.Ring, email, passwordHash string) (id tenant.AccountID, made bool, err error) {
	id = tenant.NewAccountID()
	sealed := ring.SealSystem(accountRef(id), []byte(fold(email)))
	err = tx.Get(&made, sqlEnrol, id, ring.HashAddress(email), sealed, passwordHash, tx.Now())
	return id, made, err
}

// enrol makes an account in this house.
func (s *Service) enrol(tx *db.Tx, email, passwordHash string) (tenant.AccountID, bool, error) {
	return Enrol(tx, s.db.Ring(), email, passwordHash)
}
