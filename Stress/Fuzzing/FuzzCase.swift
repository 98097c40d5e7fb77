import Foundation

/// A damaged input and what is to read it: all of it follows from a seed and a number.
struct FuzzCase: Codable {
    let seed: UInt64
    let number: Int
    let kind: FuzzKind
    /// A command line, where a tool is to read it; `{}` stands for the folder of the files, `{starts}` for undamaged ones.
    var command: [String]?
    /// The files by their names in the folder.
    var files: [String: [UInt8]] = [:]
    /// What they were.
    var originals: [String: [UInt8]] = [:]

    private enum CodingKeys: CodingKey { case seed, number, kind, command }

    init(seed: UInt64, number: Int, kinds: [FuzzKind], starts: Starts) {
        var random = Randomness(seed: seed, case: number)
        kind = random.pick(kinds)
        (self.seed, self.number) = (seed, number)
        let mutator = Mutator(random: random, donors: starts.donors)
        damage(starts, mutator)
    }

    /// Draws for what reads the files.
    var random: Randomness { Randomness(seed: seed ^ 0x5bd1_e995, case: number) }

    private mutating func damage(_ starts: Starts, _ damaging: Mutator) {
        var mutator = damaging
        switch kind {
        case .textgenModel, .sentimentModel, .seq2seqModel, .forecastModel:
            damageFolder(mutator.random.pick(starts.folders(kind.tool!)), as: "model", starts, &mutator)
        case .textgenTraining, .sentimentTraining, .seq2seqTraining, .forecastTraining:
            damageFolder("training/" + kind.tool!, as: "model", starts, &mutator)
        case .tokenizer: damageFile(in: "tokenizers", starts, &mutator)
        case .records: damageFile(in: "reviews", starts, &mutator)
        case .pairs: damageFile(in: "pairs", starts, &mutator)
        case .series: damageFile(in: "series", starts, &mutator)
        case .text: damageFile(in: "texts", starts, &mutator)
        case .vectors: damageFile(in: "vectors", starts, &mutator)
        case .archive: damageFile(in: "archives", starts, &mutator)
        case .options, .plantedCrash, .plantedHang, .plantedNumber, .plantedMemory, .plantedDefect: break
        }
        originals = originals.filter { files[$0.key] != $0.value }
        let name = files.keys.sorted().first ?? ""
        if kind == .options {
            command = HostileOptions(starts).command(&mutator.random)
        } else if mutator.random.once(in: kind.toolShare),
            let words = FuzzCommands.pick(kind, file: name, &mutator.random)
        {
            command = words
        }
    }

    /// One file of a folder damaged, seldom several, or one exchanged for another folder's or left out.
    private mutating func damageFolder(_ folder: String, as name: String, _ starts: Starts, _ mutator: inout Mutator) {
        for (path, bytes) in starts.files(in: folder) { files["\(name)/\(path)"] = bytes }
        originals = files
        repeat {
            let path = mutator.random.pick(files.keys.sorted())
            switch mutator.random.below(20) {
            case 0: files[path] = nil
            case 1: files[path] = mutator.random.pick(mutator.donors)
            default: mutator.mutate(&files[path]!, as: FileFormat(of: path))
            }
        } while files.count > 1 && mutator.random.once(in: 8)
    }

    private mutating func damageFile(in folder: String, _ starts: Starts, _ mutator: inout Mutator) {
        let (path, bytes) = mutator.random.pick(starts.files(in: folder))
        originals[path] = bytes
        files[path] = bytes
        mutator.mutate(&files[path]!, as: FileFormat(of: path))
    }

    // MARK: Files

    private static let description = "case.json"

    func write(to folder: URL) throws {
        try? FileManager.default.removeItem(at: folder)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, bytes) in files {
            let file = folder.appendingPathComponent(name)
            if name.contains("/") {
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            }
            try Data(bytes).write(to: file)
        }
    }

    /// Keeps the case where it can be found and repeated.
    func keep(in folder: URL) throws {
        try write(to: folder)
        try JSONEncoder().encode(self).write(to: folder.appendingPathComponent(Self.description))
    }

    /// A case that was kept.
    init(keptIn folder: URL) throws {
        self = try JSONDecoder().decode(
            FuzzCase.self, from: Data(contentsOf: folder.appendingPathComponent(Self.description)))
        for (name, bytes) in try Starts.contents(of: folder) where name != Self.description { files[name] = bytes }
    }
}
