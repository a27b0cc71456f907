"""What is done with one update."""

import logging
from functools import partial
from time import perf_counter

import msgspec

from bot.adapters.telegram.courier import Courier, owner_of
from bot.adapters.telegram.lanes import Lanes
from bot.adapters.telegram.settings import Settings
from bot.adapters.telegram.updates import Edit, Forgery, Incoming, Press, Raw, Summons, Talk, incoming_of
from bot.conversation import Conversation
from bot.events import Event
from bot.store.faults import StoreError, TracesRemainError

STRANGER = (
    "这个机器人只对管理员登记过的人开放（凭配对码登记还没有做好）。"
    "请把您的编号 {user} 交给管理员，登记后再发 /start。"
)
EDITED = "改动发过的消息，稿子不会跟着变。请把改好的话重新发一条；要改前面的某一项，发 /goto。"
PRIVATE_ONLY = "写稿请到私聊里来，免得稿子被全群看见：https://t.me/{name}"
NO_BUTTON = "这个按钮用不了。请发 /start，用最新那个问题下面的按钮。"
STALLED = "草稿库暂时存不进去，您这条已经收到，恢复后会接着处理，不用重发。请稍等，或告诉管理员。"
TRACES = "内容已经删除，但服务器磁盘上的痕迹暂时没擦净。请过一会儿再发一次 /forget。"
FAULT = "这一条没有处理成，没有记进稿子（编号 {update}）。请换个说法再发；还不行，把编号告诉管理员。"

_log = logging.getLogger(__name__)


class Reception:
    """Gives events to the conversation, and has the lanes send what comes of them."""

    def __init__(self, conversation: Conversation, courier: Courier, settings: Settings, name: str) -> None:
        """``name`` is the bot's user name."""
        self.lanes = Lanes()
        self._conversation = conversation
        self._courier = courier
        self._settings = settings
        self._name = name
        self._stalled: set[int] = set()
        """Users who were told that the store is out of order."""

    async def take(self, number: int, raw: Raw) -> None:
        """Apply the update of that number; one that cannot be read is logged and left aside.

        Raises ``StoreError`` where an event could not be stored: the update must then be delivered again.
        Anything else has been dealt with when this returns, but for the sending.
        """
        try:
            incoming = incoming_of(raw, self._name)
        except msgspec.ValidationError as error:
            _log.warning("更新 %d 读不懂，搁在一边：%s", number, error)
            return
        if incoming:
            await self._dispatch(number, incoming)

    async def _dispatch(self, number: int, incoming: Incoming) -> None:
        match incoming:
            case Forgery(user, callback):
                self._answer(user, callback, NO_BUTTON)
            case Summons(chat):
                self._tell(chat, PRIVATE_ONLY.format(name=self._name))
            case Press(user, _, callback) if not self._settings.admits(user):
                self._answer(user, callback, STRANGER.format(user=user))
            case Talk(user) | Edit(user) if not self._settings.admits(user):
                self._tell(user, STRANGER.format(user=user))
            case Edit(user):
                self._tell(user, EDITED)
            case Press(user, event, callback):
                await self._apply(number, user, event)
                self._answer(user, callback)  # once, though what is not stored comes again
                self._deliver(user)
            case Talk(user, event):
                await self._apply(number, user, event)
                self._deliver(user)

    async def _apply(self, number: int, user: int, event: Event) -> None:
        began = perf_counter()
        try:
            await self._conversation.handle(owner_of(user), f"tg:{number}", event)
        except TracesRemainError:  # committed all the same
            self._tell(user, TRACES)
        except StoreError:
            self._stall(user)
            raise
        except Exception:  # noqa: BLE001 - the program's own fault, which the update would meet again for ever
            _log.exception("更新 %d 没有处理成，搁在一边", number)
            self._tell(user, FAULT.format(update=number))
        self._stalled.discard(user)
        _log.info("更新 %d：%s，%.1f 毫秒", number, type(event).__name__, (perf_counter() - began) * 1000)

    def _stall(self, user: int) -> None:
        if user not in self._stalled:
            self._stalled.add(user)
            self._tell(user, STALLED)

    def _deliver(self, user: int) -> None:
        self.lanes.put(user, partial(self._courier.deliver, user))

    def _answer(self, user: int, callback: str, text: str = "") -> None:
        self.lanes.put(user, partial(self._courier.answer, callback, text))

    def _tell(self, chat: int, text: str) -> None:
        self.lanes.put(chat, partial(self._courier.tell, chat, text))
