"""Imported once in the process that children are forked from, so that none of them has to warm up."""

from itertools import islice

from bot import conversation  # noqa: F401 - so that it is loaded
from bot.desk import Desk
from bot.engine import advance, ask
from bot.state import State
from bot.store import schema, store  # noqa: F401 - likewise
from tests.soak import at_work  # noqa: F401 - likewise
from tests.soak.talks import script

_desk, _state = Desk(), State()
for _event in islice(script("warm"), 60):
    _state, _ = advance(_desk, _state, _event)
    ask(_desk, _state)
