"""The commands and their options."""

import argparse
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from bot.replies import APPENDIX_NAMES, FORMATS

MOST_CHARACTERS = 100_000
MOST_DAYS = 3650


class Parser(argparse.ArgumentParser):
    """A parser that explains mistakes in Chinese."""

    def error(self, message: str) -> None:  # type: ignore[override]  # exits, as the original does
        """Say what is wrong and how to see the usage, then exit with 2."""
        self.exit(2, f"命令写得不对（{message}）。用 {self.prog} --help 看用法。\n")


def parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line; ``run`` is the command's function. Exits on bad usage."""
    parser = Parser(prog="shuzhi", description="述职报告写作助手。不带命令时进入对话。", add_help=True)
    parser.set_defaults(db=None, run=_command("bot.cli.talking", "chat"))
    _add_database(parser)
    commands = parser.add_subparsers(title="命令", metavar="命令")
    chat = commands.add_parser("chat", help="在终端里对话（默认）")
    chat.set_defaults(run=_command("bot.cli.talking", "chat"))
    _add_database(chat)
    _add_drafting(commands)
    _add_looking(commands)
    _add_checking(commands)
    _add_formulations(commands)
    _add_keeping(commands)
    _add_operating(commands)
    _add_copying(commands)
    return parser.parse_args(arguments)


def formats(text: str) -> tuple[str, ...]:
    """Read a comma-separated list of formats."""
    found = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    unknown = [name for name in found if name not in FORMATS]
    if unknown or not found:
        raise argparse.ArgumentTypeError(f"不会导出“{'、'.join(unknown)}”，可以选 {'、'.join(FORMATS)}")
    return found


def appendices(text: str) -> tuple[str, ...]:
    """Read a comma-separated list of appendices, by their English or Chinese names; 附件 is all of them."""
    from bot.steps.exporting import wished  # noqa: PLC0415 - few commands have any, and it loads what writes a report

    wish = wished(text.replace(",", " "))
    if wish.unknown or not wish.appendices:
        known = "、".join(f"{name}（{chinese}）" for name, chinese in APPENDIX_NAMES.items())
        raise argparse.ArgumentTypeError(f"不会附“{wish.unknown or text}”，可以选 {known}")
    return wish.appendices


def _add_appendices(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--with",
        dest="appendices",
        type=appendices,
        default=(),
        metavar="附件",
        help="后面附上：requirements（对标表）,evidence（佐证清单）,ledger（口径表），用逗号隔开",
    )


def layout(text: str) -> str:
    """Read a layout, by its name, in words, or as that of a model .docx."""
    from bot.export.model import wished  # noqa: PLC0415 - most commands set nothing
    from bot.export.naming import ExportError  # noqa: PLC0415 - likewise
    from phrasebank.reading import UnreadableError  # noqa: PLC0415 - likewise

    try:
        return wished(text)
    except (ExportError, UnreadableError) as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _add_paper(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--layout",
        type=layout,
        default="",
        metavar="版式",
        help="国标（默认）、28磅、严格版心，字体 gb2312、windows、gbk，或者一份 .docx 样子文件",
    )
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--final", action="store_true", help="出定稿；还有【待补】时不出")
    kind.add_argument("--review", action="store_true", help="送审稿：每句的出处和体检结果写成批注或附件")
    parser.add_argument(
        "--encoding", choices=("utf-8", "gb18030"), default="", help="txt 的编码（默认 utf-8）"
    )


def _add_length(parser: argparse.ArgumentParser) -> None:
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--minutes", type=_positive, metavar="分钟", help="压到几分钟能念完")
    group.add_argument("--characters", type=_positive, metavar="字数", help="压到多少字以内")
    group.add_argument("--one-page", action="store_true", help="压到一页")


def _positive(text: str) -> float:
    """Read a number above nought, of minutes or of characters."""
    try:
        value = float(text)
    except ValueError:
        value = 0
    if not 0 < value <= MOST_CHARACTERS:
        raise argparse.ArgumentTypeError(f"“{text}”不是合用的数，例如 8")
    return value


