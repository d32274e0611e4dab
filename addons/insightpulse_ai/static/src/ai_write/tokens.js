/**
 * What stands for a part of a text that is no text: `[[1: name]]`.
 *
 * A model is asked to copy them; whoever puts its answer into a document puts the parts back.
 */

const TOKEN = /\[\[(\d{1,3})(?::[^[\]\n]{0,80})?\]\]/g;
const LABEL_CHARACTERS = 40;

/** The token of a part; nothing in its label is markup, or could end it. */
export function tokenOf(number, label) {
    const said = label
        .replace(/[^\p{L}\p{N} .,@-]/gu, " ")
        .replace(/\s+/g, " ")
        .trim()
        .slice(0, LABEL_CHARACTERS)
        .trim();
    return said ? `[[${number}: ${said}]]` : `[[${number}]]`;
}

/** A text in pieces: `{ text }`, or `{ number }` where there is a token of one of `count` parts. */
export function piecesOf({ text, count }) {
    const pieces = [];
    let at = 0;
    for (const found of text.matchAll(TOKEN)) {
        const number = Number(found[1]);
        if (number < 1 || number > count) {
            continue;
        }
        if (found.index > at) {
            pieces.push({ text: text.slice(at, found.index) });
        }
        pieces.push({ number });
        at = found.index + found[0].length;
    }
    if (at < text.length) {
        pieces.push({ text: text.slice(at) });
    }
    return pieces;
}

/** The numbers of the parts that a text has no token of. */
export function missingIn({ text, count }) {
    const there = new Set(piecesOf({ text, count }).map((piece) => piece.number));
    return [...Array(count).keys()].map((index) => index + 1).filter((one) => !there.has(one));
}

/** Whether there is anything beside the tokens. */
export function hasWords(text) {
    return Boolean(text.replace(TOKEN, "").trim());
}
