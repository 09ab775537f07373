// Drafts: a form's text is saved one second after a pause and when the page is left. The line under it says when.
//
// A form, or one text field in it, names the address in data-autosave. The whole form is sent as an ordinary body with a
// key of its own and Accept: application/json. Answers: 200 {"saved":"14:02","version":"3"}; 409 {"sentence":"…","theirs":"…"} when
// somebody saved in between (theirs: the saved text, to stand beside one's own), and then saving stops until the page is opened again. Anything else is tried again.

const PAUSE_MS = 1000, AGAIN_MS = 5000, HELD_MS = 4000;

class Draft {
  constructor(form, address, version) {
    Object.assign(this, { form, address, version, timer: 0, sending: false, dirty: false, closed: false });
    this.line = form.querySelector("[data-saved]");
    form.addEventListener("input", () => this.changed());
    form.addEventListener("change", () => this.changed());
    form.addEventListener("submit", (event) => this.submitted(event));
    addEventListener("amends:leaving", () => this.close());
    addEventListener("pagehide", () => this.last());
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") this.last(); });
    addEventListener("online", () => { if (this.dirty) this.after(0); });
    addEventListener("pageshow", (event) => { if (event.persisted) this.closed = false; });
    // What was typed before this module came, or brought back by the browser, counts as well.
    if ([...form.elements].some((field) => field.tagName === "TEXTAREA" && field.value !== field.defaultValue)) this.changed();
  }

  changed() {
    this.dirty = true;
    this.after(PAUSE_MS);
  }

  after(ms) {
    clearTimeout(this.timer);
    if (!this.closed) this.timer = setTimeout(() => this.save(), ms);
  }

  // submitted: while a draft is on its way, the form waits for its answer. Sent with the version from before it, it would look like a
  // text from another window.
  submitted(event) {
    if (!this.sending) return this.close();
    event.preventDefault();
    if (this.go) return;
    clearTimeout(this.timer);
    this.go = () => {
      clearTimeout(limit);
      this.go = null;
      this.sending = false;
      this.form.requestSubmit(event.submitter);
    };
    const limit = setTimeout(this.go, HELD_MS);
  }

  // close: the form itself is on its way, or the person is leaving; a late draft must not come after it.
  close() {
    this.closed = true;
    clearTimeout(this.timer);
  }

  body() {
    const body = new URLSearchParams(new FormData(this.form));
    body.set("key", crypto.randomUUID());
    if (this.version) body.set("version", this.version);
    return body;
  }

  last() {
    if (!this.dirty || this.closed || this.sending) return;
    clearTimeout(this.timer);
    this.save(true);
  }

  async save(keepalive = false) {
    if (this.sending) { this.after(PAUSE_MS); return; }
    this.sending = true;
    this.dirty = false;
    try {
      const answer = await fetch(this.address, {
        method: "POST", body: this.body(), keepalive, headers: { Accept: "application/json" }, redirect: "error",
      });
      const said = await answer.json().catch(() => ({}));
      if (answer.status === 409) this.conflict(said);
      else if (answer.ok) this.saved(said);
      else throw new Error(String(answer.status));
    } catch {
      this.dirty = true;
      this.say(this.line?.dataset.since ? this.line.dataset.failed : this.line?.dataset.never, true);
      this.after(AGAIN_MS);
    } finally {
      this.sending = false;
      this.go?.();
    }
  }

  saved(said) {
    if (said.version !== undefined) {
      this.version = String(said.version);
      const field = this.form.elements.version;
      if (field) field.value = this.version;
    }
    if (this.line && said.saved) this.line.dataset.since = said.saved;
    this.say(this.line?.dataset.word, false);
  }

  say(words, failed) {
    if (!this.line || !words || this.closed) return;
    const text = words.replace("%", this.line.dataset.since || "");
    this.line.classList.toggle("failed", failed);
    if (this.line.textContent !== text) this.line.textContent = text;
  }

  // conflict keeps both texts: one's own in the field, the other one below the notice.
  conflict(said) {
    this.close();
    const notice = document.createElement("div");
    notice.className = "notice notice-warn";
    notice.setAttribute("role", "alert");
    const words = document.createElement("p");
    words.textContent = said.sentence || this.line?.dataset.conflict || "";
    notice.append(words);
    if (typeof said.theirs === "string") {
      const other = document.createElement("blockquote");
      other.className = "said-first both-texts";
      other.dir = "auto";
      other.textContent = said.theirs;
      words.append(other);
    }
    this.form.before(notice);
    this.say("", true);
    notice.scrollIntoView({ block: "nearest" });
  }
}

const forms = new Map();
for (const named of document.querySelectorAll("[data-autosave]")) {
  const form = named.form || named.closest("form");
  if (form && !forms.has(form)) forms.set(form, new Draft(form, named.dataset.autosave, named.dataset.version || ""));
}