def _add_database(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--db",
        type=Path,
        metavar="文件",
        default=argparse.SUPPRESS,
        help="草稿库（默认是 SHUZHI_DB 指的那个，没有指就在系统的数据文件夹里）",
    )


def _add_user(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--user", type=_telegram_id, metavar="编号", help="谁的草稿：Telegram 编号（默认是终端里写的）"
    )


def _telegram_id(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise argparse.ArgumentTypeError(f"“{text}”不是 Telegram 编号，例如 123456789")
    return int(text)


def _add_drafting(commands: "argparse._SubParsersAction[Parser]") -> None:
    draft = commands.add_parser("draft", help="按答卷写出报告")
    draft.set_defaults(run=_command("bot.cli.drafting", "draft"))
    _add_database(draft)
    draft.add_argument("sheet", type=Path, metavar="答卷.yaml")
    draft.add_argument(
        "--out", type=Path, default=Path(), metavar="文件夹", help="放在哪里（默认当前文件夹）"
    )
    draft.add_argument(
        "--format", type=formats, default=("docx",), metavar="格式", help="docx,md,txt,pdf,yaml，用逗号隔开"
    )
    _add_appendices(draft)
    _add_length(draft)
    _add_paper(draft)
    draft.add_argument("--json", action="store_true", help="结果用 JSON 输出")


def _add_looking(commands: "argparse._SubParsersAction[Parser]") -> None:
    facts = commands.add_parser("facts", help="看一段材料里有哪些事实和数字")
    facts.set_defaults(run=_command("bot.cli.looking", "facts"))
    facts.add_argument("file", type=Path, metavar="文件")
    facts.add_argument("--json", action="store_true", help="结果用 JSON 输出")
    genres = commands.add_parser("genres", help="列出会写的文种和必写部分")
    genres.set_defaults(run=_command("bot.cli.looking", "genres"))
    genres.add_argument("--json", action="store_true", help="结果用 JSON 输出")


def _add_checking(commands: "argparse._SubParsersAction[Parser]") -> None:
    check = commands.add_parser("check", help="体检：错字、提法、标点、口径、残留、撞稿")
    check.set_defaults(run=_command("bot.cli.checking", "check"))
    check.add_argument("file", type=Path, metavar="文件", help=".txt、.md、.docx、.pdf")
    check.add_argument("--genre", metavar="文种", help="按哪个文种核对，见 genres（默认从标题认）")
    check.add_argument("--year", type=int, metavar="年度", help="报告的年度（默认从标题认）")
    check.add_argument("--notice", type=Path, metavar="文件", help="上级的通知，核对它的要求")
    check.add_argument(
        "--against", type=Path, nargs="+", default=(), metavar="路径", help="和这些文件比对，看有没有撞稿"
    )
    check.add_argument("--limit", type=_positive, metavar="字数", help="全文不超过多少字")
    check.add_argument("--json", action="store_true", help="结果用 JSON 输出")
    check.add_argument(
        "--fail-on", choices=("error", "warning", "hint"), help="有这一级以上的问题时退出码为 1"
    )


def _add_formulations(commands: "argparse._SubParsersAction[Parser]") -> None:
    formulations = commands.add_parser("formulations", help="自己加的提法：哪个说法换成了哪个")
    formulations.set_defaults(run=_command("bot.cli.checking", "listed"))
    formulations.add_argument("--json", action="store_true", help="结果用 JSON 输出")
    doing = formulations.add_subparsers(title="做什么", metavar="add")
    add = doing.add_parser("add", help="从一份文件里读：将“甲”改为“乙”，不再使用“甲”，甲 → 乙")
    add.set_defaults(run=_command("bot.cli.checking", "add"))
    add.add_argument("file", type=Path, metavar="文件")
    add.add_argument("--since", required=True, metavar="日期", help="从哪一天起，例：2026-03")
    add.add_argument("--source", required=True, metavar="依据", help="哪份文件，例：《关于规范用语的通知》")


def _add_keeping(commands: "argparse._SubParsersAction[Parser]") -> None:
    drafts = commands.add_parser("drafts", help="列出全部草稿")
    drafts.set_defaults(run=_command("bot.cli.keeping", "drafts"))
    _add_database(drafts)
    _add_user(drafts)
    drafts.add_argument("--json", action="store_true", help="结果用 JSON 输出")
    export = commands.add_parser("export", help="导出一份草稿")
    export.set_defaults(run=_command("bot.cli.keeping", "export"))
    _add_database(export)
    _add_user(export)
    export.add_argument(
        "--names", type=Path, metavar="名单", help="把代号换回名字的名单（默认是 SHUZHI_NAMES 指的那份）"
    )
    export.add_argument("--draft", required=True, metavar="编号", help="草稿编号，见 drafts")
    export.add_argument("--format", choices=FORMATS, default="docx", help="格式")
    export.add_argument("--out", type=Path, metavar="文件", help="写到哪个文件（默认用标题命名）")
    _add_appendices(export)
    _add_length(export)
    _add_paper(export)
    forget = commands.add_parser("forget", help="彻底删除草稿，不留痕迹")
    forget.set_defaults(run=_command("bot.cli.keeping", "forget"))
    _add_database(forget)
    forget.add_argument("draft", nargs="?", metavar="编号")
    forget.add_argument("--all", action="store_true", help="删除全部")
    forget.add_argument("--yes", action="store_true", help="不再询问")


def _add_operating(commands: "argparse._SubParsersAction[Parser]") -> None:
    telegram = commands.add_parser(
        "telegram", help="运行 Telegram 机器人（怎么装、怎么管见 deploy/README.md）"
    )
    telegram.set_defaults(run=_command("bot.cli.operating", "telegram"))
    _add_place(telegram)
    health = commands.add_parser("health", help="看机器人是否正常：草稿库能写，Telegram 有回音")
    health.set_defaults(run=_command("bot.cli.operating", "health"))
    health.add_argument("--metrics", action="store_true", help="给出指标（Prometheus 的文本格式）")
    _add_place(health)
    pair = commands.add_parser("pair", help="凭配对码登记一个人，让他用 Telegram 机器人")
    pair.set_defaults(run=_command("bot.cli.operating", "pair"))
    pair.add_argument("code", metavar="配对码")
    pair.add_argument("--admin", action="store_true", help="登记为管理员，能登记别人")
    _add_place(pair)


def _add_copying(commands: "argparse._SubParsersAction[Parser]") -> None:
    backup = commands.add_parser("backup", help="备份草稿库（机器人开着也行）")
    backup.set_defaults(run=_command("bot.cli.operating", "backup"))
    backup.add_argument(
        "copy", type=Path, metavar="备份文件或文件夹", help="给文件夹时，文件名是备份的年月日时分秒"
    )
    backup.add_argument(
        "--keep", type=_days, default=0, metavar="天数", help="文件夹里超过这么多天的旧备份删掉"
    )
    _add_place(backup)
    restore = commands.add_parser("restore", help="从备份恢复草稿库（先停下机器人）")
    restore.set_defaults(run=_command("bot.cli.operating", "restored"))
    restore.add_argument("copy", type=Path, metavar="备份文件")
    _add_place(restore)


def _add_place(parser: argparse.ArgumentParser) -> None:
    """Let it be told where the bot's settings and database are."""
    _add_database(parser)
    parser.add_argument(
        "--settings",
        type=Path,
        metavar="文件",
        help="机器人的设置文件（样子见 deploy/env.example）；环境变量里有的，以环境变量为准",
    )


def _days(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < int(text) <= MOST_DAYS):
        raise argparse.ArgumentTypeError(f"“{text}”不是合用的天数，例如 30")
    return int(text)


def _command(module: str, function: str) -> Callable[[argparse.Namespace], int]:
    """Load a command's module only when it runs: a talk must not wait for what it does not need."""

    def run(options: argparse.Namespace) -> int:
        return int(getattr(import_module(module), function)(options))

    return run
