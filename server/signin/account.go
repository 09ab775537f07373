package signin

import (
	"encoding/json"
	"net/mail"
	"strings"

	"github.com/google/uuid"

	"amends/server/fault"
	"amends/server/tenant"
)

// account is what may be known of an address before anybody has proved anything.
type account struct {
	ID       uuid.UUID `db:"account_id"`
	Password string    `db:"password_hash"`
	Seats    []byte    `db:"seats"`
}

const sqlAccount = `select account_id, password_hash, seats from auth_account($1)`

// seats reads the seats of an account.
func (a account) seats() ([]Seat, error) {
	var seats []Seat
	if len(a.Seats) == 0 {
		return nil, nil
	}
	if err := json.Unmarshal(a.Seats, &seats); err != nil {
		return nil, err
	}
	for i := range seats {
		seats[i].Account = tenant.AccountID{UUID: a.ID}
	}
	return seats, nil
}

// fold is the form in which addresses are compared.
func fold(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

// checkAddress says what is wrong with an e-mail address.
func checkAddress(field, email string) *fault.Error {
	if email == "" {
		return fault.Field(field, "signin_email_missing")
	}
	a, err := mail.ParseAddress(email)
	if err != nil || a.Address != email || len(email) > 254 || !strings.Contains(email, "@") {
		return fault.Field(field, "signin_email_form")
	}
	return nil
}
