"""Looking wording up in a talk: also in what its user taught the program, and in nobody else's."""

import re
from pathlib import Path

from bot.desk import Desk, corpus_path
from bot.engine import advance, ask
from bot.events import Commanded
from bot.replies import Say
from bot.state import State
from tests.corpora import taught

MINE, OTHERS = "推行“红色网格”{number}个", "推行“蓝色驿站”{number}个"


def told(desk: Desk, query: str) -> str:
    state, effects = advance(desk, State(), Commanded("phrase", query))
    says = [effect.text for effect in effects if isinstance(effect, Say)]
    return "\n".join([*says, *(choice.label for choice in ask(desk, state).choices if choice.copy)])


def test_a_users_own_wording_is_found_and_marked_as_theirs(tmp_path: Path) -> None:
    taught(tmp_path, "local", MINE)
    found = told(Desk(tmp_path).of("local"), "红色网格").splitlines()
    assert re.fullmatch("推行“红色网格”〔数字〕个（履职情况·..，您的材料）", found[0])
    assert "您的材料" not in told(Desk(tmp_path).of("local"), "廉政谈话")


def test_nobody_finds_what_another_has_taught(tmp_path: Path) -> None:
    taught(tmp_path, "local", OTHERS)
    taught(tmp_path, "tg:1", MINE)
    for owner, theirs in (("tg:1", True), ("tg:2", False), ("tg:11", False), ("local", False)):
        assert ("红色网格" in told(Desk(tmp_path).of(owner), "红色网格 推行")) is theirs
    assert len({corpus_path(tmp_path, owner) for owner in ("local", "tg:1", "tg:11", "tg:2")}) == 4


def test_without_a_corpus_or_with_a_broken_one_the_bank_answers_alone(tmp_path: Path) -> None:
    alone = told(Desk(), "廉政谈话")
    assert "廉政谈话" in alone
    assert told(Desk(tmp_path).of("local"), "廉政谈话") == alone
    assert not list(tmp_path.iterdir())
    corpus_path(tmp_path, "local").write_bytes(b"no database" * 99)
    assert told(Desk(tmp_path).of("local"), "廉政谈话") == alone
