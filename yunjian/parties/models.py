"""What is kept of people, enterprises, units, posts and accounts."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class Account(AbstractBaseUser):
    """Somebody who can log in."""

    username = models.CharField("用户名", max_length=60, unique=True)
    name = models.CharField("姓名", max_length=60)
    is_active = models.BooleanField("启用", default=True)

    objects = BaseUserManager()
    USERNAME_FIELD = "username"
