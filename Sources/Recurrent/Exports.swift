// `import Recurrent` is enough for all tasks: it exports them and what they are made of.
@_exported import Datasets
@_exported import Decoding
@_exported import Forecasting
@_exported import ModelFiles
@_exported import NeuralLayers
@_exported import Tensors
@_exported import TextClassification
@_exported import TextGeneration
@_exported import Tokenization
@_exported import Training
@_exported import Translation
