package seal

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"amends/server/tenant"
)

func TestKeyFileIsMadeOnceAndGuarded(t *testing.T) {
	file := filepath.Join(t.TempDir(), "keys", "kek")
	ids := make([]string, 20)
	var all sync.WaitGroup
	for i := range ids {
		all.Go(func() {
			k, err := LoadOrMakeKEK(file)
			if err != nil {
				t.Error(err)
			}
			ids[i] = k.ID()
		})
	}
	all.Wait()
	for _, id := range ids {
		if id != ids[0] || len(id) != 8 {
			t.Fatalf("twenty processes saw the keys %v", ids)
		}
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o400 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(file), ".kek-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	for _, mode := range []os.FileMode{0o440, 0o404, 0o600} {
		os.Chmod(file, mode)
		if _, err := LoadOrMakeKEK(file); err == nil || !strings.Contains(err.Error(), "seal_key_mode") {
			t.Errorf("mode %v: %v", mode, err)
		}
	}
	os.Chmod(file, 0o400)
	os.Chmod(filepath.Dir(file), 0o755)
	if _, err := LoadOrMakeKEK(file); err == nil || !strings.Contains(err.Error(), "seal_key_folder") {
		t.Errorf("open folder: %v", err)
	}
}

func TestDamagedKeyFileIsNeverReplaced(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keys")
	os.Mkdir(dir, 0o700)
	for i, text := range []string{"", "amends-kek-1 ", fileMark + strings.Repeat("a", 63), fileMark + strings.Repeat("g", 64), strings.Repeat("a", 64), fileMark + strings.Repeat("a", 66)} {
		file := filepath.Join(dir, fmt.Sprint("kek", i))
		os.WriteFile(file, []byte(text), 0o400)
		if _, err := LoadOrMakeKEK(file); err == nil || !strings.Contains(err.Error(), "seal_key_damaged") {
			t.Errorf("%q: %v", text, err)
		}
		if now, _ := os.ReadFile(file); string(now) != text {
			t.Errorf("%q was replaced", text)
		}
	}
}

func TestKeysPrintAsWithheld(t *testing.T) {
	var key [32]byte
	copy(key[:], "a key nobody may see in any log.")
	k := NewKEK(key)
	d := DataKey{key}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "kek", k, "data", d)
	out := log.String() + fmt.Sprintf("%v %+v %#v %s %x %d %v %x", k, k, k, k, k, k, d, d)
	if strings.Contains(out, "nobody") || strings.Contains(out, "6e6f626f6479") || strings.Contains(out, "110") {
		t.Errorf("a key was printed: %s", out)
	}
}

