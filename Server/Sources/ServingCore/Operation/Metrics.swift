import Foundation
import Synchronization

/// Counts requests, and prints them with the figures of the engines in the text format of Prometheus.
package final class Metrics: Sendable {
    private struct Series: Hashable {
        let route: String
        let status: Int
    }

    private struct Histogram {
        var counts = [Int](repeating: 0, count: Metrics.bounds.count + 1)
        var sum = 0.0
    }

    private struct State {
        var requests: [Series: Int] = [:]
        var durations: [String: Histogram] = [:]
        var running = 0
    }

    /// The upper bounds of the histogram of durations, in seconds.
    private static let bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

    private let state = Mutex(State())
    private let start = Date().timeIntervalSince1970

    package init() {}

    /// Counts a request that begins.
    package func begin() { state.withLock { $0.running += 1 } }

    /// Counts a request that has ended.
    ///
    /// - Parameters:
    ///   - route: Its route, not its path: there are only so many.
    ///   - status: Of the response; 499 where the client left before there was one.
    ///   - seconds: From its head to the end of the response.
    package func end(route: Route?, status: Int, seconds: Double) {
        let route = route?.rawValue ?? "other"
        state.withLock { state in
            state.running -= 1
            state.requests[Series(route: route, status: status), default: 0] += 1
            var histogram = state.durations[route] ?? Histogram()
            histogram.counts[Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count] += 1
            histogram.sum += seconds
            state.durations[route] = histogram
        }
    }

    /// All figures.
    package func text(_ models: ServedModels) -> String {
        var text = MetricsText()
        let state = state.withLock { $0 }
        text.family("recurrent_requests_total", "counter", "Requests that have ended.")
        for (series, count) in state.requests.sorted(by: {
            ($0.key.route, $0.key.status) < ($1.key.route, $1.key.status)
        }) {
            text.sample(count, ["route": series.route, "status": String(series.status)])
        }
        text.family("recurrent_requests_running", "gauge", "Requests that are being answered.")
        text.sample(state.running)
        appendDurations(state.durations, to: &text)
        appendGenerators(models.generators, to: &text)
        appendClassifiers(models.classifiers, to: &text)
        text.family("process_start_time_seconds", "gauge", "When the server started, in seconds since 1970.")
        text.sample(start)
        return text.text
    }

    private func appendDurations(_ durations: [String: Histogram], to text: inout MetricsText) {
        text.family(
            "recurrent_request_seconds", "histogram", "Seconds from the head of a request to the end of its response.")
        for (route, histogram) in durations.sorted(by: { $0.key < $1.key }) {
            var count = 0
            for (bound, inBucket) in zip(Self.bounds + [.infinity], histogram.counts) {
                count += inBucket
                let name = bound.isFinite ? bound.formatted() : "+Inf"
                text.sample(count, ["route": route, "le": name], suffix: "_bucket")
            }
            text.sample(histogram.sum, ["route": route], suffix: "_sum")
            text.sample(count, ["route": route], suffix: "_count")
        }
    }

    private func appendGenerators(_ engines: [GeneratorEngine], to text: inout MetricsText) {
        let figures = engines.map { ($0.name, $0.figures) }
        func family(_ name: String, _ type: String, _ help: String, _ value: (GeneratorEngine.Figures) -> Int) {
            text.family(name, type, help)
            for (name, figures) in figures { text.sample(value(figures), ["model": name]) }
        }
        family("recurrent_generator_running", "gauge", "Texts that are being written.", \.running)
        family("recurrent_generator_waiting", "gauge", "Texts that wait for a slot.", \.waiting)
        family("recurrent_generator_steps_total", "counter", "Steps of all running texts together.", \.steps)
        family("recurrent_generator_tokens_total", "counter", "Tokens read and written.", \.tokens)
    }

    private func appendClassifiers(_ engines: [ClassifierEngine], to text: inout MetricsText) {
        let figures = engines.map { ($0.name, $0.figures) }
        func family(_ name: String, _ type: String, _ help: String, _ value: (ClassifierEngine.Figures) -> Int) {
            text.family(name, type, help)
            for (name, figures) in figures { text.sample(value(figures), ["model": name]) }
        }
        family("recurrent_classifier_waiting", "gauge", "Texts that wait to be classified.", \.waiting)
        family("recurrent_classifier_texts_total", "counter", "Texts that were classified.", \.texts)
        family("recurrent_classifier_batches_total", "counter", "Batches that they came in.", \.batches)
    }
}

/// Figures in the text format of Prometheus.
private struct MetricsText {
    var text = ""
    private var name = ""

    mutating func family(_ name: String, _ type: String, _ help: String) {
        self.name = name
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    mutating func sample(_ value: Int, _ labels: KeyValuePairs<String, String> = [:], suffix: String = "") {
        line(String(value), labels, suffix)
    }

    mutating func sample(_ value: Double, _ labels: KeyValuePairs<String, String> = [:], suffix: String = "") {
        line(String(value), labels, suffix)
    }

    private mutating func line(_ value: String, _ labels: KeyValuePairs<String, String>, _ suffix: String) {
        // Routes and names of models have no character that would have to be escaped.
        let list = labels.map { "\($0.key)=\"\($0.value)\"" }.joined(separator: ",")
        text += "\(name)\(suffix)\(list.isEmpty ? "" : "{\(list)}") \(value)\n"
    }
}
