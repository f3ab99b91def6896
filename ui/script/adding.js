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
