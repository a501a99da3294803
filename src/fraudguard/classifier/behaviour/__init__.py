"""The behaviour head: how likely a payment or an act on the handset belongs to a scam, by what happened around it."""
