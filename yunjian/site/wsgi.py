"""The WSGI entry point of the web server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from yunjian.kernel.telemetry import telemetry_from_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunjian.site.settings")
application = get_wsgi_application()
telemetry_from_settings("yunjian-web")

# The program itself stays; what requests leave behind in circles is swept up now and then, not every few statements.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
