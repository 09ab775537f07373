package main

import (
	"net"
	"net/url"
	"os"
	"strings"

	"amends/server/fault"
	"amends/server/postgres"
	"amends/server/web"
)

// Config is what the environment and the command line decide.
type Config struct {
	Data       string   // folder of the private database, the keys and the letters
	Database   string   // DATABASE_URL, the runtime role; empty: a private database in Data
	Migrate    string   // MIGRATE_DATABASE_URL, the migrating role
	Listen     string   // host:port
	PublicURL  *url.URL // how browsers reach us; https, or http on a loopback name only
	Cert, Key  string   // own certificate files; empty: plain HTTP
	PostgresIn string   // PG_BIN
}

// configure reads the environment, and tells why the data is kept elsewhere than in a checkout (else nil). Every fault is named at once, so that an administrator mends them in one go.
func configure(data, listen string, getenv func(string) string) (Config, *fault.Error, error) {
	c := Config{Data: data, Listen: listen, Database: getenv("DATABASE_URL"), Migrate: getenv("MIGRATE_DATABASE_URL"),
		Cert: getenv("TLS_CERT"), Key: getenv("TLS_KEY"), PostgresIn: getenv("PG_BIN")}
	var faults fault.List
	var reason *fault.Error
	if c.Data == "" {
		dir, why, err := postgres.DefaultDir()
		if err != nil {
			return c, nil, err
		}
		c.Data, reason = dir, why
	}
	if (c.Cert == "") != (c.Key == "") {
		faults = append(faults, fault.Field("TLS_CERT", "command_tls_pair"))
	}
	for _, f := range []string{c.Cert, c.Key} {
		if f != "" {
			if _, err := os.Stat(f); err != nil {
				faults = append(faults, fault.Field("TLS_CERT", "command_tls_unread", "File", f))
			}
		}
	}
	host, _, err := net.SplitHostPort(listen)
	if err != nil {
		faults = append(faults, fault.Field("listen", "command_listen_form", "Listen", listen))
	}
	public := getenv("PUBLIC_URL")
	if public != "" {
		var why *fault.Error
		if c.PublicURL, why = publicURL(public); why != nil {
			faults = append(faults, why)
		}
	} else if err == nil && c.Cert == "" && !loopback(host) {
		faults = append(faults, fault.Field("listen", "command_listen_outside", "Listen", listen))
	}
	if lang := getenv(sayLang); lang != "" && !web.Speaks(lang) {
		faults = append(faults, fault.Field(sayLang, "command_lang", "Lang", lang))
	}
	return c, reason, faults.OrNil()
}

// publicURL accepts https anywhere, and http for a loopback name only: a cookie without Secure must never leave the machine.
func publicURL(s string) (*url.URL, *fault.Error) {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" {
		return nil, fault.Field("PUBLIC_URL", "command_url_form", "URL", s)
	}
	if u.Scheme == "http" && !loopback(u.Hostname()) {
		return nil, fault.Field("PUBLIC_URL", "command_url_plain", "URL", s)
	}
	u.Path = ""
	return u, nil
}

func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
