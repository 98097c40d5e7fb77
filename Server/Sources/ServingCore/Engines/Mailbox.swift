import Synchronization

/// What a thread hands to a task: the task suspends until something has come, and takes all of it together.
final class Mailbox<Element: Sendable>: Sendable {
    private struct State {
        var elements: [Element] = []
        /// How it ended, once it has.
        var end: Result<Void, any Error>?
        var reader: CheckedContinuation<[Element]?, any Error>?
    }

    private let state = Mutex(State())

    /// Adds an element. Nothing is added after the end.
    func send(_ element: Element) {
        resume {
            if $0.end == nil { $0.elements.append(element) }
        }
    }

    /// Ends it, with an error or without one; what was added before is still read.
    func finish(throwing error: (any Error)? = nil) {
        resume {
            if $0.end == nil { $0.end = error.map { .failure($0) } ?? .success(()) }
        }
    }

    /// Waits for elements.
    ///
    /// - Returns: All that have come since the last call; `nil` at the end.
    /// - Throws: The error that it ended with.
    func next() async throws -> [Element]? {
        try await withCheckedThrowingContinuation { continuation in
            resume { $0.reader = continuation }
        }
    }

    /// Changes the state, and resumes the reader if there is something for it.
    private func resume(_ change: (inout State) -> Void) {
        let (reader, result) = state.withLock { state in
            change(&state)
            guard let reader = state.reader else {
                return (CheckedContinuation<[Element]?, any Error>?.none, Result<[Element]?, any Error>.success(nil))
            }
            let result: Result<[Element]?, any Error>
            if !state.elements.isEmpty {
                result = .success(state.elements)
                state.elements = []
            } else if let end = state.end {
                result = end.map { nil }
            } else {
                return (nil, .success(nil))
            }
            state.reader = nil
            return (reader, result)
        }
        reader?.resume(with: result)
    }
}
