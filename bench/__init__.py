"""Measurements, each judged as a ratio within one run so that the machine does not matter."""
