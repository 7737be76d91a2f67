# Foreshake: `make demo` runs the whole chain from earthquake to forecast, `make test` checks everything; both need nothing before them.

PACKAGES := libfftw3-dev libopenblas-dev libdnnl-dev libnetcdf-dev libproj-dev libmseed-dev librsvg2-bin pkg-config
# One release build for the command, the benchmarks and the tests: tests see internal names, so all are
# compiled for that; `swift test` alone would add the flag in another way and compile everything again.
BUILD := swift build -c release -Xswiftc -enable-testing
TEST := swift test -c release -Xswiftc -enable-testing --disable-testable-imports
RELEASE := .build/release
OUTPUT := demo-output
FILTER ?=
OBSERVED ?=
STATIONXML ?=
CATALOG ?=

.DEFAULT_GOAL := build
.PHONY: help setup build demo catalog-pictures test bench verify format lint clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 18

setup: ## Install the Debian packages that are missing
	@command -v swift >/dev/null || { echo "make setup: Swift 6.1 or later is needed; see https://www.swift.org/install" >&2; exit 1; }
	@command -v dpkg >/dev/null || { echo "make setup: this is not a Debian system; install by hand what these packages hold: $(PACKAGES)" >&2; exit 0; }; \
	missing=""; \
	for package in $(PACKAGES); do \
	  dpkg -s $$package 2>/dev/null | grep -q '^Status: install ok installed' || missing="$$missing $$package"; \
	done; \
	[ -n "$$missing" ] || exit 0; \
	if [ "$$(id -u)" = 0 ]; then root=""; \
	elif command -v sudo >/dev/null; then root="sudo"; \
	else echo "make setup: neither root nor sudo here; as root, run: apt-get install$$missing" >&2; exit 1; fi; \
	echo "Installing$$missing"; \
	$$root apt-get update -qq && \
	$$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null

build: setup ## Build the library, the command, the benchmarks and the tests, optimised
	$(BUILD) --build-tests

demo: setup ## The whole chain into demo-output/: earthquake, catalog, forecaster, forecast (OBSERVED=dir STATIONXML=dir to compare)
	$(BUILD) --product foreshake
	@bash Sources/CommandLine/Demo/run.sh $(RELEASE)/foreshake $(OUTPUT) \
	  $(if $(OBSERVED),--observed '$(OBSERVED)') $(if $(STATIONXML),--stationxml '$(STATIONXML)')

catalog-pictures: ## Draw a catalog with xarray and GMT into demo-output/ (CATALOG=dir, FORESHAKE_PYTHON=a Python with xarray)
	@bash Sources/CommandLine/Demo/catalog-pictures.sh '$(CATALOG)' $(OUTPUT) $(FORESHAKE_PYTHON)

test: setup ## Run all tests (FILTER=name for some of them)
	$(TEST) $(if $(FILTER),--filter '$(FILTER)')

verify: setup ## Print the physics table: every exact solution, its error and its tolerance
	$(BUILD) --product foreshake
	$(RELEASE)/foreshake verify

bench: setup ## Measure speed and memory (FILTER=name for some of it)
	$(BUILD) --product Benchmarks
	$(RELEASE)/Benchmarks $(if $(FILTER),--filter '$(FILTER)')

format: ## Lay out the Swift sources by the house rules
	swift format format --in-place --recursive Package.swift Sources Tests

lint: ## Check the layout of the Swift sources
	swift format lint --strict --recursive Package.swift Sources Tests

clean: ## Remove everything that was built
	rm -rf .build $(OUTPUT)
