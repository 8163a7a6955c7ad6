"""Fixtures of the client's tests: the client as it is made, a platform that runs, and an officer's key."""

import importlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.utils import timezone

from tests.api import SCOPES, account
from tests.district import publish
from tools import client
from yunjian.budgets.tests.papers import findings
from yunjian.certificates.tests import stage as certificates
from yunjian.gateway import actions as gateway
from yunjian.kernel.actor import Actor
from yunjian.kernel.addresses import networks
from yunjian.materials.logic.envelopes import new_key
from yunjian.materials.tests import stage as of_materials
from yunjian.projects.tests import stage


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Path:
    """The folder ``make client`` writes."""
    folder = tmp_path_factory.mktemp("client") / "client"
    client.build(folder)
    return folder


@pytest.fixture(scope="session")
def package(built) -> Iterator[ModuleType]:
    """The client, imported as its user imports it."""
    sys.path.insert(0, str(built))
    yield importlib.import_module("yunjian_client")
    sys.path.remove(str(built))


@dataclass
class Operations:
    """Every generated operation by its name, and which of them were called."""

    known: dict[str, ModuleType]
    called: set[str] = field(default_factory=set)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        self.called.add(name)
        return self.known[name].sync_detailed


@pytest.fixture
def operations(built, package) -> Operations:
    folder = built / "yunjian_client" / "generated" / "api"
    names = {
        path.stem: f"yunjian_client.generated.api.{path.parent.name}.{path.stem}" for path in folder.glob("*/*.py")
    }
    return Operations({stem: importlib.import_module(name) for stem, name in names.items() if stem != "__init__"})


@pytest.fixture
def officer(settings, tmp_path, transactional_db) -> Actor:
    """周 of the Data Bureau, with a disclosure that has findings and proposals, two more projects, and a licence."""
    settings.OUTSIDE_NETWORKS = networks(["203.0.113.0/24"])
    settings.MATERIALS_FOLDER, settings.MATERIALS_KEYS = tmp_path / "materials", new_key()
    stage.district(stage.definition(), stage.definition("2026-map", "地图服务项目"))
    stage.proposed(found=findings())
    certificates.beside()
    publish(*of_materials.types())
    offices = ("budget-officer", "certificate-officer", "clerk")
    return account("zhou", *((role, "data-bureau") for role in offices))


@pytest.fixture
def here(package, officer, live_server) -> Iterator[Any]:
    """The platform as the officer's program sees it."""
    _, token = gateway.make_key("测试", SCOPES, by=officer, at=timezone.now())
    with package.Yunjian(live_server.url, key=token, sleep=lambda seconds: None) as platform:
        yield platform
