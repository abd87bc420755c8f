"""Runs a SavedModel's signature in Python's TensorFlow on raw tensors.

    python3 run_saved_model.py MODEL SIGNATURE FOLDER KEY:DTYPE:SIDExSIDE…  …

Reads FOLDER/KEY.in for each input, writes FOLDER/KEY.out for each output (float32) and prints its key and sides.
"""

import pathlib
import sys

import numpy as np
import tensorflow as tf

model, signature, folder, *inputs = sys.argv[1:]
folder = pathlib.Path(folder)
feeds = {}
for spec in inputs:
    key, dtype, sides = spec.split(":")
    shape = [int(side) for side in sides.split("x") if side]
    feeds[key] = tf.constant(np.fromfile(folder / (key + ".in"), dtype=dtype).reshape(shape))
loaded = tf.saved_model.load(model)
for key, value in loaded.signatures[signature](**feeds).items():
    value.numpy().astype(np.float32).tofile(folder / (key + ".out"))
    print(key, *value.shape)
