"""Importers of real data: each reads a published file and hands its records to the clients service."""
