"""Whether the journal, the records and the reservations still agree, found out without the rules that wrote them."""
