"""One file per kind of value found in a cell: each reads a text and says what it had to change."""
