/* The page's own behaviour: keyed updates of the conversation, and what clicks and keys do.
   Listeners are on the document, so that they outlive whatever Gradio renders again. */
(() => {
  "use strict";
  if (window.rapporteur) return;
  let server = null;
  let send = null;
  // Tells the program that the library was changed from here, so that everything on the page follows.
  let changed = () => {};

  // The page speaks the first of the browser's languages that it has texts in.
  const language = navigator.languages.map((one) => one.split("-")[0]).find((one) => rapporteurTexts[one]) ?? "en";
  const texts = rapporteurTexts[language];

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
    if (value?.file && value.file.key !== saved) {
      saved = value.file.key;
      save(value.file.name, bytes(value.file.data), value.file.type);
    }
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

  const holder = (turn, marker) => turn.querySelector(`details[data-holds~="${marker}"]`);

  const open = async (turn, marker, key) => {
    const row = holder(turn, marker);
    if (row) { row.open = true; chosen.set(row.dataset.k, true); await filled(row); }
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

  // A table's rows bring their sources when they are opened.
  const filled = (row) =>
    Promise.all([...row.querySelectorAll(".rp-later:empty")].map(async (place) => {
      const html = await fetched("card", JSON.parse(place.dataset.want));
      if (!place.firstChild) patch(place, html);
    }));

  // How the reader ordered a table, by data-k: the column, and whether it runs down.
  const orders = new Map();

  const reorder = (table) => {
    const order = table && orders.get(table.dataset.k);
    if (!order) return;
    for (const head of table.querySelectorAll("th[scope=col]")) {
      if (head.querySelector("button")?.dataset.by === order.by) head.setAttribute("aria-sort", order.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
    const sign = order.down ? -1 : 1;
    const named = (row) => row.dataset.name;
    for (const body of table.tBodies) {
      const rows = [...body.rows].filter((row) => row.dataset.date !== undefined);
      const compare = order.by === "name"
        ? (a, b) => sign * named(a).localeCompare(named(b), language) || a.dataset.date.localeCompare(b.dataset.date)
        : (a, b) => sign * a.dataset.date.localeCompare(b.dataset.date) || named(a).localeCompare(named(b), language);
      body.append(...rows.sort(compare));
    }
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
    button.textContent = texts.copied;
    say(texts.copied);
    setTimeout(() => { button.textContent = was; }, 1600);
  };

  const byHand = (text) => {
    const box = dialog(`<p class="rp-note">${texts.copying_refused}</p><textarea class="rp-by-hand" readonly></textarea>`);
    const area = box.querySelector("textarea");
    area.value = text;
    area.select();
  };

  const bytes = (encoded) => Uint8Array.from(atob(encoded), (one) => one.charCodeAt(0));

  const save = (name, content, type = "text/markdown;charset=utf-8") => {
    const link = Object.assign(document.createElement("a"), {
      href: URL.createObjectURL(new Blob([content], { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  const dialog = (html, label = texts.statement) => {
    let box = document.getElementById("rp-dialog");
    if (!box) {
      box = Object.assign(document.createElement("dialog"), { id: "rp-dialog" });
      // A click beside it closes it, but never throws away what was typed.
      box.addEventListener("click", (event) => { if (event.target === box && !box.querySelector("form")) box.close(); });
      // Nothing of a form that was left is to be found, or read out, while the next one is on its way.
      box.addEventListener("close", () => { if (!box.open) box.replaceChildren(); });
      document.body.append(box);
    }
    box.setAttribute("aria-label", label);
    box.innerHTML = `<button type="button" class="rp-close" data-act="close">${texts.close}</button>${html}`;
    if (!box.open) box.showModal();
    return box;
  };

  const GONE = texts.gone;

  const fetched = async (name, wanted) => {
    try { return await server[name]({ ...wanted, language }); }
    catch { return `<p class="rp-error" role="alert">${GONE}</p>`; }
  };

  const statement = async (id, paragraph) => {
    const box = dialog(await fetched("open_statement", { statement: id, paragraph }));
    box.scrollTop = 0;
    const target = box.querySelector(".rp-self");
    target?.focus({ preventScroll: true });
    target?.scrollIntoView({ block: "center" });
  };

  // The Library tab.

  const form = async (name, id, label) => {
    const box = dialog(await fetched(name, { statement: id }), label);
    box.scrollTop = 0;
    (box.querySelector("[autofocus]") ?? box.querySelector("textarea, input"))?.focus({ preventScroll: true });
  };

  // Where the focus goes once the list is drawn again: a row's first button, or the box above the list.
  let returnTo = null;

  const land = (root) => {
    if (returnTo === null) return;
    const row = [...root.querySelectorAll("tr[data-row]")].find((one) => one.dataset.row === returnTo);
    (row?.querySelector("button") ?? document.querySelector("#rp-narrow textarea, #rp-narrow input"))?.focus({ preventScroll: true });
    returnTo = null;
  };

  const neighbour = (id) => {
    const rows = [...document.querySelectorAll("#rp-library tr[data-row]")];
    const at = rows.findIndex((one) => one.dataset.row === id);
    return (rows[at + 1] ?? rows[at - 1])?.dataset.row ?? "";
  };

  const submit = async (element, name, wanted, said, next) => {
    const error = element.querySelector('[data-slot="error"]');
    const buttons = [...element.querySelectorAll("button")];
    error.textContent = "";
    const held = document.activeElement;
    for (const button of buttons) button.disabled = true;
    let done;
    try { done = await server[name]({ ...wanted, language }); }
    catch { done = { sentence: GONE }; }
    for (const button of buttons) button.disabled = false;
    if (done.sentence) {
      error.textContent = done.sentence;
      (element.contains(held) ? held : buttons[0]).focus({ preventScroll: true });
      return;
    }
    returnTo = next(done);
    setTimeout(() => { returnTo = null; }, 5000);
    document.getElementById("rp-dialog").close();
    say(said);
    changed();
  };

  const forms = {
    correct: (element) => {
      const changes = {};
      for (const field of element.querySelectorAll("input, textarea"))
        if (field.value !== field.defaultValue) changes[field.name] = field.value;
      const id = element.dataset.statement;
      submit(element, "correct", { statement: id, changes }, texts.saved, (done) => done.statement);
    },
    remove: (element) => {
      const id = element.dataset.statement;
      const next = neighbour(id);
      submit(element, "remove", { statement: id }, texts.removed, () => next);
    },
    url: (element) => {
      const url = element.elements.url.value.trim();
      if (!url) { element.elements.url.focus(); return; }
      if (start()) adding.take({ url });
    },
  };

  // Adding: files go to the program in parcels, then it is told which they were.
  const PARCEL_FILES = 40;
  const PARCEL_BYTES = 24 * 1024 * 1024;
  const adding = { root: null, take: null, halt: null, busy: false, sending: null, watched: "", finished: "", dismissed: "" };

  const slot = (name) => adding.root?.querySelector(`[data-slot="${name}"]`);

  const start = () => {
    if (!adding.root) return false;
    if (adding.busy) { say(texts.busy); slot("progress").scrollIntoView({ block: "nearest" }); return false; }
    for (const name of ["summary", "results"]) patch(slot(name), "");
    patch(slot("progress"), sendingHtml);
    work(true);
    say(texts.adding);
    return true;
  };

  // One run at a time; a button that goes dead hands its focus to Stop.
  const work = (on) => {
    adding.busy = on;
    adding.root.classList.toggle("rp-working", on);
    const held = document.activeElement;
    for (const button of adding.root.querySelectorAll(".rp-drop button, .rp-url button")) button.disabled = on;
    if (on && held?.disabled) document.getElementById("rp-add-stop")?.focus({ preventScroll: true });
  };

  const sendingHtml =
    `<div class="rp-progress"><progress aria-label="${texts.sending}"></progress><p class="rp-status"><span>${texts.reading}</span></p>` +
    `<button type="button" class="rp-stop" id="rp-add-stop" data-act="halt">${texts.stop}</button></div>`;

  const ended = (summary) => {
    adding.sending = null;
    patch(slot("progress"), "");
    work(false);
    if (summary) patch(slot("summary"), `<p class="rp-status">${summary}</p>`);
  };

  const parcels = function* (files) {
    let parcel = [], bytes = 0;
    for (const one of files) {
      if (parcel.length && (parcel.length >= PARCEL_FILES || bytes + one.file.size > PARCEL_BYTES)) {
        yield parcel;
        parcel = []; bytes = 0;
      }
      parcel.push(one);
      bytes += one.file.size;
    }
    if (parcel.length) yield parcel;
  };

  // A name of its own for each upload: two people may add files of one name, and what people call their
  // files must not decide what they are called on the way.
  const alias = (name) => {
    const random = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const ending = /\.[A-Za-z0-9]{1,8}$/.exec(name);
    return random + (ending ? ending[0].toLowerCase() : "");
  };

  const sent = async (parcel, signal) => {
    const body = new FormData();
    for (const { file, name } of parcel) body.append("files", file, alias(name));
    const answer = await fetch(new URL("gradio_api/upload", document.baseURI), { method: "POST", body, signal });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };

  const add = async (gathered) => {
    if (!start()) return;
    const stop = (adding.sending = new AbortController());
    const limit = Number(adding.root.dataset.limit);
    const files = [], refused = [];
    const { found, failed } = await gathered;
    for (const name of failed) refused.push({ name, why: "folder" });
    for (const one of found) (one.file.size > limit ? refused : files).push(one.file.size > limit ? { name: one.name, bytes: one.file.size } : one);
    const taken = [];
    let done = 0;
    for (const parcel of parcels(files)) {
      if (stop.signal.aborted) break;
      try {
        const paths = await sent(parcel, stop.signal);
        parcel.forEach(({ name }, at) => taken.push({ name, at: paths[at] }));
      } catch {
        if (stop.signal.aborted) break;
        // One that cannot be read spoils its parcel; the others are sent by themselves.
        for (const one of parcel)
          try { taken.push({ name: one.name, at: (await sent([one], stop.signal))[0] }); }
          catch { refused.push({ name: one.name, why: "sending" }); }
      }
      done += parcel.length;
      const bar = slot("progress").querySelector("progress");
      if (bar) { bar.max = files.length; bar.value = done; }
      const line = slot("progress").querySelector(".rp-status span");
      if (line) line.textContent = texts.reading_of.replace("{done}", done.toLocaleString(language)).replace("{all}", files.length.toLocaleString(language));
    }
    if (stop.signal.aborted) return ended(texts.nothing_stored);
    adding.sending = null;
    if (!taken.length && !refused.length) return ended(texts.no_file);
    adding.take({ files: taken, refused });
  };

  // What was chosen or dropped as [{ file, name }], folders walked through.
  const picked = (list) =>
    Promise.resolve({ found: [...list].map((file) => ({ file, name: file.webkitRelativePath || file.name })), failed: [] });

  const dropped = (transfer) => {
    // Entries must be taken before the event is over.
    const entries = [...transfer.items].filter((item) => item.kind === "file").map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    return entries.length ? walked(entries) : picked(transfer.files);
  };

  const walked = async (entries) => {
    const found = [], failed = [];
    const visit = async (entry, path) => {
      const name = path + entry.name;
      try {
        if (entry.isFile) found.push({ file: await new Promise((done, fail) => entry.file(done, fail)), name });
        else {
          const reader = entry.createReader();
          for (;;) {
            const part = await new Promise((done, fail) => reader.readEntries(done, fail));
            if (!part.length) break;
            for (const child of part) await visit(child, `${name}/`);
          }
        }
      } catch { failed.push(name); }
    };
    for (const entry of entries) await visit(entry, "");
    return { found, failed };
  };

  const showRun = (value) => {
    if (!value?.key || value.key === adding.dismissed) return;
    adding.watched = value.key;
    const stopping = document.activeElement?.id === "rp-add-stop";
    for (const [name, html] of Object.entries(value.slots)) patch(slot(name), html);
    work(value.working);
    if (value.working || adding.finished === value.key) return;
    adding.finished = value.key;
    // The Stop button is gone; what was added comes next.
    if (stopping) slot("results").querySelector("ul")?.focus({ preventScroll: true });
    changed();
  };

  let look = null;

  const visible = (selector) => [...document.querySelectorAll(selector)].find((element) => element.offsetParent);

  const acts = {
    open: (button, turn) => turn && open(turn, button.dataset.marker, button.dataset.key),
    copy: (button) => copy(button, button.dataset.text),
    save: (button) => save(button.dataset.name, button.dataset.text),
    statement: (button) => statement(button.dataset.statement, button.dataset.paragraph),
    correct: (button) => form("correction", button.dataset.statement, texts.correct),
    remove: (button) => form("removal", button.dataset.statement, texts.remove),
    check: async () => dialog(await fetched("check", {}), texts.check),
    files: () => adding.root?.querySelector('[data-pick="files"]').click(),
    folder: () => adding.root?.querySelector('[data-pick="folder"]').click(),
    halt: () => {
      if (adding.sending) { adding.sending.abort(); return; }
      adding.halt?.();
      const run = adding.watched;
      setTimeout(() => { if (adding.busy && adding.watched === run) { ended(GONE); changed(); } }, 4000);
    },
    dismiss: () => {
      adding.dismissed = adding.watched;
      for (const name of ["summary", "results"]) patch(slot(name), "");
      adding.root.querySelector('[data-act="files"]').focus();
    },
    library: () => {
      document.getElementById("rp-tab-library-button")?.click();
      setTimeout(() => adding.root?.querySelector('[data-act="files"]').focus(), 300);
    },
    sort: (button) => look?.({ do: "sort", by: button.dataset.by }),
    more: () => look?.({ do: "more" }),
    close: () => document.getElementById("rp-dialog")?.close(),
    example: (button) => send?.({ do: "example", text: button.dataset.text }),
    drop: (button) => send?.({ do: "drop", turn: button.dataset.turn, field: button.dataset.field, value: button.dataset.value }),
    widen: (button) => send?.({ do: "widen", turn: button.dataset.turn }),
    elsewhere: (button) => send?.({ do: "elsewhere", turn: button.dataset.turn, text: button.dataset.text }),
    reopen: (button) => send?.({ do: "reopen", id: button.dataset.id }),
    export: (button) => send?.({ do: "export", as: button.dataset.as, turn: button.dataset.turn }),
    order: (button) => {
      const table = button.closest("table");
      const current = button.parentElement.getAttribute("aria-sort");
      orders.set(table.dataset.k, { by: button.dataset.by, down: current === "ascending" });
      reorder(table);
    },
    // Deleting is for good, so it takes a second click.
    forget: (button) => {
      if (button.dataset.armed) { send?.({ do: "forget", id: button.dataset.id }); return; }
      button.dataset.armed = "yes";
      button.textContent = texts.delete_for_good;
      setTimeout(() => { delete button.dataset.armed; button.textContent = texts.delete; }, 4000);
    },
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

  document.addEventListener("toggle", (event) => {
    if (event.target.matches?.("details.rp-more[open]")) filled(event.target);
  }, true);

  document.addEventListener("submit", (event) => {
    const name = event.target.dataset?.form;
    if (!forms[name]) return;
    event.preventDefault();
    forms[name](event.target);
  });

  document.addEventListener("change", (event) => {
    if (!event.target.dataset?.pick || !event.target.files.length) return;
    add(picked([...event.target.files]));
    event.target.value = "";
  });

  // A file dropped anywhere on the Library tab is added; dropped elsewhere it must not replace the page.
  const carries = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  const over = (on) => adding.root?.querySelector(".rp-drop").classList.toggle("rp-over", on);
  for (const name of ["dragenter", "dragover"])
    document.addEventListener(name, (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      const here = Boolean(adding.root?.offsetParent) && !adding.busy;
      event.dataTransfer.dropEffect = here ? "copy" : "none";
      over(here);
    });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) over(false); });
  document.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    over(false);
    if (adding.root?.offsetParent) add(dropped(event.dataTransfer));
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = event.target.matches?.("input, textarea, select, [contenteditable]");
    if (event.key === "Escape") {
      if (document.getElementById("rp-dialog")?.open) return;
      const stop = visible("#rp-add-stop, #rp-stop");
      if (stop && !stop.disabled) stop.click();
      else if (typing) event.target.blur();
    } else if (event.key === "/" && !typing) {
      const box = visible("#rp-question textarea, #rp-query textarea, #rp-narrow textarea, #rp-narrow input");
      if (box) { event.preventDefault(); box.focus(); }
    } else if (/^[1-9]$/.test(event.key) && !typing) {
      const turns = [...document.querySelectorAll(".rp-turn")].reverse();
      const turn = turns.find((one) => holder(one, event.key) || document.getElementById(`source-${one.dataset.key}-${event.key}`));
      if (turn) { event.preventDefault(); open(turn, event.key, ""); }
    }
  });

  document.documentElement.lang = language;

  window.rapporteur = {
    talk(element, props, watch, calls, events) {
      server = calls;
      send = events.act;
      changed = events.changed;
      const root = element.querySelector(".rp-talk");
      show(root, props.value);
      watch("value", () => show(root, props.value));
    },
    reader(calls) { server ??= calls; },
    adder(element, props, watch, calls, events) {
      server ??= calls;
      const root = element.querySelector(".rp-adder");
      fetched("place", {}).then((html) => {
        patch(root, html);
        Object.assign(adding, events, { root: root.querySelector(".rp-add") });
        if (adding.root) showRun(props.value);
      });
      watch("value", () => adding.root && showRun(props.value));
    },
    shelf(element, props, watch, calls, event) {
      server ??= calls;
      look = event;
      const root = element.querySelector(".rp-shelf");
      const draw = () => { if (patch(root, props.value ?? "")) land(root); };
      draw();
      watch("value", draw);
    },
  };
})();
