  // Notes: added to from every tab, put in order and written on their own.
  let keep = null;
  let notework = null;
  let told = "";

  // What a button asks for. In an answer the words that are marked in a card are meant, elsewhere the paragraph.
  const asks = (button) => {
    const { act, ...wanted } = button.dataset;
    const card = button.closest(".rp-turn") && button.closest(".rp-card");
    const marks = card && !wanted.end ? marksOf(card) : [];
    if (marks.length) Object.assign(wanted, { start: String(marks[0][1]), end: String(marks.at(-1)[2]) });
    return wanted;
  };
  const noted = (button) => keep?.(asks(button));

  // What is for good takes a second click.
  const armed = (button, label, then) => {
    if (button.dataset.armed) { then(); return; }
    button.dataset.armed = "yes";
    const was = button.textContent;
    button.textContent = label;
    setTimeout(() => { delete button.dataset.armed; button.textContent = was; }, 4000);
  };

  const heard = (value) => {
    if (!value?.key || value.key === told) return;
    told = value.key;
    if (value.error) dialog(`<p class="rp-error" role="alert"></p>`).querySelector("p").textContent = value.error;
    else if (value.said) toast(value.said);
    if (value.file) save(value.file.name, bytes(value.file.data), value.file.type);
    if (value.finding) found(value.finding);
    const panel = document.querySelector("#rp-notes [data-note]");
    if (value.again && panel?.dataset.note === value.again) keep?.({ do: "open", id: value.again });
  };

  // What was found out about a piece, by its id, as long as its words are those that were looked at.
  const findings = new Map();
  const pieceOf = (id) => [...document.querySelectorAll("#rp-notes .rp-piece")].find((one) => one.dataset.piece === id);
  const wordsOf = (piece) => piece?.querySelector(".rp-note-write[data-do=write] textarea")?.defaultValue ?? "";

  const found = ({ piece, html, working }) => {
    const words = findings.get(piece)?.words ?? wordsOf(pieceOf(piece));
    findings.set(piece, { html, working, words });
    showFinding(pieceOf(piece));
    if (!working && !html) findings.delete(piece);
  };

  const showFinding = (piece) => {
    const finding = findings.get(piece?.dataset.piece);
    const place = piece?.querySelector('[data-slot="finding"]');
    if (!place || !finding || finding.words !== wordsOf(piece)) return;
    const stop = `<p class="rp-status">${texts.working} <button type="button" class="rp-stop" data-act="note-halt">${texts.stop}</button></p>`;
    patch(place, finding.html + (finding.working ? stop : ""));
  };

  const worked = (wanted) => {
    findings.delete(wanted.piece);
    const note = document.querySelector("#rp-notes [data-note]")?.dataset.note ?? "";
    notework?.work({ ...wanted, note });
  };

  const toast = (text) => {
    say(text);
    const region = document.getElementById("rp-said");
    region.classList.add("rp-toast");
    setTimeout(() => region.classList.remove("rp-toast"), 2500);
  };

  // Dossiers: one is chosen above the tabs, and added to from every tab. A reload keeps the choice.
  const CHOSEN = "rapporteur-dossier";
  let dossiering = null;

  const dossiered = (button) => {
    const wanted = asks(button);
    if (wanted.kind === "conversation" && !wanted.id) wanted.id = shown.conversation;
    dossiering?.(wanted);
  };

  const chose = ({ dossier }) => {
    if (dossier == null) return;
    if (dossier) document.body.dataset.dossier = dossier; else delete document.body.dataset.dossier;
    sessionStorage.setItem(CHOSEN, dossier);
  };

  // Watches: an answer is kept from below it, the rest is done in their own tab.
  let watching = null;

  const watched = (button) => {
    const { act, ...wanted } = button.dataset;
    watching?.({ ...wanted, conversation: shown.conversation });
  };
