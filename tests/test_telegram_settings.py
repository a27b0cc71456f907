"""The settings of the Telegram bot: all of them documented, and a mistake said in one sentence."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from bot.adapters import telegram
from bot.adapters.telegram.health import check
from bot.adapters.telegram.settings import Settings, SettingsError, Webhook, read

EXAMPLE = (Path(__file__).parent.parent / "deploy" / "env.example").read_text(encoding="utf-8")
LISTED = dict(re.findall(r"^([A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE))
TOKEN = "123456:ABC-def_9"  # noqa: S105 - opens nothing
ENOUGH = {"SHUZHI_TELEGRAM_TOKEN": TOKEN}


class Watched(Mapping[str, str]):
    """An environment that remembers what was looked up."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.asked.add(name)
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def refusal(environ: Mapping[str, str]) -> str:
    with pytest.raises(SettingsError) as caught:
        read(environ)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence.endswith("。")
    return sentence


def test_the_example_lists_exactly_the_settings_that_are_read() -> None:
    environ = Watched(ENOUGH)
    read(environ)
    assert set(LISTED) == environ.asked


def test_the_example_gives_the_defaults_and_a_line_on_each_setting() -> None:
    assert read({**LISTED, **ENOUGH}) == read(ENOUGH) == Settings(TOKEN)
    for name in LISTED:
        assert re.search(rf"^# .+\n{name}=", EXAMPLE, re.MULTILINE)


def test_the_example_can_be_read_by_systemd_and_docker() -> None:
    for line in EXAMPLE.splitlines():
        assert not line or line.startswith("# ") or re.fullmatch(r"[A-Z_]+=[\w:/.]*", line)


def test_every_setting_is_taken(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n", encoding="utf-8")
    environ = {
        "SHUZHI_TELEGRAM_TOKEN_FILE": str(file),
        "SHUZHI_TELEGRAM_API": "http://127.0.0.1:8081/",
        "SHUZHI_ADMINS": "7， 8,",
        "SHUZHI_ACCESS": "open",
        "SHUZHI_PROXY": "socks5h://127.0.0.1:1080",
        "SHUZHI_DB": "/data/drafts.db",
    }
    assert read(environ) == Settings(
        TOKEN,
        "http://127.0.0.1:8081",
        frozenset({7, 8}),
        "open",
        proxy="socks5h://127.0.0.1:1080",
        db=Path("/data/drafts.db"),
    )


def test_a_webhook_is_taken_whole() -> None:
    environ = ENOUGH | {
        "SHUZHI_WEBHOOK_URL": "https://example.org/hook",
        "SHUZHI_WEBHOOK_LISTEN": "[::1]:8443",
        "SHUZHI_WEBHOOK_SECRET": "0123456789abcdef",
        "SHUZHI_METRICS": "",
        "SHUZHI_LOG": "json",
        "SHUZHI_USERS": "9",
    }
    webhook = Webhook("https://example.org/hook", ("::1", 8443), "0123456789abcdef")
    assert read(environ) == Settings(TOKEN, users=frozenset({9}), webhook=webhook, metrics=None, log="json")
    assert webhook.path == "/hook"
    assert "0123456789abcdef" not in repr(webhook)


def test_a_missing_token_is_asked_for() -> None:
    assert "BotFather" in refusal({})


@pytest.mark.parametrize(
    "token", ["abc", "654321", "123 456:abc", "“123456:abc”", "bot123456:abc", "１２:ab"]
)
def test_a_wrong_token_is_refused_without_being_shown(token: str) -> None:
    assert token not in refusal({"SHUZHI_TELEGRAM_TOKEN": token})


def test_a_token_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    for name in ("missing", "binary", "nul\0"):
        assert name in refusal({"SHUZHI_TELEGRAM_TOKEN_FILE": str(tmp_path / name)})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SHUZHI_ADMINS", "7,李明"),
        ("SHUZHI_ADMINS", "-7"),
        ("SHUZHI_ADMINS", "@liming"),
        ("SHUZHI_ADMINS", "7 8"),
        ("SHUZHI_ACCESS", "closed"),
        ("SHUZHI_TELEGRAM_API", "api.telegram.org"),
        ("SHUZHI_TELEGRAM_API", "ftp://api.telegram.org"),
        ("SHUZHI_TELEGRAM_API", "http://[::1"),
        ("SHUZHI_PROXY", "127.0.0.1:7890"),
        ("SHUZHI_PROXY", "http://127.0.0.1:70000"),
        ("SHUZHI_WEBHOOK_URL", "https://example.org/hook"),
        ("SHUZHI_WEBHOOK_LISTEN", "0.0.0.0:8443"),
        ("SHUZHI_WEBHOOK_SECRET", "secret"),
        ("SHUZHI_METRICS", "0.0.0.0:9464"),
        ("SHUZHI_METRICS", "9464"),
        ("SHUZHI_METRICS", "127.0.0.1:99999"),
        ("SHUZHI_LOG", "xml"),
        ("SHUZHI_USERS", "李明"),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str) -> None:
    assert name in refusal({**ENOUGH, name: value})


def test_the_example_for_a_proxy_is_one_of_a_proxy() -> None:
    assert "例如 http://127.0.0.1:7890。" in refusal({**ENOUGH, "SHUZHI_PROXY": "127.0.0.1:7890"})


def test_a_webhook_whose_address_holds_the_token_is_refused() -> None:
    environ = {
        "SHUZHI_WEBHOOK_URL": f"https://example.org/{TOKEN}",
        "SHUZHI_WEBHOOK_LISTEN": "127.0.0.1:8443",
        "SHUZHI_WEBHOOK_SECRET": "0123456789abcdef",
    }
    assert "令牌" in refusal(ENOUGH | environ)


def test_a_health_check_without_a_database_says_so_and_makes_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check({}, tmp_path / "drafts.db") == 1
    assert "还没有草稿库" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(SettingsError):
        check({"SHUZHI_METRICS": "0.0.0.0:1"}, tmp_path / "drafts.db")


def test_the_command_ends_with_two_and_the_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert telegram.run({}, None) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("没有令牌")
    assert err.count("\n") == 1


def test_the_token_is_not_in_the_settings_representation() -> None:
    assert "ABC" not in repr(Settings(TOKEN, proxy="http://user:ABC@host"))
