"""Do to a report what web pages, copying and typing do to it: each function takes and gives lines."""

import random
import re
from collections.abc import Callable

ADVERTISEMENTS = (
    "更多范文请关注公众号：写材料的老李",
    "【某某文库】海量公文素材，加微信：xzs12345 领取",
    "本文来自公文写作网 www.gwxz-example.com，仅供学习参考",
    "仅供内部交流 严禁外传",
    "扫码关注，回复“述职”免费领取 3000 篇范文",
    "来源：办公室文秘网",
    "上一篇：年度工作总结　下一篇：没有了",
    "资料整理不易，请勿倒卖，客服QQ：3344556677",
)
OTHER_ADVERTISEMENTS = (
    "点击上方蓝字，一起涨知识",
    "本文档由会员“清风徐来”上传，如需原稿请付费后保存到本地",
    "温馨提示：复制成功后可在手机端打开，阅读更方便哦！",
    "文秘之家（wmzj66.cn）——专注机关材料写作十二年",
    "亲，觉得有用就赏个五星好评吧~",
    "登录后可阅读全文 | 注册 | 忘记密码",
    "热门标签：述职报告 心得体会 党课讲稿",
    "您现在的位置：首页 > 党团工作 > 述职述廉",
    "如需定制个性化文稿，请致电 138-0013-8000",
    "阅读量 1.2万　点赞 356　评论 48",
    "本站所有资源均收集自互联网，仅作参考，不得用于商业",
    "进群备注“材料”，拉您入写作交流群",
    "作者：笔耕不辍　日期：2024-01-03　人气：5021",
    "领红包啦！新用户首月 9.9 元畅读 30 万篇",
    "本页面由转换工具自动生成，格式可能有误",
    "推荐访问：述职 书记 党建",
)
UNSEEN_ADVERTISEMENTS = (
    "轻触名片，订阅“公文老兵”，每天学一点",
    "版权声明：图文源自互联网，侵删请联络小编",
    "下一页：县委书记述职范例（精选5篇）",
    "【声明】内容由网友提供，本站不对真实性负责",
    "开通年卡，全站稿件随便看，低至0.3元/天",
    "手机用户请浏览 m.gongwenbao.net 阅读",
    "需要同款PPT的朋友请私信我",
    "材料家园出品 必属精品",
    "↓↓↓ 更多同类文章见文末 ↓↓↓",
    "打赏作者一杯咖啡，支持原创",
    "本文共3860字，预计阅读需要10分钟",
    "举报 | 纠错 | 收藏本页",
)
STAMPS = (
    "（老李文稿网，www.laoli-example.com）",
    "【公众号：写材料的老李】",
    "（更多材料请加微信：xzs12345）",
    "##paidbegin##",
)
OTHER_STAMPS = (
    "（文秘之家，wmzj66.cn）",
    "【文秘之家】",
    "[来源：学科材料网]",
    "（本文由清风范文站整理发布）",
    "##vipend##",
    "【关注“秘书的秘书”获取更多】",
    "（转自公文驿站）",
    "微信搜“机关笔杆”",
)
UNSEEN_STAMPS = (
    "（文稿帮 wengaobang.net）",
    "【公文老兵独家】",
    "[材料家园首发]",
    "（下载自笔墨文档）",
    "##hidebegin##",
    "（关注“公文老兵”看完整版）",
)
FRESH_ADVERTISEMENTS = (
    "写稿没思路？来“材料星空”找灵感",
    "本篇由热心读者“山间小路”提供，特此致谢",
    "长期收售各类机关文稿，诚信经营",
    "加我领取近三年述职合集（含PPT）",
    "体制内那些事，都在这里",
    "每天早上七点准时推送，记得星标我们",
    "文稿互助圈：让写作更轻松",
    "责编：小禾　校对：阿木",
    "预览已结束，剩余 70% 内容购买后可看",
    "文档价格：8.00 元　下载次数：1321",
    "欢迎光临本店，老客户享八折",
    "稿酬从优，欢迎赐稿",
    "已有 2360 人赞同",
    "淘金笔杆 · 让天下没有难写的材料",
    "回复数字 8 获取本文电子稿",
    "需要全年资料的领导请加老周 19900001111",
    "zhoubi.work 一站式机关写作服务",
    "本材料仅作写作借鉴之用，切勿照抄",
    "关键词：述职；党建；基层",
    "文章编号 20240311-07",
    "点个“在看”再走吧",
    "部分文字来自互联网，版权属原作者",
    "下载本稿需 3 积分",
    "用户评分：9.6（共 87 人评价）",
    "老李头的公文课堂第 36 讲",
    "打开手机淘宝，搜店铺名即可找到我们",
    "发布人：admin　2024-02-19 09:31",
    "更多好稿请进主页查看",
    "学公文，上云笔",
    "此稿为付费稿件，盗用者追究责任",
    "群里每天都有新稿，快来吧",
    "文稿帮帮帮，写稿不用慌！",
    "【免责】所载内容只代表投稿人本人意见。",
    "如有雷同，纯属巧合；如需改写，请留言。",
    "本号长期招募写手，待遇面议，有意者请将简历发至 hr@gaozi.cn。",
    "温情提醒：建议使用电脑端打开以获得最佳效果。",
    "我们整理了 5000 份机关常用文稿，打包只要 29 元，需要的朋友抓紧。",
    "喜欢的话就点亮小星星吧，您的支持是我们更新的动力！",
    "首页 公文 讲话 总结 述职 心得 党课",
    "登录 | 注册 | 充值 | 帮助中心",
    "责任编辑 王小二",
    "文件下载.docx (32KB)",
    "已关注 已收藏 已分享",
    "2024-01-15 10:22 · 来自安徽",
    "展开剩余 80%",
    "附：历年述职报告模板打包下载",
    "声音 倍速 字号 夜间模式",
    "搞机关文字的都在看",
)
FRESH_STAMPS = (
    "（材料星空整理）",
    "【云笔公文】",
    "（zhoubi.work）",
    "[老周文稿]",
    "（加老周 19900001111）",
    "｛材料星空｝",
    "★材料星空★",
    "——摘自云笔公文网",
    "（此处为广告位）",
    "（点击看全文）",
    "（公众号/材料星空）",
    "#公文写作#",
    "(文稿互助圈独家发布)",
    "※云笔公文※",
    "（更多见主页）",
    "【未经许可不得转载】",
    "［云笔公文·首发］",
    "（百度搜“云笔公文”）",
    "vx:zhoubi88",
    "（来自：云笔公文）",
    "微信zhoubi88",
    "（此处省略 500 字）",
    "##feebegin##",
    "[hide]",
    "【完整版见主页】",
)
JUNK = ("----------", "··········", "=====", "- 3 -", "第 2 页 共 5 页", "asdfgh", "&nbsp;", "* * *")
INSERTED = (
    *ADVERTISEMENTS,
    *OTHER_ADVERTISEMENTS,
    *UNSEEN_ADVERTISEMENTS,
    *FRESH_ADVERTISEMENTS,
    *STAMPS,
    *OTHER_STAMPS,
    *UNSEEN_STAMPS,
    *FRESH_STAMPS,
    *JUNK,
)
HALF_WIDTH = str.maketrans("，。；：？！（）“”", ',.;:?!()""')
NUMBERING = {
    "round": lambda text: re.sub(r"^（([一二三四五六七八九十]+)）", r"(\1)", text),
    "round_and_comma": lambda text: re.sub(r"^（([一二三四五六七八九十]+)）", r"（\1）、", text),
    "dotted": lambda text: re.sub(r"^([一二三四五六七八九十]+)、", r"\1．", text),
    "ascii_dot": lambda text: re.sub(r"^([一二三四五六七八九十]+)、", r"\1.", text),
    "wide_digits": lambda text: re.sub(r"^(\d)、", lambda match: chr(ord(match[1]) + 0xFEE0) + "．", text),
    "spaced": lambda text: re.sub(
        r"^([一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d、)", r"\1 ", text
    ),
    "ordinal": lambda text: re.sub(r"^([一二三四五六七八九])是", r"第\1，", text),
    "ascii_comma": lambda text: re.sub(r"^([一二三四五六七八九十]+)、", r"\1,", text),
    "wide_brackets_spaced": lambda text: re.sub(r"^（([一二三四五六七八九十]+)）", r"（ \1 ） ", text),
    "square": lambda text: re.sub(r"^（([一二三四五六七八九十]+)）", r"〔\1〕", text),
    "ideographic": lambda text: re.sub(
        r"^（([一二三四五六七八九十])）",
        lambda match: chr(0x3220 + "一二三四五六七八九十".index(match[1])),
        text,
    ),
}
LONG = 60
CENSORED = (("二十大", "XX大"), ("党委", "D委"), ("学习", "学A"), ("习近平", "习@@"))


