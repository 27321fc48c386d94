"""Cases, their tasks, and what proves that a task was done."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from dayuan.kernel.labels import Label
from dayuan.kernel.states import Phase
from dayuan.work.evidence import WAYS
from dayuan.work.states import APPLICATION, IN_HAND, TASK


class Case(models.Model):
    """Anything the centre answers for from open to close.

    Owns identity, label, need-to-know, anchors and phase; the kind's own state
    lives in the service's record, which has the case as its primary key.
    """

    SENSITIVE = frozenset({"title"})

    site = models.ForeignKey("sites.Site", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    number = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    label = models.CharField(max_length=20, default=Label.INTERNAL)
    open_to_staff = models.BooleanField(default=True)
    #: The client's unit that may follow it, by code; empty for none.
    unit = models.CharField(max_length=60, blank=True)
    revision = models.ForeignKey("plans.Revision", on_delete=models.PROTECT, related_name="+")
    playbook = models.CharField(max_length=60)
    #: The category that names the responsible post, where the kind has one.
    category = models.CharField(max_length=60, blank=True)
    phase = models.CharField(max_length=10, default=Phase.OPEN)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    next_due_at = models.DateTimeField(null=True)
    opened_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "number"], name="case_number_once_a_site"),
            models.CheckConstraint(
                condition=Q(phase=Phase.CLOSED, closed_at__isnull=False)
                | (~Q(phase=Phase.CLOSED) & Q(closed_at__isnull=True)),
                name="case_closed_with_its_time",
            ),
            models.CheckConstraint(condition=Q(label__in=list(Label)), name="case_has_a_label"),
            models.CheckConstraint(condition=Q(phase__in=list(Phase)), name="case_has_a_phase"),
        ]
        indexes = [
            models.Index(fields=["site", "-opened_at", "-id"], name="case_newest"),
            models.Index(fields=["site", "unit", "-opened_at", "-id"], name="case_unit"),
            models.Index(
                fields=["site", "number"],
                name="case_number_begins",
                opclasses=["int8_ops", "varchar_pattern_ops"],
            ),
            models.Index(fields=["site", "category", "-opened_at", "-id"], name="case_category"),
            models.Index(
                fields=["site", "unit", "category", "-opened_at", "-id"], name="case_unit_category"
            ),
            # What is open stays few while the years go by.
            models.Index(
                fields=["site", "-opened_at", "-id"],
                name="case_open",
                condition=Q(closed_at__isnull=True),
            ),
            models.Index(
                fields=["site", "unit", "-opened_at", "-id"],
                name="case_unit_open",
                condition=Q(closed_at__isnull=True),
            ),
            models.Index(fields=["site", "phase", "next_due_at"], name="case_due"),
        ]

    def __str__(self) -> str:
        return self.number


class CaseMember(models.Model):
    """Somebody who needs to know a case that is not open to all staff."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="members")
    #: A principal: ``person:…``, ``post:…``, ``unit:…``.
    key = models.CharField(max_length=80)
    since = models.DateTimeField()
    added_by = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="member_once")]
        indexes = [models.Index(fields=["key", "case"], name="member_by_key")]

    def __str__(self) -> str:
        return f"{self.key} of case {self.case_id}"


class CaseAnchor(models.Model):
    """A named time of a case, from which its steps count."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="anchors")
    name = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "name"], name="anchor_once")]

    def __str__(self) -> str:
        return f"{self.name} of case {self.case_id}"


class CaseFact(models.Model):
    """Something a case knows, which conditions of its playbook ask."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="facts")
    name = models.CharField(max_length=60)
    #: Yes or no, or a codeword of the plan; never a text about a person.
    value = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "name"], name="fact_once")]

    def __str__(self) -> str:
        return f"{self.name} of case {self.case_id}"


