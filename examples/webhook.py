"""
A sender for the desk's outbox: each message is posted as signed JSON to one address.

Run it every minute beside the desk: `python examples/webhook.py sqlite:///desk.db desk.key https://centre.example/desk`.
A receiver that answers with anything but 2xx, or not at all, gets the message again later. It knows a repeat by its id,
and what is ours by the signature: HMAC-SHA-256 of the body under the outbox key, which this script prints when it is
given no address.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from urllib.request import Request, urlopen

from fraudguard import Desk
from fraudguard.desk import OutboxMessage

SECONDS = 10


def post_to(url: str) -> Callable[[OutboxMessage], None]:
    """A function for `Desk.deliver` that posts to ``url``; it raises when the message was not taken."""
    if not url.startswith(("http://", "https://")):
        raise SystemExit(f"not an address to post to: {url}")

    def send(message: OutboxMessage) -> None:
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "X-Fraudguard-Id": message.id,
            "X-Fraudguard-Kind": message.kind,
            "X-Fraudguard-Signature": f"sha256={message.signature}",
            "X-Fraudguard-Attempt": str(message.attempt),
        }
        request = Request(url, data=message.body, headers=headers, method="POST")  # noqa: S310 - http and https only
        with urlopen(request, timeout=SECONDS):  # noqa: S310 - as above; raises for every answer but 2xx
            pass

    return send


def main(arguments: list[str]) -> int:
    """Deliver what waits; 1 when something could not be delivered. Without an address: print the outbox key."""
    if len(arguments) not in {2, 3}:
        print(__doc__, file=sys.stderr)
        return 2
    with Desk.open(arguments[0], key=Path(arguments[1]).read_bytes()) as desk:
        if len(arguments) == 2:
            print(desk.outbox_key.hex())
            return 0
        done = desk.deliver(post_to(arguments[2]))
    print(f"delivered {done.delivered}, to be tried again {done.failed}, given up {done.dead}")
    return 1 if done.failed or done.dead else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
