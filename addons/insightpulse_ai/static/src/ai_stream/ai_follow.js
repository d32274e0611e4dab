import { _t } from "@web/core/l10n/translation";
import { browser } from "@web/core/browser/browser";
import { rpc } from "@web/core/network/rpc";

import { listen } from "./ai_stream";

const PATIENCE_MILLISECONDS = 5000;

/**
 * Keep a run, as the server describes it, up to date until it has ended.
 *
 * @param {object} run reactive
 * @returns {() => void} stop listening
 */
export function follow(run) {
    return listen(run.id, {
        onPosition: (ahead) => (run.ahead = ahead),
        onDelta: (text) => {
            run.state = "running";
            run.answer = (run.answer || "") + text;
        },
        onStep: (step) => {
            run.state = "running";
            const known = run.steps.findIndex((one) => one.number === step.number);
            run.steps.splice(known < 0 ? run.steps.length : known, 1, step);
        },
        onReset: () => (run.answer = ""),
        onEnd: (ended) => Object.assign(run, ended),
        onRestart: () => {
            run.answer = "";
            run.steps = [];
        },
        onLost: () => {
            breakOff(run, "failed");
            run.error = {
                message: _t("The connection to the server was lost."),
                remedy: _t("Check your network, then ask again."),
            };
        },
    });
}

export function isOpen(run) {
    return ["waiting", "running"].includes(run?.state);
}

/**
 * Ask for the end of a run that is followed. How it ended is told by its stream, as always: it may
 * have been answered just before. `leave` is called where nothing is told of it.
 */
export async function cancel(run, leave) {
    try {
        await rpc(`/insightpulse_ai/runs/${run.id}/cancel`);
    } finally {
        browser.setTimeout(() => isOpen(run) && leave(), PATIENCE_MILLISECONDS);
    }
}

/** End a run by ourselves, without the steps under way: the log has those that have ended only. */
export function breakOff(run, state) {
    run.state = state;
    run.steps = run.steps.filter((step) => step.state !== "running");
}

/** What is told of a call that failed: `message`, `remedy`. */
export function problemOf(error) {
    return {
        message: error.data?.message || _t("The server cannot be reached."),
        remedy: error.data ? "" : _t("Check your network, then try again."),
    };
}
