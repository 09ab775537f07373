// A quiet timer for a talk: it counts whole minutes, says when they are over, and makes no sound. Nothing is stored or sent.

for (const box of document.querySelectorAll("[data-timer]")) {
  const words = document.createElement("p");
  words.setAttribute("role", "status");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = box.dataset.start;
  button.addEventListener("click", () => {
    const end = Date.now() + Number(box.dataset.timer) * 60000;
    button.hidden = true;
    const say = () => {
      const left = Math.ceil((end - Date.now()) / 60000);
      words.textContent = left > 0 ? box.dataset.left.replace("%", left) : box.dataset.over;
      if (left > 0) setTimeout(say, 1000);
    };
    say();
  });
  box.append(button, words);
}
