import Foundation

/// Small sound files that are damaged: texts, tables, and models that are trained in a moment.
struct Starts {
    let folder: URL
    private let all: [String: [UInt8]]

    /// Reads a folder that ``make(in:)`` wrote.
    init(contentsOf folder: URL) throws {
        self.folder = folder
        all = try Self.contents(of: folder)
    }

    func bytes(_ path: String) -> [UInt8]? { all[path] }

    /// The files in a folder by their names, sorted.
    func files(in folder: String) -> [(String, [UInt8])] {
        all.filter { $0.key.hasPrefix(folder + "/") }.map { (String($0.key.dropFirst(folder.count + 1)), $0.value) }
            .sorted { $0.0 < $1.0 }
    }

    /// The model folders of a tool.
    func folders(_ tool: String) -> [String] {
        Set(
            all.keys.filter { $0.hasPrefix("models/" + tool) }.map {
                $0.split(separator: "/").prefix(2).joined(separator: "/")
            }
        )
        .sorted()
    }

    var donors: [[UInt8]] { all.sorted { $0.key < $1.key }.map(\.value) }

    func url(_ path: String) -> URL { folder.appendingPathComponent(path) }

    /// All files below a folder, by their paths in it.
    static func contents(of folder: URL) throws -> [String: [UInt8]] {
        var found: [String: [UInt8]] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
            let file = folder.appendingPathComponent(path)
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder), !isFolder.boolValue else {
                continue
            }
            found[path] = [UInt8](try Data(contentsOf: file))
        }
        return found
    }

    // MARK: Making

    /// Writes the texts and tables, and trains the models with the tools.
    ///
    /// - Parameter kinds: What is going to be damaged; faults that are planted need no models.
    static func make(in folder: URL, for kinds: [FuzzKind]) throws -> Starts {
        try writeTexts(to: folder)
        guard kinds.contains(where: { !FuzzKind.planted.contains($0) }) else { return try Starts(contentsOf: folder) }
        for name in ["tokenizers", "models", "training", "archives", "help"] {
            try FileManager.default.createDirectory(
                at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
        }
        let scratch = folder.deletingLastPathComponent()
        for line in trainings {
            try Tools.run(line.split(separator: " ").map(String.init) + ["--quiet"], in: folder, scratch: scratch)
        }
        for (tool, line) in interrupted {
            try interrupt([tool] + line.split(separator: " ").map(String.init), tool, folder, scratch)
        }
        for tool in interrupted.keys {
            try Tools.run([tool, "--experimental-dump-help"], in: folder, scratch: scratch)
            try FileManager.default.moveItem(
                at: scratch.appendingPathComponent("output"), to: folder.appendingPathComponent("help/\(tool).json"))
        }
        return try Starts(contentsOf: folder)
    }

    /// Trains the models that feeds are read with.
    static func trainForFeeds(in folder: URL) throws {
        for line in trainings where line.hasSuffix(" models/sentiment") || line.hasSuffix(" models/seq2seq") {
            try Tools.run(
                line.split(separator: " ").map(String.init) + ["--quiet"], in: folder,
                scratch: folder.deletingLastPathComponent())
        }
    }

    /// Writes the texts and tables alone.
    static func writeTexts(to folder: URL) throws {
        try? FileManager.default.removeItem(at: folder)
        for (path, text) in StartTexts.all { try write(Data(text.utf8), to: folder.appendingPathComponent(path)) }
        try write(StartTexts.binaryVectors, to: folder.appendingPathComponent("vectors/vectors.bin"))
    }

    private static func write(_ data: Data, to file: URL) throws {
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: file)
    }

    private static let tiny = "--epochs 2 --validations 2 --random-seed 1"
    private static let text = "texts/english.txt --hidden-size 12 --num-layers 1 --batch-size 2 --sequence-length 20"
    private static let reviews = "reviews/reviews.csv --hidden-size 6 --embedding-size 6"
    private static let pairs =
        "pairs/pairs.tsv --hidden-size 8 --encoder-size 6 --embedding-size 6 --vocabulary-size 300"
    private static let series = "series/monthly.csv --column value --hidden-size 4 --window 8"

    private static let trainings =
        ["bpe", "word", "grapheme"].map {
            "textgen tokenize texts/mixed.txt --train \($0) --vocabulary-size 300 -o tokenizers/\($0).json"
        } + [
            "textgen train \(text) \(tiny) -o models/textgen",
            "textgen compress texts/english.txt --model models/textgen -o archives/english.rctz",
            "textgen compress texts/mixed.txt --model models/textgen -o archives/mixed.rctz",
            "textgen train \(text) \(tiny) --tokens byte --weights float16 -o models/textgen-bytes",
            "sentiment train \(reviews) \(tiny) -o models/sentiment",
            "sentiment train \(reviews) \(tiny) --combine --weights int8 --pooling attention -o models/sentiment-combined",
            "sentiment train reviews/several.csv --multi-label --hidden-size 6 --embedding-size 6 \(tiny)"
                + " -o models/sentiment-labels",
            "seq2seq train \(pairs) \(tiny) -o models/seq2seq",
            "seq2seq train \(pairs) \(tiny) --unit word --share-vocabulary --weights int8 -o models/seq2seq-words",
            "forecast train \(series) \(tiny) --method lstm --horizon 3 --calendar -o models/forecast",
            "forecast train \(series) \(tiny) --method lstm --horizon 2 --log --quantiles 0.05,0.5,0.95"
                + " -o models/forecast-quantiles",
        ]
        + ["exponentialSmoothing", "ridge", "autoRegression"].map {
            "forecast train series/monthly.csv --column value --method \($0) --horizon 3 --random-seed 1 -o models/forecast-\($0)"
        }

    private static let long = "--epochs 400 --validations 50 --patience 50 --random-seed 1 --threads 1"
    private static let interrupted = [
        "textgen": "train \(text) \(long) -o training/textgen",
        "sentiment": "train \(reviews) \(long) -o training/sentiment",
        "seq2seq": "train \(pairs) \(long) -o training/seq2seq",
        "forecast": "train \(series) \(long) -o training/forecast",
    ]

    /// Starts a training, and interrupts it at its first checkpoint.
    private static func interrupt(_ words: [String], _ tool: String, _ folder: URL, _ scratch: URL) throws {
        let errors = scratch.appendingPathComponent("errors")
        let process = try ChildProcess(
            Tools.path(tool), Array(words.dropFirst()), folder: folder,
            output: scratch.appendingPathComponent("output"),
            errors: errors)
        let checkpoint = folder.appendingPathComponent("training/\(tool)/training.safetensors").path
        while process.isRunning, !FileManager.default.fileExists(atPath: checkpoint) { usleep(2_000) }
        process.send(SIGINT)
        var usage = ProcessUsage()
        _ = process.wait(Limits(seconds: 60), usage: &usage)
        guard process.ending?.status == 130 else {
            throw StressError(
                "\(words.joined(separator: " ")) could not be interrupted: "
                    + ((try? String(contentsOf: errors, encoding: .utf8)) ?? ""))
        }
    }
}
