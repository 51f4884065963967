"""The API, version 1: what the pages show, for programs. Reads the same selections; knows no rule of its own."""
