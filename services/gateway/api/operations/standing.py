"""How the suite stands, in one answer: what an operator looks at first in the night when something breaks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts.documents.endpoints import GET
from contracts.wire import JsonObject
from services.gateway.accounts.directory import Directory
from services.gateway.api.admin import BASE, GROUP, OPERATOR, generations_answer
from services.gateway.api.operations.all_jobs import AllJobs
from services.gateway.api.operations.backups import Backups, standing_item
from services.gateway.api.operations.letters import Letters
from services.gateway.http import responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.read_model import paper_checks
from services.gateway.read_model.read_model import ReadModel

READERS = OPERATOR | {"auditor", "administrator"}


@dataclass
class SuiteStanding:
    """Puts together what each part says of itself.

    health  how each service was when it was last asked
    papers  how many papers were checked, and with which fault
    """

    health: Callable[[], Mapping[str, JsonObject]]
    papers: Callable[[], Mapping[str, int]]
    letters: Letters
    jobs: AllJobs
    backups: Backups
    accounts: Directory
    read_model: ReadModel

    @Route(
        GET,
        f"{BASE}/standing",
        "standing",
        READERS,
        "运行概况 / How the suite stands",
        "Standing",
        others=(),
        group=GROUP,
    )
    def standing(self, _request: ApiRequest) -> Response:
        """Services, storage, parked messages, jobs, backups, accounts and the view's generations, in one answer."""
        return responses.answer(self.tell())

    def tell(self) -> JsonObject:
        """How all of it stands. What is not ready, parked, failed or too old is named under `wrong`."""
        found = self.letters.find(self.letters.services(""), 0)
        said: JsonObject = {
            "services": dict(self.health()),
            "papers": dict(self.papers()),
            "letters": {one.service: None if one.silent else one.page.total for one in found},
            "jobs": self.jobs.jobs.tally(),
            "backups": [standing_item(one) for one in self.backups.standing()],
            "accounts": self.accounts.tally(),
            **generations_answer(self.read_model),
        }
        return said | {"wrong": wrong_parts(said)}


def wrong_parts(said: JsonObject) -> list[str]:
    """What wants somebody's attention, each part by its name: `service:cases`, `letters:audit`, `backup:made`, ..."""
    services = [f"service:{name}" for name, one in said["services"].items() if not one["ready"]]
    skews = [f"clock:{name}" for name, one in said["services"].items() if one.get("clock") == "skewed"]
    disks = [f"disk:{name}" for name, one in said["services"].items() if one.get("disk", "ok") != "ok"]
    letters = [f"letters:{name}" for name, total in said["letters"].items() if total]
    jobs = ["jobs:failed"] * bool(said["jobs"]["failed"])
    backups = [f"backup:{one['deed']}" for one in said["backups"] if not one["good"]]
    papers = [f"papers:{name}" for name in paper_checks.FAULTS if said["papers"].get(name)]
    return services + skews + disks + letters + jobs + backups + papers
