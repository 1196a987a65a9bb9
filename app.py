"""The application, put together. Read this first."""

import sys
from datetime import time

from flask import Flask, request, url_for
from flask.cli import FlaskGroup
from flask_login import current_user

import actionplans.commands
import actionplans.dictionaries
import actionplans.views.action_changes
import actionplans.views.action_steps
import actionplans.views.actions
import actionplans.views.assessments
import actionplans.views.bilans
import actionplans.views.boards
import actionplans.views.calendars
import actionplans.views.campaign_steps
import actionplans.views.campaigns
import actionplans.views.cockpit
import actionplans.views.decisions
import actionplans.views.delays
import actionplans.views.delegating
import actionplans.views.delivered
import actionplans.views.dropping
import actionplans.views.evidence
import actionplans.views.finding_decisions
import actionplans.views.fund_bilans
import actionplans.views.home
import actionplans.views.ideas
import actionplans.views.inside
import actionplans.views.label
import actionplans.views.malfunction_steps
import actionplans.views.malfunctions
import actionplans.views.mergers
import actionplans.views.milestones
import actionplans.views.notes
import actionplans.views.owners
import actionplans.views.plans
import actionplans.views.proofs
import actionplans.views.publishing
import actionplans.views.rectifying
import actionplans.views.recurrences
import actionplans.views.report_files
import actionplans.views.reporting
import actionplans.views.results
import actionplans.views.returns
import actionplans.views.reviewing
import actionplans.views.search
import actionplans.views.standing
import actionplans.views.timelines
import actionplans.views.trace
import actionplans.views.unheld
import actionplans.views.year
import analysis.commands
import analysis.dictionaries
import analysis.views.findings
import analysis.views.indicators
import analysis.views.landscape
import analysis.views.quality
import analysis.views.reports
import analysis.views.responding
import analysis.views.topic_gestures
import analysis.views.topic_steps
import analysis.views.topics
import analysis.views.unmasking
import core.commands
import demonstration.commands
import organisation.commands
import organisation.views.accessibility
import organisation.views.charter
import organisation.views.charter_drafts
import organisation.views.departments
import organisation.views.deputies
import organisation.views.dictionaries
import organisation.views.headships
import organisation.views.jobs
import organisation.views.journal
import organisation.views.people
import organisation.views.signing_in
import survey.commands
import survey.dictionaries
import survey.views.answering
import survey.views.call_backs
import survey.views.calling_back
import survey.views.contact_plans
import survey.views.correcting
import survey.views.desk
import survey.views.drafting
import survey.views.entry
import survey.views.events
import survey.views.holdings
import survey.views.invitations
import survey.views.layouts
import survey.views.letters
import survey.views.other_mailings
import survey.views.processing
import survey.views.questionnaire_files
import survey.views.questionnaires
import survey.views.retention
import survey.views.scripts
import survey.views.sendings
import survey.views.suppressions
import survey.views.telephone
import survey.views.trial
from actionplans.assessments import notices as assessment_notices
from actionplans.assessments import preparing as campaign_preparing
from actionplans.assessments import sweeping
from actionplans.ideas import reading as idea_reading
from actionplans.inside import placing as inside_placing
from actionplans.malfunctions import forgetting
from actionplans.malfunctions import reading as report_reading
from actionplans.mergers import mergers
from actionplans.my_work import deadlines
from actionplans.notes import preparing
from actionplans.returns import looking
from analysis import noticing, verbatims
from analysis.quality import measuring
from analysis.themes import correcting
from analysis.topics import grouping, splitting
from core import database, folders, jobs, mail, pages, secrecy, table_sizes
from core.jobs import Daily, Often
from core.settings import BadSettings, Settings
from organisation import access, journal_forgetting, journal_witness
from organisation.rights import Right, may
from survey.desk import drop_folder, waiting_files
from survey.privacy import retention, transfer
from survey.sending import alarms, bounces, last_check, pausing, planning, reminders, sending

