#!/usr/bin/env bash
# Trains and measures the shipped model prose-en. A step that is done is not done again; one that was killed goes on.
#
#   Scripts/prose_english.sh DATA OUTPUT [TEXTGEN]
#
# DATA holds novels-en as corpora/README.md describes it, OUTPUT receives texts, log and model, and TEXTGEN is the program
# (.build/release/textgen).
set -euo pipefail
scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
data=${1:?"usage: $0 DATA OUTPUT [TEXTGEN]"}
output=${2:?"usage: $0 DATA OUTPUT [TEXTGEN]"}
textgen=$(realpath "${3:-$scripts/../.build/release/textgen}")
mkdir -p "$output"
data=$(realpath "$data")
cd "$output"

[ -f texts/heldout.txt ] || python3 "$scripts/prose_english.py" "$data" texts

# The text is long enough that a network of this size doesn't learn it by heart: little dropout.
if [ ! -f prose-en/report.json ]; then
    start=(texts/train.txt --validation texts/validation.txt --output prose-en --hidden-size 512 --num-layers 2
        --epochs 1.6 --min-frequency 10 --batch-size 48 --learning-rate 3e-3 --dropout 0.05 --recurrent-dropout 0.05
        --output-dropout 0.1 --validations 8 --weights int8 --random-seed 1)
    [ ! -f prose-en/training.safetensors ] || start=(--resume prose-en)
    "$textgen" train "${start[@]}" 2> >(tee -a prose-en.log >&2)
fi

# A novel that decided nothing, beside n-grams of the same training text.
"$textgen" evaluate prose-en texts/heldout.txt --counts-from texts/train.txt
