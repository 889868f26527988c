"""Messages to customers: short built-in texts by SMS and email, each sent at most once, each kept as it was sent."""
