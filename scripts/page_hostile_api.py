"""A small Activities API whose texts try to break the page, and whose counts are wrong."""
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

ORGANIZATION = "01954b2e-0000-7000-aaaa-111111111111"
TEXTS = [
    "</script><script>window.broken = 1</script>",
    "<img src=x onerror='window.broken = 1'>",
    "<svg/onload=window.broken=1>",
    "javascript:window.broken=1",
    "\"><style>body{display:none}</style>",
    "\u202eright to left\u202c \u2066isolate \u200bnothing to see\ufeff",
    "nul \u0000, escape \u001b[31m, delete \u007f, line \u2028 end",
    "x" * 20_000,
    "\U0001F468\u200D\U0001F469\u200D\U0001F467 \u0E01\u0E33 \uD83D",
    "&lt;b&gt; &amp; %3Cscript%3E {{1+1}} ${1+1}",
    "",
]
NUMBER = "12345678901234567890.12345678901234567890"


def record(number, text):
    """An activity as the API would send it, with the text wherever a text may be."""
    identifier = f"01954b2e-fc10-7000-8a3f-{number:012x}"
    activity = {
        "id": identifier, "created_at": f"2025-03-11T09:22:{number:02d}.483Z",
        "payload": {
            "type": text if number % 2 else "message.replied", "organization_id": ORGANIZATION,
            "person_id": f"01954b2e-1111-7000-bbbb-{number:012x}",
            "sequence_id": f"01954b2e-2222-7000-cccc-{number:012x}",
            "sequence_template_id": f"01954b2e-3333-7000-dddd-{number:012x}",
            "resource_type": text, "channel": text, "message_id": None, "hot_lead_id": None,
            "calendar_event_id": None, "task_id": None,
            "metadata": {"reply_category": text, "__proto__": {"constructor": text},
                         text or "empty": [text, {"toString": text}, [], {}], "number": 0},
        },
    }
    return json.dumps(activity).replace('"number": 0', f'"number": {NUMBER}')


class HostileAPI:
    """Listens on a free port of this machine until it is ended."""

    def __init__(self):
        records = [record(number, text) for number, text in enumerate(TEXTS)]
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler(records))
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def end(self):
        self.server.shutdown()
        self.server.server_close()


def handler(records):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            query = dict(parse_qsl(urlsplit(self.path).query))
            after = query.get("created_at_after", "")
            before = query.get("created_at_before", "~")
            rows = [text for text in records if after < json.loads(text)["created_at"] < before
                    and query.get("event_type") in (None, event(text))]
            total = len(rows) + (1 if rows and "event_type" not in query else 0)
            size, page = int(query.get("size", 10)), int(query.get("page", 1))
            items = rows[(page - 1) * size:page * size]
            body = (f'{{"items":[{",".join(items)}],"total_count":{total},"total_pages":1,'
                    '"has_more":false}').encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words):
            pass

    return Handler


def event(text):
    return json.loads(text)["payload"]["type"].rpartition(".")[2].upper()
