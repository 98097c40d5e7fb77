#!/usr/bin/env bash
# Removes what Scripts/install.sh installed. `make uninstall` calls it.
#
#   Scripts/uninstall.sh PREFIX TOOL…
set -euo pipefail

prefix=$1
shift
echo "==> Removing recurrent and its tools from $prefix"
for tool in recurrent "$@"; do
    rm -f "$prefix/bin/$tool" \
        "$prefix/share/bash-completion/completions/$tool" \
        "$prefix/share/zsh/site-functions/_$tool" \
        "$prefix/share/fish/vendor_completions.d/$tool.fish" \
        "$prefix/share/man/man1/$tool.1"
done
