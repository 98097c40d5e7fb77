#!/usr/bin/env bash
# Trains and measures the shipped model movie-reviews-en. A step that is done is not done again; one that was killed goes
# on.
#
#   Scripts/movie_reviews.sh DATA OUTPUT [SENTIMENT]
#
# DATA holds the public sets that corpora/README.md names, OUTPUT receives the files, logs and models, and SENTIMENT is
# the program (.build/release/sentiment), whose model general-en labels reviews too.
set -euo pipefail
scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
data=${1:?"usage: $0 DATA OUTPUT [SENTIMENT]"}
output=${2:?"usage: $0 DATA OUTPUT [SENTIMENT]"}
sentiment=$(realpath "${3:-$scripts/../.build/release/sentiment}")
mkdir -p "$output"
data=$(realpath "$data")
cd "$output"

# A training into a folder, with the options of every training here and its own.
train() {
    local folder=$1
    [ ! -f "$folder/report.json" ] || return 0
    local start=("${@:2}" --output "$folder" --validation validation.tsv --embedding-rate 0.3 --adversarial-limit 80
        --batch-size 64 --validations 8 --weights int8)
    [ ! -f "$folder/training.safetensors" ] || start=(--resume "$folder")
    "$sentiment" train "${start[@]}" 2> >(tee -a "$folder.log" >&2)
}
# What a model says of each review without a label.
judge() {
    [ -f "$1.jsonl" ] || {
        "$sentiment" classify --model "$1" --classes negative,positive --unit line --format jsonl reviews.txt > judged.part
        mv judged.part "$1.jsonl"
    }
}
# The model goes on with reviews on whose label it and general-en agree, and learns what the bag of words misses.
further() {
    local from=$1 folder=$2 seed=$3
    judge "$from"
    [ -f "$folder.tsv" ] || {
        python3 "$scripts/more_movie_reviews.py" "$data" . reviews.txt "$from.jsonl" general-en.jsonl
        mv more.tsv "$folder.tsv"
    }
    train "$folder" "$folder.tsv" --from "$from" --bag-of-words first --epochs 2 --learning-rate 5e-4 --pull 0 \
        --layer-rate 1 --frozen-share 0 --new-tokens 0 --word-dropout 0.05 --embedding-dropout 0.2 \
        --output-dropout 0.4 --random-seed "$seed"
}

[ -f unlabelled.txt ] || python3 "$scripts/movie_reviews.py" "$data" .
[ -f reviews.txt ] || gzip -dc "$data/imdb/unsup-20mb.txt.gz" > reviews.txt
if [ ! -f words/model.safetensors ] || [ -f words/training.safetensors ]; then
    "$sentiment" pretrain unlabelled.txt --output words --epochs 2 --random-seed 1 2> >(tee -a words.log >&2)
fi
train first train.tsv --pretrained words --epochs 4 --random-seed 1
judge general-en
further first second 1
further second movie-reviews-en 2

for test in imdb-dev sst2-test; do
    echo "== $test"
    "$sentiment" evaluate ./movie-reviews-en "$test.tsv" --mistakes 0 --quiet
done
