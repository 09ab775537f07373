// Single keys, only for people who switched them on, never inside a field, never with a modifier.
// A link or button with data-key="n" is pressed by n; j and k move through [data-row], o opens the chosen row; / goes to
// the find field; ? lists the keys.

const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => !row.hidden);
const list = document.getElementById("keys");
let chosen = document.getElementById(location.hash.slice(1))?.closest("[data-row]") || null; // the row a done move came back to
chosen?.classList.add("chosen");

function move(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(chosen);
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step))];
  chosen?.classList.remove("chosen");
  chosen = next;
  chosen.classList.add("chosen");
  leading(chosen)?.focus({ focusVisible: false });
  chosen.scrollIntoView({ block: "nearest" });
}

// leading is the link of a row: the row itself, or the first in it.
function leading(row) {
  return row.matches("a, button") ? row : row.querySelector("a, button");
}

function press(key) {
  switch (key) {
    case "j": move(1); return true;
    case "k": move(-1); return true;
    case "?": list?.showModal(); return true;
    case "/": {
      const find = document.querySelector("[data-filter], input[type=search]");
      find?.focus();
      find?.select();
      return Boolean(find);
    }
    case "o":
      if (chosen && !chosen.hidden) { leading(chosen)?.click(); return true; }
  }
  const named = [...(chosen?.querySelectorAll("[data-key]") || []), ...document.querySelectorAll("[data-key]")]
    .find((one) => one.dataset.key === key && !one.closest("[hidden]"));
  named?.click();
  return Boolean(named);
}

addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat && !"jk".includes(event.key)) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable], dialog[open]")) return;
  if (press(event.key)) event.preventDefault();
});
