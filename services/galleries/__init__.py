"""Galleries of photos and files, each of one unit."""
