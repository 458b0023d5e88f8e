"""Patrols 巡查: set off by a plan, stops that were scanned or passed, streets judged, problems found, ended (F120)."""

from contracts import forms as ask
from contracts.apart_reasons import A_CLAIM, ELSEWHERE
from contracts.cases.datums import DATUMS
from contracts.cases.patrol_plans import MOST_CRITERIA, MOST_ROUNDS, MOST_STOPS
from contracts.forms import Form, Reason
from contracts.outreach.referrals import Ending
from contracts.register import Register, Step
from contracts.words import Words

BY = "officer, clerk, captain"
SCANNED, PASSED, MISSED = "scanned", "passed", "missed"
SHOWN_BY = Words({SCANNED: "扫码", PASSED: "轨迹经过 / passed by the track", MISSED: "未到 / not reached"})
MOST_POINTS = 500


class Officer(Form):
    """Somebody who goes."""

    officer = ask.person("巡查人员", "Officer")


class SettingOff(Form):
    """They set off on a plan's round."""

    number = ask.text("巡查编号", "Patrol number", longest=40, required=False)
    plan = ask.record("cases.patrol_plans", "巡查计划", "Patrol plan")
    unit = ask.unit("巡查单位", "Unit that patrols")
    officers = ask.many(Officer, "巡查人员", "Officers", most=10)
    set_off_at = ask.moment("出发时间", "Set off at", now=True)
    note = ask.text("备注", "Note", required=False)


class SetOff(Form):
    """The business day, and which round of the plan it is."""

    set_off_on = ask.happened("出发日期", "Set off on")
    round = ask.number("轮次", "Round", least=1, most=MOST_ROUNDS)


class Scan(Form):
    """The code of a stop is read there."""

    scan_code = ask.code("扫码编码", "Code that was scanned")
    scanned_at = ask.moment("扫码时间", "Scanned at", now=True)


class ScannedStop(Form):
    """The business day, and whose code it is."""

    scanned_on = ask.happened("扫码日期", "Scanned on")
    stop = ask.number("点位序号", "Stop", least=1, most=MOST_STOPS)


class TrackPoint(Form):
    """A point of the way, with the time where the device gave one."""

    longitude = ask.degrees("经度", "Longitude", most=180)
    latitude = ask.degrees("纬度", "Latitude", most=90)
    at = ask.moment("时间", "At", required=False)


class Track(Form):
    """A stretch of the way as a device wrote it down: its file, or its points."""

    stretch = ask.number("轨迹段", "Stretch", least=1, most=20)
    handed_in_on = ask.happened("交入日期", "Handed in on")
    track_file = ask.evidence("轨迹文件（GPX、GeoJSON）", "File of the track (GPX, GeoJSON)")
    datum = ask.choice("坐标系", "Datum", DATUMS, required=False)
    points = ask.many(
        TrackPoint, "轨迹点（不填的读取文件）", "Points, else read in the file", least=0, most=MOST_POINTS
    )


class PassedStop(Form):
    """A stop by its number."""

    stop = ask.number("点位序号", "Stop", least=1, most=MOST_STOPS)


class PassedStops(Form):
    """Which stops it passes within the plan's metres."""

    passed_stops = ask.many(PassedStop, "经过点位", "Stops that it passes", least=0, most=MOST_STOPS)


class Mark(Form):
    """Marks for a street by one of the plan's criteria."""

    criterion = ask.text("评分项目", "Criterion", longest=40)
    marks = ask.number("得分", "Marks", most=100)
    remark = ask.text("说明", "Remark", longest=200, required=False)


class Judgement(Form):
    """A street as they found it."""

    street = ask.text("路段", "Street", longest=40)
    judged_on = ask.happened("评分日期", "Judged on")
    marks = ask.many(Mark, "分项得分", "Marks", most=MOST_CRITERIA)
    evidence = ask.evidence("评分佐证", "Proof")


class Score(Form):
    """The marks of a hundred."""

    score = ask.number("路段得分（百分制）", "Score of a hundred", most=100)


class End(Form):
    """They are done."""

    ended_at = ask.moment("结束时间", "Ended at", now=True)


class StopDone(Form):
    """A stop, and what shows that they came by."""

    stop = ask.number("点位序号", "Stop", least=1, most=MOST_STOPS)
    shown_by = ask.choice("到点依据", "Shown by", SHOWN_BY)


class Ended(Form):
    """The business day, and the plan's stops with those that were reached."""

    ended_on = ask.happened("结束日期", "Ended on")
    stops = ask.many(StopDone, "点位到达情况", "Stops", least=0, most=MOST_STOPS)
    stops_done = ask.number("到达点位数", "Stops reached", most=MOST_STOPS)
    stops_planned = ask.number("应到点位数", "Stops planned", most=MOST_STOPS)
    reached = ask.flag("到过点位", "Reached a stop", required=False)


class ReportBack(Ending):
    """What came of a problem that they found."""

    finding = ask.record("cases.patrol_findings", "巡查发现", "Finding")


register = Register(
    "cases.patrols",
    "巡查",
    "Patrols",
    keys="plan, round",
    orders="number",
    numbered="XC",
    words={"under_way": "巡查中", "ended": "已结束 / over", "voided": "已作废"},
    steps=(
        Step("set_off", "set_off", "出发 / Set off", "new -> under_way", SettingOff, adds=SetOff, by=BY),
        Step(
            "scan",
            "stop_scanned",
            "扫码到点 / Scan a stop",
            "new, scanned -> scanned",
            Scan,
            adds=ScannedStop,
            line="scan",
            each="scan_code",
            during="under_way",
            by=BY,
        ),
        Step(
            "hand_in_track",
            "track_handed_in",
            "交入轨迹 / Hand in a track",
            "new -> handed_in",
            Track,
            adds=PassedStops,
            line="track",
            each="stretch",
            during="under_way",
            by=BY,
        ),
        Step(
            "judge_street",
            "street_judged",
            "路段评分 / Judge a street",
            "new -> judged",
            Judgement,
            adds=Score,
            line="street",
            each="street",
            during="under_way",
            by=BY,
            apart_reason=A_CLAIM,
        ),
        Step("end", "ended", "结束 / End", "under_way -> ended", End, adds=Ended, by=BY),
        Step(
            "hear_back",
            "reported_back",
            "发现问题的结果 / Hear of a finding",
            "new, heard -> heard",
            ReportBack,
            line="finding",
            each="finding",
            during="under_way, ended",
            by=BY,
            apart_reason=ELSEWHERE,
        ),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "under_way, ended -> voided",
            Reason,
            voids=True,
            by="captain, leader",
            not_by="officers",
        ),
    ),
)
