import { _t } from "@web/core/l10n/translation";

import { listen } from "./ai_stream";

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
            run.state = "failed";
            run.error = {
                message: _t("The connection to the server was lost."),
                remedy: _t("Check your network, then ask again."),
            };
        },
    });
}

/** What is told of a call that failed: `message`, `remedy`. */
export function problemOf(error) {
    return {
        message: error.data?.message || _t("The server cannot be reached."),
        remedy: error.data ? "" : _t("Check your network, then try again."),
    };
}
