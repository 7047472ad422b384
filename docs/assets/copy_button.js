// Buttons that copy: replies, ready wording and addresses. Without scripts a click on the text selects all of it. Loaded
// by the pages that have something to copy.
(() => {
  // Add a button after each text, and a status with the result; in a list both are at the end of the entry.
  function mount() {
    const { copy } = document.querySelector("main").dataset;
    for (const text of document.querySelectorAll(".guide-wording__text:not([data-copied])")) {
      text.dataset.copied = "";
      const button = document.createElement("button");
      button.type = "button";
      button.className = "guide-copy-button";
      button.append(copy, named(text.dataset.name));
      const status = document.createElement("span");
      status.setAttribute("role", "status");
      button.addEventListener("click", () => copyText(text, status));
      const entry = text.closest("dd");
      if (entry) entry.append(" ", button, status);
      else text.after(button, status);
    }
  }

  // The hidden part of the label, for screen readers: many buttons on a page look alike.
  function named(name) {
    const more = document.createElement("span");
    more.className = "guide-visually-hidden";
    more.textContent = name ? `: ${name}` : "";
    return more;
  }

  // If the clipboard is not available, the text stays selected, to copy by keyboard.
  async function copyText(text, status) {
    const { done, chosen } = { ...document.querySelector("main").dataset, ...text.dataset };
    status.textContent = "";
    getSelection().selectAllChildren(text);
    try {
      await navigator.clipboard.writeText(text.textContent);
      status.textContent = done;
    } catch {
      status.textContent = document.execCommand("copy") ? done : chosen;
    }
  }

  document.addEventListener("guide:open", mount);
  mount();
})();
