"""Deep links."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.telegram.links import Link, link_of


@pytest.mark.parametrize(
    "link", [Link("write"), Link("approve", "K7QM2XPD"), Link("draft", "12"), Link("review", "ABCD-1234")]
)
def test_what_a_link_carries_comes_back_from_its_payload(link: Link) -> None:
    address = link.address("shuzhi_bot")
    payload = re.fullmatch(r"https://t\.me/shuzhi_bot\?start=([A-Za-z0-9_-]{1,64})", address)
    assert payload
    assert link_of(payload[1]) == link


@pytest.mark.parametrize("payload", ["", "存在问题", "draft_", "draft_1_2", "erase_3", "draft 3", "write\n"])
def test_a_payload_of_no_link_of_ours_is_none(payload: str) -> None:
    assert link_of(payload) is None


@given(st.text(max_size=80))
def test_whatever_a_payload_holds_it_is_read_or_passed_over(payload: str) -> None:
    link = link_of(payload)
    assert link is None or payload in link.address("b")
