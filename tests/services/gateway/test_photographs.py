"""The same photograph on two records, or before and after of one, is remarked, however it was compressed or cropped."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from io import BytesIO

import pytest
from PIL import Image, ImageDraw, ImageFilter

from services.chassis.storage.lists.window import ListWindow
from services.gateway.photographs import looks as camera
from services.gateway.read_model.warnings import photographs, reading
from services.gateway.read_model.warnings import waiting as waiting_warnings
from services.gateway.read_model.warnings.waiting import WaitingQuestion
from tests.office import migrated_store
from tests.services.gateway.gateway_client import GatewayClient

EVENTS = "outreach.volunteer_events"
SCENES = 60


def scene(seed: int) -> Image.Image:
    """A synthetic photograph: shapes without sharp edges."""
    chance = random.Random(seed)
    width, height = chance.choice([(640, 480), (480, 640), (800, 600)])
    image = Image.new("RGB", (width, height), tuple(chance.randrange(256) for _ in range(3)))
    draw = ImageDraw.Draw(image)
    for _ in range(40):
        x, y = chance.randrange(width), chance.randrange(height)
        place = (x, y, x + chance.randrange(20, width // 2), y + chance.randrange(20, height // 2))
        paint = chance.choice([draw.rectangle, draw.ellipse])
        paint(place, fill=tuple(chance.randrange(256) for _ in range(3)))
    return image.filter(ImageFilter.GaussianBlur(2))


def page(seed: int) -> Image.Image:
    """A scanned page: lines of black on white."""
    chance, image = random.Random(seed), Image.new("RGB", (600, 800), "white")
    draw = ImageDraw.Draw(image)
    for line in range(60, 740, 30):
        draw.line((60, line, 60 + chance.randrange(200, 480), line), fill="black", width=2)
    return image


def jpeg(image: Image.Image, quality: int = 85) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def heic(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "HEIF", quality=70)
    return out.getvalue()


def cut(image: Image.Image, most: float, seed: int) -> Image.Image:
    """A photograph without up to so much of each edge, by chance."""
    left, top, right, bottom = (random.Random(seed * 4 + side).random() * most for side in range(4))
    width, height = image.size
    return image.crop((int(width * left), int(height * top), int(width * (1 - right)), int(height * (1 - bottom))))


def recall(change: Callable[[Image.Image, int], bytes]) -> float:
    """How many of the changed photographs are known again, of all."""
    store = migrated_store("sqlite://")
    with store.begin() as tx:
        for seed in range(SCENES):
            assert photographs.note(tx, f"{seed}", camera.looks(jpeg(scene(seed))) or ()) == f"{seed}", "a false alarm"
        hits = [
            photographs.note(tx, f"{seed} again", camera.looks(change(scene(seed), seed)) or ()) == f"{seed}"
            for seed in range(SCENES)
        ]
    return sum(hits) / SCENES


@pytest.mark.parametrize(
    ("change", "least"),
    [
        (lambda image, _: jpeg(image, 30), 1.0),
        (lambda image, _: jpeg(image, 10), 0.98),
        (lambda image, _: jpeg(image.resize((image.width // 2, image.height // 2)), 60), 1.0),
        (lambda image, _: jpeg(image.point(lambda value: min(255, int(value * 1.2)))), 0.95),
        (lambda image, seed: jpeg(cut(image, 0.05, seed), 70), 0.75),
        (lambda image, seed: jpeg(cut(image, 0.10, seed), 70), 0.3),
        (lambda image, _: jpeg(image.crop((0, 0, image.width * 9 // 10, image.height * 9 // 10)), 70), 0.98),
    ],
    ids=["quality 30", "quality 10", "half size", "brighter", "up to 5% of edges", "up to 10% of edges", "a corner"],
)
def test_a_photograph_is_known_again(change: Callable[[Image.Image, int], bytes], least: float) -> None:
    assert recall(change) >= least


@pytest.mark.at_length
def test_as_heic_it_looks_as_it_does_as_jpeg() -> None:
    assert recall(lambda image, _seed: heic(image)) > 0.95


def test_scanned_pages_and_what_is_no_picture_are_no_photographs() -> None:
    assert [camera.looks(jpeg(page(seed))) for seed in range(5)] == [None] * 5
    assert camera.looks(b"%PDF-1.7") is None
    assert camera.looks(jpeg(scene(1))[:200]) is None


@pytest.fixture
def camera_gateway(gateway: GatewayClient) -> GatewayClient:
    """A gateway that looks at what is handed in."""
    gateway.evidence.show = partial(camera.note, gateway.read_model)
    return gateway


def hand_in(gateway: GatewayClient, image: Image.Image, quality: int = 85) -> str:
    body = jpeg(image, quality)
    return str(gateway.evidence.save(body, name="a.jpg", media_type="image/jpeg", by="SYN")["sha256"])


def event(gateway: GatewayClient, *photos: str) -> str:
    """A volunteer event with a photograph at its holding, and one at the log of hours."""
    record = gateway.office.event(held_on=None)
    gateway.office.do(EVENTS, record, "hold", held_on="2017-04-01", minutes=90, evidence=[photos[0]])
    if photos[1:]:
        service = [{"volunteer": f"SYN-{record}"[:30], "minutes": 60}]
        gateway.office.do(EVENTS, record, "log_hours", logged_on="2017-04-02", service=service, evidence=[photos[1]])
    return record


def waiting(gateway: GatewayClient) -> list[tuple[str, str, str]]:
    gateway.project_events()
    with gateway.read_model.store.begin_read() as tx:
        part = waiting_warnings.page(tx, gateway.read_model.district, WaitingQuestion(), ListWindow(100))
        warnings = reading.of_ids(tx, gateway.read_model.district, [id_ for (id_,) in part.places])
    return [(one.kind.slug, one.subject.id, one.other.id if one.other else "") for one in warnings]


def test_the_same_photograph_on_two_records_is_remarked(camera_gateway: GatewayClient) -> None:
    first = event(camera_gateway, hand_in(camera_gateway, scene(1)))
    event(camera_gateway, hand_in(camera_gateway, scene(2)))
    second = event(camera_gateway, hand_in(camera_gateway, scene(1), 30))
    assert waiting(camera_gateway) == [("same-photograph", second, first)]
    camera_gateway.office.do(EVENTS, second, "void", reason="重复")
    assert waiting(camera_gateway) == []


def test_the_same_photograph_before_and_after_is_remarked(camera_gateway: GatewayClient) -> None:
    record = event(camera_gateway, hand_in(camera_gateway, scene(1)), hand_in(camera_gateway, scene(1), 30))
    event(camera_gateway, hand_in(camera_gateway, scene(2)), hand_in(camera_gateway, scene(3)))
    assert waiting(camera_gateway) == [("same-photograph", record, record)]


def test_a_photograph_that_is_looked_at_later_is_remarked_then(gateway: GatewayClient) -> None:
    shas = [hand_in(gateway, scene(1), quality) for quality in (85, 30)]
    first, second = (event(gateway, sha) for sha in shas)
    assert waiting(gateway) == []
    for sha, quality in zip(shas, (85, 30), strict=True):
        camera.note(gateway.read_model, sha, jpeg(scene(1), quality))
    assert waiting(gateway) == [("same-photograph", second, first)]
