"""What is told to readers and owners of drafts, apart from any talk."""

from msgspec import Struct

from bot.replies import Attachment, Say

STEMS = "甲乙丙丁戊己庚辛壬癸"
NO_CODE = "没有这个审阅码，或者已经用过、过期了（24 小时）。请对方再发一次 /review，换一个新的给您。"
OVER = "这份稿子的审阅已经结束，这一条没有记。还要提意见，请对方再给一个审阅码。"
ENDED = "这份稿子的审阅由它的主人结束了，您提过的意见都已交给他。谢谢您。"
FORMER = (
    "您审阅的那份稿子，审阅已经结束，看不到了，这一条没有收。还要提意见，请对方再给一个审阅码；"
    "自己也要用它写稿，发 /start，再找管理员登记。"
)


class Letter(Struct, frozen=True):
    """Something told to somebody; ``session`` is that of the draft that it shows, if it shows one.

    With a ``copy`` it is that draft as a file for review. After a ``farewell`` somebody reads it no longer,
    and is back in a talk of their own, if they have one.
    """

    to: str
    text: str
    session: str = ""
    copy: bool = False
    farewell: bool = False

    @property
    def reply(self) -> Say | Attachment:
        """What goes out; a page of a draft stands by itself, so that it can be replied to."""
        return Attachment("docx", review=True) if self.copy else Say(self.text, apart=bool(self.session))


def named(number: int) -> str:
    """Give what a reader is called: 审阅人甲, 审阅人乙 …, for a draft keeps no names of theirs."""
    return f"审阅人{STEMS[number - 1] if number <= len(STEMS) else number}"
