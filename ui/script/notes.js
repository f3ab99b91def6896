  // Notes: added to from every tab, put in order and written on their own.
  let keep = null;
  let told = "";

  const noted = (button) => {
    const { act, ...wanted } = button.dataset;
    // In an answer the words that are marked in a card are meant, elsewhere the paragraph.
    const card = button.closest(".rp-turn") && button.closest(".rp-card");
    const marks = card && !wanted.end ? marksOf(card) : [];
    if (marks.length) Object.assign(wanted, { start: String(marks[0][1]), end: String(marks.at(-1)[2]) });
    keep?.(wanted);
  };

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
  };

  const toast = (text) => {
    say(text);
    const region = document.getElementById("rp-said");
    region.classList.add("rp-toast");
    setTimeout(() => region.classList.remove("rp-toast"), 2500);
  };
