const FENCED = /^(`{3,})[\w-]*\n([^]*)\n\1$/;
const TAGGED = /^<text>\s*([^]*?)\s*(?:<\/text>)?$/i;
const QUOTES = { '"': '"', "“": "”", "«": "»", "„": "“" };
const CHANGED =
    "rewritten|revised|rephrased|shortened|shorter|expanded|longer|corrected|translated|translation" +
    "|friendlier|warmer|formal";
// "Here is the shortened version:", and nothing that could be a letter's first line
const ANNOUNCED = new RegExp(
    `^(?:(?:sure|certainly|of course)[,.!]? )?here(?:'s|’s| is) (?:the|a|your) (?:more )?` +
        `(?:${CHANGED})\\b[^\\n]{0,60}:\\s*\\n+`,
    "i"
);

/** A model's answer without what small models put around the text that was asked for. */
export function bareText({ answer, before }) {
    let text = answer.trim().replace(ANNOUNCED, "");
    text = text.replace(TAGGED, "$1");
    text = text.replace(FENCED, (all, marks, inside) => (before.includes(marks) ? all : inside));
    const closing = QUOTES[text[0]];
    const isQuoted = closing && text.length > 1 && text.at(-1) === closing;
    const isOneQuotation = isQuoted && !text.slice(1, -1).includes(closing);
    return isOneQuotation && before.trim()[0] !== text[0] ? text.slice(1, -1).trim() : text;
}
