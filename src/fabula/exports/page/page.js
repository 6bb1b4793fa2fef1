// What story.html and the reader share: voices, what is told on pointing at a line, keys from line to line.
const Fabula = (() => {
  "use strict";
  const data = { names: {}, quotes: {} };
  const info = document.getElementById("info");
  const text = document.getElementById("text");
  const name = (id) => id === null || id === "" ? "somebody" : id.startsWith("group:") ? id.slice(6) : (data.names[id] || id);
  const list = (ids) => ids.map(name).join(", ");
  const spans = () => [...text.querySelectorAll(".q")];
  const first = (s) => s.id === s.dataset.q;
  let current = null;

  function gather(root) {
    root.querySelectorAll("script.data").forEach((s) => {
      const more = JSON.parse(s.textContent);
      Object.assign(data.names, more.names);
      Object.assign(data.quotes, more.quotes);
      s.remove();
    });
  }

  function tell(span) {
    document.querySelectorAll(".q.now").forEach((s) => s.classList.remove("now"));
    current = span;
    if (!span || !data.quotes[span.dataset.q]) { info.hidden = true; return; }
    const [who, to, heard, sure, why, kind, other] = data.quotes[span.dataset.q];
    document.querySelectorAll(`.q[data-q="${span.dataset.q}"]`).forEach((s) => s.classList.add("now"));
    info.style.setProperty("--h", getComputedStyle(span).getPropertyValue("--h") || 0);
    info.replaceChildren();
    const verb = kind === "thought" ? " thinks" : kind === "written" ? " writes" : "";
    const head = document.createElement("b");
    head.textContent = (who === null ? "Speaker not known" : name(who) + verb) + (to.length ? " → " + list(to) : "");
    const rest = document.createElement("small");
    const others = heard.filter((h) => !to.includes(h));
    const settled = why === "a reader";
    rest.textContent = (settled ? "a reader said so" : (who === null ? (other ? "perhaps " + name(other) : "") : sure + " % sure" + (other && sure < 80 ? ", or else " + name(other) : "")) + (why ? " · " + why : "")) + (others.length ? " · also in earshot: " + list(others) : "");
    info.append(head, rest);
    info.hidden = false;
  }

  function go(span) {
    if (!span) return;
    span.scrollIntoView({ block: "center" });
    span.focus({ preventScroll: true });
    tell(span);
  }

  function step(by, wanted) {
    const all = spans().filter(first);
    const at = current ? all.findIndex((s) => s.dataset.q === current.dataset.q) : -1;
    const pool = all.map((s, i) => [s, i]).filter(([s]) => wanted(s));
    if (!pool.length) return;
    const next = by > 0 ? pool.find(([, i]) => i > at) || pool[0] : [...pool].reverse().find(([, i]) => i < at) || pool[pool.length - 1];
    go(next[0]);
  }

  function solo(id) {
    document.body.classList.toggle("solo", id !== null);
    document.querySelectorAll(".who").forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.who === id)));
    document.querySelectorAll(".q, svg g").forEach((s) => s.classList.toggle("mine", s.dataset.who === id));
  }

  const visible = (s) => !document.body.classList.contains("solo") || s.classList.contains("mine");
  if (text) {
    gather(document);
    text.addEventListener("mouseover", (e) => { const q = e.target.closest(".q"); if (q) tell(q); });
    text.addEventListener("focusin", (e) => { const q = e.target.closest(".q"); if (q) tell(q); });
    text.addEventListener("mouseleave", () => tell(null));
  }
  document.addEventListener("click", (e) => {
    const who = e.target.closest("button.who");
    if (who) {
      const id = who.getAttribute("aria-pressed") === "true" ? null : who.dataset.who;
      solo(id);
      if (id !== null) { current = null; step(1, (s) => s.dataset.who === id); }
      return;
    }
    const q = e.target.closest("article .q");
    if (q) { tell(q); return; }
    const tick = e.target.closest("rect[data-q]");
    if (tick && document.getElementById(tick.dataset.q)) { go(document.getElementById(tick.dataset.q)); return; }
    if (text && !e.target.closest("#info")) tell(null);
  });
  document.addEventListener("keydown", (e) => {
    if (!text || e.ctrlKey || e.metaKey || e.altKey || /input|textarea|select/i.test(e.target.tagName)) return;
    if (e.key === "j") step(1, visible);
    else if (e.key === "k") step(-1, visible);
    else if (e.key === "u") step(1, (s) => s.classList.contains("unsure"));
    else if (e.key === "Escape") { solo(null); tell(null); }
  });
  const unsure = document.getElementById("next-unsure");
  if (unsure) unsure.addEventListener("click", (e) => { e.stopPropagation(); step(1, (s) => s.classList.contains("unsure")); });
  const more = document.getElementById("more");
  if (more) more.addEventListener("click", () => { document.querySelectorAll(".more").forEach((x) => x.hidden = false); more.remove(); });

  // light and dark, remembered where the browser lets us
  const root = document.documentElement;
  const store = { get: () => { try { return localStorage.getItem("fabula-theme"); } catch { return null; } }, set: (v) => { try { localStorage.setItem("fabula-theme", v); } catch { /* a page opened as a file */ } } };
  if (store.get()) root.dataset.theme = store.get();
  document.getElementById("theme").addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    store.set(root.dataset.theme);
  });
  return { gather, go, tell, step, solo, name, data, current: () => current };
})();