func TestMovedTextIsRefused(t *testing.T) {
	r := NewRing(NewKEK([32]byte{1}))
	practice, couple, person := tenant.NewPracticeID(), tenant.NewCoupleID(), tenant.NewPersonID()
	o := OfPartner(couple, person)
	key, wrapped := r.Make(practice, o)
	ref := Ref{Table: "entry", Row: uuid.NewString(), Version: 3}
	text := []byte("what only I may read")
	sealed := key.Seal(practice, o, ref, text)
	if got, err := key.Open(practice, o, ref, sealed); err != nil || !bytes.Equal(got, text) {
		t.Fatalf("%q %v", got, err)
	}
	if bytes.Contains(sealed, text[:8]) || bytes.Equal(sealed, key.Seal(practice, o, ref, text)) {
		t.Error("the text shows, or sealing twice gives the same")
	}
	moved := map[string]func() ([]byte, error){
		"row":      func() ([]byte, error) { return key.Open(practice, o, Ref{"entry", uuid.NewString(), 3}, sealed) },
		"table":    func() ([]byte, error) { return key.Open(practice, o, Ref{"promise", ref.Row, 3}, sealed) },
		"version":  func() ([]byte, error) { return key.Open(practice, o, Ref{"entry", ref.Row, 4}, sealed) },
		"practice": func() ([]byte, error) { return key.Open(tenant.NewPracticeID(), o, ref, sealed) },
		"owner": func() ([]byte, error) {
			return key.Open(practice, OfPartner(couple, tenant.NewPersonID()), ref, sealed)
		},
		"kind":   func() ([]byte, error) { return key.Open(practice, OfCouple(couple), ref, sealed) },
		"cut":    func() ([]byte, error) { return key.Open(practice, o, ref, sealed[:len(sealed)-1]) },
		"empty":  func() ([]byte, error) { return key.Open(practice, o, ref, nil) },
		"system": func() ([]byte, error) { return r.OpenSystem(ref, sealed) },
		"wrapped": func() ([]byte, error) {
			_, err := r.Unwrap(practice, OfCouple(couple), r.KEK(), wrapped)
			return nil, err
		},
		"kek id": func() ([]byte, error) { _, err := r.Unwrap(practice, o, "00000000", wrapped); return nil, err },
		"ring": func() ([]byte, error) {
			_, err := NewRing(NewKEK([32]byte{2})).Unwrap(practice, o, r.KEK(), wrapped)
			return nil, err
		},
	}
	for what, open := range moved {
		if _, err := open(); err == nil {
			t.Errorf("opened with another %s", what)
		}
	}
	for i := range sealed {
		bad := bytes.Clone(sealed)
		bad[i] ^= 1
		if _, err := key.Open(practice, o, ref, bad); err == nil {
			t.Fatalf("opened with byte %d changed", i)
		}
	}
	if again, err := r.Unwrap(practice, o, r.KEK(), wrapped); err != nil || again != key {
		t.Errorf("unwrap: %v", err)
	}
}

func TestSystemTextAndAddresses(t *testing.T) {
	r, other := NewRing(NewKEK([32]byte{1})), NewRing(NewKEK([32]byte{2}))
	ref := Ref{Table: "account", Row: "7"}
	sealed := r.SealSystem(ref, []byte("ann@example.org"))
	if got, err := r.OpenSystem(ref, sealed); err != nil || string(got) != "ann@example.org" {
		t.Errorf("%q %v", got, err)
	}
	if _, err := r.OpenSystem(Ref{Table: "account", Row: "8"}, sealed); err == nil {
		t.Error("opened on another row")
	}
	if _, err := other.OpenSystem(ref, sealed); err == nil {
		t.Error("opened with another key")
	}
	if !bytes.Equal(r.HashAddress(" Ann@Example.ORG "), r.HashAddress("ann@example.org")) || bytes.Equal(r.HashAddress("a@b.c"), r.HashAddress("b@b.c")) {
		t.Error("address hashes do not follow the folded address")
	}
	if bytes.Equal(r.HashAddress("a@b.c"), other.HashAddress("a@b.c")) {
		t.Error("the address hash does not depend on the key")
	}
}

func TestKeptKeysExpireAndStayFew(t *testing.T) {
	r := NewRing(NewKEK([32]byte{1}))
	now := time.Unix(0, 0)
	r.now = func() time.Time { return now }
	p := tenant.NewPracticeID()
	o := OfPractice(p)
	key, _ := r.Make(p, o)
	if _, ok := r.Kept(p, o); ok {
		t.Error("Make keeps a key that may never be committed")
	}
	r.Keep(p, o, key)
	now = now.Add(keptFor - 1)
	if got, ok := r.Kept(p, o); !ok || got != key {
		t.Error("forgotten too early")
	}
	now = now.Add(1)
	if _, ok := r.Kept(p, o); ok {
		t.Error("kept for more than five minutes")
	}
	for range 3 * keptMost {
		r.Keep(p, OfCouple(tenant.NewCoupleID()), key)
	}
	if len(r.kept) > keptMost {
		t.Errorf("%d keys kept", len(r.kept))
	}
}
