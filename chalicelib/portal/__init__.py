"""The debtor's pages: link, identity, overview, payment."""
