// While the knowledge base opens: send the kept description again, unless somebody edits it.
export function sendAgain(place) {
  const form = place.querySelector("form");
  if (!form.elements.text.value.trim()) return;
  const timer = setTimeout(() => form.requestSubmit(), Number(place.dataset.resubmit) * 1000);
  form.addEventListener("input", () => clearTimeout(timer), { once: true });
}