class Task(models.Model):
    """One thing one post must do by a time, closed by the evidence it asks for."""

    site = models.ForeignKey("sites.Site", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks")
    #: The plan it was laid out by: what is done keeps its own when the case moves on.
    revision = models.ForeignKey("plans.Revision", on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=60)
    #: The second round is the work done again after a failed check.
    round = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, default=TASK.initial)
    #: The post that answers for it; the person is found by the duty list.
    post = models.CharField(max_length=60)
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    #: One of those of a step that each holder of the post does.
    each = models.BooleanField(default=False)
    #: Whose it is then; nobody while nobody holds the post.
    holder = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    #: The role by which he holds it, where only some holders of the post fill it.
    role = models.CharField(max_length=60, blank=True)
    ready_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    #: When somebody of the post should have taken it, where the site set a limit.
    accept_by = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    #: How long it was paused in all, on its own clock.
    paused_for = models.DurationField(default=timedelta(0))
    #: The due time that somebody granted; it stands when an anchor moves.
    extended_to = models.DateTimeField(null=True)
    #: The time from which it counts as late as things stand; ``rung`` counts from there.
    late_from = models.DateTimeField(null=True)
    #: How far up the plan's ladder its lateness was told.
    rung = models.PositiveSmallIntegerField(default=0)
    #: When the engine must next look at it; empty for never.
    next_at = models.DateTimeField(null=True)
    #: Since when nobody may take it: its post's people, and their alternates, did what it checks.
    stuck_since = models.DateTimeField(null=True)
    #: The plan's lead time was already over when the step came to be.
    late_notice = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "step", "round"],
                condition=Q(each=False),
                name="step_once_a_round",
            ),
            # Whoever leaves and comes back gets another one.
            models.UniqueConstraint(
                fields=["case", "step", "round", "post", "holder"],
                condition=Q(each=True) & ~Q(state="cancelled"),
                name="step_once_a_holder_and_round",
            ),
            models.CheckConstraint(
                condition=Q(each=True) | Q(holder__isnull=True, role=""),
                name="task_with_a_holder_is_one_of_each",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.code for s in TASK.states]), name="task_has_a_state"
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False)
                | (~Q(state="done") & Q(done_at__isnull=True)),
                name="task_done_with_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[*sorted(IN_HAND), "done"])
                | Q(person__isnull=False, accepted_at__isnull=False),
                name="task_in_hand_has_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["waiting", "ready"]) | Q(person__isnull=True),
                name="task_in_no_hand_has_nobody",
            ),
            models.CheckConstraint(
                condition=Q(state="paused", paused_at__isnull=False)
                | (~Q(state="paused") & Q(paused_at__isnull=True)),
                name="task_paused_with_its_time",
            ),
        ]
        indexes = [
            models.Index(fields=["site", "post", "state", "due_at"], name="task_by_post"),
            models.Index(fields=["person", "state", "due_at"], name="task_by_person"),
            models.Index(fields=["site", "state", "due_at"], name="task_by_state"),
            models.Index(fields=["next_at"], name="task_next", condition=Q(next_at__isnull=False)),
            models.Index(fields=["site", "post"], name="task_of_each", condition=Q(each=True)),
        ]

    def __str__(self) -> str:
        return f"{self.step} of case {self.case_id}"


class Assignment(models.Model):
    """Whose hands a task was in, from when to when; the chain is kept."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="assignments")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task"], condition=Q(until__isnull=True), name="one_open_assignment"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="assignment_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"task {self.task_id} with person {self.person_id}"


class Application(models.Model):
    """Somebody asks for more time, for a step to be left out, or for an early end."""

    SENSITIVE = frozenset({"reason", "answer"})

    class Kind(models.TextChoices):
        """What can be asked for."""

        EXTEND = "extend"
        SKIP = "skip"
        CLOSE = "close"

    site = models.ForeignKey("sites.Site", on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="applications")
    kind = models.CharField(max_length=10)
    state = models.CharField(max_length=20, default=APPLICATION.initial)
    reason = models.TextField()
    #: The due time asked for, where more time is asked for.
    until = models.DateTimeField(null=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task"], condition=Q(state="asked"), name="one_open_application"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.code for s in APPLICATION.states]),
                name="application_has_a_state",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["extend", "skip", "close"]), name="application_has_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(kind="extend", until__isnull=False)
                | (~Q(kind="extend") & Q(until__isnull=True)),
                name="application_until_with_extend",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="application_decided_at_and_by",
            ),
        ]
        indexes = [models.Index(fields=["site", "state", "asked_at"], name="application_open")]

    def __str__(self) -> str:
        return f"{self.kind} for task {self.task_id}"


class EvidenceItem(models.Model):
    """One piece of evidence, typed as the step asked for it."""

    SENSITIVE = frozenset({"text", "name", "office", "reference"})

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="evidence")
    item = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    text = models.TextField(blank=True)
    number = models.FloatField(null=True)
    yes = models.BooleanField(null=True)
    attachment_id = models.BigIntegerField(null=True)
    #: The label that was scanned; what it stood for then is the text.
    label = models.ForeignKey(
        "equipment.Label", on_delete=models.PROTECT, null=True, related_name="+"
    )
    #: Who signed or was asked for consent; often nobody whom the house knows as a person.
    name = models.CharField(max_length=60, blank=True)
    #: The post or unit that he spoke for.
    office = models.CharField(max_length=80, blank=True)
    way = models.CharField(max_length=10, blank=True)
    #: The number of the letter, for consent in writing.
    reference = models.CharField(max_length=60, blank=True)
    #: When consent was given or refused.
    moment = models.DateTimeField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            # A refused consent stands for itself: it may be asked for again.
            models.UniqueConstraint(
                fields=["task", "item"],
                condition=~Q(kind="consent") | Q(yes=True),
                name="evidence_item_once",
            ),
            models.CheckConstraint(
                condition=~Q(kind="consent")
                | (
                    Q(yes__isnull=False, moment__isnull=False, way__in=sorted(WAYS))
                    & ~Q(name="")
                    & (~Q(way="written") | ~Q(reference=""))
                ),
                name="consent_whose_how_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(kind="signature") | (Q(attachment_id__isnull=False) & ~Q(name="")),
                name="signature_drawn_and_named",
            ),
            models.CheckConstraint(
                condition=~Q(kind="scan") | Q(label__isnull=False), name="scan_of_a_label"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} of task {self.task_id}"


class Fulfilment(models.Model):
    """A time when a clause was fulfilled: what the plan's pages show as evidence."""

    site = models.ForeignKey("sites.Site", on_delete=models.PROTECT, related_name="+")
    clause = models.CharField(max_length=60)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, related_name="+")
    #: The capability that made it happen; empty where a step names the clause itself.
    capability = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["site", "clause", "-at"], name="fulfilment_by_clause")]

    def __str__(self) -> str:
        return f"{self.clause} at {self.at}"
