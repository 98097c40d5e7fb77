/// Command lines that read what a case damages.
enum FuzzCommands {
    /// - Parameter file: The damaged file, where there is only one.
    static func pick(_ kind: FuzzKind, file: String, _ random: inout Randomness) -> [String]? {
        let lines = lines(kind)
        guard !lines.isEmpty else { return nil }
        let words = random.pick(lines).split(separator: " ").map { String($0).replacing("{file}", with: "{}/\(file)") }
        return words + ["--quiet", "--threads", "1"]
    }

    private static func lines(_ kind: FuzzKind) -> [String] {
        switch kind {
        case .textgenModel: textgenModel
        case .sentimentModel: sentimentModel
        case .seq2seqModel: seq2seqModel
        case .forecastModel: forecastModel
        case .textgenTraining:
            ["textgen train --resume {}/model", "textgen sample {}/model --length 20 --random-seed 1"]
        case .sentimentTraining: ["sentiment train --resume {}/model --format json"]
        case .seq2seqTraining: ["seq2seq train --resume {}/model --format json"]
        case .forecastTraining:
            [
                "forecast train --resume {}/model --format json",
                "forecast predict {starts}/series/monthly.csv -m {}/model",
            ]
        case .tokenizer:
            ["jsonl", "json", "lines"].map {
                "textgen tokenize {starts}/texts/mixed.txt --tokenizer {file} --format \($0)"
            }
        case .records: records
        case .pairs: pairs
        case .series: series
        case .text: texts
        case .vectors:
            [
                "sentiment train {starts}/reviews/reviews.csv --word-vectors {file} --epochs 0.5 --hidden-size 4 -o {}/out"
            ]
        case .archive:
            ["textgen decompress {file} --model {starts}/models/textgen -o {}/out --format json"]
        default: []
        }
    }

    private static let textgenModel = [
        "textgen sample {}/model --length 40 --random-seed 1 --format json",
        "textgen sample {}/model --length 40 --random-seed 1 --temperature 0",
        "textgen sample {}/model --length 40 --random-seed 1 --count 2 --top-k 5 --repetition-penalty 1.2 --precision int8",
        "textgen sample {}/model --length 40 --random-seed 1 --end sentence --max-length 80 --min-p 0.1",
        "textgen sample {}/model --lines 3 --max-length 30 --random-seed 1 --unique --not-in {starts}/texts/mixed.txt",
        "textgen sample {}/model --length 20 --random-seed 1 --match [^x]{0,9}(a|.)*",
        "textgen sample {}/model --length 40 --random-seed 1 --forbid a --max-copy 5 --corpus {starts}/texts/english.txt",
        "textgen evaluate {}/model {starts}/texts/mixed.txt --format json",
        "textgen evaluate {}/model {starts}/texts/mixed.txt",
        "textgen evaluate {}/model {starts}/texts/mixed.txt --adapt --format json",
        "textgen evaluate {}/model {starts}/texts/english.txt --streams 3",
        "textgen inspect {starts}/texts/mixed.txt --model {}/model --html {}/out --ablation --format json",
        "textgen inspect {starts}/texts/english.txt --model {}/model --units 1,0 --neighbours ea",
        "textgen compress {starts}/texts/mixed.txt --model {}/model -o {}/out --format json",
        "textgen tokenize {starts}/texts/mixed.txt --tokenizer {}/model --format jsonl",
        "textgen train {starts}/texts/english.txt --from {}/model --epochs 0.5 --batch-size 1 --sequence-length 20 -o {}/out",
    ]

    private static let sentimentModel = [
        "sentiment classify --model {}/model {starts}/texts/mixed.txt --unit line --format jsonl",
        "sentiment classify --model {}/model {starts}/texts/mixed.txt --unit sentence --format csv",
        "sentiment classify --model {}/model {starts}/texts/mixed.txt --unit line --explain",
        "sentiment explain --model {}/model {starts}/texts/english.txt --format json",
        "sentiment explain --model {}/model {starts}/texts/english.txt --method leaveOneOut",
        "sentiment evaluate {}/model {starts}/reviews/reviews.csv --format json",
        "sentiment evaluate {}/model {starts}/reviews/reviews.csv",
        "sentiment calibrate {}/model {starts}/reviews/reviews.csv --output {}/out",
        "sentiment evaluate {}/model {starts}/reviews/several.csv --format json",
        "sentiment calibrate {}/model {starts}/reviews/several.csv --output {}/out",
        "sentiment summarize --model {}/model {starts}/texts/mixed.txt --format json",
        "sentiment train {starts}/reviews/reviews.csv --from {}/model --epochs 0.5 -o {}/out",
    ]

    private static let seq2seqModel = [
        "seq2seq translate --model {}/model {starts}/texts/english.txt",
        "seq2seq translate --model {}/model {starts}/texts/english.txt --format json --beam-size 2 --n-best 2",
        "seq2seq translate --model {}/model {starts}/texts/mixed.txt --format jsonl --max-length 30",
        "seq2seq translate --model {}/model {starts}/texts/english.txt --temperature 1 --random-seed 1 --max-length 30",
        "seq2seq evaluate {}/model {starts}/pairs/pairs.tsv --format json --beam-size 1",
        "seq2seq evaluate {}/model {starts}/pairs/pairs.tsv --beam-size 1",
        "seq2seq train {starts}/pairs/pairs.tsv --from {}/model --epochs 0.5 -o {}/out",
    ]

