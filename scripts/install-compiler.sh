#!/bin/sh
# Installs what compiling ahead of time needs besides the .NET SDK, where it is missing: a linker and zlib's headers.
set -eu
missing=''
command -v clang >/dev/null || command -v gcc >/dev/null || missing="$missing clang"
[ -e /usr/include/zlib.h ] || missing="$missing zlib1g-dev"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "install-compiler: needs$missing; install them" >&2
  exit 1
fi
apt-get update -qq || echo "The package lists could not be refreshed; trying with those that are there." >&2
# shellcheck disable=SC2086 # the list is split on purpose
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
