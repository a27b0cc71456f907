"""A report that has wording to learn, and its handing in on Telegram."""

from tests.driving_telegram import Server
from tests.telegram_fake import Person

REPORT = (
    "2023年度抓基层党建工作述职报告",
    "一、履职情况",
    "（一）扛牢主体责任。坚持把党建工作与业务工作同谋划、同部署、同推进，召开支部委员会15次，研究党建事项42项。",
    "（二）抓实理论武装。组织集中学习24次，开展专题研讨6次，讲授专题党课3次。",
    "二、存在问题",
    "一是理论学习不够深入，学用结合不够紧密。青石镇的张三同志学习笔记记得不全。",
    "三、下步打算",
    "一是持续深化理论学习，每月开展集中学习1次，推动学习走深走实。",
)
TOLD = "青石镇的张三同志学习笔记记得不全"
"""Somebody's own words in it, which no pattern may hold."""


async def handed_in(server: Server, person: Person, caption: str = "", name: str = "往年.txt") -> str:
    """Send the report as a file, and give what comes of it as one text."""
    before = len(person.seen)
    server.fake.files["f1"] = "\n".join(REPORT).encode()
    person.send(document={"file_id": "f1", "file_name": name}, caption=caption)
    await server.settle()
    return "\n".join(person.seen[before:])
