#!/usr/bin/env bash
# Installs the programs that the lab and the daemons need, where they are missing; with --tests also those that the tests alone need.
# Needs root and apt only if something is missing; the services that the packages bring are not started.
set -euo pipefail

# program or library, the Debian package that holds it
needed=(ip:iproute2 nft:nftables curl:curl vtysh:frr /usr/lib/frr/bgpd:frr setsid:util-linux libpcap.so.0.8:libpcap0.8)
if [ "${1:-}" = '--tests' ]; then
  needed+=(ndisc6:ndisc6 ping:iputils-ping tcpdump:tcpdump arping:arping bird:bird2 gobgpd:gobgpd exabgp:exabgp zsh:zsh chromium:chromium)
fi

present() {
  case $1 in
    /*) [ -x "$1" ] ;;
    lib*) compgen -G "/usr/lib/*/$1" >/dev/null || compgen -G "/lib/*/$1" >/dev/null || compgen -G "/usr/lib/$1" >/dev/null ;;
    *) PATH=$PATH:/usr/sbin:/sbin command -v "$1" >/dev/null ;;
  esac
}

missing=()
for entry in "${needed[@]}"; do
  present "${entry%%:*}" || missing+=("${entry##*:}")
done
[ ${#missing[@]} -eq 0 ] && exit 0
mapfile -t missing < <(printf '%s\n' "${missing[@]}" | sort -u)

if ! command -v apt-get >/dev/null; then
  echo "These packages are missing and apt-get is not there to install them: ${missing[*]}." >&2
  echo "Install what your system calls them, then run this again." >&2
  exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
  echo "These packages are missing: ${missing[*]}. Run this with sudo, or: sudo apt-get install ${missing[*]}" >&2
  exit 1
fi

# While this file says 101, packages do not start their services. One that is there already stays.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod +x "$policy"
  trap 'rm -f "$policy"' EXIT
fi
echo "Installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq || echo "The package lists could not be refreshed; trying with those that are there." >&2
apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null || {
  echo "apt-get could not install ${missing[*]}: see above." >&2
  exit 1
}
for entry in "${needed[@]}"; do
  present "${entry%%:*}" || { echo "${entry%%:*} is still missing after installing ${entry##*:}." >&2; exit 1; }
done
