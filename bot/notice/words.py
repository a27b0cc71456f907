"""The cues by which a notice is read, from ``words.yaml``: expressions, tried in their order."""

import re
from functools import cache
from pathlib import Path

from msgspec import Struct

from phrasebank.loading import load
from phrasebank.terms import SectionKind


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """Cues, each an expression.

    Zones name the parts of a notice by their headings; ``list_verbs`` lead a list of aspects within a
    sentence, ``report_verbs`` do so outside the part on content, ``list_ends`` close one.

    ``sections`` names kinds of section, ``whole_sections`` what speaks of nothing but the kind as a whole;
    ``genres`` goes by the id of a genre that the notice may be for, ``unknown_genres`` by the name of others.
    """

    content_zone: tuple[str, ...]
    demand_zone: tuple[str, ...]
    other_zone: tuple[str, ...]
    list_verbs: tuple[str, ...]
    report_verbs: tuple[str, ...]
    section_verbs: str
    list_opens: str
    colon_leads: str
    list_ends: tuple[str, ...]
    detail_verbs: tuple[str, ...]
    lead_in: tuple[str, ...]
    tails: tuple[str, ...]
    not_aspects: tuple[str, ...]
    last_year: tuple[str, ...]
    each_item: str
    problems_word: str
    not_problems: str
    sections: dict[SectionKind, tuple[str, ...]]
    continues: str
    bare_verbs: str
    apart: str
    whole_sections: dict[SectionKind, str]
    not_length: tuple[str, ...]
    speaking: tuple[str, ...]
    sending: tuple[str, ...]
    form: tuple[str, ...]
    genres: dict[str, tuple[str, ...]]
    unknown_genres: dict[str, str]


@cache
def words() -> Words:
    """Read the cues. Raises ``BrokenFileError``."""
    return load(Path(__file__).with_name("words.yaml"), Words)


@cache
def any_form(forms: tuple[str, ...]) -> re.Pattern[str]:
    """Make one expression of several, the first that fits winning."""
    return re.compile("|".join(f"(?:{form})" for form in forms))
