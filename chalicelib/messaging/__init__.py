"""Messages to customers: short built-in texts by SMS and email, each sent at most once, each kept as it was sent.

What staff get, invitations and codes for a new password, Cognito sends itself, with the words in `infra/identity.yaml`."""
