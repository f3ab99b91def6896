  // Keyed updates. A block is replaced only when its html changed; details that the reader opened, and
  // the sentence whose words are marked, stay as they were.
  const same = new WeakMap();
  // What the reader opened or closed by hand, by data-k.
  const chosen = new Map();

  const patch = (element, html) => {
    if (same.get(element) === html) return false;
    const held = element.contains(document.activeElement) ? document.activeElement : null;
    const place = held && [...element.querySelectorAll("a, button, summary")].indexOf(held);
    element.innerHTML = html;
    same.set(element, html);
    for (const item of element.querySelectorAll("details[data-k]")) {
      const touched = chosen.get(item.dataset.k);
      if (touched !== undefined) item.open = touched;
    }
    if (held && place >= 0) element.querySelectorAll("a, button, summary")[place]?.focus({ preventScroll: true });
    return true;
  };

  const patchList = (parent, pairs) => {
    const known = new Map([...parent.children].map((child) => [child.dataset.b, child]));
    let at = parent.firstElementChild;
    for (const [key, html] of pairs) {
      let child = known.get(key);
      known.delete(key);
      if (!child) {
        child = document.createElement("div");
        child.dataset.b = key;
        // Filled before it is put in place, so that a live region reads it once, whole.
        patch(child, html);
      } else patch(child, html);
      if (child === at) at = at.nextElementSibling;
      else parent.insertBefore(child, at);
    }
    for (const child of known.values()) child.remove();
  };

  const skeleton = (key) => {
    const turn = document.createElement("article");
    turn.className = "rp-turn";
    turn.id = `turn-${key}`;
    turn.dataset.key = key;
    turn.setAttribute("aria-labelledby", `q-${key}`);
    turn.innerHTML =
      '<div class="rp-main"><div data-slot="question"></div>' +
      '<div class="rp-answer" data-slot="sentences" aria-live="polite"></div>' +
      '<div data-slot="cells"></div>' +
      '<div data-slot="status" role="status"></div><div data-slot="quotes" aria-live="polite"></div>' +
      '<div data-slot="foot"></div></div>' +
      '<aside class="rp-sources" data-slot="sources"></aside>';
    return turn;
  };

  const remark = (turn) => {
    const key = turn.dataset.active;
    if (!key) return;
    for (const mark of turn.querySelectorAll("mark[data-for]"))
      mark.classList.toggle("on", mark.dataset.for.split(" ").includes(key));
    for (const marker of turn.querySelectorAll(".rp-marker"))
      if (marker.dataset.key === key && marker.dataset.marker === turn.dataset.marker) marker.setAttribute("aria-current", "true");
      else marker.removeAttribute("aria-current");
    for (const card of turn.querySelectorAll(".rp-card"))
      card.classList.toggle("rp-here", card.dataset.marker === turn.dataset.marker);
  };

  let saved = "";

  const show = (root, value) => {
    const turns = value?.turns ?? [];
    const welcome = root.querySelector(":scope > .rp-first") ?? root.appendChild(Object.assign(document.createElement("div"), { className: "rp-first" }));
    patch(welcome, turns.length ? "" : value?.welcome ?? "");
    const known = new Map([...root.querySelectorAll(":scope > .rp-turn")].map((turn) => [turn.dataset.key, turn]));
    if (!turns.length) chosen.clear();
    for (const { key, working, wide, label, slots } of turns) {
      let turn = known.get(key);
      const fresh = !turn;
      known.delete(key);
      if (fresh) turn = root.appendChild(skeleton(key));
      turn.classList.toggle("rp-working", working);
      turn.classList.toggle("rp-wide", wide);
      turn.setAttribute("aria-busy", String(working));
      turn.querySelector("aside").setAttribute("aria-label", label);
      for (const [name, content] of Object.entries(slots)) {
        const slot = turn.querySelector(`[data-slot="${name}"]`);
        if (Array.isArray(content)) patchList(slot, content);
        else if (patch(slot, content) && name === "cells") reorder(slot.querySelector("table"));
      }
      remark(turn);
      if (fresh && working) turn.scrollIntoView({ block: "start", behavior: calm() });
    }
    for (const turn of known.values()) turn.remove();
    settled(value);
    if (value?.welcome || turns.length) arrive();
    if (value?.file && value.file.key !== saved) {
      saved = value.file.key;
      save(value.file.name, bytes(value.file.data), value.file.type);
    }
  };
