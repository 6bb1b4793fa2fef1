// What story.html and the reader share: voices, what is told on pointing at a line, keys from line to line.
const Fabula = (() => {
  "use strict";
  const data = { names: {}, groups: {}, quotes: {} };
  const whole = document.getElementById("whole");
  const all = () => !whole || whole.checked;
  const info = document.getElementById("info");
  const text = document.getElementById("text");
  // what somebody is called by a place of the text: no name before it has fallen
  function name(id, at = Infinity) {
    if (id === null || id === "") return "somebody";
    if (id.startsWith("group:")) return (data.groups[id] || 0) <= at ? id.slice(6) : "several people";
    return (data.names[id] || []).reduce((said, [since, words]) => since <= at ? words : said, "somebody");
  }
  const spans = () => [...text.querySelectorAll(".q")];
  const first = (s) => s.id === s.dataset.q;
  let current = null;

  function gather(root) {
    root.querySelectorAll("script.data").forEach((s) => {
      const more = JSON.parse(s.textContent);
      Object.assign(data.names, more.names);
      Object.assign(data.groups, more.groups);
      Object.assign(data.quotes, more.quotes);
      s.remove();
    });
  }

  function tell(span) {
    document.querySelectorAll(".q.now").forEach((s) => s.classList.remove("now"));
    current = span;
    if (!span || !data.quotes[span.dataset.q]) { info.hidden = true; return; }
    const [who, to, now, sure, why, kind, other, by, , later] = data.quotes[span.dataset.q];
    const until = all() ? Infinity : by;
    const called = (id) => name(id, until);
    const list = (ids) => ids.map(called).join(", ");
    const heard = all() ? now.concat(later) : now;
    document.querySelectorAll(`.q[data-q="${span.dataset.q}"]`).forEach((s) => s.classList.add("now"));
    info.style.setProperty("--h", getComputedStyle(span).getPropertyValue("--h") || 0);
    info.replaceChildren();
    const verb = kind === "thought" ? " thinks" : kind === "written" ? " writes" : "";
    const head = document.createElement("b");
    head.textContent = (who === null ? "Speaker not known" : called(who) + verb) + (to.length ? " → " + list(to) : "");
    const rest = document.createElement("small");
    const others = heard.filter((h) => !to.includes(h));
    const settled = why === "a reader";
    rest.textContent = (settled ? "a reader said so" : (who === null ? (other ? "perhaps " + called(other) : "") : sure + " % sure" + (other && sure < 80 ? ", or else " + called(other) : "")) + (why ? " · " + why : "")) + (others.length ? " · also in earshot: " + list(others) : "");
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

  // ---- what is known so far: how far the text has been read, and what holds by then ----
  const paragraphs = () => text.querySelectorAll("p[data-e]");
  function topmost(line) {
    let best = null;
    for (const p of paragraphs()) {
      if (p.getBoundingClientRect().top > line) break;
      best = p;
    }
    return best;
  }
  const place = () => Number(topmost(innerHeight * 0.6)?.dataset.e || 0);
  function soFar() {
    const at = all() ? Infinity : place();
    document.body.classList.toggle("all", all());
    document.querySelectorAll("[data-since]").forEach((e) => {
      e.hidden = Number(e.dataset.since) > at || e.dataset.until !== undefined && Number(e.dataset.until) <= at;
    });
    const lines = {}, words = {};
    let every = 0;
    for (const [who, , , , , kind, , by, count] of Object.values(data.quotes)) {
      if (kind !== "speech" || by > at || who === null) continue;
      lines[who] = (lines[who] || 0) + 1;
      words[who] = (words[who] || 0) + count;
      every += count;
    }
    document.querySelectorAll("[data-lines]").forEach((e) => {
      const n = lines[e.dataset.lines] || 0, share = every ? 100 * (words[e.dataset.lines] || 0) / every : 0;
      e.textContent = n + (n === 1 ? " line" : " lines") + (n ? " · " + Math.round(share) + " %" : "");
      e.parentElement.querySelector(".bar i").style.width = share + "%";
    });
    const nobody = document.getElementById("nobody");
    if (nobody) nobody.hidden = document.querySelector(".cast li:not([hidden])") !== null;
    const strip = document.querySelector(".strip[data-first]");
    if (strip) {
      strip.hidden = strip.querySelector(".names [data-since]:not([hidden])") === null;
      const from = Number(strip.dataset.first), to = Number(strip.dataset.last);
      strip.style.setProperty("--read", all() ? "100%" : Math.max(0, Math.min(100, 100 * (at - from) / Math.max(1, to - from))) + "%");
    }
  }
  const keeper = "fabula-place:" + document.body.dataset.place;
  if (text && document.body.dataset.place) {
    let waiting = 0;
    addEventListener("scroll", () => {
      if (waiting) return;
      waiting = requestAnimationFrame(() => {
        waiting = 0;
        soFar();
        try { localStorage.setItem(keeper, topmost(140)?.id || ""); } catch { /* it opens at the beginning */ }
      });
    }, { passive: true });
    whole.addEventListener("change", soFar);
    addEventListener("load", () => {
      let left = "";
      try { left = localStorage.getItem(keeper) || ""; } catch { /* as before */ }
      if (left && !location.hash) document.getElementById(left)?.scrollIntoView({ block: "start" });
      soFar();
    });
  }

  const visible = (s) => !document.body.classList.contains("solo") || s.classList.contains("mine");
  if (text) {
    gather(document);
    if (document.body.dataset.place) soFar();
    text.addEventListener("mouseover", (e) => { const q = e.target.closest(".q"); if (q) tell(q); });
    text.addEventListener("focusin", (e) => { const q = e.target.closest(".q"); if (q) tell(q); });
    text.addEventListener("pointerleave", (e) => { if (e.pointerType === "mouse") tell(null); }); // a finger stays until the next tap
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

  // light and dark, remembered where the browser lets us
  const root = document.documentElement;
  const store = { get: () => { try { return localStorage.getItem("fabula-theme"); } catch { return null; } }, set: (v) => { try { localStorage.setItem("fabula-theme", v); } catch { /* a page opened as a file */ } } };
  if (store.get()) root.dataset.theme = store.get();
  document.getElementById("theme").addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    store.set(root.dataset.theme);
  });
  return { gather, go, tell, step, solo, name, data, topmost, current: () => current };
})();
