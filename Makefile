# The two commands that a new machine needs: `make run` and `make test`. `make help` lists the others.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

# --- Settings; override them on the command line: `make run SEED="To be" LENGTH=800`.
SEED ?= Once
LENGTH ?= 400
RANDOM_SEED ?= 1
PREFIX ?= /usr/local
DESTDIR ?=
STATIC_ICU ?=
STRICT ?=
PYTHON ?= python3
PAIRS ?= 7
TURN ?= 2
CASE ?=
TEXT ?=
# `make test`: seconds after which the tests are ended.
TEST_TIME ?= 1800
TOOLS ?= textgen sentiment seq2seq forecast
# `make serve`: the port, and other options of recurrent-server.
PORT ?= 8080
ARGS ?=
# `make fuzz`, `make kills` and `make soak`: seconds, kills, and the tools' build, release or debug.
TIME ?=
COUNT ?= 1000
KINDS ?=
KEPT ?=
# `make docs`: where the site is written, and its path on its host.
DOCS ?= .build/docs
BASE_PATH ?=
CONFIGURATION ?= release
FUZZ_SEED = $(if $(filter file,$(origin SEED)),,--seed '$(SEED)')

# SEED as it was typed, made safe between single quotes.
SAMPLE_SEED = $(subst ','\'',$(value SEED))
OS := $(shell uname -s)
# What `make lint` and `make format` look at.
SWIFT_FILES = $(wildcard Package.swift Sources Tests Examples Benchmarks Stress $(addprefix Server/,Package.swift Sources Tests))

# The installed program carries the Swift libraries inside: it starts faster and needs no Swift on the machine. With
# STATIC_ICU=1 it carries ICU and the C++ library as well, and needs only the libraries of C and GCC.
STATIC := -c release --scratch-path .build-install $(if $(filter Linux,$(OS)),--static-swift-stdlib)
# Tests are built for debugging, except the C kernels, which would be some hundred times slower.
# With STRICT=1, as in continuous integration, a warning is an error, and so is an import that Package.swift doesn't name.
TEST := -Xcc -O2 $(if $(STRICT),--explicit-target-dependency-import-check error -Xswiftc -warnings-as-errors)
# The packages that the server uses are not held to STRICT.
SERVER_TEST := -Xcc -O2

.PHONY: help
help: ## Show this list (the default)
	@echo "Recurrent: recurrent neural networks on text, in Swift."
	@echo
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | awk -F '|' '{ printf "  make %-11s %s\n", $$1, $$2 }'
	@echo
	@echo "  Settings: SEED=\"$(SEED)\" LENGTH=$(LENGTH) RANDOM_SEED=$(RANDOM_SEED) PREFIX=$(PREFIX) DESTDIR=$(DESTDIR)"

.PHONY: run
run: deps ## Build textgen and generate a sample (SEED="Once" LENGTH=400 RANDOM_SEED=1)
	@echo "==> Building textgen (the first time takes minutes)"
	@swift build -c release --product textgen
	@echo '==> textgen sample --seed "$(SAMPLE_SEED)" --length $(LENGTH) --end sentence --random-seed $(RANDOM_SEED)'
	@.build/release/textgen sample --seed '$(SAMPLE_SEED)' --length $(LENGTH) --end sentence --random-seed $(RANDOM_SEED)

.PHONY: build
build: deps ## Build everything for release
	@echo "==> Building for release"
	@swift build -c release

.PHONY: test
test: deps ## Run all tests; they are ended after TEST_TIME=1800 seconds
	@if [ -z "$(UNICODE_DATA)" ]; then \
	    echo "==> Unicode's test files are missing, so some tests are skipped; make test-deps installs them"; fi
	@echo "==> Building the tests (debug build, C kernels optimized)"
	@swift build --build-tests $(TEST)
	@echo "==> Running the tests"
	@Scripts/time_limit.sh $(TEST_TIME) swift test --skip-build $(TEST)

.PHONY: serve
serve: deps ## Build recurrent-server and start it with the shipped models (PORT=8080 ARGS="--model mine=my-model")
	@echo "==> Building recurrent-server (the first time takes minutes)"
	@swift build -c release --package-path Server --product recurrent-server
	@exec Server/.build/release/recurrent-server --port '$(PORT)' $(ARGS)

