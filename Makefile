# The two commands: `make run` opens the window, `make test` runs everything CI runs.
# Both install what is missing, and say what and why.

CARGO ?= cargo
BIN := target/debug/yundeck
DRIVER := target/tools/bin/tauri-driver
VENV := target/venv
UI_SOURCES := $(shell find ui/src ui/index.html ui/vite.config.ts ui/tsconfig*.json -type f 2>/dev/null)

.PHONY: run test build bindings fmt check-rust test-rust check-ui test-sdk test-window tour pictures sandbox clean

run: build
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then exec $(BIN); \
	else echo "No display: the window opens on a virtual screen and tours itself; pictures go to target/tour/"; $(MAKE) tour; fi

build: packages-build ui/dist/index.html
	$(CARGO) build -p yundeck

test: check-ui check-rust test-rust test-sdk test-window
	@echo "All tests passed."

# ---- parts -----------------------------------------------------------------------------------------------------------

.PHONY: packages-build packages-headless packages-sdk packages-commands
packages-build:
	@.ci/packages build
packages-headless:
	@.ci/packages headless
packages-sdk:
	@.ci/packages sdk
packages-commands:
	@.ci/packages commands

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

$(VENV)/ready: tests/vendor-sdk/requirements.txt | packages-sdk
	python3 -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check -r tests/vendor-sdk/requirements.txt
	@touch $@

# Writes the TypeScript that describes the commands; a test fails when it is not fresh.
bindings: packages-build
	YUNDECK_WRITE_BINDINGS=1 $(CARGO) test -q -p yundeck --test bindings

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

test-sdk: $(VENV)/ready
	$(CARGO) build -p yundeck-clouds --bin yundeck-sandbox
	YUNDECK_SANDBOX_BIN=$(CURDIR)/target/debug/yundeck-sandbox $(VENV)/bin/python -m pytest -q tests/vendor-sdk

test-window: build packages-headless tests/e2e/node_modules $(DRIVER)
	$(CARGO) build -p yundeck-clouds --bin yundeck-sandbox
	tests/e2e/headless npx vitest run --dir flows

tour: build packages-headless tests/e2e/node_modules $(DRIVER)
	rm -rf target/tour && mkdir -p target/tour
	tests/e2e/headless npx vitest run --dir tour

sandbox:
	$(CARGO) run -q -p yundeck-clouds --bin yundeck-sandbox

clean:
	$(CARGO) clean
	rm -rf ui/dist ui/node_modules tests/e2e/node_modules

# The README's pictures, from the tour.
pictures: tour
	mkdir -p ui/pictures
	cp target/tour/*-instances.png ui/pictures/instances.png
	cp target/tour/*-create-tencent-type.png ui/pictures/create.png
	cp target/tour/*-review-tencent.png ui/pictures/review.png
	cp target/tour/*-quotes.png ui/pictures/quotes.png
	cp target/tour/*-share-tencent.png ui/pictures/images.png
	cp target/tour/*-journal.png ui/pictures/journal.png
	cp target/tour/*-accounts.png ui/pictures/accounts.png
	cp target/tour/*-explorer.png ui/pictures/explorer.png
