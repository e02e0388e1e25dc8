"""The service files that serve an entrant, read by what reads them: they say what the command says."""

import configparser
import io
import shlex
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, call_command

from arena.actions.pools import EndpointAddress, enrol_entrant
from contest.rules.serving import SHUTDOWN_SECONDS, listening_port
from contest.rules.serving_forms import resource_name, systemd_word

pytestmark = pytest.mark.django_db
NAME, FOLDER = "Pine 1.0", "/srv/weights/pine 1.0"
FORMS = ["systemd", "compose", "kubernetes"]


@pytest.fixture(autouse=True)
def pine(db: None) -> None:
    """An entrant whose endpoint has a key."""
    enrol_entrant(NAME, [EndpointAddress("http://rack-7:8123", "m-5F2a", "ENDPOINT_KEY_PINE")])


def said(form: str, *words: str, model: str = FOLDER) -> str:
    out = io.StringIO()
    call_command("serve_entrant", NAME, "--model", model, "--tensor-parallel", "4", "--form", form, *words, stdout=out)
    return out.getvalue()


def unit(*words: str, model: str = FOLDER) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, delimiters=["="], comment_prefixes=["#"])
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(said("systemd", *words, model=model))
    return parser


def service() -> dict[str, Any]:
    services: dict[str, dict[str, Any]] = yaml.safe_load(said("compose"))["services"]
    (found,) = services.values()
    return found


def manifests() -> tuple[dict[str, Any], dict[str, Any]]:
    deployment, entry = yaml.safe_load_all(said("kubernetes"))
    return deployment, entry


def container() -> dict[str, Any]:
    (found,) = manifests()[0]["spec"]["template"]["spec"]["containers"]
    return dict(found)


def command() -> list[str]:
    return shlex.split(said("command"))


def command_in_a_container() -> list[str]:
    return ["/weights" if word == FOLDER else word for word in command()]


def test_systemd_runs_the_command() -> None:
    assert shlex.split(unit()["Service"]["ExecStart"]) == ["/opt/vllm/bin/vllm", *command()[1:]]


def test_compose_runs_the_command_on_the_mounted_weights() -> None:
    assert service()["entrypoint"] == command_in_a_container()
    assert service()["volumes"] == [{"type": "bind", "source": FOLDER, "target": "/weights", "read_only": True}]


def test_kubernetes_runs_the_command_on_the_mounted_weights() -> None:
    volumes = {volume["name"]: volume for volume in manifests()[0]["spec"]["template"]["spec"]["volumes"]}
    mounts = {mount["name"]: mount for mount in container()["volumeMounts"]}
    assert container()["command"] == command_in_a_container()
    assert volumes["weights"]["hostPath"]["path"] == FOLDER
    assert mounts["weights"] == {"name": "weights", "mountPath": "/weights", "readOnly": True}


def test_the_key_comes_from_a_secret_of_the_host_in_every_form() -> None:
    (variable,) = [entry for entry in container()["env"] if entry["name"] == "VLLM_API_KEY"]
    assert unit()["Service"]["EnvironmentFile"] == "/etc/vllm/vllm-m-5f2a.env"
    assert service()["environment"]["VLLM_API_KEY"] == "${ENDPOINT_KEY_PINE:?set ENDPOINT_KEY_PINE}"
    assert variable["valueFrom"]["secretKeyRef"] == {"name": "vllm-m-5f2a", "key": "VLLM_API_KEY"}


def test_gpus_are_asked_for_as_many_as_the_weights_are_split_over() -> None:
    (device,) = service()["deploy"]["resources"]["reservations"]["devices"]
    assert device == {"driver": "nvidia", "count": 4, "capabilities": ["gpu"]}
    assert container()["resources"]["limits"] == {"nvidia.com/gpu": 4}


