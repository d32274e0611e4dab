/**
 * Put a text into a box in place of a part of what is there, as if it had been typed.
 *
 * So Ctrl+Z takes it back. There is only one way to get that, and browsers keep it for that reason
 * (https://developer.mozilla.org/docs/Web/API/Document/execCommand).
 */
export function putInto(box, text, from, to) {
    box.focus();
    box.setSelectionRange(from, to);
    if (!document.execCommand("insertText", false, text)) {
        box.setRangeText(text, from, to, "end");
        box.dispatchEvent(new Event("input", { bubbles: true }));
    }
}