PAGES = [
    actionplans.views.home.blueprint,
    actionplans.views.calendars.blueprint,
    actionplans.views.cockpit.blueprint,
    actionplans.views.unheld.blueprint,
    actionplans.views.year.blueprint,
    actionplans.views.notes.blueprint,
    actionplans.views.actions.blueprint,
    actionplans.views.boards.blueprint,
    actionplans.views.timelines.blueprint,
    actionplans.views.action_steps.blueprint,
    actionplans.views.owners.blueprint,
    actionplans.views.proofs.blueprint,
    actionplans.views.milestones.blueprint,
    actionplans.views.action_changes.blueprint,
    actionplans.views.returns.blueprint,
    actionplans.views.decisions.blueprint,
    actionplans.views.finding_decisions.blueprint,
    actionplans.views.trace.blueprint,
    actionplans.views.standing.blueprint,
    actionplans.views.publishing.blueprint,
    actionplans.views.label.blueprint,
    actionplans.views.malfunction_steps.blueprint,
    actionplans.views.malfunctions.blueprint,
    actionplans.views.report_files.blueprint,
    actionplans.views.reporting.blueprint,
    actionplans.views.recurrences.blueprint,
    actionplans.views.ideas.blueprint,
    actionplans.views.inside.blueprint,
    actionplans.views.search.blueprint,
    actionplans.views.results.blueprint,
    actionplans.views.campaigns.blueprint,
    actionplans.views.campaign_steps.blueprint,
    actionplans.views.delivered.blueprint,
    actionplans.views.assessments.blueprint,
    actionplans.views.delegating.blueprint,
    actionplans.views.delays.blueprint,
    actionplans.views.reviewing.blueprint,
    actionplans.views.rectifying.blueprint,
    actionplans.views.plans.blueprint,
    actionplans.views.bilans.blueprint,
    actionplans.views.fund_bilans.blueprint,
    actionplans.views.evidence.blueprint,
    analysis.views.findings.blueprint,
    analysis.views.topics.blueprint,
    analysis.views.topic_steps.blueprint,
    analysis.views.landscape.blueprint,
    analysis.views.topic_gestures.blueprint,
    analysis.views.unmasking.blueprint,
    analysis.views.indicators.blueprint,
    analysis.views.quality.blueprint,
    analysis.views.responding.blueprint,
    analysis.views.reports.blueprint,
    survey.views.answering.blueprint,
    survey.views.calling_back.blueprint,
    survey.views.correcting.blueprint,
    survey.views.sendings.blueprint,
    survey.views.invitations.blueprint,
    survey.views.letters.blueprint,
    survey.views.suppressions.blueprint,
    survey.views.contact_plans.blueprint,
    survey.views.other_mailings.blueprint,
    survey.views.events.blueprint,
    survey.views.desk.blueprint,
    survey.views.layouts.blueprint,
    survey.views.questionnaires.blueprint,
    survey.views.questionnaire_files.blueprint,
    survey.views.drafting.blueprint,
    survey.views.trial.blueprint,
    survey.views.scripts.blueprint,
    survey.views.entry.blueprint,
    survey.views.telephone.blueprint,
    survey.views.call_backs.blueprint,
    survey.views.retention.blueprint,
    survey.views.holdings.blueprint,
    survey.views.processing.blueprint,
    organisation.views.signing_in.blueprint,
    organisation.views.accessibility.blueprint,
    organisation.views.people.blueprint,
    organisation.views.headships.blueprint,
    actionplans.views.mergers.blueprint,
    actionplans.views.dropping.blueprint,
    organisation.views.charter_drafts.blueprint,
    organisation.views.charter.blueprint,
    organisation.views.departments.blueprint,
    organisation.views.deputies.blueprint,
    organisation.views.dictionaries.blueprint,
    organisation.views.journal.blueprint,
    organisation.views.jobs.blueprint,
]

COMMANDS = [
    core.commands.migrate,
    core.commands.work,
    core.commands.jobs_group,
    core.commands.mail_group,
    organisation.commands.commands,
    survey.commands.commands,
    analysis.commands.commands,
    actionplans.commands.commands,
    demonstration.commands.demo,
]

PARTS = [database, pages, access]

