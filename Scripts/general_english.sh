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

# So many statements of a random seed, and the texts made with them and other arguments.
make_texts() {
    local seed=$1 count=$2
    [ -f "statements-$seed.tsv" ] ||
        python3 "$scripts/short_statements.py" "statements-$seed.tsv" --count "$count" --random-seed "$seed"
    [ -f "texts-$seed/unlabelled.txt" ] ||
        python3 "$scripts/general_english.py" "$data" "statements-$seed.tsv" "texts-$seed" "${@:3}"
}
# A training into a folder, with the options of every training here and its own.
train() {
    local folder=$1
    [ ! -f "$folder/report.json" ] || return 0
    local start=("${@:2}" --output "$folder" --embedding-rate 0.3 --adversarial-limit 80 --batch-size 64
        --weights int8 --random-seed 1)
    [ ! -f "$folder/training.safetensors" ] || start=(--resume "$folder")
    "$sentiment" train "${start[@]}" 2> >(tee -a "$folder.log" >&2)
}
# What a model says of the reviews without a label.
label() {
    [ -f "$1.jsonl" ] || {
        "$sentiment" classify --model "$1" --classes negative,positive --unit line --format jsonl texts-1/reviews.txt \
            > labels.part
        mv labels.part "$1.jsonl"
    }
}
make_texts 1 60000

# Word vectors and language models on all texts, without their labels.
if [ ! -f words/model.safetensors ] || [ -f words/training.safetensors ]; then
    "$sentiment" pretrain texts-1/unlabelled.txt --output words --epochs 1.5 --random-seed 1 2> >(tee -a words.log >&2)
fi

# A first classifier that starts from them. It labels reviews that have no label.
train first texts-1/train.tsv --validation texts-1/validation.tsv --pretrained words --epochs 3.5 --validations 7
label first

# The classifier goes on with those and with other statements, six times, and learns what the bag of words misses. From the
# third time on it meets messages more often, in the last two also sentences, with and without their full stops. The model
# is the mean of the last two.
further=(--bag-of-words first --pull 0 --layer-rate 1 --frozen-share 0 --new-tokens 0
    --word-dropout 0.05 --embedding-dropout 0.2 --output-dropout 0.4)
go_on() {
    local number=$1 from=$2 folder=$3 epochs=$4 rate=$5
    train "$folder" "texts-$number/train.tsv" --validation "texts-$number/validation.tsv" --from "$from" \
        --epochs "$epochs" --learning-rate "$rate" "${@:6}" "${further[@]}"
}
make_texts 2 90000 --sure first.jsonl
go_on 2 first second 2.2 5e-4 --validations 9
make_texts 3 120000 --sure first.jsonl
go_on 3 second third 0.9 5e-4 --validations 4
make_texts 4 150000 --sure first.jsonl --stress-messages --half-the-reviews
go_on 4 third fourth 1.2 5e-4 --validations 5
label fourth
make_texts 5 180000 --sure fourth.jsonl --stress-messages
go_on 5 fourth fifth 0.9 5e-4 --validations 5
make_texts 6 200000 --sure fourth.jsonl --stress-messages --sentences 3 --vary-ends
go_on 6 fifth sixth 0.9 5e-4 --validations 5
make_texts 7 200000 --sure fourth.jsonl --stress-messages --sentences 2 --vary-ends
go_on 7 sixth seventh 0.8 4e-4 --validations 4
[ -f general-en/report.json ] || python3 "$scripts/average_models.py" general-en sixth seventh

# What was never trained on, each beside the bag of words that was trained on the same texts.
for test in texts-1/test/*.tsv; do
    echo "== $(basename "$test" .tsv)"
    "$sentiment" evaluate general-en "$test" --mistakes 0 --quiet
done
echo "== negation"
"$sentiment" evaluate general-en --suite-file "$scripts/../corpora/negation-en.tsv" --mistakes 0 --quiet
