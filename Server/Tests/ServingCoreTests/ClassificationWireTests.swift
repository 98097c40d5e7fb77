import Foundation
import Recurrent
import ServingCore
import ServingTestModels
import Testing

struct ClassificationWireTests {
    private let classifier = ServingTestModels.classifier

    private func predict(_ json: String) throws -> PredictRequest {
        try WireCoding.decode(PredictRequest.self, from: Data(json.utf8))
    }

    private func classify(_ json: String) throws -> ClassifyRequest {
        try WireCoding.decode(ClassifyRequest.self, from: Data(json.utf8))
    }

    // MARK: POST /predict

    @Test func inputsAreATextOrSeveral() throws {
        let one = try predict(#"{"inputs": "a"}"#)
        #expect(one.inputs.texts == ["a"] && !one.inputs.isBatch && !one.truncate && !one.rawScores)
        let list = try predict(#"{"inputs": ["a", "b"], "raw_scores": true, "truncate": true}"#)
        #expect(list.inputs.texts == ["a", "b"] && list.inputs.isBatch && list.truncate && list.rawScores)
        let lists = try predict(#"{"inputs": [["a"], ["b"]], "model": "judge"}"#)
        #expect(lists.inputs.texts == ["a", "b"] && lists.inputs.isBatch && lists.model == "judge")
    }

    @Test(arguments: [
        #"{"inputs": []}"#, #"{"inputs": [["a", "b"]]}"#, #"{"inputs": 3}"#, #"{}"#, #"{"inputs": ["a", 3]}"#,
        #"{"inputs": [[]]}"#, #"{"inputs": null}"#, "no JSON",
    ])
    func otherInputsAreRefused(json: String) {
        #expect { try predict(json) } throws: { PredictError.status(of: $0 as? ServingError ?? .busy) == 422 }
    }

    @Test func aTextThatIsTooLongIsRefusedOrTruncated() throws {
        let text = Array(repeating: "film", count: 41).joined(separator: " ")
        let refused = try predict(#"{"inputs": "\#(text)"}"#)
        #expect { try refused.work(for: classifier, limits: Limits()) } throws: {
            PredictError.status(of: $0 as? ServingError ?? .busy) == 413
        }
        let truncated = try predict(#"{"inputs": "\#(text)", "truncate": true}"#)
        #expect(try truncated.work(for: classifier, limits: Limits()).map(\.text) == [text])
        var limits = Limits()
        limits.texts = 1
        let many = try predict(#"{"inputs": ["a", "b"]}"#)
        #expect { try many.work(for: classifier, limits: limits) } throws: {
            PredictError.status(of: $0 as? ServingError ?? .busy) == 413
        }
    }

    @Test func predictionsAreSortedByScore() throws {
        let result = try classifier.classify("a dull film")
        let predictions = Prediction.predictions(of: result, isMultiLabel: false, isRaw: false)
        #expect(predictions.map(\.score) == result.probabilities.map(\.probability).sorted(by: >))
        #expect(predictions[0].label == result.label && predictions.count == 3)
        let raw = Prediction.predictions(of: result, isMultiLabel: false, isRaw: true)
        #expect(raw.map(\.label) == predictions.map(\.label))
        for (raw, plain) in zip(raw, predictions) { #expect(abs(exp(raw.score) - plain.score) < 1e-12) }
        let odds = Prediction.predictions(of: result, isMultiLabel: true, isRaw: true)
        for (odds, plain) in zip(odds, predictions) { #expect(abs(1 / (1 + exp(-odds.score)) - plain.score) < 1e-12) }
    }

    @Test func errorsHaveTheShapeOfTheInterface() {
        let json = String(decoding: WireCoding.encode(PredictError(.busy)), as: UTF8.self)
        #expect(json == #"{"error":"Too many texts are waiting; try again later.","error_type":"overloaded"}"#)
    }

    // MARK: POST /v1/classify

    @Test func noLabelIsGivenBelowTheThreshold() throws {
        let engine = ClassifierEngine(classifier, name: "judge", limits: Limits())
        defer { engine.stop() }
        let classification = try classifier.classify("a dull film")
        let event = ClassifierEngine.Event(index: 0, classification: classification, explanation: nil)
        let probability = classification.probability
        #expect(ClassifyResult(event, isMultiLabel: false, threshold: probability).label == classification.label)
        let abstaining = ClassifyResult(event, isMultiLabel: false, threshold: probability.nextUp)
        #expect(abstaining.label == nil && abstaining.probability == probability && abstaining.labels == nil)
        #expect(abstaining.probabilities.count == 3 && abstaining.tokens == 3)
        #expect(String(decoding: WireCoding.encode(abstaining), as: UTF8.self).contains(#""label":null"#))
    }

    @Test func explanationsSayWhereAWordStands() throws {
        let event = ClassifierEngine.Event(
            index: 0, classification: try classifier.classify("a dull film"),
            explanation: try classifier.explain("a dull film"))
        let words = try #require(ClassifyResult(event, isMultiLabel: false, threshold: 0).explanation)
        #expect(words.map(\.text) == ["a", "dull", "film"] && words.map(\.start) == [0, 2, 7])
        #expect(words.map(\.end) == [1, 6, 11])
    }

    @Test(arguments: [#"{"input": "a", "threshold": 2}"#, #"{"input": []}"#, #"{"input": 3}"#, #"{}"#])
    func otherRequestsAreRefused(json: String) {
        #expect { try classify(json).work(limits: Limits()) } throws: { ($0 as? ServingError)?.status == 400 }
    }

    // MARK: POST /v1/tokenize

    @Test func tokensSayWhereTheyStand() throws {
        let request = try WireCoding.decode(TokenizeRequest.self, from: Data(#"{"input": ["Zoë ☃", ""]}"#.utf8))
        let response = try request.response(
            model: "writer", tokenizer: ServingTestModels.generator.tokenizer, limits: Limits())
        #expect(response.results.count == 2 && response.results[1].tokens.isEmpty)
        let tokens = response.results[0].tokens
        #expect(tokens.map(\.text) == ["Z", "o", "ë", " ", "☃"] && response.results[0].unknown == 1)
        #expect(tokens.map(\.start) == [0, 1, 2, 4, 5] && tokens.last?.end == 8)
    }
}
