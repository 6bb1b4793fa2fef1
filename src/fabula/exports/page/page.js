(() => {
  "use strict";
  const data = JSON.parse(document.getElementById("data").textContent);
  const info = document.getElementById("info");
  const text = document.getElementById("text");
  const spans = [...text.querySelectorAll(".q")];
  const name = (id) => id === null || id === "" ? "somebody" : id.startsWith("group:") ? id.slice(6) : (data.names[id] || id);
  const list = (ids) => ids.map(name).join(", ");
  let current = null;

  function tell(span) {
    if (current) document.querySelectorAll(".q.now").forEach((s) => s.classList.remove("now"));
    current = span;
    if (!span) { info.hidden = true; return; }
    const [who, to, heard, sure, why, kind, other] = data.quotes[span.dataset.q];
    document.querySelectorAll(`.q[data-q="${span.dataset.q}"]`).forEach((s) => s.classList.add("now"));
    info.style.setProperty("--h", getComputedStyle(span).getPropertyValue("--h") || 0);
    info.replaceChildren();
    const verb = kind === "thought" ? " thinks" : kind === "written" ? " writes" : "";
    const head = document.createElement("b");
    head.textContent = (who === null ? "Speaker not known" : name(who) + verb) + (to.length ? " → " + list(to) : "");
    const rest = document.createElement("small");
    const others = heard.filter((h) => !to.includes(h));
    rest.textContent = (who === null ? (other ? "perhaps " + name(other) : "") : sure + " % sure" + (other && sure < 80 ? ", or else " + name(other) : "")) + (why ? " · " + why : "") + (others.length ? " · also in earshot: " + list(others) : "");
    info.append(head, rest);
    info.hidden = false;
  }

  text.addEventListener("mouseover", (e) => { const q = e.target.closest(".q"); if (q) tell(q); });
  text.addEventListener("focusin", (e) => { const q = e.target.closest(".q"); if (q) tell(q); });
  text.addEventListener("mouseleave", () => tell(null));
  document.addEventListener("click", (e) => {
    const q = e.target.closest("article .q");
    if (q) { tell(q); return; }
    const tick = e.target.closest("[data-q]");
    if (tick) { go(document.getElementById(tick.dataset.q)); return; }
    if (!e.target.closest("#info")) tell(null);
  });

  function go(span) {
    if (!span) return;
    span.scrollIntoView({ block: "center" });
    span.focus({ preventScroll: true });
    tell(span);
  }

  function step(by, wanted) {
    const pool = spans.filter((s) => wanted(s));
    if (!pool.length) return;
    const at = current ? spans.indexOf(current) : -1;
    const next = by > 0 ? pool.find((s) => spans.indexOf(s) > at) || pool[0]
                        : [...pool].reverse().find((s) => spans.indexOf(s) < at) || pool[pool.length - 1];
    go(next);
  }

  function solo(id) {
    document.body.classList.toggle("solo", id !== null);
    document.querySelectorAll(".who").forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.who === id)));
    document.querySelectorAll(".q, svg g").forEach((s) => s.classList.toggle("mine", s.dataset.who === id));
  }

  document.querySelectorAll(".who").forEach((b) => b.addEventListener("click", () => {
    const id = b.getAttribute("aria-pressed") === "true" ? null : b.dataset.who;
    solo(id);
    if (id !== null) { current = null; step(1, (s) => s.dataset.who === id); }
  }));
  const visible = (s) => !document.body.classList.contains("solo") || s.classList.contains("mine");
  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || /input|textarea/i.test(e.target.tagName)) return;
    if (e.key === "j") step(1, visible);
    else if (e.key === "k") step(-1, visible);
    else if (e.key === "u") step(1, (s) => s.classList.contains("unsure"));
    else if (e.key === "Escape") { solo(null); tell(null); }
  });
  const unsure = document.getElementById("next-unsure");
  if (unsure) unsure.addEventListener("click", (e) => { e.stopPropagation(); step(1, (s) => s.classList.contains("unsure")); });
  const more = document.getElementById("more");
  if (more) more.addEventListener("click", () => { document.querySelectorAll(".more").forEach((x) => x.hidden = false); more.remove(); });
  document.getElementById("theme").addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });
})();
