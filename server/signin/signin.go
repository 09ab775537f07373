// Package signin proves who somebody is and gives them a seat: passwords, one-time links, invitations, sign-ins.
//
// It is the maker of scopes for people: whoever holds a living token gets the scope of the one seat chosen for it. Before
// there is a scope it talks to the database only through definer functions that take a hash or a token's hash and never
// list. It must never store a token or a password (only their hashes), never say whether an address has an account, and
// never keep a sign-in alive past its absolute end.
package signin

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"github.com/google/uuid"

	"amends/server/db"
	"amends/server/seal"
	"amends/server/tenant"
	"amends/server/web"
)

// How long a sign-in lives without a request, and at most. A session lasts an hour, so staff stay signed in through one.
const (
	idleStaff   = 60 * time.Minute
	idlePartner = 20 * time.Minute
	lifeStaff   = 12 * time.Hour
	lifePartner = 8 * time.Hour
)

// Service is sign-in for one house.
type Service struct {
	db     *db.DB
	public string
	hasher *hasher
	zones  *zones
}

// New makes the service. public is the house's public address. The database may be nil only to list routes.
func New(d *db.DB, public string) *Service {
	return &Service{db: d, public: public, hasher: newHasher(), zones: newZones()}
}

// Seat is where an account may sit: a role in a practice, or a partner's place in a couple.
type Seat struct {
	Account  tenant.AccountID  `json:"-"`
	Practice tenant.PracticeID `json:"practice_id"`
	Name     string            `json:"practice"` // the practice's name
	Person   tenant.PersonID   `json:"person_id"`
	Audience tenant.Audience   `json:"audience"`
	Couple   tenant.CoupleID   `json:"couple_id"`
}

// life is how long a sign-in in this seat lives idle and at most. A sign-in that has not chosen is as short as a partner's.
func life(a tenant.Audience) (idle, most time.Duration) {
	if a == "" || a == tenant.OfPartner {
		return idlePartner, lifePartner
	}
	return idleStaff, lifeStaff
}

// scope is the scope of a seat for writing its sign-in into the trail of its practice; the zero scope without a seat.
func (s Seat) scope() tenant.Scope {
	switch s.Audience {
	case "":
		return tenant.Scope{}
	case tenant.OfPartner:
		return tenant.NewPartner(s.Practice, s.Person, s.Couple, time.Time{}, time.Time{}).Scope()
	}
	return tenant.NewStaff(s.Practice, s.Person, s.Audience).Scope()
}

