#!/bin/sh
# Writes what the image holds as CycloneDX 1.6: arguments are deps.json files, which the compiler makes; a package in both is told once. .NET itself is among
# them (runtime packs), for it is compiled in.
set -eu
for tool in awk base64 od; do command -v "$tool" >/dev/null || { echo "sbom: $tool is missing" >&2; exit 1; }; done

# Lines "name version sha512", the hash in base64; runtime packs have none.
packages() {
  awk '
    /^  "libraries": \{/ { inside = 1 }
    inside && /^    "[^"]+\/[^"]+": \{/ { split($1, parts, "\""); n = split(parts[2], of, "/"); name = of[1]; version = of[2]; type = "" }
    inside && /"type": "(package|runtimepack)"/ { type = "package"; sub(/^runtimepack\./, "", name) }
    inside && type == "package" && /"sha512":/ { split($2, parts, "\""); sub(/^sha512-/, "", parts[2]); print name, version, parts[2] }
  ' "$@" | sort -u
}

printf '{\n  "bomFormat": "CycloneDX",\n  "specVersion": "1.6",\n  "version": 1,\n'
printf '  "metadata": {"component": {"type": "container", "name": "lb-controller"}},\n  "components": ['
first=1
packages "$@" | while read -r name version hash; do
  [ "$first" -eq 1 ] || printf ','
  first=0
  hashes=''
  if [ -n "$hash" ]; then
    hashes=$(printf ', "hashes": [{"alg": "SHA-512", "content": "%s"}]' "$(printf '%s' "$hash" | base64 -d | od -An -v -tx1 | tr -d ' \n')")
  fi
  printf '\n    {"type": "library", "name": "%s", "version": "%s", "purl": "pkg:nuget/%s@%s"%s}' "$name" "$version" "$name" "$version" "$hashes"
done
printf '\n  ]\n}\n'
