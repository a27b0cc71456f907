"""Asides: greeting, laying a draft aside, confirming that it be erased."""

from dataclasses import dataclass

from msgspec.structs import replace

from bot.desk import Desk
from bot.effects import Erase, ShowDrafts, StartNew
from bot.replies import Choice, Question, Say
from bot.state import State
from bot.steps.checklist import missing, outline_of
from bot.steps.step import Outcome

GREETING = (
    "您好，我是述职报告写作助手。一问一答，写完导出 Word；您说的每一句都存着，随时退出，下次接着写。\n"
    "我只写您给的事和数，缺的地方标【待补】。发 /help 看全部命令。"
)
COURTESIES = frozenset(
    {"谢谢", "谢谢你", "谢谢您", "多谢", "辛苦了", "你好", "您好", "在吗"}
    | {"收到", "知道了", "明白", "明白了"}
    | {"好", "好的", "好吧", "好了好了", "嗯", "嗯嗯", "哦", "噢", "行", "可以", "ok", "OK"}
)
FAREWELLS = frozenset(
    {"再见", "拜拜", "退出", "下线", "先到这", "先到这里", "今天先到这", "今天先到这里", "不写了", "先不写了"}
)
KINDS = {
    "photo": "图片",
    "sticker": "表情",
    "voice": "语音",
    "audio": "音频",
    "video": "视频",
    "video_note": "短视频",
    "animation": "动图",
    "document": "文件",
    "contact": "名片",
    "location": "位置",
    "venue": "地点",
    "poll": "投票",
    "checklist": "清单",
    "dice": "骰子",
    "game": "游戏",
    "story": "动态",
}

_SPOKEN = "请用手机输入法的语音输入，说成文字发给我。"
INSTEAD = {
    "photo": "图里有文字的，请用手机的“提取文字”复制出来，再发给我。",
    "voice": _SPOKEN,
    "audio": _SPOKEN,
    "video_note": _SPOKEN,
    "sticker": "请看下面的问题。",
    "dice": "请看下面的问题。",
}
"""What to do instead of sending something that is no text."""


@dataclass(frozen=True, slots=True)
class ConfirmingStep:
    """Whether to erase for good."""

    state: State
    everything: bool
    draft: str = ""

    def ask(self) -> Question:
        """Ask, saying what will be gone."""
        other = f"草稿“{self.draft}”" if self.draft else "这份草稿"
        what = "您存下的全部草稿和您自己的句式库" if self.everything else other
        text = f"确定要彻底删除{what}吗？删了就找不回来，连 /undo 也不行。例：2"
        return Question(text, (Choice("yes", "删除，不留痕迹"), Choice("no", "不删")))

    def said(self, text: str) -> Outcome:
        """Erase nothing on words that are no clear yes."""
        if text in {"删除", "确定", "是", "确认"}:
            return self.picked("yes")
        state, says = self.skipped()
        return state, (*says, Say("如果刚才那句是要写进稿子的，请再发一次。"))

    def picked(self, key: str) -> Outcome:
        """Erase, or not."""
        if key == "yes":
            return replace(self.state, focus=None), (Erase(self.everything, self.draft),)
        return self.skipped()

    def skipped(self) -> Outcome:
        """Erase nothing."""
        return replace(self.state, focus=None), (Say("没有删除。"),)


@dataclass(frozen=True, slots=True)
class RestingStep:
    """The draft is laid aside."""

    state: State

    def ask(self) -> Question:
        """Offer to go on, or something else."""
        choices = (
            Choice("resume", "接着写这一份"),
            Choice("new", "另写一份"),
            Choice("drafts", "看全部草稿"),
        )
        return Question("这份先放下了，内容都存着。接下来做什么？例：1", choices)

    def said(self, text: str) -> Outcome:  # noqa: ARG002 - what is said here belongs to no question
        """Go on, without losing track of where an answer belongs."""
        state, _ = self.skipped()
        return state, (Say("接着写。刚才那句还没有记，请看着下面的问题再发一次。"),)

    def picked(self, key: str) -> Outcome:
        """Go on, begin another, or list the drafts."""
        match key:
            case "new":
                return self.state, (StartNew(),)
            case "drafts":
                return self.state, (ShowDrafts(),)
            case _:
                return self.skipped()

    def skipped(self) -> Outcome:
        """Go on."""
        return replace(self.state, focus=None), ()


def opened(desk: Desk, state: State) -> Outcome:
    """Greet, or say where the draft stood; the question asked then is asked again after this."""
    outline = outline_of(desk, state.draft)
    if outline is None:
        return state, (Say(GREETING),)
    gaps = len(missing(outline, state.draft))
    year = f"{state.draft.profile.year}年度" if state.draft.profile.year else ""
    told = (
        f"记了 {len(state.draft.points)} 条，还有 {gaps} 处没写"
        if gaps
        else f"记了 {len(state.draft.points)} 条"
    )
    told += f"，{len(state.draft.cards)} 条材料等您定" if state.draft.cards else ""
    return state, (
        Say(f"欢迎回来。上次在写《{year}{outline.name}》，{told}，一字没丢。"),
        Say("直接答下面的问题就接着写；另写一份发 /new，看全部草稿发 /drafts。"),
    )


def courtesy(words: str) -> Say | None:
    """Answer greetings, thanks, nods and farewells, which belong in no report."""
    plain = words.strip(" 。！!？?，,.~～吧啦")
    if plain in FAREWELLS:
        return Say("好。说过的都存着，关掉就行；下次从这个问题接着写。")
    bare = words.strip(" 。！!？?，,.~～")
    return Say("好，我们接着来。") if {bare, bare.rstrip("的呢嘞啦呀哈")} & COURTESIES else None


def unreadable(kind: str) -> Say:
    """Say what to do instead of sending something that is no text."""
    told = INSTEAD.get(kind, "请把内容用文字发给我。")
    return Say(f"{KINDS.get(kind, '这种内容')}我看不懂，没有记。{told}")
