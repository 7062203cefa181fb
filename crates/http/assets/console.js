// What the console's pages do beyond what they do without it: dialogs, search as one types, copying, shortcuts.
// Every page works when this file is never loaded.
"use strict";
(() => {
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // Dialogs: a link with data-window opens the page that it leads to.
  const box = one("#window");
  let opener = null;
  let touched = false;

  async function page(address, options = {}) {
    const answer = await fetch(address, { credentials: "same-origin", ...options });
    const to = answer.headers.get("tenure-location");
    if (to) { go(to); return null; }
    if (answer.redirected && new URL(answer.url).pathname === "/login") { go(location.href); return null; }
    const text = await answer.text();
    return new DOMParser().parseFromString(text, "text/html");
  }

  function go(address) {
    const to = new URL(address, location.href);
    if (to.href.split("#")[0] === location.href.split("#")[0]) location.reload();
    else location.assign(to);
  }

  function fill(read, address) {
    const main = one("main", read);
    if (!main) { location.assign(address); return; }
    all(".trail, #notices", main).forEach((part) => part.remove());
    const title = one("h1", main);
    if (title) {
      const smaller = document.createElement("h2");
      smaller.id = "window-title";
      smaller.textContent = title.textContent;
      title.replaceWith(smaller);
    }
    const close = document.createElement("button");
    close.type = "button";
    close.className = "close";
    close.setAttribute("aria-label", box.dataset.close);
    close.textContent = "✕";
    close.addEventListener("click", () => box.close());
    apart(main);
    box.replaceChildren(close, ...main.childNodes);
    all("form", box).forEach((form) => {
      if (!form.hasAttribute("action")) form.action = address;
      if (form.method === "post" && form.enctype !== "multipart/form-data") form.addEventListener("submit", send);
    });
    all("[data-cancel]", box).forEach((link) => link.addEventListener("click", (event) => {
      event.preventDefault();
      box.close();
    }));
    ready(box);
    if (!box.open) {
      touched = false;
      box.showModal();
    }
    const first = one(".trouble", box) || one("form [data-cancel]", danger(box))
      || one("form :is(input:not([type=hidden], [readonly]), select, textarea)", box) || one("[data-cancel]", box) || close;
    first.focus();
  }

  // The page below may have fields of the same name: what comes into the dialog gets ids of its own.
  const POINTERS = ["for", "form", "list", "aria-describedby", "aria-labelledby", "aria-controls", "data-copy", "data-show"];

  function apart(main) {
    const ids = new Set(all("[id]:not(#window-title)", main).map((part) => part.getAttribute("id")));
    const own = (id) => (ids.has(id) ? "in-window-" + id : id);
    for (const name of ["id", ...POINTERS]) {
      all(`[${name}]`, main).forEach((part) => {
        part.setAttribute(name, part.getAttribute(name).split(" ").map(own).join(" "));
      });
    }
    all("a[href^='#']", main).forEach((link) => {
      link.setAttribute("href", "#" + own(decodeURIComponent(link.getAttribute("href").slice(1))));
    });
  }

  // Where something is lost for good, one begins with the way out.
  function danger(within) {
    const grave = one("button.danger", within) && (!one("form .field", within) || one("form input[pattern]", within));
    return grave ? within : document.createElement("p");
  }

  async function send(event) {
    event.preventDefault();
    const form = event.target;
    const body = new URLSearchParams(new FormData(form, event.submitter));
    busy(form, true);
    try {
      const read = await page(form.action, { method: "POST", body, headers: { "tenure-window": "1" } });
      if (read) fill(read, form.action);
    } catch {
      lost(form);
    } finally {
      busy(form, false);
    }
  }

  // Nobody knows whether it was done: it is not sent a second time by itself.
  function lost(form) {
    const trouble = document.createElement("div");
    trouble.className = "trouble";
    trouble.tabIndex = -1;
    trouble.setAttribute("role", "alert");
    const text = document.createElement("p");
    text.textContent = box.dataset.lost;
    trouble.append(text);
    all(".trouble", box).forEach((part) => part.remove());
    form.before(trouble);
    trouble.focus();
  }

  function busy(form, is) {
    all("button[type=submit], button:not([type])", form).forEach((button) => {
      button.toggleAttribute("aria-busy", is);
      button.disabled = is;
    });
  }

  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-window]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    opener = link;
    try {
      const read = await page(link.href, { headers: { "tenure-window": "1" } });
      if (read) fill(read, link.href);
    } catch {
      location.assign(link.href);
    }
  });

  if (box) {
    box.addEventListener("close", () => {
      box.replaceChildren();
      const menu = opener && opener.closest("details");
      const drop = opener && opener.closest("[popover]");
      const dots = drop && one(`[popovertarget="${drop.id}"]`);
      const back = menu && !menu.open ? one("summary", menu) : dots || opener;
      if (back && back.isConnected) back.focus();
    });
    // A click beside the dialog closes it, unless something was typed; a selection that only ends there does not.
    let began = false;
    const beside = (event) => {
      const { left, right, top, bottom } = box.getBoundingClientRect();
      return event.clientX < left || event.clientX > right || event.clientY < top || event.clientY > bottom;
    };
    box.addEventListener("input", () => { touched = true; });
    box.addEventListener("pointerdown", (event) => { began = event.target === box && beside(event); });
    box.addEventListener("click", (event) => {
      if (began && event.target === box && beside(event) && !touched) box.close();
    });
  }

  // Search as one types, filters as one chooses: the address says what is shown.
  let asked = 0;
  async function renew(address) {
    const turn = ++asked;
    const place = one("#results");
    place.setAttribute("aria-busy", "true");
    try {
      const read = await page(address);
      if (!read || turn !== asked) return;
      const fresh = one("#results", read);
      if (!fresh) { location.assign(address); return; }
      place.replaceWith(fresh);
      all("[data-fresh]", read).forEach((part) => {
        const held = document.getElementById(part.id);
        if (held) held.replaceWith(part);
      });
      document.title = read.title;
      history.replaceState(null, "", address);
      shown = location.pathname + location.search;
      ready(fresh);
      const told = one("caption, .nothing h2", fresh);
      if (told) say(told.textContent.trim());
    } catch {
      location.assign(address);
    }
  }

  function say(text) {
    const place = one("#told");
    if (place) place.textContent = text;
  }

  function address(form) {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value !== "") query.append(name, value);
    const text = query.toString();
    return form.getAttribute("action") + (text ? "?" + text : "");
  }

  all("form[data-live]").forEach((form) => {
    let wait = 0;
    const later = (delay) => {
      clearTimeout(wait);
      wait = setTimeout(() => renew(address(form)), delay);
    };
    form.addEventListener("input", (event) => later(event.target.matches("input:not([type=checkbox])") ? 200 : 0));
    form.addEventListener("submit", (event) => { event.preventDefault(); later(0); });
  });
  // Only where another list is asked for: a link to a place on the page comes by here as well.
  let shown = location.pathname + location.search;
  window.addEventListener("popstate", () => {
    if (one("#results") && shown !== location.pathname + location.search) location.reload();
  });

  // The bar for several rows at once.
  function count(form) {
    const boxes = all("input[data-row]", form);
    const chosen = boxes.filter((item) => item.checked).length;
    const whole = one("input[data-all]", form);
    if (whole) {
      whole.checked = chosen > 0 && chosen === boxes.length;
      whole.indeterminate = chosen > 0 && chosen < boxes.length;
    }
    const bar = one("[data-bar]", form);
    if (bar) bar.hidden = chosen === 0;
    all("[data-count]", form).forEach((place) => { place.textContent = String(chosen); });
  }

  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-rows]");
    if (!form) return;
    if (event.target.matches("input[data-all]")) {
      all("input[data-row]", form).forEach((item) => { item.checked = event.target.checked; });
    }
    count(form);
  });

  // A click anywhere in a row opens what its first link opens.
  document.addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-open]");
    if (!row || event.target.closest("a, button, input, label, summary, details, [popover], .box")) return;
    if (String(getSelection())) return;
    const link = one("a[data-main]", row);
    if (link) link.click();
  });

  // Browsers keep the clipboard from pages without HTTPS; an old command still reaches it from a field.
  async function copied(text, button) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const field = document.createElement("textarea");
      field.value = text;
      field.readOnly = true;
      field.setAttribute("aria-label", button.textContent.trim());
      button.after(field);
      field.select();
      const done = document.execCommand("copy");
      // What cannot be copied stays there, marked, for the keyboard.
      if (done) { field.remove(); button.focus(); }
      return done;
    }
  }

  function ready(within) {
    all("form[data-rows]", within.parentNode || within).forEach(count);
    all("[data-script]", within).forEach((part) => { part.hidden = false; });
    all("input[data-lower]", within).forEach((input) => input.addEventListener("input", () => {
      const at = input.selectionStart;
      input.value = input.value.toLowerCase();
      input.setSelectionRange(at, at);
    }));
    all("[data-copy]", within).forEach((button) => button.addEventListener("click", async () => {
      const from = document.getElementById(button.dataset.copy);
      if (!await copied(from.value ?? from.textContent, button)) return;
      const before = button.textContent;
      button.textContent = button.dataset.copied;
      say(button.dataset.copied);
      setTimeout(() => { button.textContent = before; }, 2000);
    }));
    all("[data-show]", within).forEach((button) => button.addEventListener("click", () => {
      const field = document.getElementById(button.dataset.show);
      const hidden = field.type === "password";
      field.type = hidden ? "text" : "password";
      button.setAttribute("aria-pressed", String(hidden));
    }));
  }
  ready(document.body);

  // What stands there when a page comes is not read out; what comes afterwards is.
  const notices = one("#notices");
  if (notices && notices.childElementCount) {
    setTimeout(() => notices.replaceChildren(...[...notices.childNodes].map((part) => part.cloneNode(true))), 100);
  }

  // Menus close when one goes on elsewhere.
  document.addEventListener("click", (event) => {
    all("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
  document.addEventListener("focusout", (event) => {
    const menu = event.target.closest && event.target.closest("details.menu[open]");
    if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
  const fold = one("[data-fold]");
  const wide = matchMedia("(min-width: 64rem)");
  const unfold = () => { if (fold) fold.open = wide.matches; };
  wide.addEventListener("change", unfold);
  unfold();

  // Shortcuts, unless somebody types or has switched them off.
  let leader = 0;
  const places = { d: "/", u: "/users", i: "/invitations", r: "/roles", a: "/audit" };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const menu = event.target.closest && event.target.closest("details.menu[open]");
      if (menu) { menu.open = false; one("summary", menu).focus(); }
      return;
    }
    if (document.body.dataset.keys === "off" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
    if (event.key === "/") {
      const field = one("#q") || one("[data-seek]");
      if (field) { event.preventDefault(); field.focus(); field.select(); }
    } else if (event.key === "?") {
      const help = one("[data-help]");
      if (help) { event.preventDefault(); help.click(); }
    } else if (event.key === "g") {
      leader = Date.now();
    } else if (Date.now() - leader < 1500 && places[event.key]) {
      leader = 0;
      if (one(`nav a[href="${places[event.key]}"]`)) location.assign(places[event.key]);
    }
  });
})();
