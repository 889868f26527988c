"""What somebody has to do about a customer, by when, and who."""
