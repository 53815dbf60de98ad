"use strict";
const words = document.body.dataset;
const language = document.documentElement.lang;
const collator = new Intl.Collator(language, { numeric: true });
const KAZAKH = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя";

// Some browsers do not know the order of Kazakh letters and take another language's without a word.
// Signs for private use are sorted by their number, after all others.
function ordered(text) {
  if (language !== "kk") return text;
  const place = (letter) => String.fromCharCode(0xe000 + KAZAKH.indexOf(letter));
  return text.toLocaleLowerCase(language).replace(/[а-яёәғқңөұүһі]/g, place);
}

function inOrder(one, other) {
  return collator.compare(ordered(one), ordered(other));
}

function keyOf(row, column) {
  const cell = row.cells[column];
  if (cell.classList.contains("number")) return Number(cell.dataset.key);
  return cell.dataset.key ?? cell.textContent;
}

function compare(one, other) {
  if (one === other) return 0;
  if (one === "") return 1;
  if (other === "") return -1;
  if (typeof one === "number" && typeof other === "number") return one - other;
  return inOrder(String(one), String(other));
}

function sort(table, head, column) {
  const falls = head.getAttribute("aria-sort") === "ascending";
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", falls ? "descending" : "ascending");
  const rows = [...table.tBodies[0].rows].map((row) => [keyOf(row, column), row]);
  rows.sort(([one], [other]) => {
    const isEmpty = one === "" || other === "";
    return falls && !isEmpty ? compare(other, one) : compare(one, other);
  });
  table.tBodies[0].append(...rows.map(([, row]) => row));
}

function labelled(text, control) {
  const label = document.createElement("label");
  label.append(text, control);
  return label;
}

function chooser(table, column) {
  const select = document.createElement("select");
  const texts = new Set([...table.tBodies[0].rows].map((row) => row.cells[column].textContent));
  select.append(new Option(words.all, "\u0000"));
  for (const text of [...texts].sort(inOrder)) select.append(new Option(text || "–", text));
  return select;
}

function equip(table) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    // A real button would keep browsers from repeating the head on each printed page.
    const button = document.createElement("span");
    button.role = "button";
    button.tabIndex = 0;
    button.title = words.sort;
    button.textContent = head.textContent;
    button.addEventListener("click", () => sort(table, head, column));
    button.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      sort(table, head, column);
    });
    head.replaceChildren(button);
  });
  const tools = document.createElement("div");
  tools.className = "tools";
  const search = document.createElement("input");
  search.type = "search";
  tools.append(labelled(words.search, search));
  const choosers = [];
  heads.forEach((head, column) => {
    if (!head.dataset.filter) return;
    const select = chooser(table, column);
    choosers.push([column, select]);
    tools.append(labelled(head.dataset.filter, select));
  });
  const count = document.createElement("output");
  tools.append(count);
  const show = () => {
    const wanted = search.value.trim().toLocaleLowerCase(language);
    const rows = [...table.tBodies[0].rows];
    for (const row of rows) {
      const isFound = row.textContent.toLocaleLowerCase(language).includes(wanted);
      const isChosen = choosers.every(
        ([column, select]) =>
          select.value === "\u0000" || row.cells[column].textContent === select.value,
      );
      row.hidden = !(isFound && isChosen);
    }
    const shown = rows.filter((row) => !row.hidden).length;
    count.textContent = words.count.replace("{0}", shown).replace("{1}", rows.length);
  };
  for (const kind of ["input", "change"]) tools.addEventListener(kind, show);
  table.closest("section").querySelector("h2").after(tools);
  show();
}

document.querySelectorAll("table").forEach(equip);
