"""Who is let in, and what an administrator may do about it."""

import re

from msgspec import Struct

from bot.adapters.clock import local
from bot.adapters.telegram import reviewers
from bot.adapters.telegram.links import Link
from bot.adapters.telegram.notes import WELCOME, Told, owner_of, user_of
from bot.adapters.telegram.settings import Settings
from bot.adapters.telegram.updates import Incoming
from bot.events import Commanded
from bot.store.members import Member, Role
from bot.store.transaction import Transaction

INVITED = (
    "这个机器人只对登记过的人开放。您的配对码是 {code}，第一次给您起一小时内有效，只能用一次。"
    "请把它交给管理员，由管理员发 /approve {code}；登记好会通知您。\n"
    "也可以把这条链接转给他，点开就登记：{link}"
)
CROWDED = "这个机器人只对登记过的人开放。现在等着登记的人太多，给不了您配对码，请过一小时再发 /start。"
CLOSED = "这个机器人只对管理员登记过的人开放。请把您的编号 {user} 交给管理员，登记后再发 /start。"
ADMITTED = "登记好了：{user}。请记下这个编号是谁，取消登记发 /revoke {user} 要用；机器人不存姓名。"
ADMINISTRATORS_ONLY = "/{command} 只有管理员能用：请把配对码或链接转给管理员。"
NOT_ONESELF = "这是您自己的编号：取消了，您就不能再登记别人。要取消，请另一位管理员发 /revoke {user}。"
NO_CODE = "没有这个配对码，或者已经用过、过期了（一小时）。请对方再发 /start 换一个。"
PRIVACY = (
    "您在这里说的话、发的文件经 Telegram 的服务器传来，不是端到端加密，Telegram 的运营者看得到；"
    "涉密和内部敏感材料请不要发，请在单位电脑上用终端版（shuzhi chat），那里不联网。\n"
    "本机器人存：草稿、说过的话、发来的材料、从您自己的报告里学的句式（只有带空的句式）、您的 Telegram 编号；"
    "不存：姓名、用户名、电话。每个人只看得到自己的草稿"
    "（您用 /review 请来的审阅人看得到那一份打开时的样子；审完三十天，他的编号也删），日志里没有您写的字。\n"
    "/export_my_data 把存着的关于您的一切打成一个压缩包发给您。\n"
    "/forget all 彻底删除您的全部草稿、说过的话和句式库，磁盘上不留字节；只留下收到过的消息编号（没有内容），"
    "免得同一条消息重送时再记一次，八天后也删。聊天窗口里的消息请自己删。登记由管理员用 /revoke 取消。"
)
ADMINISTRATION = {
    "approve": "登记一个人，例：/approve K7QM2XPD；登记为管理员：/approve K7QM2XPD admin",
    "users": "看登记了谁",
    "revoke": "取消登记，例：/revoke 12345678",
    "status": "看机器人好不好：积压、限速、磁盘、运行多久",
}
"""What only administrators see and may do."""

COMMON = {
    "review": "请人审阅这一份，意见列成待办，例：/review、/review 列表、/review 结束",
    "privacy": "您的话存在哪里、谁看得到、怎么删",
}

_ROLES: dict[Role, str] = {"admin": "管理员", "user": "用户"}
_USER = re.compile(r"[1-9][0-9]{0,15}")


class Stranger(Struct, frozen=True):
    """Somebody who is not let in; ``told`` is what to say, and again when they write again."""

    told: str


class Doorkeeper:
    """Decides by the settings, and by who was let in with a code."""

    def __init__(self, settings: Settings, name: str) -> None:
        """``name`` is the bot's user name."""
        self._settings = settings
        self._name = name

    def admits(self, transaction: Transaction, user: int) -> bool:
        """Tell whether a user may draft."""
        if self._settings.access == "open" or self._settings.lists(user):
            return True
        return self._settings.access == "pairing" and transaction.members.role(owner_of(user)) is not None

    def lets_in(self, transaction: Transaction, user: int, incoming: Incoming | None) -> bool:
        """Tell whether an update is taken: of those who may draft, and of those who read one draft."""
        return self.admits(transaction, user) or reviewers.lets_in(transaction, user, incoming)

    def governs(self, transaction: Transaction, user: int) -> bool:
        """Tell whether a user may let others in."""
        return user in self._settings.admins or transaction.members.role(owner_of(user)) == "admin"

    def turn_away(self, transaction: Transaction, user: int, incoming: Incoming | None = None) -> Stranger:
        """Give a stranger a code where codes are given, and tell of one brought that is not good."""
        if refused := reviewers.refused(transaction, user, incoming):
            return Stranger(refused)
        if self._settings.access != "pairing" or not user:
            return Stranger(CLOSED.format(user=user))
        code = transaction.members.invite(owner_of(user), self._settings.token.encode())
        if not code:
            return Stranger(CROWDED)
        link = Link("approve", code).address(self._name)
        return Stranger(INVITED.format(code=code, link=link))


def administered(
    transaction: Transaction, doorkeeper: Doorkeeper, user: int, command: Commanded
) -> tuple[Told, ...]:
    """Carry out a command about access or privacy; nothing for any other."""
    if command.name == "privacy":
        return (Told(user, PRIVACY),)
    if command.name not in ADMINISTRATION:
        return ()
    if not doorkeeper.governs(transaction, user):
        return (Told(user, ADMINISTRATORS_ONLY.format(command=command.name)),)
    match command.name:
        case "approve":
            return _approved(transaction, user, command.argument)
        case "users":
            return (Told(user, _listed(transaction.members.all())),)
        case _:
            return _revoked(transaction, user, command.argument)


def _approved(transaction: Transaction, user: int, argument: str) -> tuple[Told, ...]:
    code, _, role = argument.partition(" ")
    if not code or role.strip() not in {"", "admin", "管理员"}:
        return (Told(user, f"请这样写：{ADMINISTRATION['approve']}"),)
    owner = transaction.members.approve(code, "admin" if role else "user")
    if owner is None:
        return (Told(user, NO_CODE),)
    new = user_of(owner)
    return Told(user, ADMITTED.format(user=new)), Told(new, WELCOME)


def _revoked(transaction: Transaction, user: int, argument: str) -> tuple[Told, ...]:
    if not _USER.fullmatch(argument):
        return (Told(user, f"请这样写：{ADMINISTRATION['revoke']}；编号发 /users 看"),)
    if int(argument) == user and transaction.members.role(owner_of(user)):
        return (Told(user, NOT_ONESELF.format(user=user)),)
    ended = reviewers.revoked(transaction, int(argument))
    if transaction.members.revoke(owner_of(int(argument))):
        return Told(user, f"{argument} 不能再用了；草稿还留着，登记回来就能接着写。"), *ended
    if ended:
        return Told(user, f"{argument} 在审阅的稿子不能再看了。"), *ended
    told = f"{argument} 没有凭配对码登记过；写在设置里的，请改设置再重启。发 /users 看登记了谁。"
    return (Told(user, told),)


def _listed(members: tuple[Member, ...]) -> str:
    lines = [f"{user_of(each.owner)}　{_ROLES[each.role]}　{local(each.since)} 登记" for each in members]
    return "\n".join([*lines, f"凭配对码登记的共 {len(lines)} 人；写在设置里的不在此列。"])
