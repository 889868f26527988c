"""The double-entry journal: every pound that was owed, paid or corrected, once."""
