#!/usr/bin/env bash
# Makes Tests/Goldens/folders anew with the tools in a folder: Scripts/goldens/folders.sh BIN_DIR
#
# The folders that are committed were made with release 0.1 and stay as they are: they prove that old files load. Run
# this only to add a kind of model, into another place: FOLDERS=/tmp/folders Scripts/goldens/folders.sh BIN_DIR
set -euo pipefail
bin=$(cd "${1:?usage: folders.sh BIN_DIR}" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
repository=$PWD
folders=${FOLDERS:-Tests/Goldens/folders}
mkdir -p "$folders/texts" "$folders/outputs"
cd "$folders"

# The checkpoints name their files by absolute paths; the tests put where the files are in place of this one.
texts=/recurrent-goldens
if [ -e "$texts" ]; then echo "error: $texts is in the way"; exit 1; fi
mkdir "$texts"
trap 'rm -r "$texts"' EXIT

head -c 5000 "$repository/corpora/harbour.txt" > texts/harbour.txt
head -n 60 "$repository/corpora/pairs-en-fr.tsv" > texts/pairs.tsv
awk -F '\t' '{ print "english\t" $1; print "french\t" $2 }' texts/pairs.tsv > texts/languages.tsv
cut -f 2 texts/languages.tsv > texts/sentences.txt
head -n 181 "$repository/corpora/series/visitors.csv" > texts/visitors.csv
awk -F , 'NR < 182 { print } NR > 181 { print $1 "," $2 "," } NR == 184 { exit }' \
    "$repository/corpora/series/visitors.csv" > texts/ahead-visitors.csv
cp texts/* "$texts/"

common=(--quiet --random-seed 1 --threads 1)
text=(--tokens grapheme --embedding-size 8 --hidden-size 12 --num-layers 1 --epochs 6 --validations 6)
label=(--embedding-size 6 --hidden-size 4 --epochs 20 --validations 10 --patience 0 --validation-split 0.2
    --vocabulary-size 150)
pair=(--embedding-size 12 --encoder-size 8 --hidden-size 12 --patience 0 --validation "$texts/pairs.tsv"
    --vocabulary-size 300 --batch-size 8 --learning-rate 0.01 --dropout 0 --word-dropout 0 --embedding-dropout 0
    --output-dropout 0 --average-decay 0.9)
row=(--column visitors --known open --horizon 3 --window 14 --hidden-size 4 --epochs 6 --validations 6 --patience 0
    --test 30 --calendar)

# Trains to the end: FOLDER TOOL ARGUMENTS
finish() { rm -rf "$1"; "$bin/$2" train "${@:3}" --output "$1" "${common[@]}" > /dev/null; }

# Trains until it has been measured at least once, and from a copy of that to the end, whose weights are kept.
stop() {
    local fields ticks
    for ((ticks = 4; ; ticks++)); do  # hundredths of a second of processor time
        rm -rf "$1"
        "$bin/$2" train "${@:3}" --output "$1" "${common[@]}" > /dev/null 2>&1 &
        while read -r -a fields 2> /dev/null < "/proc/$!/stat" && ((fields[13] + fields[14] < ticks)); do :; done
        kill -TERM $! 2> /dev/null || true
        if wait $!; then ticks=3 && continue; fi  # too late: again
        if grep -aqs 'history.":\[{' "$1/training.safetensors"; then break; fi
    done
    rm -f "$1/.lock"
    rm -rf "$1-resumed"
    cp -r "$1" "$1-resumed"
    "$bin/$2" train --resume "$1-resumed" --quiet > /dev/null
    mv "$1-resumed/model.safetensors" "outputs/$1.safetensors"
    rm -r "$1-resumed"
}

finish characterLanguageModel textgen "$texts/harbour.txt" "${text[@]}"
finish sentimentClassifier sentiment "$texts/languages.tsv" "${label[@]}" --combine
rm -rf wordLanguageModel
"$bin/sentiment" pretrain "$texts/sentences.txt" --output wordLanguageModel --embedding-size 6 --hidden-size 4 \
    --min-frequency 1 --vocabulary-size 150 --epochs 4 "${common[@]}" > /dev/null
finish seq2seqSeparate seq2seq "$texts/pairs.tsv" "${pair[@]}" --unit bpe --epochs 200
finish seq2seqShared seq2seq "$texts/pairs.tsv" "${pair[@]}" --unit word --share-vocabulary --attention general \
    --epochs 300
finish seriesForecaster forecast "$texts/visitors.csv" "${row[@]}" --method lstm
finish seriesBaseline forecast "$texts/visitors.csv" "${row[@]}" --method ridge

stop characterLanguageModel-unfinished textgen "$texts/harbour.txt" "${text[@]}" --epochs 8 --validations 40
stop sentimentClassifier-unfinished sentiment "$texts/languages.tsv" "${label[@]}" --epochs 60 --validations 40
stop seq2seq-unfinished seq2seq "$texts/pairs.tsv" "${pair[@]}" --unit grapheme --embedding-size 8 --encoder-size 4 \
    --hidden-size 8 --epochs 6 --validations 40
stop seriesForecaster-unfinished forecast "$texts/visitors.csv" "${row[@]}" --method lstm --epochs 20 --validations 20

# What the finished ones give.
"$bin/textgen" sample characterLanguageModel --seed "The ship" --length 80 --random-seed 5 --format json \
    > outputs/sample.json
head -n 8 texts/sentences.txt |
    "$bin/sentiment" classify --model sentimentClassifier --unit line --format json > outputs/classify.json
head -n 4 texts/pairs.tsv | cut -f 1 > "$texts/sources.txt"
for kind in Separate Shared; do
    "$bin/seq2seq" translate --model "seq2seq$kind" --format json --min-length 4 --max-length 20 "$texts/sources.txt" \
        > "outputs/translate$kind.json"
done
for kind in Forecaster Baseline; do
    "$bin/forecast" predict --model "series$kind" "$texts/$([ $kind = Baseline ] || echo ahead-)visitors.csv" \
        --format json > "outputs/predict$kind.json"
done
"$bin/sentiment" train "$texts/languages.tsv" --pretrained wordLanguageModel --epochs 12 --patience 0 \
    --learning-rate 0.02 --batch-size 8 --validation "$texts/languages.tsv" --output "$texts/pretrained" \
    "${common[@]}" > /dev/null
head -n 8 texts/sentences.txt |
    "$bin/sentiment" classify --model "$texts/pretrained" --unit line --format json > outputs/pretrained.json
du -sk ./*
