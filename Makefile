# The front door. `make` alone lists what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := help
JOBS ?= $(shell nproc)
PREFIX ?= /usr/local

.PHONY: help demo test test-all bench lint format install clean packages release dev

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 18

packages:
	@tools/install.sh

release: packages
	@cmake --preset release > build.log 2>&1 || { cat build.log; exit 1; }
	@cmake --build build/release -j $(JOBS)
	@ln -sfn release/entente build/entente; rm -f build.log

dev: packages
	@cmake --preset dev > build.log 2>&1 || { cat build.log; exit 1; }
	@cmake --build build/dev -j $(JOBS) --target all all_verify_interface_header_sets
	@rm -f build.log

demo: release ## install what is missing, build, and judge the flagship's claims
	@build/entente claim models/korea

test: dev release ## install, build and run every test; checks of layout and style come first
	@tools/lint.sh changed
	@ctest --test-dir build/release --output-on-failure --no-tests=error -j $(JOBS) -L slow
	@ctest --test-dir build/dev --output-on-failure --no-tests=error -j $(JOBS) -L fast

test-all: test ## also tidy on every file, the thread sanitizer and a minute of fuzzing
	@tools/lint.sh all
	@cmake --preset tsan > /dev/null && cmake --build build/tsan -j $(JOBS)
	@ctest --test-dir build/tsan --output-on-failure --no-tests=error -L threads
	@tools/fuzz.sh 60
	@ctest --test-dir build/dev --output-on-failure --no-tests=error -j $(JOBS) -L fast

bench: release ## print the figures of docs/performance.md
	@build/release/bench/entente_bench

lint: packages ## layout of every file, clang-tidy on every source
	@tools/lint.sh all

format: packages ## lay out every file
	@git ls-files '*.cpp' '*.hpp' | xargs clang-format -i

install: release ## install into PREFIX (/usr/local)
	@cmake --install build/release --prefix $(PREFIX)

clean: ## remove what was built
	@rm -rf build
