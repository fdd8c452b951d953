// The colour theme: as the system, light or dark; the choice stays in this browser.
const THEMES = ["system", "light", "dark"];
const WORDS = { system: ": as the system", light: ": light", dark: ": dark" };

function remembered() {
  try {
    const name = localStorage.getItem("theme");
    return THEMES.includes(name) ? name : "system";
  } catch {
    return "system"; // storage can be switched off; the switch then works for this page only
  }
}

function apply(name) {
  if (name === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = name;
}

function remember(name) {
  try {
    localStorage.setItem("theme", name);
  } catch {
    // nothing to do: see above
  }
}

let current = remembered();
apply(current);

export function offerSwitch(button) {
  const word = button.querySelector("span");
  button.hidden = false;
  word.textContent = WORDS[current];
  button.addEventListener("click", () => {
    current = THEMES[(THEMES.indexOf(current) + 1) % THEMES.length];
    apply(current);
    remember(current);
    word.textContent = WORDS[current];
  });
}
