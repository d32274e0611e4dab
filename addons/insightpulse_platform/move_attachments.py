"""Move attachments to where new ones are kept: ``entrypoint.sh move-attachments``."""

BATCH = 50


def move(env, say=print):
    """Move every attachment that is kept elsewhere; return ``(moved, missing)``.

    Committed batch by batch, so that an interrupted move can be repeated. A file that is missing
    is left as it is, and named.
    """
    attachments = env["ir.attachment"].sudo().with_context(active_test=False)
    there = "db_datas" if attachments._storage() == "db" else "store_fname"
    elsewhere = "store_fname" if there == "db_datas" else "db_datas"
    # res_field: without such a condition Odoo leaves out the images of records
    domain = [("type", "=", "binary"), (elsewhere, "!=", False)]
    domain += ["|", ("res_field", "=", False), ("res_field", "!=", False)]
    ids = attachments.search(domain, order="id").ids
    moved, missing = 0, 0
    for start in range(0, len(ids), BATCH):
        for attachment in attachments.browse(ids[start : start + BATCH]).exists():
            content = attachment.raw
            if not content and attachment.file_size:
                missing += 1
                say(f"attachment {attachment.id} ({attachment.name}): its file is missing")
                continue
            attachment.write({"raw": content, "mimetype": attachment.mimetype})
            moved += 1
        env.cr.commit()
        env.invalidate_all()
        done = min(start + BATCH, len(ids))
        say(f"{done} of {len(ids)} attachments ({100 * done // len(ids)} %)")
    say(f"{moved} attachments moved to {'the database' if there == 'db_datas' else 'the disk'}")
    return moved, missing
