"""A decision in the outputs and the books of a run."""

from __future__ import annotations

from fraudguard.feeds.accounting import Accounts
from fraudguard.feeds.outputs import Outputs
from fraudguard.pack.checked import CheckedPack
from fraudguard.scoring.decision import Decision, Finding

__all__ = ["actions_for", "tell"]


def tell(decision: Decision, pack: CheckedPack, outputs: Outputs, accounts: Accounts) -> None:
    """Write the findings and tickets of a decision, and count the tickets."""
    for finding in decision.findings:
        outputs.finding(finding, decision.standing_of(finding.subject).level, actions_for(decision, finding, pack))
    for ticket in decision.tickets:
        scam = pack.taxonomy.get(ticket.scam)
        outputs.ticket(ticket, scam.zh if scam else "")
        accounts.saw_ticket(ticket)


def actions_for(decision: Decision, finding: Finding, pack: CheckedPack) -> tuple[str, ...]:
    """What the policy recommends a bank to do about the subject of a finding now (DOMAIN 8.5); a person decides."""
    standing = decision.standing_of(finding.subject)
    pressing = "urgent" if standing.urgent and standing.level == "red" else standing.level
    policy = pack.policy.bank_actions
    return tuple(policy.get(pressing) or policy.get(standing.level, ()))
