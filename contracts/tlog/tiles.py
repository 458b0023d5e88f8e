"""Tiles (C2SP tlog-tiles): the log's hashes cut into files of up to 256, which never change once they are full.

Tile (L, N) holds the nodes of tree level 8 * L from index 256 * N on, side by side. Its address is
`tile/<L>/<N>[.p/<W>]`: N in groups of three digits, all but the last with an x before it; W, from 1 to 255, is how many
hashes are in a tile that is not full.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from contracts.tlog.errors import BadProof
from contracts.tlog.tree import DIGEST, HashReader, Node, node_hash

HEIGHT = 8
WIDTH = 1 << HEIGHT
TOP = 63 // HEIGHT
TileReader = Callable[[int, int], bytes]
"""Gives the hashes of the tile of a level and an index, as far as it is filled."""
_PATH = re.compile(r"tile/(0|[1-9][0-9]?)/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


@dataclass(frozen=True, slots=True)
class Tile:
    """Which tile, and how many hashes of it: 256 when it is full."""

    level: int
    index: int
    width: int = WIDTH

    def path(self) -> str:
        """Its address below the log's prefix."""
        digits = f"{self.index:03d}"
        groups = [digits[max(end - 3, 0) : end].zfill(3) for end in range(len(digits), 0, -3)][::-1]
        place = "/".join([f"x{one}" for one in groups[:-1]] + groups[-1:])
        return f"tile/{self.level}/{place}" + (f".p/{self.width}" if self.width < WIDTH else "")

    @classmethod
    def parse(cls, path: str) -> Tile:
        """The tile of an address. Raises BadProof for what is none."""
        if (match := _PATH.fullmatch(path)) is None:
            raise BadProof("tile")
        tile = cls(int(match[1]), int(match[2].replace("x", "").replace("/", "")), int(match[3] or WIDTH))
        if tile.level > TOP or tile.path() != path:
            raise BadProof("tile")
        return tile


def tile_of(node: Node) -> tuple[Tile, int, int]:
    """Where a node is found: its tile (said as a full one), the first of its hashes there, and the number of them.

    A node of a level between two tiles' is the root over that many hashes of the lower one.
    """
    level, height = divmod(node.level, HEIGHT)
    first = node.at << height
    return Tile(level, first >> HEIGHT), first % WIDTH, 1 << height


def tiles_of(size: int) -> Iterator[Tile]:
    """All tiles of a log of this size, level by level, the last of each level as full as it is."""
    level = 0
    while hashes := size >> (HEIGHT * level):
        full, rest = divmod(hashes, WIDTH)
        yield from (Tile(level, index) for index in range(full))
        if rest:
            yield Tile(level, full, rest)
        level += 1


def node_in(hashes: bytes, first: int, number: int) -> bytes:
    """A node from the hashes of its tile, as `tile_of` says where. Raises BadProof where the tile does not hold it."""
    row = [hashes[at * DIGEST : (at + 1) * DIGEST] for at in range(first, first + number)]
    if not row or len(row[-1]) != DIGEST:
        raise BadProof("tile")
    while len(row) > 1:
        row = [node_hash(row[at], row[at + 1]) for at in range(0, len(row), 2)]
    return row[0]


def reader_of(read_tile: TileReader) -> HashReader:
    """Read nodes from tiles: what proofs are built with."""

    def read(node: Node) -> bytes:
        tile, first, number = tile_of(node)
        return node_in(read_tile(tile.level, tile.index), first, number)

    return read
