  const dialog = (html, label = texts.statement) => {
    let box = document.getElementById("rp-dialog");
    if (!box) {
      box = Object.assign(document.createElement("dialog"), { id: "rp-dialog" });
      // A click beside it closes it, but never throws away what was typed.
      box.addEventListener("click", (event) => { if (event.target === box && !box.querySelector("form")) box.close(); });
      box.addEventListener("close", () => {
        if (box.open) return;
        // Nothing of a form that was left is to be found, or read out, while the next one is on its way.
        box.replaceChildren();
        mark([]);
        if (history.state?.over) history.back();
        else if (here().startsWith("s/")) history.replaceState({}, "", base + shown.answer);
      });
      document.body.append(box);
    }
    box.setAttribute("aria-label", label);
    box.innerHTML = `<button type="button" class="rp-close" data-act="close">${texts.close}</button>${html}`;
    if (!box.open) box.showModal();
    return box;
  };

  // A statement to read, at the paragraph that is wanted by its id or its place.
  const statement = async (id, wanted) => {
    const box = dialog(await fetched("open_statement", { statement: id, ...wanted }));
    box.scrollTop = 0;
    const target = box.querySelector(".rp-self");
    target?.focus({ preventScroll: true });
    (target?.querySelector("mark.on") ?? target)?.scrollIntoView({ block: "center" });
    digest(box, id);
  };

  // What it says in short comes once the statement is there; what is being read stays where it is.
  const digest = async (box, id) => {
    const place = box.querySelector('[data-slot="digest"]');
    if (!place) return;
    const html = await server.digest({ statement: id, language }).catch(() => "");
    if (!place.isConnected) return;
    const before = box.scrollHeight;
    place.innerHTML = html;
    if (box.scrollTop) box.scrollTop += box.scrollHeight - before;
  };

  // To a paragraph of the statement that is open.
  const toPlace = (button) => {
    const line = document.querySelector(`#rp-dialog [id="${button.dataset.to}"]`);
    line?.setAttribute("tabindex", "-1");
    line?.focus({ preventScroll: true });
    line?.scrollIntoView({ block: "center", behavior: calm() });
  };

  // Where the words marked in a card stand in its paragraph, in characters as the program counts them.
  const marksOf = (card) => {
    const paragraph = card?.querySelector(".rp-par");
    return [...(paragraph?.querySelectorAll("mark.on") ?? [])].map((one) => {
      const before = document.createRange();
      before.setStart(paragraph, 0);
      before.setEndBefore(one);
      const start = [...before.toString()].length;
      return ["", start, start + [...one.textContent].length];
    });
  };

  const openStatement = (button) => {
    const { statement: id, paragraph, ordinal } = button.dataset;
    const again = Boolean(history.state?.over);
    const path = `s/${encodeURIComponent(id)}${ordinal ? `#p${ordinal}` : ""}`;
    // From one statement to another the way back stays where the first was opened.
    if (again) history.replaceState({ over: true }, "", base + path);
    else push(path, { over: true });
    const marks = button.dataset.marks ? JSON.parse(button.dataset.marks) : marksOf(button.closest(".rp-card"));
    return statement(id, { paragraph: paragraph ?? "", marks });
  };

  const quoted = (text) => (/[\u3041-\u30ff]/.test(text) ? `「${text}」` : `“${text}”`);

  // A paragraph with its reference, ready to be pasted.
  const copyParagraph = (button) => {
    const line = button.closest(".rp-near");
    copy(button, `${quoted(line.querySelector("p").textContent.trim())} (${line.dataset.reference})`);
  };

  // Finding within a statement: the browser marks the ranges, the text stays as it is.
  const finding = { ranges: [], at: -1 };

  const mark = (ranges, at = -1) => {
    Object.assign(finding, { ranges, at });
    if (!globalThis.CSS?.highlights) return;
    CSS.highlights.set("rp-find", new Highlight(...ranges));
    CSS.highlights.set("rp-find-here", new Highlight(...ranges.slice(at, at < 0 ? 0 : at + 1)));
  };

  const ranged = (paragraph, pattern) => {
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    const nodes = [];
    let length = 0;
    for (let node; (node = walker.nextNode()); length += node.data.length) nodes.push([node, length]);
    const place = (offset) => {
      const [node, start] = nodes.findLast(([, first]) => first <= offset);
      return [node, offset - start];
    };
    return [...paragraph.textContent.matchAll(pattern)].map((found) => {
      const range = document.createRange();
      range.setStart(...place(found.index));
      const [node, offset] = place(found.index + found[0].length - 1);
      range.setEnd(node, offset + 1);
      return range;
    });
  };

  const find = (input) => {
    const words = input.value.trim();
    const pattern = words && new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+"), "giu");
    mark(pattern ? [...document.querySelectorAll("#rp-dialog .rp-near > p")].flatMap((one) => ranged(one, pattern)) : []);
    step(1, input);
  };

  const step = (by, input) => {
    const { ranges, at } = finding;
    const counter = input.closest(".rp-find").querySelector("output");
    counter.textContent = input.value.trim() ? texts.found_none : "";
    if (!ranges.length) return;
    const next = (at + by + ranges.length) % ranges.length;
    mark(ranges, next);
    counter.textContent = texts.found_of.replace("{n}", next + 1).replace("{all}", ranges.length);
    ranges[next].startContainer.parentElement.closest(".rp-near").scrollIntoView({ block: "center", behavior: calm() });
  };
