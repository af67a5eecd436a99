"""What people say to each other around a placement: the cycle of conversations, the learning plan, the goals."""

from .conversations import Conversation, ConversationLog, EarlierTalkText, TalkRecord
from .goals import Goal, GoalLog, GoalVersion
from .notes import PrivateNote
from .passed_on import PassedOn, PassedOnLog
from .plan_records import EarlierPlanText, PlanApproval, PlanLog, PlanRemark, PlanVersion
from .plans import LearningPlan, PlanOpening, PlanPart
from .reminders import Reminder
from .skills import SkillPosition

__all__ = [
    "Conversation",
    "ConversationLog",
    "EarlierPlanText",
    "EarlierTalkText",
    "Goal",
    "GoalLog",
    "GoalVersion",
    "LearningPlan",
    "PassedOn",
    "PassedOnLog",
    "PlanApproval",
    "PlanLog",
    "PlanOpening",
    "PlanPart",
    "PlanRemark",
    "PlanVersion",
    "PrivateNote",
    "Reminder",
    "SkillPosition",
    "TalkRecord",
]
