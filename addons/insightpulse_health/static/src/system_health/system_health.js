import { _t } from "@web/core/l10n/translation";
import { CopyButton } from "@web/core/copy_button/copy_button";
import { get } from "@web/core/network/http_service";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { Component, onWillDestroy, onWillStart, useState } from "@odoo/owl";
import { HealthChart } from "./health_chart";
import { QUANTITIES } from "./quantities";

const { DateTime } = luxon;

const EVERY = 60_000; // milliseconds between two looks while somebody looks
const WEIGHT = { fail: 0, warn: 1, pass: 2 };
const KINDS = [
    { key: "system", title: _t("This instance") },
    { key: "datastore", title: _t("Database and files") },
    { key: "component", title: _t("Services") },
];
export const STATUSES = {
    pass: { title: _t("Works"), color: "success", icon: "fa-check-circle" },
    warn: { title: _t("Impaired"), color: "warning", icon: "fa-exclamation-circle" },
    fail: { title: _t("Fails"), color: "danger", icon: "fa-times-circle" },
};

/** What a check looked at; an instance where there are several. */
export function named({ title, component, instance }) {
    const which = [component, instance].filter(Boolean).join(", ");
    return which ? `${title} (${which})` : title;
}

/** The page "System Health": what is wrong, since when, what to do; then everything. */
export class SystemHealth extends Component {
    static template = "insightpulse_health.SystemHealth";
    static components = { CopyButton, HealthChart, Layout };
    static props = { ...standardActionServiceProps };
    static displayName = _t("System Health");

    setup() {
        this.display = { controlPanel: {} };
        this.statuses = STATUSES;
        this.periods = [6, 24, 48];
        this.state = useState({ report: null, loading: false, problem: "", hours: 6 });
        const bus = useService("bus_service");
        const onNews = () => this.load();
        bus.subscribe("system_health/news", onNews);
        const timer = setInterval(() => !document.hidden && this.load(), EVERY);
        onWillDestroy(() => {
            bus.unsubscribe("system_health/news", onNews);
            clearInterval(timer);
        });
        onWillStart(() => void this.load()); // the page is there while it looks
    }

    async load() {
        if (this.state.loading) {
            return;
        }
        this.state.loading = true;
        try {
            this.state.report = await get("/insightpulse_health/report");
            this.state.problem = "";
        } catch {
            this.state.problem = this.state.report
                ? _t("The server gave no answer. This is what it said before.")
                : _t("The server gave no answer. Reload the page to try again.");
        } finally {
            this.state.loading = false;
        }
    }

    get headline() {
        const { checks, status } = this.state.report;
        const count = (status) => checks.filter((check) => check.status === status).length;
        const [fail, warn] = [count("fail"), count("warn")];
        if (status === "pass") {
            return _t("All is well.");
        }
        if (!fail) {
            return warn === 1
                ? _t("Everything works, and one thing needs attention.")
                : _t("Everything works, and %s things need attention.", warn);
        }
        const failing = fail === 1 ? _t("One thing fails") : _t("%s things fail", fail);
        return warn
            ? _t("%(failing)s, %(warn)s more need attention.", { failing, warn })
            : `${failing}.`;
    }

    get looked() {
        const { checks, time } = this.state.report;
        const at = DateTime.fromSeconds(time).toLocaleString(DateTime.TIME_WITH_SECONDS);
        return _t("%(count)s checks, made at %(at)s.", { count: checks.length, at });
    }

    get problems() {
        return this.state.report.checks
            .filter(({ status }) => status !== "pass")
            .sort((a, b) => WEIGHT[a.status] - WEIGHT[b.status]);
    }

    get groups() {
        const { checks } = this.state.report;
        const known = KINDS.map(({ key }) => key);
        return KINDS.map(({ key, title }) => ({
            key,
            title,
            checks: checks.filter(
                ({ kind }) => kind === key || (key === "component" && !known.includes(kind))
            ),
        })).filter((group) => group.checks.length);
    }

    get charts() {
        const { points, time, databaseLimit } = this.state.report;
        const until = time * 1000;
        const since = until - this.state.hours * 3_600_000;
        const shown = points.filter((point) => point.time * 1000 >= since);
        const last = { ...points.at(-1), database_limit: databaseLimit };
        return QUANTITIES.map(({ key, limit, zero, ...quantity }) => ({
            ...quantity,
            since,
            until,
            points: shown.map((point) => ({
                x: point.time * 1000,
                y: point[key] || zero ? point[key] : null,
            })),
            limit: (limit && last[limit]) || undefined,
            empty: points.length
                ? _t("Nothing was measured in these hours.")
                : _t("No history yet: the first point comes in five minutes."),
        }));
    }

    named(check) {
        return named(check);
    }

    since({ since }) {
        const moment = DateTime.fromSeconds(since);
        const now = DateTime.now();
        if (now - moment < 60_000) {
            return _t("since just now");
        }
        const today = moment.hasSame(now, "day");
        return _t("since %(moment)s (%(ago)s)", {
            moment: moment.toLocaleString(today ? DateTime.TIME_SIMPLE : DateTime.DATETIME_MED),
            ago: moment.toRelative(),
        });
    }
}

registry.category("actions").add("insightpulse_health.system_health", SystemHealth);
