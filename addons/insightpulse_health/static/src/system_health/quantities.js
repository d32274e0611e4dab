import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/views/fields/formatters";

const UNITS = ["bytes", "kB", "MB", "GB", "TB"];

/** Bytes with a decimal unit: 734003200 → "734 MB". */
export function formatBytes(bytes) {
    let step = 0;
    while (bytes >= 1000 && step < UNITS.length - 1) {
        bytes /= 1000;
        step++;
    }
    return `${formatFloat(bytes, { digits: [0, bytes < 10 && step ? 1 : 0] })} ${UNITS[step]}`;
}

export function formatSeconds(seconds) {
    return seconds < 1
        ? _t("%s ms", Math.round(seconds * 1000))
        : _t("%s s", formatFloat(seconds, { digits: [0, 1] }));
}

export function formatCount(count) {
    return Number.isInteger(count) ? formatFloat(count, { digits: [0, 0] }) : "";
}

/** The charts: what of a point they show. Zero is nothing that was measured, where it cannot be. */
export const QUANTITIES = [
    {
        key: "memory_bytes",
        title: _t("Memory"),
        limit: "memory_budget_bytes",
        limitTitle: _t("Budget"),
        format: formatBytes,
        zero: false,
    },
    {
        key: "database_bytes",
        title: _t("Database size"),
        limit: "database_limit",
        limitTitle: _t("Limit"),
        format: formatBytes,
        zero: false,
    },
    {
        key: "queue_waiting",
        title: _t("Waiting jobs"),
        format: formatCount,
        zero: true,
        stepped: true,
    },
    {
        key: "p95_seconds",
        title: _t("Response time (95 % are faster)"),
        format: formatSeconds,
        zero: false,
    },
];