TIMETABLE: list[Daily | Often] = [  # everything that runs by itself; Paris time
    Daily(mergers.MERGE, time(0, 10)),
    Daily(transfer.CLOSE, time(0, 30)),
    Daily(grouping.GROUP, time(2, 0)),
    Daily(measuring.MEASURE, time(2, 30)),
    Daily(looking.LOOK, time(2, 45)),
    Daily(retention.ERASE, time(3, 0)),
    Daily(forgetting.FORGET, time(3, 10)),
    Daily(sweeping.SWEEP, time(3, 30)),
    Daily(jobs.FORGET, time(4, 0)),
    Daily(journal_witness.NOTE, time(4, 15)),
    Daily(journal_forgetting.FORGET, time(4, 20)),
    Daily(waiting_files.FORGET, time(4, 30)),
    Daily(table_sizes.LOOK, time(4, 40)),
    Daily(planning.PLAN, time(6, 0)),
    Daily(campaign_preparing.OPEN, time(6, 10)),
    Daily(preparing.PREPARE, time(6, 15)),
    Daily(assessment_notices.REFRESH, time(6, 30)),
    Daily(deadlines.TELL, time(7, 0)),
    Daily(reminders.REMIND, time(8, 30)),
    Often(alarms.WATCH, minutes=10),
    Often(drop_folder.WATCH, minutes=10),
    Often(sending.SEND, minutes=15),
    Often(bounces.TAKE_UP, minutes=15),
    Often(transfer.TRANSFER, minutes=15),
    Often(verbatims.UNDERSTAND, minutes=15),
    Often(noticing.KEEP, minutes=15),
    Often(report_reading.READ, minutes=10),
    Often(idea_reading.READ, minutes=10),
    Often(inside_placing.PLACE, minutes=10),
]

JOBS = [mail.DELIVER, correcting.LEARN, splitting.SPLIT, *(entry.job for entry in TIMETABLE)]

DICTIONARIES = [  # of every CSV; each has its page
    *analysis.dictionaries.DICTIONARIES,
    *actionplans.dictionaries.DICTIONARIES,
    *survey.dictionaries.DICTIONARIES,
]

Tab = tuple[
    str, str, tuple[Right, ...], set[str]
]  # words, endpoint, rights that open it, blueprints

