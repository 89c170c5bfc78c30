# The front door; `make` alone lists what there is. CMakePresets.json has the builds behind it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.NOTPARALLEL:
JOBS ?= $(shell nproc)
export JOBS
PREFIX ?= /usr/local
CTEST = ctest --output-on-failure --no-tests=error --no-label-summary -j $(JOBS)

.PHONY: help demo test test-all bench pictures lint format install clean program release dev packages packages-to-build

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 18

demo: program ## install what is missing, build, judge the claims of models/korea, show three
	@build/entente claim models/korea --card P3_4 --card P4_2 --card P7_4

# Fast tests run sanitised; slow ones, those of numbers and those of the page optimised. The checks come first, so
# that the summary of the tests is what the output ends with.
test: packages ## install what is missing, build, check and run every test
	@tools/lint.sh layout
	@tools/build.sh dev tests_fast all_verify_interface_header_sets
	@tools/build.sh release tests_numbers tests_slow tests_web
	@ln -sfn release/entente build/entente
	@tools/lint.sh changed
	@$(CTEST) --test-dir build/dev -L fast
	@$(CTEST) --test-dir build/release -L 'numbers|slow|web'

test-all: dev release ## every test optimised too, clang-tidy on every file, the thread sanitizer and fuzzing
	@tools/lint.sh all
	@tools/fuzz.sh 60
	@tools/build.sh tsan
	@$(CTEST) --test-dir build/tsan -L fast
	@$(CTEST) --test-dir build/dev -L fast
	@$(CTEST) --test-dir build/release

bench: release ## print the figures of docs/performance.md
	@tools/build.sh release benches
	@for program in build/release/bench/*_bench; do echo "== $$(basename $$program)"; $$program || exit 1; done
	@if [ -f build/release/web/report.js ]; then echo "== web_bench"; ENTENTE=build/release/entente SOURCE=. node bench/web_bench.mjs; fi
	@echo "== serve_bench"; python3 bench/serve_bench.py build/release/entente .

pictures: release ## take the pictures of docs/images again, in Chromium
	@node tools/pictures.mjs build/release/entente

lint: packages ## check the layout of every file and clang-tidy on every source
	@tools/lint.sh all

format: packages ## lay out every C++ file
	@git ls-files -co --exclude-standard '*.cpp' '*.hpp' | xargs clang-format -i

# Builds only where nothing is built, so that `sudo make install` after `make demo` compiles nothing.
install: ## build and install into PREFIX (/usr/local)
	@[ -x build/release/entente ] || $(MAKE) --no-print-directory program
	@cmake --install build/release --prefix "$(PREFIX)" >build/install.log || { cat build/install.log; exit 1; }
	@echo "installed into $(PREFIX)"

clean: ## remove what was built
	@rm -rf build

packages-to-build:
	@tools/install.sh build

packages:
	@tools/install.sh build test

program: packages-to-build
	@tools/build.sh release entente
	@ln -sfn release/entente build/entente

release: packages
	@tools/build.sh release
	@ln -sfn release/entente build/entente

dev: packages
	@tools/build.sh dev all all_verify_interface_header_sets
