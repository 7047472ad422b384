// Copying with one press, on the pages for practitioners: ready wording and addresses. Without scripts a press on the
// text chooses all of it. Loaded by the pages that have something to copy.
(() => {
  function mount() {
    for (const button of document.querySelectorAll(".guide-copy")) button.hidden = false;
  }

  // Take what stands before the button; where no clipboard is to be had, it stays chosen, for the reader's own keys.
  async function copy(button) {
    const text = button.previousElementSibling;
    const status = button.nextElementSibling;
    status.textContent = "";
    getSelection().selectAllChildren(text);
    try {
      await navigator.clipboard.writeText(text.textContent);
      status.textContent = button.dataset.done;
    } catch {
      status.textContent = document.execCommand("copy") ? button.dataset.done : button.dataset.chosen;
    }
  }

  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.(".guide-copy");
    if (button) copy(button);
  });
  document.addEventListener("guide:open", mount);
  mount();
})();
