package seal

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"amends/server/fault"
)

// KEK is a key-encryption key with its id. It prints as [withheld].
type KEK struct {
	id  string
	key [32]byte
}

// fileMark begins a key file, so that another file in its place is noticed.
const fileMark = "amends-kek-1 "

// NewKEK makes the key-encryption key of these 32 bytes.
func NewKEK(key [32]byte) KEK {
	sum := sha256.Sum256(append([]byte("amends kek id\x00"), key[:]...))
	return KEK{id: hex.EncodeToString(sum[:4]), key: key}
}

// ID names the key without telling it: the first 8 hexadecimal digits of its hash.
func (k KEK) ID() string { return k.id }

func (k KEK) String() string             { return "[withheld]" }
func (k KEK) GoString() string           { return "[withheld]" }
func (k KEK) Format(f fmt.State, _ rune) { fmt.Fprint(f, "[withheld]") }
func (k KEK) LogValue() slog.Value       { return slog.StringValue("[withheld]") }

// LoadOrMakeKEK reads the key file, or makes it with a fresh key. The file has mode 0400 and its folder 0700; looser modes are
// refused, because somebody else may have read the key. Two processes that make it at once end with the same key.
func LoadOrMakeKEK(file string) (KEK, error) {
	k, err := loadKEK(file)
	if !errors.Is(err, fs.ErrNotExist) {
		return k, err
	}
	if err := makeKEK(file); err != nil && !errors.Is(err, fs.ErrExist) {
		return KEK{}, fmt.Errorf("the key file %s could not be made: %w", file, err)
	}
	return loadKEK(file)
}

func loadKEK(file string) (KEK, error) {
	info, err := os.Lstat(file)
	if err != nil {
		return KEK{}, err
	}
	if !info.Mode().IsRegular() || info.Mode().Perm()&^0o400 != 0 {
		return KEK{}, fault.Stale("seal_key_mode", "File", file, "Mode", info.Mode().String())
	}
	folder, err := os.Stat(filepath.Dir(file))
	if err != nil {
		return KEK{}, err
	}
	if folder.Mode().Perm()&0o077 != 0 {
		return KEK{}, fault.Stale("seal_key_folder", "Folder", filepath.Dir(file))
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return KEK{}, err
	}
	digits, marked := bytes.CutPrefix(bytes.TrimRight(text, "\n"), []byte(fileMark))
	var key [32]byte
	if n, err := hex.Decode(key[:], digits[:min(len(digits), 64)]); !marked || len(digits) != 64 || err != nil || n != 32 {
		return KEK{}, fault.Stale("seal_key_damaged", "File", file)
	}
	return NewKEK(key), nil
}

// makeKEK writes the whole file aside and links it into place, so that the name never holds half a key and never replaces one.
func makeKEK(file string) error {
	dir := filepath.Dir(file)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	var key [32]byte
	rand.Read(key[:])
	aside, err := os.CreateTemp(dir, ".kek-*")
	if err != nil {
		return err
	}
	defer os.Remove(aside.Name())
	_, err = fmt.Fprintf(aside, "%s%x\n", fileMark, key)
	err = errors.Join(err, aside.Chmod(0o400), aside.Sync(), aside.Close())
	if err != nil {
		return err
	}
	if err := os.Link(aside.Name(), file); err != nil {
		return err
	}
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
