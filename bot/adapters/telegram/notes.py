"""Sentences that belong to no talk: kept until they have arrived, as replies are."""

import msgspec
from msgspec import Struct

from bot.replies import Say
from bot.store.transaction import Transaction

OWNER = "tg:"

CLASSIFIED = (
    "这里面有密级标志（秘密、机密、绝密），没有收，也没有存。"
    "涉密内容不能经 Telegram 传：请在单位的离线电脑上用终端版写（shuzhi chat），并把这条消息从聊天里删掉。"
)
WELCOME = "管理员已经把您登记好了。发 /start 开始写。"
STALLED = "草稿库暂时存不进去，您这条已经收到，恢复后会接着处理，不用重发。请稍等，或告诉管理员。"
TRACES = "内容已经删除，但服务器磁盘上的痕迹暂时没擦净。请过一会儿再发一次 /forget。"
FAULT = "这一条没有处理成，没有记进稿子（编号 {update}）。请换个说法再发；还不行，把编号告诉管理员。"
TOO_MANY = "您的草稿已经有 {count} 份，不能再添。请先发 /drafts 看看，用 /forget 序号 删掉不要的。"
SLOWER = "您发得太快，前面的还没处理完，后面这些没有收。请等我答完，再从没有答到的那条起重新发。"

NAMES = {"names": "看单位、人员、地点有哪些代号"}
"""The command that tells them, where names stay home."""


class Told(Struct, frozen=True):
    """A sentence for a user."""

    user: int
    text: str


def owner_of(user: int) -> str:
    """Give the name under which the store keeps a Telegram user's drafts."""
    return f"{OWNER}{user}"


def user_of(owner: str) -> int:
    """Give the Telegram user of that name; 0 for what is no such name."""
    number = owner.removeprefix(OWNER)
    return int(number) if owner.startswith(OWNER) and number.isdecimal() else 0


def note(transaction: Transaction, told: Told) -> None:
    """Have a sentence told, after all that waits for its user now."""
    transaction.outbox.note(owner_of(told.user), msgspec.json.encode(Say(told.text)))
