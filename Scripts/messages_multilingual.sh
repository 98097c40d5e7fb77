#!/usr/bin/env bash
# Trains and measures the shipped model messages-multilingual. A step that is done is not done again; one that was killed
# goes on.
#
#   Scripts/messages_multilingual.sh DATA OUTPUT [SENTIMENT]
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

# English sentences get the labels of general-en, which their translations take over where they are sure.
if [ ! -f texts/english.tsv ]; then
    python3 "$scripts/messages_multilingual.py" "$data" texts
    "$sentiment" classify texts/english.txt --model general-en --unit line --format tsv > texts/english.part
    mv texts/english.part texts/english.tsv
fi
[ -f texts/train.tsv ] || python3 "$scripts/messages_multilingual.py" "$data" texts

# Vectors of pieces on all texts, without their labels; next to no language models.
if [ ! -f words/model.safetensors ] || [ -f words/training.safetensors ]; then
    "$sentiment" pretrain texts/unlabelled.txt --output words --unit bpe --vocabulary-size 20000 --min-frequency 5 \
        --embedding-size 160 --hidden-size 128 --vector-epochs 3 --epochs 0.001 --random-seed 1 2> >(tee -a words.log >&2)
fi

# The classifier that starts from them.
if [ ! -f messages-multilingual/report.json ]; then
    start=(texts/train.tsv --validation texts/validation.tsv --pretrained words --output messages-multilingual
        --epochs 3 --adversarial 0 --max-tokens 128 --embedding-rate 0.5 --batch-size 64 --validations 3 --weights int8
        --random-seed 1)
    [ ! -f messages-multilingual/training.safetensors ] || start=(--resume messages-multilingual)
    "$sentiment" train "${start[@]}" 2> >(tee -a messages-multilingual.log >&2)
fi

# What was never trained on, each beside the bag of words that was trained on the same texts.
for test in texts/test/*.tsv; do
    echo "== $(basename "$test" .tsv)"
    "$sentiment" evaluate messages-multilingual "$test" --mistakes 0 --quiet
done
