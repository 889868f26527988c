"""Stripe behind the provider port: Checkout for payments and mandates, payment intents for what an agent or a plan collects."""
