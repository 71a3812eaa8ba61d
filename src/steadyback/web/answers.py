"""A specialist's answer is kept, and the holds that it covers end with it."""

from steadyback.programme.gate import covered
from steadyback.records.clearance import Approval
from steadyback.records.codec import from_json, to_json
from steadyback.records.screening import Concern
from steadyback.web import clock
from steadyback.web.models import ApprovalRecord, Person
from steadyback.web.standing import open_holds
from steadyback.web.turns import in_turn


@in_turn
def record_answer(person: Person, approval: Approval) -> ApprovalRecord:
    """Keep the answer, and end the holds that it covers. It is what the gate and the planner read from now on."""
    record = ApprovalRecord.objects.create(person=person, recorded_at=clock.now(), approval=to_json(approval))
    for hold in open_holds(person):
        if covered(from_json(Concern, hold.concern), approval):
            hold.closed_at = clock.now()
            hold.closed_because = {"approval": str(record.id)}
            hold.save(update_fields=["closed_at", "closed_because"])
    return record
