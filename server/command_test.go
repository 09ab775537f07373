package main

import (
	"bufio"
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"amends/server/testkit"
)

// program builds the program once for all tests of commands.
var program = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "amends-program-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "amends")
	out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput()
	if err != nil {
		return "", &buildFault{string(out)}
	}
	return path, nil
})

type buildFault struct{ text string }

func (b *buildFault) Error() string { return "the program does not build: " + b.text }

// running is the program as a user starts it.
type running struct {
	t      *testing.T
	cmd    *exec.Cmd
	out    *bufio.Reader
	stderr bytes.Buffer
}

func start(t *testing.T, env []string, args ...string) *running {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	r := &running{t: t, cmd: exec.Command(path, args...)}
	r.cmd.Env = append(without(os.Environ(), "DATABASE_URL", "MIGRATE_DATABASE_URL", "PUBLIC_URL", "TLS_CERT", "TLS_KEY"), env...)
	r.cmd.Stderr = &r.stderr
	pipe, err := r.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	r.out = bufio.NewReader(pipe)
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if r.cmd.ProcessState == nil {
			_ = r.cmd.Process.Signal(syscall.SIGTERM)
			_ = r.cmd.Wait()
		}
	})
	return r
}

func without(env []string, names ...string) []string {
	var kept []string
	for _, e := range env {
		name, _, _ := strings.Cut(e, "=")
		if !contains(names, name) {
			kept = append(kept, e)
		}
	}
	return kept
}

// ready reads the ready line.
func (r *running) ready() ready {
	r.t.Helper()
	line, err := r.out.ReadBytes('\n')
	if err != nil {
		_ = r.cmd.Wait()
		r.t.Fatalf("no ready line: %v\n%s", err, r.stderr.String())
	}
	var got ready
	if err := json.Unmarshal(line, &got); err != nil || got.Event != "ready" {
		r.t.Fatalf("ready line %q: %v", line, err)
	}
	return got
}

// stop sends SIGTERM and answers the exit code.
func (r *running) stop() int {
	r.t.Helper()
	if err := r.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		r.t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- r.cmd.Wait() }()
	select {
	case <-done:
	case <-time.After(40 * time.Second):
		r.t.Fatal("the program did not stop")
	}
	return r.cmd.ProcessState.ExitCode()
}

// once runs a command to its end.
func once(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	r := start(t, nil, args...)
	var out bytes.Buffer
	_, _ = out.ReadFrom(r.out)
	_ = r.cmd.Wait()
	return r.cmd.ProcessState.ExitCode(), out.String(), r.stderr.String()
}

// folder is a data folder the database's account can reach.
func folder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "amends-data-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

func TestDemoFromStartToSignal(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	r := start(t, nil, "demo", "-data", dir, "-listen", "127.0.0.1:0", "-json", "-today", "2026-06-04")
	got := r.ready()
	who, couples := map[string]int{}, map[string]int{}
	for _, p := range got.SignIn {
		who[p.Who]++
		if p.Who == "partner" {
			couples[p.Couple]++
		}
		if !strings.HasPrefix(p.URL, got.URL+"/link/") || p.Name == "" {
			t.Errorf("sign-in %+v", p)
		}
	}
	both := 0
	for _, n := range couples {
		if n == 2 {
			both++
		}
	}
	if who["owner"] != 1 || who["counselor"] != 2 || who["front-desk"] != 1 || both < 3 || got.Practice == "" || !strings.HasPrefix(got.URL, "http://localhost:") {
		t.Errorf("ready line: %v, both partners of %d couples, %s %s", who, both, got.Practice, got.URL)
	}
	if res, err := http.Get(got.URL + "/sign-in"); err != nil || res.StatusCode != 200 {
		t.Errorf("sign-in page: %v %v", res, err)
	}
	// Commands join the running cluster.
	pdf := filepath.Join(dir, "report.pdf")
	code, _, errText := once(t, "report", "progress", "-data", dir, "-practice", got.Practice, "-couple", "NQ-01", "-from", "2026-01-05", "-to", "2026-06-03", "-reader", "couple", "-o", pdf)
	if file, err := os.ReadFile(pdf); code != 0 || err != nil || !bytes.HasPrefix(file, []byte("%PDF-")) {
		t.Errorf("report: exit %d, %v, %s", code, err, errText)
	}
	if code, _, errText := once(t, "report", "progress", "-data", dir, "-practice", got.Practice, "-couple", "NOBODY", "-from", "2026-01-05", "-to", "2026-06-03", "-reader", "couple", "-o", pdf); code != 1 || strings.Count(strings.TrimSpace(errText), "\n") > 1 {
		t.Errorf("unknown couple: exit %d, %s", code, errText)
	}
	if code, out, errText := once(t, "audit", "verify", "-data", dir); code != 0 {
		t.Errorf("audit verify: exit %d, %s %s", code, out, errText)
	}
	if code, out, errText := once(t, "check", "-data", dir); code != 0 {
		t.Errorf("check: exit %d, %s %s", code, out, errText)
	}
	if code := r.stop(); code != 0 {
		t.Errorf("exit %d after SIGTERM: %s", code, r.stderr.String())
	}
	if _, err := os.Stat(filepath.Join(dir, "pg", "postmaster.pid")); !os.IsNotExist(err) {
		t.Errorf("the database is still there: %v", err)
	}
}

