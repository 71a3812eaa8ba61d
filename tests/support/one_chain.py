"""One chain of middleware for a process and its settings, not one for each test: making it reads every asset."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.test.client import ClientHandler

_OF_A_CHAIN = ("_view_middleware", "_template_response_middleware", "_exception_middleware", "_middleware_chain")


@contextmanager
def one_chain() -> Iterator[None]:
    made: dict[str, ClientHandler] = {}
    load = ClientHandler.load_middleware

    def load_once(handler: ClientHandler, is_async: bool = False) -> None:
        now = repr([(name, getattr(settings, name)) for name in sorted(dir(settings)) if name.isupper()])
        if now in made:
            vars(handler).update({name: vars(made[now])[name] for name in _OF_A_CHAIN})
            return
        load(handler, is_async)
        made[now] = handler

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ClientHandler, "load_middleware", load_once)
        yield
