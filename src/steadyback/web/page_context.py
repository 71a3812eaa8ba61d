"""What every page shows: version, the way to help, and where the person is."""

from django.http import HttpRequest

from steadyback import __version__


def page_context(request: HttpRequest) -> dict[str, object]:
    return {"version": __version__, "path": request.path}
