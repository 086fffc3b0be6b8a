"""Protobuf and mapped classes, both ways."""
