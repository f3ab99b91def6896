"""Training of the small models that ship: the commands, their data and the export to int8 ONNX."""
