"""Prolongation: an invoice becomes due later, sometimes for a fee that is an invoice of its own."""