def test_health_is_asked_at_the_port_of_the_record() -> None:
    ports = container()["ports"]
    assert "127.0.0.1:8123/health" in unit()["Service"]["ExecStartPost"]
    assert "127.0.0.1:8123/health" in service()["healthcheck"]["test"][-1]
    assert ports == [{"name": "http", "containerPort": 8123}]
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert container()[probe]["httpGet"] == {"path": "/health", "port": "http"}


def test_the_shell_that_waits_for_health_gets_the_process_to_watch() -> None:
    """systemd makes one $ of two, and the shell knows the variable."""
    assert 'kill -0 "$$MAINPID"' in unit()["Service"]["ExecStartPost"]


def test_the_port_is_open_outside() -> None:
    (port,) = manifests()[1]["spec"]["ports"]
    assert service()["ports"] == ["8123:8123"]
    assert port == {"name": "http", "port": 8123, "targetPort": "http"}


def test_the_service_finds_its_pods() -> None:
    deployment, entry = manifests()
    labels = deployment["spec"]["template"]["metadata"]["labels"]
    assert entry["spec"]["selector"] == deployment["spec"]["selector"]["matchLabels"] == labels


def test_metrics_are_on_and_announced() -> None:
    told = manifests()[0]["spec"]["template"]["metadata"]["annotations"]
    assert "--disable-log-stats" not in command()
    assert (told["prometheus.io/port"], told["prometheus.io/path"]) == ("8123", "/metrics")


def test_a_stopped_server_has_the_time_to_end_its_answers() -> None:
    pod = manifests()[0]["spec"]["template"]["spec"]
    assert int(unit()["Service"]["TimeoutStopSec"]) > SHUTDOWN_SECONDS
    assert int(service()["stop_grace_period"].removesuffix("s")) > SHUTDOWN_SECONDS
    assert pod["terminationGracePeriodSeconds"] > SHUTDOWN_SECONDS


def test_the_image_is_of_the_version_that_hosts_install() -> None:
    pins = (settings.BASE_DIR / "requirements-vllm.txt").read_text().splitlines()
    (version,) = [pin.removeprefix("vllm==") for pin in pins if pin.startswith("vllm==")]
    assert service()["image"] == container()["image"] == f"vllm/vllm-openai:v{version}"


def test_what_a_form_would_read_as_its_own_is_escaped() -> None:
    assert "/srv/50%%/$$x" in unit(model="/srv/50%/$x")["Service"]["ExecStart"]
    assert "/srv/$$x" in said("compose", model="/srv/$x")
    assert systemd_word('a "b" \\c') == r'"a \"b\" \\c"'


@pytest.mark.parametrize("form", FORMS)
def test_no_public_name_of_the_entrant_is_in_a_form(form: str) -> None:
    assert NAME not in said(form, model="/weights")


@pytest.mark.parametrize("form", FORMS)
def test_a_form_without_a_key_is_refused_with_what_to_do(form: str) -> None:
    enrol_entrant("Oak", [EndpointAddress("http://rack-8:8000", "m-77")])
    with pytest.raises(CommandError, match="set the key's variable"):
        call_command("serve_entrant", "Oak", "--model", "/weights", "--form", form)


@pytest.mark.parametrize("form", FORMS)
def test_a_folder_that_depends_on_where_one_stands_is_refused(form: str) -> None:
    with pytest.raises(CommandError, match="absolute path"):
        said(form, model="weights")


@pytest.mark.parametrize(
    ("url", "port"), [("http://rack-7:8123", 8123), ("http://rack-7", 80), ("https://models.example.org:8443", 8000)]
)
def test_behind_a_proxy_that_speaks_tls_the_server_listens_elsewhere(url: str, port: int) -> None:
    assert listening_port(url) == port


def test_a_port_can_be_chosen() -> None:
    assert "127.0.0.1:9001/health" in unit("--port", "9001")["Service"]["ExecStartPost"]


def test_a_long_or_strange_served_name_becomes_a_name_that_all_accept() -> None:
    name = resource_name("org/M_" + "x" * 80)
    assert name.startswith("vllm-org-m-x")
    assert len(name) == 63
