"""What the adapter is made of."""

import asyncio
from dataclasses import dataclass

from telegram import Bot

from bot.adapters.telegram.gauges import Gauges
from bot.adapters.telegram.pace import Pace
from bot.adapters.telegram.retrying import Sleep
from bot.adapters.telegram.settings import Settings
from bot.conversation import Conversation
from bot.store.store import Store


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything from outside the adapter; a test brings a sleep and a pace of its own."""

    bot: Bot
    conversation: Conversation
    store: Store
    settings: Settings
    sleep: Sleep
    pace: Pace
    gauges: Gauges
    tick: Sleep = asyncio.sleep
    """Waits beside the work, for what is only for show."""
