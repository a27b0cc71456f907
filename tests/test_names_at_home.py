"""Names stay home: on the wire and in the store there are tokens, and names only in a file made at home."""

import json
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from telegram import InputFile
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot.adapters.telegram.at_home import HomeRequest
from bot.adapters.telegram.settings import Settings, SettingsError, read
from bot.checks.leftovers import leftovers
from bot.cli import main
from bot.draft import Point
from bot.events import Edited, Sent
from bot.facts.extraction import fact_of
from bot.names import STEMS, TOKEN, Name, Names
from bot.names_file import exposed
from bot.names_file import read as read_names
from bot.own_data import Archive
from phrasebank.loading import BrokenFileError
from tests.bot_api.program import Program
from tests.bot_api.server import BotApi
from tests.driving_telegram import OPEN, Server, said, serving
from tests.golden import talk
from tests.packages import texts_in, unpacked
from tests.telegram_fake import TOKEN as BOT_TOKEN
from tests.telegram_fake import FakeTelegram, Person
from tests.traces import empty_log, forms, traces

FILE = """
单位:
  甲:
    - 青石区委机构编制委员会办公室
    - 青石编办
  乙: 白河区纪委监委
人员:
  甲: 欧阳明远
  乙: 张卫国
地点:
  甲: 朱鹮镇
"""
SECRETS = ("青石区委机构编制委员会办公室", "青石编办", "白河区纪委监委", "欧阳明远", "张卫国", "朱鹮镇")
NAMED = (
    *("/start", "2", "青石区委机构编制委员会办公室", "党支部书记", "欧阳　明远", "2025", "1"),
    "赴朱鹮镇走访群众10户18人，解决急难愁盼问题7件",
    "1",
    "张卫国到青石编办讲廉政党课2次，参加40人",
    "1",
)


@pytest.fixture
def list_of_names(tmp_path: Path) -> Path:
    path = tmp_path / "names.yaml"
    path.write_text(FILE, encoding="utf-8")
    path.chmod(0o600)
    return path


@pytest.fixture
def at_home(list_of_names: Path) -> Settings:
    return Settings(BOT_TOKEN, access="open", metrics=None, names=read_names(list_of_names))


@pytest.fixture
async def server(tmp_path: Path, fake: FakeTelegram, at_home: Settings) -> AsyncIterator[Server]:
    async with serving(tmp_path / "data" / "drafts.db", fake, at_home) as server:
        yield server


def everything_sent(fake: FakeTelegram) -> str:
    """All that went out: parameters, names of files, and what is in them."""
    texts = [json.dumps(params, ensure_ascii=False, default=repr) for _, params in fake.calls]
    for documents in fake.documents.values():
        for name, data in documents:
            texts.append(name)
            if data.startswith(b"PK"):
                texts += [content.decode(errors="replace") for content in unpacked(data).values()]
            else:
                texts.append(data.decode(errors="replace"))
    return "\n".join(texts)


def betrayed(text: str) -> list[str]:
    return [name for name in (*SECRETS, "欧阳　明远") if name in text]


async def test_nothing_that_goes_out_holds_a_name(server: Server, fake: FakeTelegram, person: Person) -> None:
    asked = (
        "/preview",
        "/facts",
        "/history",
        "/export docx",
        "/export txt",
        "/export yaml",
        "/name 欧阳明远的稿",
    )
    await said(
        server, person, *NAMED, *asked, "/drafts", "/export_my_data", "/phrase 张卫国", "/resume 张卫国"
    )
    sent = everything_sent(fake)
    assert "〔单位甲〕" in sent
    assert "〔人员甲〕" in sent
    assert len(person.documents) == 4
    assert betrayed(sent) == []


async def test_nothing_that_is_stored_holds_a_name(server: Server, person: Person) -> None:
    await said(server, person, *NAMED)
    person.edit(text="张卫国到朱鹮镇讲廉政党课3次，参加40人", back=1)
    await server.settle()
    empty_log(server.store.path)
    assert traces(server.store.path, [form for name in SECRETS for form in forms(name)]) == 0


