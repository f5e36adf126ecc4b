# The targets that people and machines use; what each does is in README.md.
SHELL := /bin/bash
.DEFAULT_GOAL := build
.PHONY: build test check

build: ## artifacts/bin/{lb-controller,lb-speaker,kubectl-lb,lb-lab}, runnable in place
	@scripts/build.sh

test: ## everything that decides whether a change may land
	@scripts/test.sh

check: ## the quick inner loop: pure tests alone, no root, no network
	@scripts/test.sh Core Protocols Engine Architecture
