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
