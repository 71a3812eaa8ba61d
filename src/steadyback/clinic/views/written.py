"""What a team writes, on the person's side."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from steadyback.web import clock
from steadyback.web.access import current_person


@require_POST
def note_read(request: HttpRequest, note_id: UUID) -> HttpResponse:
    """The person puts a note away."""
    note = get_object_or_404(current_person(request).carer_notes, id=note_id)
    if note.read_at is None:
        note.read_at = clock.now()
        note.save(update_fields=["read_at"])
    return redirect("home")
