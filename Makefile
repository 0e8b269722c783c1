# The two commands: `make run` opens the window, `make test` runs everything CI runs.
# Both install what is missing, and say what and why.

CARGO ?= cargo
BIN := target/debug/yundeck
DRIVER := target/tools/bin/tauri-driver
SBOM := target/tools/bin/cargo-sbom
DENY := target/tools/deny/bin/cargo-deny
UV := target/tools/uv/bin/uv
# Python packages: each by its digest, and none that is not named.
PIP := pip install --quiet --disable-pip-version-check --require-hashes --no-deps
MUTANTS := target/tools/bin/cargo-mutants
TAURI := ui/node_modules/.bin/tauri
VERSION := $(shell sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)
ARCHITECTURE := $(shell dpkg --print-architecture 2>/dev/null)
# The package's own kind here; elsewhere: make package BUNDLES=rpm, appimage, dmg, msi or nsis, each on its own system.
BUNDLES ?= deb
DEB := target/package/yundeck_$(VERSION)_$(ARCHITECTURE).deb
VENV := target/venv
# The same sources make the same program and package: times are the commit's, paths of this machine are in neither.
EPOCH := $(or $(SOURCE_DATE_EPOCH),$(shell git log -1 --format=%ct 2>/dev/null || date +%s))
CARGO_FOLDER := $(or $(CARGO_HOME),$(HOME)/.cargo)
RELEASE := RUSTFLAGS="--remap-path-prefix=$(CURDIR)=/yundeck --remap-path-prefix=$(CARGO_FOLDER)=/cargo $(RUSTFLAGS)" \
	CFLAGS="-ffile-prefix-map=$(CURDIR)=/yundeck -ffile-prefix-map=$(CARGO_FOLDER)=/cargo $(CFLAGS)"
UI_SOURCES := $(shell find ui/src ui/index.html ui/vite.config.ts ui/tsconfig*.json -type f 2>/dev/null)

.PHONY: run test build bindings fmt check-rust check-dependencies test-rust check-ui test-sdk test-window test-window-all test-window-hard tour pictures sandbox clean
.PHONY: package icons test-package bench bench-start bench-inventory

run: build
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then exec $(BIN); \
	else echo "No display: the window opens on a virtual screen and tours itself; pictures go to target/tour/"; $(MAKE) tour; fi

build: packages-build ui/dist/index.html
	$(CARGO) build -p yundeck

test: check-ui check-rust check-dependencies check-workflows test-rust test-sdk test-window test-package
	@[ ! -s target/not-run ] || echo "Did not run, since their services cannot be reached from here: $$(paste -sd, target/not-run | sed 's/,/, /g')."
	@echo "All tests passed."

# ---- parts -----------------------------------------------------------------------------------------------------------

.PHONY: packages-build packages-headless packages-sdk packages-commands packages-package
packages-build:
	@.ci/packages build
packages-headless:
	@.ci/packages headless
packages-sdk:
	@.ci/packages sdk
packages-commands:
	@.ci/packages commands
packages-package:
	@.ci/packages package

ui/node_modules: ui/package.json ui/package-lock.json
	cd ui && npm ci --no-audit --no-fund
	@touch $@

ui/dist/index.html: ui/node_modules $(UI_SOURCES)
	cd ui && npm run build
	@touch $@

tests/e2e/node_modules: tests/e2e/package.json tests/e2e/package-lock.json
	cd tests/e2e && npm ci --no-audit --no-fund
	@touch $@

$(DRIVER):
	$(CARGO) install tauri-driver --version 2.1.0 --locked --root target/tools

# What comes as source is built by what is named too, not by what pip would fetch for it unasked.
$(VENV)/ready: $(addprefix tests/vendor-sdk/,requirements-build.txt requirements.txt requirements-tools.txt) | packages-sdk
	python3 -m venv $(VENV)
	$(VENV)/bin/$(PIP) -r tests/vendor-sdk/requirements-build.txt
	$(VENV)/bin/$(PIP) --no-build-isolation -r tests/vendor-sdk/requirements.txt
	$(VENV)/bin/$(PIP) --no-build-isolation --no-compile -r tests/vendor-sdk/requirements-tools.txt
	@touch $@

