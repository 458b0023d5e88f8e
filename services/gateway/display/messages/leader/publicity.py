"""What the public pages say, and the page from which leaders open them."""

from __future__ import annotations

SAID: dict[str, tuple[str, str]] = {
    "public pages": ("信息公开", "What is public"),
    "public intro": (
        "以下内容按台账记载公开：撤回、作废或者依法应当撤回的，当即不再显示。不显示当事人，也不显示任何人的姓名。",
        (
            "What the registers say is public: what is withdrawn, void, or to be withdrawn by law is shown no more at "
            "once. No party is shown, and nobody's name."
        ),
    ),
    "public n": ("{n} 项", "{n}"),
    "public n more": ("{n} 项以上", "more than {n}"),
    "public none": ("暂无", "Nothing yet"),
    "public since": ("自 {day} 起开放", "Open since {day}"),
    "public report": ("上报问题", "Report something"),
    "public report how": (
        "市民通过接入本局上报接口（GeoReport v2）的应用上报问题，按编号查询办理情况。",
        "Citizens report by applications that use our interface (GeoReport v2), and ask by number what became of it.",
    ),
    "public report services": ("可上报的事项（JSON）", "What can be reported (JSON)"),
    "public report document": ("接口文档", "The interface's document"),
    "public reach": ("联系社会监督员", "Reach a social supervisor"),
    "public reach how": (
        "社会监督员的姓名和电话不公开；请按监督员的联系单位，拨打该单位便民联系卡上的电话转达。",
        "Supervisors' names and telephones are not public; call the unit that is in touch with them, by its card.",
    ),
    "public preview": ("预览：尚未登录的人在开放之后看到这些内容。", "Preview: what anybody sees once it is open."),
    "public being made": (
        "视图正在重新生成，以下内容尚不齐全。",
        "The view is being made anew: not everything is here yet.",
    ),
    "publicity": ("公开情况", "Publicity"),
    "publicity standing": ("公开网页", "The public pages"),
    "publicity open": ("自 {day} 起对外开放。", "They have been open since {day}."),
    "publicity closed": (
        "尚未对外开放：没有账号的人看不到任何内容。",
        "They are closed: nobody without an account sees anything.",
    ),
    "publicity to open": ("开放公开网页", "Open the public pages"),
    "publicity close": ("查看开放记录，或者关闭", "See the record of it, or close them"),
    "publicity by leader": ("由局领导开放和关闭。", "A leader opens and closes them."),
    "publicity look": ("开放之前，请逐项预览将公开的内容：", "Before opening, look through what will be shown:"),
    "publicity owed": ("应公开未公开、应撤回未撤回", "To be made public, or to be withdrawn"),
    "publicity owed intro": (
        "最早的在前，时限提醒中也列出。裁量基准和列入执法公示的内容应当公开，但法律没有规定期限。",
        (
            "The oldest first; all of it stands on the due list too. Benchmarks, and what is entered as to be public "
            "before, during or after an act, must be public; the law states no period for them."
        ),
    ),
    "publicity owed undated": ("应公开未公开（无法定期限）", "To be made public (no period by law)"),
    "publicity lists": ("没有在公示的清单", "Lists that are on no channel"),
    "publicity changed": (
        "{name}：公示之后有 {n} 项变更，最早 {since}，应当重新公示的期限：",
        "{name}: {n} items changed since, the first on {since}; to be made public by:",
    ),
    "publicity from": ("自", "Since"),
    "publicity no period": ("无法定期限", "No period by law"),
    "publicity nothing owed": ("没有应公开而未公开的记录。", "Nothing waits to be made public."),
}
