import ArgumentParser
import Datasets
import Recurrent
import Tokenization

extension RecordFormat: ExpressibleByArgument {}
extension WeightPrecision: ExpressibleByArgument {}
extension Normalization: ExpressibleByArgument {}
extension TokenUnit: ExpressibleByArgument {}
