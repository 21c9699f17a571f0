"""A site that is not Kept: one page with the one line of script, and a content policy that allows no more than that."""

import http.server
import threading

PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>A shop</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>A shop</h1><p>Its own words.</p></main>
<script src="{kept}/chat.js" data-form="{form}" async></script></body></html>"""


class OtherSite:
    """Use it in a `with`: it is served on a free port of another host name than Kept's."""

    def __init__(self, kept: str):
        self.kept = kept
        self.form = ""
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                language = "zh-CN" if "zh" in self.path else "en"
                body = PAGE.format(kept=site.kept, form=site.form, language=language).encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                policy = f"default-src 'none'; script-src {site.kept}; frame-src {site.kept}; img-src 'self'"
                self.send_header("Content-Security-Policy", policy)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://localhost:{self.server.server_port}"

    def __enter__(self):
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
