"""The observation guide of an outcome as a page shows it: dimensions with their indicators, success criteria last."""


def guide_of(outcome, focus: set[int] = frozenset()) -> list[dict]:
    """The observation guide of an outcome in groups, to mark in."""
    groups = [
        {
            "title": dimension.title,
            "for_judgement": dimension.for_judgement,
            "focus": dimension.pk in focus,
            "indicators": list(dimension.indicators.all()),
        }
        for dimension in outcome.dimensions.all()
    ]
    criteria = outcome.criteria
    label = outcome.framework.indicator_label.capitalize()
    return groups + [{"title": label, "for_judgement": True, "indicators": criteria}] * bool(criteria)
