"""The end of a record: deleted where no money ever moved, anonymised where the ledger has to stay."""
