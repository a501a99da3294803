"""From files of a bank or a joint centre to tickets: readers, mapping files, quarantine, accounting."""

from fraudguard.feeds.reject import Reject
from fraudguard.feeds.run import FeedResult, score_feed

__all__ = ["FeedResult", "Reject", "score_feed"]
