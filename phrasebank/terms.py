"""The words that a duty report is described in: section kinds, moves, shapes, slots and topics.

Each is a term of the project's glossary; YAML files, database columns and JSON use the same spelling.
"""

from typing import Literal, get_args

SectionKind = Literal[
    "opening",
    "rectification",
    "achievements",
    "problems",
    "causes",
    "plans",
    "integrity",
    "closing",
    "signature",
]
Move = Literal["open", "claim", "action", "evidence", "result", "admit", "cause", "commit", "close"]
Shape = Literal["title", "heading", "lead", "clause", "sentence"]
SlotKind = Literal[
    "number",
    "org",
    "org_kind",
    "place",
    "person",
    "post",
    "date",
    "year",
    "document",
    "activity",
    "domain",
    "work",
    "name",
    "problem",
    "measure",
    "result",
]
Topic = Literal[
    "study",
    "responsibility",
    "organization",
    "members",
    "style",
    "clean",
    "ideology",
    "service",
    "business",
]

SECTION_KINDS: tuple[SectionKind, ...] = get_args(SectionKind)
MOVES: tuple[Move, ...] = get_args(Move)
SHAPES: tuple[Shape, ...] = get_args(Shape)
TOPICS: tuple[Topic, ...] = get_args(Topic)

SECTION_NAMES: dict[SectionKind, str] = {
    "opening": "开头",
    "rectification": "上年度问题整改",
    "achievements": "履职情况",
    "problems": "存在问题",
    "causes": "原因",
    "plans": "下步打算",
    "integrity": "廉洁自律",
    "closing": "结尾",
    "signature": "落款",
}
MOVE_NAMES: dict[Move, str] = {
    "open": "开篇",
    "claim": "总括",
    "action": "举措",
    "evidence": "数据",
    "result": "成效",
    "admit": "查摆",
    "cause": "剖析",
    "commit": "承诺",
    "close": "收束",
}
TOPIC_NAMES: dict[Topic, str] = {
    "study": "政治学习",
    "responsibility": "责任落实",
    "organization": "组织建设",
    "members": "党员队伍",
    "style": "作风建设",
    "clean": "党风廉政",
    "ideology": "意识形态",
    "service": "服务群众",
    "business": "中心工作",
}
SLOT_NAMES: dict[SlotKind, str] = {
    "number": "数字",
    "org": "单位",
    "org_kind": "组织类别",
    "place": "地点",
    "person": "人员",
    "post": "职务",
    "date": "日期",
    "year": "年度",
    "document": "文件",
    "activity": "活动",
    "domain": "业务领域",
    "work": "作品",
    "name": "名称",
    "problem": "问题",
    "measure": "措施",
    "result": "成效",
}
