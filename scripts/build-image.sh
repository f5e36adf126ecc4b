#!/bin/sh
# Builds the Dockerfile with buildah, without a daemon. With --stand-in the base images are made of this machine (its libraries and its .NET), for
# where the real ones cannot be had: so the file is known to build. Tag: $IMAGE, lb-controller:dev unless set.
set -eu
cd "$(dirname "$0")/.."
command -v buildah >/dev/null || { echo "build-image: buildah is missing: apt-get install buildah" >&2; exit 1; }
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot
image=${IMAGE:-lb-controller:dev}

if [ "${1:-}" != '--stand-in' ]; then
  exec buildah bud --tag "$image" .
fi

runtime=$(dotnet --list-sdks | sed -n 's|.*\[\(.*\)/sdk\]|\1|p' | tail -n 1)
base=$(mktemp -d)
trap 'rm -rf "$base"' EXIT
for folder in bin sbin lib lib64; do [ ! -L /$folder ] || cp -P /$folder "$base/$folder"; done
mkdir -p "$base/etc" "$base/tmp" "$base/root" "$base/usr" "$base/var/tmp"
cp -a /etc/alternatives "$base/etc/"
cp /etc/passwd /etc/group /etc/ld.so.cache /etc/nsswitch.conf "$base/etc/"
printf 'FROM scratch\nCOPY . /\nENV PATH=%s:/usr/bin:/bin DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 HOME=/root\n' "$runtime" >"$base.file"
buildah bud --quiet --file "$base.file" --tag lb-stand-in "$base" >/dev/null
rm -f "$base.file"
packages=${NUGET_PACKAGES:-$HOME/.nuget/packages}
# Only what RUN sees is the machine's: nothing of it ends in the image.
buildah bud --quiet --pull-never --network host --volume /usr:/usr:ro --volume "$packages:/root/.nuget/packages" --volume "$runtime:$runtime:ro" \
  --build-arg SDK_IMAGE=localhost/lb-stand-in --build-arg RUNTIME_IMAGE=localhost/lb-stand-in --tag "$image" . >/dev/null
buildah images --format '{{.Name}}:{{.Tag}} {{.Size}}' | grep -F "${image%%:*}"
