// Private reading: opens the guide's pages in place, so that address, title and history of this tab stay as they are.
// Loaded on first use, or by a neutral short link. Its state is in this page's memory only; a reload ends it.

const bar = document.querySelector(".guide-privacy-bar");
const status = document.querySelector(".guide-private-status [role=status]");
const backNav = document.querySelector(".guide-private-back");
const coverButton = document.querySelector(".guide-private-cover"); // a button: browsers store ticked checkboxes
const base = new URL(bar.dataset.base, location).href;
const MAIN = [".guide-breadcrumbs", "main"];
const PARTS = [".guide-skip-link", ".guide-header", "#search", ".guide-footer", ...MAIN]; // empty in a short link
const ADDRESSES = ["href", "src", "data-base", "data-engine", "data-href", "data-index", "data-panel", "data-script", "data-style"];
const visit = []; // the pages behind Back: address and scroll position
const shortLink = document.querySelector("[data-target]");
const first = (shortLink ? shortLink.dataset.target || shortLink.href : location.href).split("#")[0]; // where Back ends
let here = shortLink ? null : first;
let parts = shortLink ? PARTS : MAIN;
let request;

/** Switch private reading on for the rest of this page's life. */
export function start() {
  document.documentElement.dataset.private = "";
  document.title = bar.dataset.title;
  document.addEventListener("click", follow);
  document.addEventListener("visibilitychange", coverWhileAway);
  addEventListener("beforeprint", removeLinks);
  addEventListener("afterprint", restoreLinks);
  backNav.addEventListener("click", back);
  coverButton.hidden = false;
  coverButton.addEventListener("click", () => (coverButton.ariaPressed = coverButton.ariaPressed !== "true"));
  addEventListener("pagehide", () => guide.cover());
  addEventListener("pageshow", reloadRestored);
  status.textContent = bar.dataset.on;
}

// Open a page of the guide in place, by its absolute address; a fragment scrolls to its element.
async function open(address, remembered) {
  const [path, fragment] = address.split("#");
  request?.abort(); // of two quick clicks the second counts
  if (path === here) return show(fragment);
  const fetched = await fetchPage(path);
  if (!fetched) return;
  await loadStyles(fetched);
  while (!bar.isConnected) await new Promise(requestAnimationFrame); // while the page is covered, wait
  if (remembered) visit.splice(visit.indexOf(remembered));
  else if (here || path !== first) visit.push({ path: here ?? first, at: here ? scrollY : 0 });
  here = path;
  swap(fetched);
  backNav.hidden = !visit.length;
  status.textContent = visit.length ? "" : bar.dataset.on;
  if (remembered) scrollTo(0, remembered.at), focus(document.querySelector("h1"));
  else show(fragment);
}

function back() {
  const last = visit.at(-1);
  if (last) open(last.path, last);
}

function follow(event) {
  const link = event.target.closest?.("a[href]");
  const modified = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (!link || modified || event.defaultPrevented) return;
  const href = link.getAttribute("href");
  const address = href.startsWith("#") ? here + href : (link.dataset.target || link.href);
  if (!address.startsWith(base) || !/\/([?#]|$)/.test(address)) return; // another site, or a file
  event.preventDefault();
  open(address);
}

// The page at this address. Undefined, with a message, if it cannot be fetched; or if another was requested since.
async function fetchPage(path) {
  const { signal } = (request = new AbortController());
  try {
    const answer = await fetch(path, { cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer", signal });
    const fetched = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!fetched.querySelector("main h1")) throw new Error(path);
    if (signal.aborted) return;
    for (const name of ADDRESSES) {
      for (const node of fetched.querySelectorAll(`[${name}]`)) {
        const value = node.getAttribute(name);
        if (!value.startsWith("#")) node.setAttribute(name, new URL(value, path).href);
      }
    }
    return fetched;
  } catch {
    if (!signal.aborted) status.textContent = bar.dataset.failed;
  }
}

// Load the stylesheets of the fetched page that this one does not have; wait two seconds at most.
function loadStyles(fetched) {
  const found = fetched.querySelectorAll("link[rel=stylesheet]:not([media]), style[data-href]");
  const loaded = [...found].map((style) => guide.loadStyle(style.href ?? style.dataset.href));
  return Promise.race([Promise.all(loaded), new Promise((done) => setTimeout(done, 2000))]);
}

function swap(fetched) {
  for (const part of parts) document.querySelector(part).replaceWith(document.adoptNode(fetched.querySelector(part)));
  parts = MAIN;
  document.body.className = fetched.body.className;
  document.dispatchEvent(new Event("guide:open"));
}

function show(fragment) {
  const target = fragment && findTarget(fragment);
  for (let closed = target; (closed = closed?.parentElement?.closest("details")); ) closed.open = true;
  if (target) target.scrollIntoView();
  else scrollTo(0, 0);
  focus(target || document.querySelector("h1"));
}

// The element of a fragment; null if the fragment cannot be decoded.
function findTarget(fragment) {
  try {
    return document.getElementById(decodeURIComponent(fragment));
  } catch {
    return null;
  }
}

function focus(target) {
  if (!target.matches("a, button, input, summary")) target.tabIndex = -1;
  target.focus({ preventScroll: true });
}

// If the reader left by other means than the exit, Back and Forward do not show again what was read.
function reloadRestored({ persisted }) {
  if (persisted && !guide.left) location.reload();
}

// If the reader wants it, cover the page while they look at another tab, and until they click.
function coverWhileAway() {
  if (!document.hidden || coverButton.ariaPressed !== "true") return;
  const before = document.activeElement;
  const heading = document.createElement("h1");
  heading.textContent = bar.dataset.title;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "guide-button";
  button.textContent = bar.dataset.again;
  button.addEventListener("click", () => (guide.uncover(), before.focus({ preventScroll: true })));
  const cover = document.createElement("main");
  cover.className = "guide-main guide-short-link";
  cover.append(heading, button);
  const exitBar = document.querySelector(".guide-exit-bar").cloneNode(true);
  exitBar.querySelector(".guide-exit-bar__pages")?.remove();
  guide.cover(exitBar, cover);
  button.focus();
}

// A PDF printed by the browser contains the addresses of links, so they are removed while the page is printed.
const removed = [];

function removeLinks() {
  for (const link of document.querySelectorAll("main a[href]")) {
    removed.push([link, link.getAttribute("href")]);
    link.removeAttribute("href");
  }
}

function restoreLinks() {
  for (const [link, href] of removed.splice(0)) link.setAttribute("href", href);
}
