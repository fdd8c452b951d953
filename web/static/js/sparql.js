// Asking in SPARQL: the editor over the text area, a stop, and the seconds that go by.
import { offerEditor } from "./editor.js";
import { offerStop } from "./running.js";

document.querySelectorAll("textarea[data-editor]").forEach(offerEditor);
document.querySelectorAll("form[data-query]").forEach(offerStop);
