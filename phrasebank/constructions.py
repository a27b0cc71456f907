"""Turns of phrase of the genre that hold whatever work they are filled with: 把…纳入…, 同…同…, 针对“…”问题.

A construction is an expression for one clause, or for two joined by a comma. Its named groups become slots:
the name is the slot's kind, a digit behind it tells a second slot of the kind; groups named ``drop`` are left
out.
"""

import re

WORD = "[^，。；：“”《》、]"
LIST = "[^，。；：“”《》]"
FLAW = (
    "不够深入|不够高度重视|重视程度不够|重视不够|认识不足|的?重要性认识不够|传导压力不够|管理不够严格|有待加强|有待进一步(?:增强|提高|完善)"
    "|[还仍]?需进一步(?:加强|健全|强化)|还需深化"
)
SINGLE = tuple(
    re.compile(written)
    for written in (
        rf"(?:始终|坚持|自觉|继续)?[把将](?P<domain>{LIST}{{3,34}}?)(?:纳入到?{WORD}{{2,14}}|摆在{WORD}{{2,8}}|放在首位|作为{WORD}{{2,16}})",
        rf"(?:坚持)?与(?P<domain>{WORD}{{2,10}}?)(?:做到)?(?:同{WORD}{{2}}、){{1,3}}同{WORD}{{2}}",
        rf"以(?P<measure>(?:提|抓|强|加){LIST}{{3,22}})为(?:根本|重点|中心)",
        rf"以“?(?P<activity>{WORD}{{3,12}})”?为(?:载体|抓手)",
        rf"(?:切实)?为(?P<domain>{LIST}{{2,26}}?)(?:和组织)?提供了?(?:坚实|坚强|有力)的?{LIST}{{0,14}}保[障证]",
        rf"(?:推动|推进|进一步推进|确保|保证)(?P<domain>{LIST}{{2,16}}?)(?:再上新台阶|向纵深发展|高质量发展|落地见效|落到实处|规范化、制度化)",
        rf"(?:一些|部分|有的|个别)(?P<person>{WORD}{{2,6}})对(?P<domain>{LIST}{{2,16}}?)的?(?:重视程度不够|重视不够)",
        rf"在(?P<domain>{WORD}{{2,12}})方面还?存在一定差距",
        rf"(?P<drop>对)?(?P<domain>{WORD}{{2,10}}?)与(?P<domain_2>{WORD}{{2,8}}?)结合不紧密",
        rf"(?:对(?!外)|抓)(?P<domain>{LIST}{{2,16}}?)的?(?:{FLAW})",
        rf"(?P<domain>[^，。；：“”《》、对抓在]{{4,12}}?)(?:{FLAW})",
        rf"(?P<domain>{WORD}{{2,6}})做到(?:有{WORD}{{2}}、)+有{WORD}{{2}}",
        rf"结合(?P<domain>{WORD}{{2,8}})开展\d+次{WORD}{{2,6}}",
        rf"存在着?(?P<problem>{LIST}{{4,24}}?)(?:的现象|等现象|的倾向)",
        rf"(?:通过|利用)(?P<activity>{WORD}{{2,14}}?)、(?P<activity_2>{WORD}{{2,8}}?)(?P<drop>、{WORD}{{2,10}})?等(?:多种)?形式{WORD}{{4,12}}",
        rf"组织(?P<person>{LIST}{{2,24}}?)赴(?P<place>{LIST}{{2,16}}?)(?:重温|开展|进行){LIST}{{2,16}}",
        rf"加强对(?P<domain>{LIST}{{3,50}}?)情况的监督检查",
        rf"(?:定期)?对(?P<domain>{LIST}{{2,26}}?)(?:开展督促检查|实行台账管理|分类建立台账|进行全面学习|进行及时有效的提醒、教育和帮助)",
        rf"围绕(?P<problem>{LIST}{{4,40}}?)等?问题提出指导意见",
        rf"(?:分别)?与(?P<person>{LIST}{{2,14}}?)(?:签订了?《[^》]*》|开展{WORD}{{2,8}})",
        rf"成立了?(?P<domain>{LIST}{{3,14}}?)(?:工作)?领导小组",
        rf"由于(?P<problem>{LIST}{{4,40}}?)等原因造成(?P<result>{LIST}{{4,24}})",
        rf"(?:导致|致使)(?P<domain>{WORD}{{2,12}}?)(?:推进缓慢|发展不平衡|水平不均衡)",
        rf"变(?P<domain>{WORD}{{2,8}}?)“要我抓”为“我要抓”",
        rf"[把将](?P<domain>{WORD}{{2,14}}?)从“(?P<problem>{WORD}{{1,8}})”做到“(?P<result>{WORD}{{1,8}})”",
        rf"[把将](?P<domain>{WORD}{{2,14}}?)与(?P<domain_2>{LIST}{{2,14}}?)相结合",
        rf"把学习成效转化为推动(?P<domain>{WORD}{{2,20}}?)的强大动力和实际行动",
        rf"(?:极大|进一步)?(?:增强|提升|提高)了(?P<person>{WORD}{{2,12}}?)的{LIST}{{3,14}}",
        rf"(?:切实)?(?:加强|强化)了?对(?P<person>{WORD}{{0,12}}?(?:成员|干部|党员))的{LIST}{{4,12}}",
        rf"经常性进行(?P<domain>{WORD}{{2,8}}?)专题研判",
        rf"定期研判(?P<domain>{WORD}{{2,6}}?)风险点",
        rf"定期分析研判(?P<domain>{WORD}{{3,8}}?)情况",
        rf"定期召开(?P<domain>{WORD}{{4,10}}?)专题会议",
        rf"对(?P<person>{WORD}{{2,8}}?)经常性提醒",
        rf"听取(?P<org>各?{WORD}{{0,3}}(?:科室|支部|单位|部门))(?P<domain>{WORD}{{2,12}}?)情况汇报",
        rf"严格落实(?P<domain>{WORD}{{2,8}}?)责任制",
        rf"(?:狠抓|着力抓好)(?P<domain>{WORD}{{2,8}}?)重点任务落实",
        rf"以制度形式固化(?P<domain>{WORD}{{2,8}}?)成果",
        rf"加大(?P<domain>{WORD}{{2,8}}?)的考核权重",
        rf"推进(?P<domain>{WORD}{{2,8}}?)的贯彻落实",
        rf"充?分?调动(?P<person>{WORD}{{2,8}}?)(?P<drop>工作)?的?积极性(?:和主动性)?",
        rf"建立健全(?P<domain>{WORD}{{2,8}}?)责任制和督查机制",
        rf"把(?P<domain>{WORD}{{2,8}}?)量化、细化到人",
        rf"进一步压紧压实(?P<domain>{WORD}{{2,8}}?)责任",
        rf"(?:努力|不断)(?:提升|提高)(?P<domain>{WORD}{{2,10}}?)水平",
        rf"高度重视(?P<domain>{WORD}{{2,12}}工作)",
        rf"(?:切实|认真)履行(?P<domain>{WORD}{{2,10}}?)“第一责任人”职责",
        rf"进一步增强对(?P<domain>{WORD}{{2,8}}?)的重视程度",
        rf"没有把(?P<domain>{WORD}{{2,8}}?)摆在应有的位置上",
        rf"没有(?:充分)?发挥(?P<domain>{WORD}{{2,8}}?)的激励作用",
        rf"缺乏(?P<measure>{LIST}{{4,14}}?)的强烈愿望",
        rf"有的(?P<person>{WORD}{{2,4}})满足于“[^”]+”",
        rf"部分(?P<person>{WORD}{{2,4}})抓工作存在(?P<problem>{LIST}{{4,24}}?)倾向",
        rf"(?:我|本人)?作为(?P<org>{WORD}{{2,12}}?)(?P<post>党?支部书记|党组书记)",
        rf"在(?P<org>{LIST}{{2,12}}?)的(?:正确|坚强)?领导下",
        rf"对一年来履行(?P<domain>{LIST}{{4,40}}?)情况进行了认真梳理和总结",
        rf"(?P<person>{LIST}{{3,16}}?)开展廉政谈话\d+人次",
        rf"(?P<person>{LIST}{{3,16}}?)走访群众\d+户\d+人",
        rf"(?:推动|促进|实现)(?P<domain>{WORD}{{1,12}}?)[由从]“(?P<problem>{WORD}{{1,10}})”[向到]“(?P<result>{WORD}{{1,10}})”(?:转变|转型|提升)?",
        rf"(?:坚持)?以(?P<domain>{WORD}{{2,16}})为(?:统领|引领|抓手|载体|牵引|导向|主线|契机|突破口|切入点)",
        rf"(?:紧紧|紧密)?围绕(?P<domain>{WORD}{{2,16}})这一?[条个](?:主线|中心|主题)",
        rf"(?:继续)?在(?P<domain>{WORD}{{2,10}})上(?:下功夫|求突破|见实效|持续用力|再发力|作表率|走在前)",
        rf"存在重(?P<domain>{WORD}{{2,6}})、?轻(?P<domain_2>{WORD}{{2,6}})(?:的?现象|的?倾向|的?问题)?",
        rf"对(?P<domain>{WORD}{{2,12}}?)(?:缺乏深入研究|思考不深|研究不透|研究不深不透|抓得不够紧|抓得不够实|督促检查不够)",
        rf"(?:推动|促进)(?P<domain>{WORD}{{2,12}}?)(?:和|与|同)(?P<domain_2>{WORD}{{2,12}}?)(?:深度融合|融合发展|相融互促|同频共振)",
        rf"(?:年初|定期|及时|专题)研究部署(?P<domain>{WORD}{{2,10}}工作)",
        rf"把(?P<domain>{WORD}{{2,12}}?)(?:抓在手上|扛在肩上|落到实处|做深做细做实)",
        r"(?:群众)?(?:办结|满意|完成|覆盖|参学|到课|整改|化解)[率度]均?(?:达到?|提升[至到]|提高到|为)?\d+(?:\.\d+)?[%％]",
        r"同比(?:增长|下降|提高|减少)\d+(?:\.\d+)?(?:[%％]|个百分点)",
        rf"做到(?P<org>{WORD}{{2,6}})建到哪里、(?P<domain>{WORD}{{2,6}})就建到哪里",
    )
)
PAIR = tuple(
    re.compile(written)
    for written in (
        rf"针对(?P<drop>{LIST}{{2,12}}?)?“(?P<problem>[^”]{{4,30}})”(?P<drop_2>的|等)?问题，(?P<measure>{LIST}{{6,30}})",
        rf"虽然(?P<measure>{LIST}{{4,40}})，但(?P<problem>{LIST}{{4,30}})",
        rf"(?:通过|结合)(?P<activity>{WORD}{{2,14}}?)、(?P<activity_2>{WORD}{{2,8}}?)(?P<drop>、{WORD}{{2,10}})?等(?:多种)?形式，{WORD}{{4,14}}",
        rf"在(?P<activity>{WORD}{{2,10}})、(?P<activity_2>{WORD}{{2,10}})等志愿服务中，{WORD}{{6,16}}",
        rf"在(?P<activity>{WORD}{{2,10}})、(?P<activity_2>{WORD}{{2,6}})(?P<drop>、{WORD}{{2,6}})?等工作中把{WORD}{{4,16}}起来，{WORD}{{2,8}}起来",
        rf"利用(?P<activity>{WORD}{{2,10}})、(?P<activity_2>{WORD}{{2,10}})等契机，{WORD}{{4,10}}",
        rf"(?:切实)?做到(?P<org>{WORD}{{2,6}})工作部署到哪里，(?P<domain>{WORD}{{2,6}})保障就跟进到哪里",
        rf"(?P<org>{WORD}{{2,8}})在(?P<domain>{WORD}{{4,14}})方面虽然取得一定成绩，但{LIST}{{6,16}}(?P<drop>{LIST}{{0,12}})还有一定的差距",
    )
)


