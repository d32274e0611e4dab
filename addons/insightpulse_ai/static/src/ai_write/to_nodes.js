import { parse } from "../markdown/markdown";
import { piecesOf } from "./tokens";

const TABLE = "table table-bordered o_table";

/**
 * A model's Markdown → nodes of a document, made one by one: nothing in it is ever markup.
 *
 * @param {string} text
 * @param {object} source
 * @param {(() => Node)[]} source.kept make the parts that the text has tokens of
 * @param {Map<string, HTMLAnchorElement>} source.links those that the author has made: only
 *  another one shows where it leads
 * @param {() => HTMLElement} source.makeParagraph
 * @returns {DocumentFragment}
 */
export function toNodes(text, { kept, links, makeParagraph }) {
    function make(tag, children = []) {
        const element = document.createElement(tag);
        element.append(...children);
        return element;
    }

    function paragraph(nodes) {
        const element = makeParagraph();
        element.replaceChildren(...nodes);
        return element;
    }

    function said(text) {
        return piecesOf({ text, count: kept.length }).map((piece) =>
            piece.number ? kept[piece.number - 1]() : document.createTextNode(piece.text)
        );
    }

    function link({ href, address, children }) {
        const label = children[0].text;
        const known = links.get(href);
        const anchor = known ? known.cloneNode(false) : make("a");
        anchor.href = href;
        if (!known) {
            Object.assign(anchor, { target: "_blank", rel: "noopener noreferrer" });
        }
        anchor.append(...said(label));
        return known || label === address ? [anchor] : [anchor, ` (${address})`];
    }

    function inline(nodes) {
        return nodes.flatMap((node) => {
            switch (node.type) {
                case "text":
                    return said(node.text);
                case "code":
                    return [make("code", [node.text])];
                case "break":
                    return [make("br")];
                case "link":
                    return link(node);
                case "strike":
                    return [make("s", inline(node.children))];
            }
            return [make(node.type, inline(node.children))]; // strong, em
        });
    }

    function table({ header, rows }) {
        const row = (tag, cells) =>
            make(
                "tr",
                cells.map((cell) => make(tag, [paragraph(inline(cell))]))
            );
        const body = make("tbody", [row("th", header), ...rows.map((cells) => row("td", cells))]);
        const element = make("table", [body]);
        element.className = TABLE;
        return element;
    }

    function block(node) {
        switch (node.type) {
            case "heading":
                return make(`h${node.level}`, inline(node.children));
            case "code":
                return make("pre", [node.text]);
            case "list": {
                const items = node.items.map((inside) => make("li", item(inside)));
                const list = make(node.ordered ? "ol" : "ul", items);
                if (node.ordered && node.start > 1) {
                    list.start = node.start;
                }
                return list;
            }
            case "quote":
                return make("blockquote", node.blocks.map(block));
            case "table":
                return table(node);
            case "rule":
                return make("hr");
        }
        const nodes = inline(node.children);
        // a picture, a table, a part of a template: it stood alone
        const isAlone = nodes.length === 1 && nodes[0].nodeType === Node.ELEMENT_NODE;
        return isAlone && nodes[0].matches("table, div, p, section") ? nodes[0] : paragraph(nodes);
    }

    /** An item of one paragraph is its words. */
    function item(blocks) {
        const [first, ...others] = blocks;
        return first?.type === "paragraph"
            ? [...inline(first.children), ...others.map(block)]
            : blocks.map(block);
    }

    const fragment = document.createDocumentFragment();
    fragment.append(...parse(text).map(block));
    return fragment;
}
