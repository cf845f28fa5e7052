// What the pages do beyond what they do without this: results while one types, keys, copying. Nothing is kept.
(() => {
  "use strict";
  const form = document.getElementById("search");
  const field = document.getElementById("q");
  const results = () => document.getElementById("results");

  // Answers come in any order; only that of the newest question is shown.
  let asking = null;

  const address = () => {
    const asked = new URLSearchParams();
    // What is as it is by default is not said: an address is to be read.
    const usual = [...form.querySelectorAll("select")].filter((choice) => choice.selectedIndex === 0).map((choice) => choice.name);
    for (const [name, value] of new FormData(form)) if (value !== "" && !usual.includes(name)) asked.append(name, value);
    return asked.size ? "?" + asked : "";
  };

  const search = async () => {
    asking?.abort();
    const mine = (asking = new AbortController());
    const where = address();
    try {
      const answer = await fetch("/results" + where, { signal: mine.signal });
      const text = await answer.text();
      if (mine.signal.aborted) return;
      if (!results()) return location.assign("/" + where);
      results().innerHTML = text;
      // Heard, not seen: a region that was there before it changed.
      document.getElementById("said").textContent = results().querySelector(".summary, .problem")?.textContent ?? "";
      history.replaceState(null, "", "/" + where);
      document.title = field.value.trim() ? field.value.trim() + " · alinea" : "alinea";
      const other = document.querySelector("[data-switch]");
      const switched = new URLSearchParams(where);
      if (other.lang === "en") switched.set("lang", "en"); else switched.delete("lang");
      other.href = "/" + (switched.size ? "?" + switched : "");
    } catch (error) {
      // A connection that breaks off leaves what was there; the form still works without us.
      if (error.name !== "AbortError") field.setAttribute("aria-invalid", "true");
      return;
    }
    field.removeAttribute("aria-invalid");
  };

  field.addEventListener("input", () => { if (results()) search(); });
  form.addEventListener("change", (event) => { if (results() && event.target !== field) search(); });

  const links = () => [...document.querySelectorAll("a.open")];

  const go = (step) => {
    const all = links();
    const at = all.indexOf(document.activeElement);
    if (at < 0 && step < 0) return false;
    if (at === 0 && step < 0) { field.focus(); return true; }
    const next = all[at + step];
    if (!next) return false;
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.matches("input, textarea, select") && event.target !== field;
    if (typing) return;
    if (event.key === "/" && event.target !== field) {
      event.preventDefault();
      field.focus();
      field.select();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (go(event.key === "ArrowDown" ? 1 : -1)) event.preventDefault();
    } else if (event.key === "Escape") {
      if (event.target === field) {
        if (field.value) { event.preventDefault(); field.value = ""; if (results()) search(); }
      } else {
        field.focus();
      }
    }
  });

  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    const said = button.textContent;
    button.addEventListener("click", async () => {
      const text = document.getElementById(button.dataset.copy);
      try {
        await navigator.clipboard.writeText(text.value);
      } catch {
        // Without leave to write there, as over plain HTTP, the selection can still be copied.
        text.select();
        document.execCommand("copy");
      }
      button.textContent = button.dataset.copied;
      setTimeout(() => { button.textContent = said; }, 2000);
    });
  }
})();
