"""What the kernel keeps: the ledger, its tree, subscribers' cursors and the published editions of definitions."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from pgtrigger import Delete, Insert, Truncate, Update

from .guard import append_only, changed_while, guarded, kept_for_good, only_while, refused_when

SEALING = "kernel.sealer.seal"  # what yunjian.action says while the sealer works
PUBLISHING = "kernel.proofs.publish"  # and while checkpoints are signed and cosignatures kept


class Entries(models.Manager["Entry"]):
    """Entries with their seals, where they have one."""

    def get_queryset(self) -> models.QuerySet["Entry"]:
        return super().get_queryset().select_related("seal")


class Entry(models.Model):
    """One recorded event. It is also the outbox row: subscribers read it once it is sealed.

    The database lets nobody change an entry, the sealer included: what the sealer adds stands in ``Seal``.
    """

    kind = models.CharField("事件", max_length=80)
    subject = models.CharField("对象", max_length=120)
    payload = models.JSONField("内容")
    actor = models.CharField("经办", max_length=80)
    action = models.CharField("行为", max_length=80)
    at = models.DateTimeField("发生时间")
    # Which request or job wrote it: for finding log lines. No part of the record, so no part of the hash.
    trace = models.CharField("追踪编号", max_length=32, blank=True, db_default="")

    objects = Entries()

    class Meta:
        verbose_name = "账本记录"
        indexes = [models.Index(fields=["subject", "id"], name="entry_by_subject")]
        triggers = [
            refused_when(
                "recorded_in_an_action",
                Insert,
                "NEW.action = '' OR NEW.action IS DISTINCT FROM current_setting('yunjian.action', true)",
                "表 % 只能由正在进行的业务动作（action）记账，这次写入已拒绝。",
            ),
            kept_for_good(Update | Delete | Truncate),
        ]

    @property
    def position(self) -> int | None:
        """The leaf's place in the ledger's tree, from 0; None until it is sealed."""
        seal: Seal | None = getattr(self, "seal", None)
        return seal.position if seal else None


class Seal(models.Model):
    """That an entry is sealed: its leaf's place in the ledger's tree, and the leaf's hash."""

    entry = models.OneToOneField(
        Entry, models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="seal", verbose_name="记录"
    )
    position = models.BigIntegerField("序号", unique=True)
    leaf_hash = models.BinaryField("叶哈希", max_length=32)

    class Meta:
        verbose_name = "账本封存"
        triggers = only_while(SEALING)


class Sweep(models.Model):
    """How far the sealer need not look again: one row.

    Every entry with an id below ``settled`` is sealed, or will never be committed. ``drawn`` is the last id that was
    given out when ``running`` were the transactions writing entries: once none of those is, none up to it is to come.
    """

    settled = models.BigIntegerField("之前的都已封存", default=0)
    drawn = models.BigIntegerField("当时发出的最后编号", default=0)
    running = models.JSONField("当时进行中的事务", default=list)

    class Meta:
        verbose_name = "账本封存进度"
        triggers = changed_while(SEALING)


class Checkpoint(models.Model):
    """The ledger's tree after one sealing batch: how many leaves, and their root by RFC 6962."""

    size = models.BigIntegerField("叶数", unique=True)
    root_hash = models.BinaryField("根哈希", max_length=32)
    at = models.DateTimeField("封存时间", db_default=Now())

    class Meta:
        verbose_name = "账本检查点"
        triggers = only_while(SEALING)


class Tile(models.Model):
    """One full tile of the ledger's tree (C2SP tlog-tiles): 256 hashes of one level, and the root over them."""

    level = models.PositiveSmallIntegerField("层")
    index = models.BigIntegerField("序号")
    root_hash = models.BinaryField("根哈希", max_length=32)
    hashes = models.BinaryField("哈希")

    class Meta:
        verbose_name = "账本瓦片"
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="a_tile_is_kept_once")]
        triggers = only_while(SEALING)


class SignedCheckpoint(models.Model):
    """A checkpoint as the district signed it: a signed note (C2SP tlog-checkpoint), without cosignatures."""

    origin = models.CharField("账本标识", max_length=200)
    size = models.BigIntegerField("叶数")
    note = models.TextField("签名文本")
    at = models.DateTimeField("签名时间")

    class Meta:
        verbose_name = "已签名的检查点"
        constraints = [models.UniqueConstraint(fields=["origin", "size"], name="a_size_is_signed_once")]
        triggers = only_while(PUBLISHING)


class Cosignature(models.Model):
    """A witness's signature under a checkpoint, as the line it sent."""

    checkpoint = models.ForeignKey(SignedCheckpoint, models.PROTECT, related_name="cosignatures")
    witness = models.CharField("见证方", max_length=200)
    line = models.TextField("签名行")
    at = models.DateTimeField("副签时间")

    class Meta:
        verbose_name = "见证方副签"
        constraints = [models.UniqueConstraint(fields=["checkpoint", "witness"], name="a_witness_cosigns_once")]
        triggers = only_while(PUBLISHING)


