  let look = null;
  let search = null;

  const visible = (selector) => [...document.querySelectorAll(selector)].find((element) => element.offsetParent);

  const acts = {
    open: (button, turn) => turn && open(turn, button.dataset.marker, button.dataset.key),
    copy: (button) => copy(button, button.dataset.text),
    save: (button) => save(button.dataset.name, button.dataset.text),
    statement: openStatement,
    place: toPlace,
    note: noted,
    "note-work": ({ dataset: { act, ...wanted } }) => worked(wanted),
    "note-halt": () => notework?.halt(),
    "note-remove": (button) => armed(button, texts.delete_for_good, () => keep?.({ do: "remove", id: button.dataset.id })),
    dossier: dossiered,
    "dossier-delete": (button) => armed(button, texts.delete_for_good, () => dossiering?.({ do: "delete", id: button.dataset.id })),
    "note-open": (button) => { tab("notes"); push("notes"); keep?.({ do: "open", id: button.dataset.id }); },
    conversation: (button) => { tab("ask"); push(shown.answer); send?.({ do: "reopen", id: button.dataset.id }); },
    watch: watched,
    "watch-remove": (button) => armed(button, texts.delete_for_good, () => watching?.({ do: "remove", id: button.dataset.id })),
    paragraph: copyParagraph,
    link: (button) => copy(button, whole(button.dataset.path ?? `a/${shown.conversation}-${button.dataset.turn}`)),
    next: (button) => step(1, button.parentElement.querySelector("input")),
    previous: (button) => step(-1, button.parentElement.querySelector("input")),
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
      tab("library");
      push("library");
      setTimeout(() => adding.root?.querySelector('[data-act="files"]').focus(), 300);
    },
    sort: (button) => look?.({ do: "sort", by: button.dataset.by }),
    more: () => look?.({ do: "more" }),
    doubtful: () => look?.({ do: "doubtful" }),
    "pick-all": pickAll,
    "correct-many": correctMany,
    close: () => document.getElementById("rp-dialog")?.close(),
    example: (button) => send?.({ do: "example", text: button.dataset.text }),
    drop: (button) => send?.({ do: "drop", turn: button.dataset.turn, field: button.dataset.field, value: button.dataset.value }),
    widen: (button) => send?.({ do: "widen", turn: button.dataset.turn }),
    elsewhere: (button) => send?.({ do: "elsewhere", turn: button.dataset.turn, text: button.dataset.text, field: button.dataset.field }),
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

  document.addEventListener("input", (event) => { if (event.target.matches?.(".rp-find input")) find(event.target); });

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
    if (event.key === "Enter" && event.target.matches?.(".rp-find input")) {
      event.preventDefault();
      step(event.shiftKey ? -1 : 1, event.target);
    } else if (event.key === "Escape") {
      if (document.getElementById("rp-dialog")?.open) return;
      const stop = visible("#rp-add-stop, #rp-stop");
      if (stop && !stop.disabled) stop.click();
      else if (typing) event.target.blur();
    } else if (event.key === "/" && !typing) {
      const box = document.querySelector("#rp-dialog[open] .rp-find input") ?? visible("#rp-question textarea, #rp-query textarea, #rp-narrow textarea, #rp-narrow input");
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
    keeper(element, props, watch, events) {
      keep = events.act;
      notework = events;
      watch("value", () => heard(props.value));
    },
    watcher(element, props, watch, event) {
      watching = event;
      watch("value", () => heard(props.value));
    },
    dossiers(element, props, watch, event) {
      dossiering = event;
      watch("value", () => { chose(props.value); heard(props.value); });
      const last = sessionStorage.getItem(CHOSEN);
      if (last) event({ do: "recall", id: last });
    },
    panel(element, place, props, watch) {
      const root = element.querySelector(place);
      const draw = () => patch(root, props.value ?? "");
      draw();
      watch("value", draw);
    },
    notes(element, props, watch) {
      const root = element.querySelector(".rp-notes");
      const draw = () => {
        if (patch(root, props.value ?? "")) for (const piece of root.querySelectorAll(".rp-piece")) showFinding(piece);
      };
      draw();
      watch("value", draw);
    },
    results(element, props, watch, calls, event) {
      server ??= calls;
      search = event;
      if (wanted) { search({ query: wanted }); wanted = ""; }
      watch("value", () => setTimeout(() => searched(element)));
    },
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
