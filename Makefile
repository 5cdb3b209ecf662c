# Every target sets up what it needs itself (scripts/setup installs only what is missing).

SHELL := /bin/bash
.DEFAULT_GOAL := build
.PHONY: help setup setup-python build dist install uninstall tarball deb deb-check release reproduce demo test test-swift interop torture torture-real odd-answers storm soak soak-wire mutants fuzz sanitize bench pictures lint format imports clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: ## install what building and testing need
	@scripts/setup all

setup-python:
	@scripts/setup python
	@scripts/setup intermediaries

build: ## build .build/debug/furrow
	@scripts/setup build
	swift build --product furrow
	swift build --product furrow-picture

PREFIX ?= /usr/local

dist: ## build what is installed, into .build/dist: optimised, with Swift's libraries inside
	@scripts/setup build
	scripts/dist

install: ## put it below PREFIX (/usr/local), DESTDIR before it; `make dist` first, where sudo has no swift
	@[ -x .build/dist/bin/furrow ] || $(MAKE) dist
	@scripts/install into .build/dist "$(PREFIX)"

uninstall: ## take away what `make install` put below PREFIX
	@scripts/install out "$(PREFIX)"

tarball: dist ## .build/furrow-VERSION-SYSTEM.tar.gz of what is installed
	@scripts/package tarball

deb: dist ## .build/furrow_VERSION_ARCH.deb
	@scripts/package deb

deb-check: ## the last deb in a bare Debian without Swift (as root, five minutes): it runs, man, Tab
	@scripts/setup python
	@.venv/bin/python scripts/check-deb

release: ## VERSION=0.2.0: version, tarball, deb, notes, bill of materials, sums, tag; DRY=1 says it only
	@[ -n "$(VERSION)" ] || { echo "usage: make release VERSION=0.2.0 [DRY=1]" >&2; exit 64; }
	@DRY="$(DRY)" scripts/release "$(VERSION)"

reproduce: setup ## build the last commit twice from scratch in two folders and compare every byte
	@scripts/reproduce

demo: build ## a sandbox with simulated farmers, and the desk signed in to it
	@exec .build/debug/furrow demo

test: ## everything CI runs
	@scripts/setup build
	@scripts/test

test-swift: ## build everything and run the Swift tests
	@scripts/setup build
	@scripts/test swift

interop: build setup-python ## the binary against python-socketio, both ways
	swift build --product terminal-probe
	@scripts/test interop

torture: ## many seeds of the client in bad weather; SEEDS=20000, or SEED=123 (WINDOW=8) for one with its trace
	@scripts/setup build
	swift build -c release --product torture
ifdef SEED
	@.build/release/torture --seed $(SEED) $(if $(WINDOW),--window $(WINDOW))
else
	@.build/release/torture $$(($(or $(SEEDS),20000) / 2))
	@.build/release/torture $$(($(or $(SEEDS),20000) / 2)) --window 8
endif

torture-real: build setup-python ## the binary and its servers, killed at random moments; ROUNDS=200
	@.venv/bin/python Tests/Interop/torture_real.py $(or $(ROUNDS),200) $(SEED)

odd-answers: build setup-python ## every oddity in every field and page number; SEED=n shifts the samples
	@ODD_ALL=1 $(if $(SEED),ODD_SEED=$(SEED)) FURROW_BIN=$$PWD/.build/debug/furrow \
		.venv/bin/python -m pytest Tests/Interop/test_odd_*.py --quiet --numprocesses=4 --timeout=3600

storm: build setup-python ## odd HTTP and WebSocket inputs against the sandbox; COUNT=10000, SEED=123
	@.venv/bin/python Tests/Interop/storm.py $(or $(COUNT),10000) $(SEED)

soak: build setup-python ## a desk with 100,000 events, 2,000 new links, 500 openings, 1,000 sizes; PART=0.1
	@.venv/bin/python Tests/Interop/soak.py $(PART)

soak-wire: build setup-python ## the wire pane open under 5,000 events a second; SECONDS=30, RATE=5000
	@.venv/bin/python Tests/Interop/wire_soak.py $(or $(SECONDS),30) $(RATE)

mutants: setup ## small faults put into the code, to see that a test notices each; COUNT=60, SEED=1
	@scripts/mutants --seed $(or $(SEED),1) --count $(or $(COUNT),60)

fuzz: ## foreign bytes for every decoder; COUNT=10000000, TIME=600 (seconds), SEED=1, ONLY="json events"
	@scripts/setup build
	@scripts/fuzz $(ONLY) $(if $(COUNT),--count $(COUNT)) $(if $(TIME),--seconds $(TIME)) --seed $(or $(SEED),1)

sanitize: ## the Swift tests under the address and the thread sanitizer; ONLY=thread
	@scripts/setup build
	@scripts/sanitize $(ONLY)

bench: ## what pieces of furrow cost here; Benchmarks/README.md
	@scripts/setup build
	swift build -c release --product furrow-benchmarks
	@.build/release/furrow-benchmarks $(ONLY)

pictures: build setup-python ## docs/pictures from the screens that the tests compare, and the recordings of the demo
	@.venv/bin/python scripts/make-pictures
	@.venv/bin/python scripts/make-recording

lint: ## swift format, strictly; links, limits and spelling of the documents
	@scripts/setup spelling
	@scripts/test lint

format: ## rewrite the sources as lint wants them
	swift format --in-place --parallel --recursive Sources Tests Package.swift

imports: ## check every import against the target graph
	@scripts/check-imports

clean: ## forget everything built or installed here
	rm -rf .build .venv
