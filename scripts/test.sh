#!/usr/bin/env bash
# Builds everything with warnings as errors, checks the format, runs the tests and ends with one line of counts.
# Arguments: names of test projects (Core, Engine, …); none: all.
set -uo pipefail
cd "$(dirname "$0")/.."
command -v dotnet >/dev/null || { echo "The .NET 10 SDK is missing: install it and put 'dotnet' on the PATH." >&2; exit 1; }

quick=$#
if [ "$quick" -eq 0 ]; then
  echo "== what is missing of the programs that the tests need"
  scripts/install-lab.sh --tests && scripts/install-kubectl-helm.sh || exit 1
fi

echo "== build (Release, warnings are errors)"
dotnet build LbController.sln -c Release --nologo -v quiet || exit 1
if [ "$quick" -eq 0 ]; then
  echo "== format"
  dotnet format whitespace LbController.sln --verify-no-changes --no-restore || exit 1
  scripts/build.sh || exit 1
  export SIMULATION_SEEDS=${SIMULATION_SEEDS:-200}
  set -- tests/*.Tests
else
  set -- $(printf 'tests/LbController.%s.Tests ' "$@")
fi

passed=0 failed=0 skipped=0
for project in "$@"; do
  grep -rqsE '\[(Fact|Theory)' --include='*.cs' "$project" || continue
  name=$(basename "$project")
  log=artifacts/test-$name.log
  started=$SECONDS
  "artifacts/dotnet/bin/$name/release/$name" --filter-not-trait speed=long --no-ansi --progress off >"$log" 2>&1
  code=$?
  count() { sed -nE "s/^ *$1: ([0-9]+).*/\1/p" "$log" | tail -n 1; }
  p=$(count succeeded) f=$(count failed) s=$(count skipped)
  echo "== $name: ${p:-0} passed, ${f:-0} failed, ${s:-0} skipped ($((SECONDS - started)) s)"
  passed=$((passed + ${p:-0})) failed=$((failed + ${f:-0})) skipped=$((skipped + ${s:-0}))
  if [ "$code" -ne 0 ]; then
    cat "$log"
    [ "${f:-0}" -gt 0 ] || failed=$((failed + 1))
  fi
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
