# Everything that is done with this project, one command each; `make` alone lists them.
SHELL := /bin/sh
BOOTSTRAP := sh packaging/linux/bootstrap.sh
BIN := .venv/bin
PYTHON_RUN := $(BIN)/python
DATA ?= ../shared/data
SAMPLE := build/sample-library
# The inspector shows where a file lies, and the picture is for everyone.
SHOWN := /tmp/Fashion Studio/Sample library
# The window's own tests need no display; the system tests bring one of their own.
OFFSCREEN := env QT_QPA_PLATFORM=offscreen

.DEFAULT_GOAL := help
.PHONY: help venv install run test test-all lint types imports unit training-tests system-tests \
	big-library \
	bench screenshot train data clean system-deps

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

venv: ## make .venv with the application in it
	@$(BOOTSTRAP) install

install: ## make .venv with everything: the application, training, checks
	@$(BOOTSTRAP) install dev,train

system-deps: install ## install the shared libraries and tools that window and system tests need
	@$(BOOTSTRAP) libraries
	@$(BOOTSTRAP) display

run: venv ## open the window on a small sample library (without a display: import, print, picture)
	@$(BOOTSTRAP) libraries
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname -s)" != Linux ]; then \
	    $(PYTHON_RUN) -m studio --library $(SAMPLE) --sample; \
	else \
	    echo "No display here: importing the samples without a window."; \
	    $(OFFSCREEN) $(PYTHON_RUN) -m studio --library $(SAMPLE) --sample \
	        --screenshot build/screenshots/sample.png; \
	fi

lint: install ## ruff: style, faults, formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install ## mypy, strict
	$(BIN)/mypy

imports: install ## import-linter: the layers of docs/architecture.md
	$(BIN)/lint-imports

# In several processes one after another: a test of the window waits for timers, so that four run at a time, and takes
# longer in a process that has had many windows.
UNIT_PARTS = --ignore=tests/gui 'tests/gui/test_[a-f]*' 'tests/gui/test_[g-m]*' 'tests/gui/test_[n-s]*' 'tests/gui/test_[t-z]*'
unit: install ## the tests that need no display
	@$(BOOTSTRAP) libraries
	@for part in $(UNIT_PARTS); do \
		$(OFFSCREEN) $(PYTHON_RUN) -m pytest -n 4 -m "not system and not training and not slow" $$(eval echo $$part) || exit; \
	done

slow-tests: install ## the tests with 100,000 files
	$(PYTHON_RUN) -m pytest -m slow tests

training-tests: install ## the tests of training
	$(PYTHON_RUN) -m pytest -m training tests/training

system-tests: install ## the real window: X server, window manager, file manager, mouse
	@$(BOOTSTRAP) libraries
	@$(BOOTSTRAP) display || [ "$$CI" != true ]
	$(PYTHON_RUN) -m pytest -m system tests/system

test: lint types imports unit training-tests system-tests ## everything that CI runs

test-all: test slow-tests bench ## all tests and the benchmarks

bench: install ## the numbers: ratios of one run (DATA=folder with garments/, FULL=1 for all of it, ONLY=browsing)
	@$(BOOTSTRAP) libraries
	$(PYTHON_RUN) -m tests.bench --data $(DATA)/garments $(if $(FULL),--full) $(if $(ONLY),--only $(ONLY))

big-library: install ## fill a library with N=100000 made-up images (TO=folder, FILES=1 for files as well)
	$(PYTHON_RUN) -m tests.bench.big_library --count $(or $(N),100000) \
	    --to $(or $(TO),build/big-library-$(or $(N),100000)) $(if $(FILES),--files)

screenshot: venv ## draw docs/images/*.jpg anew from the sample library
	@$(BOOTSTRAP) libraries
	@rm -rf "$(SHOWN)"
	@for theme in dark light; do \
	    for view in grid:main colors:colours color_search:search; do \
	        $(OFFSCREEN) $(PYTHON_RUN) -m studio --library "$(SHOWN)" --sample --theme $$theme \
	            --view $${view%:*} --screenshot docs/images/$${view#*:}-$$theme.jpg || exit 1; \
	    done; \
	done

train: install ## train, evaluate, export and verify a bundle (CONFIG=quick, DATA=folder)
	$(PYTHON_RUN) -m training all --config $(or $(CONFIG),quick) --data $(DATA)

data: install ## fetch the public data sets into DATA, after showing their licences
	$(PYTHON_RUN) -m training fetch --data $(DATA)

clean: ## remove what was built, the environment included
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
