"""Shared by macros, hooks and exports: schema, loading, consistency checks and errors of data/ and mkdocs.yml."""
