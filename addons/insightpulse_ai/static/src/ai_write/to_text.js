import { tokenOf } from "./tokens";

const BLOCKS =
    "address,article,aside,blockquote,div,dl,figure,footer,h1,h2,h3,h4,h5,h6,header,hr,li,main,ol,p,pre,section,ul";
// what no words can stand for; it is put back as it was
const KEPT =
    "img,svg,video,iframe,table,input,button,i.fa,i.oi,span.fa,span.oi,[data-embedded]," +
    "[contenteditable=false],a[data-oe-model],.o_mail_redirect";
const MARKS = { B: "**", STRONG: "**", I: "*", EM: "*", S: "~~", DEL: "~~", STRIKE: "~~" };
const PLACEHOLDER = /\{\{.{1,200}?\}\}/g;

/**
 * A part of a document → the Markdown of it that a model can work on.
 *
 * Returns its `text`; the parts that it has tokens of, as `kept` (`label`, `node`), the first one
 * under number 1; and its `links`, by address.
 */
export function toText(root) {
    const kept = [];
    const links = new Map();

    function keep(node, label) {
        kept.push({ label, node: node.cloneNode(true) });
        return tokenOf(kept.length, label);
    }

    function inline(node) {
        if (node.nodeType === Node.TEXT_NODE) {
            return words(node.data, keep);
        }
        if (node.nodeType !== Node.ELEMENT_NODE) {
            return "";
        }
        if (isKept(node)) {
            return keep(node, labelOf(node));
        }
        if (node.nodeName === "BR") {
            return "\n";
        }
        const inside = [...node.childNodes].map(inline).join("");
        if (node.nodeName === "A") {
            links.set(node.href, node.cloneNode(false));
            return inside.trim() ? `[${inside.trim()}](${node.href})` : "";
        }
        if (node.nodeName === "CODE") {
            return inside.trim() ? `\`${inside}\`` : "";
        }
        return marked(inside, MARKS[node.nodeName]);
    }

    function blocks(parent) {
        const found = [];
        let line = "";
        const endLine = () => {
            const text = line.replace(/[ \t]*\n[ \t]*/g, "\n").replace(/^\n+|\s+$/g, "");
            if (text.trim()) {
                found.push(text.trimStart());
            }
            line = "";
        };
        for (const node of parent.childNodes) {
            if (isBlock(node)) {
                endLine();
                found.push(...block(node));
            } else {
                line += inline(node);
            }
        }
        endLine();
        return found;
    }

    function block(node) {
        if (isKept(node)) {
            return [keep(node, labelOf(node))];
        }
        switch (node.nodeName) {
            case "HR":
                return ["---"];
            case "PRE":
                return ["```\n" + node.textContent.replace(/\n$/, "") + "\n```"];
            case "BLOCKQUOTE":
                return [indented(blocks(node).join("\n\n"), "> ", "> ")];
            case "UL":
            case "OL":
                return [list(node)];
        }
        const heading = node.nodeName.match(/^H([1-6])$/);
        return heading
            ? blocks(node).map((text) => `${"#".repeat(heading[1])} ${text.replace(/\n/g, " ")}`)
            : blocks(node);
    }

    function list(node) {
        return [...node.children]
            .map((item, index) => {
                const mark = node.nodeName === "OL" ? `${index + 1}. ` : "- ";
                return indented(blocks(item).join("\n"), mark, " ".repeat(mark.length));
            })
            .join("\n");
    }

    return { text: blocks(root).join("\n\n"), kept, links };
}

function isBlock(node) {
    return node.nodeType === Node.ELEMENT_NODE && node.matches(`${BLOCKS},table`);
}

/** What goes into a text as a token. So does a link whose address cannot be written into one. */
export function isKept(element) {
    return (
        element.matches(KEPT) ||
        element.getAttributeNames().some((name) => name.startsWith("t-")) ||
        (element.nodeName === "A" && !/^(https?|mailto):/.test(element.getAttribute("href") || ""))
    );
}

function labelOf(element) {
    for (const name of ["t-out", "t-esc", "t-field", "t-raw"]) {
        if (element.hasAttribute(name)) {
            return element.getAttribute(name).replace(/^object\./, "");
        }
    }
    const text = element.getAttribute("alt") || element.textContent.trim();
    return text || { IMG: "picture", TABLE: "table" }[element.nodeName] || "part";
}

function words(data, keep) {
    const text = data.replace(/[\u200b\u2060\ufeff]/g, "").replace(/[^\S\u00a0]+/g, " ");
    return text.replace(PLACEHOLDER, (found) =>
        keep(document.createTextNode(found), found.slice(2, -2).replace(/^\s*object\./, ""))
    );
}

/** Marks stand at words: the space beside them is outside. */
function marked(text, mark) {
    const inside = text.trim();
    return mark && inside ? text.replace(inside, () => `${mark}${inside}${mark}`) : text;
}

function indented(text, first, others) {
    return text
        .split("\n")
        .map((line, index) => (index ? others : first) + line)
        .join("\n");
}
