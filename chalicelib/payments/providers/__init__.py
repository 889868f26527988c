"""Adapters behind the provider port."""
