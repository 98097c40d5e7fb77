#!/usr/bin/env bash
# Runs tests with a time limit: Scripts/time_limit.sh SECONDS COMMAND…
#
# Prints what the command prints and ends with its status. After the limit it ends the command and all processes that the
# command started, names the tests that had started and not ended, and exits with 124.
set -euo pipefail
if [ $# -lt 2 ]; then sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0"; exit 64; fi
limit=$1
shift

log=$(mktemp)
expired=$log.expired

# A process and all that it started, children first. SwiftPM puts the tests into a process group of their own.
descendants() {
    local child
    for child in $(ps -A -o pid=,ppid= | awk -v parent="$1" '$2 == parent { print $1 }'); do descendants "$child"; done
    echo "$1"
}
end() { local signal=$1; shift; for process in "$@"; do kill "-$signal" "$process" 2> /dev/null || true; done; }

# The tests in the log that started more often than they ended.
unfinished() {
    sed -nE 's/^[^ ]+ Test ([^ ].*) started\.$/start \1/p
        s/^[^ ]+ Test ([^ ].*) (passed|failed) after .*/end \1/p
        s/^[^ ]+ Test ([^ ].*) skipped.*/end \1/p' "$log" |
        sed -E '/^start (run|case) ?/d; /^end (run|case) /d; s/ with [0-9]+ test cases?$//' |
        awk '{ kind = $1; sub(/^[a-z]+ /, ""); count[$0] += kind == "start" ? 1 : -1 }
            END { for (name in count) if (count[name] > 0) print "  " name }' | sort
}

"$@" > >(tee "$log") 2>&1 &
command=$!
(
    waited=0
    while [ "$waited" -lt "$limit" ] && kill -0 "$command" 2> /dev/null; do sleep 1; waited=$((waited + 1)); done
    if kill -0 "$command" 2> /dev/null; then
        touch "$expired"
        processes=$(descendants "$command")  # before they lose their parents
        # shellcheck disable=SC2086
        { end TERM $processes; sleep 2; end KILL $processes; }
    fi
) &
watch=$!
trap 'end TERM $(descendants "$command"); rm -f "$log" "$expired"; exit 130' INT TERM
status=0
wait "$command" || status=$?
if [ -e "$expired" ]; then
    wait "$watch" || true
    status=124
    echo "error: the tests were ended after the time limit of $limit s."
    echo "These tests had started and not ended; one of them hangs, or the machine is too busy (make test TEST_TIME=…):"
    unfinished | head -n 40
else
    kill "$watch" 2> /dev/null || true
fi
rm -f "$log" "$expired"
exit "$status"