.PHONY: integration
integration: deps ## Test recurrent-server, also with clients of other projects where pip can install them
	@echo "==> Building recurrent-server and its tests"
	@swift build --package-path Server --build-tests $(SERVER_TEST)
	@echo "==> Running the tests of recurrent-server"
	@Scripts/time_limit.sh $(TEST_TIME) swift test --package-path Server --skip-build $(SERVER_TEST)
	@echo "==> Clients of other projects"
	@'$(PYTHON)' Scripts/check_server_clients.py Server/.build/debug/recurrent-server

.PHONY: bench
bench: deps ## Compare the speed with other toolkits (CASE=train/2x512 TEXT=my.txt PYTHON=python3 PAIRS=7 TURN=2)
	@swift build -c release --product benchmarks
	@.build/release/benchmarks --python '$(PYTHON)' --pairs $(PAIRS) --seconds $(TURN) \
	    $(if $(TEXT),--text '$(TEXT)') $(foreach case,$(CASE),--case '$(case)')

# The tools and what attacks them, side by side.
.PHONY: stress
stress: deps
	@for tool in $(TOOLS) stress; do \
	    swift build -c $(CONFIGURATION) $(if $(filter debug,$(CONFIGURATION)),$(TEST)) --product "$$tool" || exit 1; done

.PHONY: fuzz
fuzz: stress ## Fuzz the library and the tools with damaged files (TIME=600 SEED=1 CASE= KINDS=series,text KEPT=)
	@.build/$(CONFIGURATION)/stress fuzz $(FUZZ_SEED) $(if $(TIME),--time $(TIME)) $(if $(CASE),--case $(CASE)) \
	    $(if $(KINDS),--kinds $(KINDS)) $(if $(KEPT),--kept '$(KEPT)')

.PHONY: kills
kills: stress ## Kill trainings at random moments and compare the resumed results (COUNT=1000)
	@.build/$(CONFIGURATION)/stress kills --count $(COUNT) $(FUZZ_SEED)

.PHONY: soak
soak: stress ## Feed classify, tokenize and translate for an hour and watch their memory (TIME=3600)
	@.build/$(CONFIGURATION)/stress soak $(if $(TIME),--time $(TIME))

.PHONY: lint
lint: ## Check the format and the length of all Swift files, and the messages and comments of the library
	@echo "==> Length of files"
	@Scripts/check_file_length.sh
	@echo "==> Messages of the library"
	@'$(PYTHON)' Scripts/check_messages.py
	@echo "==> Comments of public declarations"
	@'$(PYTHON)' Scripts/check_comments.py
	@echo "==> swift format lint"
	@swift format lint --strict --parallel --recursive $(SWIFT_FILES)

.PHONY: docs
docs: deps ## Build the documentation as a static site (in .build/docs; DOCS=folder BASE_PATH=path on its host)
	@echo "==> Building the documentation"
	@$(PYTHON) Scripts/build_docs.py '$(DOCS)' --hosting-base-path '$(BASE_PATH)' --swift-build-flags='$(TEST)'

.PHONY: format
format: ## Format all Swift files in place
	@echo "==> swift format"
	@swift format --in-place --parallel --recursive $(SWIFT_FILES)

.PHONY: coverage
coverage: deps ## Run all tests and show how much of each file they reach
	@echo "==> Running the tests with coverage (in .build-coverage)"
	@swift test --scratch-path .build-coverage --enable-code-coverage $(TEST) \
	    -Xcc -fprofile-instr-generate -Xcc -fcoverage-mapping
	@echo "==> Coverage"
	@if [ "$(OS)" = Darwin ]; then cov="xcrun llvm-cov"; \
	else cov="$$(dirname "$$(readlink -f "$$(command -v swift)")")/llvm-cov"; fi; \
	bundle=$$(find .build-coverage/debug/ -maxdepth 1 -name '*PackageTests.xctest'); \
	if [ -d "$$bundle" ]; then bundle=$$(find "$$bundle/Contents/MacOS" -type f | head -n 1); fi; \
	$$cov report "$$bundle" -instr-profile=.build-coverage/debug/codecov/default.profdata \
	    -ignore-filename-regex='(/\.build|/Tests/|\.derived/)'

