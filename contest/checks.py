"""System checks: unsafe mixes are refused by `manage.py check --deploy` before a citizen meets them."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from arena.actions.prompts import ClassifierUnusable, content_rules
from contest.queries.stages import rehearsal_is_running
from contest.sign_in import OWNED_BY_CONTESTANTS


@register(Tags.security, deploy=True)
def refuse_the_embedded_run(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The embedded run is for looking and trying: its key is public and its database is a file."""
    found: list[CheckMessage] = []
    if settings.EMBEDDED:
        found.append(
            Error("This is the embedded run.", hint="Set CONTEST_EMBEDDED=0 in production.", id="contest.E001")
        )
    if settings.SECRET_KEY == settings.EMBEDDED_SECRET_KEY:
        found.append(
            Error("SECRET_KEY is the public one.", hint="Set SECRET_KEY to a long random text.", id="contest.E002")
        )
    if settings.VOTER_KEY == settings.SECRET_KEY:
        found.append(
            Error(
                "VOTER_KEY is the same as SECRET_KEY.",
                hint="Set VOTER_KEY to a text of its own: pseudonyms must outlive a change of SECRET_KEY.",
                id="contest.E003",
            )
        )
    return found


@register(Tags.database, deploy=True)
def refuse_sqlite(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Several web processes and workers need PostgreSQL's row locks."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return [Error("The database is SQLite.", hint="Set DATABASE_URL to a PostgreSQL address.", id="contest.E004")]
    return []


@register(Tags.security, deploy=True)
def refuse_plain_http(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Cookies that carry a voter must not travel in the clear."""
    if not settings.HTTPS:
        return [
            Error("The site is served without TLS.", hint="Set CONTEST_HTTPS=1 behind a TLS proxy.", id="contest.E005")
        ]
    return []


@register(Tags.security, deploy=True)
def refuse_unsafe_ways_in(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """A way in that asks for nothing is for rehearsals, and nobody must need a contestant's service to take part."""
    found: list[CheckMessage] = []
    if settings.REHEARSAL_SIGN_IN:
        found.append(
            Error(
                "The practice sign-in is on: whoever types a name is that person.",
                hint="Set REHEARSAL_SIGN_IN=0 in production.",
                id="contest.E006",
            )
        )
    slugs = {way.slug for way in settings.WAYS_IN}
    if slugs and slugs <= OWNED_BY_CONTESTANTS:
        found.append(
            Error(
                f"Every way to sign in belongs to a contestant's group: {', '.join(sorted(slugs))}.",
                hint="Add another service, such as OpenID Connect (OIDC_CLIENT_ID).",
                id="contest.E007",
            )
        )
    return found


@register(Tags.security, deploy=True)
def refuse_a_forgotten_proxy(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Behind a proxy that is not counted everybody has the proxy's address: limits and networks would be one."""
    if settings.HTTPS and not settings.TRUSTED_PROXIES:
        return [
            Error(
                "TLS ends at a proxy, but no proxy is counted.",
                hint="Set TRUSTED_PROXIES to the number of your own proxies in front of the site.",
                id="contest.E008",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def refuse_a_fixed_pace(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """A pace that does not follow the slowest entrant lets it be told by its speed."""
    if settings.ARENA_RELEASE_FIXED:
        return [
            Error(
                "The pace of the answers is fixed: entrants slower than it can be told.",
                hint="Set ARENA_RELEASE_FIXED=0 in production; it is for tests and load.",
                id="contest.E009",
            )
        ]
    return []


@register(Tags.compatibility)
def try_the_judges(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """A classifier that cannot be loaded would refuse every question, or let every answer through."""
    try:
        content_rules(settings.ARENA_CONTENT_RULES, settings.ARENA_CONTENT_CLASSIFIER)
    except ClassifierUnusable as error:
        hint = "ARENA_CONTENT_CLASSIFIER: the dotted path of a class with category() and waits_from(), or nothing."
        return [Error(f"The classifier of harmful content does not work: {error}", hint=hint, id="contest.E010")]
    except (OSError, ValueError, KeyError) as error:
        hint = "ARENA_CONTENT_RULES: a file like arena/rules/content/rules.json, or nothing."
        return [Error(f"The rules against harmful content cannot be read: {error!r}", hint=hint, id="contest.E011")]
    return []


@register(Tags.compatibility, deploy=True)
def ask_for_an_operator(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """A public service says whose it is and where to complain."""
    if not (all(settings.OPERATOR.values()) and settings.OPERATOR_CONTACT):
        return [
            Warning(
                "The pages do not say who runs the contest.",
                hint="Set OPERATOR_KO, OPERATOR_EN and OPERATOR_CONTACT (an e-mail address or a telephone number).",
                id="contest.W002",
            )
        ]
    return []


@register(Tags.compatibility, deploy=True)
def name_the_twins(app_configs: Sequence[AppConfig] | None, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """A rehearsal in production is a twin at work: it says so here as it does on every page."""
    if databases and rehearsal_is_running():
        return [
            Warning(
                "The running stage is a rehearsal: practice servers write the answers, and votes decide nothing.",
                hint="Close the rehearsal stage before a real one opens.",
                id="contest.W001",
            )
        ]
    return []
