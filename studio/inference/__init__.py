"""The bundle, and onnxruntime that runs it."""
