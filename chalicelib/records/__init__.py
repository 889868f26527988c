"""Customers with their accounts and claims, their personal link, and how they are found."""
