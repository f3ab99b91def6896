/* The page's own behaviour: keyed updates of the conversation, and what clicks and keys do.
   Listeners are on the document, so that they outlive whatever Gradio renders again. */
(() => {
  "use strict";
  if (window.rapporteur) return;
  let server = null;
  let send = null;

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
      '<div class="rp-answer" data-slot="sentences" aria-live="polite" aria-label="Answer"></div>' +
      '<div data-slot="status" role="status"></div><div data-slot="quotes" aria-live="polite"></div>' +
      '<div data-slot="foot"></div></div>' +
      `<aside class="rp-sources" data-slot="sources" aria-label="Sources of answer ${Number(key)}"></aside>`;
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

  const show = (root, value) => {
    const turns = value?.turns ?? [];
    const welcome = root.querySelector(":scope > .rp-first") ?? root.appendChild(Object.assign(document.createElement("div"), { className: "rp-first" }));
    patch(welcome, turns.length ? "" : value?.welcome ?? "");
    const known = new Map([...root.querySelectorAll(":scope > .rp-turn")].map((turn) => [turn.dataset.key, turn]));
    if (!turns.length) chosen.clear();
    for (const { key, working, slots } of turns) {
      let turn = known.get(key);
      const fresh = !turn;
      known.delete(key);
      if (fresh) turn = root.appendChild(skeleton(key));
      turn.classList.toggle("rp-working", working);
      turn.setAttribute("aria-busy", String(working));
      for (const [name, content] of Object.entries(slots)) {
        const slot = turn.querySelector(`[data-slot="${name}"]`);
        if (Array.isArray(content)) patchList(slot, content);
        else patch(slot, content);
      }
      remark(turn);
      if (fresh && working) turn.scrollIntoView({ block: "start", behavior: calm() });
    }
    for (const turn of known.values()) turn.remove();
  };

  const calm = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth");

  const say = (text) => {
    let region = document.getElementById("rp-said");
    if (!region) {
      region = Object.assign(document.createElement("div"), { id: "rp-said" });
      region.setAttribute("role", "status");
      document.body.append(region);
    }
    region.textContent = text;
  };

  const open = (turn, marker, key) => {
    const card = document.getElementById(`source-${turn.dataset.key}-${marker}`);
    if (!card) return;
    if (key) turn.dataset.active = key;
    turn.dataset.marker = marker;
    remark(turn);
    if (!turn.dataset.active)
      for (const other of turn.querySelectorAll(".rp-card")) other.classList.toggle("rp-here", other === card);
    card.focus({ preventScroll: true });
    (card.querySelector("mark.on") && card.offsetHeight > innerHeight * 0.6 ? card.querySelector("mark.on") : card)
      .scrollIntoView({ block: card.offsetHeight > innerHeight * 0.6 ? "center" : "nearest", behavior: calm() });
  };

  // Copying works without permission, and by hand where even that is refused.
  const copy = async (button, text) => {
    let done = false;
    try {
      await navigator.clipboard.writeText(text);
      done = true;
    } catch {
      const area = Object.assign(document.createElement("textarea"), { value: text });
      area.style.cssText = "position:fixed;top:0;left:-999px";
      document.body.append(area);
      area.select();
      try { done = document.execCommand("copy"); } catch { done = false; }
      area.remove();
      button.focus({ preventScroll: true });
    }
    if (!done) return byHand(text);
    const was = button.dataset.was ?? button.textContent;
    button.dataset.was = was;
    button.textContent = "Copied";
    say("Copied");
    setTimeout(() => { button.textContent = was; }, 1600);
  };

  const byHand = (text) => {
    const box = dialog('<p class="rp-note">Copying was refused by the browser. The text is selected: press Ctrl+C.</p><textarea class="rp-by-hand" readonly></textarea>');
    const area = box.querySelector("textarea");
    area.value = text;
    area.select();
  };

  const save = (name, text) => {
    const link = Object.assign(document.createElement("a"), {
      href: URL.createObjectURL(new Blob([text], { type: "text/markdown;charset=utf-8" })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  const dialog = (html) => {
    let box = document.getElementById("rp-dialog");
    if (!box) {
      box = Object.assign(document.createElement("dialog"), { id: "rp-dialog" });
      box.setAttribute("aria-label", "Statement");
      box.addEventListener("click", (event) => { if (event.target === box) box.close(); });
      document.body.append(box);
    }
    box.innerHTML = `<button type="button" class="rp-close" data-act="close">Close</button>${html}`;
    if (!box.open) box.showModal();
    return box;
  };

  const statement = async (id, paragraph) => {
    if (!server) return;
    let html;
    try { html = await server.open_statement({ statement: id, paragraph }); }
    catch { html = '<p class="rp-error" role="alert">The statement could not be fetched; is Rapporteur still running?</p>'; }
    const box = dialog(html);
    box.scrollTop = 0;
    const target = box.querySelector(".rp-self");
    target?.focus({ preventScroll: true });
    target?.scrollIntoView({ block: "center" });
  };

  const acts = {
    open: (button, turn) => turn && open(turn, button.dataset.marker, button.dataset.key),
    copy: (button) => copy(button, button.dataset.text),
    save: (button) => save(button.dataset.name, button.dataset.text),
    statement: (button) => statement(button.dataset.statement, button.dataset.paragraph),
    close: () => document.getElementById("rp-dialog")?.close(),
    example: (button) => send?.({ do: "example", text: button.dataset.text }),
    drop: (button) => send?.({ do: "drop", turn: button.dataset.turn, field: button.dataset.field, value: button.dataset.value }),
    widen: (button) => send?.({ do: "widen", turn: button.dataset.turn }),
    retry: (button) => send?.({ do: "retry", turn: button.dataset.turn }),
  };

  document.addEventListener("click", (event) => {
    const summary = event.target.closest?.("summary");
    const details = summary?.parentElement;
    if (details?.dataset.k) chosen.set(details.dataset.k, !details.open);
    const button = event.target.closest?.("[data-act]");
    if (!button || !acts[button.dataset.act]) return;
    event.preventDefault();
    acts[button.dataset.act](button, button.closest(".rp-turn"));
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = event.target.matches?.("input, textarea, select, [contenteditable]");
    if (event.key === "Escape") {
      if (document.getElementById("rp-dialog")?.open) return;
      const stop = document.getElementById("rp-stop");
      if (stop && !stop.disabled) stop.click();
      else if (typing) event.target.blur();
    } else if (event.key === "/" && !typing) {
      const box = [...document.querySelectorAll("#rp-question textarea, #rp-query textarea")].find((area) => area.offsetParent);
      if (box) { event.preventDefault(); box.focus(); }
    } else if (/^[1-9]$/.test(event.key) && !typing) {
      const turns = [...document.querySelectorAll(".rp-turn")].reverse();
      const turn = turns.find((one) => document.getElementById(`source-${one.dataset.key}-${event.key}`));
      if (turn) { event.preventDefault(); open(turn, event.key, ""); }
    }
  });

  document.documentElement.lang ||= "en";

  window.rapporteur = {
    talk(element, props, watch, calls, act) {
      server = calls;
      send = act;
      const root = element.querySelector(".rp-talk");
      show(root, props.value);
      watch("value", () => show(root, props.value));
    },
    list(_element, calls) { server ??= calls; },
  };
})();
