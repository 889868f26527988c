"""What an agent sees of one customer: records, money and diary on one page. It owns no data."""
