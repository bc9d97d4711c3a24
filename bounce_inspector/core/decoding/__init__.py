"""Bytes to parts and text: the scanner, headers, charsets, transfer encodings."""
