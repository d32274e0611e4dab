const MOST_RECORDS = 20;

/** The record that a text is about, by what an editor knows of where it stands: or `null`. */
export function subjectOf(info) {
    if (!info) {
        return null;
    }
    const { resModel, resId, data = {} } = info;
    if (resModel === "mail.compose.message") {
        const ids = parseIds(data.res_ids);
        const isFew = ids.length > 0 && ids.length <= MOST_RECORDS;
        return data.model && isFew ? { resModel: data.model, resIds: ids } : null;
    }
    // a template is about records that are not there yet
    return resId && resModel !== "mail.template" ? { resModel, resIds: [resId] } : null;
}

function parseIds(text) {
    try {
        const ids = JSON.parse(text || "[]");
        return Array.isArray(ids) ? ids.filter(Number.isInteger) : [];
    } catch {
        return [];
    }
}
