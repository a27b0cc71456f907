"""Buttons below a message: one choice a row, what one tap copies beside it, and links."""

from collections.abc import Iterable

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.adapters.telegram.replies import Button, copyable

COPYING = "复制"
PRIVATE = "到私聊里写"


def keyboard(buttons: tuple[Button, ...]) -> InlineKeyboardMarkup | None:
    """Give the keyboard of a message; ``None`` without buttons. Every label is a different one."""
    rows = [_row(place, button) for place, button in enumerate(buttons, 1)]
    return InlineKeyboardMarkup(rows) if rows else None


def linked(address: str) -> InlineKeyboardMarkup:
    """Give the one button that opens an address."""
    return InlineKeyboardMarkup([[InlineKeyboardButton(PRIVATE, url=address)]])


def copying(texts: Iterable[str], address: str) -> InlineKeyboardMarkup:
    """Give a row that copies texts, numbered from 1, and the one button below it that opens an address."""
    row = [_copy(place, text) for place, text in enumerate(map(copyable, texts), 1) if text]
    rows = (row, *linked(address).inline_keyboard)
    return InlineKeyboardMarkup([each for each in rows if each])


def _copy(place: int, text: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(f"{COPYING} {place}", copy_text=CopyTextButton(text))


def _row(place: int, button: Button) -> list[InlineKeyboardButton]:
    row = [InlineKeyboardButton(button.label, callback_data=button.data)]
    if button.copy:
        row.append(_copy(place, button.copy))
    return row