async def test_who_writes_a_name_is_told_once_a_message_and_the_name_is_not_repeated(
    server: Server, person: Person
) -> None:
    await said(server, person, "/start", "2")
    told = await said(server, person, "青石区委机构编制委员会办公室")
    assert told.count("请把刚才那条消息从聊天里删掉") == 1
    assert "删掉" not in await said(server, person, "党支部书记")
    draft = await server.draft()
    assert draft.profile.organization == "〔单位甲〕"


async def test_the_tokens_are_listed_and_never_the_names(server: Server, person: Person) -> None:
    told = await said(server, person, "/names")
    assert "单位：〔单位甲〕、〔单位甲简称〕、〔单位乙〕" in told
    assert "人员：〔人员甲〕、〔人员乙〕" in told
    assert betrayed(told) == []


async def test_without_a_list_of_names_there_is_no_such_command(
    tmp_path: Path, fake: FakeTelegram, person: Person
) -> None:
    async with serving(tmp_path / "drafts.db", fake, OPEN) as server:
        assert "没有 /names 这个命令" in await said(server, person, "/start", "/names")


async def test_a_token_that_stands_for_nobody_is_left_and_named(server: Server, person: Person) -> None:
    await said(server, person, "/start", "2")
    told = await said(server, person, "〔单位癸〕")
    assert "代号 〔单位癸〕 没有登记过" in told
    draft = await server.draft()
    assert draft.profile.organization == "〔单位癸〕"


async def test_a_token_typed_in_other_brackets_is_understood(server: Server, person: Person) -> None:
    await said(server, person, "/start", "2", "【单位乙】")
    draft = await server.draft()
    assert draft.profile.organization == "〔单位乙〕"


async def test_a_file_is_taken_without_names_and_refused_without_them(
    server: Server, fake: FakeTelegram, person: Person
) -> None:
    await said(server, person, "/start", "2")
    fake.files["f1"] = "走访朱鹮镇群众10户18人\n青石区委机构\n编制委员会办公室开展主题党日12次\n".encode()
    person.send(document={"file_id": "f1", "file_name": "张卫国的台账.txt"})
    await server.settle()
    assert "《〔人员乙〕的台账.txt》" in person.seen[-1]
    fake.files["f2"] = b"Rar!...."
    person.send(document={"file_id": "f2", "file_name": "张卫国.rar"})
    await server.settle()
    assert "〔人员乙〕.rar 是压缩包" in "\n".join(person.seen)
    empty_log(server.store.path)
    assert traces(server.store.path, [form for name in SECRETS for form in forms(name)]) == 0


async def test_what_was_kept_before_there_was_a_list_goes_out_without_names(
    tmp_path: Path, fake: FakeTelegram, person: Person, at_home: Settings
) -> None:
    db = tmp_path / "drafts.db"
    async with serving(db, fake, OPEN) as server:
        await said(server, person, *NAMED)
    fake.calls.clear()
    fake.chats.clear()
    async with serving(db, fake, at_home) as server:
        asked = ("/preview", "/export docx", "/export docx 附件", "/export txt gb18030", "/export_my_data")
        await said(server, person, *asked)
    assert betrayed(everything_sent(fake)) == []
    assert betrayed(person.documents[2][1].decode("gb18030")) == []
    assert "〔人员甲〕" in "".join(texts_in(person.documents[-1][1]).values())


async def written_in_tokens(server: Server, person: Person, names: Names) -> None:
    await said(server, person, *map(names.hidden, NAMED))