Damage = Callable[[list[str], random.Random], list[str]]


def advertised(advertisements: tuple[str, ...]) -> Damage:
    def damage(lines: list[str], chance: random.Random) -> list[str]:
        out = list(lines)
        for advertisement in chance.sample(advertisements, 6):
            out.insert(chance.randrange(len(out) + 1), advertisement)
        return out

    return damage


def stamped(stamps: tuple[str, ...]) -> Damage:
    def stamp(line: str, chance: random.Random) -> str:
        ends = [match.end() for match in re.finditer("[。，；]", line)]
        if not ends or chance.random() < 0.5:
            return line
        place = chance.choice(ends)
        return line[:place] + chance.choice(stamps) + line[place:]

    return lambda lines, chance: [stamp(line, chance) for line in lines]


def stamped_anywhere(lines: list[str], chance: random.Random) -> list[str]:
    """Stamp long lines in the middle of a clause, and so in the middle of a word."""
    out = []
    for line in lines:
        place = chance.randrange(len(line) // 2, len(line)) if len(line) > LONG else 0
        out.append(line[:place] + chance.choice(STAMPS) + line[place:] if place else line)
    return out


def with_half_width(lines: list[str], _: random.Random) -> list[str]:
    return [line.translate(HALF_WIDTH) for line in lines]


def wrapped(lines: list[str], chance: random.Random) -> list[str]:
    width = chance.choice((28, 35, 40, 56))
    return [line[start : start + width] for line in lines for start in range(0, max(1, len(line)), width)]


def as_html(lines: list[str], _: random.Random) -> list[str]:
    return [f'<p style="text-indent:2em">&nbsp;&nbsp;{line}</p>' for line in lines]


def as_html_with_breaks(lines: list[str], _: random.Random) -> list[str]:
    return [f'&emsp;&emsp;<span class="t">{line}</span><br />' for line in lines]


def as_one_line_of_html(lines: list[str], _: random.Random) -> list[str]:
    return ["".join(f"<p>{line}</p>" for line in lines)]


def indented(lines: list[str], _: random.Random) -> list[str]:
    return [f"\u3000\u3000{line}" for line in lines]


def with_repeated_commas(lines: list[str], _: random.Random) -> list[str]:
    return [line.replace("，", "，，") for line in lines]


def with_junk(lines: list[str], chance: random.Random) -> list[str]:
    out = list(lines)
    for junk in JUNK:
        out.insert(chance.randrange(len(out) + 1), junk)
    return out


def with_blank_lines(lines: list[str], _: random.Random) -> list[str]:
    return [each for line in lines for each in (line, "")]


def with_carriage_returns(lines: list[str], _: random.Random) -> list[str]:
    return [f"\u3000\u3000{line}\r" for line in lines]


def censored(lines: list[str], _: random.Random) -> list[str]:
    return [censor(line) for line in lines]


def censor(text: str) -> str:
    for word, written in CENSORED:
        text = text.replace(word, written)
    return text


def in_one_line(lines: list[str], _: random.Random) -> list[str]:
    return ["".join(line.strip() for line in lines)]


def in_one_line_with_spaces(lines: list[str], _: random.Random) -> list[str]:
    return [" ".join(line.strip() for line in lines if line.strip())]


def with_some_breaks_lost(lines: list[str], chance: random.Random) -> list[str]:
    out: list[str] = []
    for line in filter(None, map(str.strip, lines)):
        if out and chance.random() < 0.5:
            out[-1] += line
        else:
            out.append(line)
    return out


def renumbered(style: str) -> Damage:
    return lambda lines, _: [NUMBERING[style](line) for line in lines]


def in_turn(*names: str) -> Damage:
    def damage(lines: list[str], chance: random.Random) -> list[str]:
        for name in names:
            lines = LINE_PRESERVING[name](lines, chance)
        return lines

    return damage


LINE_PRESERVING: dict[str, Damage] = {
    "advertisements": advertised(ADVERTISEMENTS),
    "other advertisements": advertised(OTHER_ADVERTISEMENTS),
    "unseen advertisements": advertised(UNSEEN_ADVERTISEMENTS),
    "stamps": stamped(STAMPS),
    "other stamps": stamped(OTHER_STAMPS),
    "unseen stamps": stamped(UNSEEN_STAMPS),
    "fresh advertisements": advertised(FRESH_ADVERTISEMENTS),
    "fresh stamps": stamped(FRESH_STAMPS),
    "stamps anywhere": stamped_anywhere,
    "half width": with_half_width,
    "wrapped": wrapped,
    "html": as_html,
    "html breaks": as_html_with_breaks,
    "html in one line": as_one_line_of_html,
    "indented": indented,
    "carriage returns": with_carriage_returns,
    "repeated commas": with_repeated_commas,
    "junk": with_junk,
    "blank lines": with_blank_lines,
    "censored": censored,
    **{f"numbering {style}": renumbered(style) for style in NUMBERING},
}
MIXED: dict[str, Damage] = {
    " + ".join(names): in_turn(*names)
    for names in (
        ("numbering dotted", "half width", "wrapped"),
        ("numbering round", "indented", "wrapped"),
        ("advertisements", "html"),
        ("other advertisements", "stamps", "half width"),
        ("junk", "repeated commas", "numbering wide_digits", "indented"),
        ("stamps", "wrapped"),
        ("half width", "numbering ordinal", "html breaks"),
        ("censored", "other stamps", "carriage returns"),
        ("numbering ascii_dot", "blank lines", "junk"),
    )
}
BREAKS_LOST: dict[str, Damage] = {
    "line breaks lost": in_one_line,
    "line breaks lost to spaces": in_one_line_with_spaces,
    "half width + line breaks lost": lambda lines, chance: in_one_line(
        with_half_width(lines, chance), chance
    ),
    "stamps + line breaks lost": lambda lines, chance: in_one_line(stamped(STAMPS)(lines, chance), chance),
}
