"""Between the mapped classes and protobuf, in pairs, and nothing else."""
