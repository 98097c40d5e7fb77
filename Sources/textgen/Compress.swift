import ArgumentParser
import CommandSupport
import Foundation
import ModelFiles
import Recurrent
import ToolSupport

/// `textgen compress`: a file, smaller.
struct Compress: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compress a file with a model, without loss.",
        discussion: """
            Works best for text of the kind that the model was trained on; any file can be compressed. textgen decompress \
            with the same model gives it back, on any machine.

              textgen compress story.txt -o story.rctz
              textgen compress notes.txt -o notes.rctz --model my-model
            """)

    @Argument(help: "File to compress; - for standard input.", completion: .file())
    var file: String

    @Option(name: .shortAndLong, help: "File for the archive.", completion: .file())
    var output: String

    @OptionGroup var coding: CodingOptions
    @OptionGroup var common: CommonOptions

    func validate() throws { try requirePaths([file, output, coding.model]) }

    func run() throws {
        try coding.run("compressing", from: file, to: output, common) { compressor, next, progress, write in
            try compressor.compress(next, progress: progress, to: write)
        }
    }
}

/// `textgen decompress`: the file back.
struct Decompress: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Unpack what textgen compress wrote.",
        discussion: """
            The model must be the one that compressed it. The file is written only if it is what was compressed.

              textgen decompress story.rctz -o story.txt
              textgen decompress notes.rctz -o notes.txt --model my-model
            """)

    @Argument(help: "Archive to unpack; - for standard input.", completion: .file())
    var file: String

    @Option(name: .shortAndLong, help: "File for what was compressed.", completion: .file())
    var output: String

    @OptionGroup var coding: CodingOptions
    @OptionGroup var common: CommonOptions

    func validate() throws { try requirePaths([file, output, coding.model]) }

    func run() throws {
        let name = URL(inputPath: file).nameInMessages
        try coding.run("unpacking", from: file, to: output, common) { compressor, next, progress, write in
            try compressor.decompress(name: name, next, progress: progress, to: write)
        }
    }
}

/// What compressing and unpacking have in common.
struct CodingOptions: ParsableArguments {
    @Option(
        help: "Model folder, or name of a shipped model (default: prose-en).", completion: .directory)
    var model: String?

    private struct Result: Encodable {
        let bytes: Int
        let compressedBytes: Int
        /// Nil for an empty file.
        let bitsPerByte: Double?
    }

    /// Loads the model, runs `code` from one file to another, and prints the sizes.
    func run(
        _ label: String, from file: String, to output: String, _ common: CommonOptions,
        code: (
            TextCompressor, _ next: @escaping () throws -> [UInt8]?, _ progress: (Int) throws -> Void,
            _ write: ([UInt8]) throws -> Void
        ) throws -> CompressedSize
    ) throws {
        ThreadPool.useThreads(atMost: common.threads)
        let input = try FileChunks(of: file == "-" ? nil : URL(fileURLWithPath: file))
        try requireOutputs([("--output", output)], inputs: [file], models: [model])
        let generator = try ModelArgument(model).load(precision: .fp32, isQuiet: common.quiet)
        let compressor = try TextCompressor(generator)
        let attributes = try? FileManager.default.attributesOfItem(atPath: file)
        let total = (attributes?[.size] as? Int).flatMap { $0 > 0 ? $0 : nil }
        let bar = ProgressBar(label, total: total, unit: "bytes", isQuiet: common.quiet)
        Interrupts.observe()
        var size: CompressedSize?
        try DurableFile.replace(at: URL(fileURLWithPath: output)) { writer in
            size = try code(
                compressor, { try input.next() },
                { completed in
                    try Interrupts.throwIfRequested()
                    bar.update(completed: completed)
                }, { try writer.write($0) })
        }
        bar.finish()
        guard let size else { return }
        try show(size, common)
    }

    private func show(_ size: CompressedSize, _ common: CommonOptions) throws {
        guard common.format == .text else {
            return try StandardOutput.writeLine(
                JSONOutput.encode(
                    Result(
                        bytes: size.bytes, compressedBytes: size.compressedBytes, bitsPerByte: size.bitsPerByte)))
        }
        let bits = size.bitsPerByte.map { ", \($0.fixed(3)) bits per byte" } ?? ""
        try StandardOutput.writeLine(
            "\(size.bytes.grouped) bytes, \(size.compressedBytes.grouped) compressed\(bits)")
    }
}
