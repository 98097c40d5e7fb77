"""The forecaster of the tutorials in Keras: LSTM(50) and a dense layer on windows of a noisy sine; an epoch a round."""
import argparse
import os

from peer import missing, noisy_sine_windows, serve

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--xla", action="store_true", help="compile with XLA")
parser.add_argument("--threads", type=int, default=2)
options = parser.parse_args()

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
try:
    import keras
    import tensorflow as tf
except ImportError:
    missing("Keras with TensorFlow is not installed")

tf.config.threading.set_intra_op_parallelism_threads(options.threads)
tf.config.threading.set_inter_op_parallelism_threads(options.threads)
model = keras.Sequential([keras.Input((20, 1)), keras.layers.LSTM(50), keras.layers.Dense(1)])
model.compile("adam", "mse", jit_compile=options.xla)
inputs, targets = noisy_sine_windows()
name = f"Keras {keras.__version__} on TensorFlow {tf.__version__}" + (" XLA" if options.xla else "")
serve(name, lambda: model.fit(inputs, targets, batch_size=32, epochs=1, verbose=0))
