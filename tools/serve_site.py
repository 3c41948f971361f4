"""Serve the built site on this machine, compressed and with the right types, as a host would.

    python tools/serve_site.py [PORT]     (default: 8000)

The tests and `make lighthouse` look at the site through this server as well.
"""

import gzip
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

SITE = Path(__file__).resolve().parent.parent / "_site"

# Some systems know other types for these, or none.
COMPRESSED = {
    ".css": "text/css",
    ".html": "text/html; charset=utf-8",
    ".ipynb": "application/json",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
}
TYPES = {
    **SimpleHTTPRequestHandler.extensions_map,
    **COMPRESSED,
    ".png": "image/png",
    ".woff2": "font/woff2",
}


class Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # one connection serves many requests, as on a host
    extensions_map = TYPES

    def send_head(self):
        name = self.translate_path(self.path)
        path = Path(name, "index.html") if name.endswith("/") else Path(name)
        accepted = "gzip" in self.headers.get("Accept-Encoding", "")
        if not (accepted and path.suffix in COMPRESSED and path.is_file()):
            return super().send_head()
        body = gzip.compress(path.read_bytes(), mtime=0)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)

    def log_request(self, code="-", size="-"):
        """Say nothing of what went well; `log_error` says what is missing."""


class Server(ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        # a browser that leaves a page hangs up in the middle of an answer
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def server(folder: Path, port: int = 0) -> Server:
    """A server of the folder; port 0 lets the system choose a free one."""
    return Server(("127.0.0.1", port), partial(Handler, directory=str(folder)))


@contextmanager
def serving(folder: Path = SITE) -> Iterator[str]:
    """Serve the folder in the background; gives the address, with a slash at its end."""
    with server(folder) as running:
        thread = Thread(target=running.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{running.server_port}/"
        finally:
            running.shutdown()
            thread.join()


def main() -> int:
    port = int(sys.argv[1]) if sys.argv[1:] else 8000
    if not (SITE / "index.html").exists():
        print("There is no site yet. Run: make book", file=sys.stderr)
        return 1
    with server(SITE, port) as running:
        print(f"The site is at http://localhost:{port} until you press Ctrl+C", flush=True)
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
