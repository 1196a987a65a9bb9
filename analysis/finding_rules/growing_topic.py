"""A topic that is new, or grew beyond chance, inside a theme."""

from collections.abc import Iterator

from analysis.finding_rules.base import Evidence, Finding, Rule, key, score
from core import french

FEWEST = 10  # sentences, under which the sentences themselves are not shown


def find(evidence: Evidence) -> Iterator[Finding]:
    for topic in evidence.topics:
        if topic.sentences < FEWEST or not evidence.commented:
            continue
        what = "Un sujet apparaît" if topic.is_new else "Un sujet grandit"
        yield Finding(
            key("growing_topic", evidence, f"{topic.theme.code}.{topic.id}"),
            "growing_topic",
            f"{what} dans « {topic.theme.title} » : « {topic.name} »",
            f"{french.count(topic.sentences, 'phrase')}, {evidence.quarter}",
            score(1.0, 1.0, topic.sentences / evidence.commented),
            topic.theme.code,
            topic.theme.code,
            topic.theme.commitments,
            topic.id,
        )


GROWING_TOPIC = Rule(
    "growing_topic",
    "Sujet nouveau ou qui grandit",
    "Les phrases du trimestre, comparées à celles du trimestre d’avant par le même modèle de lecture.",
    find,
)
