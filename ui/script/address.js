  // Addresses: an answer, a paragraph and a search each have one. The page itself is always served at its
  // root, which is told in "?at=" what was asked for.
  const base = location.pathname.replace(/[^/]*$/, "");
  // What the page loads later is found by this, whatever the address says by then.
  document.head.prepend(Object.assign(document.createElement("base"), { href: base }));

  const asked = new URLSearchParams(location.search).get("at")?.replace(/^\//, "") ?? "";
  // The conversation and the search that are shown, by their addresses, and where a link is to lead.
  const shown = { answer: "", conversation: "", search: "search", query: "" };
  let goal = "";
  let lost = "";
  let wanted = "";

  const here = () => location.pathname.slice(base.length) + location.search + location.hash;
  const known = (path) => /^(?:a\/|s\/|search(?:\?|$)|library$|draft$|desk$|notes$|watch$|dossiers$)/.test(path);
  const push = (path, state = {}) => { if (here() !== path) history.pushState(state, "", base + path); };
  const whole = (path) => location.origin + base + path;

  const tab = (name) => {
    const button = document.getElementById(`rp-tab-${name}-button`);
    if (button?.getAttribute("aria-selected") !== "true") button?.click();
  };

  // Shows what an address stands for; the address itself is there already.
  const follow = (path) => {
    const [, place, id, hash] = /^(a|s|search|library|draft|desk|notes|watch|dossiers|)(?:\/([^#?]*))?(?:[?][^#]*)?(?:#(.*))?$/.exec(path) ?? [];
    const box = document.getElementById("rp-dialog");
    if (place === "s") return statement(decodeURIComponent(id ?? ""), { ordinal: Number(hash?.replace(/^p/, "")) || 0 });
    if (box?.open) box.close();
    if (["library", "draft", "desk", "notes", "watch", "dossiers"].includes(place)) return tab(place);
    if (place === "search") {
      tab("search");
      const query = new URLSearchParams(location.search).get("q") ?? "";
      if (!query || query === shown.query) return;
      // The tab is made when it is first opened.
      if (search) search({ query }); else wanted = query;
      return;
    }
    tab("ask");
    if (place === "a") {
      const [, conversation, number] = /^(.*?)(?:-(\d+))?$/.exec(id);
      if (conversation === shown.conversation) return document.getElementById(`turn-${number}`)?.scrollIntoView({ block: "start" });
      goal = path;
      send?.({ do: "reopen", id: conversation });
    } else if (document.querySelector(".rp-turn")) send?.({ do: "new" });
  };

  // After each picture of the conversation: the address of its latest answer.
  const settled = (value) => {
    if (goal && value?.gone && value.gone !== lost) {
      goal = "";
      history.replaceState({}, "", base + shown.answer);
    }
    lost = value?.gone ?? "";
    const turns = value?.turns ?? [];
    const last = turns.findLast((turn) => turn.kept);
    const asking = here() === "" || here().startsWith("a/");
    if (!turns.length) {
      const was = shown.answer;
      Object.assign(shown, { answer: "", conversation: "" });
      if (was && here().startsWith("a/")) push("");
      return;
    }
    if (!value.id || !last || turns.at(-1).working) return;
    const latest = `a/${value.id}-${last.key}`;
    const before = shown.answer;
    Object.assign(shown, { answer: latest, conversation: value.id });
    if (goal.startsWith(`a/${value.id}`)) {
      const number = /-(\d+)$/.exec(goal)?.[1] ?? last.key;
      goal = "";
      document.getElementById(`turn-${number}`)?.scrollIntoView({ block: "start" });
    } else if (latest !== before && asking) push(latest);
  };

  const searched = (element) => {
    const query = element.querySelector("[data-query]")?.dataset.query;
    if (query === undefined) return;
    Object.assign(shown, { query, search: `search?q=${encodeURIComponent(query)}` });
    if (document.getElementById("rp-tab-search-button")?.getAttribute("aria-selected") === "true") push(shown.search);
  };

  let arrived = false;
  // Once, when the page can be used.
  const arrive = () => {
    if (arrived) return;
    arrived = true;
    if (!known(asked)) return;
    history.replaceState({}, "", base + asked + location.hash);
    follow(here());
  };

  addEventListener("popstate", () => follow(here()));

  document.addEventListener("click", (event) => {
    const name = event.target.closest?.('[role="tab"]')?.id.match(/^rp-tab-(\w+)-button$/)?.[1];
    // Not when a script switched, for then the address is there already.
    if (name && event.isTrusted) push({ ask: shown.answer, search: shown.search, library: "library", draft: "draft", desk: "desk", notes: "notes", watch: "watch", dossiers: "dossiers" }[name]);
  });
