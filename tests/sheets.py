"""Answer sheets as their writers fill them in."""

SHEET = """\
genre: party_building
profile:
  organization: 区委编办党支部
  post: 党支部书记
  author: 李明
  year: 2025
  date: 2025-12-20
materials:
  - 3月5日召开支部党员大会专题学习，参加28人。
  - 走访群众10户18人。书记讲党课4次。
  - file: minutes.txt
sections:
  rectification: 没有
  problems:
    - 理论学习不够深入，全年集中研讨只有4次。
    - text: 党员教育形式单一
      sentence: 党员教育的形式还比较单一
  plans: |
    抓实理论学习，每月研讨1次
    丰富教育形式，每半年现场教学1次
"""
FINISHED = SHEET.replace("  - file: minutes.txt\n", "").replace(
    "sections:\n", "sections:\n  causes: [抓学习重布置、轻检查]\n"
)
"""Nothing is missing from the report it gives."""
