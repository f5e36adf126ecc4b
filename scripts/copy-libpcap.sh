#!/bin/sh
# Copies libpcap into an image's root folder, with the libraries that it needs, but for those that every base of .NET has.
set -eu
find_pcap() { ls /usr/lib/*/libpcap.so.0.8 2>/dev/null; }
find_pcap >/dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends libpcap0.8 >/dev/null; }
library=$(find_pcap)
folder="$1$(dirname "$library")"
mkdir -p "$folder"
{ echo "$library"; ldd "$library" | sed -n 's|.* => \(/[^ ]*\) .*|\1|p'; } | grep -Ev '/(libc|libm|libdl|librt|libpthread|libresolv|libgcc_s|libstdc\+\+)\.so' | while read -r file; do
  cp -L "$file" "$folder/"
done
