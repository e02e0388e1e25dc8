"""All servers of a stage are tested at once, from the pages that say that they must be."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contest.console.access import needs, organiser
from contest.console.endpoints import begin_test, endpoint_rows
from contest.found import or_404
from contest.queries.stage_records import stage_record
from contest.rules.roles import Act


@needs(Act.TEST_ENDPOINT)
@require_POST
def stage_test(request: HttpRequest, slug: str) -> HttpResponse:
    """Test the enabled servers of the stage's entrants; a test that runs goes on. What remains is told by the gate."""
    record = or_404(stage_record(slug))
    present = {entry.entrant_slug for entry in record.entries if entry.withdrawn_at is None}
    rows = [row for row in endpoint_rows() if row.endpoint.enabled and row.entrant.facts.slug in present]
    for row in rows:
        begin_test(organiser(request), row.endpoint.ref)
    told = _("서버 %(count)d개를 검사해요. 1분쯤 뒤에 이 화면을 새로 고쳐 보세요.") % {"count": len(rows)}
    messages.success(request, told)
    return redirect("console-stage-act", slug, "open")
