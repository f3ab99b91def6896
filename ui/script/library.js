  // The Library tab.

  const picks = () => [...document.querySelectorAll("#rp-library .rp-pick")];

  const pickAll = () => {
    const all = picks().every((one) => one.checked);
    for (const one of picks()) one.checked = !all;
  };

  const correctMany = async () => {
    const chosen = picks().filter((one) => one.checked).map((one) => one.value);
    if (!chosen.length) { picks()[0]?.focus(); return; }
    const box = dialog(await fetched("corrections", { statements: chosen.join(" ") }), texts.correct);
    box.querySelector("input")?.focus({ preventScroll: true });
  };

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
    correct_many: (element) => {
      const changes = {};
      for (const field of element.querySelectorAll("input")) if (field.value.trim()) changes[field.name] = field.value;
      submit(element, "correct_many", { statements: element.dataset.statements, changes }, texts.saved, (done) => done.statement);
    },
    remove: (element) => {
      const id = element.dataset.statement;
      const next = neighbour(id);
      submit(element, "remove", { statement: id }, texts.removed, () => next);
    },
    note: (element) => {
      const text = element.elements.text;
      keep?.({ do: element.dataset.do, piece: element.dataset.piece ?? "", text: text.value });
      if (text.tagName === "TEXTAREA" && text.value.trim() && !element.dataset.piece) text.value = "";
    },
    dossier: (element) => dossiering?.({ do: "rename", text: element.elements.text.value }),
    refill: (element) => worked({ do: "refill", piece: element.dataset.piece, text: element.elements.text.value }),
    url: (element) => {
      const url = element.elements.url.value.trim();
      if (!url) { element.elements.url.focus(); return; }
      if (start()) adding.take({ url });
    },
  };
