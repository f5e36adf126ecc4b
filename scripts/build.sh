#!/usr/bin/env bash
# Publishes the programs into artifacts/publish and puts launchers for them into artifacts/bin.
# With --native, lb-host and kubectl-lb are compiled ahead of time, as in the image: that takes minutes. Each of the two replaces the other.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v dotnet >/dev/null || { echo "The .NET 10 SDK is missing: install it and put 'dotnet' on the PATH." >&2; exit 1; }

publish() { # project
  rm -rf "artifacts/publish/${1,,}"
  dotnet publish "src/LbController.$1" -c Release -o "artifacts/publish/${1,,}" --nologo -v quiet
}

# Takes minutes, so what was there stays until it is done.
publish_native() { # project
  local fresh="artifacts/publish/.${1,,}"
  scripts/publish-native.sh "$1" "$fresh"
  rm -rf "artifacts/publish/${1,,}"
  mv "$fresh" "artifacts/publish/${1,,}"
}

launcher() { # name, folder, program, [role, [environment]]
  cat >"artifacts/bin/$1" <<EOF
#!/bin/sh
${5:+export $5}
exec "\$(dirname "\$(readlink -f "\$0")")/../publish/$2/$3" ${4:+$4 }"\$@"
EOF
  chmod +x "artifacts/bin/$1"
}

products=publish
if [ "${1:-}" = '--native' ]; then
  scripts/install-compiler.sh
  products=publish_native
fi
mkdir -p artifacts/bin artifacts/publish
for project in Host Cli; do
  echo "$products $project"
  "$products" "$project"
done
echo "publish Lab"
publish Lab
# As the chart has it.
launcher lb-controller host lb-host controller DOTNET_GCgen0size=800000
launcher lb-speaker host lb-host speaker
launcher kubectl-lb cli kubectl-lb
launcher kubectl_complete-lb cli kubectl-lb complete
launcher lb-lab lab lb-lab
ls artifacts/bin
