"""Whether a model declines: it says that it cannot, though it was offered the tools."""

from __future__ import annotations

from .folding import words

_LOOKED_AT = 400
_SIGNS_WITHOUT_SPACES = (
    "抱歉", "对不起", "無法", "无法", "申し訳", "できません", "죄송", "ขออภัย",
)  # fmt: skip
_SIGNS = tuple(
    " ".join(words(sign))
    for sign in (
        "I'm sorry", "I am sorry", "I apologize", "I cannot", "I can't", "I'm unable",
        "I am unable",
        "I don't have access", "I do not have access", "as an AI", "as a language model",
        "je suis désolé", "je ne peux pas", "je n'ai pas accès", "modèle de langage",
        "es tut mir leid", "ich kann nicht", "ich kann leider", "keinen Zugriff",
        "als Sprachmodell",
        "lo siento", "no puedo", "no tengo acceso", "modelo de lenguaje",
        "mi dispiace", "non posso", "non ho accesso", "modello linguistico",
        "desculpe", "sinto muito", "não posso", "não tenho acesso",
        "het spijt me", "ik kan niet", "ik kan helaas", "geen toegang",
        "mohon maaf", "saya tidak dapat", "saya tidak bisa", "tidak memiliki akses",
        "przepraszam", "nie mogę", "nie mam dostępu", "üzgünüm", "erişimim yok", "xin lỗi",
        "извините", "к сожалению", "не могу", "у меня нет доступа", "عذرا", "لا أستطيع",
    )
)  # fmt: skip


def declines(text: str) -> bool:
    """
    >>> declines("I'm sorry, but I can't look into your database.")
    True
    >>> declines("Azure Interior owes you 1,250.00.")
    False
    """
    said = f" {' '.join(words(text[:_LOOKED_AT]))} "
    return any(f" {sign} " in said for sign in _SIGNS) or any(
        sign in text[:_LOOKED_AT] for sign in _SIGNS_WITHOUT_SPACES
    )
