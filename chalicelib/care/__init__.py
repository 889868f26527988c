"""Care: what must not be done to a customer now, and why. Holds, consents, limitation, and one pure engine over them."""