async def test_at_home_the_names_are_put_back(
    server: Server, list_of_names: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    person, out = Person(server.fake), list_of_names.with_name("成稿.txt")
    await written_in_tokens(server, person, read_names(list_of_names))
    assert "代号" not in "\n".join(person.seen)
    monkeypatch.setenv("SHUZHI_DB", str(server.store.path))
    monkeypatch.setenv("SHUZHI_NAMES", str(list_of_names))
    assert (
        await in_a_thread("export", "--user", "7", "--draft", "1", "--format", "txt", "--out", str(out)) == 0
    )
    text = out.read_text(encoding="utf-8")
    assert "青石区委机构编制委员会办公室党支部书记" in text
    assert "张卫国到青石编办讲廉政党课2次" in text
    assert "〔" not in text
    assert capsys.readouterr().err == ""


def test_drafts_of_a_user_are_looked_for_only_where_the_bot_keeps_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "打错" / "drafts.db"
    for command in (["drafts", "--user", "7"], ["export", "--user", "7", "--draft", "1"]):
        assert main([*command, "--db", str(wrong)]) == 2
        assert "还没有草稿库" in capsys.readouterr().err
    assert not wrong.parent.exists()


async def test_whoever_has_no_such_draft_is_told_where_to_look(
    server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    await said(server, Person(server.fake), "/start")
    assert await in_a_thread("export", "--user", "8", "--draft", "1", "--db", str(server.store.path)) == 2
    assert "用 drafts --user 8 看全部草稿" in capsys.readouterr().err


async def test_without_the_list_the_tokens_stay_and_it_says_so(
    server: Server, list_of_names: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    person = Person(server.fake)
    await written_in_tokens(server, person, read_names(list_of_names))
    out = tmp_path / "成稿.txt"
    command = ("export", "--user", "7", "--db", str(server.store.path), "--draft", "1", "--format", "txt")
    assert await in_a_thread(*command, "--out", str(out)) == 0
    assert "〔人员乙〕到〔单位甲简称〕讲廉政党课2次" in out.read_text(encoding="utf-8")
    assert "个代号原样留着" in capsys.readouterr().err
    assert await in_a_thread(*command, "--names", str(tmp_path / "没有.yaml"), "--out", str(out)) == 2
    assert "没有这个文件" in capsys.readouterr().err


async def in_a_thread(*command: str) -> int:
    import asyncio  # noqa: PLC0415 - the command has a loop of its own

    return await asyncio.to_thread(main, command)


async def test_a_report_in_tokens_is_the_report_with_the_names_put_back(tmp_path: Path) -> None:
    names = Names(
        (
            Name("单位", "〔单位甲〕", "区退役军人事务局"),
            Name("人员", "〔人员甲〕", "赵强"),
            Name("地点", "〔地点甲〕", "青石镇"),
        )
    )
    deeds = ("赵强带队赴青石镇开展走访慰问12次", "邀请赵强到区退役军人事务局讲廉政党课2次，参加40人")
    lines = talk("secretary_party_building")
    place = lines.index("每月组织中心组学习1次，全年学习12次")
    lines[place:place] = deeds
    texts = []
    for number, spoken in enumerate((lines, map(names.hidden, lines))):
        fake = FakeTelegram()
        async with serving(tmp_path / str(number) / "drafts.db", fake) as server:
            await said(server, Person(fake), "/start", *spoken)
        texts.append(Person(fake).documents[0][1].decode())
    assert names.restored(texts[1]) == texts[0]
    assert "〔单位甲〕" in texts[1]


TOKENS = [
    f"〔{kind}{stem}{short}〕"
    for kind in ("单位", "人员", "地点")
    for stem in STEMS
    for short in ("", "简称")
]


def test_a_token_is_no_figure_and_no_gap() -> None:
    for token in TOKENS:
        fact = fact_of(Point("p1", "achievements", f"组织{token}开展调研3次"))
        assert [(number.value, number.unit) for number in fact.numbers] == [("3", "次")]
        assert list(leftovers([f"组织{token}开展调研3次，印发〔2025〕1号文件。"])) == []


def test_other_gaps_in_the_same_brackets_are_still_found() -> None:
    assert [finding.text for finding in leftovers(["组织〔单位〕和〔单位丑〕开展〔数字〕次。"])] == [
        "〔单位〕",
        "〔单位丑〕",
        "〔数字〕",
    ]


HAN = st.text(st.sampled_from("青石白河区委办 李明　\n3a"), min_size=1, max_size=30)
NAME = st.text(st.sampled_from("青石白河区委办李明3a"), min_size=2, max_size=6)


@given(st.lists(NAME, unique=True, max_size=6), HAN)
def test_no_name_is_left_and_all_can_be_put_back(texts: list[str], text: str) -> None:
    names = Names(Name("单位", f"〔单位{STEMS[place]}〕", each) for place, each in enumerate(texts))
    hidden = names.hidden(text)
    assert not any(each in hidden for each in texts)
    assert "".join(names.restored(hidden).split()) == "".join(text.split())
    assert names.hidden(hidden) == hidden


@given(st.text())
def test_any_text_passes_where_no_name_is_in_it(text: str) -> None:
    names = Names((Name("人员", "〔人员甲〕", "欧阳明远"),))
    assume("欧" not in text)
    assert names.hidden(text) == text


@given(st.text(), st.lists(st.text()))
def test_any_event_is_taken_in(text: str, lines: list[str]) -> None:
    names = Names((Name("人员", "〔人员甲〕", "欧阳明远"),))
    assert names.taken_in(Edited(f"{text}欧阳明远", "1"))[1]
    event, found, _ = names.taken_in(Sent(text, (*lines, "欧阳", "明远")))
    assert isinstance(event, Sent)
    assert found
    assert "欧阳" not in "".join(event.lines).replace(text, "") or "欧阳" in "".join(lines)


def test_a_name_of_two_or_three_characters_is_not_found_over_the_end_of_a_line() -> None:
    names = Names((Name("人员", "〔人员甲〕", "李明"), Name("单位", "〔单位甲〕", "白河区纪委监委")))
    assert names.hidden("木子李\n明天开会") == "木子李\n明天开会"
    assert names.hidden("李　明、白河区\n纪委监委") == "〔人员甲〕、〔单位甲〕"


def test_what_is_packed_as_json_holds_no_name_either() -> None:
    archive = Archive(Names((Name("单位", "〔单位甲〕", "白河区纪委监委"),)).hidden)
    archive.add("白河区纪委监委.json", {"text": ["白河区\n纪委监委来检查2次"]})
    (data,) = archive.close()
    assert {name: json.loads(text) for name, text in texts_in(data).items()} == {
        "〔单位甲〕.json": {"text": ["〔单位甲〕来检查2次"]}
    }


def test_the_longer_name_goes_first() -> None:
    names = Names((Name("地点", "〔地点甲〕", "青石"), Name("单位", "〔单位甲〕", "青石编办")))
    assert names.hidden("青石编办在青石") == "〔单位甲〕在〔地点甲〕"


class Recording(BaseRequest):
    """Keeps what a call was made of."""

    read_timeout = 1.0

    def __init__(self) -> None:
        self.data: RequestData | None = None

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: object, **__: object
    ) -> tuple[int, bytes]:
        assert (url, method) == ("u", "POST")
        self.data = request_data
        return 200, b"{}"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.just("请欧阳明远看"),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["text", "rows"]), inner),
)


