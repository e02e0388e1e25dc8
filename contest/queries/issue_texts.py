"""A sentence for every reason that stands against an act, and one that says what to do."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contest.rules.issues import Issue


@dataclass(frozen=True)
class IssueText:
    """Why not, and what to do, in the reader's language."""

    reason: str
    remedy: str


def issue_text(issue: Issue) -> IssueText:
    """The sentences for an issue. A code without them is a programming error and raises KeyError."""
    reason, remedy = TEXTS[issue.code]
    return IssueText(str(reason).format(**issue.facts), str(remedy).format(**issue.facts))


def sentence(issue: Issue) -> str:
    """Both in one line."""
    text = issue_text(issue)
    return f"{text.reason} {text.remedy}"


TEXTS: dict[str, tuple[str | Promise, str | Promise]] = {
    # Who does it
    "role_does_not_allow": (_("맡은 역할로는 할 수 없는 일이에요."), _("책임자에게 부탁하세요.")),
    "account_unknown": (_("{username} 계정이 없어요."), _("계정 이름을 확인하세요.")),
    "account_exists": (_("{username} 계정이 이미 있어요."), _("다른 이름을 쓰세요.")),
    "username_wrong": (
        _("쓸 수 없는 이름이에요."),
        _("영어 소문자로 시작해 2자에서 30자로 적으세요. 숫자와 . _ -도 돼요."),
    ),
    "last_chief": (_("마지막 책임자예요."), _("먼저 다른 사람을 책임자로 정하세요.")),
    "changed_meanwhile": (_("그사이 내용이 바뀌었어요."), _("화면을 새로 고친 뒤 다시 해 주세요.")),
    "password_wrong": (
        _("이름이나 암호가 맞지 않아요."),
        _("다시 적어 보세요. 암호를 잊었으면 책임자에게 부탁하세요."),
    ),
    "password_wait": (_("너무 여러 번 틀렸어요."), _("5분 뒤에 다시 하세요.")),
    "code_wrong": (_("번호가 맞지 않아요."), _("앱에 지금 보이는 번호를 적으세요. 휴대전화의 시각도 확인하세요.")),
    "code_wait": (_("너무 여러 번 틀렸어요."), _("잠시 기다렸다가 다시 하세요.")),
    "second_factor_exists": (_("이미 인증 앱을 등록했어요."), _("그 앱의 번호나 복구 번호로 들어오세요.")),
    "reason_missing": (_("이유가 없어요."), _("이유를 적으세요. 기록에 남아요.")),
    "reason_too_long": (_("이유가 너무 길어요."), _("{most}자 안으로 줄이세요.")),
    # Stages and their terms
    "stage_unknown": (_("{stage} 단계가 없어요."), _("단계 목록에서 고르세요.")),
    "stage_exists": (_("{stage} 단계가 이미 있어요."), _("다른 짧은 이름을 쓰세요.")),
    "slug_wrong": (_("짧은 이름 {slug}은(는) 쓸 수 없어요."), _("영어 소문자, 숫자, 붙임표로 40자까지 쓰세요.")),
    "window_reversed": (_("끝나는 때가 시작하는 때보다 늦지 않아요."), _("끝나는 때를 더 늦게 정하세요.")),
    "name_ko_missing": (_("한국어 이름이 없어요."), _("한국어 이름을 적으세요.")),
    "name_en_missing": (_("영어 이름이 없어요."), _("영어 이름을 적으세요.")),
    "rules_ko_missing": (_("한국어 규칙이 없어요."), _("한국어 규칙을 적으세요.")),
    "rules_en_missing": (_("영어 규칙이 없어요."), _("영어 규칙을 적으세요.")),
    "max_turns_out_of_bounds": (
        _("물어볼 수 있는 횟수가 범위를 벗어났어요."),
        _("{least}에서 {most} 사이로 정하세요."),
    ),
    "min_votes_out_of_bounds": (_("최소 표 수가 범위를 벗어났어요."), _("{least}에서 {most} 사이로 정하세요.")),
    "max_tokens_out_of_bounds": (_("답변 길이가 범위를 벗어났어요."), _("{least}에서 {most} 사이로 정하세요.")),
    "least_seconds_out_of_bounds": (_("읽는 시간이 범위를 벗어났어요."), _("{least}에서 {most} 사이로 정하세요.")),
    "texts_kept_days_out_of_bounds": (
        _("글을 보관하는 날수가 범위를 벗어났어요."),
        _("{least}에서 {most} 사이로 정하세요."),
    ),
    "temperature_out_of_bounds": (_("온도 값이 범위를 벗어났어요."), _("{least}에서 {most} 사이로 정하세요.")),
    "top_p_out_of_bounds": (_("top-p 값이 범위를 벗어났어요."), _("{least}에서 {most} 사이로 정하세요.")),
    "cap_below_one": (_("표 한도가 1보다 작아요."), _("1 이상으로 정하거나 비워 두세요.")),
    "day_cap_above_stage_cap": (_("하루 한도가 단계 한도보다 커요."), _("하루 한도를 줄이세요.")),
    "weight_unknown": (_("{name} 평가는 없어요."), _("citizen, expert, benchmark, derived 가운데 쓰세요.")),
    "weight_below_zero": (_("{name} 배점이 0보다 작아요."), _("0 이상으로 정하세요.")),
    "weights_are_not_hundred": (_("배점의 합이 {total}점이에요."), _("합이 100점이 되게 고치세요.")),
    "topic_slug_wrong": (
        _("주제의 짧은 이름 {slug}이(가) 틀렸거나 두 번 나와요."),
        _("영어 소문자, 숫자, 붙임표로 40자까지 쓰세요."),
    ),
    "topic_name_missing": (_("주제 {slug}의 이름이 빠졌어요."), _("한국어와 영어로 모두 적으세요.")),
    "topic_without_prompts": (
        _("주제 {slug}에 질문이 없거나 한 언어로만 있어요."),
        _("한국어와 영어로 모두 적으세요."),
    ),
    "gate_slug_wrong": (
        _("관문의 짧은 이름 {slug}이(가) 틀렸거나 두 번 나와요."),
        _("영어 소문자, 숫자, 붙임표로 40자까지 쓰세요."),
    ),
    "gate_name_missing": (_("관문 {slug}의 이름이 빠졌어요."), _("한국어와 영어로 모두 적으세요.")),
    # From publishing to the final result
    "opening_is_past": (_("시작하는 때가 이미 지났어요."), _("시작하는 때를 앞날로 정하세요.")),
    "notice_is_short": (
        _("시작까지 {days}일 남았어요. 규칙은 {wanted}일 전에 알리기로 했어요."),
        _("가능하면 시작을 늦추세요."),
    ),
    "stage_is_not_draft": (
        _("준비 중인 단계가 아니에요."),
        _("이미 알린 규칙은 고칠 수 없어요. 시작 전이면 먼저 거두세요."),
    ),
    "stage_is_not_published": (_("규칙을 알린 단계가 아니에요."), _("단계의 상태를 확인하세요.")),
    "terms_changed_since_publishing": (
        _("알린 뒤에 규칙이나 조건이 바뀌었어요."),
        _("알린 것을 거두고 다시 알리세요."),
    ),
    "window_has_not_begun": (_("아직 시작하는 때가 아니에요."), _("시작하는 때까지 기다리세요.")),
    "window_is_over": (_("끝나는 때가 지났어요."), _("시작 전이면 기간을 다시 정하고, 열려 있으면 닫거나 늘리세요.")),
    "another_stage_runs": (_("{stage} 단계가 열려 있어요."), _("먼저 그 단계를 닫으세요.")),
    "too_few_competing": (_("겨루는 참가 AI가 {least}개보다 적어요."), _("참가 AI를 더 넣으세요.")),
    "entrant_without_version": (_("{entrant}에 버전이 없어요."), _("버전을 적으세요.")),
    "entrant_without_endpoint": (_("{entrant}에 켜져 있는 서버가 없어요."), _("서버를 넣거나 켜세요.")),
    "entrant_is_ill": (_("{entrant}의 서버가 지금 답하지 않아요."), _("서버를 점검하세요. 낫기 전에는 뽑지 않아요.")),
    "endpoint_is_untested": (
        _("{entrant}의 서버 {url}을(를) 규칙을 알린 뒤에 검사하지 않았어요."),
        _("서버 화면에서 검사를 시작하고 통과하는지 보세요."),
    ),
    "endpoint_fails_its_test": (
        _("{entrant}의 서버 {url}이(가) 검사를 통과하지 못했어요."),
        _("서버 화면의 검사 결과를 팀에 알려 고치게 하고 다시 검사하세요. 그동안 그 서버를 꺼 둘 수도 있어요."),
    ),
    "context_is_short": (
        _("{entrant}의 서버 {url}이(가) 받는 대화는 {tokens}토큰인데 이 단계에는 {least}토큰이 필요해요."),
        _("팀이 --max-model-len을 늘린 뒤 서버의 대화 길이를 고치거나, 단계의 답변 길이를 줄이세요."),
    ),
    "key_missing": (
        _("{entrant}의 열쇠가 든 환경 변수 {variable}이(가) 비어 있어요."),
        _("서버 관리자에게 모든 웹과 작업자 프로세스에 그 변수를 넣고 다시 시작해 달라고 하세요."),
    ),
    "names_not_masked": (
        _("{entrant}의 답변에서 가리지 못하는 이름이 있어요: {names}"),
        _("팀의 ‘답변에서 가릴 이름’에 넣으세요."),
    ),
    "stage_is_not_open": (_("열려 있는 단계가 아니에요."), _("단계의 상태를 확인하세요.")),
    "stage_is_not_paused": (_("멈춘 단계가 아니에요."), _("단계의 상태를 확인하세요.")),
    "stage_is_not_running": (_("열려 있거나 멈춘 단계가 아니에요."), _("단계의 상태를 확인하세요.")),
    "stage_is_not_closed": (_("닫힌 단계가 아니에요."), _("단계의 상태를 확인하세요.")),
    "stage_is_over": (_("이미 끝난 단계예요."), _("다음 단계에서 하세요.")),
    "notice_missing": (_("알림 글이 빠졌어요."), _("한국어와 영어로 모두 적으세요.")),
    "notice_stands": (_("같은 글이 이미 시민에게 보여요."), _("알림 목록에서 확인하세요.")),
    "notice_is_over": (_("알림이 없거나 이미 내렸어요."), _("화면을 새로 고친 뒤 다시 해 주세요.")),
    "end_is_not_later": (
        _("새로 끝나는 때가 지금 정한 때보다 늦지 않아요."),
        _("더 늦은 때를 고르거나 일찍 닫기를 제안하세요."),
    ),
    "end_is_past": (_("새로 끝나는 때가 이미 지났어요."), _("앞날을 고르세요.")),
    "early_close_takes_two": (
        _("끝나기 전에는 혼자 닫을 수 없어요."),
        _("일찍 닫기를 제안하고 다른 사람의 확인을 받으세요."),
    ),
    "battles_under_way": (_("아직 끝나지 않은 대결이 {battles}개 있어요."), _("하루 안에 투표하거나 저절로 끝나요.")),
    "battles_not_ended": (
        _("아직 끝나지 않은 대결이 {battles}개 있어요."),
        _("하루 안에 저절로 끝나요. 기다렸다가 다시 하세요."),
    ),
    "votes_not_counted_yet": (_("순위에 아직 넣지 않은 표가 {votes}개 있어요."), _("몇 초 뒤에 다시 하세요.")),
    "board_is_behind": (_("마지막 표를 넣은 순위표가 아직 나오지 않았어요."), _("몇 초 뒤에 다시 하세요.")),
    "entrant_below_min_votes": (
        _("{entrant}의 점수를 아직 내지 못해요."),
        _("표가 더 모이게 단계를 늘릴 수 있어요. 국민 평가에 배점이 있으면 점수 없이는 순위도 없어요."),
    ),
    # Evaluations and standings
    "stage_is_not_over": (_("아직 닫지 않은 단계예요."), _("단계를 닫은 뒤에 하세요.")),
    "weights_missing": (_("이 단계에는 배점이 없어요."), _("배점을 정한 단계에서만 종합 순위를 내요.")),
    "standing_is_empty": (_("겨루는 참가 AI가 없어요."), _("단계의 참가 AI를 확인하세요.")),
    "standing_is_published": (_("바로 이 순위를 이미 공개했어요."), _("결과가 바뀐 뒤에 다시 공개할 수 있어요.")),
    "citizen_points_missing": (
        _("{entrant}은(는) 국민 평가 점수가 없어요."),
        _("표나 견줄 상대가 모자라요. 순위 없이 공개하려면 결과 화면에 순위를 매기지 않는 이유를 적으세요."),
    ),
    "evaluations_missing": (_("{entrant}의 평가 결과가 {count}개 빠졌어요."), _("평가 화면에서 적으세요.")),
    "gates_unjudged": (_("{entrant}의 관문 결과가 {count}개 빠졌어요."), _("평가 화면에서 적으세요.")),
    "evaluation_is_not_entered": (
        _("{name} 평가 결과는 적지 않아요."),
        _("배점이 있는 평가만, 국민 평가를 빼고 적으세요."),
    ),
    "points_out_of_bounds": (_("점수가 범위를 벗어났어요."), _("0에서 {most} 사이로, 소수 둘째 자리까지 적으세요.")),
    "source_missing": (_("점수의 근거가 없어요."), _("점수를 적은 평가마다 근거를 적으세요.")),
    "gate_unknown": (_("{slug} 관문은 이 단계에 없어요."), _("단계의 관문을 확인하세요.")),
    "gate_reason_missing": (_("관문 결과의 이유가 없어요."), _("결과를 고른 관문마다 이유를 적으세요.")),
    "entrant_is_rated": (
        _("국민 평가 점수가 있거나 국민 평가에 배점이 없어, 순위를 매기지 않을 까닭이 없어요."),
        _("순위를 매기지 않는 이유를 비우세요."),
    ),
    "note_too_long": (_("근거나 이유가 너무 길어요."), _("{most}자 안으로 줄이세요.")),
    "entrant_is_reference": (
        _("{entrant}은(는) 겨루지 않는 기준 AI예요."),
        _("겨루는 참가 AI의 결과만 적으세요."),
    ),
    # Entrants and teams
    "network_wrong": (
        _("네트워크 주소가 아니에요: {network}"),
        _("192.0.2.0/24처럼 첫 주소와 길이를 적으세요."),
    ),
    "network_too_wide": (
        _("네트워크가 너무 넓어요: {network}"),
        _("팀이 실제로 쓰는 주소만 /{least}보다 넓지 않은 네트워크로 나누어 적으세요."),
    ),
    "citizen_unknown": (
        _("계정 번호가 {account}인 시민이 없어요."),
        _("본인이 ‘내 투표’ 화면에서 본 번호를 그대로 적으세요."),
    ),
    "declaration_unknown": (
        _("이 팀이 알린 것 가운데 없어요."),
        _("누가 먼저 거뒀는지 기록을 보고, 목록에서 다시 고르세요."),
    ),
    "stratum_wrong": (_("평가단 묶음이 맞지 않아요: {stratum}"), _("이름은 20자까지, 수는 1 이상으로 적으세요.")),
    "team_unknown": (_("{team} 팀이 없어요."), _("팀 목록에서 고르세요.")),
    "team_exists": (_("{team} 팀이 이미 있어요."), _("다른 짧은 이름을 쓰세요.")),
    "name_missing": (_("{about}의 이름이 한 언어로만 있거나 없어요."), _("한국어와 영어로 모두 적으세요.")),
    "name_too_long": (_("{about}의 이름이 너무 길어요."), _("{most}자 안으로 줄이세요.")),
    "mask_name_wrong": (
        _("가릴 이름으로 쓸 수 없어요: {name}"),
        _("글자나 숫자를 둘 이상 넣고 {most}자 안으로 적으세요."),
    ),
    "mask_names_too_many": (_("가릴 이름이 너무 많아요."), _("{most}개 안으로 줄이세요.")),
    "entrant_unknown": (_("{entrant} 참가 AI가 없어요."), _("참가 AI 목록에서 고르세요.")),
    "entrant_exists": (_("{entrant} 참가 AI가 이미 있어요."), _("새 버전이면 다른 짧은 이름을 쓰세요.")),
    "entrant_is_another": (_("{entrant}의 팀과 겨룸 여부는 바꿀 수 없어요."), _("새 참가 AI로 등록하세요.")),
    "entrant_is_frozen": (
        _("{stage} 단계가 열려 있어 {entrant}을(를) 바꿀 수 없어요."),
        _("새 버전은 새 참가 AI로 등록하세요."),
    ),
    "entrant_is_in": (_("{entrant}은(는) 이미 들어와 있어요."), _("참가 AI 목록을 확인하세요.")),
    "entrant_is_not_in": (_("{entrant}은(는) 이 단계에 없어요."), _("참가 AI 목록을 확인하세요.")),
    "entrant_withdrew": (_("{entrant}은(는) 이 단계에서 물러났어요."), _("다음 단계에 다시 넣을 수 있어요.")),
    "team_is_in": (
        _("{team} 팀의 다른 참가 AI가 들어와 있어요."),
        _("한 팀은 한 단계에 하나만 내요. 먼저 그것을 물리세요."),
    ),
    "too_few_left": (_("남는 참가 AI가 {least}개보다 적어요."), _("새 대결을 열 수 없으니 단계를 멈추세요.")),
    "version_too_long": (_("버전이 너무 길어요."), _("{most}자 안으로 줄이세요.")),
    "weights_sha256_wrong": (_("가중치 SHA-256이 맞지 않아요."), _("16진수 소문자 64자를 적으세요.")),
    "endpoint_unknown": (_("그런 서버가 없어요."), _("화면을 새로 고친 뒤 다시 해 주세요.")),
    "endpoint_twice": (_("같은 주소가 두 번 나와요."), _("하나만 남기세요.")),
    "served_name_missing": (_("{url}에 서버가 쓰는 이름이 없어요."), _("서버를 켤 때 쓴 이름을 적으세요.")),
    "context_tokens_out_of_bounds": (
        _("{url}의 대화 길이가 범위를 벗어났어요."),
        _("{least}에서 {most} 사이로 정하세요."),
    ),
    "key_variable_wrong": (
        _("열쇠가 든 환경 변수로 쓸 수 없는 이름이에요."),
        _("{prefix}로 시작해 영어 대문자, 숫자, _만 쓰세요. 다른 비밀이 팀에게 가지 않게 이 이름만 받아요."),
    ),
    "address_is_none": (_("{url}은(는) 주소가 아니에요."), _("https://host:8000처럼 적으세요.")),
    "address_has_extras": (
        _("{url} 주소에 이름, 비밀번호, ?나 #이 들어 있어요."),
        _("빼고 적으세요. 열쇠는 환경 변수의 이름으로 알려 주세요."),
    ),
    "address_has_a_path": (_("주소에 경로 {path}이(가) 들어 있어요."), _("경로를 빼세요. /v1/…은 저절로 붙어요.")),
    "address_without_tls": (
        _("{host}에 암호화 없이 물어야 해요."),
        _("https를 쓰거나 서버 관리자에게 ARENA_ENDPOINT_HOSTS에 넣어 달라고 하세요."),
    ),
    "address_is_unknown": (_("{host}의 주소를 찾지 못했어요."), _("이름을 확인하세요.")),
    "address_is_private": (
        _("{host}은(는) {found}인데, 공개 주소가 아니에요."),
        _("이 서버가 맞으면 서버 관리자에게 ARENA_ENDPOINT_HOSTS에 넣어 달라고 하세요."),
    ),
    "emblem_too_heavy": (_("그림이 {megabytes}MB보다 커요."), _("더 작은 파일을 쓰세요.")),
    "emblem_is_no_picture": (_("읽을 수 있는 그림이 아니에요."), _("{formats} 파일을 쓰세요.")),
    "emblem_too_small": (_("그림이 너무 작아요."), _("가로와 세로를 {least}픽셀 이상으로 하세요.")),
    "emblem_too_large": (_("그림이 너무 넓거나 높아요."), _("가로와 세로를 {most}픽셀 이하로 하세요.")),
    # Votes and two-person acts
    "votes_missing": (_("고른 표가 없어요."), _("표를 고르세요.")),
    "vote_unknown": (_("접수 번호 {receipt}의 표가 없어요."), _("접수 번호를 확인하세요.")),
    "vote_is_void": (_("{receipt} 표는 이미 무효예요."), _("고른 표에서 빼세요.")),
    "vote_counts": (_("{receipt} 표는 이미 세고 있어요."), _("고른 표에서 빼세요.")),
    "battle_unknown": (_("그런 대결이 없어요."), _("대결 번호를 확인하세요.")),
    "finding_unknown": (_("그런 발견이 없어요."), _("발견 목록에서 고르세요.")),
    "finding_is_decided": (_("이미 결정한 발견이에요."), _("발견 목록에서 결과를 보세요.")),
    "finding_is_not_applied": (_("반영하지 않은 발견이에요."), _("발견 목록에서 결과를 보세요.")),
    "proposal_unknown": (_("그런 제안이 없어요."), _("제안 목록에서 고르세요.")),
    "proposal_exists": (_("같은 제안이 확인을 기다려요."), _("그 제안을 확인하거나 거절하세요.")),
    "proposal_is_decided": (_("이미 결정한 제안이에요."), _("제안 목록에서 결과를 보세요.")),
    "proposal_needs_another": (_("제안한 사람은 확인할 수 없어요."), _("다른 사람에게 확인을 부탁하세요.")),
    "proposal_is_stale": (_("{days}일이 넘은 제안이에요."), _("거절하고 새로 제안하세요.")),
    "proposal_is_outdated": (_("제안한 뒤에 대상이 바뀌었어요."), _("거절하고 새로 제안하세요.")),
    # Exports, open data and tokens
    "export_unknown": (_("그런 자료나 형식이 없어요."), _("{known} 가운데 고르세요.")),
    "export_never_public": (
        _("운영 기록은 시민에게 공개하지 않아요."),
        _("‘시민에게도 공개하기’를 끄고 만드세요."),
    ),
    "export_not_public_yet": (
        _("{stage} 단계의 이 자료는 아직 공개할 수 없어요."),
        _("단계가 끝난 뒤에 하거나, 공개 시점을 먼저 정하세요."),
    ),
    "export_not_there": (_("거둘 파일이 없어요."), _("내보내기 목록을 확인하세요.")),
    "delay_out_of_bounds": (_("공개를 늦추는 날수가 범위를 벗어났어요."), _("{least}에서 {most} 사이로 정하세요.")),
    "token_wrong": (
        _("토큰의 이름이 없거나 범위나 기간이 틀렸어요."),
        _("{scopes} 가운데 고르고 기간은 {most}일까지로 하세요."),
    ),
    "token_unknown": (_("쓸 수 있는 그런 토큰이 없어요."), _("토큰 목록을 확인하세요.")),
}
