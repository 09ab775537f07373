# demo: a private database with a sample practice, and one-time sign-in links.   run: real use, data in var/.
# test: everything, on a throw-away PostgreSQL and a real Chromium.              check: what a reviewer would check.
SHELL := /bin/bash
GO ?= go
# The longest package comes first, so that the others run beside it.
PKGS ?= ./server ./...
export CGO_ENABLED ?= 0

.PHONY: demo run setup setup-test test check bench fmt build

build:
	@$(GO) build -o bin/amends ./server

demo: setup build
	@exec ./bin/amends demo $(ARGS)

run: setup build
	@exec ./bin/amends serve $(ARGS)

setup:
	@.ci/setup run

setup-test:
	@.ci/setup test

test: setup-test build
	@./bin/amends testdb -- $(GO) test -p 2 -parallel 4 -timeout 20m $(PKGS)

check: setup-test build
	@.ci/check

bench: setup-test build
	@./bin/amends testdb -- $(GO) test -p 1 -run '^$$' -bench . -benchtime 1s -timeout 30m $(PKGS)

fmt:
	@gofmt -w $$(git ls-files '*.go')
