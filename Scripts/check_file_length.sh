#!/usr/bin/env bash
# Fails if a Swift file is longer than 400 lines and names it. `make lint` calls it. Tests may be longer.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

limit=400
status=0
while IFS= read -r -d '' file; do
    lines=$(wc -l < "$file")
    if [ "$lines" -gt "$limit" ]; then
        echo "$file: error: $lines lines; a file has at most $limit, so split it by type or by aspect" >&2
        status=1
    fi
done < <(find Sources Stress Benchmarks Examples Server/Sources -name '*.swift' -print0 | sort -z)
exit $status