@given(JSON, st.binary())
async def test_no_call_gets_past_with_a_name(value: object, data: bytes) -> None:
    inner = Recording()
    request = HomeRequest(inner, Names((Name("人员", "〔人员甲〕", "欧阳明远"),)))
    file = InputFile(data + "欧阳明远".encode(), "欧阳明远.txt", attach=True)
    sent = RequestData(
        [RequestParameter("value", value, None), RequestParameter("file", "attach://x", [file])]
    )
    await request.do_request("u", "POST", sent)
    assert inner.data
    assert "欧阳明远" not in json.dumps(inner.data.json_parameters, ensure_ascii=False)
    ((part, (name, content, kind)),) = inner.data.multipart_data.items()
    assert (part, name, kind) == (file.attach_name, "〔人员甲〕.txt", "text/plain")
    try:
        data.decode()
    except UnicodeDecodeError:
        return
    assert b"\xe6\xac\xa7\xe9\x98\xb3" not in (content if isinstance(content, bytes) else b"")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("单位: [甲]", "应是“名称: 值”，却是列表"),
        ("机关:\n  甲: 某局", "不认识“机关”这一项"),
        ("单位:\n  子: 青石区", "“子”不能当代号"),
        ("单位:\n  甲: 青石区\n\n  1: 白河区", "第 4 行，“1”不能当代号，请用甲、乙"),
        ("单位:\n  甲: 青石区\n  yes: 白河区", "第 3 行，“yes”不能当代号"),
        ("单位:\n  甲: 青石区\n2: 白河区", "第 3 行（\\$）不合要求：“2”不能当名称"),
        ("单位:\n  甲: 青石区\n  乙: 12", "第 3 行（.*）不合要求：应是文字或列表，却是整数"),
        ("单位:\n  甲: 青石区\n  乙:\n    - 青石局\n    - 12", "第 5 行（.*）不合要求：应是文字，却是整数"),
        ("单位:\n  甲: 青石区\n单位:\n  乙: 白河区", "第 3 行，“单位”写了两遍（第 1 行也有），请并到一起"),
        ("单位:\n  甲: 区", "太短"),
        ("单位:\n  甲: 甲单位", "混在一起"),
        ("单位:\n  甲: 青石〔区〕", "混在一起"),
        ("单位:\n  甲: 青石区\n  甲: 白河区", "第 3 行，“甲”写了两遍（第 2 行也有）"),
        ("单位:\n  甲: 青石 区\n人员:\n  乙: 青石区", "同一个名字"),
        ("单位:\n  甲: [" + ", ".join(f"青石{letter}局" for letter in "abcdefghijkl") + "]", "简称太多"),
    ],
)
def test_a_list_that_would_not_do_is_refused_with_the_reason(text: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "names.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BrokenFileError, match=why) as refused:
        read_names(path)
    assert "白河" not in str(refused.value)
    with pytest.raises(SettingsError, match="SHUZHI_NAMES"):
        read({"SHUZHI_TELEGRAM_TOKEN": BOT_TOKEN, "SHUZHI_NAMES": str(path)})


def test_a_line_taken_out_shifts_no_other(list_of_names: Path) -> None:
    before = {name.token: name.text for name in read_names(list_of_names).all}
    list_of_names.write_text(FILE.replace("  甲: 欧阳明远\n", ""), encoding="utf-8")
    after = {name.token: name.text for name in read_names(list_of_names).all}
    assert after == {token: text for token, text in before.items() if text != "欧阳明远"}
    assert all(TOKEN.fullmatch(token) for token in before)


@pytest.mark.skipif(os.name == "nt", reason="Windows guards files by folders")
def test_a_list_that_others_can_read_is_told_of(list_of_names: Path) -> None:
    assert exposed(list_of_names) == ""
    list_of_names.chmod(0o644)
    assert "chmod 600" in exposed(list_of_names)


def test_the_program_itself_sends_tokens_over_http(tmp_path: Path, list_of_names: Path) -> None:
    list_of_names.chmod(0o644)
    api = BotApi()
    with Program(api, tmp_path / "drafts.db", SHUZHI_NAMES=str(list_of_names)) as program:
        for line in (*NAMED, "/names", "/export docx"):
            api.write(7, text=line)
        assert api.until(lambda: bool(api.documents[7]))
        complaints = program.stop()[1]
    api.stop()
    ((name, data, _),) = api.documents[7]
    text = unpacked(data)["word/document.xml"].decode()
    assert "〔单位甲〕" in name
    assert "〔人员乙〕" in text
    assert betrayed(f"{name}{text}{api.texts}{api.calls}{complaints}") == []
    assert "chmod 600" in complaints
    assert any("人员：〔人员甲〕、〔人员乙〕" in told for told in api.texts[7])
    assert api.violations == []
