"""The figures of results: nothing in them that a table would withhold."""

from analysis.charts import Step
from analysis.results.figures import _no_few_leave


def steps(*counts: int) -> list[Step]:
    return [
        Step("Événements", counts[0]),
        Step("Envois", counts[1], "des événements", "non sollicités"),
        Step("Réponses", counts[2], "des envois", "sans réponse"),
    ]


def test_four_events_left_out_are_not_told_beside_the_others() -> None:
    assert [one.label for one in _no_few_leave(steps(54, 50, 20))] == ["Envois", "Réponses"]


def test_five_left_out_are_told_and_none_left_out_too() -> None:
    for events in (50, 55):
        assert len(_no_few_leave(steps(events, 50, 20))) == 3
