"""The headings of a section as it stands now, and other sets that would be parallel."""

from bot.compose.leads import evened
from bot.compose.parallel import TitleSet, sets_for_topics
from bot.compose.sections import Passage, Setting, composed
from phrasebank.terms import TOPICS

FEWEST = 2


def headed(setting: Setting) -> tuple[Passage, ...]:
    """Give the passages of a section that stand under sibling headings; none where it has fewer than two."""
    found = tuple(passage for passage in composed(setting) if passage.key)
    return found if len(found) >= FEWEST else ()


def present(passages: tuple[Passage, ...]) -> TitleSet:
    """Give the headings as they are."""
    return TitleSet(tuple(passage.lead for passage in passages))


def other_sets(setting: Setting, passages: tuple[Passage, ...]) -> tuple[TitleSet, ...]:
    """Give the even sets that the passages could have instead, the best first.

    For work done they come from the bank and the passages' own words; elsewhere they are the user's own leads
    written in one length.
    """
    if setting.section.items == "topics":
        texts = {topic: each.text for each in passages for topic in TOPICS if topic == each.key}
        found = sets_for_topics(setting.bank, texts, setting.draft.profile.year)
    else:
        found = evened([passage.key for passage in passages], setting.kind)
    return tuple(each for each in found if each.headings != present(passages).headings)
