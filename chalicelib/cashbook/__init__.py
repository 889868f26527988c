"""The cashbook: payments of all customers, newest first, as a list, as totals, as a file, and as reports to the creditor."""
