// In the offline copy: from a disk a browser lets no page fetch a file or start a worker, so this script replaces both.
// Only the search uses it; nothing is loaded before the search is opened.
(() => {
  const contents = {};

  // The content of a JSON file, which is a script in the copy and calls guide.provide().
  async function read(address) {
    await guide.load(address);
    return contents[new URL(address, document.baseURI)];
  }

  // A worker's script in an empty frame, outside the body, as the rehearsal of the quick exit removes the body.
  function work(address) {
    const frame = document.createElement("iframe");
    const worker = { postMessage: (data) => frame.contentWindow.dispatchEvent(new MessageEvent("message", { data })) };
    frame.hidden = true;
    return new Promise((resolve, reject) => {
      frame.onload = () => {
        frame.contentWindow.postMessage = (data) => worker.onmessage({ data });
        guide.load(address, frame.contentDocument).then(() => resolve(worker), reject);
      };
      document.documentElement.append(frame);
    });
  }

  guide.provide = (content) => (contents[document.currentScript.src] = content);
  guide.means = { read, work };
})();