// newToken makes a token of 256 random bits; only its hash is stored.
func newToken() string {
	var b [32]byte
	rand.Read(b[:])
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// hashToken is what the database knows of a token.
func hashToken(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// nullable is a database argument that is null for an id that was never set.
func nullable(id uuid.UUID) uuid.NullUUID { return uuid.NullUUID{UUID: id, Valid: id != uuid.Nil} }

const sqlToken = `select sign_in_id, account_id, practice_id, person_id, couple_id, audience, since, until, room_couple, practice_name, slug, practice_zone,
  exit_url, help_lines, safety_read, chosen_name, locale, zone, theme, keys_on, credential, seats from auth_token($1, $2, $3)`

// tokenRow is a living sign-in; everything of the seat is null until one is chosen.
type tokenRow struct {
	SignIn       uuid.UUID     `db:"sign_in_id"`
	Account      uuid.UUID     `db:"account_id"`
	Practice     uuid.NullUUID `db:"practice_id"`
	Person       uuid.NullUUID `db:"person_id"`
	Couple       uuid.NullUUID `db:"couple_id"`
	Audience     *string       `db:"audience"`
	Since        *time.Time    `db:"since"`
	Until        *time.Time    `db:"until"`
	RoomCouple   uuid.NullUUID `db:"room_couple"`
	PracticeName *string       `db:"practice_name"`
	Slug         *string       `db:"slug"`
	PracticeZone *string       `db:"practice_zone"`
	ExitURL      *string       `db:"exit_url"`
	HelpLines    *string       `db:"help_lines"`
	SafetyRead   *string       `db:"safety_read"`
	ChosenName   *string       `db:"chosen_name"`
	Locale       *string       `db:"locale"`
	Zone         *string       `db:"zone"`
	Theme        *string       `db:"theme"`
	KeysOn       *bool         `db:"keys_on"`
	Credential   *string       `db:"credential"`
	Seats        *int          `db:"seats"`
}

// Authenticate answers the viewer of a living token, nil when it is unknown, ended, expired or its seat was taken away.
// touch refreshes the idle time, at most once a minute.
func (s *Service) Authenticate(ctx context.Context, token string, touch bool) (*web.Viewer, error) {
	var row tokenRow
	found, err := s.db.Ask(ctx, &row, sqlToken, hashToken(token), s.db.Now(), touch)
	if err != nil || !found {
		return nil, err
	}
	return s.viewer(row), nil
}

func (s *Service) viewer(r tokenRow) *web.Viewer {
	v := &web.Viewer{SignIn: tenant.SignInID{UUID: r.SignIn}, Account: tenant.AccountID{UUID: r.Account}, Practice: tenant.PracticeID{UUID: r.Practice.UUID},
		Person: tenant.PersonID{UUID: r.Person.UUID}, Couple: tenant.CoupleID{UUID: r.Couple.UUID}, Audience: tenant.Audience(or(r.Audience)),
		RoomCouple: tenant.CoupleID{UUID: r.RoomCouple.UUID}, PracticeName: or(r.PracticeName), Slug: or(r.Slug), ExitURL: or(r.ExitURL),
		HelpLines: or(r.HelpLines), SafetyRead: or(r.SafetyRead), Name: or(r.ChosenName), Locale: or(r.Locale), Theme: or(r.Theme),
		Credential: or(r.Credential), Zone: s.zones.get(or(r.Zone)), PracticeZone: s.zones.get(or(r.PracticeZone)),
		KeysOn: r.KeysOn != nil && *r.KeysOn}
	var since time.Time
	if r.Since != nil {
		since = *r.Since
	}
	if r.Until != nil {
		v.Until = *r.Until
	}
	if r.Seats != nil {
		v.Seats = *r.Seats
	}
	switch v.Audience {
	case "":
	case tenant.OfPartner:
		v.Partner = tenant.NewPartner(v.Practice, v.Person, v.Couple, since, v.Until)
	default:
		v.Staff = tenant.NewStaff(v.Practice, v.Person, v.Audience)
	}
	return v
}

func or(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

const sqlFormer = `select account_id, practice_id, person_id, couple_id, coalesce(audience, '') as audience from auth_former($1, $2)`

// Former answers whose a token was that ended or expired within the last day.
func (s *Service) Former(ctx context.Context, token string) (former web.Former, found bool, err error) {
	var row struct {
		Account  uuid.UUID     `db:"account_id"`
		Practice uuid.NullUUID `db:"practice_id"`
		Person   uuid.NullUUID `db:"person_id"`
		Couple   uuid.NullUUID `db:"couple_id"`
		Audience string        `db:"audience"`
	}
	found, err = s.db.Ask(ctx, &row, sqlFormer, hashToken(token), s.db.Now())
	return web.Former{Account: tenant.AccountID{UUID: row.Account}, Practice: tenant.PracticeID{UUID: row.Practice.UUID},
		Person: tenant.PersonID{UUID: row.Person.UUID}, Couple: tenant.CoupleID{UUID: row.Couple.UUID}, Audience: tenant.Audience(row.Audience)}, found, err
}

// accountRef is the place of an account's sealed address.
func accountRef(account tenant.AccountID) seal.Ref {
	return seal.Ref{Table: "account", Row: account.String(), Version: 1}
}
