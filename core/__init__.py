"""Loading, schema, consistency checks and errors of data/ and mkdocs.yml: what macros, hooks and exports rest on."""
