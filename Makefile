# Every task of this repository. `make help` lists them.
SHELL := bash
PYTHON ?= $(firstword $(foreach p,python3 python3.13 python3.12 python3.11 python3.10,$(shell $(p) -c 'import sys,venv; sys.exit(not (3,10)<=sys.version_info[:2]<=(3,13))' 2>/dev/null && echo $(p))) python3)
NATIVE := $(PYTHON) scripts/native

.DEFAULT_GOAL := help
.PHONY: help
help: ## list the tasks
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-18s %s\n", $$1, $$2}'

.PHONY: run setup
run: ## set up what is missing, start Odoo, OCR and PostgreSQL, read one bill; Ctrl-C stops
	@$(NATIVE) run
setup: ## set up what is missing, start nothing
	@$(NATIVE) setup

.PHONY: test test-fast
test: ## every test, from nothing (as root; CONTAINERS=0 leaves the tests of the images out)
	@$(NATIVE) test $(if $(filter 0,$(CONTAINERS)),--no-containers)
test-fast: ## the tests that need neither Odoo nor weights, without the slow ones
	@$(NATIVE) test-fast

.PHONY: ocr ocr-score
ocr: ## read documents without Odoo: make ocr FILE="bill.pdf receipt.jpg"
	@scripts/ocr-extract $(FILE)
ocr-score: ## measure the reading against truth: make ocr-score RECEIPTS=DIR INVOICES=DIR
	@scripts/ocr-score $(if $(RECEIPTS),--receipts $(RECEIPTS)) $(if $(INVOICES),--invoices $(INVOICES))

.PHONY: samples bench-users bench-memory bench-slow-clients bench-answers bench-health bench-ai-memory screenshots
samples: ## render the sample documents with their truth into .native/samples
	@$(NATIVE) samples
bench-users: ## other users' response times while documents are read, ours against queue_job's default
	@$(NATIVE) bench-users
bench-memory: ## memory of stock Odoo and of ours in a container, under the same load (needs root)
	@$(PYTHON) scripts/container bench-memory
bench-slow-clients: ## other users' response times beside 20 very slow visitors, with and without nginx
	@$(NATIVE) bench-slow-clients
bench-answers: ## other users' response times beside 50 answers that stream, and the time to their first word
	@$(NATIVE) bench-answers
bench-health: ## the cost of probes and metrics, and of the addon in a worker's memory
	@$(NATIVE) bench-health
bench-ai-memory: ## what the AI addons add to an HTTP worker's memory
	@$(NATIVE) bench-ai-memory
screenshots: ## take the documentation's screenshots from the running product
	@$(NATIVE) screenshots

.PHONY: images images-clean test-container soak
images: ## build both images on stand-ins for their base images, without a registry (needs root)
	@$(PYTHON) scripts/container build
images-clean: ## remove those images; the root folders of the stand-ins stay in the user's cache
	@$(PYTHON) scripts/container clean
test-container: ## build both images and run them in 512 MB (needs root, podman and buildah)
	@$(PYTHON) scripts/container test

soak: ## eight people at work in a container of 512 MB, for ten minutes (DURATION=seconds, PDF=1)
	@$(PYTHON) scripts/container soak $(if $(DURATION),--seconds $(DURATION)) $(if $(PDF),--pdf)

.PHONY: verify
verify: ## look at a deployment from outside: make verify URL=https://odoo.example.com
	@$(PYTHON) scripts/verify-deployment.py $(URL)

.PHONY: manifests manifests-odoo bench-manifests
manifests: ## check the manifests of our addons and the OCA's (scripts/validate-manifests.py)
	@$(NATIVE) manifests
manifests-odoo: ## what that finds in all of Odoo's own addons and in the OCA lock, as a table
	@$(NATIVE) manifests-odoo
bench-manifests: ## its time beside manifestoo's, the OCA hooks' and pylint-odoo's, on the same addons
	@$(NATIVE) bench-manifests

.PHONY: lint audit lock
lint: ## every hook of .pre-commit-config.yaml, on all files; it mends what it can
	@$(NATIVE) lint
audit: ## known vulnerabilities of the packages that the locks name
	@$(NATIVE) audit
lock: ## resolve every *.in into its hash-locked *.txt (needs uv)
	@scripts/lock

.PHONY: clean
clean: ## remove what was set up, and its data; downloads stay in the user's cache
	rm -rf .native oca/odoo
