"""What every act of enforcement on the spot says: who was there, when it began, who signed."""

from contracts import forms as ask
from contracts.cases.penalties import choices
from contracts.cases.penalties.officers import OnSite
from contracts.forms import Form


class Execution(OnSite):
    """Neither at night nor on a holiday, unless it is urgent; no household is cut off (Coercion Law art. 43)."""

    began_at = ask.moment("开始时间", "Began at", now=True)
    urgency = ask.text("情况紧急的说明", "Why it is urgent", longest=400, required=False)
    utilities_kept = ask.flag(
        "未停止居民生活供水、供电、供热、供燃气", "No household's water, power, heat or gas was cut"
    )
    signed = ask.flag("到场人员、当事人或者见证人已签名", "Those present, the party or a witness signed")


class Stop(Form):
    """Why it is not enforced any more."""

    stop_ground = ask.choice("停止情形", "Ground", choices.STOPS)
    evidence = ask.evidence("现场照片、记录", "Pictures and record")
