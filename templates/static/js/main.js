// The script of every page. Each module makes one thing better that works without it; a page without the thing does
// not load its module. Nothing here writes HTML from a string, so no Trusted Types policy is needed.
import { readyToLeave } from "./leave.js";

readyToLeave(document.querySelector("form[data-exit]"));

const has = (selector) => document.querySelector(selector) !== null;
if (has("[data-summary], [data-grow], [data-password], [data-print], [data-opens], .menu")) import("./small.js");
if (has("[data-autosave]")) import("./draft.js");
if (has("[data-hints]")) import("./hint.js");
if (has("[data-timer]")) import("./timer.js");
if (has("[data-filter]")) import("./filter.js");
if (document.body.hasAttribute("data-keys")) import("./keys.js");