class WitnessState(models.Model):
    """What we know of a witness of this ledger: how far it has seen, and what it last said."""

    class Trouble(models.TextChoices):
        NONE = "NONE", "没有"
        UNREACHED = "UNREACHED", "没有连上"
        REFUSED = "REFUSED", "拒绝副签"
        AHEAD = "AHEAD", "见过的账本比现在长"
        DIFFERENT = "DIFFERENT", "见过的账本和现在不同"

    origin = models.CharField("账本标识", max_length=200)
    witness = models.CharField("见证方", max_length=200)
    size = models.BigIntegerField("它见过的叶数", default=0)
    trouble = models.CharField("问题", max_length=12, choices=Trouble, default=Trouble.NONE)
    said = models.CharField("它说的话", max_length=300, blank=True, default="")
    failures = models.PositiveIntegerField("连续失败次数", default=0)
    retry_at = models.DateTimeField("下次联系", null=True)

    class Meta:
        verbose_name = "见证方状态"
        constraints = [models.UniqueConstraint(fields=["origin", "witness"], name="a_witness_has_one_state")]


class Cursor(models.Model):
    """How far one subscriber has read the sealed ledger, and what stopped it."""

    subscriber = models.CharField("订阅者", max_length=120, primary_key=True)
    position = models.BigIntegerField("下一个要读的序号", default=0)
    failures = models.PositiveIntegerField("连续失败次数", default=0)
    error = models.TextField("最近的错误", blank=True, default="")
    retry_at = models.DateTimeField("下次重试", null=True)

    class Meta:
        verbose_name = "订阅进度"
        constraints = [
            models.CheckConstraint(
                condition=Q(failures=0, retry_at__isnull=True) | Q(failures__gt=0, retry_at__isnull=False),
                name="a_failed_subscriber_has_a_time_to_retry",
            ),
            models.CheckConstraint(condition=Q(position__gte=0), name="a_cursor_never_stands_before_the_first_entry"),
        ]


class Edition(models.Model):
    """One published edition of one definition: what the district declared, word for word, and from when it holds."""

    kind = models.CharField("类别", max_length=40)
    key = models.CharField("键", max_length=80)
    valid_from = models.DateField("生效日期")
    valid_to = models.DateField("失效日期", null=True)
    body = models.JSONField("内容")
    digest = models.CharField("摘要", max_length=64)
    pack = models.CharField("定义包", max_length=80)
    published_by = models.CharField("发布者", max_length=80)
    published_at = models.DateTimeField("发布时间")

    class Meta:
        verbose_name = "定义版本"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key", "valid_from"], name="one_edition_of_a_definition_begins_on_a_day"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="an_edition_does_not_end_before_it_begins",
            ),
        ]
        triggers = append_only()


class SigningKey(models.Model):
    """The public half of a key that signs or signed for a purpose. The private half lies elsewhere: kernel.keys."""

    purpose = models.CharField("用途", max_length=40)
    key_id = models.CharField("密钥编号", max_length=16, unique=True)
    algorithm = models.CharField("算法", max_length=10)
    public_key = models.BinaryField("公钥")  # SubjectPublicKeyInfo
    source = models.CharField("来源", max_length=200)
    enrolled_at = models.DateTimeField("启用时间")
    retires_at = models.DateTimeField("停止签名时间", null=True)

    class Meta:
        verbose_name = "签名密钥"
        indexes = [models.Index(fields=["purpose", "-id"], name="signing_key_by_purpose")]
        triggers = guarded()


class Bucket(models.Model):
    """How much of a limit is left to one name, as of the last time it was asked for. Unlogged: see kernel.rates."""

    name = models.CharField("名称", max_length=120, primary_key=True)
    tokens = models.FloatField("剩余")
    refused = models.BooleanField("最近一次被拒")
    at = models.DateTimeField("最近一次", db_index=True)

    class Meta:
        verbose_name = "频率"


class KeptAnswer(models.Model):
    """What was answered to a request with an Idempotency-Key, or (without a status) that it is under way."""

    owner = models.CharField("所属", max_length=120)
    key = models.CharField("幂等键", max_length=255)
    fingerprint = models.CharField("请求摘要", max_length=64)
    started_at = models.DateTimeField("开始时间", db_index=True)
    status = models.PositiveSmallIntegerField("状态码", null=True)
    headers = models.JSONField("响应头", default=dict)
    body = models.BinaryField("响应体", default=bytes)

    class Meta:
        verbose_name = "已答复的请求"
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="a_key_of_an_owner_is_answered_once")]
