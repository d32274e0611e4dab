import { browser } from "@web/core/browser/browser";

const ATTEMPTS = 5;
const RETRY_MILLISECONDS = 1500;

/**
 * Listen to a run until it has ended.
 *
 * The server sends a run's answer from its beginning each time somebody connects, so a connection
 * that broke is made again, and `onRestart` says that what came before comes once more.
 *
 * @param {number} runId
 * @param {object} handlers
 * @param {(ahead: number) => void} handlers.onPosition how many runs come first
 * @param {(text: string) => void} handlers.onDelta the next piece of the answer
 * @param {(step: object) => void} handlers.onStep something that an agent did, or does
 * @param {() => void} handlers.onReset what was said until now is no part of the answer
 * @param {(run: object) => void} handlers.onEnd the run as it ended
 * @param {() => void} handlers.onRestart forget the pieces
 * @param {() => void} handlers.onLost the server cannot be reached any more
 * @returns {() => void} stop listening
 */
export function listen(runId, handlers) {
    const { onPosition, onDelta, onStep, onReset, onEnd, onRestart, onLost } = handlers;
    let source, timer;
    let failures = 0;

    function connect() {
        source = new EventSource(`/insightpulse_ai/runs/${runId}/stream`);
        source.addEventListener("position", (ev) => receive(() => onPosition(read(ev).ahead)));
        source.addEventListener("delta", (ev) => receive(() => onDelta(read(ev).text)));
        source.addEventListener("step", (ev) => receive(() => onStep?.(read(ev))));
        source.addEventListener("reset", () => receive(() => onReset?.()));
        source.addEventListener("end", (ev) => {
            const run = read(ev);
            failures = 0;
            if (["waiting", "running"].includes(run.state)) {
                again(); // another tab listens to it, or its process was killed
            } else {
                stop();
                onEnd(run);
            }
        });
        source.addEventListener("error", again);
    }

    function receive(handle) {
        failures = 0;
        handle();
    }

    function again() {
        stop();
        failures++;
        if (failures > ATTEMPTS) {
            onLost();
            return;
        }
        timer = browser.setTimeout(() => {
            onRestart();
            connect();
        }, failures * RETRY_MILLISECONDS);
    }

    function stop() {
        browser.clearTimeout(timer);
        source.close();
    }

    connect();
    return stop;
}

function read(ev) {
    return JSON.parse(ev.data);
}
