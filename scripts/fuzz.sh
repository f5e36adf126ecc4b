#!/usr/bin/env bash
# Runs the fuzz tests (classes *FuzzTests) with FUZZ_INPUTS inputs for each decoder.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build tests/LbController.Protocols.Tests -c Release --nologo -v quiet
artifacts/dotnet/bin/LbController.Protocols.Tests/release/LbController.Protocols.Tests --no-ansi --progress off --filter-class '*FuzzTests'
