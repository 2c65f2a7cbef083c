"""Hands a server's answers on, and stops in the middle of a search until nobody waits for it."""
import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


class SlowServer:
    """In front of a server at an address; of a search, so many lines come at once."""

    def __init__(self, address, lines=20):
        behind = urlsplit(address)

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.0"

            def log_message(self, *_):
                pass

            def do_GET(self):
                ask = http.client.HTTPConnection(behind.hostname, behind.port, timeout=60)
                ask.request("GET", self.path, headers={"Host": behind.netloc})
                answer = ask.getresponse()
                self.send_response(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in ("transfer-encoding", "connection", "content-length",
                                            "date", "server"):
                        self.send_header(name, value)
                self.end_headers()
                if not self.path.startswith("/data/activities?"):
                    self.wfile.write(answer.read())
                    return
                for _ in range(lines):
                    self.wfile.write(answer.readline())
                self.wfile.write(b'{"progress":{"blocks":2,"total_blocks":9}}\n')
                self.wfile.flush()
                ended.wait(120)

        ended = self.ended = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def end(self):
        self.ended.set()
        self.server.shutdown()
        self.server.server_close()
