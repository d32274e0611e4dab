import hashlib
import io
import logging
import os
import uuid
from contextlib import closing
from datetime import timedelta

from odoo import fields, models
from odoo.addons.queue_job.exception import RetryableJobError
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL
from psycopg2 import OperationalError, errors
from werkzeug.exceptions import ServiceUnavailable

from ..service import (
    MAX_ATTEMPTS,
    Busy,
    InvalidAddress,
    ServiceError,
    delay_seconds,
)

_logger = logging.getLogger(__name__)
_events = logging.getLogger("insightpulse.events")

SAME_CONTENT_SECONDS = 5
"""How long a document waits for another one of the same content."""

LOST_READING = timedelta(minutes=30)
"""A reading that takes longer than this is not waited for."""

CHUNK_BYTES = 1024 * 1024


class OcrDocument(models.Model):
    """The job: from waiting to read.

    Each step is a transaction of its own, so that whatever is killed in between, the
    next run continues after the last step that was completed:

    1. ``_begin``      waiting → reading, under a new ``reading_token``
    2. ``_recognise``  the HTTP call, outside any transaction
    3. ``_keep``       the raw result is stored
    4. ``_fill``       the fields are extracted, the record is filled, → read

    Steps 3 and 4 happen only if the document still has the token of step 1. So a run
    that was believed dead, or cancelled in the meantime, changes nothing any more.
    """

    _inherit = "ocr.document"

    reading_token = fields.Char(readonly=True, copy=False, prefetch=False)
    reading_since = fields.Datetime(readonly=True, copy=False)

    # Two documents of the same content cannot be in recognition at the same time, on
    # however many workers: the second one waits and takes the first one's result.
    _one_reading_per_content = models.UniqueIndex("(checksum) WHERE state = 'reading'")

    def _read(self):
        """Read the document: the queue job, which commits (``allow_commit``).

        :raise RetryableJobError: when there will be another attempt
        """
        if not self._begin():
            return self.env._("Nothing to read any more.")
        document = self.sudo()
        token = document.reading_token
        try:
            if not document.result:
                result = self._recognise()
                if not self._keep(token, result):
                    return self.env._("Not wanted any more.")
            self._fill(token)
        except _Unread as outcome:
            return self._give_up_or_wait(token, outcome)
        return self.env._("Read.")

    def _commit(self):
        """End a step: what it did stays, whatever becomes of the job (``allow_commit``)."""
        # The steps are transactions of their own, or a killed job would start over.
        self.env.cr.commit()  # pylint: disable=invalid-commit

    # -- step 1 ------------------------------------------------------------------------

    def _begin(self):
        """Take the document, if it is still to be read; commit."""
        self.ensure_one()
        state = self._lock()
        if state not in ("waiting", "reading"):
            # Cancelled, deleted, or read by an earlier run of this very job.
            self._commit()
            return False
        document = self.sudo()
        if document.attempts >= MAX_ATTEMPTS and not document.result:
            # Each of these runs died without a word: the file may be what kills them.
            self._fail(
                "interrupted",
                self.env._(
                    "The reading of this document was interrupted %s times. It may need more "
                    "memory than there is. Press Retry to try again.",
                    document.attempts,
                ),
            )
            return False
        try:
            checksum = self._content_checksum()
        except _Unread as outcome:
            self._give_up_or_wait(None, outcome)
            return False
        if document.checksum and document.checksum != checksum:
            document.result = False  # the file was replaced since
        values = {
            "state": "reading",
            "checksum": checksum,
            "attempts": document.attempts + 1,
            "reading_token": uuid.uuid4().hex,
            "reading_since": fields.Datetime.now(),
            "next_attempt": False,
            "error": False,
            "error_code": False,
        }
        self.env.flush_all()
        try:
            # The claim is a statement of its own, so that losing it is no error in the log.
            self.env.cr.execute(
                SQL(
                    "UPDATE ocr_document SET state = 'reading', checksum = %s WHERE id = %s",
                    checksum,
                    self.id,
                ),
                log_exceptions=False,
            )
        except (errors.UniqueViolation, errors.SerializationFailure):
            self.env.cr.rollback()
            self._wait_for_same_content(checksum)
            return False
        self.invalidate_recordset(flush=False)
        self._change(**values)
        self._commit()
        return True

    def _lock(self):
        """Lock the row in a new transaction; return its state, ``None`` if deleted."""
        cr = self.env.cr
        for _attempt in range(5):
            self._commit()
            try:
                cr.execute(
                    SQL("SELECT state FROM ocr_document WHERE id = %s FOR NO KEY UPDATE", self.id),
                    log_exceptions=False,
                )
            except errors.SerializationFailure:
                # Somebody changed the row while this was waiting for it: look again.
                cr.rollback()
                continue
            row = cr.fetchone()
            return row and row[0]
        raise RetryableJobError("The document is being changed by others.", seconds=5)

    def _wait_for_same_content(self, checksum):
        """Postpone until the document of the same content is read.

        :raise RetryableJobError: unless the document is not wanted any more
        """
        if self._lock() not in ("waiting", "reading"):
            self._commit()
            return
        other = self.sudo().search([("checksum", "=", checksum), ("state", "=", "reading")])
        if other and other.reading_since < fields.Datetime.now() - LOST_READING:
            # Its job is gone, or hangs. It loses its token and queues up again.
            other._change(state="waiting", reading_token=False)
            other._queue()
        self._postpone(
            SAME_CONTENT_SECONDS,
            "same_content",
            self.env._("The same file is being read already. Its result will be used here."),
        )

    def _content_checksum(self):
        digest = hashlib.sha256()
        with closing(self._open_file()) as file:
            while chunk := file.read(CHUNK_BYTES):
                digest.update(chunk)
        return digest.hexdigest()

    def _open_file(self):
        """Return the attachment's content as a binary file.

        :raise _Unread: when there is nothing to read
        """
        attachment = self.sudo().attachment_id.with_user(self.sudo().user_id)
        try:
            attachment.check_access("read")
        except AccessError as error:
            raise _Unread(
                "no_access",
                self.env._(
                    "%s, who asked for the reading, may not open the file any more.",
                    self.sudo().user_id.name,
                ),
            ) from error
        if attachment.type != "binary":
            raise _Unread(
                "not_a_file", self.env._("This is a link, not a file. Please upload the file.")
            )
        if not attachment.file_size:
            raise _Unread(
                "empty",
                self.env._("The file is empty (0 bytes). Please upload it again."),
            )
        try:
            if attachment.store_fname:
                path = attachment._full_path(attachment.store_fname)
                if os.path.isfile(path):
                    return open(path, "rb")
            # Stored in the database, or elsewhere by an addon.
            content = attachment.raw
        except ServiceUnavailable as error:
            raise _Unread(
                "file_away",
                self.env._("The file cannot be read: the file storage does not answer."),
                passing=True,
            ) from error
        if not content:
            raise _Unread(
                "missing_file",
                self.env._(
                    "The file's content is missing on the server. Please upload the file again."
                ),
            )
        return io.BytesIO(content)

    # -- step 2 ------------------------------------------------------------------------

    def _recognise(self):
        """Return the raw result: of an earlier reading of the same content, or a new one."""
        document = self.sudo()
        try:
            client = self.env["ocr.service"]._client()
        except InvalidAddress as error:
            raise _Unread(
                "invalid_address",
                self.env._(
                    "The address of the OCR service is not valid: %s\nPlease ask your "
                    "administrator to correct it in the settings.",
                    error.address,
                ),
            ) from error
        name, mimetype = document.name, document.attachment_id.mimetype or ""
        checksum = document.checksum
        with closing(self._open_file()) as file:
            # No transaction stays open while the service works: it would hold back
            # the vacuum of the whole database for minutes.
            self._commit()
            try:
                engine = client.version()
                earlier = document.search(
                    [
                        ("checksum", "=", checksum),
                        ("weights", "=", engine["weights"]),
                        ("engine", "=", _engine_name(engine)),
                        ("result", "!=", False),
                    ],
                    limit=1,
                )
                result = earlier.result
                self._commit()
                if result:
                    _tell("reused")
                    return result
                result = client.read(file, name, mimetype)
                _tell("done", pages=len(result["pages"]), seconds=result["seconds"])
                return result
            except ServiceError as error:
                raise self._outcome(error) from error

    def _outcome(self, error):
        """Translate an error of the service into words for the user."""
        return _Unread(
            error.code,
            self._words(error),
            passing=error.passing,
            retry_after=error.retry_after if isinstance(error, Busy) else None,
        )

    def _words(self, error):
        # The service's own first sentence has the numbers; its advice is given here.
        detail = error.detail.split(". ")[0].rstrip(".")
        match error.code:
            case "service_away":
                return self.env._("The OCR service does not answer.")
            case "timeout":
                return self.env._("The OCR service did not answer in time.")
            case "busy":
                return self.env._("The OCR service is busy with other documents.")
            case "unauthorized":
                return self.env._(
                    "The OCR service refuses Odoo's token. Please ask your administrator to "
                    "correct it in the settings, then press Retry."
                )
            case "encrypted":
                return self.env._(
                    "The file is protected by a password. Please remove the protection and "
                    "upload the file again."
                )
            case "damaged":
                return self.env._(
                    "The file is damaged and cannot be opened. Please ask its sender for it "
                    "again, or scan it anew."
                )
            case "empty":
                return self.env._("There is nothing in the file. Please upload it again.")
            case "unsupported_type":
                return self.env._(
                    "Files of this type cannot be read. PDF, PNG, JPEG, WebP and TIFF can."
                )
            case "payload_too_large":
                return self.env._(
                    "The file is too large for the OCR service (%s). Please upload a smaller one.",
                    detail,
                )
            case "too_many_pages":
                return self.env._(
                    "The file has more pages than the OCR service reads (%s). Please split it.",
                    detail,
                )
            case "page_too_large":
                return self.env._(
                    "A page has more pixels than the OCR service reads (%s). Please scan it "
                    "with a lower resolution.",
                    detail,
                )
            case "page_timeout":
                return self.env._(
                    "A page took too long to read (%s). Please scan it with a lower resolution, "
                    "or press Retry.",
                    detail,
                )
            case "not_the_service":
                return self.env._(
                    "What answers at the address of the OCR service is something else (%s). "
                    "Please ask your administrator to correct it in the settings.",
                    detail,
                )
            case "invalid_answer":
                return self.env._(
                    "The answer of the OCR service cannot be used (%s). Please tell your "
                    "administrator.",
                    detail,
                )
        return self.env._("The OCR service refuses the file: %s", detail)

    # -- step 3 ------------------------------------------------------------------------

    def _keep(self, token, result):
        """Store the raw result; return whether the document is still to be filled; commit.

        The result of a reading that was cancelled meanwhile is stored as well: if the
        user thinks again, it is there at once.
        """
        state = self._lock()
        document = self.sudo()
        if state is None or document.reading_token != token or state == "failed":
            self._commit()
            return False
        engine = result["engine"]
        document.write(
            {
                "result": result,
                "engine": _engine_name(engine),
                "weights": engine["weights"],
                "tier": engine["tier"],
                "seconds": result["seconds"],
                "page_count": len(result["pages"]),
                "pages": [
                    {key: page[key] for key in ("number", "width", "height")}
                    for page in result["pages"]
                ],
                "text": _text(result),
            }
        )
        self._commit()
        return state == "reading"

    # -- step 4 ------------------------------------------------------------------------

    def _fill(self, token):
        """Extract the fields, fill the record, → read: all of it or nothing."""
        if self._lock() != "reading" or self.sudo().reading_token != token:
            self._commit()
            return
        document = self.sudo()
        try:
            extraction = document._extract()
            self._change(
                state="read",
                extraction=extraction,
                document_type=extraction.get("document_type"),
                next_attempt=False,
                error=False,
                error_code=False,
            )
            record = self._as_requested()._record()
            if record is not None and hasattr(record, "_ocr_document_read"):
                record._ocr_document_read(self.with_env(record.env))
            self._commit()
        except (OperationalError, RetryableJobError):
            # A concurrent update of the same records: the job is repeated from here.
            self.env.cr.rollback()
            raise
        except Exception as error:
            self.env.cr.rollback()
            raise self._fill_failure(error) from error

    def _as_requested(self):
        """Return the document as the user who asked, in the document's company."""
        document = self.sudo()
        company = document.company_id
        return (
            self.with_user(document.user_id)
            .with_context(allowed_company_ids=company.ids, lang=document.user_id.lang)
            .with_company(company)
        )

    def _extract(self):
        # Imported here: tables of names and formats are loaded by the process that
        # reads documents, not by all of them.
        from ..extraction import Hints, extract

        company = self.company_id
        hints = Hints(
            company_vat=company.vat or None,
            company_name=company.name or None,
            country_code=company.country_id.code or None,
            currency=company.currency_id.name or None,
        )
        return extract(self.result, hints=hints).to_dict()

    def _fill_failure(self, error):
        if isinstance(error, UserError):
            reason = str(error)
        else:
            _logger.warning("Document %s could not be filled in", self.id, exc_info=error)
            reason = f"{type(error).__name__}: {error}"
        return _Unread(
            "fill_failed",
            self.env._(
                "The document was read, but what was read could not be filled in: %s\n"
                "Correct the cause and press Retry: it will not be read anew.",
                reason,
            ),
        )

    # -- what may happen ---------------------------------------------------------------

    def _give_up_or_wait(self, token, outcome):
        """End a run that has not read the document; commit.

        :raise RetryableJobError: when there will be another attempt
        """
        state = self._lock()
        document = self.sudo()
        if state not in ("waiting", "reading") or (token and document.reading_token != token):
            self._commit()
            return self.env._("Not wanted any more.")
        if not outcome.passing:
            self._fail(outcome.code, outcome.words)
        elif document.attempts >= MAX_ATTEMPTS:
            self._fail(
                outcome.code,
                self.env._(
                    "%(reason)s %(attempts)s attempts were made. Press Retry when it works again.",
                    reason=outcome.words,
                    attempts=document.attempts,
                ),
            )
        else:
            _tell("postponed")
            seconds = delay_seconds(document.attempts, outcome.retry_after)
            self._postpone(seconds, outcome.code, outcome.words)
        return outcome.words

    def _postpone(self, seconds, code, words):
        """→ waiting; commit.

        :raise RetryableJobError: always
        """
        due = fields.Datetime.now() + timedelta(seconds=seconds)
        self._change(
            state="waiting", reading_token=False, next_attempt=due, error=words, error_code=code
        )
        self._commit()
        raise RetryableJobError(f"{code}: {words}", seconds=seconds)

    def _read_broken_off(self, exc_name="", exc_message="", **_failure):
        """Called by the queue when the job ended in an error that it does not expect."""
        if self._lock() not in ("waiting", "reading"):
            return
        if exc_name.startswith("psycopg2.") and self.sudo().attempts < MAX_ATTEMPTS:
            # The database went away under the job, and is back: start over.
            seconds = delay_seconds(self.sudo().attempts)
            self._change(
                state="waiting",
                reading_token=False,
                next_attempt=fields.Datetime.now() + timedelta(seconds=seconds),
                error=self.env._("The database was not available."),
                error_code="database_away",
            )
            self._queue(seconds)
            return
        self._fail(
            "unexpected",
            self.env._(
                "Something unexpected happened while the document was read (%s). Press Retry; "
                "if it happens again, please tell your administrator.",
                exc_message or exc_name,
            ),
        )

    def _fail(self, code, words):
        """→ failed; commit; then tell the record."""
        self._change(
            state="failed", reading_token=False, next_attempt=False, error=words, error_code=code
        )
        self._commit()
        _logger.info("Document %s could not be read: %s", self.id, code)
        _tell("failed")
        document = self._as_requested()
        record = document._record()
        if record is not None and hasattr(record, "_ocr_document_failed"):
            try:
                record._ocr_document_failed(document)
                self._commit()
            except Exception:
                # The document is failed already and says why; what the record makes of
                # that must not bring the job back.
                self.env.cr.rollback()
                _logger.exception("_ocr_document_failed of %s", record)


class _Unread(Exception):
    """A run has ended without the document being read. ``words`` are for the user."""

    def __init__(self, code, words, passing=False, retry_after=None):
        super().__init__(code)
        self.code = code
        self.words = words
        self.passing = passing
        self.retry_after = retry_after


def _tell(outcome, pages=0, seconds=0.0):
    """Say what became of a document to whatever part of the server counts them."""
    fields = {"outcome": outcome, "pages": pages, "seconds": seconds}
    _events.info("document %s", outcome, extra={"event": "ocr_document", "fields": fields})


def _engine_name(engine):
    return f"{engine['name']} {engine['version']}".strip()


def _text(result):
    """The recognised text, line by line, pages apart."""
    return "\n\n".join(
        "\n".join(line["text"] for line in page["lines"]) for page in result["pages"]
    )
