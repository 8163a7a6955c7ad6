"""An act, and what followed from it: nothing here keeps a second effect from being written."""

from django.db import models

from yunjian.kernel.guard import guarded


class Act(models.Model):
    key = models.SlugField(unique=True)
    job_done = models.BooleanField(default=False)
    heard = models.BooleanField(default=False)
    colour = models.CharField(max_length=10, default="plain")  # the next version calls it a tint

    class Meta:
        triggers = guarded()


class Effect(models.Model):
    act = models.ForeignKey(Act, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)

    class Meta:
        triggers = guarded()
