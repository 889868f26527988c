"""Promises to pay: a customer says how much of a claim they pay until when, and is left alone until then."""
