"""Training of the bundle: the only place with TensorFlow and Keras."""