func TestServeOffersSetUpOnceAndTLS(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	cert, key := certificate(t, dir)
	r := start(t, []string{"TLS_CERT=" + cert, "TLS_KEY=" + key}, "serve", "-data", dir, "-listen", "127.0.0.1:0", "-json")
	got := r.ready()
	if !strings.HasPrefix(got.URL, "https://localhost:") || !strings.HasPrefix(got.SetUp, got.URL+"/set-up/") || got.SignIn != nil {
		t.Errorf("ready line: %+v", got)
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	res, err := client.Get(got.SetUp)
	if err != nil || res.StatusCode != 200 || res.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("set-up page: %v %v", res, err)
	}
	if code := r.stop(); code != 0 {
		t.Errorf("exit %d", code)
	}
}

// certificate writes a certificate for localhost.
func certificate(t *testing.T, dir string) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"}, DNSNames: []string{"localhost"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalECPrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	files := t.TempDir()
	cert, key = filepath.Join(files, "cert.pem"), filepath.Join(files, "key.pem")
	for path, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "EC PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}

// A database of somebody else's is used as it is: an unsafe role and fsync off are refused (K29), and so is a schema this
// program does not know.
func TestServeRefusesAnUnsafeDatabase(t *testing.T) {
	t.Parallel()
	c := testkit.Clone(t)
	for name, dsn := range map[string]string{"superuser": c.Super, "fsync off": c.App} {
		r := start(t, []string{"DATABASE_URL=" + dsn}, "serve", "-data", folder(t), "-listen", "127.0.0.1:0", "-json")
		if line, err := r.out.ReadString('\n'); err == nil {
			t.Errorf("%s: it started: %s", name, line)
		}
		if _ = r.cmd.Wait(); r.cmd.ProcessState.ExitCode() != 1 || r.stderr.Len() == 0 {
			t.Errorf("%s: exit %d, %q", name, r.cmd.ProcessState.ExitCode(), r.stderr.String())
		}
	}
}

func TestRoutesVersionAndUsage(t *testing.T) {
	t.Parallel()
	code, out, errText := once(t, "routes", "-json")
	var routes []map[string]string
	if err := json.Unmarshal([]byte(out), &routes); code != 0 || err != nil || len(routes) < 80 {
		t.Fatalf("routes: exit %d, %d routes, %v %s", code, len(routes), err, errText)
	}
	for _, r := range routes {
		for _, field := range []string{"method", "path", "audience", "permission", "audit", "object"} {
			if _, ok := r[field]; !ok {
				t.Errorf("%v has no %s", r, field)
			}
		}
		if strings.Contains(r["path"], ":") && r["object"] == "" && !strings.Contains(r["path"], ":token") && r["audience"] != "public" {
			t.Errorf("%s %s: what does the id name?", r["method"], r["path"])
		}
	}
	if code, out, _ := once(t, "version"); code != 0 || !strings.HasPrefix(out, "amends ") {
		t.Errorf("version: %d %q", code, out)
	}
	for _, args := range [][]string{{}, {"dance"}, {"report"}, {"demo", "-today"}, {"serve", "extra"}, {"audit"}} {
		if code, _, errText := once(t, args...); code != 2 || !strings.Contains(errText, "amends") {
			t.Errorf("%v: exit %d, %q", args, code, errText)
		}
	}
}

func TestConfigurationNamesEveryFaultAtOnce(t *testing.T) {
	env := map[string]string{"PUBLIC_URL": "http://practice.example", "TLS_CERT": "/absent", "AMENDS_LANG": "tlh"}
	_, _, err := configure(t.TempDir(), "nowhere", func(name string) string { return env[name] })
	if err == nil {
		t.Fatal("accepted")
	}
	for _, part := range []string{"must be https", "TLS_CERT and TLS_KEY", "/absent", "-listen", "AMENDS_LANG “tlh”"} {
		if !strings.Contains(explained(t, err), part) {
			t.Errorf("%q is not named in %v", part, err)
		}
	}
	for listen, public := range map[string]string{"0.0.0.0:80": "", "192.0.2.1:80": ""} {
		if _, _, err := configure(t.TempDir(), listen, func(name string) string {
			return map[string]string{"PUBLIC_URL": public}[name]
		}); err == nil {
			t.Errorf("%s without PUBLIC_URL was accepted", listen)
		}
	}
	c, _, err := configure(t.TempDir(), "0.0.0.0:443", func(name string) string {
		return map[string]string{"PUBLIC_URL": "https://practice.example"}[name]
	})
	if err != nil || c.PublicURL.String() != "https://practice.example" {
		t.Errorf("%v %v", c.PublicURL, err)
	}
}
