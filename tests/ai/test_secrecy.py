"""Which fields no language model is told of, by their names. Those of Odoo 19, mostly."""

from __future__ import annotations

import pytest

from context.secrecy import is_secret

SECRET = [
    "pin", "x_pin", "pin_2", "employee_pin", "x_pin2", "PIN", "l10n_sa_otp", "x_otp_code",
    "card_cvc", "x_cvv", "sim_puk", "password", "new_passwd", "smtp_pass", "wifi_pwd",
    "l10n_hu_edi_password", "door_passcode", "pkcs12_password", "access_token", "signup_token",
    "refresh_token", "google_calendar_rtoken", "invite_token", "totp_secret", "totp_last_counter",
    "auth_passkey_key_ids", "credential_identifier", "oauth_uid", "private_key_id",
    "smtp_ssl_private_key", "pem_key", "api_key", "stripe_webhook_secret", "webhook_uuid",
    "aps_access_code", "nemhandel_verification_code", "verification_code", "session_identifier",
    "l10n_sa_production_csid_json", "l10n_sa_compliance_csid_json", "l10n_tw_edi_ecpay_hashIV",
]  # fmt: skip
TOLD = [
    "iban", "l10n_ch_qr_iban", "has_iban_warning", "acc_number", "sanitized_acc_number",
    "bank_bic", "shipping_weight", "partner_shipping_id", "opinion", "pinned_at", "is_pinned",
    "unpin_dt", "topping_category", "spinning", "grouping", "options", "optout", "adoption",
    "pine_labs_store", "private_email", "private_phone", "private_street", "passport_id",
    "barcode", "default_code", "promo_code", "session_id", "l10n_eg_uuid", "reservation_code",
    "payment_reference", "invoice_origin", "street", "email",
]  # fmt: skip


@pytest.mark.parametrize("name", SECRET)
def test_secret(name):
    assert is_secret(name)


@pytest.mark.parametrize("name", TOLD)
def test_told(name):
    assert not is_secret(name)
