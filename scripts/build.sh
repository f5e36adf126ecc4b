#!/usr/bin/env bash
# Publishes the programs into artifacts/publish and puts launchers for them into artifacts/bin.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v dotnet >/dev/null || { echo "The .NET 10 SDK is missing: install it and put 'dotnet' on the PATH." >&2; exit 1; }

publish() { # project
  dotnet publish "src/LbController.$1" -c Release -o "artifacts/publish/${1,,}" --nologo -v quiet
}

launcher() { # name, folder, program, [role]
  cat >"artifacts/bin/$1" <<EOF
#!/bin/sh
exec "\$(dirname "\$(readlink -f "\$0")")/../publish/$2/$3" ${4:+$4 }"\$@"
EOF
  chmod +x "artifacts/bin/$1"
}

mkdir -p artifacts/bin
for project in Host Cli Lab; do
  echo "publish $project"
  publish "$project"
done
launcher lb-controller host lb-host controller
launcher lb-speaker host lb-host speaker
launcher kubectl-lb cli kubectl-lb
launcher kubectl_complete-lb cli kubectl-lb complete
launcher lb-lab lab lb-lab
ls artifacts/bin
