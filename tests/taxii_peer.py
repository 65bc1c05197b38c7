"""Another operator's TAXII server, as small as one can be: indicators by the time at which they were added, 500 a page.
   python3 tests/taxii_peer.py COUNT IDENTITY TOKEN WITHDRAWN     WITHDRAWN: a file of numbers, one a line; prints its port."""
import http.server, json, os, sys, urllib.parse

count, identity, token, withdrawn_file = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
PAGE = 500


def stamp(n):
    return f"2026-03-01T00:00:00.{n:06d}Z" if n < 1_000_000 else f"2026-03-02T00:00:00.{n - 1_000_000:06d}Z"


def indicator(n, revoked):
    return {"type": "indicator", "spec_version": "2.1", "id": f"indicator--00000000-0000-4000-8000-{n:012d}", "created_by_ref": identity,
            "created": "2026-03-01T00:00:00Z", "modified": "2026-04-01T00:00:00Z" if revoked else "2026-03-01T00:00:00Z", "revoked": revoked,
            "labels": ["phishing_or_malware"], "pattern": f"[domain-name:value = 'n{n}.example']", "pattern_type": "stix",
            "valid_from": "2026-03-01T00:00:00Z", "external_references": [{"source_name": "north", "external_id": f"O-2026-{n:06d}"}]}


class Peer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.headers.get("Authorization") != f"Bearer {token}":
            return self.send_error(401)
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
        after = query.get("added_after", [""])[0]
        gone = [int(line) for line in open(withdrawn_file)] if os.path.exists(withdrawn_file) else []
        # What is withdrawn was added last.
        added = [(stamp(n), indicator(n, False)) for n in range(count)] + [(stamp(1_000_000 + n), indicator(n, True)) for n in gone]
        rest = [entry for entry in added if entry[0] > after]
        page = rest[:PAGE]
        body = json.dumps({"more": len(rest) > PAGE, "objects": [entry[1] for entry in page]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/taxii+json;version=2.1")
        if page:
            self.send_header("X-TAXII-Date-Added-First", page[0][0])
            self.send_header("X-TAXII-Date-Added-Last", page[-1][0])
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Peer)
print(server.server_address[1], flush=True)
server.serve_forever()
