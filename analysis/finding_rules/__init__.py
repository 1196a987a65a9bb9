"""What may deserve attention: one rule a file, in the order in which they are tried."""

from analysis.finding_rules.at_risk import AT_RISK
from analysis.finding_rules.base import Evidence, Finding, GrownTopic, Rule
from analysis.finding_rules.dropping_theme import DROPPING_THEME
from analysis.finding_rules.falling_indicator import FALLING_INDICATOR
from analysis.finding_rules.growing_theme import GROWING_THEME
from analysis.finding_rules.growing_topic import GROWING_TOPIC
from analysis.finding_rules.low_theme import LOW_THEME
from analysis.finding_rules.out_of_ordinary import OUT_OF_ORDINARY
from analysis.finding_rules.praised_theme import PRAISED_THEME
from analysis.finding_rules.promise_in_doubt import PROMISE_IN_DOUBT

RULES: dict[str, Rule] = {
    rule.key: rule
    for rule in (
        AT_RISK, PROMISE_IN_DOUBT, FALLING_INDICATOR, OUT_OF_ORDINARY, LOW_THEME, DROPPING_THEME, GROWING_THEME,
        GROWING_TOPIC, PRAISED_THEME,
    )
}  # fmt: skip

__all__ = ["RULES", "Evidence", "Finding", "GrownTopic", "Rule"]
