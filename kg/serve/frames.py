"""What the server and its workers say to one another: frames of four bytes of length and a body.

A request is JSON; an answer begins with one of the status bytes below.
"""

OK, BAD_QUERY, FAILED = b"0", b"1", b"2"
"""Answered; refused for what the query is; failed for what the store is."""
FULL = 3
"""How a worker ends when its memory is full where no answer can be sent; the store's engine aborts instead (a signal)."""
