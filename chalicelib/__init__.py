"""Quittance: self-service debt resolution. Each folder is one room; `README.md` has the map."""
