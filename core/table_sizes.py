"""Once a day the database looks at how its tables are filled, so as to read each by its shortest way.

PostgreSQL does so by itself. SQLite does when it is asked, and plans blindly until then: among ten years of events it takes all
those of one sort where the days asked for are a hundredth of them. The look is quick, and keeps numbers of rows alone, no value:
SQLite takes samples of values only where the look has no limit (sqlite.org/lang_analyze.html).
"""

from datetime import datetime

from sqlmodel import Session

from core import jobs

ROWS = 400  # of each index, at most: what SQLite recommends


def look(session: Session, now: datetime) -> None:
    """Count the rows of each index, roughly; nothing on PostgreSQL."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA analysis_limit={ROWS}")
        connection.exec_driver_sql("ANALYZE")


LOOK = jobs.Job("look_at_tables", look)
