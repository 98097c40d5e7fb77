import ModelFiles
import NeuralLayers

/// A forecaster without a network: a ``FittedBaseline`` for each column, with all parameters in `config.json`.
public struct SeriesBaselineModel: Layer, StoredModel {
    public let configuration: Configuration

    public init(_ configuration: Configuration) { self.configuration = configuration }

    public init(_ configuration: Configuration, using generator: inout some RandomNumberGenerator) {
        self.init(configuration)
    }

    /// There are no parameters to train.
    public func visitParameters(_ visitor: inout ParameterVisitor) {}

    public struct Configuration: StoredConfiguration {
        public static let modelType = "seriesBaseline"
        public static let fileNames = ForecasterNetwork.Configuration.fileNames

        /// One a column.
        public var columns: [FittedBaseline]

        public init(columns: [FittedBaseline]) { self.columns = columns }

        public var problem: String? {
            guard let first = columns.first else { return "it has no columns" }
            guard columns.allSatisfy({ $0.description == first.description }) else {
                return "its columns have different methods"
            }
            return columns.lazy.compactMap(\.problem).first
        }

        public var parameterShapes: [String: [Int]] { [:] }
    }
}
