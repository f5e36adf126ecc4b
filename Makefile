# The targets that people and machines use; what each does is in README.md.
SHELL := /bin/bash
.DEFAULT_GOAL := build
.PHONY: demo build native test test-native test-l2 soak-l2 check interop sim fuzz lab lab-down root bench-alloc image

demo: root build ## the main job in front of you; DEMO_JSON=file also writes what was seen
	@scripts/install-lab.sh && scripts/install-kubectl-helm.sh
	@artifacts/bin/lb-lab demo $(if $(DEMO_JSON),--json "$(DEMO_JSON)")

lab: root build ## brings the lab up and leaves it up
	@scripts/install-lab.sh && scripts/install-kubectl-helm.sh
	@artifacts/bin/lb-lab up

lab-down: ## takes the lab down, also what a killed one has left
	@test -x artifacts/bin/lb-lab || scripts/build.sh
	@artifacts/bin/lb-lab down

root: # said before anything is built
	@test "$$(id -u)" -eq 0 || { echo "The lab makes network namespaces and needs root for that: run it with sudo." >&2; exit 1; }

build: ## artifacts/bin/{lb-controller,lb-speaker,kubectl-lb,lb-lab}, runnable in place
	@scripts/build.sh

native: ## the same programs as they ship, compiled ahead of time: takes minutes, and serves the targets after it until the next build
	@scripts/build.sh --native

image: ## the container image by buildah; on stand-in bases where the real ones cannot be had: make image BASES=--stand-in
	@scripts/build-image.sh $(BASES)

test: ## everything that decides whether a change may land
	@scripts/test.sh

sim: ## the whole simulated cluster: SEEDS=n seeds and every planted bug, or REPLAY=seed for the trace of one
	@$(if $(REPLAY),dotnet build tests/LbController.Simulation -c Release --nologo -v quiet && artifacts/dotnet/bin/LbController.Simulation/release/LbController.Simulation replay $(REPLAY),scripts/sim.sh $(or $(SEEDS),1000))

test-native: root native ## what ships: the main job, help texts and recordings with programs that are compiled ahead of time
	@scripts/install-lab.sh && scripts/install-kubectl-helm.sh && dotnet build tests/LbController.Interop.Tests -c Release --nologo -v quiet
	@artifacts/dotnet/bin/LbController.Interop.Tests/release/LbController.Interop.Tests --filter-namespace LbController.Interop.Tests.Native --no-ansi --progress off

test-l2: root build ## every fault of L2 mode on real stacks, also those that take long
	@scripts/install-lab.sh && dotnet build tests/LbController.Interop.Tests -c Release --nologo -v quiet
	@artifacts/dotnet/bin/LbController.Interop.Tests/release/LbController.Interop.Tests --filter-namespace LbController.Interop.Tests.L2 --no-ansi --progress off

soak-l2: root build ## ten minutes with a fifth of all frames lost, ten with all cores busy: no owner may change (MINUTES=n each)
	@scripts/install-lab.sh && artifacts/bin/lb-lab soak --minutes $(or $(MINUTES),10)

check: ## the quick inner loop: pure tests alone, no root, no network
	@scripts/test.sh Core Protocols Engine Architecture

interop: ## every cell of the BGP matrix with FRR, BIRD, GoBGP and ExaBGP; needs root
	@scripts/install-lab.sh
	@dotnet build tests/LbController.Interop.Tests -c Release --nologo -v quiet
	@INTEROP=all artifacts/dotnet/bin/LbController.Interop.Tests/release/LbController.Interop.Tests --no-ansi --progress off --filter-namespace '*Interop.Tests.Bgp'

fuzz: ## damaged frames against the decoders; INPUTS a decoder, 20 million unless told
	@FUZZ_INPUTS=$(or $(INPUTS),20000000) scripts/fuzz.sh

bench-alloc: native ## how soon Services have addresses from the programs that ship, against the API server's own pace; no root
	@artifacts/bin/lb-lab bench alloc
