"""The engine alone: events in, the state after them and what was said."""

from collections.abc import Iterable

from bot.adapters.incoming import event_of
from bot.desk import Desk
from bot.effects import Effect
from bot.engine import advance, ask
from bot.events import Event
from bot.replies import Say
from bot.state import State

DESK = Desk()


def said(effects: Iterable[Effect]) -> str:
    """Join what is said."""
    return "\n".join(effect.text for effect in effects if isinstance(effect, Say))


def labels(state: State) -> list[str]:
    """Give the answers offered, as they are shown."""
    return [choice.label for choice in ask(DESK, state).choices]


def played(state: State, *events: Event | str) -> tuple[State, str]:
    """Play events, or lines as they are typed; give the state after them and all that was said on the way."""
    says = []
    for event in events:
        state, effects = advance(DESK, state, event_of(event) if isinstance(event, str) else event)
        says.append(said(effects))
    return state, "\n".join(filter(None, says))
