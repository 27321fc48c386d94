"""Everything that changes an account or a duty device.

Codes, tokens and passwords are returned once or not at all; no entry of the
log holds one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password

from dayuan.kernel.problems import Blocker, Problem, Refused, refuse_if
from dayuan.kernel.text import Text
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.accounts import entries, queries, rules, supervision, tries
from dayuan.platform.accounts.models import Account, Device
from dayuan.platform.audit import log
from dayuan.platform.audit.command import command

_SUBJECT = "accounts.account"


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who is to get an account; ``ref`` is the caller's own number for him."""

    ref: int
    staff_number: str
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Slip:
    """What is printed for one person; the code exists nowhere else in clear."""

    ref: int
    account_id: int
    staff_number: str
    code: str
    valid_until: datetime


@dataclass(frozen=True, slots=True)
class Issued:
    """The slips made, and the refs whose staff number or phone is taken."""

    slips: tuple[Slip, ...]
    taken: tuple[int, ...]


@command
def issue_many(*, newcomers: Sequence[Newcomer], actor: Actor, at: datetime) -> Issued:
    """Open an account for each newcomer and return the slips, codes shown once."""
    permissions.require(actor, "accounts.account.issue")
    refuse_if(p for one in newcomers for p in rules.staff_number_problems(one.staff_number))
    free, taken = _split(newcomers)
    codes = [rules.new_code() for _ in free]
    rows = [_opened(one, code, actor.site_id, at) for one, code in zip(free, codes, strict=True)]
    Account.objects.bulk_create(rows, batch_size=200)
    log.record(
        entries.ISSUE,
        actor=actor,
        at=at,
        subject=_SUBJECT,
        ids=[row.pk for row in rows],
        details={"taken": len(taken)},
    )
    slips = (_slip(one.ref, row, code) for one, row, code in zip(free, rows, codes, strict=True))
    return Issued(tuple(slips), taken)


@command
def issue(*, newcomer: Newcomer, actor: Actor, at: datetime) -> Slip:
    """Open an account for one person and return the slip."""
    issued = issue_many(newcomers=[newcomer], actor=actor, at=at)
    if not issued.slips:
        raise Refused(_taken())
    return issued.slips[0]


@command
def reset_password(*, account_id: int, present: bool, actor: Actor, at: datetime) -> Slip:
    """Void the password and PIN and return a new slip; the person stands beside.

    Nobody chooses another's password: the person does so with the slip's code.
    All sessions end at once.
    """
    permissions.require(actor, "accounts.account.reset")
    account = queries.get_for(actor, account_id)
    refuse_if(_reset_problems(account, present=present, actor=actor, at=at))
    code = rules.new_code()
    _write(
        account,
        password=make_password(None),
        pin="",
        one_time_code=rules.code_digest(account.staff_number, code),
        code_valid_until=at + rules.CODE_LIFE,
        sessions_valid_from=at,
        must_change_password=False,
    )
    for name in filter(None, (account.staff_number, account.phone)):
        tries.forget(tries.STRANGER, name)
    _note(entries.RESET, account, actor, at)
    return _slip(0, account, code)


@command
def choose_first_password(
    *, name: str, code: str, password: str, actor: Actor, at: datetime
) -> int:
    """Set the person's own password in exchange for a slip's code; return the account's id.

    An unknown name, a wrong code, a used and a stale one get the same answer.
    """
    account = account_of_code(name=name, code=code, at=at)
    if account is None:
        raise Refused(_wrong_code())
    refuse_if(rules.password_problems(password, account))
    _write(
        account,
        password=make_password(password),
        one_time_code="",
        code_valid_until=None,
        must_change_password=False,
        sessions_valid_from=at,
    )
    _note(entries.FIRST, account, actor, at)
    return account.pk


def account_of_code(*, name: str, code: str, at: datetime) -> Account | None:
    """Return the account whose valid slip carries this code, or ``None``.

    The same work is done for a name that does not exist.
    """
    account = queries.named(name)
    number = account.staff_number if account else rules.plain_name(name)
    right = rules.same(account.one_time_code if account else "", rules.code_digest(number, code))
    if account is None or not right or not account.is_active:
        return None
    until = account.code_valid_until
    return account if until and at < until else None


