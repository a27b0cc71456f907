"""Asking for the profile: organisation, post, name and year."""

import re
from dataclasses import dataclass

from msgspec.structs import replace

from bot.compose.tidy import tidy
from bot.draft import Profile
from bot.outline import Outline
from bot.replies import Question, Say
from bot.state import Field, State
from bot.steps.step import Outcome

LONGEST = 60
PAUSES = re.compile(r"[。；！？;!?]|[，,](?!.{0,12}(?:主任|[长记席员])$)")
"""What no name or post has; 党委委员，副局长 is a post."""

SPOKEN = re.compile("^(?:我|本人|咱)|了$")
NO_NAME = re.compile(r"\d|^(?=.{5}).*[的了我是在把]")

PERSON = re.compile(
    "(?:[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦苗方"
    "俞任袁柳史唐费廉岑薛雷贺倪汤滕殷罗毕郝安常乐于时傅皮卞齐康伍余元卜顾孟黄穆萧尹姚邵汪祁毛禹狄米贝明臧计伏成戴"
    "谈宋庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘解"
    "应宗丁宣邓郁单杭洪包诸左石崔吉龚程邢裴陆荣翁荀羊惠曲封储靳段富巫乌焦巴弓谷车侯班秋仲伊宫宁仇栾甘厉祖武符"
    "刘景詹束龙叶司黎薄印白怀蒲索赖卓蔺池乔阳胥苍闻党翟谭劳姬申冉宰桑桂牛寿边燕尚农温庄晏柴瞿阎慕连茹习艾容古易"
    "廖终居衡步耿满匡国文寇广欧利蔚越师巩聂勾敖冷阚简饶曾沙养鞠丰关查荆红游权岳帅涂佘覃才尼蒙阿旦白玛索]"
    "|欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|长孙|司徒|司空)[\u4e00-\u9fff]{1,2}"
)
PLACE = re.compile(
    r".{0,12}(?:社区|学院|学校|[小中大]学|街道|中心|公司|支部|党委|党组|驿站|医院|银行|协会|委员会|[村镇乡县市区局科院站厂店]|[一二三四五六七八九十]中)"
)
OFFICER = re.compile(r".{0,12}(?:[局部科处院校所站队组行厂村镇]长|[委党队职人]员)|.*(?:书记|主任|主席|经理)")
FIRST_YEAR, LAST_YEAR = 2000, 2099
ASKS: dict[Field, str] = {
    "organization": "您的单位叫什么？例：{organization}",
    "post": "您以什么职务述职？例：{post}",
    "author": "您的姓名？例：李明",
    "year": "述职的是哪一年？例：2025",
}
USED: dict[Field, str] = {
    "organization": "标题、开头要用",
    "post": "标题、开头要用",
    "author": "落款要用",
    "year": "标题、开头要用",
}
NAMES: dict[Field, str] = {"organization": "单位", "post": "职务", "author": "姓名", "year": "年度"}


def is_name(field: Field, words: str) -> bool:
    """Whether words, though each is one of everyday talk, are a name: 何行, 你好社区."""
    form = {"author": PERSON, "organization": PLACE, "post": OFFICER}.get(field)
    return bool(form and form.fullmatch(tidy(words)))


def year_in(words: str) -> int | None:
    """Read a year: 2025, 2025年度, or 25年 for short."""
    match = re.fullmatch(r"(\d{4})(?:年度?)?|(\d\d)年度?", words)
    year = int(match[1] or f"20{match[2]}") if match else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


@dataclass(frozen=True, slots=True)
class FieldStep:
    """A field of the profile."""

    outline: Outline
    state: State
    field: Field

    def ask(self) -> Question:
        """Ask for the field; what is there already is shown, since it may be changed."""
        examples = {"organization": self.outline.organization_example, "post": self.outline.post_example}
        text = f"（{USED[self.field]}{self._left}）{ASKS[self.field].format(**examples)}"
        return Question(f"{text}\n（现在是：{self._given}。发新的就改，/skip 不改）" if self._given else text)

    def said(self, text: str) -> Outcome:
        """Take the answer."""
        value = tidy(text)
        if self.field == "year":
            return self._year(value)
        told = (self._is_told(value) or text.endswith(("：", ":"))) and text != self.state.held
        if not re.search(r"[\u3400-\u9fffA-Za-z]", value) or len(value) > LONGEST or told:
            name = NAMES[self.field]
            only = f"这一句没有记：这里只填{name}，请用一行写清楚，不超过 {LONGEST} 字"
            again = "真叫这个，把这句原样再发一遍。" if told else ""
            return replace(self.state, held=text), (Say(f"{only}；暂时不填可以发 /skip。{again}"),)
        return self._with(replace(self.state.draft.profile, **{self.field: value})), ()

    def picked(self, key: str) -> Outcome:
        """Take nothing: a field offers no choices."""
        return self.said(key)

    def skipped(self) -> Outcome:
        """Leave the field as it is: what is missing stays visible in the report."""
        say = () if self._given else (Say(f"先空着，文中会标出【待补：{NAMES[self.field]}】。"),)
        return self._with(self.state.draft.profile), say

    @property
    def _left(self) -> str:
        count = sum(field not in self.state.draft.asked for field in NAMES)
        return f"，这样的还差 {count} 项" if count else ""

    @property
    def _given(self) -> object:
        return getattr(self.state.draft.profile, self.field)

    def _is_told(self, value: str) -> bool:
        """Tell whether words tell of something: they would stand in the title as they are."""
        no_name = self.field == "author" and NO_NAME.search(value)
        return bool(no_name or PAUSES.search(value) or SPOKEN.search(value))

    def _year(self, value: str) -> Outcome:
        year = year_in(value)
        if year is None:
            return self.state, (Say("年度请写四位数字，例如 2025；暂时不定可以发 /skip。"),)
        return self._with(replace(self.state.draft.profile, year=year)), ()

    def _with(self, profile: Profile) -> State:
        asked = tuple(dict.fromkeys((*self.state.draft.asked, self.field)))
        draft = replace(self.state.draft, profile=profile, asked=asked)
        return replace(self.state, draft=draft, focus=None)
