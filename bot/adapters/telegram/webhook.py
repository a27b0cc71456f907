"""Being called by Telegram: an update is stored before its delivery is answered.

Who does not know the secret is turned away before the body is read, and a body of more than a megabyte is not
read at all. Telegram delivers again whatever is not answered with 200.
"""

import hmac
import json
import logging
import re
from collections.abc import Awaitable, Callable

from tornado.httpserver import HTTPServer
from tornado.web import Application, HTTPError, RequestHandler, stream_request_body

from bot.adapters.telegram.gauges import Gauges
from bot.adapters.telegram.settings import Webhook
from bot.adapters.telegram.updates import Raw, numbered
from bot.store.faults import StoreError

LARGEST = 1_000_000
SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name

Take = Callable[[list[Raw]], Awaitable[None]]

_log = logging.getLogger(__name__)


@stream_request_body
class Delivery(RequestHandler):
    """One delivery by Telegram."""

    def initialize(self, webhook: Webhook, take: Take, gauges: Gauges) -> None:
        """Take what the application was made with."""
        self._webhook = webhook
        self._take = take
        self._gauges = gauges
        self._body = bytearray()

    def prepare(self) -> None:
        """Turn strangers away; only the headers are known yet."""
        given = self.request.headers.get(SECRET, "")
        if not hmac.compare_digest(given.encode(errors="replace"), self._webhook.secret.encode()):
            self.set_status(403)
            self.finish()

    def data_received(self, chunk: bytes) -> None:
        """Gather the body."""
        self._body += chunk

    async def post(self) -> None:
        """Store the update, and only then say that it has come."""
        self._gauges.heard()
        try:
            raw = json.loads(self._body.decode(errors="replace"))  # as lenient as what polling goes through
        except (ValueError, RecursionError):
            raw = None
        if not numbered(raw):  # delivering it again would not help
            _log.warning("webhook 收到的不是更新，%d 字节，放过", len(self._body))
            return
        try:
            await self._take([raw])
        except StoreError as error:
            _log.error("%s", error)
            self.set_status(503)

    def log_exception(self, _: object, error: object, *__: object) -> None:
        """Log a fault of the program's own, and not what was asked, such as a page that a browser wants."""
        if not isinstance(error, HTTPError):
            _log.exception("webhook 出错")


def listening(webhook: Webhook, take: Take, gauges: Gauges) -> HTTPServer:
    """Begin to listen. Raises ``OSError`` where the address cannot be had."""
    made = {"webhook": webhook, "take": take, "gauges": gauges}
    application = Application([(re.escape(webhook.path), Delivery, made)], log_function=_silent)
    server = HTTPServer(application, max_body_size=LARGEST, idle_connection_timeout=120, body_timeout=30)
    host, port = webhook.listen
    server.listen(port, host)
    return server


def _silent(_: RequestHandler) -> None:
    """Log no requests: their paths and addresses are nobody's business."""
