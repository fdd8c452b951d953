// While a query runs: the seconds that go by and a button that ends it. The button sends the same
// form to another address, so it needs nothing but the form, and what was typed comes back.
export function offerStop(form) {
  const stop = form.querySelector("[data-stop]");
  const told = form.querySelector("[data-elapsed]");
  let timer;

  function rest() {
    clearInterval(timer);
    stop.hidden = true;
    told.textContent = "";
  }

  form.addEventListener("submit", (event) => {
    clearInterval(timer);
    if (event.submitter === stop) {
      told.textContent = "Stopping";
      return;
    }
    const started = Date.now();
    stop.hidden = false;
    told.textContent = "Running";
    timer = setInterval(() => {
      told.textContent = `Running, ${Math.round((Date.now() - started) / 1000)} s`;
    }, 1000);
  });
  // a page that comes back from the browser's memory runs nothing
  window.addEventListener("pageshow", rest);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit(form.querySelector(".primary"));
  });
}
