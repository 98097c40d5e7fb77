#!/usr/bin/env bash
# Says which shared libraries a program needs at run time besides the C library, and fails if one is missing.
#
#   Scripts/check_libraries.sh PROGRAM
set -euo pipefail

program=$1
command -v ldd > /dev/null || exit 0  # macOS: the libraries are part of the system or of Homebrew's ICU

# The Debian package of a library.
package_of() {
    case $1 in
        libicu*.so.*) echo "libicu${1##*.so.}" ;;
        libstdc++.so.6) echo libstdc++6 ;;
        libgcc_s.so.1) echo libgcc-s1 ;;
        *) echo "" ;;
    esac
}

libraries=$(ldd "$program" | awk '{ print $1 }' | { grep -E '^lib(icu|stdc\+\+|gcc_s)' || true; } | sort -u)
missing=$(ldd "$program" | awk '/not found/ { print $1 }' | sort -u)

packages_of() {
    for library in $1; do package_of "$library"; done | sort -u | xargs
}

if [ -n "$missing" ]; then
    echo "error: $program cannot run here, these libraries are missing:" $missing >&2
    packages=$(packages_of "$missing")
    [ -z "$packages" ] || echo "Install them (on Debian: apt-get install $packages)." >&2
    exit 1
fi
if [ -n "$libraries" ]; then
    echo "    At run time it needs" $libraries "(on Debian: $(packages_of "$libraries"))"
else
    echo "    At run time it needs the C library only"
fi
