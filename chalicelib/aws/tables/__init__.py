"""The five DynamoDB tables as PynamoDB models. What an item's `doc` holds is the entity's own business (ADR 0003)."""
