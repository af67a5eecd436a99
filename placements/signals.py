"""What happens here that an app to the right may want to act on."""

from django.dispatch import Signal

person_confirmed = Signal()  # seat: the participation of whom somebody said "I know this person"; in that transaction
forgetting = Signal()  # from time to time: delete what need not be kept any longer
placement_links = Signal()  # placement, user: receivers return `PageLink`s for the page of a placement
set_changed = Signal()  # placement: one whose set of outcomes was changed; in that transaction
seats_changed = Signal()  # placement, people, by: these came to sit around the student, or left; in that transaction
placement_ended = Signal()  # placement, by: it was ended early; in that transaction
day_began = Signal()  # day: it is morning; said more than once, so who acts on it remembers what he did
