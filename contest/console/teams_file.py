"""A contest's file is uploaded: first what it would do is shown, and only then it is done."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePath

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from contest.actions.contest_loading import Loaded, LoadRefused, What, load_plan
from contest.actions.refusals import ActRefused
from contest.console.access import needs, organiser
from contest.console.refused import IssueLine, lines_of
from contest.queries.addresses import address_issues
from contest.rules.contest_file.csv_reading import read_csv
from contest.rules.contest_file.plan import Fault, FaultyFile, Plan
from contest.rules.contest_file.yaml_reading import read_yaml
from contest.rules.roles import Act

MOST_BYTES = 512 * 1024
EXAMPLE = settings.BASE_DIR / "docs" / "examples" / "contest.yaml"
READERS = {".yaml": read_yaml, ".yml": read_yaml, ".csv": read_csv}


@dataclass(frozen=True)
class Told:
    """What a look at the file told: what it would do, or why it cannot be used. `emblems`: pictures that it names."""

    done: tuple[Loaded, ...] = ()
    faults: tuple[Fault, ...] = ()
    problem: str = ""
    line: int = 0
    about: str = ""
    issues: tuple[IssueLine, ...] = ()
    emblems: tuple[str, ...] = ()

    @property
    def is_usable(self) -> bool:
        """Whether the file may be loaded."""
        return not (self.faults or self.problem or self.issues)

    @property
    def changes(self) -> int:
        """How many objects it would make or change."""
        return sum(row.what is not What.UNCHANGED for row in self.done)


@needs(Act.ENROL_ENTRANT)
@require_http_methods(["GET", "POST"])
def team_file(request: HttpRequest) -> HttpResponse:
    """Upload, look, load. The text travels with the page from one step to the next: what was shown is what is done."""
    if request.method == "GET":
        return render(request, "console/teams/file.html")
    name, text, problem = _uploaded(request)
    if problem:
        return _page(request, name, text, Told(problem=problem), status=400)
    if "load" not in request.POST:
        return _look(request, name, text)
    told = _load(request, name, text, dry_run=False)
    if not told.is_usable:
        return _page(request, name, text, told, status=409)
    messages.success(request, _("파일을 불러왔어요. 바뀐 것: %(changes)d개") % {"changes": told.changes})
    # A stage has most to be done about it: its page says what comes next.
    stages = [row.slug for row in told.done if row.kind == "stage"]
    return redirect("console-stage", stages[0]) if len(stages) == 1 else redirect("console-teams")


@needs(Act.ENROL_ENTRANT)
@require_safe
def team_file_example(_request: HttpRequest) -> HttpResponse:
    """A whole contest as a file, to begin with."""
    headers = {"Content-Disposition": f'attachment; filename="{EXAMPLE.name}"'}
    return HttpResponse(EXAMPLE.read_bytes(), content_type="application/yaml; charset=utf-8", headers=headers)


def _look(request: HttpRequest, name: str, text: str) -> HttpResponse:
    told = _load(request, name, text, dry_run=True)
    return _page(request, name, text, told, status=200 if told.is_usable else 400)


def _page(request: HttpRequest, name: str, text: str, told: Told, status: int) -> HttpResponse:
    return render(request, "console/teams/file.html", {"name": name, "text": text, "told": told}, status=status)


def _uploaded(request: HttpRequest) -> tuple[str, str, str]:
    """The file's name and text, and a sentence about what is wrong with it, or an empty one."""
    file = request.FILES.get("file")
    if file is None:
        name, text = PurePath(request.POST.get("name", "")).name, request.POST.get("text", "")
        return (name, text.replace("\r\n", "\n"), "") if text else ("", "", _("파일을 고르세요."))
    name = PurePath(file.name or "").name
    if PurePath(name).suffix.lower() not in READERS:
        return name, "", _("이름이 .yaml이나 .csv로 끝나는 파일을 쓰세요.")
    if (file.size or 0) > MOST_BYTES:
        return name, "", _("파일이 512KiB보다 커요. 콘테스트 파일이 맞는지 확인하세요.")
    try:
        return name, file.read().decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return name, "", _("UTF-8로 저장한 파일이 아니에요. UTF-8로 다시 저장하세요.")


def _load(request: HttpRequest, name: str, text: str, *, dry_run: bool) -> Told:
    reader = READERS.get(PurePath(name).suffix.lower())
    if reader is None:
        return Told(problem=_("이름이 .yaml이나 .csv로 끝나는 파일을 쓰세요."))
    try:
        plan = reader(text)
        emblems = tuple(team.facts.slug for team in plan.teams if team.emblem)
        told = _address_fault(plan)
        if told is not None:
            return told
        done = load_plan(organiser(request), plan, {}, now=datetime.now(UTC), dry_run=dry_run)
    except FaultyFile as error:
        return Told(faults=tuple(error.faults))
    except LoadRefused as error:
        return Told(line=error.line, about=error.about, issues=tuple(lines_of(error.issues)))
    except ActRefused as error:
        return Told(issues=tuple(lines_of(error.issues)))
    return Told(done=tuple(done), emblems=emblems)


def _address_fault(plan: Plan) -> Told | None:
    """The first entrant with an address that we may not talk to."""
    for team in plan.teams:
        for entrant in team.entrants:
            for replica in entrant.replicas:
                issues = address_issues(replica.base_url, settings.ARENA_ENDPOINT_HOSTS)
                if issues:
                    about = f"entrant {entrant.facts.slug}"
                    return Told(line=entrant.line, about=about, issues=tuple(lines_of(issues)))
    return None
