import ArgumentParser
import Foundation
import GeneralEnglishModel
import MessagesMultilingualModel
import MovieReviewsModel
import Recurrent
import ServingCore
import ShakespeareModel

/// Loads the models that the settings name.
struct ModelLoading {
    private let configuration: ServerConfiguration

    init(_ configuration: ServerConfiguration) { self.configuration = configuration }

    /// Models of one's own come first, so that requests without a name get them.
    ///
    /// - Throws: Errors of the library, which name the folder; `ServedModelError`.
    func load() throws -> ServedModels {
        let limits = configuration.limits
        let own = try configuration.models.sorted { $0.key < $1.key }.map { name, folder in
            try ServedModel(contentsOf: URL(fileURLWithPath: folder), name: name, limits: limits)
        }
        return try ServedModels(own + (configuration.shippedModels ? shipped(limits) : []))
    }

    private func shipped(_ limits: Limits) throws -> [ServedModel] {
        let shakespeare = EmbeddedModel.shakespeare
        let classifiers = [EmbeddedModel.generalEnglish, .movieReviewsEnglish, .messagesMultilingual]
        return [
            .generator(GeneratorEngine(try TextGenerator(shakespeare), name: shakespeare.name, limits: limits))
        ]
            + (try classifiers.map {
                .classifier(ClassifierEngine(try TextClassifier($0), name: $0.name, limits: limits))
            })
    }
}
