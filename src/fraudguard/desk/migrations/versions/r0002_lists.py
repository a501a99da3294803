"""Indexes from which every list is read in order, whatever it is asked for."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ORDER = ["ended", "urgency", "due_at", "id"]


def upgrade() -> None:
    """Put the tier before the order in which lists are shown."""
    op.drop_index("ix_cases_ended_urgency_due_at_id", "cases")
    op.drop_index("ix_cases_unit_ended_urgency_due_at_id", "cases")
    op.create_index("ix_cases_tier_ended_urgency_due_at_id", "cases", ["tier", *_ORDER])
    op.create_index("ix_cases_unit_tier_ended_urgency_due_at_id", "cases", ["unit", "tier", *_ORDER])
