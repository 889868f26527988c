"""Customers' files: held in quarantine until every scanner has said that they are clean, and only then seen."""
