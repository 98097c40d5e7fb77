import Foundation
import Testing

/// An option that the others leave without effect is refused by its name.
struct UnusedOptionTests {
    private static let lines: [(Program, String, String)] = [
        (.textgen, "sample --temperature 0 --top-k 5", "--top-k"),
        (.textgen, "sample --temperature 0 --top-p 0.5", "--top-p"),
        (.textgen, "sample --temperature 0 --min-p 0.5", "--min-p"),
        (.textgen, "sample --temperature 0 --count 3", "--count"),
        (.textgen, "sample --seed a --encoding latin1", "--encoding"),
        (.textgen, "sample --seed-file a --encoding nonsense", "nonsense"),
        (.textgen, "evaluate m - -", "standard input"),
        (.textgen, "tokenize - -", "standard input"),
        (.textgen, "tokenize a --unit byte --locale ja", "--locale"),
        (.textgen, "tokenize a --unit line --keep-whitespace", "--keep-whitespace"),
        (.textgen, "tokenize a --format jsonl --offsets", "--offsets"),
        (.textgen, "tokenize a --train word --format json", "--format"),
        (.textgen, "train a --momentum 0.5", "--momentum"),
        (.textgen, "train a --validation b --validation-split 0.2", "--validation-split"),
        (.textgen, "train a --validation-split 0 --patience 3", "--patience"),
        (.textgen, "train a --tokens byte --min-frequency 2", "--min-frequency"),
        (.textgen, "train a --tokens byte --normalization nfc", "--normalization"),
        (.textgen, "train a --vocabulary-size 500", "--vocabulary-size"),
        (.textgen, "train a --tokens byte --vocabulary-size 500", "--vocabulary-size"),
        (.textgen, "train a --from m --vocabulary-size 500", "--vocabulary-size"),
        (.textgen, "train a --tokens bpe --vocabulary-size 259", "260"),
        (.textgen, "train a --from m --hidden-size 50", "--hidden-size"),
        (.textgen, "train a --from m --tokens byte", "--tokens"),
        (.textgen, "train a --mix b", "--mix"),
        (.textgen, "train - --validation - --output m", "standard input"),
        (.textgen, "train --resume m --overwrite", "--overwrite"),
        (.sentiment, "classify a --method leaveOneOut", "--method"),
        (.sentiment, "evaluate m --suite --column text", "--column"),
        (.sentiment, "evaluate m --suite --explanations 3", "--explanations"),
        (.sentiment, "evaluate m --suite --suite-file s", "--suite"),
        (.sentiment, "evaluate m a --explanations 3 --mistakes 2", "--mistakes"),
        (.sentiment, "pretrain a --output v --vectors --hidden-size 8", "--hidden-size"),
        (.sentiment, "pretrain a --output v --vectors --epochs 2", "--epochs"),
        (.sentiment, "pretrain a --output v --vectors --cell gru", "--cell"),
        (.sentiment, "pretrain a --output v --vectors --unit bpe", "--unit bpe"),
        (.sentiment, "pretrain a --output v --unit bpe --vocabulary-size 255", "at least 256"),
        (.sentiment, "train a --unit bpe --vocabulary-size 255", "at least 256"),
        (.sentiment, "train a --word-vectors v --unit bpe", "--unit bpe"),
        (.sentiment, "train a --pretrained p --unit bpe", "--unit"),
        (.sentiment, "train a --from m --unit bpe", "--unit"),
        (.sentiment, "train a --bag-of-words continued", "--bag-of-words"),
        (.sentiment, "train a --bag-of-words first --no-combine", "--bag-of-words"),
        (.sentiment, "train a --bag-of-words first --multi-label", "--bag-of-words"),
        (.sentiment, "train a --word-vectors v --embedding-size 50", "--embedding-size"),
        (.sentiment, "train a --pretrained p --embedding-size 50", "--embedding-size"),
        (.sentiment, "train a --pretrained p --hidden-size 50", "--hidden-size"),
        (.sentiment, "train a --pretrained p --cell gru", "--cell"),
        (.sentiment, "train a --pretrained p --normalize nfc", "--normalize"),
        (.sentiment, "train a --from m --embedding-size 50", "--embedding-size"),
        (.sentiment, "train a --from m --num-layers 2", "--num-layers"),
        (.sentiment, "train a --from m --normalize nfc", "--normalize"),
        (.sentiment, "train a --from m --pretrained p", "--pretrained"),
        (.sentiment, "train a --from m --word-vectors v", "--word-vectors"),
        (.sentiment, "train a --from m --pretrain 2", "--pretrain"),
        (.sentiment, "train a --from m --mix-share 0.2", "--mix-share"),
        (.sentiment, "train a --pull 0.2", "--pull"),
        (.sentiment, "train a --old-validation b", "--old-validation"),
        (.sentiment, "train a --validation-split 0 --combine", "--combine"),
        (.sentiment, "train a --validation-split 0 --patience 2", "--patience"),
        (.sentiment, "train a --validation b --validation-split 0.1", "--validation-split"),
        (.sentiment, "train a --adversarial 0 --adversarial-limit 9", "--adversarial-limit"),
        (.seq2seq, "translate a --temperature 1 --length-penalty 1", "--length-penalty"),
        (.seq2seq, "translate a --temperature 1 --beam-size 3", "--beam-size"),
        (.seq2seq, "evaluate m a --n-best 2", "--n-best"),
        (.seq2seq, "train a --from m --unit word", "--unit"),
        (.seq2seq, "train a --from m --encoder-size 9", "--encoder-size"),
        (.seq2seq, "train a --layer-rate 0.5", "--layer-rate"),
        (.seq2seq, "train a --unit byte --vocabulary-size 300", "--vocabulary-size"),
        (.seq2seq, "train a --validation b --validation-split 0.1", "--validation-split"),
        (.seq2seq, "train a --validation-split 0 --patience 1", "--patience"),
        (.forecast, "train a --validation-split 0 --patience 1", "--patience"),
        (.forecast, "backtest a --validation-split 0 --patience 1", "--patience"),
        (.forecast, "anomalies a --key k", "--key"),
        (.forecast, "train a --method drift --cell gru", "--cell"),
        (.forecast, "train a --method lastValue --quantiles 0.1,0.9", "--quantiles"),
        (.forecast, "train a --quantiles 0.1,0.1", "--quantiles"),
        (.forecast, "predict a --model m --levels 0.9,0.9", "--levels"),
        (.forecast, "anomalies a --levels 0.5", "--levels"),
    ]

    @Test func optionsWithoutEffectAreRefused() throws {
        for (program, line, name) in Self.lines {
            let outcome = try run(program, line.split(separator: " ").map(String.init))
            #expect(outcome.status == 64, "\(line): \(outcome.status) \(outcome.errors)")
            #expect(outcome.errorLines.first?.contains(name) == true, "\(line): \(outcome.errors)")
        }
    }

    @Test func dropoutBetweenTheLayersOfOneIsRefused() throws {
        let text = try TinyModel.training().text.path
        let output = try Scratch.folder().path + "/m"
        let train = ["train", text, "--output", output, "--num-layers", "1", "--quiet", "--random-seed", "1"]
        expectSentence(
            try run(.textgen, train + ["--dropout", "0.2"]), status: 64, ["--dropout", "--output-dropout"])
    }
}
