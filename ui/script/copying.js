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
