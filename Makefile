# git-judge: `make help` lists what can be made.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := build
.PHONY: build release dist demo test test-dist test-long lint format install uninstall bench clean \
  help man bootstrap mlflow-environment model-environment

PREFIX ?= /usr/local
DESTDIR ?=
# The Debian releases in which `make test-dist` installs; all that it knows if empty.
ROOTS ?=
# Where `make demo` finds traces.jsonl and judge.json.
DATA ?=
# debug builds faster, release runs faster.
DEMO_CONFIG ?= debug

# The same flags wherever debug is built: other flags would build everything again.
DEBUG_FLAGS := -Xswiftc -warnings-as-errors --explicit-target-dependency-import-check error
# CI builds once, and nobody debugs what it built. Whole modules take a third less time than files;
# the tests are found by the index, which needs only our own modules.
ifdef CI
DEBUG_FLAGS += -Xswiftc -whole-module-optimization -Xswiftc -disable-batch-mode \
  -Xswiftc -num-threads -Xswiftc $(shell nproc) -Xswiftc -use-ld=lld -Xswiftc -gnone -Xcc -g0 \
  -Xswiftc -index-ignore-system-modules -Xswiftc -index-ignore-clang-modules \
  -Xswiftc -Xfrontend -Xswiftc -index-ignore-stdlib
endif
RELEASE_FLAGS := -c release --static-swift-stdlib --product git-judge

bindir = $(DESTDIR)$(PREFIX)/bin
mandir = $(DESTDIR)$(PREFIX)/share/man/man1
bashdir = $(DESTDIR)$(PREFIX)/share/bash-completion/completions
zshdir = $(DESTDIR)$(PREFIX)/share/zsh/site-functions
fishdir = $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d

## build: debug build of the program and the library
build: bootstrap
	swift build $(DEBUG_FLAGS)

## release: optimised build of the program, with Swift's libraries linked in
release: bootstrap
	swift build $(RELEASE_FLAGS)

## dist: dist/ with a tar.gz and a wheel of a program that needs only glibc 2.34 and git
dist:
	scripts/bootstrap --dist
	swift build $(RELEASE_FLAGS)
	packaging/link/test
	scripts/link-static .build/dist/git-judge
	scripts/make-man .build/dist/git-judge .build/dist/man
	scripts/make-completions .build/dist/git-judge .build/dist/completions
	scripts/make-notices .build/dist/THIRD-PARTY.txt
	rm -rf .build/dist/files
	scripts/make-tarball .build/dist/git-judge .build/dist .build/dist/files
	scripts/make-wheel .build/dist/git-judge .build/dist .build/dist/files
	cd .build/dist/files && sha256sum -- *.tar.gz *.whl >SHA256SUMS
	rm -rf dist && mv .build/dist/files dist

## test-dist [ROOTS="bookworm trixie"]: install dist/ in fresh Debian systems and use it (root only)
test-dist:
	scripts/test-dist $(ROOTS)

## demo [DATA=DIR] [MODEL=URI]: three reviewers, one aligned judge, in a temporary folder
demo: bootstrap
ifeq ($(DEMO_CONFIG),release)
	swift build $(RELEASE_FLAGS)
else
	@echo "Building git-judge; the first build takes some minutes."
	@swift build --quiet $(DEBUG_FLAGS) --product git-judge
endif
	@GIT_JUDGE_BIN=.build/$(DEMO_CONFIG) scripts/demo $(if $(DATA),"$(DATA)")

## test: build without warnings, lint, architecture, made-up data, all tests
test:
	scripts/bootstrap --tests
	swift build --build-tests $(DEBUG_FLAGS)
	scripts/lint
	scripts/check-layers --self-test
	scripts/check-layers
	scripts/check-examples
	scripts/run-tests
	@echo "make test: everything passed."

## test-long: the same with 10,000 cases for each property, MLflow and a real model (hours)
test-long: export GIT_JUDGE_PROPERTY_RUNS := 10000
test-long: mlflow-environment model-environment test

mlflow-environment:
	@scripts/bootstrap --mlflow

model-environment:
	@scripts/bootstrap --model

## lint: the form of Swift files and scripts, changing nothing
lint:
	scripts/lint
	scripts/check-layers

## format: format the Swift files in place
format:
	scripts/lint --fix

## man: the manual pages, one for each command, in .build/man
man: release
	scripts/make-man .build/release/git-judge .build/man

## install [PREFIX=/usr/local] [DESTDIR=]: program, manual pages, shell completions
install: man
	install -d "$(bindir)" "$(mandir)" "$(bashdir)" "$(zshdir)" "$(fishdir)"
	install -m 755 -s .build/release/git-judge "$(bindir)/git-judge"
	install -m 644 .build/man/*.1 "$(mandir)"
	scripts/make-completions .build/release/git-judge .build/completions
	install -m 644 .build/completions/git-judge.bash "$(bashdir)/git-judge"
	install -m 644 .build/completions/_git-judge "$(zshdir)/_git-judge"
	install -m 644 .build/completions/git-judge.fish "$(fishdir)/git-judge.fish"
	@echo "Installed $(bindir)/git-judge; with it on PATH, \`git judge\` works."

## uninstall: what install put there
uninstall:
	rm -f "$(bindir)/git-judge" "$(mandir)"/git-judge.1 "$(mandir)"/git-judge-*.1 \
	  "$(bashdir)/git-judge" "$(zshdir)/_git-judge" "$(fishdir)/git-judge.fish"

## bench [ARGS=…]: the benchmarks, in release
bench: bootstrap
	swift run -c release --package-path Benchmarks Benchmarks $(ARGS)

## clean: remove everything that was built
clean:
	rm -rf .build Benchmarks/.build dist

## help: this list
help:
	@sed -n 's/^## /  make /p' Makefile

bootstrap:
	@scripts/bootstrap
