"""A talk that is finished, and whose headings are not all of one length."""

from functools import cache

from bot.draft import Draft, Point, Profile
from bot.state import Finished, State
from bot.steps.checklist import current
from tests.driving_engine import DESK

WORK = (
    *("集中学习研讨9次，撰写心得体会36篇", "召开支委会专题研究党建工作6次", "开展主题党日12次"),
    *("发展党员2名", "开展警示教育3次，廉政谈话8人次", "走访群众10户18人，解决群众急难愁盼问题7件"),
)
PROBLEMS = (
    "理论学习不够深入，全年集中研讨只有9次",
    "党员教育管理不够精细，3名外出党员有半年没有参加组织生活",
    "党建与业务融合不够紧密，主题党日里结合业务开展的不到一半",
)
PLANS = (
    "抓实理论学习，每月集中研讨1次",
    "抓细党员管理，每月联系外出党员1次",
    "抓好党建业务融合，年内打造1个品牌",
)


@cache
def written() -> State:
    """Give a talk that is finished, with headings of one length for the work done alone."""
    points = [Point(f"p{n}", "achievements", text, sentence=text) for n, text in enumerate(WORK, 1)]
    points += [Point(f"p{n}", "problems", text, text, followed=True) for n, text in enumerate(PROBLEMS, 21)]
    points += [Point("p31", "causes", "本人抓得不紧", "本人抓得不紧", followed=True)]
    points += [Point(f"p{n}", "plans", text, text, answers=f"p{n - 20}") for n, text in enumerate(PLANS, 41)]
    profile = Profile(
        organization="区委编办党支部", post="党支部书记", author="李明", year=2025, date="2025年12月20日"
    )
    asked = ("organization", "post", "author", "year")
    leaves = ("opening", "achievements", "problems", "causes", "plans", "closing", "signature")
    draft = Draft(
        "party_building", profile, asked, tuple(points), leaves, absent=("rectification",), next_number=60
    )
    state = State(draft)
    assert current(DESK, state) == Finished()
    return state
