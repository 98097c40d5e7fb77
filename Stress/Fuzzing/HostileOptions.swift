import Foundation

/// Command lines with options and values that nobody means.
struct HostileOptions {
    /// What an option may be given, as `--experimental-dump-help` says.
    private struct Help: Decodable {
        let command: Command

        struct Command: Decodable {
            let commandName: String
            let arguments: [Argument]?
            let subcommands: [Command]?
        }

        struct Argument: Decodable {
            let kind: String
            let preferredName: Name?
            let allValues: [String]?
            let allValueStrings: [String]?

            struct Name: Decodable {
                let kind: String
                let name: String
            }
        }
    }

    private let starts: Starts

    init(_ starts: Starts) { self.starts = starts }

    private static let short = " --epochs 0.5 --hidden-size 4 --random-seed 1 -o {}/out"
    private static let commands = [
        "textgen sample {starts}/models/textgen --length 20 --random-seed 1", "textgen models",
        "textgen train {starts}/texts/english.txt --num-layers 1" + short,
        "textgen evaluate {starts}/models/textgen {starts}/texts/mixed.txt",
        "textgen tokenize {starts}/texts/mixed.txt",
        "sentiment classify --model {starts}/models/sentiment {starts}/texts/mixed.txt",
        "sentiment explain --model {starts}/models/sentiment {starts}/texts/english.txt",
        "sentiment train {starts}/reviews/reviews.csv" + short,
        "sentiment evaluate {starts}/models/sentiment {starts}/reviews/reviews.csv", "sentiment models",
        "sentiment calibrate {starts}/models/sentiment {starts}/reviews/reviews.csv --output {}/out",
        "sentiment summarize --model {starts}/models/sentiment {starts}/texts/mixed.txt",
        "sentiment train {starts}/reviews/several.csv --multi-label" + short,
        "sentiment pretrain {starts}/reviews/reviews.csv --embedding-size 4 --hidden-size 4 --epochs 0.2 -o {}/out",
        "seq2seq translate --model {starts}/models/seq2seq {starts}/texts/english.txt", "seq2seq models",
        "seq2seq train {starts}/pairs/pairs.tsv --encoder-size 4 --embedding-size 4" + short,
        "seq2seq evaluate {starts}/models/seq2seq {starts}/pairs/pairs.tsv",
        "forecast predict --model {starts}/models/forecast {starts}/series/monthly.csv",
        "forecast train {starts}/series/monthly.csv --column value --window 6" + short,
        "forecast backtest {starts}/series/monthly.csv --column value --window 6 --epochs 0.5 --hidden-size 3",
        "forecast anomalies {starts}/series/monthly.csv --column value --window 6 --epochs 0.5 --hidden-size 3",
    ]

    /// A command line with one to three options more, or values in place of those it has.
    func command(_ random: inout Randomness) -> [String] {
        var words = random.pick(Self.commands).split(separator: " ").map(String.init) + ["--threads", "1"]
        let options = options(of: words[0], words[1])
        guard !options.isEmpty else { return words }
        for _ in 0..<1 + random.below(3) {
            let option = random.pick(options)
            guard let name = option.preferredName else { continue }
            let flag = (name.kind == "long" ? "--" : "-") + name.name
            // Values apart, so that one that begins with a sign is a value.
            words +=
                option.kind == "flag"
                ? [flag] : random.once(in: 2) ? ["\(flag)=\(value(option, &random))"] : [flag, value(option, &random)]
        }
        return words
    }

    private func value(_ option: Help.Argument, _ random: inout Randomness) -> String {
        if let values = option.allValues ?? option.allValueStrings, !values.isEmpty, !random.once(in: 3) {
            return random.pick(values)
        }
        switch random.below(8) {
        case 0: return random.pick(HostileValues.texts).replacing("\0", with: "")
        case 1: return random.pick(HostileValues.dates)
        case 2:
            return random.pick([
                "{starts}/texts/mixed.txt", "{starts}/models/textgen", "{}/new", "/dev/null", "-", "{}",
            ])
        case 3:
            return random.pick(["0.1,0.9", "0.5,0.5", "1,2,3", ",", "a,b", "daily", "30min", "1h", "90s", "value", "2"])
        default: return random.pick(HostileValues.numbers)
        }
    }

    private func options(of tool: String, _ subcommand: String) -> [Help.Argument] {
        guard let data = starts.bytes("help/\(tool).json"),
            let help = try? JSONDecoder().decode(Help.self, from: Data(data))
        else { return [] }
        let command = help.command.subcommands?.first { $0.commandName == subcommand }
        return command?.arguments?.filter { $0.kind != "positional" } ?? []
    }
}