@command
def change_password(
    *, account_id: int, current: str, password: str, actor: Actor, at: datetime
) -> None:
    """Change the actor's own password; all other sessions end."""
    account = _own(actor, account_id)
    refuse_if(_current_problems(account, current))
    refuse_if(rules.password_problems(password, account))
    _write(
        account,
        password=make_password(password),
        must_change_password=False,
        sessions_valid_from=at,
    )
    _note(entries.PASSWORD, account, actor, at)


@command
def set_pin(*, account_id: int, current: str, pin: str, actor: Actor, at: datetime) -> None:
    """Set the actor's own PIN for shared duty devices; the password is asked again."""
    account = _own(actor, account_id)
    refuse_if(_current_problems(account, current))
    refuse_if(rules.pin_problems(pin, staff_number=account.staff_number, phone=account.phone))
    _write(account, pin=make_password(pin))
    _note(entries.PIN, account, actor, at)


@command
def change_phone(*, account_id: int, phone: str | None, actor: Actor, at: datetime) -> None:
    """Change the phone number an account signs in with."""
    permissions.require(actor, "accounts.account.issue")
    account = queries.get_for(actor, account_id)
    plain = rules.plain_phone(phone or "")
    if plain and Account.objects.filter(phone=plain).exclude(pk=account.pk).exists():
        raise Refused(_taken())
    _write(account, phone=plain)
    _note(entries.PHONE, account, actor, at)


@command
def deactivate(*, account_id: int, actor: Actor, at: datetime) -> None:
    """Close an account: its sessions, slip and PIN end with it."""
    permissions.require(actor, "accounts.account.issue")
    account = queries.get_for(actor, account_id)
    if actor.account_id == account.pk:
        raise Refused(_not_oneself())
    _write(
        account,
        is_active=False,
        closed_at=at,
        pin="",
        one_time_code="",
        code_valid_until=None,
        sessions_valid_from=at,
    )
    _note(entries.DEACTIVATE, account, actor, at)


@command
def reactivate(*, account_id: int, actor: Actor, at: datetime) -> None:
    """Open a closed account again; it needs a reset in person before it can be used."""
    permissions.require(actor, "accounts.account.issue")
    account = queries.get_for(actor, account_id)
    _write(account, is_active=True, closed_at=None, password=make_password(None))
    _note(entries.REACTIVATE, account, actor, at)


@command
def end_sessions(*, account_id: int, actor: Actor, at: datetime) -> None:
    """End every session of an account: one's own, or by whoever may reset it."""
    if actor.account_id != account_id:
        permissions.require(actor, "accounts.account.reset")
    account = queries.get_for(actor, account_id)
    _write(account, sessions_valid_from=at)
    _note(entries.END_SESSIONS, account, actor, at)


@command
def register_device(*, title: str, actor: Actor, at: datetime) -> tuple[Device, str]:
    """Register the browser at hand as a shared duty device; return it and its token."""
    permissions.require(actor, "accounts.device.manage")
    if not title.strip():
        raise Refused(_needs_title())
    token = rules.new_token()
    device = Device.objects.create(
        site_id=actor.site_id,
        title=title.strip(),
        token_digest=rules.token_digest(token),
        registered_at=at,
        registered_by=actor.key,
    )
    log.record(entries.REGISTER, actor=actor, at=at, subject="accounts.device", ids=[device.pk])
    return device, token


@command
def revoke_device(*, device_id: int, actor: Actor, at: datetime) -> None:
    """Revoke a duty device; whoever is signed in there is out with the next request."""
    permissions.require(actor, "accounts.device.manage")
    device = queries.device_for(actor, device_id)
    Device.objects.filter(pk=device.pk, revoked_at__isnull=True).update(
        revoked_at=at, revoked_by=actor.key
    )
    log.record(entries.REVOKE, actor=actor, at=at, subject="accounts.device", ids=[device.pk])


@command
def note_sign_in(
    *, account_id: int, how: str, device_id: int | None, actor: Actor, at: datetime
) -> None:
    """Write down that somebody signed in, how, and on which duty device."""
    log.record(
        entries.SIGN_IN,
        actor=actor,
        at=at,
        subject=_SUBJECT,
        ids=[account_id],
        details={"how": how, "device": device_id},
    )


@command
def note_sign_out(*, account_id: int, actor: Actor, at: datetime) -> None:
    """Write down that somebody signed out."""
    log.record(entries.SIGN_OUT, actor=actor, at=at, subject=_SUBJECT, ids=[account_id])