def _any_of(expressions: tuple[re.Pattern[str], ...]) -> re.Pattern[str]:
    """Join expressions into one without groups: most clauses fit none, and are told so in one match."""
    return re.compile("|".join(re.sub(r"\(\?P<\w+>", "(?:", each.pattern) for each in expressions))


GAP_FIRST = ("(?P<domain>", "(?P<person>", "(?P<drop>")
ANY_LED = _any_of(tuple(each for each in SINGLE if not each.pattern.startswith(GAP_FIRST)))
ANY_OPEN = _any_of(tuple(each for each in SINGLE if each.pattern.startswith(GAP_FIRST)))
ANY_PAIR = _any_of(PAIR)
OPEN_ENDS = (
    *("不紧密", "深入", "重视", "不够", "不足", "严格"),
    *("加强", "增强", "提高", "完善", "健全", "强化", "深化"),
    *("人", "人次"),
)
"""How clauses end that a construction holds which begins with a gap; such an expression is slow to fail."""

OPENS_PAIR = ("针对", "虽然", "通过", "结合", "在", "利用", "做到", "切实做到")
CLOSES_FIRST = "方面虽然取得一定成绩"


def may_pair(clause: str) -> bool:
    """Tell whether a clause may be the first of two that a construction holds: few are, and quickly told."""
    return clause.startswith(OPENS_PAIR) or clause.endswith(CLOSES_FIRST)


def may_hold(clause: str) -> bool:
    """Tell whether one of ``SINGLE`` fits the whole of a clause."""
    if ANY_LED.fullmatch(clause):
        return True
    return (clause.endswith(OPEN_ENDS) or "做到有" in clause) and ANY_OPEN.fullmatch(clause) is not None
