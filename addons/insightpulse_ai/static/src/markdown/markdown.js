/**
 * The Markdown that models write → a tree of plain objects, for a template to show.
 *
 * Safe by construction: a tree holds text and a few kinds of nodes, and nothing in it is markup.
 * HTML is text. Images are links, and nothing is loaded. A link has an address of http, https or
 * mailto, which the template shows. Half an answer is as good as a whole one.
 *
 * Blocks: `paragraph` and `heading` (`level`) with `children`; `code` with `text` and `language`;
 * `list` (`ordered`, `start`) with `items`, and `quote`, of `blocks`; `table` with `header`, `rows`
 * and `align`; `rule`. Inline: `text`, `code` (`text`), `strong`, `em`, `strike`, `link` (`href`,
 * `address`) with `children`, `break`.
 */

// Deeper than any answer: what goes on is text. They bound time and depth for hostile ones, too.
const DEEPEST = 8;
const COLUMNS = 12;

const FENCE = /^ {0,3}(`{3,}|~{3,}) *([\w+#.-]*)[^`]*$/;
const HEADING = /^ {0,3}(#{1,6})(?: +(.*))?$/;
const RULE = /^ {0,3}([-*_])(?: *\1){2,} *$/;
const QUOTE = /^ {0,3}> ?/;
const ITEM = /^( {0,3})([-*+]|\d{1,9}[.)])( +|$)/;
const CELL_RULE = /^:?-+:?$/;

/** Blocks of a text. */
export function parse(text) {
    return parseBlocks(text.replaceAll("\t", "    ").split(/\r\n|\r|\n/), 0);
}

function parseBlocks(lines, depth) {
    const blocks = [];
    let at = 0;
    while (at < lines.length) {
        if (!lines[at].trim()) {
            at++;
            continue;
        }
        const [block, next] = readBlock(lines, at, depth);
        blocks.push(block);
        at = next;
    }
    return blocks;
}

