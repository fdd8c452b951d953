// The editor, where the build has brought one; the text area stays in the form and holds the text.
const SETTINGS = {
  showPrintMargin: false,
  minLines: 8,
  maxLines: 28,
  tabSize: 2,
  useSoftTabs: true,
  highlightActiveLine: true,
  enableKeyboardAccessibility: true,
  useWorker: false,
};

function showPlace(editor, area) {
  const line = Number(area.dataset.line) - 1;
  const column = Math.max(Number(area.dataset.column) - 1, 0);
  const { Range } = window.ace.require("ace/range");
  const range = new Range(line, column, line, column + 1);
  const marker = editor.session.addMarker(range, "ace_error-place", "text");
  editor.session.once("change", () => editor.session.removeMarker(marker));
  editor.gotoLine(line + 1, column);
}

export function offerEditor(area) {
  if (!window.ace) return;
  window.ace.config.set("useStrictCSP", true);
  const place = document.createElement("div");
  area.after(place);
  const editor = window.ace.edit(place, { ...SETTINGS, mode: "ace/mode/sparql", value: area.value });
  editor.renderer.setOption("fontFamily", getComputedStyle(area).fontFamily);
  editor.textInput.getElement().setAttribute("aria-label", "SPARQL 1.1");
  editor.textInput.getElement().setAttribute("aria-describedby", area.getAttribute("aria-describedby"));
  area.hidden = true;
  area.required = false; // a hidden field cannot be pointed at; the server asks for the query
  area.labels[0]?.addEventListener("click", () => editor.focus());
  editor.session.on("change", () => { area.value = editor.getValue(); });
  if (area.dataset.line) showPlace(editor, area);
}
