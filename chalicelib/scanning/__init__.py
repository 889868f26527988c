"""Scanning: what a file really is, and what in it could do harm. Bytes in, a verdict out; nothing is ever run or rendered."""
