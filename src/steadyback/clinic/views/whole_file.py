"""Everything of one's own as one zip."""

import io

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from steadyback.clinic.whole_file import write_whole
from steadyback.web import clock
from steadyback.web.access import current_person


@require_GET
@never_cache
def data_whole(request: HttpRequest) -> HttpResponse:
    person, now = current_person(request), clock.now()
    file = io.BytesIO()
    write_whole(person, now, file)
    name = f"steadyback-{now:%Y-%m-%d-%H%M%S}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(file.getvalue(), content_type="application/zip", headers=headers)
