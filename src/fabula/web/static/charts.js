// The drawings of the reader: the chart of feelings (uPlot) and the network of bonds (cytoscape). Each has its words below.
(() => {
  "use strict";
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  // the hue as the page shows it, in the plain form that the libraries understand
  function colour(hue) {
    const root = getComputedStyle(document.documentElement);
    pen.fillStyle = `oklch(${root.getPropertyValue("--dl")} ${root.getPropertyValue("--dc")} ${hue})`;
    pen.fillRect(0, 0, 1, 1);
    return `rgb(${[...pen.getImageData(0, 0, 1, 1).data].slice(0, 3).join(", ")})`;
  }

  async function moods() {
    const place = document.getElementById("moods");
    if (!place) return;
    const data = await (await fetch(place.dataset.src)).json();
    if (!data.lines.length) { place.remove(); return; }
    const dashes = [[], [8, 4], [2, 3], [12, 3, 2, 3], [5, 5], [1, 4]];
    const ink = getComputedStyle(document.body).color;
    const base = document.body.dataset.book;
    const quarters = [0, 0.25, 0.5, 0.75, 1], end = data.x[data.x.length - 1] || 1;
    place.replaceChildren();
    const chart = new uPlot({
      width: place.clientWidth, height: 260, legend: { live: false },
      scales: { x: { time: false }, y: { range: (u, lo, hi) => { const m = Math.max(0.5, -lo, hi); return [-m, m]; } } },
      axes: [{ stroke: ink, grid: { show: false }, splits: () => quarters.map((q) => q * end), values: () => quarters.map((q) => 100 * q + " %") },
             { stroke: ink, values: (u, ys) => ys.map((y) => y > 0 ? "bright" : y < 0 ? "dark" : ""), size: 60, grid: { show: false }, splits: (u, i, lo, hi) => [lo * 0.8, 0, hi * 0.8] }],
      series: [{ label: "place" }, ...data.lines.map((l, i) => ({ label: l.name, stroke: colour(l.hue), width: 2, dash: dashes[i % dashes.length], points: { show: false } }))],
    }, [data.x, ...data.lines.map((l) => l.y)], place);
    chart.over.addEventListener("click", () => { if (chart.cursor.idx != null) location.href = base + "?at=" + data.x[chart.cursor.idx]; });
    addEventListener("resize", () => chart.setSize({ width: place.clientWidth, height: 260 }));
  }

  const LINES = { family: "solid", romance: "solid", friendship: "dashed", work: "dotted", enmity: "dashed", rivalry: "dotted", other: "dotted" };
  async function graph() {
    const place = document.getElementById("graph");
    if (!place) return;
    const data = await (await fetch(place.dataset.src)).json();
    const ink = getComputedStyle(document.body).color, paper = getComputedStyle(place).backgroundColor;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    place.replaceChildren();
    const most = Math.max(1, ...data.nodes.map((n) => n.turns));
    const net = cytoscape({
      container: place, minZoom: 0.3, maxZoom: 3,
      elements: [
        ...data.nodes.map((n) => ({ data: { id: n.id, label: n.name, colour: colour(n.hue), size: 16 + 26 * Math.sqrt(n.turns / most) } })),
        ...data.edges.map((e, i) => ({ data: { id: "e" + i, source: e.a, target: e.b, kind: e.kind, colour: colour(e.hue), since: e.since, width: 1.5 + 4 * e.sure, line: LINES[e.kind], arrow: e.directed ? "triangle" : "none" } })),
      ],
      style: [
        { selector: "node", style: { "background-color": "data(colour)", width: "data(size)", height: "data(size)", label: "data(label)", color: ink, "font-size": 12, "font-family": "system-ui, sans-serif", "text-valign": "bottom", "text-margin-y": 6, "text-background-color": paper, "text-background-opacity": 1, "text-background-padding": 2, "text-background-shape": "roundrectangle", "z-index": 2 } },
        { selector: "edge", style: { "line-color": "data(colour)", width: "data(width)", "line-style": "data(line)", "curve-style": "bezier", "target-arrow-shape": "data(arrow)", "target-arrow-color": "data(colour)" } },
        { selector: ".later", style: { display: "none" } },
      ],
      layout: { name: "cose", animate: false, randomize: false, padding: 24, nodeRepulsion: () => 60000, idealEdgeLength: () => 90 },
    });
    if (still) net.autoungrabify(false);
    const until = document.getElementById("until"), told = document.querySelector("output[for=until]");
    const show = () => {
      const at = data.end * Number(until.value) / 1000;
      net.edges().forEach((e) => e.toggleClass("later", e.data("since") > at));
      net.nodes().forEach((n) => n.toggleClass("later", n.connectedEdges(":visible").length === 0 && Number(until.value) < 1000));
      told.textContent = Number(until.value) === 1000 ? "the end" : Math.round(Number(until.value) / 10) + " % of the text";
    };
    until.addEventListener("input", show);
    net.on("tap", "edge", (e) => { location.href = document.body.dataset.book + "?at=" + e.target.data("since"); });
  }
  const draw = () => { moods(); graph(); };
  document.addEventListener("fabula:fresh", draw);
  draw();
})();
