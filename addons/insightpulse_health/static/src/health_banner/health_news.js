import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { session } from "@web/session";

import { reactive } from "@odoo/owl";

const DISMISSED = "system_health.dismissed";

/** What fails, for administrators: from the start of the web client, then by the bus. */
export class HealthNews {
    constructor(failing) {
        this.failing = failing;
        this.dismissed = browser.localStorage.getItem(DISMISSED);
    }

    /** Names what fails now: another failure, or the same one later, is another state. */
    get state() {
        return this.failing.map(({ key, since }) => `${key}@${Math.floor(since)}`).join(" ");
    }

    get isShown() {
        return this.failing.length > 0 && this.state !== this.dismissed;
    }

    dismiss() {
        this.dismissed = this.state;
        browser.localStorage.setItem(DISMISSED, this.dismissed);
    }
}

export const healthNewsService = {
    dependencies: ["bus_service"],

    start(env, { bus_service: bus }) {
        const news = reactive(new HealthNews(session.system_health?.failing || []));
        if (session.system_health) {
            bus.subscribe("system_health/news", ({ failing }) => {
                news.failing = failing;
            });
            bus.start();
        }
        return news;
    },
};

registry.category("services").add("system_health", healthNewsService);
