#!/usr/bin/env bash
# Makes a folder from which ICU and the C++ library are linked statically: it holds their archives alone, and the
# description of ICU for pkg-config. Use it with PKG_CONFIG_PATH.
#
#   Scripts/static_icu.sh FOLDER
set -euo pipefail

folder=$1
libraries=$(pkg-config --variable=libdir icu-i18n)
version=$(pkg-config --modversion icu-i18n)
flags=$(pkg-config --cflags icu-i18n)
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
for name in icui18n icuuc icudata; do
    archive="$libraries/lib$name.a"
    if [ ! -f "$archive" ]; then
        echo "error: $archive is missing; this system's ICU cannot be linked statically. Leave STATIC_ICU out." >&2
        exit 1
    fi
    ln -sf "$archive" "$folder/lib$name.a"
done
ln -sf "$(clang -print-file-name=libstdc++.a)" "$folder/libstdc++.a"
cat > "$folder/icu-i18n.pc" <<END
Name: icu-i18n
Description: ICU, linked statically
Version: $version
Libs: -L$folder -licui18n -licuuc -licudata -lstdc++
Cflags: $flags
END
