"""From lines and codes to fields: pure functions, which know no file, engine or database."""
