"""What the invented city punishes: violations of real laws, by departments that do not exist.

Each has the department, the field of regulation (a value of ``cn.regulatory-field``), the kinds of party it is met
in, what was done, and the law and article that punishes it. Heavy ones cost more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Party = Literal["market", "social", "public", "person"]


@dataclass(frozen=True, slots=True)
class Violation:
    """One type of violation."""

    department: str
    field: str
    parties: tuple[Party, ...]
    violation: str
    facts: str
    basis: str
    heavy: bool = False


VIOLATIONS = (
    Violation(
        "market",
        "食品",
        ("market",),
        "未履行食品进货查验义务",
        "采购食品时未查验供货者的许可证和合格证明文件",
        "《中华人民共和国食品安全法》第一百二十六条第一款",
    ),
    Violation(
        "market",
        "食品",
        ("market",),
        "经营超过保质期的食品",
        "货架上待售的预包装食品已超过保质期",
        "《中华人民共和国食品安全法》第一百二十四条第一款",
        heavy=True,
    ),
    Violation(
        "market",
        "市场监管",
        ("market",),
        "发布虚假广告",
        "在网店页面宣传的商品性能与实际不符",
        "《中华人民共和国广告法》第五十五条第一款",
        heavy=True,
    ),
    Violation(
        "market",
        "产品质量",
        ("market",),
        "销售不合格产品",
        "销售的产品经抽检不符合强制性国家标准",
        "《中华人民共和国产品质量法》第四十九条",
    ),
    Violation(
        "market",
        "市场监管",
        ("market",),
        "未依法公示经营者信息",
        "未在首页显著位置公示营业执照信息",
        "《中华人民共和国电子商务法》第七十六条第一款",
    ),
    Violation(
        "environment",
        "生态环境",
        ("market",),
        "超标排放水污染物",
        "总排口废水化学需氧量超过排放标准",
        "《中华人民共和国水污染防治法》第八十三条",
        heavy=True,
    ),
    Violation(
        "environment",
        "生态环境",
        ("market",),
        "超标排放大气污染物",
        "锅炉烟气中颗粒物浓度超过排放标准",
        "《中华人民共和国大气污染防治法》第九十九条",
        heavy=True,
    ),
    Violation(
        "environment",
        "生态环境",
        ("market", "public"),
        "未批先建",
        "环境影响评价文件未经批准即开工建设",
        "《中华人民共和国环境影响评价法》第三十一条",
    ),
    Violation(
        "work-safety",
        "安全生产",
        ("market",),
        "未按规定进行安全生产培训",
        "未如实记录从业人员安全生产教育和培训情况",
        "《中华人民共和国安全生产法》第九十七条",
    ),
    Violation(
        "work-safety",
        "安全生产",
        ("market",),
        "未设置安全警示标志",
        "有较大危险因素的场所未设置明显的安全警示标志",
        "《中华人民共和国安全生产法》第九十九条",
    ),
    Violation(
        "transport",
        "交通运输",
        ("market", "person"),
        "未取得道路运输经营许可",
        "未取得许可，驾驶车辆从事道路运输经营",
        "《中华人民共和国道路运输条例》第六十三条",
    ),
    Violation(
        "transport",
        "交通运输",
        ("market", "person"),
        "擅自超限行驶公路",
        "车辆载物超过公路限载标准",
        "《公路安全保护条例》第六十四条",
    ),
    Violation(
        "tax",
        "税务",
        ("market",),
        "未按期办理纳税申报",
        "逾期未办理纳税申报和报送纳税资料",
        "《中华人民共和国税收征收管理法》第六十二条",
    ),
    Violation(
        "labour",
        "人力资源社会保障",
        ("market", "social"),
        "未按规定办理社会保险登记",
        "用工超过三十日未办理社会保险登记",
        "《中华人民共和国社会保险法》第八十四条",
    ),
    Violation(
        "health",
        "卫生健康",
        ("market", "public"),
        "未取得健康合格证明上岗",
        "安排未获有效健康合格证明的从业人员上岗",
        "《公共场所卫生管理条例》第十四条",
    ),
    Violation(
        "housing",
        "工程质量",
        ("market",),
        "未按照工程设计图纸施工",
        "施工中擅自修改工程设计",
        "《建设工程质量管理条例》第六十四条",
        heavy=True,
    ),
    Violation(
        "fire",
        "消防安全",
        ("market", "social", "public"),
        "消防设施未保持完好有效",
        "疏散指示标志损坏，消火栓无水",
        "《中华人民共和国消防法》第六十条第一款",
    ),
    Violation(
        "civil-affairs",
        "民政",
        ("social",),
        "未按规定接受年度检查",
        "未按规定报送上一年度工作报告",
        "《社会团体登记管理条例》第三十条",
    ),
    Violation(
        "urban",
        "",
        ("market", "person"),
        "影响市容环境卫生",
        "在道路两侧堆放物料，影响市容",
        "《城市市容和环境卫生管理条例》第三十四条",
    ),
)
