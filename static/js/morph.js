// Make the children of `old` like those of `fresh`, touching only what differs: focus, selection, scroll positions and
// what the reader has opened stay. Elements are matched by `data-key` or `id`, others by their order and tag.
export function morph(old, fresh) {
  const focused = document.activeElement;
  children(old, fresh);
  // A browser that cannot move an element in one go takes the focus from it.
  if (focused !== document.activeElement && old.contains(focused)) focused.focus({ preventScroll: true });
}

function children(old, fresh) {
  const keyed = new Map([...old.children].filter(key).map((element) => [key(element), element]));
  let at = old.firstChild;
  for (const next of [...fresh.childNodes]) {
    const match = key(next) ? keyed.get(key(next)) : firstLike(next, at);
    if (!match || match.nodeName !== next.nodeName) {
      old.insertBefore(next, at);
      continue;
    }
    if (match === at) at = at.nextSibling;
    else move(old, match, at);
    change(match, next);
  }
  while (at) {
    const gone = at;
    at = at.nextSibling;
    gone.remove();
  }
}

function key(node) {
  return node.dataset?.key || node.id || "";
}

function firstLike(next, at) {
  for (let node = at; node; node = node.nextSibling) if (node.nodeName === next.nodeName && !key(node)) return node;
  return null;
}

function move(parent, node, before) {
  if (parent.moveBefore) parent.moveBefore(node, before);
  else parent.insertBefore(node, before);
}

function change(old, next) {
  if (old.isEqualNode(next)) return;
  if (old.nodeType !== Node.ELEMENT_NODE) {
    old.data = next.data;
    return;
  }
  for (const { name, value } of next.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  for (const { name } of [...old.attributes]) if (!next.hasAttribute(name) && !isReaders(old, name)) old.removeAttribute(name);
  children(old, next);
}

// Whether a part is open is the reader's affair.
function isReaders(element, name) {
  return element.nodeName === "DETAILS" && name === "open";
}
