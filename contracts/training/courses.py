"""Training courses 培训课程: what is taught, to whom, and what shows that it was learnt."""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.training.people import POSTS
from contracts.words import Words

CATEGORIES = Words(
    {
        "induction": "岗前培训 / induction training",
        "backbone": "骨干培训 / training of key staff",
        "rotation": "全员轮训 / rotation training for all",
        "rainy_day": "雨天学习 / rainy-day study",
        "special": "专题培训 / special topic",
    }
)
TOPICS = Words(
    {
        "politics": "政治思想 / political education",
        "work_rules": "工作制度 / working rules",
        "bearing": "队容风纪 / bearing and discipline",
        "law": "城市管理法律法规 / urban management law",
        "skills": "业务技能 / professional skills",
        "front_line": "一线执法管理 / front-line enforcement",
        "case_files": "执法案卷制作 / making case files",
        "incidents": "突发情况处置 / handling of incidents",
        "procedure": "执法程序 / enforcement procedure",
    }
)
"""F010, F013 and F014."""


class Definition(Form):
    """A course comes into force. One with a pass mark (of 100) demands an assessment before its certificate."""

    code = ask.code("课程编号", "Course code")
    title = ask.text("课程名称", "Title", longest=80)
    unit = ask.unit("主办单位", "Organising unit")
    category = ask.choice("培训类别", "Category", CATEGORIES)
    topics = ask.choices("培训内容", "Topics", TOPICS, least=1)
    hours = ask.number("学时", "Hours", least=1, most=1000)
    pass_mark = ask.number("合格分（百分制）", "Pass mark of 100", least=1, most=100, required=False)
    mandatory_for = ask.choices("必修岗位", "Mandatory for", POSTS)
    validity_months = ask.number("证书有效月数", "Months of validity", least=1, most=600, required=False)
    in_force_on = ask.happened("启用日期", "In force from", decreed=True)
    note = ask.text("备注", "Note", required=False)


class Withdrawal(Reason):
    """It is taught no longer."""

    withdrawn_on = ask.happened("停用日期", "Withdrawn on")


register = Register(
    "training.courses",
    "培训课程",
    "Courses",
    keys="category",
    identity="code",
    offered="in_force",
    words={"in_force": "在用 / in use", "withdrawn": "已停用", "voided": "已作废"},
    steps=(
        Step("define", "defined", "设立课程 / Define", "new -> in_force", Definition, by="trainer"),
        Step("withdraw", "withdrawn", "停用 / Withdraw", "in_force -> withdrawn", Withdrawal, by="trainer"),
        Step("void", "voided", "作废 / Void", "in_force, withdrawn -> voided", Reason, voids=True, by="trainer"),
    ),
)
