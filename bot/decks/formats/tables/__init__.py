"""Tables: CSV, TSV, and what programs export as such."""