SECTIONS: dict[str, list[Tab]] = {  # the five words of the left column, and the pages under each
    "Mon travail": [
        ("Mon travail", "home.index", (), {"home", "search", "calendars", "dictionaries"}),
        ("Pilotage", "cockpit.index", (Right.SEE_COCKPIT,), {"cockpit", "unheld"}),
        ("Calendrier", "year.index", (Right.SEE_COCKPIT,), {"year"}),
        ("Notes", "notes.index", (), {"notes"}),
        (
            "La charte",
            "charter.index",
            (Right.READ_CHARTER,),
            {"charter", "charter_drafts", "standing"},
        ),
        (
            "Services",
            "departments.index",
            (Right.WRITE_CHARTER, Right.PUBLISH_CHARTER, Right.MANAGE_USERS),
            {"departments", "mergers"},
        ),
        ("Suppléants", "deputies.index", (Right.NAME_DEPUTIES,), {"deputies"}),
        ("Journal", "journal.index", (Right.READ_JOURNAL,), {"journal"}),
    ],
    "Écouter": [
        (
            "Envois",
            "sendings.index",
            (Right.SEND_QUESTIONNAIRES, Right.READ_RESULTS),
            {
                "sendings",
                "responding",
                "invitations",
                "letters",
                "suppressions",
                "contact_plans",
                "other_mailings",
            },
        ),
        ("Événements", "events.index", (Right.IMPORT_EVENTS,), {"events", "desk", "layouts"}),
        (
            "Questionnaires",
            "questionnaires.index",
            (Right.READ_RESULTS,),
            {"questionnaires", "questionnaire_files", "drafting", "scripts"},
        ),
        ("Saisie", "entry.index", (Right.ENTER_REPLIES,), {"entry"}),
        ("Téléphone", "telephone.index", (Right.ENTER_REPLIES,), {"telephone"}),
        ("Rappels", "call_backs.index", (Right.ENTER_REPLIES,), {"call_backs"}),
        (
            "Conservation",
            "retention.index",
            (Right.READ_RESULTS,),
            {"retention", "holdings", "processing"},
        ),
    ],
    "Comprendre": [
        ("Constats", "findings.index", (Right.READ_RESULTS,), {"findings", "finding_decisions"}),
        (
            "Thèmes",
            "topics.index",
            (Right.READ_VERBATIMS,),
            {
                "topics",
                "landscape",
                "unmasking",
                "topic_steps",
                "topic_gestures",
                "inside",
                "decisions",
            },
        ),
        ("Indicateurs", "indicators.index", (Right.READ_RESULTS,), {"indicators"}),
        ("Rapports", "reports.index", (Right.READ_RESULTS,), {"reports"}),
        ("Qualité", "quality.index", (Right.READ_RESULTS,), {"quality"}),
    ],
    "Améliorer": [
        (
            "Actions",
            "actions.index",
            (Right.PROPOSE_ACTIONS,),
            {
                "actions",
                "boards",
                "timelines",
                "action_steps",
                "owners",
                "proofs",
                "milestones",
                "action_changes",
                "returns",
                "trace",
            },
        ),
        (
            "Auto-évaluations",
            "campaigns.index",
            (Right.READ_RESULTS,),
            {
                "campaigns",
                "campaign_steps",
                "delivered",
                "assessments",
                "delegating",
                "rectifying",
                "reviewing",
            },
        ),
        (
            "Preuves",
            "evidence.index",
            (Right.FILL_ASSESSMENTS, Right.VALIDATE_ASSESSMENTS),
            {"evidence"},
        ),
        ("Plans", "plans.index", (Right.READ_RESULTS,), {"plans"}),
        ("Bilans", "bilans.index", (Right.READ_RESULTS,), {"bilans", "fund_bilans"}),
        (
            "Signalements",
            "malfunctions.index",
            (Right.REPORT_MALFUNCTIONS,),
            {"malfunctions", "malfunction_steps", "recurrences", "report_files", "reporting"},
        ),
        ("Idées", "ideas.index", (Right.REPORT_MALFUNCTIONS,), {"ideas"}),
        ("Délais", "delays.index", (Right.READ_RESULTS,), {"delays"}),
    ],
    "Publier": [
        (
            "Vous avez dit",
            "publishing.index",
            (Right.PUBLISH, Right.VERIFY_ACTIONS),
            {"publishing"},
        ),
        ("Label", "label.index", (Right.PUBLISH, Right.VERIFY_ACTIONS), {"label"}),
    ],
    "Administrer": [
        ("Comptes", "people.index", (Right.MANAGE_USERS,), {"people", "headships"}),
        ("Tâches", "jobs.index", (Right.WATCH_JOBS,), {"jobs"}),
    ],
}


def create_app(settings: Settings | None = None) -> Flask:
    """The application, with these settings or those of the environment."""
    settings = settings or Settings.from_environment()
    app = Flask(__name__, template_folder="core/templates", static_folder="core/static")
    app.config["SETTINGS"] = settings
    jobs.know(*JOBS)
    mail.init(settings)
    mail.VETOES[:], mail.HOLDS[:] = [last_check.must_not_leave], [pausing.holds]
    secrecy.init(settings)
    folders.init(settings)
    for part in PARTS:
        part.init_app(app)
    for blueprint in PAGES:
        app.register_blueprint(blueprint)
    for command in COMMANDS:
        app.cli.add_command(command)
    app.context_processor(lambda: {"navigation": navigation})
    app.config["TIMETABLE"] = TIMETABLE
    app.config["DICTIONARIES"] = {one.name: one for one in DICTIONARIES}
    return app


def navigation() -> list[dict[str, object]]:
    """The sections open to the person signed in, each with the tabs that are."""
    sections = {label: tabs(pages) for label, pages in SECTIONS.items()}
    return [
        {
            "label": label,
            "url": shown[0]["url"],
            "current": any(tab["current"] for tab in shown),
            "tabs": shown,
        }
        for label, shown in sections.items()
        if shown
    ]


def tabs(pages: list[Tab]) -> list[dict[str, object]]:
    """Those of these pages that the person signed in may open."""
    return [
        {"label": label, "url": url_for(endpoint), "current": request.blueprint in blueprints}
        for label, endpoint, rights, blueprints in pages
        if not rights or any(may(current_user, right) for right in rights)
    ]


cli = FlaskGroup(name="sillage", create_app=create_app, add_default_commands=False)


def main() -> None:
    """`sillage …`, with a sentence instead of a traceback where the settings are wrong."""
    try:
        cli()
    except BadSettings as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
