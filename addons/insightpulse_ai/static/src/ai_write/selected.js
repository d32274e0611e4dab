import { isKept } from "./to_text";

const INVISIBLE = /[\s\u200b\u2060\ufeff]/g;
// an editor does not remove them, and what comes after them needs them
const STAYING = "[t-set], [t-call]";

/**
 * The range of a selection that can be replaced: nothing that goes together is cut by its ends. An
 * element that is selected but for its tags is in it. `null` where there is no such range.
 *
 * @param {Range} range
 * @param {(node: Node) => boolean} isUnsplittable
 */
export function wholeRange(range, isUnsplittable) {
    const whole = range.cloneRange();
    const top = range.commonAncestorContainer;
    const first = outermost(range.startContainer, top, isUnsplittable);
    if (first) {
        if (!isEmpty(between(first, 0, range.startContainer, range.startOffset))) {
            return null;
        }
        whole.setStartBefore(first);
    }
    const last = outermost(range.endContainer, top, isUnsplittable);
    if (last) {
        const { endContainer, endOffset } = range;
        if (!isEmpty(between(endContainer, endOffset, last, last.childNodes.length))) {
            return null;
        }
        whole.setEndAfter(last);
    }
    return whole.cloneContents().querySelector(STAYING) ? null : whole;
}

function outermost(node, top, isUnsplittable) {
    let found = null;
    for (; node !== top; node = node.parentNode) {
        if (node.nodeType === Node.ELEMENT_NODE && (isKept(node) || isUnsplittable(node))) {
            found = node;
        }
    }
    return found;
}

function between(startNode, startOffset, endNode, endOffset) {
    const range = startNode.ownerDocument.createRange();
    range.setStart(startNode, startOffset);
    range.setEnd(endNode, endOffset);
    return range.cloneContents();
}

function isEmpty(fragment) {
    const hasKept = [...fragment.querySelectorAll("*")].some(isKept);
    return !hasKept && !fragment.textContent.replace(INVISIBLE, "");
}
