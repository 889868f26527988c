"""What the provider's secret holds for Stripe."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError


class Credentials(BaseModel):
    """`{"api_key": "rk_live_...", "webhook_secrets": ["whsec_..."]}`: several webhook secrets while one is being replaced."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, hide_input_in_errors=True)

    api_key: SecretStr = Field(min_length=8)
    webhook_secrets: tuple[SecretStr, ...] = Field(min_length=1)

    @property
    def signing_secrets(self) -> list[bytes]:
        return [secret.get_secret_value().encode() for secret in self.webhook_secrets]


def credentials(secret: bytes) -> Credentials:
    """The secret as it was stored. Raises RuntimeError for anything else, without showing it."""
    try:
        return Credentials.model_validate_json(secret)
    except ValidationError:
        raise RuntimeError("the payment provider's secret is not what Stripe needs: see docs/payment-providers.md") from None
