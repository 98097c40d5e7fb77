#!/usr/bin/env bash
# Installs the program recurrent, a link to it for each tool, their completions and manual pages. `make install` calls it.
#
#   Scripts/install.sh FOLDER-OF-THE-BUILD PREFIX TOOL…
set -euo pipefail

built=$1 prefix=$2
shift 2
bin="$prefix/bin"
bash="$prefix/share/bash-completion/completions"
zsh="$prefix/share/zsh/site-functions"
fish="$prefix/share/fish/vendor_completions.d"
man="$prefix/share/man/man1"

echo "==> Installing recurrent in $bin, completions and manual pages in $prefix/share"
install -d "$bin" "$bash" "$zsh" "$fish" "$man"
install -m 755 "$built/recurrent" "$bin/recurrent"
strip "$bin/recurrent"
for tool in "$@"; do
    echo "    $tool -> recurrent"
    ln -sf recurrent "$bin/$tool"
done

"$(dirname "${BASH_SOURCE[0]}")/check_libraries.sh" "$bin/recurrent"

for tool in recurrent "$@"; do
    "$bin/$tool" --generate-completion-script bash > "$bash/$tool"
    "$bin/$tool" --generate-completion-script zsh > "$zsh/_$tool"
    "$bin/$tool" --generate-completion-script fish > "$fish/$tool.fish"
    "$built/generate-manual" "$bin/$tool" --output-directory "$man"
done
