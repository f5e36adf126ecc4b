#!/bin/sh
# Installs what only tests need, where it is missing: a browser for the status page, and the other shell that completion is for.
set -eu
missing=''
for tool in chromium zsh; do
  command -v "$tool" >/dev/null || missing="$missing $tool"
done
[ -z "$missing" ] && exit 0
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "install-test-tools: needs$missing; install them" >&2
  exit 1
fi
apt-get update -qq || echo "The package lists could not be refreshed; trying with those that are there." >&2
# shellcheck disable=SC2086 # the list is split on purpose
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
