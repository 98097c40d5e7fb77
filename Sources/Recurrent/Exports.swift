// `import Recurrent` is enough to train, sample and measure: the layers below come with it.
@_exported import Datasets
@_exported import Models
@_exported import NeuralLayers
@_exported import Tensors
@_exported import Tokenization
@_exported import Training
