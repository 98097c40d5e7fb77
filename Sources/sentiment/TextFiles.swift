import CommandSupport
import Foundation
import Recurrent
import ToolSupport

/// The files of a command that classifies texts; standard input where none is named.
struct TextFiles {
    let files: [(url: URL, name: String)]
    let isQuiet: Bool

    init(_ files: [String], isQuiet: Bool) {
        self.files = (files.isEmpty ? ["-"] : files).map { file in
            let url = URL(inputPath: file)
            return (url, url.isStandardInput ? url.nameInMessages : file)
        }
        self.isQuiet = isQuiet
    }

    /// Opens all files, so that a mistake shows before work begins.
    func requireReadable(by command: String) throws {
        try ToolSupport.requireReadable(files.map { (url: $0.url as URL?, name: $0.name) }, of: command)
    }

    /// Reads a file on one thread and hands its texts over on this one, everything that waits at a time: line by line from
    /// a slow pipe, in batches of up to 512 from a file.
    ///
    /// - Parameters:
    ///   - options: How records are read; afterwards with the columns of this file, for the next one.
    ///   - showsProgress: Whether a bar may be shown.
    func read(
        _ file: (url: URL, name: String), unit: TextUnit, options: inout RecordOptions, keepsColumns: Bool,
        tokenizer: Tokenizer, showsProgress: Bool = true, _ body: ([TextItem]) throws -> Void
    ) throws {
        let size =
            file.url.isStandardInput
            ? nil : try? FileManager.default.attributesOfItem(atPath: file.url.path)[.size] as? Int
        let bar = ProgressBar(
            file.name, total: size.flatMap { $0 > 0 ? $0 : nil }, unit: "bytes", isQuiet: isQuiet || !showsProgress)
        defer { bar.finish() }
        nonisolated(unsafe) var source = try TextSource(
            file.url, name: file.name, unit: unit, options: options, keepsColumns: keepsColumns, tokenizer: tokenizer)
        let queue = RecordQueue<TextItem>(costLimit: 16 << 20)
        queue.checkInterrupt = { try Interrupts.throwIfRequested() }
        queue.fill(cost: { $0.text.utf8.count + 64 }, from: { try source.next() })
        defer { queue.cancel() }
        func tellNotes() {
            source.tell { note in if !isQuiet { StandardError.writeLine(note.message) } }
        }
        while true {
            let items: [TextItem]
            do {
                items = try queue.takeAll()
            } catch {
                if queue.isFinished { tellNotes() }
                throw error
            }
            guard let last = items.last else {
                tellNotes()
                options.precedent = source.columns ?? options.precedent
                return
            }
            for start in stride(from: 0, to: items.count, by: 512) {
                try Interrupts.throwIfRequested()
                try body(Array(items[start..<min(start + 512, items.count)]))
            }
            try StandardOutput.flush()
            bar.update(completed: last.bytesRead)
        }
    }
}