.PHONY: sanitize
sanitize: deps ## Run the tests of kernels and threads under the sanitizers (in .build-asan and .build-tsan)
	@echo "==> Address and undefined-behaviour sanitizers"
	@ASAN_OPTIONS=detect_leaks=0 swift test --scratch-path .build-asan --sanitize=address -Xcc -O1 -Xcc -fsanitize=undefined \
	    -Xcc -fsanitize-trap=undefined --filter 'TensorsTests|RecurrentLayer|TokenizationTests'
	@echo "==> Thread sanitizer"
	@swift test --scratch-path .build-tsan --sanitize=thread $(TEST) --filter 'ThreadPoolTests|ThreadCount|ConcurrentUse'

.PHONY: install
install: deps ## Install the tools, their completions and manual pages (PREFIX=/usr/local DESTDIR= STATIC_ICU=)
	@echo "==> Building recurrent, the program that holds all tools (in .build-install)"
	@$(if $(STATIC_ICU),Scripts/static_icu.sh .build-install/static-icu; PKG_CONFIG_PATH='$(CURDIR)/.build-install/static-icu') \
	    swift build $(STATIC) --product recurrent
	@swift build $(STATIC) --product generate-manual
	@Scripts/install.sh .build-install/release '$(DESTDIR)$(PREFIX)' $(TOOLS)

.PHONY: uninstall
uninstall: ## Remove what `make install` installed (PREFIX=/usr/local DESTDIR=)
	@Scripts/uninstall.sh '$(DESTDIR)$(PREFIX)' $(TOOLS)

.PHONY: clean
clean: ## Remove what was built; trained models stay
	@echo "==> Removing build products"
	@rm -rf .build .build-coverage .build-install .build-asan .build-tsan Server/.build

# Unicode's test files: the data sets beside the repository, Debian's package, Fedora's package.
UNICODE_DATA = $(firstword $(wildcard ../shared/data/unicode-*/GraphemeBreakTest.txt \
    /usr/share/unicode/auxiliary/GraphemeBreakTest.txt /usr/share/unicode/ucd/auxiliary/GraphemeBreakTest.txt))

.PHONY: test-deps
test-deps: ## Install Unicode's test files, which some tests read (on Debian and Ubuntu)
	@if [ -n "$(UNICODE_DATA)" ]; then echo "==> Unicode's test files are in $(dir $(UNICODE_DATA))"; \
	elif command -v apt-get > /dev/null; then \
	    echo "==> Installing unicode-data"; \
	    sudo=; if [ "$$(id -u)" -ne 0 ]; then sudo="sudo"; fi; \
	    $$sudo apt-get update; \
	    $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends unicode-data bzip2; \
	else \
	    echo "error: Unicode's test files can be installed only with apt-get (package unicode-data)." \
	        "On Fedora: dnf install unicode-ucd. Without them make test skips the tests that read them."; \
	    exit 1; \
	fi

# What every build needs: Swift and ICU. Quick when both are there.
.PHONY: deps
deps:
	@command -v swift > /dev/null || { \
	    echo "error: Swift is missing. Install Swift 6.1 or newer from https://www.swift.org/install/."; exit 1; }
	@version=$$(swift --version 2>&1 | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1); \
	if [ "$$(printf '%s\n' 6.1 "$$version" | sort -V | head -n 1)" != 6.1 ]; then \
	    echo "error: Swift 6.1 or newer is needed, this is $${version:-of unknown version}." \
	        "See https://www.swift.org/install/."; exit 1; fi
	@if pkg-config --exists icu-i18n 2> /dev/null; then exit 0; fi; \
	if [ "$(OS)" = Darwin ]; then \
	    if brew --prefix --installed icu4c > /dev/null 2>&1; then exit 0; fi; \
	    echo "error: ICU is missing. Install it with: brew install icu4c"; exit 1; \
	elif command -v apt-get > /dev/null; then \
	    echo "==> ICU's development files are missing: installing libicu-dev and pkg-config"; \
	    sudo=; if [ "$$(id -u)" -ne 0 ]; then sudo="sudo"; fi; \
	    $$sudo apt-get update; \
	    $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends libicu-dev pkg-config; \
	    pkg-config --exists icu-i18n || { \
	        echo "error: pkg-config still does not find icu-i18n."; exit 1; }; \
	else \
	    echo "error: ICU's development files are missing. Install them (on Fedora: dnf install libicu-devel pkgconf)."; \
	    exit 1; \
	fi
