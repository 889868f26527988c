"""What the organisation decides, with defaults that are safe for a UK firm."""