    private static let forecastModel = [
        "forecast predict {starts}/series/monthly.csv --model {}/model",
        "forecast predict {starts}/series/monthly.csv --model {}/model --format json --horizon 7",
        "forecast predict {starts}/series/monthly.csv --model {}/model --format csv",
        "forecast predict {starts}/series/monthly.csv --model {}/model --chart {}/chart.svg",
    ]

    private static let short = "--epochs 0.5 --hidden-size 4 --random-seed 1 -o {}/out"

    private static let records = [
        "sentiment train {file} \(short)", "sentiment train {file} --pretrain 0.5 \(short) --format json",
        "sentiment train {file} --column 2 --label-column 1 \(short)",
        "sentiment train {file} --bag-of-words first \(short)",
        "sentiment train {file} --multi-label \(short)",
        "sentiment train {file} --label-columns good,long --column text \(short) --format json",
        "sentiment evaluate {starts}/models/sentiment-labels {file} --format json",
        "sentiment evaluate {starts}/models/sentiment-labels {file} --label-columns good,long",
        "sentiment classify {file} --model {starts}/models/sentiment-labels --format csv",
        "sentiment summarize {file} --model {starts}/models/sentiment --format json",
        "sentiment summarize {file} --model {starts}/models/sentiment --column 2 --by 1 --over 1:year",
        "sentiment classify {file} --model {starts}/models/sentiment --format jsonl --unit line",
        "sentiment classify {file} --model {starts}/models/sentiment --format csv --unit sentence --column 2",
        "sentiment classify {file} --model {starts}/models/sentiment --format json",
        "sentiment evaluate {starts}/models/sentiment {file} --format json",
        "sentiment calibrate {starts}/models/sentiment {file} --output {}/out",
        "sentiment pretrain {file} --epochs 0.2 --hidden-size 4 --embedding-size 4 -o {}/out",
    ]

    private static let pairs = [
        "seq2seq train {file} --encoder-size 4 --embedding-size 4 --vocabulary-size 300 \(short)",
        "seq2seq train {file} --unit word --encoder-size 4 --embedding-size 4 \(short) --format json",
        "seq2seq evaluate {starts}/models/seq2seq {file} --format json --beam-size 1 --max-length 20",
        "seq2seq translate --model {starts}/models/seq2seq {file} --beam-size 1 --max-length 20",
    ]

    private static let series = [
        "forecast predict {file} --model {starts}/models/forecast",
        "forecast predict {file} --model {starts}/models/forecast --format json --horizon 5",
        "forecast predict {file} --model {starts}/models/forecast --fill linear --sort --duplicates mean --format csv",
        "forecast predict {file} --model {starts}/models/forecast --chart {}/chart.svg",
        "forecast train {file} --column 2 --window 6 --horizon 2 --log \(short)",
        "forecast train {file} --column 2 --window 6 --horizon 2 --calendar --format json \(short)",
        "forecast train {file} --column 2 --method drift --horizon 2 --random-seed 1 -o {}/out",
        "forecast train {file} --column 2 --window 6 --fill previous --irregular --difference 1 \(short)",
        "forecast backtest {file} --column 2 --window 6 --epochs 0.5 --hidden-size 3 --test 12 --format json",
        "forecast backtest {file} --column 2 --window 6 --epochs 0.5 --hidden-size 3 --test 12 --chart {}/chart.png",
        "forecast anomalies {file} --column 2 --window 6 --epochs 0.5 --hidden-size 3 --all --format csv",
        "forecast anomalies {file} --column 2 --window 6 --epochs 0.5 --hidden-size 3 --format json",
    ]

    private static let texts =
        ["word", "grapheme", "sentence", "line", "codePoint", "byte"].map {
            "textgen tokenize {file} --unit \($0) --format jsonl"
        } + [
            "textgen tokenize {file} --normalize nfkc --normalize caseFold --normalize stripAccents --offsets",
            "textgen tokenize {file} --normalize stripTags --normalize splitContractions --format json",
            "textgen tokenize {file} --train bpe --vocabulary-size 300 -o {}/tokenizer.json",
            "textgen evaluate {starts}/models/textgen {file} --format json",
            "textgen compress {file} --model {starts}/models/textgen -o {}/out --format json",
            "textgen inspect {file} --model {starts}/models/textgen --html {}/out",
            "textgen train {file} --num-layers 1 --batch-size 2 --sequence-length 10 \(short)",
            "textgen sample {starts}/models/textgen --seed-file {file} --length 20 --random-seed 1",
            "textgen sample {starts}/models/textgen --corpus {file} --max-copy 4 --length 20 --random-seed 1 --format json",
            "textgen sample {starts}/models/textgen --not-in {file} --lines 2 --random-seed 1",
            "textgen sample --replay {file}",
            "sentiment classify {file} --model {starts}/models/sentiment --unit sentence --format jsonl",
            "sentiment classify {file} --model {starts}/models/sentiment --unit line --explain",
            "sentiment explain {file} --model {starts}/models/sentiment --format json",
            "seq2seq translate --model {starts}/models/seq2seq {file} --beam-size 1 --max-length 20",
            "seq2seq translate --model {starts}/models/seq2seq {file} --beam-size 2 --max-length 9 --format json",
        ]
}
