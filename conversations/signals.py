"""What happens here that an app to the right may want to act on."""

from django.dispatch import Signal

conversation_moved = Signal()  # conversation: one that got another day; in that transaction, before it is saved
