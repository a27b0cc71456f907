"""Who is let in, and what an administrator may do about it."""

import re

from msgspec import Struct

from bot.adapters.clock import local
from bot.adapters.telegram.notes import OWNER, Told, owner_of
from bot.adapters.telegram.settings import Settings
from bot.events import Commanded
from bot.store.members import Member, Role
from bot.store.transaction import Transaction

INVITED = (
    "这个机器人只对登记过的人开放。您的配对码是 {code}，一小时内有效，只能用一次。"
    "请把它交给管理员，由管理员发 /approve {code}；登记好会通知您。"
)
PENDING = (
    "这个机器人只对登记过的人开放。配对码已经发给您（一小时内有效），请交给管理员；过期了再发 /start 换一个。"
)
CLOSED = "这个机器人只对管理员登记过的人开放。请把您的编号 {user} 交给管理员，登记后再发 /start。"
WELCOME = "管理员已经把您登记好了。发 /start 开始写。"
NO_CODE = "没有这个配对码，或者已经用过、过期了（一小时）。请对方再发 /start 换一个。"
PRIVACY = (
    "您在这里说的话、发的文件经 Telegram 的服务器传来，不是端到端加密，Telegram 的运营者看得到；"
    "涉密和内部敏感材料请不要发，请在单位电脑上用终端版（shuzhi chat），那里不联网。\n"
    "本机器人存：草稿、说过的话、您的 Telegram 编号；不存：姓名、用户名、电话。每个人只看得到自己的草稿，"
    "日志里没有您写的字。\n"
    "/forget all 彻底删除您的全部草稿和说过的话，磁盘上不留字节；只留下收到过的消息编号（没有内容），"
    "免得同一条消息重送时再记一次，八天后也删。聊天窗口里的消息请自己删。登记由管理员用 /revoke 取消。"
)
ADMINISTRATION = {
    "approve": "登记一个人，例：/approve K7QM2XPD；登记为管理员：/approve K7QM2XPD admin",
    "users": "看登记了谁",
    "revoke": "取消登记，例：/revoke 12345678",
}
"""What only administrators see and may do."""

COMMON = {"privacy": "您的话存在哪里、谁看得到、怎么删"}

_ROLES: dict[Role, str] = {"admin": "管理员", "user": "用户"}
_USER = re.compile(r"[1-9][0-9]{0,15}")


class Stranger(Struct, frozen=True):
    """Somebody who is not let in; ``told`` is what to say."""

    told: str


class Doorkeeper:
    """Decides by the settings, and by who was let in with a code."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def admits(self, transaction: Transaction, user: int) -> bool:
        """Tell whether a user may draft."""
        if self._settings.access == "open" or self._settings.lists(user):
            return True
        return self._settings.access == "pairing" and transaction.members.role(owner_of(user)) is not None

    def governs(self, transaction: Transaction, user: int) -> bool:
        """Tell whether a user may let others in."""
        return user in self._settings.admins or transaction.members.role(owner_of(user)) == "admin"

    def turn_away(self, transaction: Transaction, user: int) -> Stranger:
        """Give a stranger a code where codes are given; nothing else is written."""
        if self._settings.access != "pairing" or not user:
            return Stranger(CLOSED.format(user=user))
        code = transaction.members.invite(owner_of(user))
        return Stranger(INVITED.format(code=code) if code else PENDING)


def administered(
    transaction: Transaction, doorkeeper: Doorkeeper, user: int, command: Commanded
) -> tuple[Told, ...]:
    """Carry out a command about access or privacy; nothing for any other, or for somebody who may not."""
    if command.name == "privacy":
        return (Told(user, PRIVACY),)
    if command.name not in ADMINISTRATION or not doorkeeper.governs(transaction, user):
        return ()
    match command.name:
        case "approve":
            return _approved(transaction, user, command.argument)
        case "users":
            return (Told(user, _listed(transaction.members.all())),)
        case _:
            return (Told(user, _revoked(transaction, command.argument)),)


def _approved(transaction: Transaction, user: int, argument: str) -> tuple[Told, ...]:
    code, _, role = argument.partition(" ")
    if not code or role.strip() not in {"", "admin", "管理员"}:
        return (Told(user, f"请这样写：{ADMINISTRATION['approve']}"),)
    owner = transaction.members.approve(code, "admin" if role else "user")
    if owner is None:
        return (Told(user, NO_CODE),)
    new = int(owner.removeprefix(OWNER))
    return Told(user, f"登记好了：{new}。"), Told(new, WELCOME)


def _revoked(transaction: Transaction, argument: str) -> str:
    if not _USER.fullmatch(argument):
        return f"请这样写：{ADMINISTRATION['revoke']}"
    if not transaction.members.revoke(f"{OWNER}{argument}"):
        return f"{argument} 没有凭配对码登记过；写在设置里的，请改设置再重启。发 /users 看登记了谁。"
    return f"{argument} 不能再用了；草稿还留着，登记回来就能接着写。"


def _listed(members: tuple[Member, ...]) -> str:
    lines = [
        f"{each.owner.removeprefix(OWNER)}　{_ROLES[each.role]}　{local(each.since)} 登记" for each in members
    ]
    return "\n".join([*lines, f"凭配对码登记的共 {len(lines)} 人；写在设置里的不在此列。"])
