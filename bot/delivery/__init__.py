"""What the bot owes: planned, written into the outbox, leased, sent and recorded."""
