// Buttons that copy ready wording and addresses, on the pages for practitioners. Without scripts a click on the text
// selects all of it. Loaded by the pages that have something to copy.
(() => {
  function mount() {
    for (const button of document.querySelectorAll(".guide-copy-button")) button.hidden = false;
  }

  // Copy the text before the button. If the clipboard is not available, the text stays selected, to copy by keyboard.
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
    const button = target.closest?.(".guide-copy-button");
    if (button) copy(button);
  });
  document.addEventListener("guide:open", mount);
  mount();
})();
