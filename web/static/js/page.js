// What a page can do more with scripts; everything works without them.
import { offerCopy } from "./copy.js";
import { offerSorting } from "./sort.js";
import { sendAgain } from "./resubmit.js";
import { offerSwitch } from "./theme.js";

document.querySelectorAll("[data-theme-switch]").forEach(offerSwitch);
document.querySelectorAll("[data-copy]").forEach(offerCopy);
document.querySelectorAll("table[data-sorts]").forEach(offerSorting);
document.querySelectorAll("[data-resubmit]").forEach(sendAgain);
