"""Whether mail goes out."""

from __future__ import annotations

from .borrowed import PASS, WARN, Check, Context, Result
from .tables import present
from .wording import counted, lasting, listed

DAYS = 7
"""Older failures are known, or nobody will repair them."""
LATE = 3600.0
"""Seconds. The mail queue is emptied once an hour at the least."""

FAILED = (
    "Settings ‣ Technical ‣ Email ‣ Emails (developer mode), filter “Failed”: each shows its "
    "reason. Test the server in Settings ‣ Technical ‣ Email ‣ Outgoing Mail Servers, then press "
    "“Retry” on the mails, or delete those that nobody needs."
)
NO_SERVER = (
    "Settings ‣ Technical ‣ Email ‣ Outgoing Mail Servers (developer mode): enter the server, "
    "user and password that your mail provider names, press “Test Connection” and save."
)
WAITING = (
    "See that the scheduled action “Mail: Email Queue Manager” is active and not late: Settings ‣ "
    "Technical ‣ Automation ‣ Scheduled Actions (developer mode)."
)
# delivery of one mail fails for reasons of its receiver too; a week of them is shown
_MAILS = """
    SELECT count(*) FILTER (WHERE state = 'exception'
                              AND write_date > now() AT TIME ZONE 'UTC' - %s * interval '1 day'),
           count(*) FILTER (WHERE state = 'outgoing'
                         AND (scheduled_date IS NULL OR scheduled_date < now() AT TIME ZONE 'UTC')),
           extract(epoch FROM now() - min(greatest(create_date, scheduled_date))
               FILTER (WHERE state = 'outgoing'
                         AND (scheduled_date IS NULL OR scheduled_date < now() AT TIME ZONE 'UTC'))
               AT TIME ZONE 'UTC')::float8,
           array_agg(DISTINCT failure_type) FILTER (WHERE state = 'exception'
                              AND failure_type IS NOT NULL
                              AND write_date > now() AT TIME ZONE 'UTC' - %s * interval '1 day')
      FROM mail_mail WHERE state IN ('exception', 'outgoing')
"""


def run(context: Context) -> Result:
    if not present(context, "mail_mail", "ir_mail_server"):
        return Result(PASS, "This database sends no mail.")
    [[failed, waiting, seconds, kinds]] = context.rows(_MAILS, (DAYS, DAYS))
    [[servers]] = context.rows("SELECT count(*) FROM ir_mail_server WHERE active")
    return judged(failed, waiting, seconds or 0.0, kinds or [], servers)


def judged(failed: int, waiting: int, seconds: float, kinds: list[str], servers: int) -> Result:
    """``seconds``: how long the oldest of the mails that wait has been due."""
    if not servers and (failed or waiting):
        words = f"{counted(failed + waiting, 'mail')} not sent: no outgoing mail server is set up."
        return Result(WARN, words, NO_SERVER, failed + waiting, "mails")
    if failed:
        reasons = f" ({listed(kinds)})" if kinds else ""
        words = f"{counted(failed, 'mail')} of the last {DAYS} days could not be sent{reasons}."
        return Result(WARN, words, FAILED, failed, "mails")
    if seconds > LATE:
        words = f"{counted(waiting, 'mail')} not sent, the oldest waits for {lasting(seconds)}."
        return Result(WARN, words, WAITING, waiting, "mails")
    return Result(PASS, value=0, unit="mails")


CHECK = Check("mail:failures", "Outgoing mail", run, kind="system", late=WARN, every=60.0)
