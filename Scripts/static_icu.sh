#!/usr/bin/env bash
# Makes a folder that holds ICU and the C++ library as archives alone, so that the linker takes these.
#
#   Scripts/static_icu.sh FOLDER
set -euo pipefail

folder=$1
libraries=$(pkg-config --variable=libdir icu-i18n)
mkdir -p "$folder"
for name in icui18n icuuc icudata; do
    archive="$libraries/lib$name.a"
    if [ ! -f "$archive" ]; then
        echo "error: $archive is missing; this system's ICU cannot be linked statically. Leave STATIC_ICU out." >&2
        exit 1
    fi
    ln -sf "$archive" "$folder/lib$name.a"
done
ln -sf "$(c++ -print-file-name=libstdc++.a)" "$folder/libstdc++.a"