/** The block that begins at a line, and the line after it. */
function readBlock(lines, at, depth) {
    const line = lines[at];
    const fence = line.match(FENCE);
    if (fence) {
        return readCode(lines, at, fence);
    }
    const heading = line.match(HEADING);
    if (heading) {
        const text = (heading[2] || "").trim().replace(/(^| )#{1,6}$/, "");
        return [{ type: "heading", level: heading[1].length, children: parseInline(text) }, at + 1];
    }
    if (RULE.test(line)) {
        return [{ type: "rule" }, at + 1];
    }
    if (depth < DEEPEST && QUOTE.test(line)) {
        let end = at;
        while (end < lines.length && QUOTE.test(lines[end])) {
            end++;
        }
        const inside = lines.slice(at, end).map((quoted) => quoted.replace(QUOTE, ""));
        return [{ type: "quote", blocks: parseBlocks(inside, depth + 1) }, end];
    }
    if (depth < DEEPEST && ITEM.test(line)) {
        return readList(lines, at, depth);
    }
    return (isTable(lines, at) ? readTable : readParagraph)(lines, at, depth);
}

function readCode(lines, at, [, marks, language]) {
    const end = new RegExp(`^ {0,3}${marks[0]}{${marks.length},} *$`);
    let last = at + 1;
    while (last < lines.length && !end.test(lines[last])) {
        last++;
    }
    const indent = lines[at].length - lines[at].trimStart().length;
    const text = lines.slice(at + 1, last).map((line) => withoutIndent(line, indent));
    return [{ type: "code", language, text: text.join("\n") }, last + 1];
}

function readList(lines, at, depth) {
    const ordered = /\d/.test(lines[at].match(ITEM)[2]);
    const start = ordered ? parseInt(lines[at].trimStart()) : 1;
    const items = [];
    while (at < lines.length) {
        const mark = lines[at].match(ITEM);
        if (!mark || /\d/.test(mark[2]) !== ordered || RULE.test(lines[at])) {
            break;
        }
        const [, indent, bullet, gap] = mark;
        const inside = [lines[at].slice(mark[0].length)];
        const width = indent.length + bullet.length + Math.min(gap.length, 4);
        at++;
        while (at < lines.length && belongsToItem(lines, at, indent.length)) {
            inside.push(withoutIndent(lines[at], width));
            at++;
        }
        items.push(parseBlocks(inside, depth + 1));
        // one blank line between items, and they are one list
        if (at + 1 < lines.length && !lines[at].trim() && ITEM.test(lines[at + 1])) {
            at++;
        }
    }
    return [{ type: "list", ordered, start, items }, at];
}

/** Whether a line goes on with the item that is `indent` spaces from the left. */
function belongsToItem(lines, at, indent) {
    const isIndented = (line) => line.search(/\S/) > indent + 1;
    if (!lines[at].trim()) {
        return at + 1 < lines.length && isIndented(lines[at + 1]);
    }
    return isIndented(lines[at]) || (lines[at - 1].trim() && !startsBlock(lines[at]));
}

function withoutIndent(line, width) {
    return line.slice(Math.min(width, line.length - line.trimStart().length));
}

function isTable(lines, at) {
    if (!lines[at].includes("|") || !lines[at + 1]?.includes("-")) {
        return false;
    }
    const rules = splitRow(lines[at + 1]);
    return (
        rules.every((cell) => CELL_RULE.test(cell)) &&
        rules.length === splitRow(lines[at]).length &&
        rules.length <= COLUMNS
    );
}

function readTable(lines, at) {
    const header = splitRow(lines[at]).map((cell) => parseInline(cell));
    const align = splitRow(lines[at + 1]).map((cell) => (cell.endsWith(":") ? "end" : "start"));
    const rows = [];
    for (at += 2; at < lines.length && lines[at].includes("|"); at++) {
        const cells = splitRow(lines[at]);
        rows.push(header.map((_, column) => parseInline(cells[column] || "")));
    }
    return [{ type: "table", header, align, rows }, at];
}

function splitRow(line) {
    const row = line
        .trim()
        .replace(/^\|/, "")
        .replace(/(?<!\\)\|$/, "");
    return row.split(/(?<!\\)\|/).map((cell) => cell.trim());
}

function readParagraph(lines, at) {
    const text = [lines[at].trim()];
    for (at++; at < lines.length && lines[at].trim(); at++) {
        if (startsBlock(lines[at]) || isTable(lines, at)) {
            break;
        }
        text.push(lines[at].trim());
    }
    return [{ type: "paragraph", children: parseInline(text.join("\n")) }, at];
}

function startsBlock(line) {
    return [FENCE, HEADING, RULE, QUOTE, ITEM].some((pattern) => pattern.test(line));
}

// Each is tried where its first character stands, looks ahead a bounded way, and is read to a node
// or to nothing: then it was text.
const ADDRESS = /[^\s<>()]{1,2000}(?:\([^\s<>()]{0,500}\)[^\s<>()]{0,500})?/.source;
const INLINE = [
    [/\\([!-/:-@[-`{-~])/y, ([, text]) => ({ type: "text", text })],
    [/(`{1,8})(?!`)([^\n]{0,1000}?[^`\n])\1(?!`)/y, ([, , text]) => ({ type: "code", text })],
    [
        new RegExp(`!?\\[([^[\\]\\n]{0,500})\\]\\(<?(${ADDRESS})>?(?: +"[^\\n"]{0,300}")?\\)`, "y"),
        readLink,
    ],
    [/<()((?:https?:\/\/|mailto:)[^\s<>]{1,2000})>/y, readLink],
    // the full stop belongs to the sentence, and so does a bracket that was not opened
    [new RegExp(`()(https?://${ADDRESS}(?<![.,;:!?*_~\`'"]))`, "y"), readLink],
    [/(\*\*|__)(?=\S)([^]{0,2000}?\S)\1(?!\*)/y, readMarked("strong")],
    [/(~~)(?=\S)([^]{0,2000}?\S)\1/y, readMarked("strike")],
    [/(\*)(?![\s*])([^*\n]{0,1000}?[^\s*])\1(?!\*)/y, readMarked("em")],
    [/(_)(?![\s_])([^_\n]{0,1000}?[^\s_])\1(?!\w)/y, readMarked("em")],
    [/ *\n/y, () => ({ type: "break" })],
];
const SPECIAL = /[\\`![<*_~\n]|https?:/g;

function parseInline(text, depth = 0) {
    const nodes = [];
    let at = 0;
    while (at < text.length) {
        const [node, end] = (depth < DEEPEST && readInline(text, at, depth)) || [
            { type: "text", text: text.slice(at, endOfText(text, at)) },
            endOfText(text, at),
        ];
        const last = nodes.at(-1);
        if (node.type === "text" && last?.type === "text") {
            last.text += node.text;
        } else {
            nodes.push(node);
        }
        at = end;
    }
    return nodes;
}

function endOfText(text, at) {
    SPECIAL.lastIndex = at + 1;
    return SPECIAL.exec(text)?.index ?? text.length;
}

function readInline(text, at, depth) {
    if (text[at] === "_" && /\w/.test(text[at - 1] || " ")) {
        return null; // snake_case
    }
    for (const [pattern, read] of INLINE) {
        pattern.lastIndex = at;
        const found = pattern.exec(text);
        const node = found && read(found, depth);
        if (node) {
            return [node, at + found[0].length];
        }
    }
    return null;
}

function readMarked(type) {
    return ([, , inside], depth) => ({ type, children: parseInline(inside, depth + 1) });
}

/** Its label is text: a link within a link would hide where it leads. */
function readLink([, label, written]) {
    const link = toAddress(written);
    return (
        link && { type: "link", ...link, children: [{ type: "text", text: label || link.address }] }
    );
}

/** `href`, and the same `address` to be shown: what cannot mislead, else nothing. */
function toAddress(written) {
    let url;
    try {
        url = new URL(written);
    } catch {
        return null;
    }
    const isKnown = ["http:", "https:", "mailto:"].includes(url.protocol);
    if (!isKnown || url.username || url.password) {
        return null;
    }
    return { href: url.href, address: url.href.replace(/^mailto:/, "") };
}
