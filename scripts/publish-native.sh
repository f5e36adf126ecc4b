#!/bin/sh
# Compiles one product ahead of time, as it ships: publish-native.sh Host|Cli FOLDER. The folder then holds nothing else.
# Everything on the way lies in artifacts/native, apart from other builds, so that neither sees what the other has restored.
set -eu
cd "$(dirname "$0")/.."
rm -rf "$2"
dotnet publish "src/LbController.$1" -c Release --ucr -o "$2" --nologo -v quiet -p:PublishAot=true -p:ArtifactsPath="$PWD/artifacts/native"
rm -f "$2"/*.pdb "$2"/*.dbg
