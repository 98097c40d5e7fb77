#!/usr/bin/env bash
# Trains and measures the shipped model general-en. A step that is done is not done again; one that was killed goes on.
#
#   Scripts/general_english.sh DATA OUTPUT [SENTIMENT]
#
# DATA holds the public sets that corpora/README.md names, OUTPUT receives the files, logs and models, and SENTIMENT is
# the program (.build/release/sentiment).
set -euo pipefail
scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
data=${1:?"usage: $0 DATA OUTPUT [SENTIMENT]"}
output=${2:?"usage: $0 DATA OUTPUT [SENTIMENT]"}
sentiment=$(realpath "${3:-$scripts/../.build/release/sentiment}")
mkdir -p "$output"
data=$(realpath "$data")
cd "$output"

[ -f statements.tsv ] || python3 "$scripts/short_statements.py" statements.tsv --count 60000 --random-seed 1
[ -f texts/train.tsv ] || python3 "$scripts/general_english.py" "$data" statements.tsv texts

# Word vectors and language models on all texts, without their labels.
if [ ! -f words/model.safetensors ] || [ -f words/training.safetensors ]; then
    "$sentiment" pretrain texts/unlabelled.txt --output words --epochs 1.5 --random-seed 1 2> >(tee -a words.log >&2)
fi

# The classifier that starts from them.
if [ ! -f general-en/report.json ]; then
    start=(texts/train.tsv --validation texts/validation.tsv --pretrained words --output general-en --epochs 3.5
        --embedding-rate 0.3 --adversarial-limit 80 --batch-size 64 --validations 7 --weights int8 --random-seed 1)
    [ ! -f general-en/training.safetensors ] || start=(--resume general-en)
    "$sentiment" train "${start[@]}" 2> >(tee -a general-en.log >&2)
fi

# What was never trained on, each beside the bag of words that was trained on the same texts.
for test in texts/test/*.tsv; do
    echo "== $(basename "$test" .tsv)"
    "$sentiment" evaluate general-en "$test" --mistakes 0 --quiet
done
echo "== negation"
"$sentiment" evaluate general-en --suite-file "$scripts/../corpora/negation-en.tsv" --mistakes 0 --quiet
