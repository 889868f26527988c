"""Saved ways to pay: what a customer consented to, how it stands at the provider, and what may be charged under it."""
