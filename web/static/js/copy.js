// A button that copies the text in its data-copy attribute and says so.
export function offerCopy(button) {
  if (!navigator.clipboard) return;
  const label = button.firstChild;
  const word = label.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      label.textContent = "Copied";
    } catch {
      label.textContent = "Not allowed here";
    }
    setTimeout(() => { label.textContent = word; }, 1500);
  });
}
