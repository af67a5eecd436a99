"""What happens here that an app to the right may want to act on."""

from django.dispatch import Signal

talk_links = Signal()  # conversation, user: receivers return (text, address) pairs for its page
coming_along = Signal()  # placement, user: receivers return per outcome of the set what comes along from before
conversation_moved = Signal()  # conversation: one that got another day; in that transaction, before it is saved