@command
def note_wrong_try(
    *, account_id: int | None, how: str, device_id: int | None, actor: Actor, at: datetime
) -> None:
    """Write down a refused sign-in; what was typed is not kept, it may be a password."""
    log.record(
        entries.WRONG,
        actor=actor,
        at=at,
        subject=_SUBJECT,
        ids=[account_id] if account_id else [],
        details={"how": how, "device": device_id},
    )


# --- inside ---------------------------------------------------------------------------


def _split(newcomers: Sequence[Newcomer]) -> tuple[list[Newcomer], tuple[int, ...]]:
    """Return those whose number and phone are free, and the refs of the others."""
    numbers = set(
        Account.objects.filter(staff_number__in=[n.staff_number for n in newcomers]).values_list(
            "staff_number", flat=True
        )
    )
    phones: set[str | None] = set(
        Account.objects.filter(phone__in=[n.phone for n in newcomers if n.phone]).values_list(
            "phone", flat=True
        )
    )
    free: list[Newcomer] = []
    taken: list[int] = []
    for one in newcomers:
        if one.staff_number in numbers or (one.phone and one.phone in phones):
            taken.append(one.ref)
            continue
        free.append(one)
        numbers.add(one.staff_number)
        phones.add(one.phone)
    return free, tuple(taken)


def _opened(one: Newcomer, code: str, site_id: int, at: datetime) -> Account:
    return Account(
        site_id=site_id,
        staff_number=one.staff_number,
        phone=one.phone or None,
        password=make_password(None),
        one_time_code=rules.code_digest(one.staff_number, code),
        code_valid_until=at + rules.CODE_LIFE,
        opened_at=at,
    )


def _slip(ref: int, account: Account, code: str) -> Slip:
    assert account.code_valid_until is not None  # noqa: S101 - set together with the code
    return Slip(ref, account.pk, account.staff_number, rules.spaced(code), account.code_valid_until)


def _write(account: Account, **fields: object) -> None:
    for name, value in fields.items():
        setattr(account, name, value)
    account.save(update_fields=list(fields))


def _note(kind: entries.AuditType, account: Account, actor: Actor, at: datetime) -> None:
    log.record(kind, actor=actor, at=at, subject=_SUBJECT, ids=[account.pk])


def _own(actor: Actor, account_id: int) -> Account:
    if actor.account_id != account_id:
        raise Refused(hidden=True)
    return queries.get_for(actor, account_id)


def _reset_problems(
    account: Account, *, present: bool, actor: Actor, at: datetime
) -> list[Problem]:
    own = actor.account_id == account.pk
    answers = () if own else supervision.problems(actor, account.pk, at=at)
    found: list[Problem] = [_not_oneself()] if own else [*answers]
    if not present:
        found.append(_both_present())
    if not account.is_active:
        found.append(_inactive())
    return found


def _current_problems(account: Account, current: str) -> list[Problem]:
    if check_password(current, account.password):
        return []
    return [
        Blocker(
            "accounts.current_password",
            Text(
                "当前密码不对。忘记时请到主管处当面重置。",
                "The present password is wrong. If it is forgotten, have it reset in person.",
            ),
        )
    ]


def _taken() -> Blocker:
    return Blocker(
        "accounts.taken",
        Text(
            "这个工号或手机号已经有账号。请核对后重新填写。",
            "This staff number or phone already has an account. Check and write another.",
        ),
    )


def _wrong_code() -> Blocker:
    return Blocker(
        "accounts.code",
        Text(
            "工号或首次登录码不对，或者登录码已经过期。请对照纸条重新输入，或请主管重新打印。",
            "The staff number or the code is wrong, or the code has run out. "
            "Type it again from the slip, or ask your supervisor for a new one.",
        ),
    )


def _both_present() -> Blocker:
    return Blocker(
        "accounts.both_present",
        Text(
            "重置密码须本人在场。请核对本人身份后勾选“本人在场”。",
            "A reset is done in person. Make sure who it is, then tick “the person is here”.",
        ),
    )


def _not_oneself() -> Blocker:
    return Blocker(
        "accounts.not_oneself",
        Text(
            "不能对自己的账号做这件事。请另一位有权限的人办理。",
            "Nobody does this to their own account. Ask somebody else who may.",
        ),
    )


def _inactive() -> Blocker:
    return Blocker(
        "accounts.inactive",
        Text("账号已停用，请先恢复。", "The account is closed. Open it again first."),
    )


def _needs_title() -> Blocker:
    return Blocker(
        "accounts.device_title",
        Text("请填写设备名称，例如“东门岗亭平板”。", "Name the device, “east gate tablet” say."),
    )
