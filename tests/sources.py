"""Small sources of every format, made by hand: what the readers' tests and the fuzzer start from."""

import io

PROSE = "The ministers of the two countries met in Vienna on Monday and agreed to reopen the border. The talks were the first in three years. "
PAGE = f"""<!doctype html><html lang="en"><head><title>Ministers meet in Vienna</title>
<link rel="canonical" href="https://example.org/vienna"><meta property="article:published_time" content="2021-03-01">
<meta property="og:site_name" content="Example Post"></head><body><nav>Home | World</nav>
<article><h1>Ministers meet in Vienna</h1><p>{PROSE * 3}</p><p>{PROSE * 2}</p></article><footer>Copyright</footer></body></html>"""
FEED = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Example Post</title><language>en</language>
<item><title>Ministers meet</title><link>https://example.org/1</link><pubDate>Mon, 01 Mar 2021 10:00:00 GMT</pubDate>
<description>&lt;p&gt;{PROSE}&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;</description></item>
<item><title>Nothing</title><link>javascript:alert(1)</link></item></channel></rss>"""


def pdf(text: str) -> bytes:
    """A one-page PDF with one line of text a paragraph, written by hand."""
    lines = "".join(f"({line}) Tj 0 -14 Td " for line in text.split("\n"))
    stream = f"BT /F1 12 Tf 72 720 Td {lines}ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, offsets = io.BytesIO(b"%PDF-1.4\n"), []
    out.seek(0, 2)
    for number, body in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out.write(b"xref\n0 6\n0000000000 65535 f \n" + table + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start)
    return out.getvalue()


def warc_record(url: str, body: bytes, *, status: bytes = b"200 OK", kind: bytes = b"text/html") -> bytes:
    http = b"HTTP/1.1 " + status + b"\r\nContent-Type: " + kind + b"\r\n\r\n" + body
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2021-03-01T00:00:00Z\r\n"
    head += "Content-Type: application/http; msgtype=response\r\n"
    return head.encode() + b"Content-Length: %d\r\n\r\n" % len(http) + http + b"\r\n\r\n"
