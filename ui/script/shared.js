  let server = null;
  let send = null;
  // Tells the program that the library was changed from here, so that everything on the page follows.
  let changed = () => {};

  // The page speaks the first of the browser's languages that it has texts in.
  const language = navigator.languages.map((one) => one.split("-")[0]).find((one) => rapporteurTexts[one]) ?? "en";
  const texts = rapporteurTexts[language];

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

  const GONE = texts.gone;

  const fetched = async (name, wanted) => {
    try { return await server[name]({ ...wanted, language }); }
    catch { return `<p class="rp-error" role="alert">${GONE}</p>`; }
  };
