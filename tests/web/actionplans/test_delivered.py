"""The page that sets what is delivered beside what is perceived."""

from organisation.models import Role
from tests.assessment_builders import validated
from tests.builders import make_user
from tests.unit.actionplans.test_proposals import answer


def test_delivered_and_perceived_are_read_as_a_figure_a_table_and_a_file(visitor, session, now):
    made = validated(session, now)
    answer(session, "no", 12)
    year = made.campaign.year
    user = make_user(session, Role.READER)
    session.commit()
    visitor.sign_in(user).open(f"/auto-evaluations/{year}/tenu-et-percu")
    assert "1 engagement à reprendre ou à expliquer" in visitor.text
    assert "À expliquer" in visitor.text
    assert visitor.page.find("svg")
    row = next(tr for tr in visitor.page.find_all("tr") if "ORI-02" in tr.get_text())
    assert "1 sur 1" in row.get_text()
    visitor.open(f"/auto-evaluations/{year}/tenu-et-percu.csv")
    assert "ORI-02;" in visitor.response.get_data(as_text=True)


def test_nothing_to_set_side_by_side_is_told(visitor, session, now):
    made = validated(session, now)
    year = made.campaign.year
    user = make_user(session, Role.QUALITY_OFFICER)
    session.commit()
    visitor.sign_in(user).open(f"/auto-evaluations/{year}/tenu-et-percu")
    assert "dix réponses au moins" in visitor.text
    visitor.open("/auto-evaluations/1999/tenu-et-percu", expect=404)
