// The reader on the user's machine: what goes beside the text, corrections, review. Everything is asked of this server.
(() => {
  "use strict";
  const body = document.body;
  const base = body.dataset.book;
  const $ = (id) => document.getElementById(id);
  const toast = $("toast");
  let fading = 0;

  function say(words, long) {
    if (!words) return;
    toast.textContent = words;
    toast.hidden = false;
    clearTimeout(fading);
    fading = setTimeout(() => { toast.hidden = true; }, long ? 9000 : 4000);
  }

  // What the page is fetching is counted on it, and so is what it shows: whoever drives it need not guess when it is done.
  let pending = 0;
  async function during(work) {
    body.dataset.pending = ++pending;
    try { return await work(); } finally { if (--pending) body.dataset.pending = pending; else delete body.dataset.pending; }
  }

  // ---- how far a reading has come ----
  let revision = Number(body.dataset.revision || 0);
  const work = $("work");
  async function watch() {
    let s;
    try { s = await (await fetch(base + "status")).json(); } catch { setTimeout(watch, 2000); return; }
    if (work) {
      work.hidden = !s.busy;
      work.querySelector("progress").value = s.share;
      work.querySelector("span").textContent = s.busy ? "reading: " + s.stage : "";
    }
    if (body.dataset.problem) { if (s.error) setTimeout(watch, 5000); else location.reload(); return; }
    if (s.error) { if (body.dataset.wait) location.reload(); else say(s.error, true); return; }
    if (body.dataset.wait) { if (s.ready) location.reload(); else setTimeout(watch, 300); return; }
    if (s.revision !== revision) {
      revision = s.revision;
      await refresh();
      body.dataset.revision = s.revision;
      if (!s.busy) say(s.news, true);
    }
    if (s.busy) setTimeout(watch, 400);
  }
  if (body.dataset.wait || body.dataset.busy) watch();
  if (!base) return;
  if (!body.dataset.wait) setInterval(() => { if (document.visibilityState === "visible" && !(work && !work.hidden)) watch(); }, 5000);

  // ---- sending ----
  const send = (path, fields) => during(() => post(path, fields));
  async function post(path, fields) {
    const form = new URLSearchParams();
    for (const [k, v] of fields || []) form.append(k, v);
    const answer = await fetch(base + path, { method: "POST", body: form });
    const said = await answer.json();
    if (!answer.ok) { say(said.problem || "That did not work.", true); return false; }
    $("undo").disabled = path === "undo" ? $("undo").disabled : false;
    if (path === "undo") $("redo").disabled = false;
    revision = -1;
    await watch();
    return true;
  }
  const correct = (fields) => send("correct", fields);
  $("undo")?.addEventListener("click", () => send("undo"));
  $("redo")?.addEventListener("click", () => send("redo"));

  // ---- how far the reader has come, and whether they want the whole story: the other pages show as much ----
  const remember = (key, value) => { document.cookie = `${key}=${value}; path=${base}; max-age=31536000; SameSite=Strict`; };
  document.addEventListener("change", (e) => {
    if (e.target.id !== "whole") return;
    remember("whole", e.target.checked ? "1" : "0");
    body.classList.toggle("all", e.target.checked);
    if (body.dataset.here === "read") beside(true); else location.reload();
  });
  body.classList.toggle("all", Boolean($("whole")?.checked));

  // ---- the page as it is now, without losing the place ----
  const refresh = () => during(renew);
  async function renew() {
    if (body.dataset.here !== "read") {
      const answer = await fetch(location.href);
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      const open = [...document.querySelectorAll("details[open]")].map((d) => d.closest("[id]")?.id).filter(Boolean);
      $("main").replaceWith(fresh.getElementById("main"));
      open.forEach((id) => document.getElementById(id)?.querySelector("details")?.setAttribute("open", ""));
      for (const id of ["undo", "redo"]) $(id).disabled = fresh.getElementById(id).disabled;
      document.dispatchEvent(new Event("fabula:fresh"));
      return;
    }
    const mark = topmost(innerHeight / 3);
    const from = mark ? mark.getBoundingClientRect().top : 0;
    const held = Fabula.current()?.dataset.q;
    for (const old of document.querySelectorAll("section.chapter")) {
      const answer = await fetch(base + "section/" + old.dataset.section);
      if (!answer.ok) { location.reload(); return; }
      const box = document.createElement("div");
      box.innerHTML = await answer.text();
      Fabula.gather(box);
      old.replaceWith(box.querySelector("section.chapter"));
    }
    const back = mark && document.getElementById(mark.id);
    if (back) window.scrollBy(0, back.getBoundingClientRect().top - from);
    if (held && document.getElementById(held)) Fabula.tell(document.getElementById(held));
    beside(true);
  }

  // ---- beside the text: what is known where the reader is ----
  function topmost(line) {
    let best = null;
    for (const p of document.querySelectorAll("section.chapter > p[id], section.chapter > h2")) {
      const top = p.getBoundingClientRect().top;
      if (top > line) break;
      if (p.id) best = p;
    }
    return best || document.querySelector("section.chapter > p[id]");
  }
  let asked = -1, waiting = 0;
  function beside(again) {
    const p = topmost(innerHeight * 0.6);
    if (!p || !$("beside")) return;
    const at = Number(p.dataset.e);
    if (at === asked && !again) return;
    asked = at;
    remember("place", at);
    htmx.ajax("GET", base + "beside?at=" + at, { target: "#beside", swap: "innerHTML" });
    const section = p.closest("section.chapter");
    if (section) $("chapter").value = section.dataset.section;
  }
  function keep() { // where to open the book next time
    try { localStorage.setItem("fabula:" + base, topmost(140)?.id.slice(1) ?? 0); } catch { /* it opens at the beginning */ }
  }
  if (body.dataset.here === "read") {
    addEventListener("scroll", () => { clearTimeout(waiting); waiting = setTimeout(() => { beside(); keep(); }, 180); }, { passive: true });
    const turn = document.querySelector(".turn");
    // another part of the text, without loading the page anew
    async function show(n, remember) {
      const answer = await fetch(base + "section/" + n);
      if (!answer.ok) { location.search = "?s=" + n; return; }
      const text = $("text");
      text.innerHTML = await answer.text();
      Fabula.tell(null);
      Fabula.gather(text);
      htmx.process(text);
      $("chapter").value = n;
      turn.hidden = n === 0;
      if (n > 0) { turn.href = "?s=" + (n - 1); turn.textContent = "↑ " + $("chapter").options[n - 1].text; }
      if (remember) history.pushState({ part: n }, "", "?s=" + n);
      scrollTo(0, 0);
      beside(true);
    }
    const part = (link) => Number(new URL(link.href).searchParams.get("s"));
    $("chapter").addEventListener("change", (e) => show(Number(e.target.value), true));
    turn.addEventListener("click", (e) => { e.preventDefault(); show(part(turn), true); });
    addEventListener("popstate", () => location.reload());
    body.addEventListener("htmx:afterSwap", (e) => { Fabula.gather(document); if (e.detail.target.id !== "beside") beside(); });
    addEventListener("load", () => {
      const asks = new URLSearchParams(location.search);
      if (!location.search && !location.hash) {
        let left = null;
        try { left = localStorage.getItem("fabula:" + base); } catch { /* as before */ }
        const first = document.querySelector("section.chapter > p[id]");
        if (left && Number(left) > Number(first ? first.id.slice(1) : -1)) { location.replace("?at=" + left); return; }
      }
      let place = asks.get("q") && document.getElementById(asks.get("q")) || asks.get("scene") && document.getElementById(asks.get("scene"));
      const at = asks.get("at");
      if (at !== null) for (const p of document.querySelectorAll("section.chapter > p[id]")) if (Number(p.id.slice(1)) <= Number(at)) place = p;
      if (place) { if (place.classList.contains("q")) Fabula.go(place); else place.scrollIntoView({ block: "start" }); }
      beside();
    });
  }

  // ---- on a phone: a small card first, and who is here as a sheet from below ----
  const touch = () => matchMedia("(pointer: coarse), (max-width: 820px)").matches;
  function offer(q) {
    Fabula.tell(q);
    const info = $("info");
    if (info.hidden || info.querySelector("#edit")) return;
    const edit = document.createElement("button");
    edit.type = "button";
    edit.id = "edit";
    edit.className = "do";
    edit.textContent = "Edit";
    info.append(edit);
  }
  $("sheet")?.addEventListener("click", () => {
    const open = $("sheet").getAttribute("aria-expanded") !== "true";
    $("sheet").setAttribute("aria-expanded", String(open));
    body.classList.toggle("sheet-open", open);
  });
  function brief() {
    const here = [...document.querySelectorAll("#beside .there .dot")].map((d) => d.title);
    if ($("sheet-says")) $("sheet-says").textContent = here.length ? "Here: " + here.join(", ") : "The story so far";
  }
  body.addEventListener("htmx:afterSwap", (e) => { if (e.detail.target.id === "beside") brief(); });
  brief();
  document.querySelector("header.top nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

  // ---- one line: who says it ----
  const card = $("card");
  let chosen = [], opened = 0;
  async function open(span) {
    const q = span.dataset.q;
    if (!chosen.includes(q)) chosen = [q];
    const mine = ++opened;
    const answer = await fetch(base + "line/" + encodeURIComponent(q));
    if (!answer.ok) return;
    const filled = await answer.text();
    if (mine !== opened) return; // another line was asked for meanwhile
    card.innerHTML = filled;
    if (chosen.length > 1) card.querySelector(".words").textContent = chosen.length + " lines together";
    card.show();
    card.querySelector("button[data-who]")?.focus({ preventScroll: true });
    paint();
  }
  function paint() {
    document.querySelectorAll(".q.picked").forEach((s) => s.classList.remove("picked"));
    if (chosen.length > 1) chosen.forEach((q) => document.querySelectorAll(`.q[data-q="${q}"]`).forEach((s) => s.classList.add("picked")));
  }
  function close() {
    card?.close();
    chosen = [];
    paint();
    Fabula.current()?.focus({ preventScroll: true });
  }
  const fields = (form, more) => [...(form.dataset.q && chosen.length ? chosen : [form.dataset.q]).map((q) => ["q", q]), ...more];
  async function settle(form, more) {
    const sent = fields(form, more);
    const reviewing = body.dataset.here === "review";
    if (!reviewing) close();
    await correct(sent);
  }
  document.addEventListener("click", async (e) => {
    const form = e.target.closest("form.line");
    const button = e.target.closest("button");
    const selected = e.target.closest("form.words-of");
    if (selected && button) { settleWords(selected, button); return; }
    if (form && button) {
      if (button.classList.contains("close")) close();
      else if (button.dataset.who !== undefined) settle(form, [["do", "speaker"], ["who", button.dataset.who]]);
      else if (button.dataset.kind) settle(form, [["do", "kind"], ["value", button.dataset.kind]]);
      else if (button.dataset.do === "model") {
        button.disabled = true;
        say("Asking " + button.dataset.model + " …", true);
        const done = await send("ask", [["q", form.dataset.q]]);
        button.disabled = false;
        if (done && body.dataset.here !== "review") close();
      }
      else if (button.dataset.do === "addressees") settle(form, [["do", "addressees"], ...[...form.querySelectorAll("[name=whom]:checked")].map((b) => ["whom", b.value])]);
      return;
    }
    if (button?.id === "right") { right(); return; }
    if (button?.id === "skip") { skip(); return; }
    if (button?.id === "mark") { mark(); return; }
    if (button?.id === "say-more") { sayMore(); return; }
    const tick = e.target.closest("rect[data-q], rect[data-scene]");
    if (tick) { location.href = base + (tick.dataset.q ? "?q=" + tick.dataset.q : "?scene=" + tick.dataset.scene); return; }
    const q = e.target.closest("article .q");
    if (q && body.dataset.here === "read" && touch()) { offer(q); return; }
    if (button?.id === "edit") { const now = Fabula.current(); if (now) { chosen = [now.dataset.q]; open(now); } return; }
    if (q && body.dataset.here === "read" && (e.shiftKey || String(getSelection()).length === 0)) {
      if (e.shiftKey && chosen.length) { chosen = between(chosen[0], q.dataset.q); open(q); } else { chosen = [q.dataset.q]; open(q); }
    }
  });
  function between(a, b) {
    const all = [...new Set([...document.querySelectorAll("article .q")].map((s) => s.dataset.q))];
    const [i, j] = [all.indexOf(a), all.indexOf(b)].sort((x, y) => x - y);
    return all.slice(i, j + 1);
  }
  document.addEventListener("mousedown", (e) => { if (e.shiftKey && e.target.closest("article .q")) e.preventDefault(); }); // no selection
  document.addEventListener("submit", (e) => {
    const line = e.target.closest("form.line");
    const act = e.target.closest("form.act");
    if (!line && !act) return;
    e.preventDefault();
    if (act) {
      const sent = [...new FormData(act)].filter(([, v]) => typeof v === "string");
      correct([["do", act.dataset.do], ...sent]).then((done) => { if (done) say("Noted."); });
      return;
    }
    const typed = line.elements.namedItem("name").value.trim();
    if (!typed) return;
    const known = [...line.querySelectorAll("#everybody option")].find((o) => o.value === typed);
    const asked = line.querySelector("#newcomer");
    if (!known && asked.dataset.name !== typed) { // a typo must not make a person: once more, and it is meant
      asked.dataset.name = typed;
      asked.textContent = `No ${typed} here. Press Enter again to add ${typed} to the cast.`;
      asked.hidden = false;
      return;
    }
    settle(line, known ? [["do", "speaker"], ["who", known.dataset.id]] : [["do", "speaker"], ["who", "+"], ["name", typed]]);
  });

  // ---- a quotation that was missed ----
  const picked = $("picked");
  let span = null;
  const length = (s) => Array.from(s).length; // code points, as the server counts
  function place(node, offset) {
    const p = (node.nodeType === 1 ? node : node.parentElement)?.closest("section.chapter > p[id]");
    if (!p) return null;
    const range = document.createRange();
    range.setStart(p, 0);
    range.setEnd(node, offset);
    return Number(p.id.slice(1)) + length(range.toString());
  }
  document.addEventListener("selectionchange", () => {
    if (!picked) return;
    const s = getSelection();
    span = null;
    if (s.rangeCount && !s.isCollapsed) {
      const r = s.getRangeAt(0);
      const a = place(r.startContainer, r.startOffset), b = place(r.endContainer, r.endOffset);
      if (a !== null && b !== null && b > a) span = [a, b];
    }
    picked.hidden = span === null;
  });
  let held = null; // a tap on the button may end the selection before it is a click
  picked?.addEventListener("pointerdown", () => { held = span; });
  picked?.addEventListener("mousedown", (e) => e.preventDefault());
  async function sayMore() { // whom some words mean, what is felt, what they are
    if (!(span || held)) return;
    const [a, b] = span || held;
    const answer = await fetch(`${base}words?start=${a}&end=${b}`);
    if (!answer.ok) return;
    getSelection().removeAllRanges();
    chosen = [];
    card.innerHTML = await answer.text();
    card.show();
    card.querySelector("button[data-means]")?.focus({ preventScroll: true });
  }
  function settleWords(form, button) {
    const of = (name) => form.elements.namedItem(name).value;
    const said = button.dataset;
    const sent = said.means !== undefined ? [["do", "mention"], ["who", said.means]]
      : said.feels !== undefined ? [["do", "feeling"], ["who", of("who")], ["value", of("value")]]
      : said.quotes ? [["do", "quotation"], ["value", said.quotes]]
      : said.opens !== undefined ? [["do", "scene"]] : null;
    close();
    if (sent) correct([...sent, ["start", form.dataset.start], ["end", form.dataset.end]]).then((done) => { if (done) say("Noted."); });
  }
  function mark() {
    if (!(span || held)) return;
    const [a, b] = span || held;
    getSelection().removeAllRanges();
    correct([["do", "quotation"], ["start", a], ["end", b], ["value", "speech"]]).then((done) => { if (done) say("Marked as speech."); });
  }

  // ---- review: one key each ----
  const panel = () => document.querySelector(".review");
  const line = () => panel()?.querySelector("form.line");
  function focus() { // the line that is asked about stands in the middle of its passage
    const asked = panel()?.querySelector("mark"), passage = asked?.closest("blockquote");
    if (passage) passage.scrollTop = asked.offsetTop - Math.max(0, passage.clientHeight - asked.offsetHeight) / 2;
  }
  document.addEventListener("fabula:fresh", focus);
  focus();
  function right() {
    const now = line()?.querySelector("button[data-who][aria-pressed=true]");
    if (now && now.dataset.who) settle(line(), [["do", "speaker"], ["who", now.dataset.who]]);
  }
  function skip() {
    if (!line()) return;
    const asks = new URLSearchParams(location.search);
    asks.append("skip", line().dataset.q);
    history.replaceState(null, "", "?" + asks);
    refresh();
  }

  document.addEventListener("keydown", (e) => {
    const typing = /input|textarea|select/i.test(e.target.tagName) && e.target.type !== "checkbox";
    if ((e.ctrlKey || e.metaKey) && !typing && !e.altKey) {
      if (e.key === "z" && !e.shiftKey) { e.preventDefault(); send("undo"); }
      else if (e.key === "y" || (e.key === "Z" && e.shiftKey)) { e.preventDefault(); send("redo"); }
      return;
    }
    if (e.ctrlKey || e.metaKey || e.altKey || typing) return;
    const form = card?.open ? card.querySelector("form.line") : line();
    if (form && /^[0-9]$/.test(e.key)) {
      const buttons = [...form.querySelectorAll("button[data-who]")];
      const button = e.key === "0" ? buttons.find((b) => b.dataset.who === "") : buttons.filter((b) => b.dataset.who)[Number(e.key) - 1];
      if (button) { e.preventDefault(); button.click(); }
    } else if (card?.open && e.key === "Escape") close();
    else if (panel()) {
      if (e.key === "Enter" && !e.target.closest("button, a, summary")) right();
      else if (e.key === "s") skip();
      else if (e.key === "x") line()?.querySelector("[data-kind=none]").click();
    } else if (e.key === "e" && Fabula.current()) open(Fabula.current());
  });
})();
