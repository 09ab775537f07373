// Live filter: the field with data-filter hides the rows of the page ([data-row]) whose data-words lack a typed word.
// A closed [data-shelf] opens when a row in it fits. [data-count] says how many are left ("%" shown, "#" all), [data-nothing]
// shows when none is, [data-clear] empties it.

const field = document.querySelector("[data-filter]");
const rows = [...document.querySelectorAll("[data-row]")].map((row) => ({ row, words: fold(row.dataset.words || row.textContent) }));
const count = document.querySelector("[data-count]");
const nothing = document.querySelector("[data-nothing]");

function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function filter() {
  const typed = fold(field.value).split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const { row, words } of rows) {
    row.hidden = !typed.every((word) => words.includes(word));
    if (!row.hidden) shown++;
    const shelf = typed.length && !row.hidden && row.closest("[data-shelf]");
    if (shelf) shelf.open = true;
  }
  if (nothing) nothing.hidden = shown > 0 || typed.length === 0;
  if (count) count.textContent = count.dataset.count.replace("%", shown).replace("#", rows.length);
}

field.addEventListener("input", filter);
field.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  field.value = "";
  filter();
});
document.querySelector("[data-clear]")?.addEventListener("click", (event) => {
  event.preventDefault();
  field.value = "";
  filter();
  field.focus();
});
if (field.value) filter();
