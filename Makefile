# Two commands matter: `make run` and `make test`. `make` alone lists the others.
# Needs git, make and python3 with venv; everything else is fetched by lock.
PYTHON3 ?= python3
PORT ?=
LAN ?=
WRITE ?=
UPGRADE ?=
SIZES ?= 10k
ENGINES ?= sqlite,postgres
ONLY ?=
DAYS ?=
ROWS ?=

.DEFAULT_GOAL := help
.PHONY: help run test test-quick test-deep bench chaos dev assets messages format house lock wheel clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /  make \1\t/' | expand -t 20

run: ## run the house with demonstration people (LAN=1 binds the network, PORT=8000, DAYS=365 a past)
	@$(PYTHON3) -m tools.setup run dayuan demo run $(if $(filter-out 0,$(LAN)),--lan) $(if $(PORT),--port $(PORT)) $(if $(DAYS),--days $(DAYS))

test: dev ## every check: SQLite, PostgreSQL, journeys in Chromium
	@.venv/bin/python -m tools.check full

test-quick: dev ## the checks to run while working: SQLite, no browser
	@.venv/bin/python -m tools.check quick

test-deep: dev ## everything, with exhaustive sweeps and long properties
	@.venv/bin/python -m tools.check deep

bench: dev ## how quick it is beside plain Django (SIZES=10k,100k,1M ENGINES=sqlite,postgres ONLY=search)
	@.venv/bin/python -m tools.bench --sizes "$(SIZES)" --engines "$(ENGINES)" --only "$(ONLY)"

chaos: dev ## kill it, cut it off, fill it up (ROWS="1 3", COUNT=500, SEED=…); about ten minutes
	@.venv/bin/python -m tests.chaos $(ROWS)

dev: ## the environment with everything that checks the code
	@$(PYTHON3) -m tools.setup dev

assets: dev ## fetch and copy the front-end files
	@.venv/bin/python -m tools.assets

messages: dev ## read the screens' words from code and templates, list what to translate
	@.venv/bin/python -m tools.messages update
	@.venv/bin/python -m tools.messages compile

format: dev ## format the code and put its imports in order
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format --quiet .

house: dev ## floors, modules, who imports whom, sizes (WRITE=1 renews docs/ARCHITECTURE.md)
	@.venv/bin/python -m tools.house $(if $(filter-out 0,$(WRITE)),--write)

lock: dev ## resolve and lock the dependencies anew (UPGRADE=1 to the newest)
	@.venv/bin/python -m tools.lock $(if $(filter-out 0,$(UPGRADE)),--upgrade)

wheel: dev ## build the wheel, with front-end files and catalogues inside
	@.venv/bin/python -m hatchling build -t wheel

clean: ## forget everything that can be made again; data in var/ stays
	rm -rf .cache .venv node_modules dist src/dayuan/platform/ui/static/vendor
