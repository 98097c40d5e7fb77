#!/usr/bin/env bash
# Compares the tools of two builds: Scripts/same_bytes.sh OLD_BIN_DIR NEW_BIN_DIR [--sentences FILE] [--lines FILE]
#
# Runs textgen, sentiment, seq2seq and forecast of both builds with the same arguments and compares what they print and
# the weights that they train, byte for byte. Prints a line for each comparison: `same` or `DIFFERENT`, and what was
# compared. Ends with status 1 where anything differs. For changes that should change no result.
#
#   --sentences FILE   English sentences, a line each, to classify (such as the test set of SST-2)
#   --lines FILE       English lines to translate; the first 1,000 are
#   --series FILE      A series to forecast besides the two of corpora/series: CSV with one column of values
#   --keep FOLDER      Keep all outputs in this folder
set -euo pipefail
usage() { sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0"; exit 64; }
if [ $# -lt 2 ]; then usage; fi
old=$(cd "$1" && pwd) new=$(cd "$2" && pwd)
shift 2
sentences='' lines='' series='' keep=''
while [ $# -gt 0 ]; do
    case $1 in
    --sentences) sentences=$(realpath "$2") ;;
    --lines) lines=$(realpath "$2") ;;
    --series) series=$(realpath "$2") ;;
    --keep) mkdir -p "$2" && keep=$(realpath "$2") ;;
    *) usage ;;
    esac
    shift 2
done
cd "$(dirname "${BASH_SOURCE[0]}")/.."
corpora=$PWD/corpora
work=${keep:-$(mktemp -d)}
if [ -z "$keep" ]; then trap 'rm -rf "$work"' EXIT; fi
mkdir -p "$work/old" "$work/new"
status=0

# Says whether a file of both folders is the same: NAME FILE
same() {
    if [ -s "$work/old/$2" ] && cmp -s "$work/old/$2" "$work/new/$2"; then
        echo "same       $1"
    else
        echo "DIFFERENT  $1"
        status=1
    fi
}

# Runs a tool of both builds and compares what it prints: NAME FILE TOOL ARGUMENTS
compare() {
    local build
    for build in old new; do
        (cd "$work/$build" && "${!build}/$3" "${@:4}" > "$2" 2> "$2.errors") || tail -n 1 "$work/$build/$2.errors" >&2
    done
    same "$1" "$2"
}

# Trains with both builds and compares the weights: NAME FOLDER TOOL ARGUMENTS
train() {
    local build
    for build in old new; do
        (cd "$work/$build" && rm -rf "$2" && "${!build}/$3" train "${@:4}" --output "$2" --random-seed 1 --quiet \
            > "$2.card" 2> "$2.errors") || tail -n 1 "$work/$build/$2.errors" >&2
    done
    same "$1" "$2/model.safetensors"
}

for seed in 1 2 3 4 5; do
    text=(sample --seed "To be" --length 300 --random-seed $seed --quiet)
    compare "textgen sample, random seed $seed" "sample-$seed" textgen "${text[@]}"
    compare "textgen sample, random seed $seed, int8" "sample-$seed-int8" textgen "${text[@]}" --precision int8
done
compare "textgen sample, temperature 0" sample-0 textgen sample --seed "To be" --length 300 --temperature 0 --quiet

if [ -n "$sentences" ]; then
    count=$(wc -l < "$sentences")
    compare "sentiment classify, $count sentences" classes sentiment \
        classify --unit line --format csv --quiet "$sentences"
    head -n 100 "$sentences" > "$work/few-sentences"
    compare "sentiment classify, 100 sentences, int8" classes-int8 sentiment \
        classify --unit line --format csv --quiet --precision int8 "$work/few-sentences"
else
    echo "skipped    sentiment classify: no --sentences"
fi

if [ -n "$lines" ]; then
    head -n 1000 "$lines" > "$work/lines"
    count=$(wc -l < "$work/lines")
    compare "seq2seq translate, $count lines" targets seq2seq translate --quiet "$work/lines"
    head -n 100 "$work/lines" > "$work/few-lines"
    compare "seq2seq translate, 100 lines, 5 best" targets-best seq2seq \
        translate --quiet --n-best 5 "$work/few-lines"
else
    echo "skipped    seq2seq translate: no --lines"
fi

train "textgen train, weights" text-model textgen "$corpora/harbour.txt" --epochs 2
compare "textgen sample of that model" text-sample textgen \
    sample text-model --seed "The" --length 300 --random-seed 1 --quiet
train "sentiment train, weights" class-model sentiment "$corpora/behaviour-en.tsv" --column text \
    --label-column label --epochs 3 --combine
train "seq2seq train, weights" pair-model seq2seq "$corpora/pairs-en-fr.tsv" --epochs 2

for file in "$corpora/series/visitors.csv" "$corpora/series/noisy-sine.csv" ${series:+"$series"}; do
    name=$(basename "$file" .csv)
    known=()
    case $name in
    visitors) known=(--column visitors --observed open) ;;
    noisy-sine) known=(--column y) ;;
    *) known=() ;;
    esac
    train "forecast train $name, weights" "series-$name" forecast "$file" "${known[@]}" --fill linear \
        --horizon 12 --epochs 3 --method lstm
    compare "forecast predict $name" "forecast-$name" forecast predict --model "series-$name" "$file" --fill linear \
        --format csv --quiet
    train "forecast train $name, chosen method" "chosen-$name" forecast "$file" "${known[@]}" --fill linear \
        --horizon 3 --epochs 2
    compare "forecast predict $name, chosen method" "forecast-chosen-$name" forecast \
        predict --model "chosen-$name" "$file" --fill linear --format csv --quiet
done
exit $status
