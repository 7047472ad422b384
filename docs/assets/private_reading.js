// Private reading: opens the guide's pages in place, so that address, name and history of this tab stay as they are.
// Loaded when it is asked for, or by a neutral short link. It lives in this page's memory only; a reload ends it.

const line = document.querySelector(".guide-privacy-bar");
const said = document.querySelector(".guide-private-status [role=status]");
const toBack = document.querySelector(".guide-private-back");
const covers = document.querySelector(".guide-private-cover"); // a button, since browsers write down ticks in boxes
const base = new URL(line.dataset.base, location).href;
const BROUGHT = [".guide-skip-link", ".guide-header", "#search", "main", ".guide-footer"]; // a door has these empty
const ADDRESSES = ["href", "src", "data-base", "data-worker", "data-index", "data-words", "data-help", "data-script"];
const visit = []; // the pages behind Back: their address, and how far down they were read
const door = document.querySelector("[data-target]");
const first = (door ? door.dataset.target || door.href : location.href).split("#")[0]; // where Back ends
let here = door ? null : first;
let parts = door ? BROUGHT : ["main"];
let asked;

/** Switch private reading on for the rest of this page's life. */
export function start() {
  document.documentElement.dataset.private = "";
  document.title = line.dataset.title;
  document.addEventListener("click", follow);
  document.addEventListener("visibilitychange", coverWhileAway);
  addEventListener("beforeprint", bare);
  addEventListener("afterprint", dress);
  toBack.addEventListener("click", back);
  covers.hidden = false;
  covers.addEventListener("click", () => (covers.ariaPressed = covers.ariaPressed !== "true"));
  addEventListener("pagehide", () => guide.cover());
  addEventListener("pageshow", begunAgain);
  said.textContent = line.dataset.on;
}

// Open a page of the guide in place. Takes its whole address; a fragment leads to its place on the page.
async function open(address, remembered) {
  const [path, place] = address.split("#");
  asked?.abort(); // of two quick presses the second counts
  if (path === here) return show(place);
  const fetched = await read(path);
  if (!fetched) return;
  while (!line.isConnected) await new Promise(requestAnimationFrame); // covered: wait until the page is shown again
  if (remembered) visit.splice(visit.indexOf(remembered));
  else if (here || path !== first) visit.push({ path: here ?? first, at: here ? scrollY : 0 });
  here = path;
  swap(fetched);
  toBack.hidden = !visit.length;
  said.textContent = visit.length ? "" : line.dataset.on;
  if (remembered) scrollTo(0, remembered.at), focus(document.querySelector("h1"));
  else show(place);
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

// The page at this address; nothing, with a word to the reader, if it cannot be had, or if another was asked for since.
async function read(path) {
  const { signal } = (asked = new AbortController());
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
    if (!signal.aborted) said.textContent = line.dataset.failed;
  }
}

function swap(fetched) {
  for (const part of parts) document.querySelector(part).replaceWith(document.adoptNode(fetched.querySelector(part)));
  parts = ["main"];
  document.body.className = fetched.body.className;
  document.dispatchEvent(new Event("guide:open"));
}

function show(place) {
  const target = place && placed(place);
  for (let closed = target; (closed = closed?.parentElement?.closest("details")); ) closed.open = true;
  if (target) target.scrollIntoView();
  else scrollTo(0, 0);
  focus(target || document.querySelector("h1"));
}

// What a fragment leads to; one that nobody can read leads nowhere.
function placed(fragment) {
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

// Left by another way than the exit, and come back to by Back or Forward: what was read is not shown again.
function begunAgain({ persisted }) {
  if (persisted && !guide.left) location.reload();
}

// If the reader wishes it, nothing is shown while they look at another tab, until they press once.
function coverWhileAway() {
  if (!document.hidden || covers.ariaPressed !== "true") return;
  const before = document.activeElement;
  const heading = document.createElement("h1");
  heading.textContent = line.dataset.title;
  const again = document.createElement("button");
  again.type = "button";
  again.className = "guide-button";
  again.textContent = line.dataset.again;
  again.addEventListener("click", () => (guide.uncover(), before.focus({ preventScroll: true })));
  const cover = document.createElement("main");
  cover.className = "guide-main guide-short-link";
  cover.append(heading, again);
  guide.cover(document.querySelector(".guide-exit-bar").cloneNode(true), cover);
  again.focus();
}

// A print that is saved as a file keeps the addresses behind its links: while it is made, the text has none.
const bared = [];

function bare() {
  for (const link of document.querySelectorAll("main a[href]")) {
    bared.push([link, link.getAttribute("href")]);
    link.removeAttribute("href");
  }
}

function dress() {
  for (const [link, href] of bared.splice(0)) link.setAttribute("href", href);
}
