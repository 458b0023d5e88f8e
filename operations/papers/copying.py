"""`papers copy`: every paper that the other place has not got, each compared with its hash on the way."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

import typer
from rich.console import Console
from rich.progress import Progress

from operations.base.environment import Environment
from operations.base.errors import OperatorError
from operations.base.progress_bar import progress_bar
from operations.papers import places
from operations.papers.places import Place
from services.gateway.paper_bucket import BucketAway


class PlaceAway(OperatorError):
    """The bucket does not answer, or refuses: {0}. What was copied stays: the same command goes on from there.
    存储桶暂不可用；已复制的保留，重试即可续传。
    """

    code = 2


class NoAccess(OperatorError):
    """This account may not read or write {0}. 当前账户无权读写。"""

    code = 2


@dataclass
class Outcome:
    """What came of it: how many were copied, how many were there, and whose bytes are others than their name says."""

    copied: int = 0
    there: int = 0
    spoilt: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """For whoever asked."""
        yield f"{self.copied} papers copied, {self.there} were there 已复制 {self.copied} 份，原有 {self.there} 份"
        yield from (f"not copied, its bytes are others 内容与校验值不符，未复制: {one}" for one in self.spoilt)


def run(environment: Environment, source: str, target: str) -> bool:
    """Copy between two places as an operator names them; whether each came over.

    Raises WrongSetting, PlaceAway, NoSuchFolder, NoTar, NoAccess, OSError.
    """
    said = Console(stderr=True)
    found, kept = places.find(source, environment), places.find(target, environment)
    try:
        with progress_bar(said) as bar:
            copied = copy(found, kept, bar)
    except BucketAway as error:
        raise PlaceAway(error) from None
    except PermissionError as error:
        raise NoAccess(error.filename) from None
    for line in copied.lines():
        typer.echo(line, err=True)
    return not copied.spoilt


def copy(source: Place, target: Place, bar: Progress) -> Outcome:
    """Copy what is not there yet; begun again it goes on. Raises OSError, NoSuchFolder."""
    there, done = target.names(), Outcome()
    task = bar.add_task("papers 佐证", total=None)
    for paper, read in source.papers():
        if paper.sha256 in there:
            done.there += 1
        elif hashlib.sha256(body := read()).hexdigest() == paper.sha256:
            target.put(paper, body)
            done.copied += 1
        else:
            done.spoilt.append(paper.sha256)
        bar.advance(task)
    target.close()
    bar.update(task, total=done.copied + done.there + len(done.spoilt))
    return done