# Writes the digests of what the .in files name: all files of a version, for all systems and Pythons.
.PHONY: requirements
REQUIREMENTS := $(wildcard tests/vendor-sdk/*.in .ci/*.in)
requirements: | $(UV)
	for one in $(REQUIREMENTS:.in=); do $(UV) pip compile --quiet --no-deps --generate-hashes --no-annotate --universal \
	--python-version 3.11 --custom-compile-command "make requirements" $$one.in -o $$one.txt || exit 1; done

$(UV): .ci/requirements-uv.txt | packages-sdk
	python3 -m venv target/tools/uv
	target/tools/uv/bin/$(PIP) -r .ci/requirements-uv.txt
	@touch $@

# No scripts of packages: the only one asks for money.
tests/vendor-sdk/node_modules: tests/vendor-sdk/package.json tests/vendor-sdk/package-lock.json
	cd tests/vendor-sdk && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

$(SBOM):
	$(CARGO) install cargo-sbom --version 0.10.0 --locked --debug --root target/tools

# Built already, as a package: to build it takes five minutes of two cores.
$(DENY): .ci/requirements.txt | packages-sdk
	python3 -m venv target/tools/deny
	target/tools/deny/bin/$(PIP) -r .ci/requirements.txt
	@touch $@

.ci/node_modules: .ci/package.json .ci/package-lock.json
	cd .ci && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

$(MUTANTS):
	$(CARGO) install cargo-mutants --version 27.1.0 --locked --debug --root target/tools

# Writes the TypeScript that describes the commands; a test fails when it is not fresh.
bindings: packages-build
	YUNDECK_WRITE_BINDINGS=1 $(CARGO) test -q -p yundeck --test bindings

# Writes every file that is made from the catalogues and the commands, and prints which of them changed: to be read before they
# are committed. `make test` fails as long as one of them is not fresh.
.PHONY: accept
accept: packages-build packages-commands ui/dist/index.html bindings
	YUNDECK_WRITE_TABLES=1 $(CARGO) test -q -p yundeck-clouds --test operation_tables
	YUNDECK_WRITE_ENCODINGS=1 $(CARGO) test -q -p yundeck-tests --test operations encoding
	YUNDECK_WRITE_COMMANDS=1 $(CARGO) test -q -p yundeck-tests --test explorer commands
	@git --no-pager diff --stat

fmt:
	$(CARGO) fmt --all
	cd ui && npm run format

check-rust: packages-build ui/dist/index.html
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets -- -D warnings

test-rust: packages-build packages-commands ui/dist/index.html
	$(CARGO) test --workspace

check-ui: ui/node_modules
	cd ui && npm run typecheck && npm run lint && npm test

test-sdk: $(VENV)/ready tests/vendor-sdk/node_modules
	$(CARGO) build -p yundeck-clouds --bin yundeck-sandbox
	YUNDECK_SANDBOX_BIN=$(CURDIR)/target/debug/yundeck-sandbox $(VENV)/bin/python -m pytest -q tests/vendor-sdk

test-window: build packages-headless tests/e2e/node_modules $(DRIVER)
	$(CARGO) build -p yundeck-clouds --bin yundeck-sandbox
	rm -rf target/e2e
	tests/e2e/suite flows

# Every operation of every cloud, from its form in the window to the sandbox: takes as long as a third of the others.
test-window-all: build packages-headless tests/e2e/node_modules $(DRIVER)
	$(CARGO) build -p yundeck-clouds --bin yundeck-sandbox
	tests/e2e/suite long

# The same five times in a row without a second try, while every core is kept busy: RUNS, LANES, BUSY and MINUTES of tests/e2e/hard.
test-window-hard: build packages-headless tests/e2e/node_modules $(DRIVER)
	$(CARGO) build -p yundeck-clouds --bin yundeck-sandbox
	tests/e2e/hard

tour: build packages-headless tests/e2e/node_modules $(DRIVER)
	rm -rf target/tour && mkdir -p target/tour
	tests/e2e/headless npx vitest run --dir tour

sandbox:
	$(CARGO) run -q -p yundeck-clouds --bin yundeck-sandbox

clean:
	$(CARGO) clean
	rm -rf ui/dist ui/node_modules .ci/node_modules tests/e2e/node_modules tests/vendor-sdk/node_modules

# The READMEs' pictures, in both languages, in the real window.
pictures: build packages-headless tests/e2e/node_modules $(DRIVER)
	tests/e2e/headless npx vitest run --dir pictures

# ---- package ---------------------------------------------------------------------------------------------------------

# What the program is made of, for whoever has to know: CycloneDX, of Cargo.lock and of package-lock.json (all systems; what
# only builds is marked as that: asked to leave it out, npm leaves out React).
target/sbom/rust.cdx.json: Cargo.lock | $(SBOM)
	@mkdir -p $(@D)
	$(SBOM) sbom --cargo-package yundeck --output-format cyclone_dx_json_1_6 > $@.new
	SOURCE_DATE_EPOCH=$(EPOCH) node src-tauri/packaging/settle-sbom.mjs < $@.new > $@ && rm $@.new
target/sbom/npm.cdx.json: ui/package-lock.json
	@mkdir -p $(@D)
	cd ui && npm sbom --package-lock-only --sbom-format cyclonedx > ../$@.new
	SOURCE_DATE_EPOCH=$(EPOCH) node src-tauri/packaging/settle-sbom.mjs < $@.new > $@ && rm $@.new

# What people install, here a .deb. Packed once more because the bundler knows neither xz nor the owner root. On other systems
# the bundler's own work is the package.
package: $(if $(filter deb,$(BUNDLES)),$(DEB),target/release/yundeck)
ifneq ($(BUNDLES),deb)
	$(TAURI) bundle --ci --no-sign --no-binary-patching --bundles $(BUNDLES)
endif

# Cargo knows what is stale; a program that it leaves alone is not packed again.
target/release/yundeck: packages-build ui/dist/index.html target/sbom/rust.cdx.json target/sbom/npm.cdx.json
	$(RELEASE) $(CARGO) build --release -p yundeck

$(DEB): target/release/yundeck $(wildcard icons/* src-tauri/packaging/*) src-tauri/tauri.conf.json
	$(TAURI) bundle --ci --no-sign --no-binary-patching --bundles deb
	rm -rf target/package
	SOURCE_DATE_EPOCH=$(EPOCH) src-tauri/packaging/pack-deb target/release/bundle/deb/Yundeck_$(VERSION)_$(ARCHITECTURE).deb $@

# Two packages of one commit are the same, bit for bit; with PROGRAM=target/release/yundeck only what is done with a built program.
.PHONY: reproduce
reproduce: packages-build
	PROGRAM=$(PROGRAM) .ci/reproduce

# Installs the .deb on this machine with apt, drives it from its desktop entry, upgrades it and removes it.
test-package: $(DEB) packages-headless packages-package tests/e2e/node_modules $(DRIVER)
	YUNDECK_DEB=$(CURDIR)/$(DEB) YUNDECK_BIN=/usr/bin/yundeck YUNDECK_LAUNCHER=$(CURDIR)/tests/e2e/package/launch \
	tests/e2e/headless npx vitest run --dir package

# The generated sizes beside icons/icon.svg.
icons: ui/node_modules
	$(TAURI) icon icons/icon.svg --output target/icons >/dev/null
	cp target/icons/icon.icns target/icons/icon.ico icons/
	$(TAURI) icon icons/icon.svg --output icons $(foreach size,16 22 24 32 48 64 128 256 512,--png $(size)) >/dev/null

# Licences, bans and sources of every crate, and that each was read by somebody or is written down as not read. Known holes and
# signatures too, where their services can be reached; where not, the last line of `make test` says so.
check-dependencies: | $(DENY)
	$(DENY) --log-level warn check licenses bans sources
	PATH="$(CURDIR)/target/tools/deny/bin:$$PATH" $(CARGO) vet --locked --frozen
	.ci/advisories $(DENY)

# What other systems build and test by, judged without running it.
.PHONY: check-workflows
check-workflows: .ci/node_modules
	node .ci/lint-workflows.mjs

# ---- simulation ------------------------------------------------------------------------------------------------------

.PHONY: simulate simulate-planted bench-kill
SEEDS ?= 10000
FROM ?= 0

# The application and the clouds in one thread, a run for each seed: bench/simulation.md. One seed with its trace:
# cargo run -p yundeck-simulation --bin simulate -- --seed 7 --shrink
simulate: packages-build
	$(CARGO) run -q --profile simulation -p yundeck-simulation --bin simulate -- --from $(FROM) --seeds $(SEEDS) --threads 2 --report target/simulated.md
	@tests/simulation/report

# Each planted mistake is shown within a thousand seeds.
simulate-planted: packages-build
	SEEDS=1000 tests/simulation/plant
	@tests/simulation/report

# The program on a real file and real sockets, killed at random times.
bench-kill: packages-build
	$(CARGO) build -q -p yundeck-clouds --bin yundeck-sandbox
	$(CARGO) run -q --profile simulation -p yundeck-simulation --bin killed -- --report target/killed.md
	@tests/simulation/report

# ---- mutants ---------------------------------------------------------------------------------------------------------

# Every mutant of FILES is caught by a quick suite, or explained in tests/mutants/survivors.md. By default the files by which
# money is spent; those take hours: make mutants FILES=src-tauri/crates/client/src/permit.rs
.PHONY: mutants
mutants: packages-build | $(MUTANTS)
	FILES="$(FILES)" tests/mutants/run

# Everything that is claimed of speed.
bench: bench-start bench-inventory

# What the table and the palette ask, with ten thousand instances: bench/inventory.md.
bench-inventory: packages-build
	$(CARGO) bench -q -p yundeck-tests --bench inventory > target/inventory.txt
	{ printf '# Ten thousand instances\n\nWritten by `make bench-inventory`: what the window asks of the inventory.\n\n```\n'; \
	cat target/inventory.txt; echo '```'; } | tee bench/inventory.md

# How long Yundeck takes to be ready, and what it holds, beside the smallest Tauri window in the same session: bench/start.md.
bench-start: packages-build packages-headless ui/dist/index.html tests/e2e/node_modules $(DRIVER)
	$(RELEASE) $(CARGO) build --release -p yundeck -p yundeck-bare
	YUNDECK_BIN=$(CURDIR)/target/release/yundeck YUNDECK_BARE=$(CURDIR)/target/release/yundeck-bare \
	YUNDECK_BENCH=$(CURDIR)/bench/start.md tests/e2e/headless npx vitest run --dir bench
	YUNDECK_WRITE_README=1 $(CARGO) test -q -p yundeck-tests --test readme
