"""What the gateway fills in of commands since no owner knows it, and what it knows better; by register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from contracts.errors import Invalid, fault
from contracts.outreach.captions import register as captions
from contracts.rpc import CommandMessage
from contracts.training.programmes import register as programmes
from services.gateway import track_files
from services.gateway.http import permissions
from services.gateway.http.request import ApiRequest
from services.gateway.read_model.generations import besides, handed_in
from services.gateway.read_model.read_model import ReadModel
from services.gateway.read_model.targets import door
from services.gateway.read_model.targets.door import TargetDoor
from services.gateway.record_client import Completion, Group, RecordClient


def target_door(view: ReadModel) -> TargetDoor:
    """What fills in the target in force where another is proposed: no owner knows the programme."""
    return TargetDoor(lambda: view.programme.on(view.today()))


def _with_target_in_force(client: RecordClient, _request: ApiRequest, group: Group) -> Group:
    return target_door(client.read_model).complete(group)


def _with_what_the_file_says(client: RecordClient, request: ApiRequest, group: Group) -> Group:
    def read(sha256: str) -> bytes:
        return client.evidence.read(sha256)[0]

    checked = [_check_again(client, request, one) if _issues(one) else one for one in group]
    return handed_in.complete(checked, read, lambda register: permissions.may_read(register, request.bearer))


def _issues(command: CommandMessage) -> bool:
    return bool(command.step == handed_in.ISSUE and command.record and not command.corrects)


def _check_again(client: RecordClient, request: ApiRequest, command: CommandMessage) -> CommandMessage:
    """Look once more into the file that is about to be issued: since it was handed in code and records went on.

    The command is of that file alone: where another has come meanwhile its owner refuses it. Raises ProgrammeUnfit,
    NotMadeYet.
    """
    campaign = command.record
    written = [one for one in client.fetch(request, programmes, campaign).history if one.step in handed_in.STEPS]
    files = {one.place: one.data["evidence"] for one in written if one.stands}
    if not files or len(files[max(files)]) != 1:
        return command  # for its owner to say
    made = next((some for one, some in client.read_model.programmes_beside() if one.campaign == campaign), [])
    handed_in.check_again(client.evidence.read(files[max(files)][0])[0], campaign, made)
    return replace(command, expected=command.expected or max(one.version for one in written))


def _with_points_of_its_track(client: RecordClient, _request: ApiRequest, group: Group) -> Group:
    return track_files.complete(group, client.evidence)


class UnitWithoutThePaper(Invalid):
    """A paper is described by a unit of which a record names it: else another's caption would stand in the way."""

    slug, zh = "unit-without-the-paper", "说明单位须为载有该文件的记录所属单位"


def _of_a_unit_with_the_paper(client: RecordClient, _request: ApiRequest, group: Group) -> Group:
    """Descriptions as they are. Raises UnitWithoutThePaper; what no record names yet any unit may describe."""
    opened = [one.form for one in group if one.step == captions.opening.name]
    named = client.read_model.paper_places({form["paper"] for form in opened if isinstance(form.get("paper"), str)})
    for form in opened:
        units = {unit for _, unit in named.get(str(form.get("paper")), []) if unit}
        if units and form.get("unit") not in units:
            raise UnitWithoutThePaper(errors=[fault("unit", ", ".join(sorted(units)), UnitWithoutThePaper.zh)])
    return group


COMPLETIONS: Mapping[str, Completion] = {
    door.REGISTER: _with_target_in_force,
    besides.REGISTER: _with_what_the_file_says,
    track_files.REGISTER: _with_points_of_its_track,
    captions.name: _of_a_unit_with_the_paper,
}
"""The target in force, what a programme's file says, where a track led, of which unit a paper is."""
