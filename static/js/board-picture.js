// The shown board as a PNG, drawn with the page's own fonts: what is in the table is in the picture.
const WIDTH = 1080;
const ROW = 84;
const HEAD = 120;
const LINE = 34;
const FOOT = 56;
const LEFT = 40;
const INSIDE = WIDTH - 2 * LEFT;
const RANK = 150;
const CHART = { left: 560, width: 460 };

export function drawBoard(board, name) {
  const rows = [...board.querySelectorAll('[data-testid="row"]')].map(read);
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  const headline = [...board.querySelectorAll(".headline p")].map(plain);
  const head = HEAD + headline.length * LINE;
  canvas.height = head + rows.length * ROW + FOOT;
  const pen = canvas.getContext("2d");
  const font = getComputedStyle(document.body).fontFamily;
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  // The title says which stage it is, and of which kind.
  write(pen, document.title, LEFT, 56, `700 32px ${font}`, "#1e2124", INSIDE);
  write(pen, facts(board), LEFT, 94, `400 20px ${font}`, "#464c53", INSIDE);
  headline.forEach((text, line) => write(pen, text, LEFT, HEAD + 8 + line * LINE, `700 22px ${font}`, "#1e2124", INSIDE));
  rows.forEach((row, position) => drawRow(pen, row, head + position * ROW, font));
  write(pen, board.querySelector("[data-permanent]").href, LEFT, canvas.height - 20, `400 18px ${font}`, "#464c53", INSIDE);
  canvas.toBlob((blob) => save(blob, name), "image/png");
}

function facts(board) {
  const parts = [...board.querySelector(".board-facts").childNodes].map(plain);
  return parts.filter((text) => text && text !== "·").join(" · ");
}

function plain(element) {
  return element?.textContent.replace(/\s+/g, " ").trim() ?? "";
}

function read(row) {
  const text = (selector) => plain(row.querySelector(selector));
  const bar = row.querySelector("rect.interval");
  return {
    rank: text(".rank strong") || text(".rank"),
    range: text(".rank .range"),
    team: row.querySelector(".team-cell > span")?.firstChild.textContent.trim() ?? "",
    entrant: text(".entrant"),
    score: text(".picture"),
    bar: bar && { x: +bar.getAttribute("x"), width: +bar.getAttribute("width") },
    dot: +(row.querySelector("circle.dot")?.getAttribute("cx") ?? 0),
  };
}

function drawRow(pen, row, top, font) {
  pen.fillStyle = "#e6e8ea";
  pen.fillRect(LEFT, top, INSIDE, 1);
  write(pen, row.rank, LEFT, top + 40, `700 28px ${font}`, "#1e2124");
  write(pen, row.range, LEFT, top + 68, `400 18px ${font}`, "#464c53");
  write(pen, row.team, RANK, top + 38, `700 24px ${font}`, "#1e2124", CHART.left - RANK - 20);
  write(pen, row.entrant, RANK, top + 66, `400 18px ${font}`, "#464c53", CHART.left - RANK - 20);
  write(pen, row.score, CHART.left, top + 32, `400 20px ${font}`, "#1e2124", CHART.width);
  if (!row.bar) return;
  // The table's picture is 320 units wide.
  const scale = CHART.width / 320;
  pen.fillStyle = "#b1cefb";
  pen.beginPath();
  pen.roundRect(CHART.left + row.bar.x * scale, top + 50, row.bar.width * scale, 14, 7);
  pen.fill();
  pen.fillStyle = "#0b50d0";
  pen.beginPath();
  pen.arc(CHART.left + row.dot * scale, top + 57, 10, 0, 2 * Math.PI);
  pen.fill();
}

function write(pen, text, x, y, font, colour, width) {
  pen.font = font;
  pen.fillStyle = colour;
  pen.fillText(text, x, y, width);
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
